//! A folded term → its stem, by which inflected forms find each other.

use super::fold::fold;
use super::language::Language;
use super::lexicon::Lexicon;
use super::{segment, unknown};

/// Makes the stems of a text in one language.
#[derive(Debug, Clone)]
pub(super) struct Stemmer {
    language: Language,
    pub(super) lexicon: Lexicon,
}

impl Stemmer {
    pub(super) fn new(language: Language) -> Self {
        Self { language, lexicon: Lexicon::open() }
    }

    /// Writes the stem of the folded term into `stem`, which is cleared first: its lemma by the lexicon, or what the
    /// rules for unknown words make of it.
    pub(super) fn stem(&self, folded: &str, stem: &mut String) {
        if self.language != Language::French {
            self.language.stem(folded, stem);
        } else if !self.lexicon.lemma(folded, stem) {
            unknown::stem(folded, stem);
        }
    }

    /// Writes the stem of a compound: its own where the lexicon has it as one word, else those of its words together,
    /// `grandparent` for `grands-parents`.
    pub(super) fn stem_compound(&self, compound: &str, folded: &str, stem: &mut String) {
        if self.language != Language::French {
            return self.language.stem(folded, stem);
        }
        if self.lexicon.lemma(folded, stem) {
            return;
        }
        let (mut word, mut part) = (String::new(), String::new());
        for bytes in segment::words(compound) {
            fold(&compound[bytes], &mut word);
            self.stem(&word, &mut part);
            stem.push_str(&part);
        }
    }
}
