//! The bytes of a file → the documents in them: one, or those that lie within an archive, a mail or a file of records.

use std::collections::HashSet;
use std::io::Read as _;
use std::path::Path;

use anyhow::Result;
use flate2::read::MultiGzDecoder;
use serde::{Deserialize, Serialize};

use super::detect::{self, Kind};
use super::extract::compound;
use super::extract::office::package::{self, Package};
use super::extract::{self, Extracted, json_lines, mail, mbox};
use super::source::{self, Opened};
use super::worker::Whole;
use super::{decode, language, metadata, passage};
use crate::analysis::count_words;
use crate::document::{Document, Format, Passage, Unread};
use crate::index::{Facts, Record, key_of_record};

/// Most bytes that one file is unpacked to, and that all of an archive is: a small file may swell without end.
const MOST_UNPACKED: u64 = 256 << 20;
const MOST_OF_ARCHIVE: u64 = 4 << 30;

/// Archives within archives, and mails within mails, are opened down to this depth.
const DEEPEST: usize = 5;

/// A document that was found in a file, or what should be one and was not read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Part {
    /// What follows the file's key in the document's: nothing if it is the file.
    pub(super) place: String,
    /// Bytes of the document.
    pub(super) size: u64,
    pub(super) record: Option<Record>,
    pub(super) content: Result<Box<Content>, Unread>,
}

/// A document that was read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) facts: Facts,
    pub(super) document: Document,
    pub(super) passages: Vec<Passage>,
}

/// What reading a file comes upon.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Event {
    /// A document at this place is about to be read, which may not come to an end.
    Begin(String),
    /// It was read, or could not be.
    Part(Box<Part>),
}

/// Reads the documents of a file, which is at `path`, and hands them to `sink`, all but the first `skip`.
///
/// # Errors
///
/// Only what `sink` fails with; what fails of the file is within.
pub(super) fn file(
    file: Opened,
    path: &Path,
    skip: u64,
    sink: &mut dyn FnMut(Event) -> Result<()>,
) -> Result<Result<Whole, Unread>> {
    let bytes = match file.bytes() {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Err(source::unread(&error))),
    };
    let (sha256, size) = (source::sha256(&bytes), bytes.len() as u64);
    let mut reader = Reader { sha256, skip, unpacked: 0, container: None, sink };
    reader.item(Item { bytes, name: path, place: String::new(), record: None, depth: 0 })?;
    let Reader { sha256, container, .. } = reader;
    Ok(Ok(Whole { sha256, size, container }))
}

/// A file or what lies within one.
struct Item<'n> {
    bytes: Vec<u8>,
    name: &'n Path,
    place: String,
    record: Option<Record>,
    depth: usize,
}

struct Reader<'s> {
    /// Of the file's bytes.
    sha256: String,
    /// How documents lie in the file, if it is none itself.
    container: Option<Format>,
    skip: u64,
    /// Bytes that were unpacked so far.
    unpacked: u64,
    sink: &'s mut dyn FnMut(Event) -> Result<()>,
}

