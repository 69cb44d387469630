//! Passages as the index keeps them.

use std::borrow::Cow;

use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value as _};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use super::damage::message_damaged;
use super::{Fields, Index, seal, symbols};

/// A passage as it is stored: where it stands in its document, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPassage {
    /// Offset of its first byte in the extracted text.
    pub start: usize,
    /// First and last line of the source.
    pub lines: (u32, u32),
    /// Of a text without the source's own line ends: the offsets in it, in bytes, at which other lines begin, each with
    /// its line.
    pub line_starts: Vec<(u32, u32)>,
    /// Page of the source, from 1, where it has pages.
    pub page: Option<u32>,
    /// ISO 639-1 code of the passage's language; empty where it could not be told.
    pub language: String,
    /// The text, byte for byte.
    pub text: String,
    /// What it was sealed with.
    seal: u32,
}

/// Where a passage stands, as it is stored before its text.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Location<'a> {
    pub(super) start: u64,
    pub(super) lines: (u32, u32),
    pub(super) page: Option<u32>,
    pub(super) language: &'a str,
    pub(super) line_starts: Cow<'a, [(u32, u32)]>,
}

impl Location<'_> {
    /// What is stored of the passage with this number of the document with this key: the checksum, this, and the text.
    pub(super) fn with_text(&self, place: (&str, u64), text: &str) -> Vec<u8> {
        // Of fixed length: as a number it would take five bytes and not four.
        let seal = seal::of_passage(place, self, text).to_le_bytes();
        let mut stored = postcard::to_allocvec(&(seal, self)).expect("memory takes all that has a length");
        stored.append(&mut symbols::pack(text));
        stored
    }
}

impl StoredPassage {
    /// The passage in the store's document, whether it is whole or not.
    pub(crate) fn read(stored: &TantivyDocument, fields: &Fields) -> Option<Self> {
        let bytes = stored.get_first(fields.passage)?.as_bytes()?;
        let ((seal, location), text): (([u8; 4], Location<'_>), _) = postcard::take_from_bytes(bytes).ok()?;
        let Location { start, lines, page, language, line_starts } = location;
        let (language, line_starts) = (language.to_owned(), line_starts.into_owned());
        let (start, text, seal) = (start.try_into().ok()?, symbols::unpack(text)?, u32::from_le_bytes(seal));
        Some(Self { start, lines, line_starts, page, language, text, seal })
    }

    /// The numbers of those of a document's `passages` that stand at a source line; a line between two of them (markup
    /// alone) has the one before it.
    pub(crate) fn standing_at(passages: &[Self], line: u32) -> Vec<usize> {
        if passages.last().is_none_or(|last| last.lines.1 < line) {
            return Vec::new();
        }
        let nearest = passages.iter().map(|passage| passage.lines.0).filter(|first| *first <= line).max();
        let holds = |lines: (u32, u32)| (lines.0 <= line && line <= lines.1) || Some(lines.0) == nearest;
        (0..passages.len()).filter(|place| holds(passages[*place].lines)).collect()
    }

    /// Whether it is what was indexed as the passage with this number of the document with this key.
    pub(super) fn is_whole(&self, key: &str, ordinal: u64) -> bool {
        let &Self { start, lines, ref line_starts, page, ref language, ref text, seal } = self;
        let line_starts = Cow::Borrowed(line_starts.as_slice());
        let location = Location { start: start as u64, lines, page, language, line_starts };
        start.checked_add(text.len()).is_some() && seal::of_passage((key, ordinal), &location, text) == seal
    }
}

impl Index {
    /// The passages of the document with this key, in order; put end to end, its extracted text.
    ///
    /// # Errors
    ///
    /// The index is damaged.
    pub fn passages_of(&self, key: &str) -> Result<Vec<StoredPassage>> {
        let passages = self.placed_passages(&self.searcher()?, key)?;
        Ok(passages.into_iter().map(|(_, passage)| passage).collect())
    }

    /// The same in one commit, with where tantivy keeps each passage.
    pub(crate) fn placed_passages(
        &self,
        searcher: &Searcher,
        key: &str,
    ) -> Result<Vec<(DocAddress, StoredPassage)>> {
        let term = Term::from_field_text(self.fields.path, key);
        let found = searcher.search(&TermQuery::new(term, IndexRecordOption::Basic), &DocSetCollector)?;
        let read = |address| Ok((address, self.read_passage(searcher, address)?));
        let mut passages = found.into_iter().map(read).collect::<Result<Vec<_>>>()?;
        passages.sort_by_key(|(_, passage)| passage.start);
        let whole = (0..).zip(&passages).all(|(ordinal, (_, passage))| passage.is_whole(key, ordinal));
        ensure!(whole, message_damaged(&self.dir));
        Ok(passages)
    }

    /// The passage that is kept at `address`, which the document's key and the passage's number in it must fit.
    ///
    /// # Errors
    ///
    /// It is another, or is not as it was indexed.
    pub(crate) fn passage(
        &self,
        searcher: &Searcher,
        address: DocAddress,
        (key, ordinal): (&str, u64),
    ) -> Result<StoredPassage> {
        let passage = self.read_passage(searcher, address)?;
        ensure!(passage.is_whole(key, ordinal), message_damaged(&self.dir));
        Ok(passage)
    }

    /// The passage that is kept at `address`, whether it is as it was indexed or not.
    pub(crate) fn read_passage(&self, searcher: &Searcher, address: DocAddress) -> Result<StoredPassage> {
        let stored: TantivyDocument = searcher.doc(address).with_context(|| message_damaged(&self.dir))?;
        StoredPassage::read(&stored, &self.fields).with_context(|| message_damaged(&self.dir))
    }
}
