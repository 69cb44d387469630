//! Words of the query that follow each other: phrases that only the passages with all of the words are looked up in.

use tantivy::query::{Bm25Weight, BoostQuery, EnableScoring, Query as _, Scorer, Weight};
use tantivy::{DocId, DocSet as _, Score, SeekDangerResult, SegmentReader, Term};

use crate::search::compile::{Boxed, LeafScore, NEIGHBOURS_BOOST, Unit};
use crate::search::statistics::Statistics;

/// Words that follow each other, ready for every segment.
pub(super) struct Neighbours {
    weight: Box<dyn Weight>,
    /// No passage has a greater score.
    pub(super) most: Score,
    /// Places of the units of these words: a passage that lacks one of them lacks the phrase.
    pub(super) needs: Vec<usize>,
}

impl Neighbours {
    pub(super) fn new(
        words_in_a_row: &Boxed,
        units: &[Unit],
        statistics: &Statistics<'_>,
    ) -> tantivy::Result<Self> {
        let scored = EnableScoring::enabled_from_statistics_provider(statistics, statistics.searcher);
        let mut words = Vec::new();
        words_in_a_row.query_terms(&mut |term, _| words.push(term));
        // A phrase scores at most what its words' greatest add up to; the second factor of BM25, tf / (tf + norm), is 1 in
        // the limit.
        let most =
            |term: &&Term| Ok(Bm25Weight::for_terms(statistics, &[(*term).clone()])?.score(0, u32::MAX));
        let most = words.iter().map(most).sum::<tantivy::Result<Score>>()? * NEIGHBOURS_BOOST;
        let of_words = |unit: &Unit| {
            unit.alternatives.iter().any(|leaf| {
                matches!(&leaf.score, LeafScore::Sum(terms) if terms.iter().any(|(term, _)| words.contains(&term)))
            })
        };
        let needs = (0..).zip(units).filter(|(_, unit)| of_words(unit)).map(|(place, _)| place).collect();
        let boosted = BoostQuery::new(words_in_a_row.box_clone(), NEIGHBOURS_BOOST);
        Ok(Self { weight: boosted.weight(scored)?, most, needs })
    }

    pub(super) fn scorer<'w>(&'w self, reader: &'w SegmentReader) -> NeighboursScorer<'w> {
        NeighboursScorer { words: self, reader, scorer: None, next: 0 }
    }
}

/// Scores a few ascending documents of a segment. It is made at the first of them, and does not look for the next document
/// that has the phrase, which would be to read places in text after text.
pub(super) struct NeighboursScorer<'w> {
    pub(super) words: &'w Neighbours,
    reader: &'w SegmentReader,
    scorer: Option<Box<dyn Scorer>>,
    /// No document from the last one asked for up to this has the words.
    next: DocId,
}

impl NeighboursScorer<'_> {
    /// The document's score, if it has the words in a row.
    pub(super) fn score(&mut self, doc: DocId) -> tantivy::Result<Option<Score>> {
        if self.next > doc {
            return Ok(None);
        }
        let found = match &mut self.scorer {
            Some(scorer) => scorer.seek_danger(doc),
            None => {
                let (found, scorer) = self.words.weight.scorer_danger(self.reader, doc, 1.0)?;
                self.scorer = Some(scorer);
                found
            }
        };
        Ok(match found {
            SeekDangerResult::Found => self.scorer.as_mut().map(|scorer| scorer.score()),
            SeekDangerResult::SeekLowerBound(next) => {
                self.next = next;
                None
            }
        })
    }
}
