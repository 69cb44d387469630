//! A query whose documents are gathered before they are asked for.
//!
//! tantivy 0.27 asks an excluded query for documents that it has gone past; a phrase cannot go back, and panics in debug
//! builds. A set of documents answers in any order.

use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{BitSet, DocId, DocSet as _, Score, SegmentReader, TERMINATED, TantivyError};

/// Matches what the inner query matches; every score is the boost.
#[derive(Debug)]
pub(super) struct Gathered(pub(super) Box<dyn Query>);

impl Clone for Gathered {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Gathered {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(GatheredWeight(self.0.weight(scoring)?)))
    }
}

struct GatheredWeight(Box<dyn Weight>);

impl Weight for GatheredWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut inner = self.0.scorer(reader, boost)?;
        let mut documents = BitSet::with_max_value(reader.max_doc());
        while inner.doc() != TERMINATED {
            documents.insert(inner.doc());
            inner.advance();
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(documents), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc)
    }
}

/// What tantivy asks of a weight: whether the scorer, which is new, has the document.
pub(super) fn explained(mut scorer: Box<dyn Scorer>, doc: DocId) -> tantivy::Result<Explanation> {
    if scorer.doc() <= doc && scorer.seek(doc) == doc {
        Ok(Explanation::new("it is among the documents gathered", 1.0))
    } else {
        Err(TantivyError::InvalidArgument(format!("document {doc} does not match")))
    }
}
