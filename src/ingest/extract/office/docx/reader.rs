//! One part of a Word document → its text: the body, a header, or the notes.

use std::collections::HashMap;

use super::DAMAGED;
use super::styles::{Style, Styles};
use crate::document::Unread;
use crate::ingest::extract::office::blocks::Blocks;
use crate::ingest::extract::office::drawing;
use crate::ingest::extract::office::opc::{Alternatives, Relationships};
use crate::ingest::extract::office::package::Package;
use crate::ingest::extract::office::properties::title;
use crate::ingest::extract::office::xml::{Element, Node, Xml, decode};

/// What a note is found by: a part's kind, and the note's number within it.
pub(super) type NoteKey = (&'static str, String);

pub(super) const FOOTNOTE: &str = "footnoteReference";
pub(super) const ENDNOTE: &str = "endnoteReference";
pub(super) const COMMENT: &str = "commentReference";

/// What is known of a paragraph that is open.
#[derive(Default)]
struct Paragraph {
    /// Where its text begins in the open flow.
    start: usize,
    style: Style,
}

/// What was read of one part so far.
pub(super) struct Reader<'a> {
    package: &'a Package<'a>,
    relationships: &'a Relationships,
    styles: &'a Styles,
    pub(super) blocks: Blocks,
    paragraphs: Vec<Paragraph>,
    alternatives: Alternatives,
    pub(super) notes: HashMap<NoteKey, String>,
    /// The notes of a part of notes, by their number.
    pub(super) found: Vec<(String, String)>,
    /// The parts with headers and footers, in the order of the sections.
    pub(super) heads: Vec<String>,
    /// The first heading of the highest level.
    pub(super) title: Option<String>,
    /// The number of the open note.
    note: Option<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        package: &'a Package<'a>,
        relationships: &'a Relationships,
        styles: &'a Styles,
    ) -> Self {
        Self {
            package,
            relationships,
            styles,
            blocks: Blocks::default(),
            paragraphs: Vec::new(),
            alternatives: Alternatives::default(),
            notes: HashMap::new(),
            found: Vec::new(),
            heads: Vec::new(),
            title: None,
            note: None,
        }
    }

    pub(super) fn read(&mut self, source: &str) -> Result<(), Unread> {
        let mut xml = Xml::new(source, DAMAGED);
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(element) => self.start(&mut xml, &element)?,
                Node::End(element) => self.end(element.name()),
                // All text stands in `t`, which is read whole.
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn start(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), Unread> {
        match element.name() {
            "t" => self.blocks.characters(&xml.text()?),
            "tab" | "ptab" => self.blocks.characters("\t"),
            "br" | "cr" => self.blocks.line_break(),
            "noBreakHyphen" => self.blocks.characters("\u{2011}"),
            "softHyphen" => self.blocks.characters("\u{ad}"),
            "sym" => self.symbol(element),
            "p" => self.start_paragraph(),
            "tbl" => self.blocks.start_table(),
            "tr" => self.blocks.start_row(),
            "tc" => self.blocks.start_cell(),
            "txbxContent" => self.blocks.open(),
            "AlternateContent" => self.alternatives.start(),
            "Choice" | "Fallback" if !self.alternatives.choose() => xml.skip()?,
            // Properties of runs; the stops of tabs; what was deleted or moved away; how ruby is read.
            "rPr" | "tabs" | "sdtPr" | "del" | "moveFrom" | "rt" => xml.skip()?,
            name if name.ends_with("PrChange") => xml.skip()?,
            "footnote" | "endnote" | "comment" => return self.start_note(xml, element),
            FOOTNOTE => self.note_reference(FOOTNOTE, element),
            ENDNOTE => self.note_reference(ENDNOTE, element),
            COMMENT => self.note_reference(COMMENT, element),
            "relIds" => self.drawing(element.attribute("dm"))?,
            "chart" => self.drawing(element.prefixed("id"))?,
            _ => self.property(element),
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "tbl" => self.blocks.end_table(),
            "txbxContent" => self.blocks.close_beside(),
            "AlternateContent" => self.alternatives.end(),
            "footnote" | "endnote" | "comment" => {
                let text = self.blocks.close();
                self.found.extend(self.note.take().map(|id| (id, text)));
            }
            _ => {}
        }
    }

    /// What a paragraph or section declares.
    fn property(&mut self, element: &Element<'_>) {
        let value = || element.attribute("val").unwrap_or_default();
        match element.name() {
            "pStyle" => self.restyle(self.styles.of(&value())),
            "numId" => self.restyle(if value() == "0" { Style::Body } else { Style::Item }),
            "headerReference" | "footerReference" => {
                let part = element.prefixed("id").and_then(|id| self.relationships.by_id(&id));
                if let Some(part) = part.filter(|part| self.heads.iter().all(|head| head != part)) {
                    self.heads.push(part.to_owned());
                }
            }
            _ => {}
        }
    }

    fn restyle(&mut self, style: Style) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match (paragraph.style, style) {
            // A numbered heading is a heading.
            (Style::Title | Style::Heading, Style::Item | Style::Body) => {}
            _ => paragraph.style = style,
        }
        if paragraph.style == Style::Item {
            self.blocks.item();
        }
    }

    fn start_paragraph(&mut self) {
        self.blocks.start_paragraph();
        self.paragraphs.push(Paragraph { start: self.blocks.len(), style: Style::Body });
    }

    fn end_paragraph(&mut self) {
        if let Some(Paragraph { start, style: Style::Title }) = self.paragraphs.pop()
            && self.title.is_none()
        {
            self.title = title(self.blocks.since(start));
        }
        self.blocks.end_paragraph();
    }

    /// Begins a note, or passes over one that is only a line between text and notes.
    fn start_note(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), Unread> {
        let kind = element.attribute("type").unwrap_or_default();
        if kind.to_ascii_lowercase().contains("separator") {
            return xml.skip();
        }
        self.note = element.attribute("id");
        self.blocks.open();
        Ok(())
    }

    /// Takes a note out: one that is referred to twice is still one text.
    fn note_reference(&mut self, kind: &'static str, element: &Element<'_>) {
        let key = (kind, element.attribute("id").unwrap_or_default());
        if let Some(text) = self.notes.remove(&key) {
            self.blocks.beside(text);
        }
    }

    /// A character of a symbol font says nothing; of another font it is a letter.
    fn symbol(&mut self, element: &Element<'_>) {
        let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        let letter = code.filter(|code| !(0xE000..0xF900).contains(code)).and_then(char::from_u32);
        if let Some(letter) = letter {
            self.blocks.characters(letter.encode_utf8(&mut [0; 4]));
        }
    }

    /// The text of a chart or diagram, which has a part of its own.
    fn drawing(&mut self, id: Option<String>) -> Result<(), Unread> {
        if let Some(part) = id.and_then(|id| self.relationships.by_id(&id))
            && let Some(bytes) = self.package.part(part)?
        {
            self.blocks.beside(drawing::text(&decode(&bytes), DAMAGED)?);
        }
        Ok(())
    }
}
