//! One file → its entry, document and passages.

use std::fmt::Write as _;
use std::path::Path;
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::source::Bytes;
use super::{decode, extract, language, passage, source};
use crate::analysis::count_words;
use crate::document::{Document, Passage};
use crate::index::{Entry, Facts, Stamp, State, modified_seconds};

/// What a file became.
pub(super) struct FileRead {
    pub(super) entry: Entry,
    pub(super) stamp: Stamp,
    /// The text of a file that was read.
    pub(super) text: Option<(Document, Vec<Passage>)>,
}

/// Reads the file at `path`, whatever it is.
pub(super) fn read(path: &Path, key: &str) -> FileRead {
    match path.symlink_metadata() {
        Ok(metadata) => match source::obstacle(&metadata) {
            Some(reason) => {
                let stamp = Stamp::of(&metadata, SystemTime::now());
                skipped(key, metadata.len(), modified_seconds(&metadata), stamp, reason.to_owned())
            }
            None => read_regular(path, key),
        },
        Err(error) => skipped(key, 0, None, Stamp::UNSETTLED, source::reason(&error)),
    }
}

/// The metadata by which `read` would stamp the file.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    path.symlink_metadata().ok().map(|metadata| Stamp::of_settled(&metadata))
}

fn read_regular(path: &Path, key: &str) -> FileRead {
    let is_text = |beginning: &[u8]| decode::not_text(beginning).is_none();
    let Bytes { bytes, metadata, now } = match source::read(path, decode::SAMPLE, is_text) {
        Ok(read) => read,
        Err(error) => return skipped(key, 0, None, Stamp::UNSETTLED, source::reason(&error)),
    };
    let (size, modified) = (metadata.len(), modified_seconds(&metadata));
    let stamp = Stamp::of(&metadata, now);
    if let Some(reason) = decode::not_text(&bytes) {
        return skipped(key, size, modified, stamp, reason);
    }
    let sha256 = hexadecimal(&Sha256::digest(&bytes));
    let (document, passages) = match document(bytes, path) {
        Ok(read) => read,
        Err(reason) => return skipped(key, size, modified, stamp, reason),
    };
    let facts = Facts {
        sha256,
        format: document.format,
        encoding: document.encoding.clone(),
        language: document.language.clone(),
        title: document.title.clone(),
        author: document.author.clone(),
        date: document.date.map(|date| date.to_string()),
        words: count_words(&document.text),
        passages: u32::try_from(passages.len()).unwrap_or(u32::MAX),
    };
    let entry = Entry { key: key.to_owned(), size, modified, state: State::Read(facts) };
    FileRead { entry, stamp, text: Some((document, passages)) }
}

/// Bytes → document and passages, or why there is no text in them.
fn document(bytes: Vec<u8>, path: &Path) -> Result<(Document, Vec<Passage>), String> {
    let format = extract::format_of(path);
    let declared = decode::declared(&bytes, format);
    let decoded = decode::decode(bytes, declared)?;
    let extracted = extract::extract(format, decoded.text, path);
    if extracted.text.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}') {
        return Err("no text in it".into());
    }
    let mut passages = passage::passages(&extracted.text, extracted.body, &extracted.lines);
    let document = Document {
        language: language::language(&extracted.text, extracted.language.as_deref()),
        text: extracted.text,
        title: extracted.title,
        author: extracted.author,
        date: extracted.date,
        format,
        encoding: decoded.encoding,
    };
    let main = document.language.as_deref();
    for passage in &mut passages {
        passage.language = language::other_language(&document.text[passage.bytes.clone()], main);
    }
    Ok((document, passages))
}

fn skipped(key: &str, size: u64, modified: Option<u64>, stamp: Stamp, reason: String) -> FileRead {
    let entry = Entry { key: key.to_owned(), size, modified, state: State::Skipped(reason) };
    FileRead { entry, stamp, text: None }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
