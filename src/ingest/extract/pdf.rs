//! PDF: the text of each page, its lines and paragraphs recovered from where the glyphs stand.
//!
//! hayro-interpret runs a page's drawing instructions and names the character of each glyph. All that makes text of
//! glyphs is here: accents join their letters, glyphs become lines, lines become paragraphs. The order is the one that
//! the page draws in, which producers keep to the order of reading, but for columns that are drawn row by row.

mod accent;
mod column;
mod declared;
mod glyph;
mod line;
mod paragraph;
mod unnamed;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};

use glyph::Collector;
use unnamed::Codes;

use super::Extracted;
use crate::document::Unread;

/// A document with so many times more unknown letters than known ones is none that can be read.
const LOST_SHARE: usize = 10;

/// The text page by page and what the document declares about itself.
pub(super) fn extract(bytes: &[u8]) -> Result<Extracted, Unread> {
    // The library is meant not to panic; damaged files find what it did not think of.
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or_else(|_| Err(damaged()))
}

fn damaged() -> Unread {
    Unread::failed("damaged PDF")
}

fn read(bytes: &[u8]) -> Result<Extracted, Unread> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unread::failed("encrypted PDF"),
        LoadPdfError::Invalid => damaged(),
    })?;
    let mut extracted = declared::read(&pdf);
    let mut reader = Reader::default();
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        // One broken page does not lose the others.
        let text = catch_unwind(AssertUnwindSafe(|| reader.text(page)));
        reader.broken += usize::from(text.is_err());
        append(&mut extracted, number, &text.unwrap_or_default());
    }
    // The few letters among so many unknown ones are page numbers and the like.
    if reader.lost > LOST_SHARE * extracted.text.len() {
        return Err(Unread::empty("PDF without text: its fonts do not name their letters, it needs OCR"));
    }
    match extracted.text.is_empty() {
        false => {
            extracted.cut = (reader.broken > 0).then_some("PDF with damaged pages");
            Ok(extracted)
        }
        true if reader.broken > 0 || pdf.pages().is_empty() => Err(damaged()),
        true => Err(Unread::empty("PDF without text: a scan that needs OCR")),
    }
}

/// Adds a page's text, if it has any, behind a blank line.
fn append(extracted: &mut Extracted, number: u32, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    if !extracted.text.is_empty() {
        extracted.text.push_str("\n\n");
    }
    extracted.pages.push((extracted.text.len(), number));
    extracted.text.push_str(text);
}

/// What is kept from page to page.
#[derive(Default)]
struct Reader<'a> {
    fonts: InterpreterCache<'a>,
    codes: Codes,
    /// How many glyphs nobody knows.
    lost: usize,
    /// How many pages the library could not read.
    broken: usize,
}

impl<'a> Reader<'a> {
    fn text(&mut self, page: &Page<'a>) -> String {
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let upright = Affine::new(page.initial_transform(true).as_coeffs());
        let settings = InterpreterSettings::default();
        let mut context = Context::new(upright, bounds, &self.fonts, page.xref(), settings);
        let mut collector = Collector::default();
        interpret_page(page, &mut context, &mut collector);
        let (mut glyphs, lost) = collector.into_parts(&mut self.codes);
        self.lost += lost;
        accent::join(&mut glyphs);
        paragraph::text(&column::in_order(line::lines(glyphs)))
    }
}

#[cfg(test)]
mod tests;
