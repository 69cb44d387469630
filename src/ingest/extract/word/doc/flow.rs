//! The characters of a Word document → text: marks of paragraphs, cells, fields and objects.

use super::formatting::{CELL_PARAGRAPH_END, ROW_END, TABLE_END};
use super::header::Parts;
use crate::ingest::extract::word::writer::Writer;

const FIELD_START: u16 = 0x13;
const FIELD_RESULT: u16 = 0x14;
const FIELD_END: u16 = 0x15;

/// The text of all parts that are read, each a paragraph of its own.
///
/// `marks_rows` says that rows end with a mark of their own, else a row ends where a cell would without content.
pub(super) fn text(units: &[u16], parts: &Parts, marks_rows: bool) -> String {
    let mut rest = units;
    let mut part = |length: usize| {
        let (part, others) = rest.split_at(length.min(rest.len()));
        rest = others;
        part
    };
    let (main, footnotes) = (part(parts.main), part(parts.footnotes));
    let _left_out = (part(parts.headers), part(parts.macros));
    let (comments, endnotes, text_boxes) =
        (part(parts.comments), part(parts.endnotes), part(parts.text_boxes));
    let mut writer = Writer::default();
    for part in [main, text_boxes, footnotes, endnotes, comments] {
        write(&mut writer, part, marks_rows);
        writer.paragraph();
    }
    writer.finish()
}

fn write(writer: &mut Writer, units: &[u16], marks_rows: bool) {
    let visible = without_instructions(units);
    for character in char::decode_utf16(visible) {
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        match u16::try_from(u32::from(character)).unwrap_or(u16::MAX) {
            0x07 if !marks_rows && writer.is_behind_cell() => writer.row(),
            0x07 => writer.cell(),
            CELL_PARAGRAPH_END => writer.space(),
            ROW_END => writer.row(),
            TABLE_END | 0x0c | 0x0d | 0x0e => writer.paragraph(),
            0x0b => writer.line(),
            0x1e => writer.push('\u{2011}'),
            // Pictures, references to notes, places where a word may be cut.
            0x00..=0x08 | 0x0a..=0x1f => {}
            _ => writer.push(character),
        }
    }
}

/// The characters outside of fields, and the results of fields. A field that never ends is none.
fn without_instructions(units: &[u16]) -> impl Iterator<Item = u16> {
    let mut depth_changes = vec![0_i32; units.len() + 1];
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        match (*unit, open.last_mut()) {
            (FIELD_START, _) => open.push((at, false)),
            (FIELD_RESULT, Some((start, has_result))) if !*has_result => {
                *has_result = true;
                depth_changes[*start] += 1;
                depth_changes[at] -= 1;
            }
            (FIELD_END, Some((start, has_result))) => {
                if !*has_result {
                    depth_changes[*start] += 1;
                    depth_changes[at] -= 1;
                }
                open.pop();
            }
            _ => {}
        }
    }
    let mut depth = 0;
    units.iter().zip(depth_changes).filter_map(move |(unit, change)| {
        depth += change;
        (depth == 0).then_some(*unit)
    })
}
