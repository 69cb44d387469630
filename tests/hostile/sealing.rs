//! Checksums as an index has them, for those who plant something in one. The fuzz targets have this file too.

use std::fs;
use std::path::Path;

/// The two files of an index that end with a checksum.
const SEALED: [&str; 2] = ["meta.json", ".managed.json"];

/// Takes the checksums off, so that tantivy reads the files by itself.
pub(crate) fn open(inner: &Path) {
    for path in SEALED.map(|name| inner.join(name)) {
        let bytes = fs::read(&path).expect("an index");
        fs::write(path, without(&bytes)).expect("room on the disk");
    }
}

/// Puts them back.
pub(crate) fn close(inner: &Path) {
    for path in SEALED.map(|name| inner.join(name)) {
        let bytes = fs::read(&path).expect("an index");
        fs::write(path, with(&bytes)).expect("room on the disk");
    }
}

/// What a file says, without its checksum.
pub(crate) fn without(bytes: &[u8]) -> &[u8] {
    let end = bytes.windows(9).rposition(|window| window == b"\nwritten ").map(|at| at + 1);
    let end = end.or_else(|| bytes.windows(6).rposition(|window| window == b"crc32 "));
    &bytes[..end.unwrap_or(bytes.len())]
}

/// What a file says, with its checksum.
pub(crate) fn with(bytes: &[u8]) -> Vec<u8> {
    [bytes, format!("crc32 {:08x}\n", crc32fast::hash(bytes)).as_bytes()].concat()
}

/// The checksum of a passage or an entry with these fields, if it has all that one has.
pub(crate) fn seal(fields: &[(&str, String)]) -> Option<u64> {
    let text = |name: &str| fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.as_str());
    if let Some(entry) = text("entry") {
        return Some(crc32fast::hash(entry.as_bytes()).into());
    }
    let number = |name: &str| text(name).and_then(|value| value.parse::<u64>().ok());
    let mut hasher = crc32fast::Hasher::new();
    for text in [text("path")?, text("language").unwrap_or_default(), text("text")?] {
        hasher.update(text.as_bytes());
        hasher.update(&text.len().to_le_bytes());
    }
    let numbers =
        [number("ordinal")?, number("start")?, number("lines")?, number("page").unwrap_or(u64::MAX)];
    let starts = fields.iter().filter(|(name, _)| *name == "line_starts");
    let starts = starts.filter_map(|(_, value)| value.parse::<u64>().ok());
    numbers.into_iter().chain(starts).for_each(|number| hasher.update(&number.to_le_bytes()));
    Some(hasher.finalize().into())
}
