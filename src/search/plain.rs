//! Words that are written as they are folded, `cote` and neither `Cote` nor `côte`.
//!
//! Of these the index holds nothing but the folded term, which counts every way to write the word. The ways that differ have
//! terms of their own, so whatever these do not count of a passage is plain.

use std::io;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings as _, SegmentPostings, TermInfo};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, Term};

use super::gathered::explained;
use crate::analysis::{before_spellings, spelling};
use crate::index::Fields;

/// Matches where a word is written as it is folded; scored as the folded term where it stands so often.
#[derive(Debug, Clone)]
pub(super) struct Plain {
    folded: Term,
    exact: Field,
    /// What the terms begin with that say how it is written otherwise.
    otherwise: String,
}

impl Plain {
    /// `None` of a word that is written otherwise.
    pub(super) fn of(fields: &Fields, folded: &str, exact: &str) -> Option<Self> {
        (folded == exact).then(|| Self::new(fields, folded))
    }

    pub(super) fn new(fields: &Fields, folded: &str) -> Self {
        Self {
            folded: Term::from_field_text(fields.folded, folded),
            exact: fields.exact,
            otherwise: before_spellings(folded),
        }
    }
}

impl Query for Plain {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                Some(Bm25Weight::for_terms(statistics_provider, std::slice::from_ref(&self.folded))?)
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(PlainWeight { plain: self.clone(), bm25 }))
    }
}

struct PlainWeight {
    plain: Plain,
    bm25: Option<Bm25Weight>,
}

impl PlainWeight {
    /// The postings of every way to write the word that is not as it is folded.
    fn otherwise(&self, exact: &InvertedIndexReader) -> io::Result<Vec<SegmentPostings>> {
        let begin = &self.plain.otherwise;
        let mut places: Vec<TermInfo> = Vec::new();
        let mut terms = exact.terms().range().ge(begin).into_stream()?;
        while terms.advance() && terms.key().starts_with(begin.as_bytes()) {
            places.push(terms.value().clone());
        }
        // The commonest ways soon tell that nothing is left.
        places.sort_by_key(|place| std::cmp::Reverse(place.doc_freq));
        let postings = places.iter();
        postings.map(|place| exact.read_postings_from_terminfo(place, IndexRecordOption::WithFreqs)).collect()
    }
}

impl PlainWeight {
    /// Before the first document; `None` if the segment does not have the word.
    fn begin(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<PlainScorer>> {
        let field = self.plain.folded.field();
        let folded = reader.inverted_index(field)?;
        let Some(folded) = folded.read_postings(&self.plain.folded, IndexRecordOption::WithFreqs)? else {
            return Ok(None);
        };
        let lengths = reader.fieldnorms_readers().get_field(field)?;
        Ok(Some(PlainScorer {
            folded,
            otherwise: self.otherwise(reader.inverted_index(self.plain.exact)?.as_ref())?,
            times: 0,
            lengths: lengths.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
            bm25: self.bm25.as_ref().map(|bm25| bm25.boost_by(boost)),
        }))
    }
}

impl Weight for PlainWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(mut scorer) = self.begin(reader, boost)? else { return Ok(Box::new(EmptyScorer)) };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc)
    }
}

pub(super) struct PlainScorer {
    folded: SegmentPostings,
    otherwise: Vec<SegmentPostings>,
    /// How often the document in hand has the word as it is folded.
    times: u32,
    lengths: FieldNormReader,
    bm25: Option<Bm25Weight>,
}

/// Tells of ascending passages that have a word whether it is written there in the one way that is asked for.
pub(super) enum OnlyAs {
    Plain(Box<PlainScorer>),
    /// The folded word, and its spelling.
    Spelled(Box<(SegmentPostings, SegmentPostings)>),
}

impl OnlyAs {
    /// `None` if the segment does not have the word so.
    pub(super) fn new(
        fields: &Fields,
        (folded, exact): (&str, &str),
        reader: &SegmentReader,
    ) -> tantivy::Result<Option<Self>> {
        let plain = Plain::new(fields, folded);
        let postings = |term: &Term| -> tantivy::Result<_> {
            let inverted = reader.inverted_index(term.field())?;
            Ok(inverted.read_postings(term, IndexRecordOption::WithFreqs)?)
        };
        Ok(match spelling(folded, exact) {
            None => PlainWeight { plain, bm25: None }.begin(reader, 1.0)?.map(Box::new).map(Self::Plain),
            Some(spelling) => {
                let spelled = postings(&Term::from_field_text(fields.exact, &spelling))?;
                postings(&plain.folded)?.zip(spelled).map(Box::new).map(Self::Spelled)
            }
        })
    }

    pub(super) fn is_so_in(&mut self, document: DocId) -> bool {
        match self {
            Self::Plain(plain) => {
                let times = times_at(&mut plain.folded, document);
                times > 0 && plain.times_in(document) == times
            }
            Self::Spelled(both) => {
                let (folded, spelled) = &mut **both;
                let times = times_at(folded, document);
                times > 0 && times_at(spelled, document) == times
            }
        }
    }
}

/// How often a document, which is not before the one in hand, has the term.
fn times_at(postings: &mut SegmentPostings, document: DocId) -> u32 {
    let at = if postings.doc() < document { postings.seek(document) } else { postings.doc() };
    if at == document { postings.term_freq() } else { 0 }
}

impl PlainScorer {
    /// Goes on, from the document in hand, to one that has the word as it is folded.
    fn settle(&mut self) -> DocId {
        loop {
            let document = self.folded.doc();
            if document == TERMINATED {
                return TERMINATED;
            }
            self.times = self.times_in(document);
            if self.times > 0 {
                return document;
            }
            self.folded.advance();
        }
    }

    fn times_in(&mut self, document: DocId) -> u32 {
        let mut times = self.folded.term_freq();
        for postings in &mut self.otherwise {
            times = times.saturating_sub(times_at(postings, document));
            if times == 0 {
                break;
            }
        }
        times
    }
}

impl DocSet for PlainScorer {
    fn advance(&mut self) -> DocId {
        self.folded.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.folded.doc() >= target {
            return self.folded.doc();
        }
        self.folded.seek(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.folded.doc()
    }

    fn size_hint(&self) -> u32 {
        self.folded.size_hint()
    }
}

impl Scorer for PlainScorer {
    fn score(&mut self) -> Score {
        let length = self.lengths.fieldnorm_id(self.folded.doc());
        self.bm25.as_ref().map_or(1.0, |bm25| bm25.score(length, self.times))
    }
}
