//! The scorers of leaves: flat lists of terms where the score is their sum, what tantivy makes of the others.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{Bm25Weight, EnableScoring, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, SegmentReader, Term};

use super::window::{WINDOW, Window};
use crate::search::compile::{Boxed, Leaf, LeafScore};
use crate::search::heads::Group;
use crate::search::statistics::{Places, Statistics};
use crate::search::titles::{TitleFinder, TitleTerm};

/// How many times the passages of a window a term's postings in it must be for them to be looked up, a passage after another,
/// and not read through.
const SPARSE: u32 = 8;

/// A leaf, ready for every segment.
pub(super) enum LeafWeight {
    /// Its score is the sum of these, in this order, the query last.
    Sum(Vec<TermWeight>, Vec<TitleTerm>, Option<Box<dyn Weight>>),
    /// Its score is what tantivy makes of it.
    Other(Box<dyn Weight>),
}

pub(super) struct TermWeight {
    field: Field,
    places: Places,
    bm25: Bm25Weight,
}

impl LeafWeight {
    pub(super) fn new(leaf: &Leaf, statistics: &Statistics<'_>) -> tantivy::Result<Self> {
        let weight = |query: &Boxed| {
            query.weight(EnableScoring::enabled_from_statistics_provider(statistics, statistics.searcher))
        };
        match &leaf.score {
            LeafScore::Sum(terms) => {
                let (mut weights, mut titles) = (Vec::with_capacity(terms.len()), Vec::new());
                for (term, boost) in terms {
                    if term.field() == statistics.titles.field {
                        titles.extend(TitleTerm::new(term, statistics)?.map(|term| term.boost_by(*boost)));
                    } else {
                        weights.extend(TermWeight::new(term, *boost, statistics)?);
                    }
                }
                let plain = leaf.plain.as_ref().map(weight).transpose()?;
                Ok(Self::Sum(weights, titles, plain))
            }
            LeafScore::Other(query) => Ok(Self::Other(weight(query)?)),
        }
    }

    /// The scorer of the segment `ord`.
    pub(super) fn scorer(&self, ord: u32, reader: &SegmentReader) -> tantivy::Result<LeafScorer> {
        Ok(match self {
            Self::Sum(terms, titles, plain) => {
                let terms = terms.iter().filter_map(|term| term.scorer(ord, reader).transpose());
                let titles = titles.iter().map(|term| term.finder(ord, reader));
                let plain = plain.as_ref().map(|weight| weight.scorer(reader, 1.0)).transpose()?;
                LeafScorer::Sum(terms.collect::<Result<_, _>>()?, titles.collect::<Result<_, _>>()?, plain)
            }
            Self::Other(weight) => LeafScorer::Other(weight.scorer(reader, 1.0)?),
        })
    }
}

impl TermWeight {
    /// `None` where no segment has the term.
    fn new(term: &Term, boost: f32, statistics: &Statistics<'_>) -> tantivy::Result<Option<Self>> {
        let places = statistics.places(term)?;
        if places.iter().all(Option::is_none) {
            return Ok(None);
        }
        let bm25 = Bm25Weight::for_terms(statistics, std::slice::from_ref(term))?.boost_by(boost);
        Ok(Some(Self { field: term.field(), places, bm25 }))
    }

    /// The scorer of the segment `ord`, if the segment has the term.
    fn scorer(&self, ord: u32, reader: &SegmentReader) -> tantivy::Result<Option<TermScorer>> {
        let Some(Some(place)) = self.places.get(ord as usize) else { return Ok(None) };
        let inverted = reader.inverted_index(self.field)?;
        let postings = inverted.read_block_postings_from_terminfo(place, IndexRecordOption::WithFreqs)?;
        let lengths = reader.fieldnorms_readers().get_field(self.field)?;
        let lengths = lengths.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1));
        let in_window = u64::from(place.doc_freq) * WINDOW as u64 / u64::from(reader.max_doc()).max(1);
        Ok(Some(TermScorer { postings, lengths, bm25: self.bm25.clone(), in_window: in_window as u32 }))
    }
}

/// Scores the passages of ascending windows of a segment on a leaf.
pub(super) enum LeafScorer {
    Sum(Vec<TermScorer>, Vec<TitleFinder>, Option<Box<dyn Scorer>>),
    Other(Box<dyn Scorer>),
}

pub(super) struct TermScorer {
    postings: BlockSegmentPostings,
    lengths: FieldNormReader,
    bm25: Bm25Weight,
    /// About how many documents of a window have the term.
    in_window: u32,
}

impl LeafScorer {
    /// Adds the scores of `passages`, which are all in the window; `groups` are theirs.
    pub(super) fn add(&mut self, window: &mut Window, passages: &[DocId], groups: &[Group]) {
        match self {
            Self::Sum(terms, titles, plain) => {
                terms.iter_mut().for_each(|term| term.add(window, passages));
                titles.iter_mut().for_each(|term| add_titles(term, window, passages, groups));
                plain.iter_mut().for_each(|scorer| look_up(scorer.as_mut(), window, passages));
            }
            Self::Other(scorer) => look_up(scorer.as_mut(), window, passages),
        }
    }
}

/// Adds the scores of the passages' titles, each looked up once.
fn add_titles(term: &mut TitleFinder, window: &mut Window, passages: &[DocId], groups: &[Group]) {
    term.scores(groups, |group, score| {
        passages[group.places.clone()].iter().for_each(|passage| window.add(*passage, score));
    });
}

/// Adds the scores of `passages`, each looked up.
fn look_up(scorer: &mut dyn Scorer, window: &mut Window, passages: &[DocId]) {
    for passage in passages {
        let at = if scorer.doc() < *passage { scorer.seek(*passage) } else { scorer.doc() };
        if at == *passage {
            window.add(at, scorer.score());
        }
    }
}

impl TermScorer {
    fn add(&mut self, window: &mut Window, passages: &[DocId]) {
        if passages.len() as u32 * SPARSE < self.in_window {
            self.look_up(window, passages);
        } else {
            self.read_through(window);
        }
    }

    fn look_up(&mut self, window: &mut Window, passages: &[DocId]) {
        for passage in passages {
            let at = self.postings.seek(*passage);
            if self.postings.doc(at) == *passage {
                window.add(*passage, self.score(at));
            }
        }
    }

    /// Adds the scores of all documents of the window, whether they match or not.
    fn read_through(&mut self, window: &mut Window) {
        let mut first = self.postings.seek(window.range().start);
        loop {
            let last = self.postings.block_len();
            if first >= last {
                return;
            }
            for at in first..last {
                let document = self.postings.doc(at);
                if document >= window.range().end {
                    return;
                }
                window.add(document, self.score(at));
            }
            self.postings.advance();
            first = 0;
        }
    }

    /// The score of the document at this place of the block.
    fn score(&self, at: usize) -> Score {
        let length = self.lengths.fieldnorm_id(self.postings.doc(at));
        self.bm25.score(length, self.postings.freq(at))
    }
}
