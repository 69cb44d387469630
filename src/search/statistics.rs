//! How many passages hold a term, and where its postings are: looked up once for all stages of a search.

use std::cell::RefCell;
use std::sync::Arc;

use anyhow::Result;
use rustc_hash::FxHashMap;
use tantivy::postings::TermInfo;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Score, Searcher, Term};

use super::heads::Heads;
use crate::index::{FIRST, FURTHER, Fields, Index};

/// Of a term, by the number of the segment: where its postings are, if the segment has it.
pub(super) type Places = Arc<[Option<TermInfo>]>;

/// Statistics for BM25 over passages alone: the catalogue's files are documents of tantivy without a text, and would
/// make the average passage look shorter than it is.
pub(super) struct Statistics<'s> {
    pub(super) searcher: &'s Searcher,
    /// Number of passages in the index, deleted ones that still take space included, as in the frequencies of terms.
    pub(super) passages: u64,
    /// The field whose terms are on heads.
    pub(super) head: Field,
    pub(super) titles: Titles,
    places: RefCell<FxHashMap<Term, Places>>,
}

/// What there is of titles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Titles {
    /// The field that holds them.
    pub(super) field: Field,
    /// How many documents there are that may have one.
    pub(super) number: u64,
    /// How many words they have on average, at least 1.
    pub(super) length: Score,
    /// Of some documents the title stands once more; see [`FURTHER`].
    pub(super) again: bool,
}

impl<'s> Statistics<'s> {
    pub(super) fn new(index: &Index, searcher: &'s Searcher) -> Result<Self> {
        let fields = index.fields();
        let titles = Titles { field: fields.title, number: 0, length: 1.0, again: false };
        let passages = index.passages_in(searcher)?;
        let head = fields.head;
        let mut statistics = Self { searcher, passages, head, titles, places: RefCell::default() };
        let number_of = |heads| statistics.frequency(&Term::from_field_u64(fields.head, heads));
        let (number, again) = (number_of(FIRST)?, number_of(FURTHER)? > 0);
        let mut words = statistics.total_num_tokens(fields.title)?;
        if again {
            words = words.saturating_sub(words_again(searcher, fields)?);
        }
        let length = words as Score / number.max(1) as Score;
        statistics.titles = Titles { field: fields.title, number, length: length.max(1.0), again };
        Ok(statistics)
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

    /// Number of passages that hold the term, deleted ones that still take space included.
    pub(super) fn frequency(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.places(term)?.iter().flatten().map(|place| u64::from(place.doc_freq)).sum())
    }
}

/// How many words of titles stand in the index once more.
fn words_again(searcher: &Searcher, fields: &Fields) -> tantivy::Result<u64> {
    let mut words = 0;
    for reader in searcher.segment_readers() {
        let heads = Heads::new(reader, fields.head)?;
        let lengths = reader.fieldnorms_readers().get_field(fields.title)?;
        let (Some(heads), Some(lengths)) = (heads, lengths) else { continue };
        words += heads.further()?.into_iter().map(|head| u64::from(lengths.fieldnorm(head))).sum::<u64>();
    }
    Ok(words)
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::total_num_tokens(self.searcher, field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.passages)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.frequency(term)
    }
}
