//! ODS: tables, cell by cell.
//!
//! Not by calamine, which holds all cells up to the last and reads forever where a table has no end.

use std::io::{BufReader, Cursor, Read};

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use calamine::{Data, WorkbookProperties};

use super::{Rows, damaged, encrypted};
use crate::document::Unread;

/// Columns of the widest sheet that a program can show.
const MAX_COLUMNS: u32 = 16_384;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Reads the tables of a spreadsheet into `rows`.
pub(super) fn read(bytes: &[u8], rows: &mut Rows) -> Result<WorkbookProperties, Unread> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if is_encrypted(&mut archive) {
        return Err(encrypted());
    }
    let mut table = Table { rows, row: 0, column: 0, repeated_row: 1, cell: None, notes: 0, is_text: false };
    each_event(&mut archive, "content.xml", |event| table.read(event))?;
    Ok(properties(&mut archive))
}

/// Programs encrypt each part and say so in the manifest.
fn is_encrypted(archive: &mut Archive<'_>) -> bool {
    let mut found = false;
    // Without a manifest nothing is encrypted.
    let _ = each_event(archive, "META-INF/manifest.xml", |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            found |= tag.local_name().as_ref() == "encryption-data";
        }
        Ok(())
    });
    found
}

fn properties(archive: &mut Archive<'_>) -> WorkbookProperties {
    let mut found = WorkbookProperties::default();
    let mut open = String::new();
    // What is declared in a damaged part, up to the damage, counts.
    let _ = each_event(archive, "meta.xml", |event| {
        match event {
            Event::Start(tag) => tag.name().as_ref().clone_into(&mut open),
            Event::End(_) => open.clear(),
            _ => {
                let value = match open.as_str() {
                    "dc:title" => &mut found.title,
                    "meta:initial-creator" => &mut found.creator,
                    "meta:creation-date" => &mut found.created,
                    _ => return Ok(()),
                };
                push_text(event, value.get_or_insert_default());
            }
        }
        Ok(())
    });
    found
}

/// Hands over the events of a part; what follows damage is lost.
fn each_event(
    archive: &mut Archive<'_>,
    part: &str,
    mut read: impl FnMut(&Event<'_>) -> Result<(), Unread>,
) -> Result<(), Unread> {
    let part = archive.by_name(part).map_err(damaged)?;
    let mut reader = Reader::from_reader(BufReader::new(part.take(super::package::MAX_PART)));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Eof => return Ok(()),
            event => read(&event)?,
        }
        buffer.clear();
    }
}

/// Adds what an event says, where it is text. An entity that is not known is its own name.
fn push_text(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(entity) => match (resolve_xml_entity(entity), entity.resolve_char_ref()) {
            (Some(known), _) => text.push_str(known),
            (None, Ok(Some(character))) => text.push(character),
            (None, _) => text.push_str(entity),
        },
        _ => {}
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok().flatten()?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

fn repeats(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|count| count.parse().ok()).unwrap_or(1)
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
    fn read(&mut self, event: &Event<'_>) -> Result<(), Unread> {
        match event {
            Event::Start(tag) => {
                self.start(tag);
                Ok(())
            }
            Event::Empty(tag) => {
                self.start(tag);
                self.end(tag.name())
            }
            Event::End(tag) => self.end(tag.name()),
            text => {
                if let Some(cell) = self.cell.as_mut().filter(|_| self.is_text && self.notes == 0) {
                    push_text(text, &mut cell.text);
                }
                Ok(())
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            "table:table" => {
                self.rows.sheet(&attribute(tag, "table:name").unwrap_or_default());
                self.row = 0;
            }
            "table:table-row" => {
                self.column = 0;
                self.repeated_row = repeats(tag, "table:number-rows-repeated");
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let repeats = repeats(tag, "table:number-columns-repeated");
                self.cell = Some(Cell { value: value(tag), text: String::new(), repeats });
            }
            "office:annotation" => self.notes += 1,
            "text:p" => self.is_text = true,
            "text:s" | "text:tab" | "text:line-break" => {
                if let Some(cell) = self.cell.as_mut().filter(|_| self.notes == 0) {
                    cell.text.push(' ');
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: QName<'_>) -> Result<(), Unread> {
        match name.as_ref() {
            "table:table-row" => self.row = self.row.saturating_add(self.repeated_row),
            "table:table-cell" | "table:covered-table-cell" => return self.end_cell(),
            "office:annotation" => self.notes = self.notes.saturating_sub(1),
            "text:p" => {
                self.is_text = false;
                if let Some(cell) = self.cell.as_mut().filter(|_| self.notes == 0) {
                    cell.text.push('\n');
                }
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

/// The value stored with a cell; `None` where its text is its value.
fn value(tag: &BytesStart<'_>) -> Option<Data> {
    if attribute(tag, "calcext:value-type").as_deref() == Some("error") {
        return Some(Data::Empty);
    }
    match attribute(tag, "office:value-type")?.as_str() {
        "float" | "percentage" | "currency" => attribute(tag, "office:value")?.parse().ok().map(Data::Float),
        "boolean" => Some(Data::Bool(attribute(tag, "office:boolean-value")? == "true")),
        "date" => attribute(tag, "office:date-value").map(Data::DateTimeIso),
        "time" => attribute(tag, "office:time-value").map(Data::DurationIso),
        _ => None,
    }
}
