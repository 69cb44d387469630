//! Spreadsheets (XLSX, XLSM, XLSB, ODS, XLS): one row is one line, its cells separated by tabs.
//!
//! What a cell shows is given as far as it is stored: dates in ISO form, numbers with a decimal point, no error
//! values. A cell without content shows only between others. A line break within a cell becomes a space, so that
//! a row stays a line.

mod cell;

use std::io::Cursor;
use std::panic;

use calamine::{
    Cell, Data, DataRef, Reader, Sheet, SheetType, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
    open_workbook_from_rs,
};

use super::Extracted;
use super::office::ods;
use super::office::package::{Package, too_large};
use super::office::properties::Properties;
use super::office::xml::decode;
use crate::document::{Format, Unread};
use crate::ingest::date::parse_date;
use crate::ingest::metadata::clean;

/// Longest text of a workbook, in bytes: a string that is stored once may be shown in a million cells.
const MAX_TEXT: usize = if cfg!(test) { 1 << 20 } else { 256 << 20 };

type Bytes<'a> = Cursor<&'a [u8]>;

/// The rows and the properties of a workbook, which is XLSX or XLSB, XLS or ODS.
pub(super) fn extract(format: Format, bytes: &[u8]) -> Result<Extracted, Unread> {
    // In a damaged XLS or XLSB calamine takes places for given that are not there, and panics.
    panic::catch_unwind(|| read(format, bytes)).unwrap_or_else(|_| Err(damaged(())))
}

fn read(format: Format, bytes: &[u8]) -> Result<Extracted, Unread> {
    let mut rows = Rows::default();
    let properties = match format {
        Format::Xls => read_xls(bytes, &mut rows)?,
        Format::Ods => ods::read(&Package::open(bytes)?, &mut rows)?,
        _ => read_package(bytes, &mut rows)?,
    };
    let Properties { title, author, date, language } = properties;
    let cut = rows.is_damaged.then_some("damaged spreadsheet");
    let text = rows.finish()?;
    Ok(Extracted { text, title, author, date, language, rows: true, cut, ..Extracted::default() })
}

fn damaged<E>(_: E) -> Unread {
    Unread::failed("damaged spreadsheet")
}

fn encrypted() -> Unread {
    Unread::failed("encrypted spreadsheet")
}

fn read_package(bytes: &[u8], rows: &mut Rows) -> Result<Properties, Unread> {
    let package = Package::open(bytes)?;
    // What a part declares as its size need not be true, and calamine trusts it.
    for (number, _) in package.files() {
        package.measure(number)?;
    }
    match package.has("xl/workbook.bin") {
        true => read_xlsb(bytes, rows)?,
        false => read_xlsx(bytes, rows)?,
    }
    let core = package.part("docProps/core.xml")?.unwrap_or_default();
    Ok(Properties::of_office(&decode(&core)))
}

/// Cell by cell: a table of all the cells between the first and the last could not be held.
fn read_xlsx(bytes: &[u8], rows: &mut Rows) -> Result<(), Unread> {
    let mut workbook: Xlsx<Bytes<'_>> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
            XlsxError::Password => encrypted(),
            error => damaged(error),
        })?;
    for name in tables(workbook.sheets_metadata()) {
        rows.sheet(&name);
        match workbook.worksheet_cells_reader(&name) {
            Ok(mut cells) => rows.cells(|| cells.next_cell().ok())?,
            Err(_) => rows.is_damaged = true,
        }
    }
    Ok(())
}

fn read_xlsb(bytes: &[u8], rows: &mut Rows) -> Result<(), Unread> {
    let mut workbook: Xlsb<Bytes<'_>> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
            XlsbError::Password => encrypted(),
            error => damaged(error),
        })?;
    for name in tables(workbook.sheets_metadata()) {
        rows.sheet(&name);
        match workbook.worksheet_cells_reader(&name) {
            Ok(mut cells) => rows.cells(|| cells.next_cell().ok())?,
            Err(_) => rows.is_damaged = true,
        }
    }
    Ok(())
}

fn read_xls(bytes: &[u8], rows: &mut Rows) -> Result<Properties, Unread> {
    let mut workbook: Xls<Bytes<'_>> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
            XlsError::Password => encrypted(),
            error => damaged(error),
        })?;
    for name in tables(workbook.sheets_metadata()) {
        rows.sheet(&name);
        match workbook.worksheet_range(&name) {
            Ok(range) => rows.range(&range)?,
            Err(_) => rows.is_damaged = true,
        }
    }
    let declared = workbook.workbook_properties().unwrap_or_default();
    let own = |value: Option<String>| value.and_then(|value| clean(&value));
    Ok(Properties {
        title: own(declared.title),
        author: own(declared.creator),
        date: declared.created.and_then(|created| parse_date(&created)),
        language: None,
    })
}

/// The names of the sheets that have cells: none of macros, none that is a chart.
fn tables(sheets: &[Sheet]) -> Vec<String> {
    sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect()
}

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

    fn range(&mut self, range: &calamine::Range<Data>) -> Result<(), Unread> {
        for (row, column, value) in range.used_cells() {
            self.cell(u32::try_from(row).map_err(damaged)?, u32::try_from(column).map_err(damaged)?, value)?;
        }
        Ok(())
    }

    /// Takes cells until there are no more, or one cannot be read.
    fn cells<'a>(
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

    pub(super) fn cell(&mut self, row: u32, column: u32, value: &Data) -> Result<(), Unread> {
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
    fn finish(mut self) -> Result<String, Unread> {
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
            (true, true) => Err(Unread::failed("damaged spreadsheet")),
            (true, false) => Err(Unread::empty("no text in the spreadsheet")),
        }
    }
}

/// Whether a program named the sheet: `Feuil1`, `Feuille 1`, `Sheet`.
fn is_default_name(name: &str) -> bool {
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').to_lowercase();
    matches!(word.as_str(), "feuil" | "feuille" | "sheet")
}

#[cfg(test)]
mod tests;
