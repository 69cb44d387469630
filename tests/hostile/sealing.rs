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

/// The checksum of an entry as it is stored.
pub(crate) fn of_entry(json: &str) -> u64 {
    crc32fast::hash(json.as_bytes()).into()
}

/// What is stored of a passage, by the names of its parts: `path`, `ordinal`, `start`, `lines`, `page`, `language`,
/// `line_starts` (any number of them), `text` and, if it is to be another than the right one, `seal`. `None` if it lacks what
/// each has.
pub(crate) fn passage(parts: &[(&str, String)]) -> Option<Vec<u8>> {
    let text = |name: &str| parts.iter().find(|(part, _)| *part == name).map(|(_, value)| value.as_str());
    let number = |name: &str| text(name).and_then(|value| value.parse::<u64>().ok());
    let pair = |number: u64| ((number >> 32) as u32, number as u32);
    let starts = parts.iter().filter(|(name, _)| *name == "line_starts");
    let starts: Vec<_> = starts.filter_map(|(_, value)| value.parse().ok()).map(pair).collect();
    let (start, lines, page) =
        (number("start")?, pair(number("lines")?), number("page").map(|page| page as u32));
    let (language, own) = (text("language").unwrap_or_default(), text("text")?);

    let mut hasher = crc32fast::Hasher::new();
    for text in [text("path").unwrap_or_default(), language, own] {
        hasher.update(text.as_bytes());
        hasher.update(&(text.len() as u64).to_le_bytes());
    }
    for number in [number("ordinal").unwrap_or_default(), start, page.map_or(u64::MAX, u64::from)] {
        hasher.update(&number.to_le_bytes());
    }
    for (first, second) in [&lines].into_iter().chain(&starts) {
        hasher.update(&first.to_le_bytes());
        hasher.update(&second.to_le_bytes());
    }
    let seal = number("seal").map_or_else(|| hasher.finalize(), |seal| seal as u32);

    let mut stored = seal.to_le_bytes().to_vec();
    let numbers = [start, lines.0.into(), lines.1.into(), page.is_some().into()];
    numbers.into_iter().chain(page.map(u64::from)).for_each(|number| push(number, &mut stored));
    push(language.len() as u64, &mut stored);
    stored.extend(language.as_bytes());
    push(starts.len() as u64, &mut stored);
    starts.iter().flat_map(|(at, line)| [*at, *line]).for_each(|number| push(number.into(), &mut stored));
    for bytes in own.as_bytes().chunks(255) {
        stored.extend([255, bytes.len() as u8]);
        stored.extend(bytes);
    }
    Some(stored)
}

/// A number, seven bits a byte, the lowest first.
fn push(mut number: u64, stored: &mut Vec<u8>) {
    while number > 0x7f {
        stored.push(number as u8 | 0x80);
        number >>= 7;
    }
    stored.push(number as u8);
}
