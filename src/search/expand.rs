//! The vocabulary of the index: which terms a prefix or a misspelled word stands for, and how rare a term is.

use std::cmp::Reverse;

use anyhow::Result;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

use super::sound::{SoundAutomaton, sound};
use super::statistics::Statistics;
use crate::analysis::{Language, REST};
use crate::index::{Fields, Index};

/// Terms that a prefix or a misspelled word may stand for; of more, the nearest and most frequent are taken.
const MOST_TERMS: usize = 1_000;

/// Languages in which a word is tried.
const MOST_LANGUAGES: usize = 8;

/// The terms of one commit.
pub(super) struct Vocabulary<'a> {
    statistics: &'a Statistics<'a>,
    fields: Fields,
}

/// A term of the index that is near a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Near {
    pub(super) term: String,
    /// Edits between the two; a swap of neighbours is one, and a like sound counts as few.
    pub(super) distance: usize,
}

/// Edits that a misspelled word of this length may have.
pub(super) fn fuzzy_distance(word: &str) -> u8 {
    match word.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

impl<'a> Vocabulary<'a> {
    pub(super) fn new(index: &Index, statistics: &'a Statistics<'a>) -> Self {
        Self { statistics, fields: *index.fields() }
    }

    /// Whether the index has the folded term.
    pub(super) fn holds(&self, folded: &str) -> Result<bool> {
        Ok(self.frequency(self.fields.folded, folded)? > 0)
    }

    /// Whether some passage has the stem, or a title.
    pub(super) fn holds_stem(&self, stem: &str) -> Result<bool> {
        Ok(self.frequency(self.fields.stem, stem)? > 0 || self.frequency(self.fields.title, stem)? > 0)
    }

    /// French, and the other languages that most passages are in.
    pub(super) fn languages(&self) -> Result<Vec<Language>> {
        let mut found = Counts::default();
        for reader in self.statistics.searcher.segment_readers() {
            let inverted = reader.inverted_index(self.fields.language)?;
            let mut codes = inverted.terms().stream()?;
            while codes.advance() {
                found.add(codes.key(), codes.value().doc_freq);
            }
        }
        let codes = found.most_frequent(MOST_LANGUAGES).into_iter();
        let others =
            codes.map(|(code, _)| Language::of(&code)).filter(|language| *language != Language::FRENCH);
        Ok([Language::FRENCH].into_iter().chain(others).collect())
    }

    /// Inverse document frequency of a term, as in BM25: ln(1 + (N − n + ½) / (n + ½)).
    pub(super) fn weight(&self, field: Field, text: &str) -> Result<f32> {
        self.weight_of_any(field, &[text.to_owned()])
    }

    /// The same of several terms that count as one; a passage that holds two is counted twice, which is seldom.
    pub(super) fn weight_of_any(&self, field: Field, texts: &[String]) -> Result<f32> {
        Ok(self.weight_of(texts.iter().map(|text| self.frequency(field, text)).sum::<Result<u64>>()?))
    }

    /// The same of what so many passages hold.
    pub(super) fn weight_of(&self, holding: u64) -> f32 {
        let holding = holding as f32;
        let all = (self.statistics.passages as f32).max(holding);
        (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln()
    }

    /// Number of passages that hold the term, deleted ones that still take space included.
    pub(super) fn frequency(&self, field: Field, text: &str) -> Result<u64> {
        Ok(self.statistics.frequency(&Term::from_field_text(field, text))?)
    }

    /// The folded terms that begin with `prefix`, the most frequent first.
    pub(super) fn beginning_with(&self, prefix: &str) -> Result<Vec<String>> {
        let mut found = Counts::default();
        for reader in self.statistics.searcher.segment_readers() {
            let inverted = reader.inverted_index(self.fields.folded)?;
            let mut terms = inverted.terms().range().ge(prefix).into_stream()?;
            while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
                found.add(terms.key(), terms.value().doc_freq);
            }
        }
        Ok(found.most_frequent(MOST_TERMS).into_iter().map(|(term, _)| term).collect())
    }

    /// The folded terms within `distance` edits of `word`: nearest first, then the most frequent.
    pub(super) fn near(&self, word: &str, distance: u8) -> Result<Vec<Near>> {
        let near = |(term, _): (String, u64)| Near { distance: strsim::osa_distance(word, &term), term };
        let found = self.spelled_nearly(word, distance, "")?.most_frequent(usize::MAX);
        let mut near: Vec<Near> = found.into_iter().map(near).collect();
        near.sort_by_key(|near| near.distance);
        near.truncate(MOST_TERMS);
        Ok(near)
    }

    /// The other folded terms that `word` may have been meant for, by spelling or by sound: nearest first. The same
    /// sound is as near as one edit, and better than another edit; a sound that is nearly the same is as near as two.
    pub(super) fn meant_by(&self, word: &str) -> Result<Vec<Near>> {
        let distance = fuzzy_distance(word);
        let mut found = self.spelled_nearly(word, distance.min(1), "")?;
        if distance > 1 {
            // Who errs twice rarely errs at the first letter, and to look behind each takes ten times as long.
            let first = &word[..word.chars().next().map_or(0, char::len_utf8)];
            found.join(self.spelled_nearly(word, distance, first)?);
        }
        if let Some(automaton) = SoundAutomaton::new(word) {
            found.join(self.accepted(&automaton, "")?);
        }
        let key = sound(word);
        let rank = |(term, count): (String, u64)| {
            let otherwise = sound(&term) != key;
            let distance = strsim::osa_distance(word, &term).min(1 + usize::from(otherwise));
            (distance, otherwise, Reverse(count), term)
        };
        let mut meant: Vec<_> = found.0.into_iter().filter(|(term, _)| term != word).map(rank).collect();
        meant.sort();
        Ok(meant.into_iter().map(|(distance, .., term)| Near { term, distance }).collect())
    }

    /// The folded terms that begin with `prefix` within `distance` edits of `word`.
    fn spelled_nearly(&self, word: &str, distance: u8, prefix: &str) -> Result<Counts> {
        let query = FuzzyTermQuery::new(Term::from_field_text(self.fields.folded, word), distance, true);
        self.accepted(&query.automaton()?, prefix)
    }

    /// The folded terms that begin with `prefix` and that an automaton accepts, found without looking at all others.
    fn accepted<A: Automaton<State: Clone>>(&self, automaton: &A, prefix: &str) -> Result<Counts> {
        let mut found = Counts::default();
        let behind = [prefix.as_bytes(), &[u8::MAX]].concat();
        for reader in self.statistics.searcher.segment_readers() {
            let inverted = reader.inverted_index(self.fields.folded)?;
            let mut terms = inverted.terms().search(automaton).ge(prefix).lt(&behind).into_stream()?;
            while terms.advance() {
                found.add(terms.key(), terms.value().doc_freq);
            }
        }
        Ok(found)
    }
}

/// Terms with the number of passages that hold them, those of all segments together.
#[derive(Default)]
struct Counts(std::collections::BTreeMap<String, u64>);

impl Counts {
    /// Counts a word; what stands for the rest of a compound is none.
    fn add(&mut self, term: &[u8], count: u32) {
        if term.starts_with(&[REST as u8]) {
            return;
        }
        *self.0.entry(String::from_utf8_lossy(term).into_owned()).or_default() += u64::from(count);
    }

    /// Takes in terms that were counted over the same segments.
    fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    fn most_frequent(self, most: usize) -> Vec<(String, u64)> {
        let mut terms: Vec<_> = self.0.into_iter().collect();
        terms.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        terms.truncate(most);
        terms
    }
}
