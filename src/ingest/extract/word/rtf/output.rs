//! RTF: what was read, put where its destination says.

use super::control::Destination;
use crate::document::{Date, Unread};
use crate::ingest::extract::Extracted;
use crate::ingest::extract::word::writer::Writer;
use crate::ingest::metadata::clean;

/// The text and the properties read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    body: Writer,
    notes: Writer,
    label: String,
    title: String,
    author: String,
    year: i32,
    month: i32,
    day: i32,
}

impl Output {
    fn writer(&mut self, destination: Destination) -> Option<&mut Writer> {
        match destination {
            Destination::Body => Some(&mut self.body),
            Destination::Note => Some(&mut self.notes),
            _ => None,
        }
    }

    pub(super) fn write(&mut self, destination: Destination, in_table: bool, text: &str) {
        match destination {
            Destination::Label => self.label.push_str(text),
            Destination::Title => self.title.push_str(text),
            Destination::Author => self.author.push_str(text),
            _ => {
                if let Some(writer) = self.writer(destination) {
                    writer.in_table(in_table);
                    writer.push_str(text);
                }
            }
        }
    }

    /// What ends at a control word: a paragraph, a line, a cell or a row.
    pub(super) fn layout(&mut self, destination: Destination, in_table: bool, word: &[u8]) {
        let Some(writer) = self.writer(destination) else { return };
        match word {
            b"par" | b"line" | b"lbr" if in_table => writer.space(),
            b"par" | b"sect" | b"page" | b"column" => writer.paragraph(),
            b"line" | b"lbr" => writer.line(),
            b"cell" | b"nestcell" => writer.cell(),
            b"row" => writer.row(),
            _ => {}
        }
    }

    /// A part of the day on which the document was created.
    pub(super) fn created(&mut self, word: &[u8], number: i32) {
        match word {
            b"yr" => self.year = number,
            b"mo" => self.month = number,
            b"dy" => self.day = number,
            _ => {}
        }
    }

    /// The group of a destination ends, within one of another.
    pub(super) fn close(&mut self, closed: Destination, outer: Destination, in_table: bool) {
        match closed {
            Destination::Note => self.notes.paragraph(),
            // A number says something (`Article 3`, `b)`), a bullet does not.
            Destination::Label => {
                let label = std::mem::take(&mut self.label);
                if label.contains(char::is_alphanumeric) {
                    self.write(outer, in_table, label.trim());
                    self.write(outer, in_table, " ");
                }
            }
            _ => {}
        }
    }

    fn date(&self) -> Option<Date> {
        let (month, day) = (u8::try_from(self.month).ok()?, u8::try_from(self.day).ok()?);
        Date::new(u16::try_from(self.year).ok()?, Some(month), Some(day))
    }

    pub(super) fn finish(mut self) -> Result<Extracted, Unread> {
        let date = self.date();
        self.body.paragraph();
        self.body.push_str(&self.notes.finish());
        let text = self.body.finish();
        if text.trim().is_empty() {
            return Err(Unread::empty("no text in the RTF document"));
        }
        let (title, author) = (clean(&self.title), clean(&self.author));
        Ok(Extracted { text, title, author, date, ..Extracted::default() })
    }
}
