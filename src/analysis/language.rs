//! Languages whose words have stems of their own.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

/// Stands between the code of a language and a stem of it. No folded word has it.
const MARK: char = ':';

/// A language that a text is analysed in. What is not known to be in another of these is analysed as French.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Language(Option<(&'static str, Algorithm)>);

/// Languages by ISO 639-1 code with their Snowball algorithms.
#[rustfmt::skip]
const OTHERS: [(&str, Algorithm); 20] = [
    ("ar", Algorithm::Arabic), ("ca", Algorithm::Catalan), ("cs", Algorithm::Czech), ("da", Algorithm::Danish),
    ("de", Algorithm::German), ("el", Algorithm::Greek), ("en", Algorithm::English), ("eo", Algorithm::Esperanto),
    ("es", Algorithm::Spanish), ("fi", Algorithm::Finnish), ("hu", Algorithm::Hungarian), ("it", Algorithm::Italian),
    ("nb", Algorithm::Norwegian), ("nl", Algorithm::Dutch), ("pl", Algorithm::Polish), ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian), ("ru", Algorithm::Russian), ("sv", Algorithm::Swedish), ("tr", Algorithm::Turkish),
];

/// Plurals that Snowball leaves apart from their singulars (`ciudades`, `gobiernos`, `eleições`), as they are folded: the
/// language, the ending, and what stands for it. The first that fits counts.
#[rustfmt::skip]
const PLURALS: [(&str, &str, &str); 17] = [
    ("es", "ces", "z"), ("es", "des", "d"), ("es", "les", "l"), ("es", "nes", "n"), ("es", "res", "r"),
    ("es", "yes", "y"), ("es", "as", "a"), ("es", "es", "e"), ("es", "os", "o"),
    ("pt", "oes", "ao"), ("pt", "ais", "al"), ("pt", "eis", "el"), ("pt", "ens", "em"), ("pt", "res", "r"),
    ("pt", "as", "a"), ("pt", "es", "e"), ("pt", "os", "o"),
];

/// Letters that a word has before such an ending.
const SHORTEST_SINGULAR: usize = 2;

impl Language {
    /// By the chain's own lexicon and rules.
    pub const FRENCH: Self = Self(None);

    /// The language with this ISO 639-1 code; French where the code names none that has stems here.
    pub fn of(code: &str) -> Self {
        Self(OTHERS.iter().copied().find(|(known, _)| *known == code))
    }

    /// The language, or, of a word in a French text that is not in Latin letters, what its script tells.
    pub(super) fn or_of_script(self, word: &str) -> Self {
        match word.chars().next() {
            _ if self != Self::FRENCH => self,
            Some('\u{370}'..='\u{3FF}') => Self::of("el"),
            Some('\u{400}'..='\u{52F}') => Self::of("ru"),
            Some('\u{600}'..='\u{6FF}') => Self::of("ar"),
            _ => Self::FRENCH,
        }
    }

    /// Its ISO 639-1 code.
    pub fn code(self) -> &'static str {
        self.0.map_or("fr", |(code, _)| code)
    }

    /// Whether a stem is that of a word in another language than French.
    pub(crate) fn is_of_other(stem: &str) -> bool {
        stem.contains(MARK)
    }

    /// Writes the stem of the folded word into `stem`: the language's code, so that no word of another language is met,
    /// and what Snowball makes of the word. Folding comes first, for a word to have one stem with and without accents.
    pub(super) fn stem(self, folded: &str, stem: &mut String) {
        stem.clear();
        if let Some((code, algorithm)) = self.0 {
            stem.push_str(code);
            stem.push(MARK);
            stem.push_str(&Stemmer::new(algorithm).stem(&singular(folded, code)));
        }
    }
}

fn singular<'w>(folded: &'w str, code: &str) -> Cow<'w, str> {
    let plural =
        PLURALS.iter().filter(|(language, ..)| *language == code).find_map(|(_, ending, singular)| {
            let base = folded.strip_suffix(ending).filter(|base| base.len() >= SHORTEST_SINGULAR)?;
            Some(Cow::Owned(format!("{base}{singular}")))
        });
    plural.unwrap_or(Cow::Borrowed(folded))
}

#[cfg(test)]
mod tests {
    use super::super::tokens_in;
    use super::*;

    #[test]
    fn words_have_the_stems_of_their_language() {
        let table = [
            ("en", "running harbours", "en:run en:harbour"),
            ("es", "canciones cancion canción", "es:cancion es:cancion es:cancion"),
            ("es", "ciudad ciudades voz voces ríos río", "es:ciud es:ciud es:voz es:voz es:rio es:rio"),
            ("pt", "eleição eleições jornal jornais", "pt:eleica pt:eleica pt:jornal pt:jornal"),
            ("de", "Häuser Haus", "de:haus de:haus"),
            ("ru", "города", "ru:город"),
            ("fr", "travaux города المدينة", "travail ru:город ar:مدين"),
            ("bm", "travaux", "travail"),
        ];
        for (code, text, expected) in table {
            let stems: Vec<_> = tokens_in(text, Language::of(code)).map(|token| token.stem).collect();
            assert_eq!(stems.join(" "), expected, "{code}");
        }
    }

    #[test]
    fn codes_are_read_back() {
        for (code, _) in OTHERS {
            assert_eq!(Language::of(code).code(), code);
        }
        assert_eq!(Language::of("fr"), Language::FRENCH);
    }
}
