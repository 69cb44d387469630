//! A checksum on what is printed of a passage or an entry. Tantivy has one for each of its files, which a search does not
//! read whole.
//!
//! Where the disk itself lost a bit, without a trace in the file's times, a passage still is never shown otherwise than
//! it was indexed.

use crc32fast::Hasher;

use super::stored::Location;

/// The checksum of the passage with this number of the document with this key.
pub(super) fn of_passage((key, ordinal): (&str, u64), location: &Location<'_>, text: &str) -> u32 {
    let Location { start, lines, page, language, line_starts } = location;
    let mut hasher = Hasher::new();
    for text in [key, language, text] {
        hasher.update(text.as_bytes());
        hasher.update(&(text.len() as u64).to_le_bytes());
    }
    for number in [ordinal, *start, page.map_or(u64::MAX, u64::from)] {
        hasher.update(&number.to_le_bytes());
    }
    for (first, second) in [lines].into_iter().chain(line_starts.iter()) {
        hasher.update(&first.to_le_bytes());
        hasher.update(&second.to_le_bytes());
    }
    hasher.finalize()
}

/// The checksum of an entry as it is stored.
pub(super) fn of_entry(json: &str) -> u64 {
    crc32fast::hash(json.as_bytes()).into()
}
