//! One segment's passages that match: which are the best, and how many there are of each document.

use std::cmp::Reverse;
use std::ops::Range;

use anyhow::{Context, Result};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, SegmentReader, Term};

use super::Limits;
use super::documents::Run;
use super::matching::Matching;
use super::merit::{Best, Floor, Key, Merit, Precedence};
use super::units::{Scoring, Units};

/// What front matter keeps of its score: it is found, but the text that it introduces is the better answer.
const FRONT_MATTER: f32 = 0.3;

/// A segment with passages.
pub(super) struct Segment<'s> {
    pub(super) ord: u32,
    reader: &'s SegmentReader,
    pub(super) paths: StrColumn,
    ordinals: Column<u64>,
    front: Option<Column<u64>>,
    /// Each document with passages in it has its first one in it too.
    all_begin: bool,
}

/// What was found in a part of a segment.
pub(super) struct Part {
    pub(super) ord: u32,
    pub(super) best: Vec<Key>,
    /// The best passages of documents, one of each, if they are asked for.
    pub(super) of_documents: Vec<Key>,
    pub(super) runs: Vec<Run>,
}

impl<'s> Segment<'s> {
    /// `None` if it has no passages.
    pub(super) fn new(ord: u32, reader: &'s SegmentReader) -> Result<Option<Self>> {
        let columns = reader.fast_fields();
        let Some(paths) = columns.str("path")? else { return Ok(None) };
        let (ordinals, front) = (columns.u64("ordinal")?, columns.column_opt("front")?);
        let ordinal = reader.schema().get_field("ordinal")?;
        let first = reader.inverted_index(ordinal)?.doc_freq(&Term::from_field_u64(ordinal, 0))?;
        let all_begin = !reader.has_deletes() && first as usize == paths.num_terms();
        Ok(Some(Self { ord, reader, paths, ordinals, front, all_begin }))
    }

    pub(super) fn end(&self) -> DocId {
        self.reader.max_doc()
    }

    /// The first passage from `doc` on that does not follow one of its own document.
    pub(super) fn beginning(&self, doc: DocId) -> DocId {
        let follows = |doc: &DocId| {
            let before = doc.checked_sub(1).and_then(|before| self.path(before));
            before.is_some() && before == self.path(*doc)
        };
        (doc..self.end()).find(|doc| !follows(doc)).unwrap_or(self.end())
    }

    pub(super) fn is_front(&self, doc: DocId) -> bool {
        self.front.as_ref().is_some_and(|front| front.first(doc).is_some())
    }

    fn path(&self, doc: DocId) -> Option<u64> {
        self.paths.ords().first(doc)
    }

    fn ordinal(&self, doc: DocId) -> u64 {
        self.ordinals.first(doc).unwrap_or(0)
    }

    /// Looks at all that match in a range.
    pub(super) fn collect(
        &self,
        matching: &Matching,
        scoring: &Scoring,
        range: Range<DocId>,
        limits: Limits,
        floor: &Floor,
    ) -> Result<Part> {
        let mut units = Units::new(scoring, self.ord, self.reader)?;
        let (mut best, mut of_documents) = (Best::new(limits.passages), Best::new(limits.of_documents()));
        let mut runs: Vec<Run> = Vec::new();
        let mut of_run: Option<Key> = None;
        let passages = matching.passages(self.ord, self.reader, range)?;
        let mut scored = 0;
        for (place, doc) in passages.iter().copied().enumerate() {
            if place == scored {
                scored += units.score(&passages[place..]);
            }
            let path = self.path(doc).context("a passage without a path")?;
            let number = u32::try_from(path)?;
            match runs.last_mut().filter(|run| run.path == number) {
                Some(run) => run.passages += 1,
                None => {
                    runs.push(Run { path: number, passages: 1, begins_here: self.begins_here(doc, path) });
                    of_run.take().into_iter().for_each(|key| of_documents.keep_one_of_path(key));
                }
            }
            if let Some(mut merit) = units.merit(doc, floor.least())? {
                if self.is_front(doc) {
                    merit = Merit::new(Precedence::None, merit.score() * FRONT_MATTER);
                }
                let address = DocAddress::new(self.ord, doc);
                let key = (merit, Reverse(path), Reverse(self.ordinal(doc)), address);
                best.keep(key);
                of_run = of_run.max(Some(key));
                floor.raise(&best, &of_documents);
            }
        }
        of_run.into_iter().for_each(|key| of_documents.keep_one_of_path(key));
        let (best, of_documents) = (best.into_keys().collect(), of_documents.into_keys().collect());
        Ok(Part { ord: self.ord, best, of_documents, runs })
    }

    /// Whether the first passage of this one's document is in the segment too. `false` if it does not lie where it must if
    /// nothing else lies between them.
    fn begins_here(&self, doc: DocId, path: u64) -> bool {
        if self.all_begin {
            return true;
        }
        let first = u32::try_from(self.ordinal(doc)).ok().and_then(|ordinal| doc.checked_sub(ordinal));
        first.is_some_and(|first| {
            first == doc
                || self.path(first) == Some(path)
                    && self.ordinal(first) == 0
                    && !self.reader.is_deleted(first)
        })
    }
}
