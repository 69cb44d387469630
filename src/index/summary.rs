//! What an index holds, in numbers; and the text of one of its documents.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use super::{Facts, Index, State};
use crate::document::Unread;

/// What an index holds.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// The index directory.
    pub dir: PathBuf,
    /// Bytes that it takes on disk.
    pub index_bytes: u64,
    /// Folders and files that were given to it, as they can be typed from the current directory.
    pub roots: Vec<String>,
    /// Files that were read.
    pub files: u64,
    /// Documents that were read: files, and what lies within files.
    pub documents: u64,
    /// Passages of their texts.
    pub passages: u64,
    /// Words of their texts.
    pub words: u64,
    /// Bytes of those files.
    pub bytes: u64,
    /// How many documents are in each language; `unknown` where it could not be told.
    pub languages: BTreeMap<String, u64>,
    /// How many documents are in each format.
    pub formats: BTreeMap<String, u64>,
    /// How many documents are in each encoding; of formats that are text.
    pub encodings: BTreeMap<String, u64>,
    /// The earliest and the latest date of a document, as ISO 8601.
    pub earliest: Option<String>,
    /// See `earliest`.
    pub latest: Option<String>,
    /// How many files, and documents within files, were not read, or not all of them, by reason.
    pub unread: BTreeMap<Unread, u64>,
}

/// A passage as it is stored: where it stands in its document, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPassage {
    /// Offset of its first byte in the extracted text.
    pub start: usize,
    /// First and last line of the source.
    pub lines: (u32, u32),
    /// Page of the source, from 1, where it has pages.
    pub page: Option<u32>,
    /// ISO 639-1 code of the passage's language; empty where it could not be told.
    pub language: String,
    /// The text, byte for byte.
    pub text: String,
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
}

impl Summary {
    fn add(&mut self, facts: Facts) {
        self.documents += 1;
        self.passages += u64::from(facts.passages);
        self.words += facts.words;
        let language = facts.language.unwrap_or_else(|| "unknown".into());
        *self.languages.entry(language).or_default() += 1;
        *self.formats.entry(facts.format.to_string()).or_default() += 1;
        if let Some(encoding) = facts.encoding {
            *self.encodings.entry(encoding).or_default() += 1;
        }
        // ISO dates sort as text.
        self.earliest = self.earliest.take().into_iter().chain(facts.date.clone()).min();
        self.latest = self.latest.take().into_iter().chain(facts.date).max();
    }
}

impl Index {
    /// Adds up the catalogue.
    pub fn summary(&self) -> Result<Summary> {
        let mut summary = Summary { dir: self.dir.clone(), ..Summary::default() };
        summary.roots = self.header.roots.iter().map(|root| self.paths.shown(root)).collect();
        summary.index_bytes = self.bytes_on_disk()?;
        for entry in self.entries()? {
            let is_file = entry.within.is_none();
            if let Some(shortfall) = entry.shortfall() {
                *summary.unread.entry(shortfall).or_default() += 1;
            }
            match entry.state {
                State::Read(facts) => {
                    summary.files += u64::from(is_file);
                    summary.bytes += if is_file { entry.size } else { 0 };
                    summary.add(facts);
                }
                State::Container(_) => {
                    summary.files += 1;
                    summary.bytes += entry.size;
                }
                State::Unread(_) => {}
            }
        }
        Ok(summary)
    }

    fn bytes_on_disk(&self) -> Result<u64> {
        let inner = self.dir.join(super::inner_name());
        let read = || std::fs::read_dir(&inner)?.map(|item| item?.metadata().map(|data| data.len())).sum();
        let bytes: std::io::Result<u64> = read();
        bytes.with_context(|| format!("{}: cannot be read", inner.display()))
    }

    /// The passages of the document with this key, in order; put end to end, its extracted text.
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
        let mut passages = Vec::with_capacity(found.len());
        for address in found {
            let stored: TantivyDocument = searcher.doc(address)?;
            let known = |field: Field| stored.get_first(field).and_then(|value| value.as_u64());
            let number = |field: Field| known(field).unwrap_or_default();
            let text = |field: Field| stored.get_first(field).and_then(|value| value.as_str());
            let passage = StoredPassage {
                start: usize::try_from(number(self.fields.start))?,
                lines: (
                    u32::try_from(number(self.fields.first_line))?,
                    u32::try_from(number(self.fields.last_line))?,
                ),
                page: known(self.fields.page).map(u32::try_from).transpose()?,
                language: text(self.fields.language).unwrap_or_default().to_owned(),
                text: text(self.fields.text).context("a passage without text")?.to_owned(),
            };
            passages.push((address, passage));
        }
        passages.sort_by_key(|(_, passage)| passage.start);
        Ok(passages)
    }
}
