//! Which passages match, without a score.

use std::ops::Range;

use tantivy::postings::TermInfo;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query, TermQuery, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet as _, SegmentReader, TERMINATED, Term};

use crate::search::statistics::{Places, Statistics};

/// What must match, ready for every segment.
pub(super) enum Matching {
    /// Any of these terms, as of a query of words: their postings are read block by block, which takes a fraction of the
    /// time of tantivy's unions within unions.
    AnyOf(Vec<(Field, Places)>),
    Query(Box<dyn Weight>),
}

impl Matching {
    pub(super) fn new(query: &dyn Query, statistics: &Statistics<'_>) -> tantivy::Result<Self> {
        let mut terms = Vec::new();
        if is_union(query, &mut terms) {
            let places = terms.into_iter().map(|term| Ok((term.field(), statistics.places(term)?)));
            return Ok(Self::AnyOf(places.collect::<tantivy::Result<_>>()?));
        }
        Ok(Self::Query(query.weight(EnableScoring::disabled_from_searcher(statistics.searcher))?))
    }

    /// How many passages match at the most, of `all` of them.
    pub(super) fn most(&self, all: u64) -> u64 {
        match self {
            Self::AnyOf(terms) => {
                let places = terms.iter().flat_map(|(_, places)| places.iter().flatten());
                places.map(|place| u64::from(place.doc_freq)).sum::<u64>().min(all)
            }
            Self::Query(_) => all,
        }
    }

    /// The passages of a range of the segment `ord` that match and are not deleted, in ascending order.
    pub(super) fn passages(
        &self,
        ord: u32,
        reader: &SegmentReader,
        range: Range<DocId>,
    ) -> tantivy::Result<Vec<DocId>> {
        let mut found = match self {
            Self::AnyOf(terms) => {
                let mut set = BitSet::with_max_value(range.len() as u32);
                for (field, places) in terms {
                    if let Some(Some(place)) = places.get(ord as usize) {
                        add(reader, *field, place, &range, &mut set)?;
                    }
                }
                documents(&set, range.start)
            }
            Self::Query(weight) => matched(weight.as_ref(), reader, range)?,
        };
        if reader.has_deletes() {
            found.retain(|doc| !reader.is_deleted(*doc));
        }
        Ok(found)
    }
}

/// Whether the query asks for any of some terms and nothing else; adds them to `terms`.
fn is_union<'q>(query: &'q dyn Query, terms: &mut Vec<&'q Term>) -> bool {
    if let Some(query) = query.downcast_ref::<TermQuery>() {
        terms.push(query.term());
        return true;
    }
    query.downcast_ref::<BooleanQuery>().is_some_and(|query| {
        let part = |(occur, part): &'q (Occur, Box<dyn Query>)| {
            *occur == Occur::Should && is_union(part.as_ref(), terms)
        };
        query.get_minimum_number_should_match() <= 1 && query.clauses().iter().all(part)
    })
}

/// Adds the documents of a term that are in the range, as their distance from its start.
fn add(
    reader: &SegmentReader,
    field: Field,
    place: &TermInfo,
    range: &Range<DocId>,
    set: &mut BitSet,
) -> tantivy::Result<()> {
    let inverted = reader.inverted_index(field)?;
    let mut blocks = inverted.read_block_postings_from_terminfo(place, IndexRecordOption::Basic)?;
    let mut first = blocks.seek(range.start);
    while let Some(documents) = blocks.docs().get(first..).filter(|documents| !documents.is_empty()) {
        for document in documents {
            if *document >= range.end {
                return Ok(());
            }
            set.insert(document - range.start);
        }
        blocks.advance();
        first = 0;
    }
    Ok(())
}

/// The members of the set, as distances from `start`.
fn documents(set: &BitSet, start: DocId) -> Vec<DocId> {
    let mut documents = Vec::with_capacity(set.len());
    let mut bucket = set.first_non_empty_bucket(0);
    while let Some(at) = bucket {
        documents.extend(set.tinyset(at).into_iter().map(|bit| start + at * u64::BITS + bit));
        bucket = set.first_non_empty_bucket(at + 1);
    }
    documents
}

fn matched(weight: &dyn Weight, reader: &SegmentReader, range: Range<DocId>) -> tantivy::Result<Vec<DocId>> {
    let mut scorer = weight.scorer(reader, 1.0)?;
    if scorer.doc() < range.start {
        scorer.seek(range.start);
    }
    let mut found = Vec::new();
    let mut buffer = [TERMINATED; COLLECT_BLOCK_BUFFER_LEN];
    loop {
        let filled = scorer.fill_buffer(&mut buffer);
        let within = buffer[..filled].partition_point(|document| *document < range.end);
        found.extend_from_slice(&buffer[..within]);
        if within < COLLECT_BLOCK_BUFFER_LEN {
            return Ok(found);
        }
    }
}
