//! Words that follow each other exactly as written: found as folded words, then compared with the text.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, Value as _};
use tantivy::store::StoreReader;
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyDocument};

use super::gathered::explained;
use super::highlight::holds_exactly;
use crate::analysis::Analyzer;

/// Blocks of the store that are kept for the next candidate: passages of a document lie one behind another.
const KEPT_BLOCKS: usize = 2;

/// What a candidate costs of what a document of a term does, which is read without its text.
const COST: u64 = 1_000;

/// Matches the candidates whose stored text has the words, with the candidates' scores.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) candidates: Box<dyn Query>,
    /// Exact forms.
    pub(super) words: Arc<[String]>,
    /// Where the text is stored.
    pub(super) text: Field,
}

impl Clone for Written {
    fn clone(&self) -> Self {
        Self { candidates: self.candidates.box_clone(), words: Arc::clone(&self.words), text: self.text }
    }
}

impl Query for Written {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let candidates = self.candidates.weight(scoring)?;
        Ok(Box::new(WrittenWeight { candidates, words: Arc::clone(&self.words), text: self.text }))
    }
}

struct WrittenWeight {
    candidates: Box<dyn Weight>,
    words: Arc<[String]>,
    text: Field,
}

impl Weight for WrittenWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut scorer = WrittenScorer {
            candidates: self.candidates.scorer(reader, boost)?,
            store: reader.get_store_reader(KEPT_BLOCKS)?,
            analyzer: Analyzer::new(),
            words: Arc::clone(&self.words),
            text: self.text,
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
    store: StoreReader,
    analyzer: Analyzer,
    words: Arc<[String]>,
    text: Field,
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

    /// A text that cannot be read is taken to have the words: whoever shows the hit reads it again, and reports that.
    fn holds(&mut self, candidate: DocId) -> bool {
        let Ok(stored) = self.store.get::<TantivyDocument>(candidate) else { return true };
        let text = stored.get_first(self.text).and_then(|value| value.as_str());
        holds_exactly(text.unwrap_or_default(), &self.words, &mut self.analyzer)
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
