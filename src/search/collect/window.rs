//! The scores of a short range of documents, into which the postings of one term after another are added.
//!
//! To go through the postings term by term takes a few nanoseconds each; to ask every term for every passage, as a
//! document-at-a-time evaluation does, many times that, since a word is some ten terms, its stems in the languages of the
//! index. Lucene's BooleanScorer does the same.

use std::ops::Range;

use tantivy::{DocId, Score};

/// Documents of a window. Their scores, of which each unit has as many, are to stay in the processor's cache.
pub(super) const WINDOW: usize = 4_096;

/// What a document has that has no score; scores are not negative.
const NONE: Score = -1.0;

/// As many of the passages, which ascend, as are in the window that begins with the first; `None` of none.
pub(super) fn in_window(passages: &[DocId]) -> Option<&[DocId]> {
    let end = window(*passages.first()?).end;
    Some(&passages[..passages.partition_point(|passage| *passage < end)])
}

/// The window that begins with `start`.
fn window(start: DocId) -> Range<DocId> {
    start..start.saturating_add(WINDOW as DocId)
}

pub(super) struct Window {
    start: DocId,
    scores: Vec<Score>,
    /// There are scores.
    any: bool,
}

impl Window {
    pub(super) fn new() -> Self {
        Self { start: 0, scores: vec![NONE; WINDOW], any: false }
    }

    /// Empties the window and moves it to the documents from `start` on.
    pub(super) fn begin(&mut self, start: DocId) {
        if self.any {
            self.scores.fill(NONE);
        }
        (self.start, self.any) = (start, false);
    }

    pub(super) fn range(&self) -> Range<DocId> {
        window(self.start)
    }

    /// Adds to the score of a document.
    pub(super) fn add(&mut self, document: DocId, score: Score) {
        if let Some(sum) = self.scores.get_mut((document - self.start) as usize) {
            *sum = sum.max(0.0) + score;
            self.any = true;
        }
    }

    /// Takes the greater score of each document.
    pub(super) fn max(&mut self, other: &Self) {
        if other.any {
            self.scores.iter_mut().zip(&other.scores).for_each(|(score, other)| *score = score.max(*other));
            self.any = true;
        }
    }

    /// The document's score, if it has one.
    pub(super) fn score(&self, document: DocId) -> Option<Score> {
        self.scores.get((document - self.start) as usize).copied().filter(|score| *score >= 0.0)
    }
}
