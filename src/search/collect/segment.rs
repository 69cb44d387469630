//! One segment's passages that match: which are the best, and how many there are of each document.

use std::cmp::Reverse;
use std::ops::Range;

use anyhow::{Context, Result};
use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::Field;
use tantivy::{DocAddress, DocId, SegmentReader};

use super::Limits;
use super::documents::Run;
use super::matching::Matching;
use super::merit::{Best, Floor, Key, Merit, Precedence};
use super::units::{Scoring, Units};
use super::window::in_window;
use crate::search::heads::Heads;
use crate::search::statistics::Statistics;

/// What front matter keeps of its score: it is found, but the text that it introduces is the better answer.
const FRONT_MATTER: f32 = 0.3;

/// A segment with passages.
pub(super) struct Segment<'s> {
    pub(super) ord: u32,
    pub(super) reader: &'s SegmentReader,
    /// The field of the paths.
    pub(super) path: Field,
    pub(super) paths: StrColumn,
    pub(super) heads: Heads<'s>,
    front: Option<Column<u64>>,
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
    pub(super) fn new(ord: u32, statistics: &Statistics<'s>) -> Result<Option<Self>> {
        let reader = statistics.searcher.segment_reader(ord);
        let Some(heads) = Heads::new(reader, statistics.head)? else { return Ok(None) };
        let columns = reader.fast_fields();
        let paths = columns.str("path")?.context("passages without a path")?;
        let front = columns.column_opt("front")?;
        let path = reader.schema().get_field("path")?;
        Ok(Some(Self { ord, reader, path, paths, heads, front }))
    }

    pub(super) fn end(&self) -> DocId {
        self.reader.max_doc()
    }

    /// The first passage from `doc` on that does not follow one of its own document.
    pub(super) fn beginning(&self, doc: DocId) -> DocId {
        let follows = |doc: &DocId| {
            let path = |doc| self.paths.ords().first(doc);
            let before = doc.checked_sub(1).and_then(path);
            before.is_some() && before == path(*doc)
        };
        (doc..self.end()).find(|doc| !follows(doc)).unwrap_or(self.end())
    }

    pub(super) fn is_front(&self, doc: DocId) -> bool {
        self.front.as_ref().is_some_and(|front| front.first(doc).is_some())
    }

    /// Key of a passage's document.
    pub(super) fn key(&self, doc: DocId) -> Result<String> {
        let mut key = String::new();
        self.paths.ord_to_str(self.path(doc)?, &mut key)?;
        Ok(key)
    }

    /// Number of the path of a passage's document.
    fn path(&self, doc: DocId) -> Result<u64> {
        self.paths.ords().first(doc).context("a passage without a path")
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
        let passages = matching.passages(self.ord, self.reader, range)?;
        let (mut rest, mut groups) = (passages.as_slice(), Vec::new());
        while let Some(window) = in_window(rest) {
            rest = &rest[window.len()..];
            self.heads.groups(window, passages.len(), &mut groups)?;
            units.score(window, &groups);
            for group in &groups {
                let mut of_run: Option<Key> = None;
                let of_head = &window[group.places.clone()];
                for doc in of_head.iter().copied() {
                    if let Some(mut merit) = units.merit(doc, floor.least())? {
                        if self.is_front(doc) {
                            merit = Merit::new(Precedence::None, merit.score() * FRONT_MATTER);
                        }
                        let address = DocAddress::new(self.ord, doc);
                        let path = self.path(doc)?;
                        let key = (merit, Reverse(path), Reverse(self.heads.ordinal(doc)), address);
                        best.keep(key);
                        of_run = of_run.max(Some(key));
                        floor.raise(&best, &of_documents);
                    }
                }
                match runs.last_mut().filter(|run| run.head == group.head) {
                    // One that the window before ended in.
                    Some(run) => run.passages += of_head.len() as u32,
                    None => runs.push(Run { head: group.head, passages: of_head.len() as u32 }),
                }
                of_run.into_iter().for_each(|key| of_documents.keep_one_of_path(key));
            }
        }
        let (best, of_documents) = (best.into_keys().collect(), of_documents.into_keys().collect());
        Ok(Part { ord: self.ord, best, of_documents, runs })
    }
}
