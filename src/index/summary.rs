//! What an index holds, in numbers.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};

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
    /// Folders and files below those that are left out since they were forgotten, as they can be typed.
    pub forgotten: Vec<String>,
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

impl Summary {
    fn add(&mut self, facts: Facts) {
        self.documents += 1;
        self.passages += u64::from(facts.passages);
        self.words = self.words.saturating_add(facts.words);
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
        summary.roots = self.roots().iter().map(|root| self.paths.shown(root)).collect();
        summary.forgotten = self.header.scope.forgotten.iter().map(|key| self.paths.shown(key)).collect();
        summary.index_bytes = self.bytes_on_disk()?;
        for entry in self.entries()? {
            let is_file = entry.within.is_none();
            if let Some(shortfall) = entry.shortfall() {
                *summary.unread.entry(shortfall).or_default() += 1;
            }
            match entry.state {
                State::Read(facts) => {
                    summary.files += u64::from(is_file);
                    summary.bytes = summary.bytes.saturating_add(if is_file { entry.size } else { 0 });
                    summary.add(facts);
                }
                State::Container(_) => {
                    summary.files += 1;
                    summary.bytes = summary.bytes.saturating_add(entry.size);
                }
                State::Unread(_) => {}
            }
        }
        Ok(summary)
    }

    fn bytes_on_disk(&self) -> Result<u64> {
        let inner = self.inner();
        let read = || std::fs::read_dir(&inner)?.map(|item| item?.metadata().map(|data| data.len())).sum();
        let bytes: std::io::Result<u64> = read();
        bytes.with_context(|| format!("{}: cannot be read", inner.display()))
    }
}
