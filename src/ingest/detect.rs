//! What a file is: told by its first bytes, and only where these leave it open by its name.

use std::path::Path;

use super::decode;
use super::extract::{csv, json_lines, mail, mbox};
use crate::document::{Format, Unread};

/// How a file is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text that is to be decoded; JSON Lines among them.
    Text(Format),
    /// A format that needs a parser of binary data.
    Binary(Format),
    /// Zip: an office file, an e-book or an archive, as its entries tell.
    Zip,
    /// Microsoft's compound file: an old office file or an encrypted one, as its streams tell.
    Compound,
    /// Another file, compressed.
    Gzip,
    /// Nothing to read.
    Unread(Unread),
}

impl Kind {
    /// Whether it is read in a worker process. Text is not: each of its readers goes once over the text, with a stack
    /// and a memory that do not depend on what stands in it.
    pub(super) fn is_contained(&self) -> bool {
        !matches!(self, Self::Text(_) | Self::Unread(_))
    }
}

/// Formats by what their files begin with.
const READ: [(&[u8], Kind); 4] = [
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Compound),
    (b"\x1F\x8B", Kind::Gzip),
];

/// The same of formats that are not read, which have a name at least.
const UNREAD: [(&[u8], &str); 19] = [
    (b"\x89PNG", "PNG image"),
    (b"\xFF\xD8\xFF", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"BM", "BMP image"),
    (b"\x7FELF", "program"),
    (b"MZ", "program"),
    (b"\0asm", "program"),
    (b"7z\xBC\xAF\x27\x1C", "7z archive, a format that is not read"),
    (b"Rar!\x1A", "RAR archive, a format that is not read"),
    (b"BZh", "bzip2, a format that is not read"),
    (b"\xFD7zXZ\0", "xz, a format that is not read"),
    (b"\x28\xB5\x2F\xFD", "zstd, a format that is not read"),
    (b"%!PS", "PostScript, a format that is not read"),
    (b"AT&TFORM", "DjVu, a format that is not read"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"SQLite format 3\0", "database"),
];

const PDF: &[u8] = b"%PDF-";

/// Bytes within which a PDF's mark stands, as its readers look for it.
const PDF_HEAD: usize = 1024;

/// What a file with this `name` is that begins with `sample`, its first [`decode::SAMPLE`] bytes or all of it.
pub(super) fn kind(sample: &[u8], name: &Path) -> Kind {
    let begins = |magic: &[u8]| sample.starts_with(magic);
    if let Some((_, kind)) = READ.iter().find(|(magic, _)| begins(magic)) {
        return kind.clone();
    }
    if begins(b"{\\rtf") {
        return Kind::Binary(Format::Rtf);
    }
    if is_pdf(sample) {
        return Kind::Binary(Format::Pdf);
    }
    // Some marks are two or three letters, with which a text may begin too.
    let is_a_word = |magic: &[u8]| magic.len() <= 3 && magic.is_ascii();
    let unread = UNREAD.iter().find(|(magic, _)| begins(magic) && !(is_a_word(magic) && is_text(sample)));
    if let Some((_, name)) = unread {
        return Kind::Unread(Unread::skipped(*name));
    }
    if sample.get(257..262) == Some(b"ustar") {
        return Kind::Unread(Unread::skipped("tar archive, a format that is not read"));
    }
    if let Some(unread) = decode::not_text(sample) {
        return Kind::Unread(unread);
    }
    text(&decode::as_utf_8(sample), name)
}

/// Whether the mark of PDF, with its version, stands at the beginning, or after some bytes of what is no text.
fn is_pdf(sample: &[u8]) -> bool {
    let head = &sample[..sample.len().min(PDF_HEAD)];
    let mark = |at: usize| head.get(at + PDF.len()).is_some_and(u8::is_ascii_digit);
    let mut marks = memchr::memmem::find_iter(head, PDF).filter(|at| mark(*at));
    marks.next().is_some_and(|at| head[..at].trim_ascii().is_empty() || !is_text(sample))
}

fn is_text(sample: &[u8]) -> bool {
    decode::not_text(sample).is_none()
}

