//! ODT and ODP: the text of an OpenDocument text or presentation as it is printed: without deleted changes, each note
//! behind its paragraph, headers and footers once at the end; slide by slide, each with its notes behind it.

use std::collections::HashMap;

use super::Extracted;
use super::blocks::{Blocks, append};
use super::package::{MAX_TEXT, Package, too_large};
use super::properties::{Properties, title};
use super::xml::{Element, Node, Xml, decode};
use crate::document::Unread;

const DAMAGED: &str = "damaged OpenDocument file";

/// Spaces that one element may stand for.
const MAX_SPACES: usize = 100;

/// The document's text, and its properties or else its first heading. Each slide is a page.
pub(in crate::ingest::extract) fn extract(bytes: &[u8]) -> Result<Extracted, Unread> {
    let package = Package::open(bytes)?;
    let mut reader = Reader::default();
    reader.read(&decode(&content(&package, DAMAGED)?))?;
    reader.end_page();
    let mut extracted = std::mem::take(&mut reader.done);
    if let Some(styles) = package.part("styles.xml")? {
        reader.read(&decode(&styles))?;
    }
    for text in reader.running {
        append(&mut extracted.text, &text);
    }
    match extracted.text.len() {
        0 => return Err(Unread::empty("no text in it")),
        MAX_TEXT.. => return Err(too_large()),
        _ => {}
    }
    let properties = properties(&package)?;
    extracted.title = properties.title.or(reader.title);
    extracted.author = properties.author;
    extracted.date = properties.date;
    extracted.language = properties.language;
    Ok(extracted)
}

/// The part of an OpenDocument that holds what it says.
pub(super) fn content(package: &Package<'_>, damage: &str) -> Result<Vec<u8>, Unread> {
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(Unread::failed("encrypted"));
    }
    package.part("content.xml")?.ok_or_else(|| Unread::failed(damage))
}

/// What an OpenDocument declares about itself.
pub(super) fn properties(package: &Package<'_>) -> Result<Properties, Unread> {
    let meta = package.part("meta.xml")?.unwrap_or_default();
    Ok(Properties::of_open_document(&decode(&meta)))
}

/// What was read so far.
#[derive(Default)]
struct Reader {
    blocks: Blocks,
    /// The pages that are complete.
    done: Extracted,
    /// The number of the open page; 0 in a text.
    page: u32,
    /// For each style the one that it builds on.
    parents: HashMap<String, String>,
    /// For each open paragraph, where its text begins if it is a title.
    paragraphs: Vec<Option<usize>>,
    /// For each open text box, whether it has a flow of its own.
    boxes: Vec<bool>,
    /// For each open frame, whether it holds the title of a slide.
    frames: Vec<bool>,
    /// Headers and footers, each text once.
    running: Vec<String>,
    title: Option<String>,
}

impl Reader {
    fn read(&mut self, source: &str) -> Result<(), Unread> {
        let mut xml = Xml::new(source, DAMAGED);
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(element) => self.start(&mut xml, &element)?,
                Node::End(element) => self.end(element.name()),
                Node::Text(text) if self.blocks.is_in_paragraph() => self.blocks.collapsed(&text),
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn start(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), Unread> {
        match element.name() {
            "p" => self.start_paragraph(self.is_title(element)),
            "h" => self.start_paragraph(true),
            "s" => self.spaces(element),
            "tab" => self.blocks.characters("\t"),
            "line-break" => self.blocks.line_break(),
            "soft-hyphen" => self.blocks.characters("\u{ad}"),
            "list" => self.blocks.start_list(),
            "table" => self.blocks.start_table(),
            "table-row" => self.blocks.start_row(),
            "table-cell" => self.blocks.start_cell(),
            "text-box" => self.start_box(),
            "frame" => return self.start_frame(xml, element),
            "note-body" | "annotation" => self.blocks.open(),
            "page" => self.start_page(),
            "style" => self.style(element),
            // What is not printed: deleted changes, the numbers of notes, covered cells, code, how ruby is read.
            "tracked-changes" | "note-citation" | "covered-table-cell" | "script" | "binary-data"
            | "ruby-text" | "desc" => xml.skip()?,
            // Of a picture, unlike the field that repeats the title.
            "title" if element.has_prefix("svg") => xml.skip()?,
            "footer-decl" | "header-decl" => {
                let text = xml.text()?;
                self.run(text.trim().to_owned());
            }
            name if is_running(name) => self.blocks.open(),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h" => self.end_paragraph(),
            "list" => self.blocks.end_list(),
            "table" => self.blocks.end_table(),
            "note-body" | "annotation" => self.blocks.close_beside(),
            "text-box" if self.boxes.pop() == Some(true) => self.blocks.close_beside(),
            "frame" => {
                self.frames.pop();
            }
            name if is_running(name) => {
                let text = self.blocks.close();
                self.run(text);
            }
            _ => {}
        }
    }

    fn start_paragraph(&mut self, is_title: bool) {
        self.blocks.start_paragraph();
        let is_title = self.title.is_none() && (is_title || self.frames.last() == Some(&true));
        self.paragraphs.push(is_title.then(|| self.blocks.len()));
    }

    fn end_paragraph(&mut self) {
        if let Some(Some(start)) = self.paragraphs.pop() {
            self.title = self.title.take().or_else(|| title(self.blocks.since(start)));
        }
        self.blocks.end_paragraph();
    }

    /// A text box within a paragraph must not cut it in two.
    fn start_box(&mut self) {
        let own = self.blocks.is_in_paragraph();
        self.boxes.push(own);
        if own {
            self.blocks.open();
        }
    }

    /// Begins a frame, or passes over one that is empty in print: it says where something is to be put.
    fn start_frame(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), Unread> {
        let class = element.attribute("class").unwrap_or_default();
        if class == "page-number" || element.attribute("placeholder").as_deref() == Some("true") {
            return xml.skip();
        }
        self.frames.push(class == "title");
        Ok(())
    }

    fn start_page(&mut self) {
        self.end_page();
        self.page += 1;
    }

    /// Adds the open page to those that are complete.
    fn end_page(&mut self) {
        let text = std::mem::take(&mut self.blocks).finish();
        if text.is_empty() {
            return;
        }
        append(&mut self.done.text, &text);
        if self.page > 0 {
            self.done.pages.push((self.done.text.len() - text.len(), self.page));
        }
    }

    /// Keeps a header or footer. The number of a page is no text.
    fn run(&mut self, text: String) {
        if text.contains(char::is_alphabetic) && !self.running.contains(&text) {
            self.running.push(text);
        }
    }

    fn spaces(&mut self, element: &Element<'_>) {
        let count = element.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1);
        self.blocks.characters(&" ".repeat(MAX_SPACES.min(count)));
    }

    fn style(&mut self, element: &Element<'_>) {
        let parent = element.attribute("parent-style-name");
        if let (Some(name), Some(parent)) = (element.attribute("name"), parent) {
            self.parents.insert(name, parent);
        }
    }

    fn is_title(&self, element: &Element<'_>) -> bool {
        let is_title = |style: &str| matches!(style, "Title" | "Titre");
        let style = element.attribute("style-name").unwrap_or_default();
        is_title(&style) || self.parents.get(&style).is_some_and(|parent| is_title(parent))
    }
}

/// Whether an element is a header or footer of the pages: `header`, `footer-left`, `header-first`.
fn is_running(name: &str) -> bool {
    matches!(name.split('-').next(), Some("header" | "footer"))
        && matches!(name.split_once('-'), None | Some((_, "left" | "first")))
}

#[cfg(test)]
mod tests;