impl Reader<'_> {
    fn item(&mut self, item: Item<'_>) -> Result<()> {
        if item.depth > DEEPEST {
            return self.fail(&item, Unread::failed("too many archives within each other"));
        }
        match detect::kind(&item.bytes[..item.bytes.len().min(decode::SAMPLE)], item.name) {
            _ if item.bytes.is_empty() => self.fail(&item, Unread::empty("empty")),
            Kind::Unread(unread) => self.fail(&item, unread),
            Kind::Text(Format::JsonLines) => self.json_lines(item),
            Kind::Binary(Format::Mbox) => self.mbox(&item),
            Kind::Binary(Format::Mail) => self.mail(&item),
            Kind::Text(format) | Kind::Binary(format) => self.document(item, format),
            Kind::Gzip => self.gzip(item),
            Kind::Compound => match compound::format(&item.bytes) {
                Ok(format) => self.document(item, format),
                Err(unread) => self.fail(&item, unread),
            },
            Kind::Zip => match package::format(&item.bytes) {
                Ok(Format::Zip) => self.archive(&item),
                Ok(format) => self.document(item, format),
                Err(unread) => self.fail(&item, unread),
            },
        }
    }

    /// A document that is all of the item.
    fn document(&mut self, item: Item<'_>, format: Format) -> Result<()> {
        let sha256 = self.sha256_of(&item);
        let Item { bytes, name, place, record, .. } = item;
        let size = bytes.len() as u64;
        self.part(place, size, record, || {
            let (extracted, encoding) = extract::extract(format, bytes)?;
            content(extracted, sha256, format, encoding, name)
        })
    }

    /// Tells the sink of a document, reads it and hands it over, unless it is one of the first that are left out.
    fn part(
        &mut self,
        place: String,
        size: u64,
        record: Option<Record>,
        read: impl FnOnce() -> Result<Box<Content>, Unread>,
    ) -> Result<()> {
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(());
        }
        (self.sink)(Event::Begin(place.clone()))?;
        let content = read();
        (self.sink)(Event::Part(Box::new(Part { place, size, record, content })))
    }

    fn fail(&mut self, item: &Item<'_>, unread: Unread) -> Result<()> {
        self.part(item.place.clone(), item.bytes.len() as u64, item.record.clone(), || Err(unread))
    }

    /// Of the item's bytes; of the file's own if the item is the file, which may be compressed.
    fn sha256_of(&self, item: &Item<'_>) -> String {
        if item.place.is_empty() { self.sha256.clone() } else { source::sha256(&item.bytes) }
    }

    /// Notes that the item is no document but holds some.
    fn contains(&mut self, item: &Item<'_>, format: Format) {
        if item.place.is_empty() {
            self.container = Some(format);
        }
    }

    /// Whether so many more bytes may be unpacked.
    fn has_room_for(&mut self, bytes: usize) -> bool {
        self.unpacked += bytes as u64;
        self.unpacked <= MOST_OF_ARCHIVE
    }

    /// The file within has the path of the compressed one.
    fn gzip(&mut self, item: Item<'_>) -> Result<()> {
        let mut bytes = Vec::new();
        let read = MultiGzDecoder::new(item.bytes.as_slice()).take(MOST_UNPACKED + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > MOST_UNPACKED || !self.has_room_for(bytes.len()) {
            return self.fail(&item, Unread::failed("too large when unpacked"));
        }
        // What stands before the damage is read all the same, if there is anything.
        if read.is_err() && bytes.is_empty() {
            return self.fail(&item, Unread::failed("damaged gzip file"));
        }
        let stem = item.name.file_stem().unwrap_or_default();
        let (name, depth) = (Path::new(stem), item.depth + 1);
        self.item(Item { bytes, name, place: item.place, record: item.record, depth })
    }

    fn archive(&mut self, item: &Item<'_>) -> Result<()> {
        let package = match Package::open(&item.bytes) {
            Ok(package) => package,
            Err(unread) => return self.fail(item, unread),
        };
        self.contains(item, Format::Zip);
        let mut names = Names::default();
        for (number, name) in package.files() {
            let inner = names.distinct(name);
            let place = format!("{}/{inner}", item.place);
            let part = match package.file(number) {
                Ok(bytes) if self.has_room_for(bytes.len()) => Ok(bytes),
                Ok(_) => Err(Unread::failed("too large when unpacked")),
                Err(unread) => Err(unread),
            };
            let (bytes, unread) =
                part.map_or_else(|unread| (Vec::new(), Some(unread)), |bytes| (bytes, None));
            let inside = Item { bytes, name: Path::new(&inner), place, record: None, depth: item.depth + 1 };
            match unread {
                None => self.item(inside)?,
                Some(unread) => self.fail(&inside, unread)?,
            }
        }
        Ok(())
    }

    /// A mail is a document, and what is attached to it are others.
    fn mail(&mut self, item: &Item<'_>) -> Result<()> {
        let mail = match mail::read(&item.bytes) {
            Ok(mail) => mail,
            Err(unread) => return self.fail(item, unread),
        };
        let (size, sha256) = (item.bytes.len() as u64, self.sha256_of(item));
        let mut record = item.record.clone();
        let mut extracted = mail.extracted;
        if let Some(record) = &mut record {
            record.id = mail.id;
            extracted.lines = vec![(0, record.lines.0)];
        }
        self.part(item.place.clone(), size, record, || {
            content(extracted, sha256, Format::Mail, None, item.name)
        })?;
        let folder = attachments_of(item);
        let mut names = Names::default();
        for attachment in mail.attachments {
            let inner = names.distinct(&attachment.name);
            let place = format!("{folder}/{inner}");
            let (name, depth) = (Path::new(&inner), item.depth + 1);
            self.item(Item { bytes: attachment.bytes, name, place, record: None, depth })?;
        }
        Ok(())
    }

    fn mbox(&mut self, item: &Item<'_>) -> Result<()> {
        self.contains(item, Format::Mbox);
        for (number, message) in (1..).zip(mbox::messages(&item.bytes)) {
            let place = key_of_record(&item.place, number);
            let record = Some(Record { id: None, lines: (message.line, message.last_line) });
            let bytes = message.bytes.into_owned();
            self.mail(&Item { bytes, name: item.name, place, record, depth: item.depth + 1 })?;
        }
        Ok(())
    }

    fn json_lines(&mut self, item: Item<'_>) -> Result<()> {
        self.contains(&item, Format::JsonLines);
        let decoded = match decode::decode(item.bytes, None) {
            Ok(decoded) => decoded,
            Err(unread) => return self.part(item.place, 0, item.record, || Err(unread)),
        };
        for (number, (line, source, record)) in (1..).zip(json_lines::records(&decoded.text)) {
            let place = key_of_record(&item.place, number);
            let id = record.as_ref().ok().and_then(|record| record.id.clone());
            self.part(place, source.len() as u64, Some(Record { id, lines: (line, line) }), || {
                let extracted = Extracted { lines: vec![(0, line)], ..record?.extracted };
                let sha256 = source::sha256(source.as_bytes());
                content(extracted, sha256, Format::JsonLines, Some(decoded.encoding.clone()), item.name)
            })?;
        }
        Ok(())
    }
}

