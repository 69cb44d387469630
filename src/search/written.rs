//! Words that follow each other exactly as written: found as folded words, then compared with the text.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::store::StoreReader;
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyDocument};

use super::gathered::explained;
use super::highlight::holds_exactly;
use super::plain::OnlyAs;
use crate::analysis::Analyzer;
use crate::index::{Fields, StoredPassage};

/// Blocks of the store that are kept for the next candidate: passages of a document lie one behind another.
const KEPT_BLOCKS: usize = 2;

/// What a candidate costs of what a document of a term does, which is read without its text.
const COST: u64 = 1_000;

/// Matches the candidates whose stored text has the words, with the candidates' scores.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) candidates: Box<dyn Query>,
    /// Exact forms, and the folded ones.
    pub(super) words: Arc<[String]>,
    pub(super) folded: Arc<[String]>,
    pub(super) fields: Fields,
}

impl Clone for Written {
    fn clone(&self) -> Self {
        let (words, folded) = (Arc::clone(&self.words), Arc::clone(&self.folded));
        Self { candidates: self.candidates.box_clone(), words, folded, fields: self.fields }
    }
}

impl Query for Written {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let candidates = self.candidates.weight(scoring)?;
        let (words, folded) = (Arc::clone(&self.words), Arc::clone(&self.folded));
        Ok(Box::new(WrittenWeight { candidates, words, folded, fields: self.fields }))
    }
}

struct WrittenWeight {
    candidates: Box<dyn Weight>,
    words: Arc<[String]>,
    folded: Arc<[String]>,
    fields: Fields,
}

impl Weight for WrittenWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let words = self.folded.iter().zip(self.words.iter());
        let only = words.map(|(folded, exact)| OnlyAs::new(&self.fields, (folded, exact), reader));
        let mut scorer = WrittenScorer {
            candidates: self.candidates.scorer(reader, boost)?,
            only: only.collect::<tantivy::Result<_>>()?,
            store: reader.get_store_reader(KEPT_BLOCKS)?,
            analyzer: Analyzer::new(),
            words: Arc::clone(&self.words),
            fields: self.fields,
        };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc)
    }
}

struct WrittenScorer {
    candidates: Box<dyn Scorer>,
    /// Of each word.
    only: Option<Vec<OnlyAs>>,
    store: StoreReader,
    analyzer: Analyzer,
    words: Arc<[String]>,
    fields: Fields,
}

impl WrittenScorer {
    /// Goes on, from the candidate in hand, to one that has the words.
    fn settle(&mut self) -> DocId {
        loop {
            let candidate = self.candidates.doc();
            if candidate == TERMINATED || self.holds(candidate) {
                return candidate;
            }
            self.candidates.advance();
        }
    }

    /// Where each word is written as asked wherever it stands, so is the phrase, and the text need not be read. One that cannot
    /// be read is taken to have the words: whoever shows the hit reads it again, and reports that.
    fn holds(&mut self, candidate: DocId) -> bool {
        let only = &mut self.only;
        if only.as_mut().is_some_and(|words| words.iter_mut().all(|word| word.is_so_in(candidate))) {
            return true;
        }
        let Ok(stored) = self.store.get::<TantivyDocument>(candidate) else { return true };
        let passage = StoredPassage::read(&stored, &self.fields);
        passage.is_none_or(|passage| holds_exactly(&passage.text, &self.words, &mut self.analyzer))
    }
}

impl DocSet for WrittenScorer {
    fn advance(&mut self) -> DocId {
        self.candidates.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.candidates.doc() >= target {
            return self.candidates.doc();
        }
        self.candidates.seek(target);
        self.settle()
    }

    /// Reads the text of no other document.
    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        match self.candidates.seek_danger(target) {
            SeekDangerResult::Found if !self.holds(target) => SeekDangerResult::SeekLowerBound(target + 1),
            found => found,
        }
    }

    fn doc(&self) -> DocId {
        self.candidates.doc()
    }

    fn size_hint(&self) -> u32 {
        self.candidates.size_hint()
    }

    fn cost(&self) -> u64 {
        self.candidates.cost().saturating_mul(COST)
    }
}

impl Scorer for WrittenScorer {
    fn score(&mut self) -> Score {
        self.candidates.score()
    }
}
