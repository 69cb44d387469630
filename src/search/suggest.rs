//! Words of a query that the index lacks, each with the terms that it does hold and that may have been meant.

use anyhow::Result;
use tantivy::collector::Count;
use tantivy::query::{EnableScoring, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::compile::{Typed, compile};
use super::expand::{Near, Vocabulary};
use super::statistics::Statistics;
use crate::analysis::{Token, is_known, is_stop_word, words};
use crate::index::{Fields, Index};
use crate::query::{Node, Polarity, Query};

/// Near terms that are shown for each word.
const MOST_TERMS: usize = 5;

/// Missing words that near terms are looked for; of a long text that is pasted as a query, the rest are only named.
const MOST_WORDS: usize = 5;

/// Letters of a word that is taken for another.
const SHORTEST_MISSPELLED: usize = 5;

/// A word of the query that the index does not hold in any form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The folded word.
    pub word: String,
    /// Terms of the index that are spelled nearly so or sound so, nearest first; may be empty.
    pub near: Vec<NearTerm>,
}

/// A folded term of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearTerm {
    /// The term.
    pub term: String,
    /// How many passages hold it.
    pub passages: usize,
    /// Letters in which it differs; a like sound counts as few.
    pub distance: usize,
}

impl Suggestion {
    /// The terms that the word can be taken for: the nearest, if it can be misspelled at all. A number is not, nor is a word
    /// that the dictionary has, and a short word is near others by chance.
    pub(super) fn meant(&self) -> impl Iterator<Item = &NearTerm> {
        let long = self.word.chars().count() >= SHORTEST_MISSPELLED;
        let misspelled = long && self.word.chars().all(char::is_alphabetic) && !is_known(&self.word);
        let least = self.near.iter().map(|near| near.distance).min().filter(|_| misspelled);
        let nearest = self.near.iter().filter(move |near| Some(near.distance) == least);
        nearest.filter(|near| !is_stop_word(&near.term))
    }
}

/// The words of `query` (normalised) that the index lacks, with their nearest terms.
pub(super) fn suggest(index: &Index, statistics: &Statistics<'_>, query: &Query) -> Result<Vec<Suggestion>> {
    let vocabulary = Vocabulary::new(index, statistics);
    let held = Held { fields: *index.fields(), statistics };
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for (leaf, text) in asked_words(query) {
        let absent: Vec<Token> =
            words(text).filter_map(|word| held.absent(word).transpose()).collect::<Result<_>>()?;
        if absent.is_empty() || held.leaf(index, leaf)? {
            continue;
        }
        for word in absent.into_iter().map(|word| word.folded) {
            if suggestions.iter().any(|known| known.word == word) {
                continue;
            }
            let looked_for = suggestions.len() < MOST_WORDS;
            let near = if looked_for { vocabulary.meant_by(&word)? } else { Vec::new() };
            suggestions.push(Suggestion { word, near: held.living(near)? });
        }
    }
    Ok(suggestions)
}

/// What the passages of the index hold. A term of deleted passages stays in the vocabulary until its segment is merged.
struct Held<'a> {
    fields: Fields,
    statistics: &'a Statistics<'a>,
}

impl Held<'_> {
    /// The word, if no passage and no title has it in some form of French.
    fn absent(&self, word: Token) -> Result<Option<Token>> {
        let Fields { folded, stem, title, .. } = self.fields;
        let held = self.term(folded, &word.folded)?
            || self.term(stem, &word.stem)?
            || self.term(title, &word.stem)?;
        Ok((!held).then_some(word))
    }

    /// Whether some passage has what the leaf stands for: a form of another language, a compound written as one, what
    /// `mot*` or `mot~` expands to.
    fn leaf(&self, index: &Index, leaf: &Node) -> Result<bool> {
        let query = Query::default().with(leaf.clone());
        let matching = compile(index, self.statistics, &query, &Typed::default(), &[], &[])?.matching;
        let weight = matching.weight(EnableScoring::disabled_from_searcher(self.statistics.searcher))?;
        for reader in self.statistics.searcher.segment_readers() {
            if is_living(weight.scorer(reader, 1.0)?.as_mut(), reader) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a passage has the term; the first one tells.
    fn term(&self, field: Field, text: &str) -> Result<bool> {
        let term = Term::from_field_text(field, text);
        let places = self.statistics.places(&term)?;
        for (place, reader) in places.iter().zip(self.statistics.searcher.segment_readers()) {
            let Some(place) = place else { continue };
            if !reader.has_deletes() {
                return Ok(true);
            }
            let inverted = reader.inverted_index(field)?;
            let mut passages = inverted.read_postings_from_terminfo(place, IndexRecordOption::Basic)?;
            if is_living(&mut passages, reader) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The first of `terms` that passages have, with their number.
    fn living(&self, terms: Vec<Near>) -> Result<Vec<NearTerm>> {
        let counted = terms.into_iter().map(|Near { term, distance }| {
            let query =
                TermQuery::new(Term::from_field_text(self.fields.folded, &term), IndexRecordOption::Basic);
            Ok(NearTerm { passages: self.statistics.searcher.search(&query, &Count)?, term, distance })
        });
        let living = counted.filter(|near| near.as_ref().map_or(true, |near| near.passages > 0));
        living.take(MOST_TERMS).collect()
    }
}

/// Whether one of the passages is not deleted.
fn is_living(passages: &mut dyn DocSet, reader: &SegmentReader) -> bool {
    while passages.doc() != TERMINATED && reader.is_deleted(passages.doc()) {
        passages.advance();
    }
    passages.doc() != TERMINATED
}

/// What the query asks for by words, with their text.
fn asked_words(query: &Query) -> impl Iterator<Item = (&Node, &str)> {
    let asked = query.leaves().filter(|(polarity, _)| *polarity != Polarity::Excluded);
    asked.filter_map(|(_, leaf)| match leaf {
        Node::Word(text) | Node::Exact(text) | Node::Prefix(text) => Some((leaf, text.as_str())),
        Node::Phrase { text, .. } => Some((leaf, text)),
        Node::Fuzzy { word, .. } => Some((leaf, word)),
        _ => None,
    })
}
