//! ODS: the tables of an OpenDocument spreadsheet, cell by cell.
//!
//! Not by calamine, which holds all cells up to the last and reads forever where a table has no end.

use calamine::Data;

use super::odf;
use super::package::Package;
use super::properties::Properties;
use super::xml::{Element, Node, Xml, decode};
use crate::document::Unread;
use crate::ingest::extract::rows::{MAX_COLUMNS, Rows};

const DAMAGED: &str = "damaged spreadsheet";

/// Reads the tables of a spreadsheet into `rows`; what it declares about itself.
pub(in crate::ingest::extract) fn read(package: &Package<'_>, rows: &mut Rows) -> Result<Properties, Unread> {
    let content = odf::content(package, DAMAGED)?;
    let mut table = Table { rows, row: 0, column: 0, repeated_row: 1, cell: None, notes: 0, is_text: false };
    let source = decode(&content);
    let mut xml = Xml::new(&source, DAMAGED);
    loop {
        match xml.next() {
            Ok(Some(node)) => table.read(node)?,
            Ok(None) => break,
            // The rows before the damage are given all the same.
            Err(_) => {
                table.rows.is_damaged = true;
                break;
            }
        }
    }
    odf::properties(package)
}

/// Where in a table the reading is.
struct Table<'a> {
    rows: &'a mut Rows,
    row: u32,
    column: u32,
    repeated_row: u32,
    /// The open cell: its stored value, where it has one, and its text.
    cell: Option<Cell>,
    /// Comments that are open; their text is not the cell's.
    notes: usize,
    /// A paragraph of the cell is open.
    is_text: bool,
}

#[derive(Debug)]
struct Cell {
    value: Option<Data>,
    text: String,
    repeats: u32,
}

impl Table<'_> {
    fn read(&mut self, node: Node<'_>) -> Result<(), Unread> {
        match node {
            Node::Start(element) => self.start(&element),
            Node::End(end) => return self.end(end.name()),
            Node::Text(text) if self.is_text => self.push(&text),
            Node::Text(_) => {}
        }
        Ok(())
    }

    /// Adds to the text of the open cell.
    fn push(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.notes == 0) {
            cell.text.push_str(text);
        }
    }

    fn start(&mut self, element: &Element<'_>) {
        match element.name() {
            "table" => {
                self.rows.sheet(&element.attribute("name").unwrap_or_default());
                self.row = 0;
            }
            "table-row" => {
                self.column = 0;
                self.repeated_row = repeats(element, "number-rows-repeated");
            }
            "table-cell" | "covered-table-cell" => {
                let repeats = repeats(element, "number-columns-repeated");
                self.cell = Some(Cell { value: value(element), text: String::new(), repeats });
            }
            "annotation" => self.notes += 1,
            "p" => self.is_text = true,
            "s" | "tab" | "line-break" => self.push(" "),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Unread> {
        match name {
            "table-row" => self.row = self.row.saturating_add(self.repeated_row),
            "table-cell" | "covered-table-cell" => return self.end_cell(),
            "annotation" => self.notes = self.notes.saturating_sub(1),
            "p" => {
                self.is_text = false;
                self.push("\n");
            }
            _ => {}
        }
        Ok(())
    }

    /// A row that is stored once and shown many times is given once, a cell as often as it is shown.
    fn end_cell(&mut self) -> Result<(), Unread> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let value = cell.value.unwrap_or(Data::String(cell.text));
        let columns = self.column..self.column.saturating_add(cell.repeats).min(MAX_COLUMNS);
        self.column = columns.end;
        if matches!(&value, Data::Empty) || matches!(&value, Data::String(text) if text.trim().is_empty()) {
            return Ok(());
        }
        columns.into_iter().try_for_each(|column| self.rows.cell(self.row, column, &value))
    }
}

fn repeats(element: &Element<'_>, name: &str) -> u32 {
    element.attribute(name).and_then(|count| count.parse().ok()).unwrap_or(1)
}

/// The value stored with a cell; `None` where its text is its value.
fn value(element: &Element<'_>) -> Option<Data> {
    // `calcext:value-type` stands beside `office:value-type`, and alone knows of errors.
    if element.attribute_with_prefix("calcext", "value-type").as_deref() == Some("error") {
        return Some(Data::Empty);
    }
    match element.attribute_with_prefix("office", "value-type")?.as_str() {
        "float" | "percentage" | "currency" => element.attribute("value")?.parse().ok().map(Data::Float),
        "boolean" => Some(Data::Bool(element.attribute("boolean-value")? == "true")),
        "date" => element.attribute("date-value").map(Data::DateTimeIso),
        "time" => element.attribute("time-value").map(Data::DurationIso),
        _ => None,
    }
}
