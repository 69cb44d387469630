//! DOC: Word documents from before 2007.
//!
//! The main text comes first, then text boxes, foot- and endnotes and comments. Headers and footers, which repeat
//! on every page, are left out; so are hidden and deleted text, and the instructions of fields.

mod flow;
mod formatting;
mod header;
mod pieces;
mod properties;

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::Extracted;
use crate::document::Unread;
use formatting::Formatting;
use header::Header;

type Compound<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// The text and the properties of a Word document.
pub(in crate::ingest::extract) fn extract(bytes: &[u8]) -> Result<Extracted, Unread> {
    let mut compound = CompoundFile::open(Cursor::new(bytes)).map_err(|_| damaged())?;
    let main = stream(&mut compound, "WordDocument").ok_or_else(damaged)?;
    let header = Header::read(&main)?;
    let table = stream(&mut compound, header.table).unwrap_or_default();
    let text = text(&header, &main, &table)?;
    let summary = stream(&mut compound, "\u{5}SummaryInformation").unwrap_or_default();
    let properties = properties::read(&summary).unwrap_or_default();
    Ok(Extracted {
        text,
        title: properties.title,
        author: properties.author,
        date: properties.created,
        ..Extracted::default()
    })
}

fn text(header: &Header, main: &[u8], table: &[u8]) -> Result<String, Unread> {
    let pieces = pieces::read(header, main, table).ok_or_else(damaged)?;
    let formatting = Formatting::read(header, main, table);
    let units = pieces::units(&pieces, main, header, &formatting);
    let text = flow::text(&units, &header.parts, header.marks_rows);
    if text.is_empty() { Err(Unread::empty("no text in the Word document")) } else { Ok(text) }
}

fn damaged() -> Unread {
    Unread::failed("damaged Word document")
}

/// The bytes of a stream; what can be read of a damaged one is kept.
fn stream(compound: &mut Compound<'_>, name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut stream = compound.open_stream(name).ok()?;
    match stream.read_to_end(&mut bytes) {
        Ok(_) => Some(bytes),
        Err(_) => Some(bytes).filter(|bytes| !bytes.is_empty()),
    }
}

/// The little-endian number of 16 bits at a byte offset.
fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

/// The little-endian number of 32 bits at a byte offset, as an offset or a length.
fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

/// The bytes at an offset that is stored in the file.
fn slice(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

#[cfg(test)]
mod tests;
