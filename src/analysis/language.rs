//! Languages whose words have stems of their own, and how a text tells the chain that it is in one.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

/// A language that a text is analysed in. What is not known to be in another of these is analysed as French.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// By the chain's own lexicon and rules.
    #[default]
    French,
    /// By a Snowball stemmer; the place in the table of them.
    Other(u8),
}

/// Languages by ISO 639-1 code with their Snowball algorithms.
#[rustfmt::skip]
const OTHERS: [(&str, Algorithm); 20] = [
    ("ar", Algorithm::Arabic), ("ca", Algorithm::Catalan), ("cs", Algorithm::Czech), ("da", Algorithm::Danish),
    ("de", Algorithm::German), ("el", Algorithm::Greek), ("en", Algorithm::English), ("eo", Algorithm::Esperanto),
    ("es", Algorithm::Spanish), ("fi", Algorithm::Finnish), ("hu", Algorithm::Hungarian), ("it", Algorithm::Italian),
    ("nb", Algorithm::Norwegian), ("nl", Algorithm::Dutch), ("pl", Algorithm::Polish), ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian), ("ru", Algorithm::Russian), ("sv", Algorithm::Swedish), ("tr", Algorithm::Turkish),
];

/// Begins the mark of a text's language; a code and [`TEXT`] follow.
const MARK: char = '\u{2}';
const TEXT: char = '\u{3}';

impl Language {
    /// The language with this ISO 639-1 code; French where the code names none that has stems here.
    pub fn of(code: &str) -> Self {
        let place = OTHERS.iter().position(|(known, _)| *known == code);
        place.and_then(|place| u8::try_from(place).ok()).map_or(Self::French, Self::Other)
    }

    /// Its ISO 639-1 code.
    pub fn code(self) -> &'static str {
        self.other().map_or("fr", |(code, _)| code)
    }

    fn other(self) -> Option<(&'static str, Algorithm)> {
        match self {
            Self::French => None,
            Self::Other(place) => OTHERS.get(usize::from(place)).copied(),
        }
    }

    /// Writes the stem of the folded word into `stem`: the language's code, so that no word of another language is met,
    /// and what Snowball makes of the word. Folding comes first, for a word to have one stem with and without accents.
    pub(super) fn stem(self, folded: &str, stem: &mut String) {
        stem.clear();
        if let Some((code, algorithm)) = self.other() {
            stem.push_str(code);
            stem.push(':');
            stem.push_str(&Stemmer::new(algorithm).stem(folded));
        }
    }
}

/// The text as a field is given it: marked with its language, but for French, which most text is.
pub(crate) fn marked(text: &str, language: Language) -> Cow<'_, str> {
    if language == Language::French && !text.starts_with(MARK) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("{MARK}{}{TEXT}{text}", language.code()))
    }
}

/// The text without its mark, and the language that the mark names.
pub(super) fn unmarked(text: &str) -> (&str, Language) {
    let marked = text.strip_prefix(MARK).and_then(|rest| rest.split_once(TEXT));
    marked.map_or((text, Language::French), |(code, text)| (text, Language::of(code)))
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
            ("de", "Häuser Haus", "de:haus de:haus"),
            ("ru", "города", "ru:город"),
            ("fr", "travaux", "travail"),
            ("bm", "travaux", "travail"),
        ];
        for (code, text, expected) in table {
            let stems: Vec<_> = tokens_in(text, Language::of(code)).map(|token| token.stem).collect();
            assert_eq!(stems.join(" "), expected, "{code}");
        }
    }

    #[test]
    fn the_mark_of_a_language_is_taken_off_as_it_was_put_on() {
        for code in ["fr", "en", "xx"] {
            for text in ["", "texte", "\u{2}en\u{3}texte", "\u{2}"] {
                let language = Language::of(code);
                assert_eq!(unmarked(&marked(text, language)), (text, language));
            }
        }
    }

    #[test]
    fn codes_are_read_back() {
        for (code, _) in OTHERS {
            assert_eq!(Language::of(code).code(), code);
        }
        assert_eq!(Language::of("fr"), Language::French);
    }
}
