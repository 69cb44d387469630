//! Where the terms of a query stand in each segment, each looked up once; and the statistics that BM25 takes from that.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Of a term, by the number of the segment: where its postings are, if the segment has it.
pub(super) type Places = Arc<[Option<TermInfo>]>;

/// Statistics for BM25 over passages alone: the catalogue's files are documents of tantivy without a text, and would
/// make the average passage look shorter than it is.
pub(super) struct Statistics<'s> {
    searcher: &'s Searcher,
    passages: u64,
    places: RefCell<HashMap<Term, Places>>,
}

impl<'s> Statistics<'s> {
    pub(super) fn new(searcher: &'s Searcher, passages: u64) -> Self {
        Self { searcher, passages, places: RefCell::default() }
    }

    pub(super) fn places(&self, term: &Term) -> tantivy::Result<Places> {
        if let Some(places) = self.places.borrow().get(term) {
            return Ok(places.clone());
        }
        let segments = self.searcher.segment_readers().iter();
        let places = segments.map(|reader| Ok(reader.inverted_index(term.field())?.get_term_info(term)?));
        let places: Places = places.collect::<tantivy::Result<_>>()?;
        self.places.borrow_mut().insert(term.clone(), places.clone());
        Ok(places)
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::total_num_tokens(self.searcher, field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.passages)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.places(term)?.iter().flatten().map(|place| u64::from(place.doc_freq)).sum())
    }
}
