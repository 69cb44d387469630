//! The catalogue: every file that was seen, what is known of it, or why it was not read.

use std::collections::{BTreeMap, HashMap};
use std::fs::Metadata;
use std::hash::{Hash as _, Hasher as _};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use tantivy::collector::{Count, DocSetCollector};
use tantivy::columnar::StrColumn;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value as _};
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term};

use super::damage::message_damaged;
use super::{Index, is_below, seal};
use crate::document::{Format, Shortfall, Unread};

/// The entry of a file, or of a document within a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The file's key: its path relative to the folder that holds the index, or absolute. Of a document within a file,
    /// the file's key and the place in it.
    pub key: String,
    /// Size in bytes; of a document within a file, its own when unpacked.
    pub size: u64,
    /// Time of the last change of the file in seconds since 1970, where the file system tells.
    pub modified: Option<u64>,
    /// What was read, or why nothing was.
    pub state: State,
    /// The key of the file that the document is within, such as a zip archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Which record of its file the document is, where the file has records: JSON Lines or mbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Record>,
}

impl Entry {
    /// Whether the lines of the extracted text are what its passages' lines count: not where those are lines of markup.
    pub fn has_lines_of_text(&self) -> bool {
        let html = matches!(&self.state, State::Read(facts) if facts.format == Format::Html);
        !html && self.record.is_none()
    }

    /// Why it was not read, or not all of it.
    pub fn shortfall(&self) -> Option<Unread> {
        match &self.state {
            State::Unread(unread) => Some(unread.clone()),
            State::Read(Facts { cut: Some(reason), .. }) => {
                Some(Unread { kind: Shortfall::Partial, reason: reason.clone() })
            }
            State::Read(_) | State::Container(_) => None,
        }
    }

    /// SHA-256 of the bytes that were read.
    pub(crate) fn sha256(&self) -> Option<&str> {
        match &self.state {
            State::Read(facts) => Some(&facts.sha256),
            State::Container(container) => Some(&container.sha256),
            State::Unread(_) => None,
        }
    }
}

/// A document that is some lines of a file, and has no path of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What it calls itself: the `id` of a JSON object, the `Message-ID` of a mail.
    pub id: Option<String>,
    /// Its first and last line in the file, from 1.
    pub lines: (u32, u32),
}

/// Whether a file's text is in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It was read.
    Read(Facts),
    /// It was read, and is not a document itself but has some within it.
    Container(Container),
    /// It was not read.
    Unread(Unread),
}

/// What is known of a file that holds documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Container {
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// How the documents lie in it.
    pub format: Format,
    /// How many documents of it were read.
    pub documents: u64,
    /// How many were not; each has its entry.
    pub unread: u64,
}

/// What is known of a document that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// SHA-256 of the document's bytes, in hexadecimal.
    pub sha256: String,
    /// How its text was found.
    pub format: Format,
    /// Its character encoding, e.g. `UTF-8`; none of a format that is not text.
    pub encoding: Option<String>,
    /// ISO 639-1 code of its main language.
    pub language: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its author.
    pub author: Option<String>,
    /// Its date as ISO 8601, as precise as the source: `2025`, `2025-06` or `2025-06-30`.
    pub date: Option<String>,
    /// Number of words in its text.
    pub words: u64,
    /// Number of passages that its text was cut into.
    pub passages: u32,
    /// Why its text is not all that the document has, where it is known not to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<String>,
}

/// What tells a changed file from an unchanged one without reading it: its size, times and inode, in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp(pub(crate) u64);

impl Stamp {
    /// The stamp of a file that must be looked into at the next run, whatever its metadata say.
    pub(crate) const UNSETTLED: Self = Self(0);

    /// The stamp of a file whose metadata were taken just before it was read, at `now`.
    ///
    /// A file that changed less than two seconds ago (the coarsest clock of a file system in use) may change once more
    /// without a trace in its metadata; its stamp is unsettled, as in git's index.
    pub(crate) fn of(metadata: &Metadata, now: SystemTime) -> Self {
        let Ok(modified) = metadata.modified() else { return Self::UNSETTLED };
        let recent =
            |time: SystemTime| now.duration_since(time).is_ok_and(|age| age < Duration::from_secs(2));
        if recent(modified) { Self::UNSETTLED } else { Self::of_settled(metadata) }
    }

    /// The stamp of a file as its metadata are.
    pub(crate) fn of_settled(metadata: &Metadata) -> Self {
        // Fixed keys: the number is the same in every process.
        let mut hasher = std::hash::DefaultHasher::new();
        metadata.len().hash(&mut hasher);
        metadata.modified().ok().hash(&mut hasher);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            // The inode's own time changes even where a program sets the modification time back.
            (metadata.ino(), metadata.ctime(), metadata.ctime_nsec(), metadata.mode()).hash(&mut hasher);
        }
        Self(hasher.finish().max(1))
    }
}

