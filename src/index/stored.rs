//! Passages as the index keeps them.

use anyhow::{Context as _, Result, ensure};
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use super::Index;
use super::damage::message_damaged;
use super::seal::Sealed;

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
    seal: u64,
}

impl StoredPassage {
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
        let Self { text, language, .. } = self;
        let (start, lines) = (self.start as u64, two_numbers(self.lines));
        let sealed = Sealed { key, ordinal, start, lines, page: self.page.map(Into::into), language, text };
        self.start.checked_add(text.len()).is_some()
            && sealed.seal(self.line_starts.iter().copied().map(two_numbers)) == self.seal
    }
}

/// Two numbers as one, which is how pairs are stored.
pub(super) fn two_numbers((first, second): (u32, u32)) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// The pair that [`two_numbers`] was given.
fn pair(number: u64) -> (u32, u32) {
    ((number >> 32) as u32, number as u32)
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

    pub(super) fn read_passage(&self, searcher: &Searcher, address: DocAddress) -> Result<StoredPassage> {
        let fields = &self.fields;
        let stored: TantivyDocument = searcher.doc(address).with_context(|| message_damaged(&self.dir))?;
        let number = |field: Field| stored.get_first(field).and_then(|value| value.as_u64());
        let text = |field: Field| stored.get_first(field).and_then(|value| value.as_str());
        let missing = || message_damaged(&self.dir);
        Ok(StoredPassage {
            start: usize::try_from(number(fields.start).with_context(missing)?)?,
            lines: pair(number(fields.lines).with_context(missing)?),
            line_starts: stored
                .get_all(fields.line_starts)
                .filter_map(|place| place.as_u64())
                .map(pair)
                .collect(),
            page: number(fields.page).map(u32::try_from).transpose()?,
            language: text(fields.language).unwrap_or_default().to_owned(),
            text: text(fields.text).with_context(missing)?.to_owned(),
            seal: number(fields.seal).with_context(missing)?,
        })
    }
}
