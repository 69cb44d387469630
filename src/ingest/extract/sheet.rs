//! Spreadsheets (XLSX, XLSM, XLSB, ODS, XLS): one row is one line, its cells separated by tabs.
//!
//! What a cell shows is given as far as it is stored: dates in ISO form, numbers with a decimal point, no error
//! values. A cell without content shows only between others. A line break within a cell becomes a space, so that
//! a row stays a line.

mod extent;

use std::io::Cursor;
use std::panic;

use calamine::{
    Reader, Sheet, SheetType, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError, open_workbook_from_rs,
};

use super::Extracted;
use super::office::ods;
use super::office::package::{Package, too_large};
use super::office::properties::Properties;
use super::office::xml::decode;
use super::rows::{Rows, damaged};
use crate::document::{Format, Unread};
use crate::ingest::date::parse_date;
use crate::ingest::metadata::clean;

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
    each_table(tables(workbook.sheets_metadata()), rows, |name, rows| {
        let cells = workbook.worksheet_cells_reader(name);
        cells.map(|mut cells| rows.cells(|| cells.next_cell().ok()))
    })
}

fn read_xlsb(bytes: &[u8], rows: &mut Rows) -> Result<(), Unread> {
    let mut workbook: Xlsb<Bytes<'_>> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
            XlsbError::Password => encrypted(),
            error => damaged(error),
        })?;
    each_table(tables(workbook.sheets_metadata()), rows, |name, rows| {
        let cells = workbook.worksheet_cells_reader(name);
        cells.map(|mut cells| rows.cells(|| cells.next_cell().ok()))
    })
}

fn read_xls(bytes: &[u8], rows: &mut Rows) -> Result<Properties, Unread> {
    if extent::is_too_large(bytes) {
        return Err(too_large());
    }
    let mut workbook: Xls<Bytes<'_>> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
            XlsError::Password => encrypted(),
            error => damaged(error),
        })?;
    each_table(tables(workbook.sheets_metadata()), rows, |name, rows| {
        workbook.worksheet_range(name).map(|range| rows.range(&range))
    })?;
    let declared = workbook.workbook_properties().unwrap_or_default();
    let own = |value: Option<String>| value.and_then(|value| clean(&value));
    Ok(Properties {
        title: own(declared.title),
        author: own(declared.creator),
        date: declared.created.and_then(|created| parse_date(&created)),
        language: None,
    })
}

/// Has each sheet read; one that cannot be opened does not take the others with it.
fn each_table<E>(
    names: Vec<String>,
    rows: &mut Rows,
    mut read: impl FnMut(&str, &mut Rows) -> Result<Result<(), Unread>, E>,
) -> Result<(), Unread> {
    for name in names {
        rows.sheet(&name);
        match read(&name, rows) {
            Ok(done) => done?,
            Err(_) => rows.is_damaged = true,
        }
    }
    Ok(())
}

/// The names of the sheets that have cells: none of macros, none that is a chart.
fn tables(sheets: &[Sheet]) -> Vec<String> {
    sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect()
}

#[cfg(test)]
mod tests;
