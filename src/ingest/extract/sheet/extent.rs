//! How large the tables of an XLS are, before calamine makes room for all the cells between the first and the last: what
//! it is told of them it trusts, and a few bytes can tell of more than any memory holds.

use std::io::{Cursor, Read as _};

use cfb::CompoundFile;

/// Rows and columns of the largest sheet of the format.
const MOST_ROWS: u64 = 1 << 16;
const MOST_COLUMNS: u64 = 1 << 8;

/// Cells of all sheets together: those of two sheets that are as large as they can be.
const MOST_CELLS: u64 = 2 * MOST_ROWS * MOST_COLUMNS;

// Records.
const END: u16 = 0x000a;
const BEGIN: u16 = 0x0809;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
/// Each begins with the row and the column of its cell, or of the first of several.
const CELLS: [u16; 8] = [0x0006, 0x00bd, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e];

/// Whether the workbook says that it has more cells than can be held.
pub(super) fn is_too_large(bytes: &[u8]) -> bool {
    // What this cannot open, calamine says that it is damaged.
    workbook(bytes).is_some_and(|stream| {
        let places = records(&stream, 0).filter(|(kind, _)| *kind == SHEET);
        let places = places.filter_map(|(_, data)| Some(u32::from_le_bytes(*data.first_chunk()?)));
        let mut cells = 0_u64;
        // A few bytes can also name one sheet many times; one that is too large by itself ends the count.
        places.into_iter().any(|place| {
            cells = cells.saturating_add(extent(&stream, place as usize).max(1));
            cells > MOST_CELLS
        })
    })
}

fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut compound = CompoundFile::open(Cursor::new(bytes)).ok()?;
    let mut stream = compound.open_stream("Workbook").or_else(|_| compound.open_stream("Book")).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The records from a place to the end of what begins there.
fn records(stream: &[u8], place: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream.get(place..).unwrap_or_default();
    let mut depth = 0_u32;
    std::iter::from_fn(move || {
        loop {
            let [kind, other, low, high] = *rest.first_chunk()?;
            let (kind, length) = (u16::from_le_bytes([kind, other]), u16::from_le_bytes([low, high]));
            let data = rest.get(4..4 + usize::from(length))?;
            rest = &rest[4 + usize::from(length)..];
            // What is within, such as a chart, is no part of it.
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => return None,
                END => depth -= 1,
                _ if depth <= 1 => return Some((kind, data)),
                _ => {}
            }
        }
    })
}

/// How many cells lie between the first and the last of the sheet at `place`.
fn extent(stream: &[u8], place: usize) -> u64 {
    let (mut rows, mut columns) = (Bounds::default(), Bounds::default());
    for (kind, data) in records(stream, place) {
        let number = |at: usize| data.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]));
        match kind {
            DIMENSIONS if !is_possible(data) => return u64::MAX,
            _ if CELLS.contains(&kind) => {
                rows.include(number(0));
                columns.include(number(2));
            }
            _ => {}
        }
        // Of a record of several cells the last two bytes are the column of the last.
        if kind == 0x00bd {
            columns.include(number(data.len().saturating_sub(2)));
        }
    }
    rows.length() * columns.length()
}

/// Whether a sheet can be as large as it is said to be: first row and the row behind the last, the same of columns.
fn is_possible(dimensions: &[u8]) -> bool {
    let number = |at: usize, length: usize| {
        let bytes = dimensions.get(at..at + length).unwrap_or_default();
        bytes.iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte))
    };
    // Before Excel 97 a row has two bytes.
    let width = if dimensions.len() == 10 { 2 } else { 4 };
    let (first, last, columns) = (number(0, width), number(width, width), number(2 * width + 2, 2));
    first <= last.max(1) && last <= MOST_ROWS && columns <= MOST_COLUMNS
}

/// The least and the greatest of some numbers.
#[derive(Default)]
struct Bounds(Option<(u16, u16)>);

impl Bounds {
    fn include(&mut self, number: u16) {
        let (least, greatest) = self.0.unwrap_or((number, number));
        self.0 = Some((least.min(number), greatest.max(number)));
    }

    fn length(&self) -> u64 {
        self.0.map_or(0, |(least, greatest)| u64::from(greatest - least) + 1)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).expect("short");
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    }

    /// A workbook that names its one sheet so often, which says to be so large and has a cell at each of these places.
    fn workbook(times: usize, rows: (u32, u32), columns: u16, cells: &[(u16, u16)]) -> Vec<u8> {
        let begin = record(BEGIN, &[0, 6, 5, 0]);
        let place = |start: usize| {
            let sheet =
                [&u32::try_from(start).expect("short").to_le_bytes()[..], &[0, 0, 1, 0, b'U']].concat();
            record(SHEET, &sheet).repeat(times)
        };
        let start = begin.len() + place(0).len() + 4;
        let dimensions =
            [&rows.0.to_le_bytes()[..], &rows.1.to_le_bytes(), &[0, 0], &columns.to_le_bytes(), &[0, 0]]
                .concat();
        let cell = |(row, column): &(u16, u16)| {
            let number =
                [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], &1.5_f64.to_le_bytes()].concat();
            record(0x0203, &number)
        };
        let cells: Vec<u8> = cells.iter().flat_map(cell).collect();
        let sheet = [record(BEGIN, &[0, 6, 16, 0]), record(DIMENSIONS, &dimensions), cells, record(END, &[])]
            .concat();
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes all");
        let stream = [begin, place(start), record(END, &[]), sheet].concat();
        file.create_stream("Workbook").and_then(|mut new| new.write_all(&stream)).expect("memory takes all");
        file.into_inner().into_inner()
    }

    #[test]
    fn a_sheet_that_says_to_be_larger_than_memory_is_not_read() {
        let corners = [(0, 0), (65_535, 255)];
        let table = [
            ("small", workbook(1, (0, 2), 2, &[(0, 0), (1, 1)]), false),
            ("as large as can be", workbook(1, (0, 65_536), 256, &corners), false),
            ("no cells", workbook(1, (0, 0), 0, &[]), false),
            ("rows without end", workbook(1, (0, u32::MAX), 2, &[]), true),
            ("columns without end", workbook(1, (0, 2), u16::MAX, &[]), true),
            ("rows that end before they begin", workbook(1, (9, 2), 2, &[]), true),
            ("a cell beyond the last column", workbook(1, (0, 2), 2, &[(0, 0), (65_535, 65_535)]), true),
            ("one sheet many times", workbook(9, (0, 2), 2, &corners), true),
        ];
        for (name, bytes, expected) in table {
            assert_eq!(is_too_large(&bytes), expected, "{name}");
            if expected {
                let read = super::super::extract(crate::document::Format::Xls, &bytes);
                assert_eq!(read.map(|found| found.text), Err(super::super::too_large()), "{name}");
            }
        }
    }
}
