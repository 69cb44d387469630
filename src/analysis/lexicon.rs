//! Folded form → lemma, for the inflected forms of a French dictionary, and which compounds it has. `lexicon/NOTICE` says
//! whose.

use fst::{Map, Set};

/// Made by `examples/derive_lexicon`; read in place.
const FORMS: &[u8] = include_bytes!("lexicon/fr.fst");
const COMPOUNDS: &[u8] = include_bytes!("lexicon/fr-compounds.fst");

/// Bits of a value that count the letters to cut off the form's end.
const CUT_BITS: u32 = 5;
/// Bits of each letter that is put there instead.
const LETTER_BITS: u32 = 5;

/// The dictionary, open.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    forms: Option<Map<&'static [u8]>>,
    compounds: Option<Set<&'static [u8]>>,
}

impl Lexicon {
    /// Reads two headers and nothing else.
    pub(super) fn open() -> Self {
        Self { forms: Map::new(FORMS).ok(), compounds: Set::new(COMPOUNDS).ok() }
    }

    /// Whether the dictionary has this compound, folded, with hyphens: `week-end`.
    pub(super) fn is_compound(&self, hyphenated: &str) -> bool {
        self.compounds.as_ref().is_some_and(|set| set.contains(hyphenated))
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
