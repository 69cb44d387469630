//! The vocabulary of the index: which terms a prefix or a misspelled word stands for, and how rare a term is.

use anyhow::Result;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::analysis::Language;
use crate::index::{Fields, Index};

/// Terms that a prefix may stand for; of more, the most frequent are taken.
const MOST_TERMS: usize = 1_000;

/// Languages in which a word is tried.
const MOST_LANGUAGES: usize = 8;

/// The terms of one commit.
pub(super) struct Vocabulary<'a> {
    searcher: &'a Searcher,
    fields: Fields,
    /// Number of passages in the index, deleted ones that still take space included, as in the frequencies of terms.
    pub(super) passages: u64,
}

/// A term of the index that is near a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Near {
    pub(super) term: String,
    /// Edits between the two; a swap of neighbours is one.
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
    pub(super) fn new(index: &Index, searcher: &'a Searcher) -> Result<Self> {
        Ok(Self { searcher, fields: *index.fields(), passages: index.passages_in(searcher)? })
    }

    /// Whether the index has the folded term.
    pub(super) fn holds(&self, folded: &str) -> Result<bool> {
        Ok(self.frequency(self.fields.text, folded)? > 0)
    }

    /// French, and the other languages that most passages are in.
    pub(super) fn languages(&self) -> Result<Vec<Language>> {
        let mut found = Counts::default();
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(self.fields.language)?;
            let mut codes = inverted.terms().stream()?;
            while codes.advance() {
                found.add(codes.key(), codes.value().doc_freq);
            }
        }
        let codes = found.most_frequent(MOST_LANGUAGES).into_iter();
        let others =
            codes.map(|(code, _)| Language::of(&code)).filter(|language| *language != Language::French);
        Ok([Language::French].into_iter().chain(others).collect())
    }

    /// Inverse document frequency of a term, as in BM25: ln(1 + (N − n + ½) / (n + ½)).
    pub(super) fn weight(&self, field: Field, text: &str) -> Result<f32> {
        self.weight_of_any(field, &[text.to_owned()])
    }

    /// The same of several terms that are one, of which no passage holds two.
    pub(super) fn weight_of_any(&self, field: Field, texts: &[String]) -> Result<f32> {
        let holding = texts.iter().map(|text| self.frequency(field, text)).sum::<Result<u64>>()? as f32;
        let all = (self.passages as f32).max(holding);
        Ok((1.0 + (all - holding + 0.5) / (holding + 0.5)).ln())
    }

    /// Number of passages that hold the term, deleted ones that still take space included.
    fn frequency(&self, field: Field, text: &str) -> Result<u64> {
        Ok(self.searcher.doc_freq(&Term::from_field_text(field, text))?)
    }

    /// The folded terms that begin with `prefix`, the most frequent first.
    pub(super) fn beginning_with(&self, prefix: &str) -> Result<Vec<String>> {
        let mut found = Counts::default();
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(self.fields.text)?;
            let mut terms = inverted.terms().range().ge(prefix).into_stream()?;
            while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
                found.add(terms.key(), terms.value().doc_freq);
            }
        }
        Ok(found.most_frequent(MOST_TERMS).into_iter().map(|(term, _)| term).collect())
    }

    /// The folded terms within `distance` edits of `word`: nearest first, then the most frequent.
    pub(super) fn near(&self, word: &str, distance: u8) -> Result<Vec<Near>> {
        let query = FuzzyTermQuery::new(Term::from_field_text(self.fields.text, word), distance, true);
        let mut found = Counts::default();
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(self.fields.text)?;
            let mut terms = inverted.terms().search(query.automaton()?).into_stream()?;
            while terms.advance() {
                found.add(terms.key(), terms.value().doc_freq);
            }
        }
        let near = |(term, _): (String, u64)| Near { distance: strsim::osa_distance(word, &term), term };
        let mut near: Vec<Near> = found.most_frequent(MOST_TERMS).into_iter().map(near).collect();
        near.sort_by_key(|near| near.distance);
        Ok(near)
    }
}

#[derive(Default)]
struct Counts(std::collections::BTreeMap<String, u64>);

impl Counts {
    fn add(&mut self, term: &[u8], count: u32) {
        *self.0.entry(String::from_utf8_lossy(term).into_owned()).or_default() += u64::from(count);
    }

    fn most_frequent(self, most: usize) -> Vec<(String, u64)> {
        let mut terms: Vec<_> = self.0.into_iter().collect();
        terms.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        terms.truncate(most);
        terms
    }
}
