//! The formatting of a Word document, as far as it says what is text: hidden, deleted, the end of a table row.

use super::header::{Header, Place};
use super::{slice, u16_at, u32_at};

const CELL_END: u16 = 0x07;
const PARAGRAPH_END: u16 = 0x0d;

// Marks of our own, for what only the formatting tells; the characters themselves mean nothing here.
/// A paragraph ends within a cell.
pub(super) const CELL_PARAGRAPH_END: u16 = 0x03;
/// A row ends, and another follows.
pub(super) const ROW_END: u16 = 0x04;
/// The last row of a table ends.
pub(super) const TABLE_END: u16 = 0x05;
const OWN_MARKS: std::ops::RangeInclusive<u16> = CELL_PARAGRAPH_END..=TABLE_END;

/// Pages of formatting are as long as this.
const PAGE: usize = 512;

// Deleted by a tracked change, hidden, in a table, the end of a row: each has an operand of one byte.
const DELETED: u16 = 0x0800;
const HIDDEN: u16 = 0x083c;
const IN_TABLE: u16 = 0x2416;
const ENDS_ROW: u16 = 0x2417;
/// A character of a symbol font, whatever is stored in its place.
const SYMBOL: u16 = 0x6a09;
/// What other formats store for such a one.
const IN_SYMBOL_FONT: u16 = 0xf020;

/// Half-open ranges of byte offsets in the stream, in order.
type Ranges = Vec<(usize, usize)>;

/// Which stretches are formatted in a way that matters.
#[derive(Debug, Default)]
pub(super) struct Formatting {
    left_out: Ranges,
    symbols: Ranges,
    tables: Ranges,
    row_ends: Ranges,
}

impl Formatting {
    pub(super) fn read(header: &Header, main: &[u8], table: &[u8]) -> Self {
        let characters = |properties| ranges(header.characters, main, table, character_run, properties);
        let paragraphs = |property| ranges(header.paragraphs, main, table, paragraph_run, &[property]);
        Self {
            left_out: characters(&[DELETED, HIDDEN]),
            symbols: characters(&[SYMBOL]),
            tables: paragraphs(IN_TABLE),
            row_ends: paragraphs(ENDS_ROW),
        }
    }

    /// The character at a byte offset as it is to be read. Marks stay even where they are hidden.
    pub(super) fn applied(&self, unit: u16, offset: usize) -> u16 {
        match unit {
            CELL_END if contains(&self.row_ends, offset) => ROW_END,
            PARAGRAPH_END if self.is_in_table(offset) => CELL_PARAGRAPH_END,
            0x20.. if contains(&self.left_out, offset) => 0,
            0x20.. if contains(&self.symbols, offset) => IN_SYMBOL_FONT,
            unit if OWN_MARKS.contains(&unit) => 0,
            unit => unit,
        }
    }

    pub(super) fn is_in_table(&self, offset: usize) -> bool {
        contains(&self.tables, offset)
    }
}

fn contains(ranges: &Ranges, offset: usize) -> bool {
    let after = ranges.partition_point(|(start, _)| *start <= offset);
    after.checked_sub(1).and_then(|index| ranges.get(index)).is_some_and(|(_, end)| offset < *end)
}

/// Where the list of changes for the run at an index lies in a page of so many runs.
type RunOf = fn(&[u8], usize, usize) -> Option<&[u8]>;

/// The runs to which one of `properties` is given. The table at `place` names the pages that hold them.
fn ranges(place: Place, main: &[u8], table: &[u8], run_of: RunOf, properties: &[u16]) -> Ranges {
    let Some(index) = slice(table, place.0, place.1) else { return Ranges::new() };
    let count = index.len().saturating_sub(4) / 8;
    let pages = (0..count).filter_map(|page| {
        let number = u32_at(index, (count + 1) * 4 + page * 4)? & 0x3f_ffff;
        slice(main, number * PAGE, PAGE)
    });
    let mut ranges: Ranges = pages.flat_map(|page| runs(page, run_of, properties)).collect();
    ranges.sort_unstable();
    ranges
}

fn runs<'a>(page: &'a [u8], run_of: RunOf, properties: &'a [u16]) -> impl Iterator<Item = (usize, usize)> {
    let count = page.last().copied().map_or(0, usize::from);
    (0..count).filter_map(move |run| {
        let changes = run_of(page, count, run)?;
        let matters = is_given(changes, properties);
        matters.then_some((u32_at(page, run * 4)?, u32_at(page, run * 4 + 4)?))
    })
}

fn character_run(page: &[u8], count: usize, run: usize) -> Option<&[u8]> {
    let at = usize::from(*page.get((count + 1) * 4 + run)?) * 2;
    let length = usize::from(*page.get(at).filter(|_| at > 0)?);
    slice(page, at + 1, length)
}

/// A length in words, or zero and then a length; the number of a style comes before the changes.
fn paragraph_run(page: &[u8], count: usize, run: usize) -> Option<&[u8]> {
    let at = usize::from(*page.get((count + 1) * 4 + run * 13)?) * 2;
    let (at, length) = match usize::from(*page.get(at).filter(|_| at > 0)?) {
        0 => (at + 2, usize::from(*page.get(at + 1)?) * 2),
        words => (at + 1, words * 2 - 1),
    };
    slice(page, at, length)?.get(2..)
}

/// Whether a list of changes gives one of `properties`.
fn is_given(mut changes: &[u8], properties: &[u16]) -> bool {
    while let (Some(property), Some(operand)) = (u16_at(changes, 0), changes.get(2..)) {
        if properties.contains(&property)
            && (property == SYMBOL || operand.first().is_some_and(|on| on & 1 == 1))
        {
            return true;
        }
        let Some(rest) = operand_length(property, operand).and_then(|length| operand.get(length..)) else {
            break;
        };
        changes = rest;
    }
    false
}

/// The length of a change's operand, which the three highest bits of its number tell.
fn operand_length(property: u16, operand: &[u8]) -> Option<usize> {
    Some(match property >> 13 {
        0 | 1 => 1,
        2 | 4 | 5 => 2,
        3 => 4,
        7 => 3,
        // The definition of a table is too long for a length of one byte.
        _ if property == 0xd608 => usize::from(u16_at(operand, 0)?) + 1,
        _ => usize::from(*operand.first()?) + 1,
    })
}
