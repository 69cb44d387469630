//! Folded form → lemma, for the inflected forms of a French dictionary, which compounds it has, and which of its lemmas a
//! search tries together. `lexicon/NOTICE` says whose.

use fst::{IntoStreamer as _, Map, Set, Streamer as _};

/// Made by `examples/derive_lexicon`; read in place.
const FORMS: &[u8] = include_bytes!("lexicon/fr.fst");
const COMPOUNDS: &[u8] = include_bytes!("lexicon/fr-compounds.fst");
const RELATED: &[u8] = include_bytes!("lexicon/fr-related.fst");

/// Bits of a value that count the letters to cut off the form's end.
const CUT_BITS: u32 = 5;
/// Bits of each letter that is put there instead.
const LETTER_BITS: u32 = 5;

/// The dictionary, open.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    forms: Option<Map<&'static [u8]>>,
    compounds: Option<Set<&'static [u8]>>,
    /// `term other`, with a space between them.
    related: Option<Set<&'static [u8]>>,
}

impl Lexicon {
    /// Reads three headers and nothing else.
    pub(super) fn open() -> Self {
        Self {
            forms: Map::new(FORMS).ok(),
            compounds: Set::new(COMPOUNDS).ok(),
            related: Set::new(RELATED).ok(),
        }
    }

    /// Whether the dictionary has this compound, folded, with hyphens: `week-end`.
    pub(super) fn is_compound(&self, hyphenated: &str) -> bool {
        self.compounds.as_ref().is_some_and(|set| set.contains(hyphenated))
    }

    /// The terms that share a form with `term`, in order: `elire` of `elu`, since `élu` is a noun and its participle.
    pub(super) fn related(&self, term: &str) -> Vec<String> {
        let Some(related) = &self.related else { return Vec::new() };
        let before = format!("{term} ");
        let mut pairs = related.range().ge(&before).into_stream();
        let others = std::iter::from_fn(|| {
            std::str::from_utf8(pairs.next()?).ok()?.strip_prefix(&before).map(str::to_owned)
        });
        others.collect()
    }

    /// Writes the lemma of the folded form into `lemma`, which is cleared first; `false` for an unknown word.
    pub(super) fn lemma(&self, form: &str, lemma: &mut String) -> bool {
        lemma.clear();
        let Some(value) = self.forms.as_ref().and_then(|map| map.get(form)) else { return false };
        let cut = value as usize % (1 << CUT_BITS);
        lemma.push_str(&form[..form.len().saturating_sub(cut)]);
        let mut letters = value >> CUT_BITS;
        while letters > 0 {
            lemma.push(char::from(b'a' - 1 + (letters % (1 << LETTER_BITS)) as u8));
            letters >>= LETTER_BITS;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_are_known_by_their_hyphens() {
        let lexicon = Lexicon::open();
        for known in
            ["week-end", "week-ends", "rendez-vous", "porte-monnaie", "arc-en-ciel", "grands-parents"]
        {
            assert!(lexicon.is_compound(known), "{known}");
        }
        for unknown in ["", "weekend", "sur-le", "parviennent-ils", "kouli-koro"] {
            assert!(!lexicon.is_compound(unknown), "{unknown}");
        }
    }

    fn lemma(form: &str) -> String {
        let mut lemma = String::new();
        assert!(Lexicon::open().lemma(form, &mut lemma), "{form} is known");
        lemma
    }

    #[test]
    fn spellings_of_one_word_have_one_lemma() {
        let table = [
            ("bossellement", "bosselement"),
            ("craquettement", "craquetement"),
            ("prunellier", "prunelier"),
            ("grelotter", "grelotait"),
            ("fumerolles", "fumerole"),
            ("rasseoir", "rassoir"),
            ("reporter", "reporte"),
            ("leader", "leadeurs"),
            ("chaman", "shamans"),
            ("caryatide", "cariatides"),
        ];
        for (one, other) in table {
            assert_eq!(lemma(one), lemma(other), "{one}, {other}");
        }
        for (one, other) in [("ballade", "balade"), ("hotte", "hote"), ("cotte", "cote"), ("colle", "cole")] {
            assert_ne!(lemma(one), other, "{one}, {other}");
        }
    }

    #[test]
    fn irregular_plurals_and_feminines_have_the_lemma_of_their_word() {
        let table = [
            ("naevi", "naevus"),
            ("vies", "vie"),
            ("senoufos", "senoufo"),
            ("addenda", "addendum"),
            ("lieder", "lied"),
            ("bisaieux", "bisaieul"),
            ("archiduchesse", "archiduc"),
            ("abbesses", "abbe"),
            ("deesse", "dieu"),
            ("copines", "copain"),
            ("caduque", "caduc"),
            ("entrepreneures", "entrepreneur"),
        ];
        for (form, expected) in table {
            assert_eq!(lemma(form), expected, "{form}");
        }
    }

    #[test]
    fn a_noun_is_related_to_the_word_that_it_is_a_form_of() {
        let lexicon = Lexicon::open();
        for (noun, of) in
            [("acquis", "acquerir"), ("crainte", "craindre"), ("gelee", "geler"), ("lente", "lent")]
        {
            assert!(lexicon.related(noun).contains(&of.to_owned()), "{noun}");
            assert!(lexicon.related(of).contains(&noun.to_owned()), "{of}");
        }
        for apart in
            ["", "a", "arme", "armee", "ete", "etre", "fils", "fumeux", "onde", "bus", "koulikoro", "tapis"]
        {
            assert_eq!(lexicon.related(apart), [""; 0], "{apart}");
        }
    }

    #[test]
    fn forms_have_a_lemma() {
        let lexicon = Lexicon::open();
        let mut lemma = String::new();
        for (form, expected) in
            [("travaux", "travail"), ("yeux", "oeil"), ("iront", "aller"), ("fils", "fils"), ("mali", "mali")]
        {
            assert!(lexicon.lemma(form, &mut lemma), "{form} is known");
            assert_eq!(lemma, expected, "{form}");
        }
        for unknown in ["", "koulikoro", "2025", "été", "elections\u{0}"] {
            assert!(!lexicon.lemma(unknown, &mut lemma) && lemma.is_empty(), "{unknown}");
        }
    }
}