/// Which kind of text it is.
fn text(sample: &[u8], name: &Path) -> Kind {
    let extension = name.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if mbox::is_mbox(sample) {
        return Kind::Binary(Format::Mbox);
    }
    if mail::is_mail(sample) || extension == "eml" && mail::is_field(sample) {
        return Kind::Binary(Format::Mail);
    }
    if json_lines::is_json_lines(sample, &extension) {
        return Kind::Text(Format::JsonLines);
    }
    Kind::Text(match extension.as_str() {
        "html" | "htm" | "xhtml" | "xht" => Format::Html,
        _ if is_html(sample) => Format::Html,
        "md" | "markdown" | "mdown" | "mkd" => Format::Markdown,
        "csv" | "tsv" | "tab" if csv::is_csv(&String::from_utf8_lossy(sample), &extension) => Format::Csv,
        _ => Format::Text,
    })
}

/// Whether the text begins as a page of HTML does, an XML declaration and comments before it set aside.
fn is_html(sample: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&sample[..sample.len().min(PDF_HEAD)]).to_ascii_lowercase();
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    for (start, end) in [("<?xml", "?>"), ("<!--", "-->")] {
        if rest.starts_with(start) {
            rest = rest.split_once(end).map_or("", |(_, behind)| behind.trim_start());
        }
    }
    rest.starts_with("<!doctype html") || rest.starts_with("<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_two_bytes_a_character_is_told_apart_too() {
        let utf_16 = |text: &str| -> Vec<u8> {
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        };
        let table = [
            ("{\"id\": 1, \"text\": \"Le port\"}\n", "a.jsonl", Format::JsonLines),
            ("<!DOCTYPE html><p>Le port", "a", Format::Html),
            ("ville;pays\nGao;Mali\n", "a.csv", Format::Csv),
            ("Le port", "a.txt", Format::Text),
        ];
        for (text, name, format) in table {
            assert_eq!(kind(&utf_16(text), Path::new(name)), Kind::Text(format), "{name}");
        }
    }

    #[test]
    fn content_decides_before_the_name() {
        let table: [(&[u8], &str, Kind); 25] = [
            (b"%PDF-1.7\n%\xE2\xE3", "a.txt", Kind::Binary(Format::Pdf)),
            (b"\n\n%PDF-1.4\n", "a.pdf", Kind::Binary(Format::Pdf)),
            (b"PK\x03\x04abc", "a.doc", Kind::Zip),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a.txt", Kind::Compound),
            (b"{\\rtf1\\ansi", "a.doc", Kind::Binary(Format::Rtf)),
            (b"\x1F\x8B\x08", "a", Kind::Gzip),
            (b"<!DOCTYPE html><p>", "a.txt", Kind::Text(Format::Html)),
            (b"<?xml version='1.0'?>\n<!DOCTYPE HTML PUBLIC", "a", Kind::Text(Format::Html)),
            (b"<?xml version='1.0'?>\n<notes>", "a.xml", Kind::Text(Format::Text)),
            (b"\xEF\xBB\xBF<html>", "a.md", Kind::Text(Format::Html)),
            ("Le port".as_bytes(), "a.md", Kind::Text(Format::Markdown)),
            ("Le port".as_bytes(), "a.MarkDown", Kind::Text(Format::Markdown)),
            ("Le port".as_bytes(), "d.md/a.HTM", Kind::Text(Format::Html)),
            ("Le port".as_bytes(), "d.html/a", Kind::Text(Format::Text)),
            ("Le port".as_bytes(), ".html", Kind::Text(Format::Text)),
            (b"ville;pays\nGao;Mali\n", "a.csv", Kind::Text(Format::Csv)),
            (b"%PDF- est la marque des PDF.", "a.md", Kind::Text(Format::Markdown)),
            (b"Un mot, puis %PDF-1.4 et d'autres.", "a.txt", Kind::Text(Format::Text)),
            (b"{\"id\": 1, \"text\": \"Le port\"}\n", "a.json", Kind::Text(Format::JsonLines)),
            (b"Date: lundi\nFrom: root\n\nLe port", "a.eml", Kind::Binary(Format::Mail)),
            (
                b"From: Awa <a@x.ml>\nDate: Mon, 2 Jun 2025 10:00:00 +0000\n\nLe port",
                "a",
                Kind::Binary(Format::Mail),
            ),
            ("Le port".as_bytes(), "a.pdf", Kind::Text(Format::Text)),
            ("BMW ou Peugeot".as_bytes(), "a.txt", Kind::Text(Format::Text)),
            (b"BM\x36\0\0\0\0\0", "a.txt", Kind::Unread(Unread::skipped("BMP image"))),
            (b"abc\0def", "a.txt", Kind::Unread(Unread::skipped("binary data"))),
        ];
        for (bytes, name, expected) in table {
            assert_eq!(kind(bytes, Path::new(name)), expected, "{name}: {}", String::from_utf8_lossy(bytes));
        }
    }
}