/// Where the attachments of a mail lie: below the mail, or below its number if it is one of many in a file.
fn attachments_of(mail: &Item<'_>) -> String {
    match mail.place.rsplit_once(crate::index::RECORD) {
        Some((file, number)) => format!("{file}/{}", number.trim_start_matches('0')),
        None => mail.place.clone(),
    }
}

/// The names that were given to what lies within a file; each is one path.
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    /// `name` as a path below the file, with nothing in it that leads elsewhere, and unlike all others.
    fn distinct(&mut self, name: &str) -> String {
        let parts = name.split(['/', '\\']).map(|part| part.replace('\0', ""));
        let parts: Vec<String> = parts.filter(|part| !matches!(part.as_str(), "" | "." | "..")).collect();
        let name = if parts.is_empty() { "unnamed".into() } else { parts.join("/") };
        let mut numbered = (2_u64..).map(|number| format!("{name}~{number}"));
        let mut distinct = name.clone();
        while !self.0.insert(distinct.clone()) {
            distinct = numbered.next().unwrap_or_default();
        }
        distinct
    }
}

/// What was extracted → the document and its passages; `name` gives what only a file's name says.
fn content(
    mut extracted: Extracted,
    sha256: String,
    format: Format,
    encoding: Option<String>,
    name: &Path,
) -> Result<Box<Content>, Unread> {
    if extracted.text.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}') {
        return Err(Unread::empty("no text in it"));
    }
    metadata::complete(&mut extracted, name);
    let mut passages = passage::passages(&extracted);
    let document = Document {
        language: language::language(&extracted.text, extracted.language.as_deref()),
        text: extracted.text,
        title: extracted.title,
        author: extracted.author,
        date: extracted.date,
        format,
        encoding,
    };
    let main = document.language.as_deref();
    for passage in &mut passages {
        let text = &document.text[passage.bytes.clone()];
        passage.language = language::other_language(text, main).map(str::to_owned);
    }
    let facts = Facts {
        sha256,
        format,
        encoding: document.encoding.clone(),
        language: document.language.clone(),
        title: document.title.clone(),
        author: document.author.clone(),
        date: document.date.map(|date| date.to_string()),
        words: count_words(&document.text),
        passages: u32::try_from(passages.len()).unwrap_or(u32::MAX),
    };
    Ok(Box::new(Content { facts, document, passages }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_within_a_file_lead_nowhere_else_and_differ() {
        let mut names = Names::default();
        let table = [
            ("a/b.txt", "a/b.txt"),
            ("../../etc/passwd", "etc/passwd"),
            ("/abs.txt", "abs.txt"),
            ("C:\\lettres\\mai.doc", "C:/lettres/mai.doc"),
            ("a/./b.txt", "a/b.txt~2"),
            ("..", "unnamed"),
            ("", "unnamed~2"),
            ("x\0y", "xy"),
        ];
        for (name, distinct) in table {
            assert_eq!(names.distinct(name), distinct, "{name}");
        }
    }
}
