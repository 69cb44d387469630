//! DOCX: the text of a Word document as it is printed: without deleted changes, each note behind its paragraph, headers
//! and footers once at the end.

mod reader;
mod styles;

use std::collections::HashMap;

use super::Extracted;
use super::opc::Relationships;
use super::package::Package;
use super::properties::Properties;
use super::xml::decode;
use crate::document::Unread;
use reader::{COMMENT, ENDNOTE, FOOTNOTE, NoteKey, Reader};
use styles::Styles;

const DAMAGED: &str = "damaged Word document";

/// The document's text, and its properties or else its first heading.
pub(in crate::ingest::extract) fn extract(bytes: &[u8]) -> Result<Extracted, Unread> {
    let package = Package::open(bytes)?;
    let main = main_part(&package)?;
    let relationships = Relationships::of(&package, &main, DAMAGED)?;
    let mut styles = Styles::default();
    if let Some(part) = relationships.by_kind("styles").next()
        && let Some(bytes) = package.part(part)?
    {
        styles = Styles::read(&decode(&bytes), DAMAGED)?;
    }
    let notes = notes(&package, &relationships, &styles)?;
    let mut reader = Reader::new(&package, &relationships, &styles);
    reader.notes = notes;
    let bytes = package.part(&main)?.ok_or_else(|| Unread::failed(DAMAGED))?;
    reader.read(&decode(&bytes))?;
    running_heads(&mut reader, &package, &styles)?;
    let core = package.part("docProps/core.xml")?.unwrap_or_default();
    let properties = Properties::of_office(&decode(&core));
    let text = reader.blocks.finish();
    if text.is_empty() {
        return Err(Unread::empty("no text in it"));
    }
    Ok(Extracted {
        text,
        title: properties.title.or(reader.title),
        author: properties.author,
        date: properties.date,
        language: properties.language,
        ..Extracted::default()
    })
}

/// The part with the body; some writers do not call it `document.xml`.
fn main_part(package: &Package<'_>) -> Result<String, Unread> {
    let relationships = Relationships::of(package, "", DAMAGED)?;
    let declared = relationships.by_kind("officeDocument").next();
    Ok(declared.unwrap_or("word/document.xml").to_owned())
}

fn notes(
    package: &Package<'_>,
    relationships: &Relationships,
    styles: &Styles,
) -> Result<HashMap<NoteKey, String>, Unread> {
    let mut notes = HashMap::new();
    for (kind, reference) in [("footnotes", FOOTNOTE), ("endnotes", ENDNOTE), ("comments", COMMENT)] {
        let Some(part) = relationships.by_kind(kind).next() else { continue };
        let Some(bytes) = package.part(part)? else { continue };
        let own = Relationships::of(package, part, DAMAGED)?;
        let mut reader = Reader::new(package, &own, styles);
        reader.read(&decode(&bytes))?;
        notes.extend(reader.found.into_iter().map(|(id, text)| ((reference, id), text)));
    }
    Ok(notes)
}

/// Adds the headers and footers of all sections, each text once.
fn running_heads(reader: &mut Reader<'_>, package: &Package<'_>, styles: &Styles) -> Result<(), Unread> {
    let mut seen = Vec::new();
    for part in std::mem::take(&mut reader.heads) {
        let Some(bytes) = package.part(&part)? else { continue };
        let own = Relationships::of(package, &part, DAMAGED)?;
        let mut head = Reader::new(package, &own, styles);
        head.read(&decode(&bytes))?;
        let text = head.blocks.finish();
        // The number of a page is no text.
        if text.contains(char::is_alphabetic) && !seen.contains(&text) {
            reader.blocks.paragraph(&text);
            seen.push(text);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
