//! The head of a Word document (FIB): where its parts are.

use super::{damaged, u16_at, u32_at};
use crate::document::Unread;

/// The parts of a document's text, in the order in which they are stored: their lengths in characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) main: usize,
    pub(super) footnotes: usize,
    pub(super) headers: usize,
    pub(super) macros: usize,
    pub(super) comments: usize,
    pub(super) endnotes: usize,
    pub(super) text_boxes: usize,
}

/// An offset and a length.
pub(super) type Place = (usize, usize);

/// What is read of the head.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    /// The stream that the places lie in.
    pub(super) table: &'static str,
    pub(super) parts: Parts,
    /// The piece table.
    pub(super) pieces: Place,
    /// The formatting of characters and of paragraphs.
    pub(super) characters: Place,
    pub(super) paragraphs: Place,
    /// Whether the formatting says which marks end a row.
    pub(super) marks_rows: bool,
    /// Before Word 97: all text is in single bytes, and lies here where there is no piece table.
    pub(super) single_bytes: Option<Place>,
    /// Before Word 97: the bytes are those of a Macintosh.
    pub(super) macintosh: bool,
}

impl Header {
    /// Reads the head at the start of the stream `WordDocument`.
    pub(super) fn read(main: &[u8]) -> Result<Self, Unread> {
        let number = |at| u16_at(main, at).ok_or_else(damaged);
        let (magic, version, flags) = (number(0)?, number(2)?, number(0x0a)?);
        if flags & 0x0100 != 0 {
            return Err(Unread::failed("encrypted Word document"));
        }
        let table = if flags & 0x0200 != 0 { "1Table" } else { "0Table" };
        match (magic, version) {
            (0xa5ec | 0xa5dc, 193..) => Self::word_97(main, table),
            (0xa5ec | 0xa5dc, 101..) => Self::word_6(main),
            (0xa5ec | 0xa5dc, _) => return Err(Unread::skipped("Word document from before 1993")),
            _ => None,
        }
        .ok_or_else(damaged)
    }

    fn word_97(main: &[u8], table: &'static str) -> Option<Self> {
        let place = |at| Some((u32_at(main, at)?, u32_at(main, at + 4)?));
        let length = |at| u32_at(main, at);
        let parts = Parts {
            main: length(0x4c)?,
            footnotes: length(0x50)?,
            headers: length(0x54)?,
            macros: length(0x58)?,
            comments: length(0x5c)?,
            endnotes: length(0x60)?,
            text_boxes: length(0x64)?,
        };
        Some(Self {
            table,
            parts,
            pieces: place(0x1a2)?,
            characters: place(0xfa)?,
            paragraphs: place(0x102)?,
            marks_rows: true,
            single_bytes: None,
            macintosh: false,
        })
    }

    /// Word 6 and 95 keep everything in one stream, at other places, and format in another way.
    fn word_6(main: &[u8]) -> Option<Self> {
        let place = |at| Some((u32_at(main, at)?, u32_at(main, at + 4)?));
        let length = |at| u32_at(main, at);
        let parts = Parts {
            main: length(0x34)?,
            footnotes: length(0x38)?,
            headers: length(0x3c)?,
            macros: length(0x40)?,
            comments: length(0x44)?,
            endnotes: length(0x48)?,
            text_boxes: length(0x4c)?,
        };
        let (first, end) = place(0x18)?;
        Some(Self {
            table: "WordDocument",
            parts,
            pieces: place(0x160)?,
            characters: (0, 0),
            paragraphs: (0, 0),
            marks_rows: false,
            single_bytes: Some((first, end.checked_sub(first)?)),
            macintosh: u16_at(main, 0x14)? == 0x0100,
        })
    }
}
