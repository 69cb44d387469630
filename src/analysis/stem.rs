//! A folded term → its stem, by which inflected forms find each other.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use super::fold::fold;
use super::language::Language;
use super::lexicon::Lexicon;
use super::{segment, unknown};

/// Stems that are kept at hand: a power of two, some times the few hundred words that half of a text is made of.
const KEPT: usize = 1 << 12;

/// Words after which stems are kept: for a query or a snippet the room would cost more than it saves.
const FEW: usize = 1000;

/// Bytes that a word may have for its stem to be kept.
const LONGEST_KEPT: usize = 24;

/// Makes stems, and keeps the last ones.
#[derive(Debug, Clone)]
pub(super) struct Stemmer {
    pub(super) lexicon: Lexicon,
    /// How many words were few.
    seen: usize,
    /// French words with their stems, each at the place that its hash names; empty while words are few.
    kept: Vec<(String, String)>,
    hasher: BuildHasherDefault<DefaultHasher>,
}

impl Stemmer {
    pub(super) fn new() -> Self {
        Self { lexicon: Lexicon::open(), seen: 0, kept: Vec::new(), hasher: BuildHasherDefault::default() }
    }

    /// Writes the stem of the folded term into `stem`, which is cleared first: its lemma by the lexicon, or what the
    /// rules for unknown words make of it; in another language, which its script may tell, what Snowball makes of it.
    pub(super) fn stem(&mut self, folded: &str, language: Language, stem: &mut String) {
        match language.or_of_script(folded) {
            Language::FRENCH => self.french(folded, stem),
            other => other.stem(folded, stem),
        }
    }

    /// Writes the stem of a compound: its own where the lexicon has it as one word, else those of its words together,
    /// `grandparent` for `grands-parents`.
    pub(super) fn stem_compound(
        &mut self,
        compound: &str,
        folded: &str,
        language: Language,
        stem: &mut String,
    ) {
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

    fn french(&mut self, folded: &str, stem: &mut String) {
        if self.seen < FEW || folded.len() > LONGEST_KEPT {
            self.seen = (self.seen + 1).min(FEW);
            return look_up(&self.lexicon, folded, stem);
        }
        self.kept.resize_with(KEPT, Default::default);
        let place = self.hasher.hash_one(folded) as usize % KEPT;
        let (word, kept) = &mut self.kept[place];
        if word != folded {
            word.clear();
            word.push_str(folded);
            look_up(&self.lexicon, folded, kept);
        }
        stem.clear();
        stem.push_str(kept);
    }
}

fn look_up(lexicon: &Lexicon, folded: &str, stem: &mut String) {
    if !lexicon.lemma(folded, stem) {
        unknown::stem(folded, stem);
    }
}
