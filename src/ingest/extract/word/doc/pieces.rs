//! The piece table of a Word document: where in the file its text lies.

use encoding_rs::{MACINTOSH, WINDOWS_1252};

use super::formatting::{Formatting, ROW_END, TABLE_END};
use super::header::Header;
use super::{slice, u16_at, u32_at};

/// A stretch of text that lies in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Byte offset in the stream.
    offset: usize,
    /// In characters.
    length: usize,
    /// One byte a character, or two.
    single_byte: bool,
}

/// The pieces in the order of the text; without a table, which only Word 95 does without, all is one.
pub(super) fn read(header: &Header, main: &[u8], table: &[u8]) -> Option<Vec<Piece>> {
    // Text is stored once: what claims more is damaged, or means to fill the memory.
    let room = main.len();
    match (header.pieces, header.single_bytes) {
        ((_, 0), Some((offset, length))) => {
            (length <= room).then(|| vec![Piece { offset, length, single_byte: true }])
        }
        ((at, length), single_bytes) => {
            let entries = piece_table(slice(table, at, length)?)?;
            let pieces: Vec<Piece> = entries_of(entries, single_bytes.is_some()).collect();
            let total = pieces.iter().try_fold(0_usize, |sum, piece| sum.checked_add(piece.length))?;
            (total <= room).then_some(pieces)
        }
    }
}

/// The table itself, which formatting precedes.
fn piece_table(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        match rest.first()? {
            1 => rest = rest.get(3 + usize::from(u16_at(rest, 1)?)..)?,
            2 => return rest.get(5..rest.len().min(u32_at(rest, 1)?.checked_add(5)?)),
            _ => return None,
        }
    }
}

/// First the position in the text where each piece begins and the last ends, then eight bytes for each.
fn entries_of(table: &[u8], all_single: bool) -> impl Iterator<Item = Piece> {
    let count = table.len().saturating_sub(4) / 12;
    (0..count).map_while(move |index| {
        let (start, end) = (u32_at(table, index * 4)?, u32_at(table, index * 4 + 4)?);
        let place = u32_at(table, (count + 1) * 4 + index * 8 + 2)?;
        let compressed = place & 0x4000_0000 != 0;
        let offset = place & 0x3fff_ffff;
        Some(Piece {
            offset: if compressed { offset / 2 } else { offset },
            length: end.checked_sub(start)?,
            single_byte: compressed || all_single,
        })
    })
}

/// The text as UTF-16, as long as the document says, with what is not to be read as zeros.
pub(super) fn units(pieces: &[Piece], main: &[u8], header: &Header, formatting: &Formatting) -> Vec<u16> {
    let encoding = if header.macintosh { MACINTOSH } else { WINDOWS_1252 };
    let mut units: Vec<u16> = Vec::new();
    for piece in pieces {
        let width = if piece.single_byte { 1 } else { 2 };
        let start = main.get(piece.offset..).unwrap_or_default();
        let bytes = &start[..start.len().min(piece.length.saturating_mul(width))];
        for (index, character) in bytes.chunks_exact(width).enumerate() {
            let unit = match character {
                [byte @ ..0x80] => u16::from(*byte),
                [_] => encoding.decode_without_bom_handling(character).0.encode_utf16().next().unwrap_or(0),
                _ => u16_at(character, 0).unwrap_or(0),
            };
            let offset = piece.offset + index * width;
            if let Some(last @ &mut ROW_END) = units.last_mut().filter(|_| !formatting.is_in_table(offset)) {
                *last = TABLE_END;
            }
            units.push(formatting.applied(unit, offset));
        }
        // What is missing keeps its place, or all behind it would be taken for something else.
        units.resize(units.len() + piece.length - bytes.len() / width, 0);
    }
    units
}
