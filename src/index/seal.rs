//! A checksum on what is printed of a passage or an entry. Tantivy has one for each of its files, which a search does not
//! read whole.
//!
//! Where the disk itself lost a bit, without a trace in the file's times, a passage still is never shown otherwise than
//! it was indexed.

use crc32fast::Hasher;

/// What is stored of a passage, in the order in which it is sealed.
pub(super) struct Sealed<'a> {
    pub(super) key: &'a str,
    pub(super) ordinal: u64,
    pub(super) start: u64,
    pub(super) lines: u64,
    pub(super) page: Option<u64>,
    pub(super) language: &'a str,
    pub(super) text: &'a str,
}

impl Sealed<'_> {
    /// The checksum; `line_starts` are as they are stored.
    pub(super) fn seal(&self, line_starts: impl IntoIterator<Item = u64>) -> u64 {
        let mut hasher = Hasher::new();
        for text in [self.key, self.language, self.text] {
            hasher.update(text.as_bytes());
            hasher.update(&text.len().to_le_bytes());
        }
        let numbers = [self.ordinal, self.start, self.lines, self.page.unwrap_or(u64::MAX)];
        numbers.into_iter().chain(line_starts).for_each(|number| hasher.update(&number.to_le_bytes()));
        hasher.finalize().into()
    }
}

/// The checksum of an entry as it is stored.
pub(super) fn of_entry(json: &str) -> u64 {
    crc32fast::hash(json.as_bytes()).into()
}
