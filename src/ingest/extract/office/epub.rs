//! EPUB: the chapters of an e-book in reading order, each read as HTML.

use std::collections::HashMap;

use super::blocks::append;
use super::package::{MAX_TEXT, Package, too_large};
use super::properties::Properties;
use super::xml::{Node, Xml, decode};
use super::{Extracted, html, opc};
use crate::document::Unread;

const DAMAGED: &str = "damaged e-book";

/// The book's text and what its package document declares.
pub(in crate::ingest::extract) fn extract(bytes: &[u8]) -> Result<Extracted, Unread> {
    let package = Package::open(bytes)?;
    let book = Book::read(&package)?;
    if is_locked(&package, &book.chapters)? {
        return Err(Unread::failed("encrypted e-book"));
    }
    let (text, missing) = text(&package, &book.chapters)?;
    let cut = missing.then_some("e-book without some of its chapters");
    let Properties { title, author, date, language } = book.properties;
    Ok(Extracted { text, title, author, date, language, cut, ..Extracted::default() })
}

/// The chapters' texts, and whether some are missing. As in reading systems, a chapter that is not there does not take
/// the others with it.
fn text(package: &Package<'_>, chapters: &[String]) -> Result<(String, bool), Unread> {
    let mut text = String::new();
    let mut found = 0;
    for chapter in chapters {
        let Some(bytes) = package.part(chapter)? else { continue };
        found += 1;
        append(&mut text, &html::chapter(&decode(&bytes)));
        if text.len() > MAX_TEXT {
            return Err(too_large());
        }
    }
    match (found, text.is_empty()) {
        (0, _) => Err(Unread::failed(DAMAGED)),
        (_, true) => Err(Unread::empty("no text in it")),
        (_, false) => Ok((text, found < chapters.len())),
    }
}

/// What the package document says.
struct Book {
    /// The parts of the chapters, in reading order.
    chapters: Vec<String>,
    properties: Properties,
}

impl Book {
    fn read(package: &Package<'_>) -> Result<Self, Unread> {
        let opf = package_document(package)?;
        let folder = opf.rsplit_once('/').map_or("", |(folder, _)| folder);
        let bytes = package.part(&opf)?.ok_or_else(|| Unread::failed(DAMAGED))?;
        let source = decode(&bytes);
        let (mut pages, mut chapters) = (HashMap::new(), Vec::new());
        let mut xml = Xml::new(&source, DAMAGED);
        while let Some(node) = xml.next()? {
            let Node::Start(element) = node else { continue };
            let value = |name| element.attribute(name).unwrap_or_default();
            match element.name() {
                // The table of contents would say all headings twice.
                "item" if is_page(&value("media-type")) && !has_word(&value("properties"), "nav") => {
                    pages.insert(value("id"), opc::resolve(folder, &percent_decoded(&value("href"))));
                }
                // The manifest comes before the spine. A page stands in a book once.
                "itemref" => chapters.extend(pages.remove(&value("idref"))),
                _ => {}
            }
        }
        Ok(Self { chapters, properties: Properties::of_book(&source) })
    }
}

/// Where the container says that the package document is.
fn package_document(package: &Package<'_>) -> Result<String, Unread> {
    let container = package.part("META-INF/container.xml")?.ok_or_else(|| Unread::failed(DAMAGED))?;
    let source = decode(&container);
    let mut xml = Xml::new(&source, DAMAGED);
    while let Some(node) = xml.next()? {
        if let Node::Start(element) = node
            && element.name() == "rootfile"
            && let Some(path) = element.attribute("full-path")
        {
            return Ok(opc::resolve("", &path));
        }
    }
    Err(Unread::failed(DAMAGED))
}

fn has_word(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|found| found == word)
}

fn is_page(media_type: &str) -> bool {
    matches!(media_type, "application/xhtml+xml" | "text/html" | "application/x-dtbook+xml")
}

/// Whether one of the chapters is encrypted. Fonts often are, and that takes nothing from the text.
fn is_locked(package: &Package<'_>, chapters: &[String]) -> Result<bool, Unread> {
    let Some(bytes) = package.part("META-INF/encryption.xml")? else { return Ok(false) };
    let source = decode(&bytes);
    let mut xml = Xml::new(&source, DAMAGED);
    while let Some(node) = xml.next()? {
        if let Node::Start(element) = node
            && element.name() == "CipherReference"
            && let Some(uri) = element.attribute("URI")
            && chapters.contains(&opc::resolve("", &percent_decoded(&uri)))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A reference without its `%20` and the like, and without the place in the file.
fn percent_decoded(reference: &str) -> String {
    let path = reference.split('#').next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, behind @ ..] = rest {
        let code = behind.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests;
