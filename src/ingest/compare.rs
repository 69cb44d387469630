//! Whether the sources are what was read: their bytes, by the checksums of the catalogue.

use std::io;

use anyhow::Result;

use super::source;
use crate::index::Index;

/// What became of the sources since they were read, by paths that can be typed from the current directory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// How many files are byte for byte what was read.
    pub unchanged: u64,
    /// Files with other bytes than those that were read.
    pub changed: Vec<String>,
    /// Files that are no longer there.
    pub vanished: Vec<String>,
    /// Files that cannot be read now, with the reason.
    pub unreadable: Vec<(String, String)>,
}

impl Comparison {
    /// Whether every file is what was read.
    pub fn is_as_it_was(&self) -> bool {
        self.changed.is_empty() && self.vanished.is_empty() && self.unreadable.is_empty()
    }
}

/// Reads every source again that was read, and compares it with what the catalogue says of its bytes.
///
/// # Errors
///
/// The index cannot be read. A source that cannot be is no error.
pub fn compare(index: &Index) -> Result<Comparison> {
    let mut found = Comparison::default();
    for entry in index.entries()?.into_iter().filter(|entry| entry.within.is_none()) {
        let Some(sha256) = entry.sha256() else { continue };
        let shown = index.shown(&entry);
        match source::sha256_of(&index.path_of(&entry)) {
            Ok(now) if now == sha256 => found.unchanged += 1,
            Ok(_) => found.changed.push(shown),
            Err(error) if is_gone(&error) => found.vanished.push(shown),
            Err(error) => found.unreadable.push((shown, source::reason(&error))),
        }
    }
    Ok(found)
}

/// Whether the file is not there, or a folder on the way to it is not.
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
