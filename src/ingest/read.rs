//! The bytes of a file → the documents in them: one, or those that lie within an archive, a mail or a file of records.

mod archive;
mod places;
mod records;

use std::path::Path;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::detect::{self, Kind};
use super::extract::office::package;
use super::extract::{self, Extracted, compound};
use super::source::{self, Opened};
use super::{decode, language, metadata, passage};
use crate::analysis::count_words;
use crate::document::{Document, Format, Passage, Unread};
use crate::index::{Facts, Record};
use archive::MOST_UNPACKED;
use places::Places;

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
    /// What lies at this place is about to be read, which may not come to an end.
    Begin(String),
    /// A document was read, or could not be.
    Part(Box<Part>),
}

/// What is known of a file of which all documents were read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Whole {
    /// Of the file's bytes, in hexadecimal.
    pub(super) sha256: String,
    /// Bytes.
    pub(super) size: u64,
    /// How documents lie in it, if it is none itself.
    pub(super) container: Option<Format>,
}

/// Reads the documents of a file, which is at `path`, and hands them to `sink`.
///
/// A reading that did not come to its end is taken up by another with `begun`, the number of [`Event::Begin`]s of the
/// first: what it had begun before the last is known, and the last is not tried again.
///
/// # Errors
///
/// Only what `sink` fails with; what fails of the file is within.
pub(super) fn file(
    file: Opened,
    path: &Path,
    begun: u64,
    sink: &mut dyn FnMut(Event) -> Result<()>,
) -> Result<Result<Whole, Unread>> {
    let bytes = match file.bytes() {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Err(source::unread(&error))),
    };
    read(bytes, path, begun, sink).map(Ok)
}

fn read(bytes: Vec<u8>, path: &Path, begun: u64, sink: &mut dyn FnMut(Event) -> Result<()>) -> Result<Whole> {
    let (sha256, size) = (source::sha256(&bytes), bytes.len() as u64);
    let mut reader = Reader {
        sha256,
        begun,
        next: 0,
        room: MOST_UNPACKED,
        container: None,
        places: Places::default(),
        sink,
    };
    if let Some(number) = reader.begin("")? {
        let place = String::new();
        reader.item(Item { bytes, name: path, place, record: None, number, depth: 0, cut: None })?;
    }
    let Reader { sha256, container, .. } = reader;
    Ok(Whole { sha256, size, container })
}

/// A document and its passages, or why it was not read.
pub type Reading = Result<(Document, Vec<Passage>), Unread>;

/// Reads a file that is one document from its bytes, as it would be indexed; `name` gives what only a file's name says.
///
/// # Errors
///
/// It is no document, holds several, or cannot be read.
pub fn document(bytes: Vec<u8>, name: &Path) -> Reading {
    let mut document = Err(Unread::skipped("holds no document, or several"));
    let read = read(bytes, name, 0, &mut |event| {
        match event {
            Event::Part(part) if part.place.is_empty() => document = part.content,
            _ => {}
        }
        Ok(())
    });
    read.map_err(|error| Unread::failed(format!("{error:#}")))?;
    document.map(|content| (content.document, content.passages))
}

/// Reads what is in a file from its bytes, as it would be indexed: each document with its place in the file, which is
/// nothing if the file is the document, or why it was not read.
pub fn documents(bytes: Vec<u8>, name: &Path) -> Vec<(String, Reading)> {
    let mut documents = Vec::new();
    let read = read(bytes, name, 0, &mut |event| {
        if let Event::Part(part) = event {
            let Part { place, content, .. } = *part;
            documents.push((place, content.map(|content| (content.document, content.passages))));
        }
        Ok(())
    });
    // It fails with what its sink fails with, and this one does not.
    drop(read);
    documents
}

/// Cuts a text into passages, whose lines are its own.
pub fn cut(text: &str) -> Vec<Passage> {
    passage::passages(&Extracted { text: text.to_owned(), ..Extracted::default() })
}

/// A file or what lies within one.
struct Item<'n> {
    bytes: Vec<u8>,
    name: &'n Path,
    place: String,
    record: Option<Record>,
    /// Which of the file's items it is, in the order in which they are begun.
    number: u64,
    depth: usize,
    /// Why its bytes are not all there.
    cut: Option<&'static str>,
}

struct Reader<'s> {
    /// Of the file's bytes.
    sha256: String,
    /// How documents lie in the file, if it is none itself.
    container: Option<Format>,
    /// Items that an earlier reading had begun, and the number of the next.
    begun: u64,
    next: u64,
    /// Bytes that may still be unpacked.
    room: u64,
    places: Places,
    sink: &'s mut dyn FnMut(Event) -> Result<()>,
}

impl Reader<'_> {
    /// Says that an item is begun; its number, or nothing if it ended an earlier reading.
    fn begin(&mut self, place: &str) -> Result<Option<u64>> {
        let number = self.next;
        self.next += 1;
        if number >= self.begun {
            (self.sink)(Event::Begin(place.to_owned()))?;
        }
        Ok((number + 1 != self.begun).then_some(number))
    }

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
        let Item { bytes, name, place, record, number, cut, .. } = item;
        let size = bytes.len() as u64;
        self.part(number, place, size, record, || {
            let (mut extracted, encoding) = extract::extract(format, bytes)?;
            extracted.cut = extracted.cut.or(cut);
            content(extracted, sha256, format, encoding, name)
        })
    }

    /// Reads a document of the item with this number and hands it over, unless an earlier reading did.
    fn part(
        &mut self,
        number: u64,
        place: String,
        size: u64,
        record: Option<Record>,
        read: impl FnOnce() -> Result<Box<Content>, Unread>,
    ) -> Result<()> {
        if number < self.begun {
            return Ok(());
        }
        (self.sink)(Event::Part(Box::new(Part { place, size, record, content: read() })))
    }

    fn fail(&mut self, item: &Item<'_>, unread: Unread) -> Result<()> {
        let (place, size) = (item.place.clone(), item.bytes.len() as u64);
        self.part(item.number, place, size, item.record.clone(), || Err(unread))
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
        cut: extracted.cut.map(str::to_owned),
    };
    Ok(Box::new(Content { facts, document, passages }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_from_its_bytes_as_it_would_be_indexed() {
        let (read, passages) =
            document(b"# Le bac\n\nIl attend.\n".to_vec(), "bac.md".as_ref()).expect("a document");
        assert_eq!((read.title.as_deref(), read.format), (Some("Le bac"), Format::Markdown));
        assert_eq!(passages, cut(&read.text));
        for (bytes, name) in
            [(&b""[..], "a.txt"), (b"{\"text\": \"Un.\"}\n{\"text\": \"Deux.\"}\n", "a.jsonl")]
        {
            assert!(document(bytes.to_vec(), name.as_ref()).is_err(), "{name}");
        }
    }
}
