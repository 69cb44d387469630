//! Rows of a spreadsheet put together from its cells, whoever reads them.

mod cell;

use calamine::{Cell, Data, DataRef, Range};

use super::office::package::too_large;
use crate::document::Unread;

/// Longest text of a workbook, in bytes: a string that is stored once may be shown in a million cells.
const MAX_TEXT: usize = if cfg!(test) { 1 << 20 } else { 256 << 20 };

/// Columns of the widest sheet that a program can show.
pub(super) const MAX_COLUMNS: u32 = 16_384;

/// Rows put together from cells.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Name and rows of each sheet that has any.
    sheets: Vec<(String, String)>,
    size: usize,
    /// The row and the column written last on the sheet.
    last: Option<(u32, u32)>,
    /// Something could not be read; the rest is given all the same.
    pub(super) is_damaged: bool,
}

impl Rows {
    pub(super) fn sheet(&mut self, name: &str) {
        if self.sheets.last().is_some_and(|(_, rows)| rows.is_empty()) {
            self.sheets.pop();
        }
        self.sheets.push((cell::one_line(name), String::new()));
        self.last = None;
    }

    pub(super) fn range(&mut self, range: &Range<Data>) -> Result<(), Unread> {
        for (row, column, value) in range.used_cells() {
            self.cell(u32::try_from(row).map_err(damaged)?, u32::try_from(column).map_err(damaged)?, value)?;
        }
        Ok(())
    }

    /// Takes cells until there are no more, or one cannot be read.
    pub(super) fn cells<'a>(
        &mut self,
        mut next: impl FnMut() -> Option<Option<Cell<DataRef<'a>>>>,
    ) -> Result<(), Unread> {
        while let Some(cell) = next() {
            let Some(cell) = cell else { return Ok(()) };
            let (row, column) = cell.get_position();
            self.cell(row, column, &cell.get_value().clone().into())?;
        }
        self.is_damaged = true;
        Ok(())
    }

    /// Adds a cell; behind the last column there is none, and room for those before it would fill the memory.
    pub(super) fn cell(&mut self, row: u32, column: u32, value: &Data) -> Result<(), Unread> {
        if column >= MAX_COLUMNS {
            self.is_damaged = true;
            return Ok(());
        }
        let shown = cell::shown(value);
        let Some((_, text)) = self.sheets.last_mut().filter(|_| !shown.is_empty()) else { return Ok(()) };
        let before = text.len();
        match self.last {
            None => {}
            Some((last, before)) if last == row && before < column => {
                text.extend(std::iter::repeat_n('\t', (column - before) as usize));
            }
            Some(_) => text.push('\n'),
        }
        text.push_str(&shown);
        self.last = Some((row, column));
        self.size += text.len() - before;
        if self.size > MAX_TEXT { Err(too_large()) } else { Ok(()) }
    }

    /// All sheets, each behind its name where that says something or tells it from another.
    pub(super) fn finish(mut self) -> Result<String, Unread> {
        self.sheets.retain(|(_, rows)| !rows.is_empty());
        let several = self.sheets.len() > 1;
        let blocks: Vec<String> = self
            .sheets
            .into_iter()
            .flat_map(|(name, rows)| [(several || !is_default_name(&name)).then_some(name), Some(rows)])
            .flatten()
            .collect();
        match (blocks.is_empty(), self.is_damaged) {
            (false, _) => Ok(blocks.join("\n\n")),
            (true, true) => Err(damaged(())),
            (true, false) => Err(Unread::empty("no text in the spreadsheet")),
        }
    }
}

/// Whether a program named the sheet: `Feuil1`, `Feuille 1`, `Sheet`.
fn is_default_name(name: &str) -> bool {
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').to_lowercase();
    matches!(word.as_str(), "feuil" | "feuille" | "sheet")
}

/// What to say where nothing of a spreadsheet can be read.
pub(super) fn damaged<E>(_: E) -> Unread {
    Unread::failed("damaged spreadsheet")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_behind_the_last_column_takes_no_memory() {
        let mut rows = Rows::default();
        rows.sheet("Feuil1");
        for (row, column, text) in [(0, 0, "a"), (0, u32::MAX, "b"), (1, 0, "c"), (1, 2, "d")] {
            assert_eq!(rows.cell(row, column, &Data::String(text.to_owned())), Ok(()));
        }
        assert!(rows.is_damaged);
        assert_eq!(rows.finish().as_deref(), Ok("a\nc\t\td"));
    }
}
