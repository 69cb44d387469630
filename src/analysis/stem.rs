//! A folded term → its stem, by which inflected forms find each other.

use super::fold::fold;
use super::language::Language;
use super::lexicon::Lexicon;
use super::{segment, unknown};

/// Makes stems.
#[derive(Debug, Clone)]
pub(super) struct Stemmer {
    pub(super) lexicon: Lexicon,
}

impl Stemmer {
    pub(super) fn new() -> Self {
        Self { lexicon: Lexicon::open() }
    }

    /// Writes the stem of the folded term into `stem`, which is cleared first: its lemma by the lexicon, or what the
    /// rules for unknown words make of it; in another language, which its script may tell, what Snowball makes of it.
    pub(super) fn stem(&self, folded: &str, language: Language, stem: &mut String) {
        match language.or_of_script(folded) {
            Language::FRENCH => self.french(folded, stem),
            other => other.stem(folded, stem),
        }
    }

    /// Writes the stem of a compound: its own where the lexicon has it as one word, else those of its words together,
    /// `grandparent` for `grands-parents`.
    pub(super) fn stem_compound(&self, compound: &str, folded: &str, language: Language, stem: &mut String) {
        let language = language.or_of_script(folded);
        if language != Language::FRENCH {
            return language.stem(folded, stem);
        }
        if self.lexicon.lemma(folded, stem) {
            return;
        }
        let (mut word, mut part) = (String::new(), String::new());
        for bytes in segment::words(compound) {
            fold(&compound[bytes], &mut word);
            self.french(&word, &mut part);
            stem.push_str(&part);
        }
    }

    fn french(&self, folded: &str, stem: &mut String) {
        if !self.lexicon.lemma(folded, stem) {
            unknown::stem(folded, stem);
        }
    }
}