/// Seconds since 1970 of the file's last change.
pub(crate) fn modified_seconds(metadata: &Metadata) -> Option<u64> {
    Some(metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_secs())
}

impl Index {
    /// The key and stamp of every file of the catalogue; what lies within files has none.
    pub(crate) fn stamps(&self) -> Result<HashMap<String, Stamp>> {
        let searcher = self.searcher()?;
        let mut stamps = HashMap::with_capacity(self.file_count(&searcher)?);
        self.for_each_file(&searcher, |segment, doc, key| {
            if let Some(stamp) = segment.stamps.first(doc) {
                stamps.insert(key.to_owned(), Stamp(stamp));
            }
            Ok(())
        })?;
        Ok(stamps)
    }

    /// The entry of a file, by its key.
    pub fn entry(&self, key: &str) -> Result<Option<Entry>> {
        self.entry_in(&self.searcher()?, key)
    }

    pub(crate) fn entry_in(&self, searcher: &Searcher, key: &str) -> Result<Option<Entry>> {
        let term = Term::from_field_text(self.fields.file, key);
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            let postings =
                reader.inverted_index(self.fields.file)?.read_postings(&term, IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if !reader.is_deleted(doc) {
                    return self.read_entry(searcher, DocAddress::new(segment, doc)).map(Some);
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// Every entry of the catalogue, in the order of the keys.
    pub fn entries(&self) -> Result<Vec<Entry>> {
        let searcher = self.searcher()?;
        let mut entries = Vec::with_capacity(self.file_count(&searcher)?);
        self.for_each_file(&searcher, |segment, doc, _| {
            entries.push(self.read_entry(&searcher, DocAddress::new(segment.ord, doc))?);
            Ok(())
        })?;
        entries.sort_by(|one: &Entry, other| one.key.cmp(&other.key));
        Ok(entries)
    }

    /// The entries of the files that are or lie below one of `paths` (all, if there are none), each with its path as
    /// it can be typed from the current directory.
    pub fn entries_below(&self, paths: &[PathBuf]) -> Result<Vec<(String, Entry)>> {
        let roots: Vec<String> = paths.iter().map(|path| self.paths.key_of_typed(path)).collect();
        let below = |entry: &Entry| roots.is_empty() || roots.iter().any(|root| is_below(&entry.key, root));
        let entries = self.entries()?.into_iter().filter(below);
        Ok(entries.map(|entry| (self.paths.shown(&entry.key), entry)).collect())
    }

    /// The path of the entry's document as it can be typed from the current directory; a record has that of its file.
    pub fn shown(&self, entry: &Entry) -> String {
        self.paths.shown(&entry.key)
    }

    /// The absolute path of the file that the entry is of, or lies within.
    pub fn path_of(&self, entry: &Entry) -> PathBuf {
        self.paths.path(entry.within.as_ref().unwrap_or(&entry.key))
    }

    /// The entries of what lies within the file with this key, in the order of the keys.
    pub(crate) fn entries_within(&self, key: &str) -> Result<Vec<Entry>> {
        let searcher = self.searcher()?;
        let term = Term::from_field_text(self.fields.within, key);
        let mut entries = Vec::new();
        for address in searcher.search(&TermQuery::new(term, IndexRecordOption::Basic), &DocSetCollector)? {
            let doc: TantivyDocument = searcher.doc(address)?;
            // The passages of what lies within have the same term.
            if doc.get_first(self.fields.entry).is_some() {
                entries.push(self.entry_of(&doc)?);
            }
        }
        entries.sort_by(|one, other| one.key.cmp(&other.key));
        Ok(entries)
    }

    /// The keys of the files that were not read for this reason, or that hold a document that was not.
    pub(crate) fn files_unread(&self, unread: &Unread) -> Result<Vec<String>> {
        let searcher = self.searcher()?;
        let term = Term::from_field_text(self.fields.unread, &term_of_unread(unread));
        let found = searcher.search(&TermQuery::new(term, IndexRecordOption::Basic), &DocSetCollector)?;
        let entries = found.into_iter().map(|address| self.read_entry(&searcher, address));
        entries.map(|entry| entry.map(|entry| entry.within.unwrap_or(entry.key))).collect()
    }

    /// How many files, and documents within files, were not read, or not all of them, by reason.
    pub fn unread(&self) -> Result<BTreeMap<Unread, u64>> {
        self.unread_in(&self.searcher()?)
    }

    pub(crate) fn unread_in(&self, searcher: &Searcher) -> Result<BTreeMap<Unread, u64>> {
        let mut reasons = BTreeMap::new();
        for reader in searcher.segment_readers() {
            let inverted = reader.inverted_index(self.fields.unread)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                if terms.key().is_empty() {
                    continue;
                }
                let reason = unread_of_term(&String::from_utf8_lossy(terms.key()));
                let postings =
                    inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                *reasons.entry(reason).or_insert(0) += count_alive(postings, reader);
            }
        }
        reasons.retain(|_, count| *count > 0);
        Ok(reasons)
    }

    /// How many documents and passages the index holds.
    pub fn counts(&self) -> Result<(u64, u64)> {
        let searcher = self.searcher()?;
        let mut entries = 0;
        for reader in searcher.segment_readers() {
            let keys = reader.fast_fields().str("file")?;
            entries += keys.map_or(0, |keys| files(reader, &keys).count() as u64);
        }
        // A document that was read has a first passage.
        let first = TermQuery::new(Term::from_field_u64(self.fields.ordinal, 0), IndexRecordOption::Basic);
        Ok((searcher.search(&first, &Count)? as u64, searcher.num_docs() - entries))
    }

    /// Files in the index, the deleted ones that still take space included.
    pub(crate) fn file_count(&self, searcher: &Searcher) -> Result<usize> {
        let mut count = 0;
        for reader in searcher.segment_readers() {
            count += reader.inverted_index(self.fields.file)?.terms().num_terms();
        }
        Ok(count)
    }

    pub(super) fn read_entry(&self, searcher: &Searcher, address: DocAddress) -> Result<Entry> {
        let doc: TantivyDocument = searcher.doc(address)?;
        self.entry_of(&doc)
    }

    fn entry_of(&self, doc: &TantivyDocument) -> Result<Entry> {
        let json = doc.get_first(self.fields.entry).and_then(|value| value.as_str());
        let seal = doc.get_first(self.fields.seal).and_then(|value| value.as_u64());
        let json = json.filter(|json| seal == Some(seal::of_entry(json)));
        serde_json::from_str(json.with_context(|| message_damaged(&self.dir))?)
            .with_context(|| message_damaged(&self.dir))
    }

    fn for_each_file(
        &self,
        searcher: &Searcher,
        mut each: impl FnMut(&FileColumns, u32, &str) -> Result<()>,
    ) -> Result<()> {
        for (ord, reader) in (0..).zip(searcher.segment_readers()) {
            let Some(keys) = reader.fast_fields().str("file")? else { continue };
            let columns = FileColumns { ord, stamps: reader.fast_fields().u64("stamp")? };
            // In the order of the keys, which then are read one behind another.
            let mut files: Vec<(u64, u32)> = files(reader, &keys).collect();
            files.sort_unstable();
            let terms: Vec<u64> = files.iter().map(|(term, _)| *term).collect();
            let (mut files, mut done) = (files.into_iter(), Ok(()));
            let all = keys.dictionary().sorted_ords_to_term_cb(&terms, |key| {
                if let (Some((_, doc)), Ok(())) = (files.next(), &done) {
                    done =
                        std::str::from_utf8(key).map_err(Into::into).and_then(|key| each(&columns, doc, key));
                }
            })?;
            ensure!(all, "a file without a key");
            done?;
        }
        Ok(())
    }
}

/// The files of a segment: the number of the key in the segment's dictionary, and the document.
fn files<'s>(reader: &'s SegmentReader, keys: &'s StrColumn) -> impl Iterator<Item = (u64, u32)> + 's {
    reader.doc_ids_alive().filter_map(|doc| Some((keys.ords().first(doc)?, doc)))
}

/// What the index knows an unread file by.
pub(super) fn term_of_unread(unread: &Unread) -> String {
    format!("{} {}", unread.kind, unread.reason)
}

fn unread_of_term(term: &str) -> Unread {
    let (kind, reason) = term.split_once(' ').unwrap_or_default();
    let kinds = [Shortfall::Empty, Shortfall::Failed, Shortfall::Skipped, Shortfall::Partial];
    let kind = kinds.into_iter().find(|known| known.to_string() == kind).unwrap_or(Shortfall::Failed);
    Unread { kind, reason: reason.to_owned() }
}

fn count_alive(mut postings: impl DocSet, reader: &SegmentReader) -> u64 {
    let mut count = 0;
    while postings.doc() != TERMINATED {
        count += u64::from(!reader.is_deleted(postings.doc()));
        postings.advance();
    }
    count
}

struct FileColumns {
    ord: u32,
    stamps: tantivy::columnar::Column<u64>,
}
