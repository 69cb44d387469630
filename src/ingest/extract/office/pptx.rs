//! PPTX: the text of a presentation, slide by slide, each with its notes and comments behind it.

use std::collections::HashSet;

use super::Extracted;
use super::blocks::{Blocks, append};
use super::drawing;
use super::opc::{Alternatives, Relationships};
use super::package::{MAX_TEXT, Package, too_large};
use super::properties::{Properties, title};
use super::xml::{Element, Node, Xml, decode};
use crate::document::Unread;

const DAMAGED: &str = "damaged presentation";

/// The text of the slides in the order of the presentation; each is a page.
pub(in crate::ingest::extract) fn extract(bytes: &[u8]) -> Result<Extracted, Unread> {
    let package = Package::open(bytes)?;
    let mut presentation = Presentation { package: &package, running: HashSet::new(), title: None };
    let mut extracted = Extracted::default();
    for (number, slide) in (1..).zip(slides(&package)?) {
        let text = presentation.slide(&slide)?;
        if text.is_empty() {
            continue;
        }
        append(&mut extracted.text, &text);
        extracted.pages.push((extracted.text.len() - text.len(), number));
        if extracted.text.len() > MAX_TEXT {
            return Err(too_large());
        }
    }
    if extracted.text.is_empty() {
        return Err(Unread::empty("no text in it"));
    }
    let core = package.part("docProps/core.xml")?.unwrap_or_default();
    let properties = Properties::of_office(&decode(&core));
    extracted.title = properties.title.or(presentation.title);
    extracted.author = properties.author;
    extracted.date = properties.date;
    extracted.language = properties.language;
    Ok(extracted)
}

/// The parts of the slides, in their order.
fn slides(package: &Package<'_>) -> Result<Vec<String>, Unread> {
    let root = Relationships::of(package, "", DAMAGED)?;
    let main = root.by_kind("officeDocument").next().unwrap_or("ppt/presentation.xml");
    let relationships = Relationships::of(package, main, DAMAGED)?;
    let bytes = package.part(main)?.ok_or_else(|| Unread::failed(DAMAGED))?;
    let source = decode(&bytes);
    let mut xml = Xml::new(&source, DAMAGED);
    let mut slides = Vec::new();
    while let Some(node) = xml.next()? {
        if let Node::Start(element) = node
            && element.name() == "sldId"
            && let Some(slide) = element.prefixed("id").and_then(|id| relationships.by_id(&id))
        {
            slides.push(slide.to_owned());
        }
    }
    Ok(slides)
}

/// What a shape is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Role {
    #[default]
    Content,
    Title,
    /// The header, footer or date that stands on every slide.
    Running,
    /// The number of the slide, or its picture on the page of notes.
    None,
}

impl Role {
    fn of_placeholder(kind: &str) -> Self {
        match kind {
            "title" | "ctrTitle" => Self::Title,
            "dt" | "ftr" | "hdr" => Self::Running,
            "sldNum" | "sldImg" => Self::None,
            _ => Self::Content,
        }
    }
}

/// What was seen on the slides so far.
struct Presentation<'a> {
    package: &'a Package<'a>,
    /// Headers and footers, which count once.
    running: HashSet<String>,
    /// The first title on a slide.
    title: Option<String>,
}

impl Presentation<'_> {
    /// The text of a slide, its notes and its comments; nothing where the part is missing.
    fn slide(&mut self, part: &str) -> Result<String, Unread> {
        let Some(mut text) = self.shapes(part)? else { return Ok(String::new()) };
        let relationships = Relationships::of(self.package, part, DAMAGED)?;
        for notes in relationships.by_kind("notesSlide") {
            append(&mut text, &self.shapes(notes)?.unwrap_or_default());
        }
        for comments in relationships.by_kind("comments") {
            append(&mut text, &self.drawing(comments)?);
        }
        Ok(text)
    }

    fn drawing(&self, part: &str) -> Result<String, Unread> {
        match self.package.part(part)? {
            Some(bytes) => drawing::text(&decode(&bytes), DAMAGED),
            None => Ok(String::new()),
        }
    }

    fn shapes(&mut self, part: &str) -> Result<Option<String>, Unread> {
        let Some(bytes) = self.package.part(part)? else { return Ok(None) };
        let relationships = Relationships::of(self.package, part, DAMAGED)?;
        let source = decode(&bytes);
        let mut xml = Xml::new(&source, DAMAGED);
        let mut slide = Slide::new(self, relationships);
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(element) => slide.start(&mut xml, &element)?,
                Node::End(element) => slide.end(element.name()),
                Node::Text(_) => {}
            }
        }
        Ok(Some(slide.blocks.finish()))
    }
}

/// What was read of one slide, or of its page of notes.
struct Slide<'a, 'b> {
    presentation: &'a mut Presentation<'b>,
    relationships: Relationships,
    blocks: Blocks,
    role: Role,
    alternatives: Alternatives,
}

impl<'a, 'b> Slide<'a, 'b> {
    fn new(presentation: &'a mut Presentation<'b>, relationships: Relationships) -> Self {
        Self {
            presentation,
            relationships,
            blocks: Blocks::default(),
            role: Role::Content,
            alternatives: Alternatives::default(),
        }
    }

    fn start(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), Unread> {
        match element.name() {
            "t" => self.blocks.characters(&xml.text()?),
            "br" => self.blocks.line_break(),
            "p" => {
                self.blocks.start_paragraph();
                self.blocks.item();
            }
            "sp" => self.role = Role::Content,
            "ph" => self.role = Role::of_placeholder(&element.attribute("type").unwrap_or_default()),
            "txBody" if !self.blocks.is_in_table() => self.blocks.open(),
            "tbl" => self.blocks.start_table(),
            "tr" => self.blocks.start_row(),
            "tc" => self.blocks.start_cell(),
            "AlternateContent" => self.alternatives.start(),
            "Choice" | "Fallback" if !self.alternatives.choose() => xml.skip()?,
            "pPr" | "rPr" | "endParaRPr" => xml.skip()?,
            "fld" if element.attribute("type").as_deref() == Some("slidenum") => xml.skip()?,
            "relIds" => self.drawing(element.attribute("dm"))?,
            "chart" => self.drawing(element.prefixed("id"))?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.blocks.end_paragraph(),
            "txBody" if !self.blocks.is_in_table() => self.end_shape(),
            "tbl" => self.blocks.end_table(),
            "AlternateContent" => self.alternatives.end(),
            _ => {}
        }
    }

    fn end_shape(&mut self) {
        let text = self.blocks.close();
        let wanted = match std::mem::take(&mut self.role) {
            Role::Content => true,
            Role::Title => {
                self.presentation.title = self.presentation.title.take().or_else(|| title(&text));
                true
            }
            Role::Running => {
                text.contains(char::is_alphabetic) && self.presentation.running.insert(text.clone())
            }
            Role::None => false,
        };
        if wanted {
            self.blocks.paragraph(&text);
        }
    }

    /// The text of a chart or diagram, which has a part of its own.
    fn drawing(&mut self, id: Option<String>) -> Result<(), Unread> {
        if let Some(part) = id.and_then(|id| self.relationships.by_id(&id).map(str::to_owned)) {
            let text = self.presentation.drawing(&part)?;
            self.blocks.paragraph(&text);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
