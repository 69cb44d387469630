//! The titles of passages' documents, by which all passages are ranked though the index has a title once.

use std::cmp::Ordering;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{
    BitSetDocSet, Bm25Weight, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet as _, Score, SegmentReader, TERMINATED, Term};

use super::gathered::explained;
use super::heads::{Group, Heads};
use super::statistics::{Places, Statistics};
use crate::analysis::again;

/// Documents to look at before a place is looked for in the block.
const NEAR: usize = 8;

/// A term of titles, ready for every segment.
pub(super) struct TitleTerm {
    field: Field,
    /// Where the first passages of documents have it.
    first: Places,
    /// Where those of further batches do, if there are any.
    again: Option<Places>,
    bm25: Bm25Weight,
}

impl TitleTerm {
    /// `None` if no title has the term. BM25 compares titles with titles: each counts once, however long its document is.
    pub(super) fn new(term: &Term, statistics: &Statistics<'_>) -> tantivy::Result<Option<Self>> {
        let titles = statistics.frequency(term)?;
        if titles == 0 {
            return Ok(None);
        }
        let stem = term.value().as_str().map(again).filter(|_| statistics.titles.again);
        let again = stem.map(|stem| statistics.places(&Term::from_field_text(term.field(), &stem)));
        let (all, length) = (statistics.titles.number.max(titles), statistics.titles.length);
        let bm25 = Bm25Weight::for_one_term_without_explain(titles, all, length);
        Ok(Some(Self {
            field: term.field(),
            first: statistics.places(term)?,
            again: again.transpose()?,
            bm25,
        }))
    }

    pub(super) fn boost_by(self, boost: Score) -> Self {
        Self { bm25: self.bm25.boost_by(boost), ..self }
    }

    /// Finds it in the segment `ord`.
    pub(super) fn finder(&self, ord: u32, reader: &SegmentReader) -> tantivy::Result<TitleFinder> {
        let inverted = reader.inverted_index(self.field)?;
        let places = [Some(&self.first), self.again.as_ref()].into_iter().flatten();
        let places = places.filter_map(|places| places.get(ord as usize)?.as_ref());
        let read = |place| inverted.read_block_postings_from_terminfo(place, IndexRecordOption::WithFreqs);
        let lengths = reader.fieldnorms_readers().get_field(self.field)?;
        Ok(TitleFinder {
            postings: places.map(read).collect::<Result<_, _>>()?,
            lengths: lengths.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
            bm25: self.bm25.clone(),
        })
    }
}

/// Finds a term in the titles of a segment, asked for in ascending order.
pub(super) struct TitleFinder {
    postings: Vec<BlockSegmentPostings>,
    lengths: FieldNormReader,
    bm25: Bm25Weight,
}

impl TitleFinder {
    /// Whether the title that stands at `head` has the term.
    pub(super) fn has(&mut self, head: DocId) -> bool {
        self.postings.iter_mut().any(|postings| {
            let at = postings.seek(head);
            postings.docs().get(at) == Some(&head)
        })
    }

    /// Calls `add` with each of the groups whose title has the term, and the title's score.
    pub(super) fn scores(&mut self, groups: &[Group], mut add: impl FnMut(&Group, Score)) {
        for postings in &mut self.postings {
            let mut rest = groups;
            let mut at = rest.first().map_or(0, |group| postings.seek(group.head));
            while let (Some(group), Some(title)) = (rest.first(), postings.docs().get(at)) {
                match group.head.cmp(title) {
                    Ordering::Greater => at = next(postings, at, group.head),
                    Ordering::Less => rest = &rest[1..],
                    Ordering::Equal => {
                        let length = self.lengths.fieldnorm_id(group.head);
                        add(group, self.bm25.score(length, postings.freq(at)));
                        rest = &rest[1..];
                    }
                }
            }
        }
    }
}

/// The place of the first document from `head` on, behind `at`: mostly it is one of the next.
fn next(postings: &mut BlockSegmentPostings, at: usize, head: DocId) -> usize {
    let near = postings.docs().iter().enumerate().skip(at).take(NEAR).find(|(_, doc)| **doc >= head);
    near.map(|(at, _)| at).unwrap_or_else(|| postings.seek(head))
}

/// The passages of documents whose titles match.
#[derive(Debug)]
pub(super) struct OfTitle {
    pub(super) titles: Box<dyn Query>,
    /// The field whose terms are on heads.
    pub(super) head: Field,
}

impl Clone for OfTitle {
    fn clone(&self) -> Self {
        Self { titles: self.titles.box_clone(), head: self.head }
    }
}

impl Query for OfTitle {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(OfTitleWeight { titles: self.titles.weight(scoring)?, head: self.head }))
    }
}

struct OfTitleWeight {
    titles: Box<dyn Weight>,
    head: Field,
}

impl Weight for OfTitleWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(heads) = Heads::new(reader, self.head)? else { return Ok(Box::new(EmptyScorer)) };
        let mut titles = self.titles.scorer(reader, boost)?;
        let mut passages = BitSet::with_max_value(reader.max_doc());
        while titles.doc() != TERMINATED {
            for passage in heads.under(titles.doc()) {
                passages.insert(passage);
            }
            titles.advance();
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(passages), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc)
    }
}
