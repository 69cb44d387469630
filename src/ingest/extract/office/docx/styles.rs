//! The styles of a Word document: which are headings, and which are lists.

use std::collections::HashMap;

use crate::document::Unread;
use crate::ingest::extract::office::xml::{Element, Node, Xml};

/// Styles that may build on each other in a chain.
const MAX_CHAIN: usize = 16;

/// What a paragraph is, as far as its style tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Style {
    #[default]
    Body,
    /// The title, or a heading of the highest level.
    Title,
    /// A heading below.
    Heading,
    /// An item of a list.
    Item,
}

/// The styles by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Declared>);

#[derive(Debug, Default)]
struct Declared {
    style: Option<Style>,
    based_on: String,
}

impl Styles {
    pub(super) fn read(source: &str, damage: &'static str) -> Result<Self, Unread> {
        let mut xml = Xml::new(source, damage);
        let mut styles = HashMap::new();
        let (mut id, mut declared) = (None, Declared::default());
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(element) if element.name() == "style" => {
                    (id, declared) = (element.attribute("styleId"), Declared::default());
                }
                Node::Start(element) => declared.take(&element),
                Node::End(element) if element.name() == "style" => {
                    styles.extend(id.take().map(|id| (id, std::mem::take(&mut declared))));
                }
                _ => {}
            }
        }
        Ok(Self(styles))
    }

    /// What the paragraphs of a style are. One that is not declared is told by its identifier.
    pub(super) fn of(&self, id: &str) -> Style {
        let mut current = id;
        for _ in 0..MAX_CHAIN {
            match self.0.get(current) {
                Some(Declared { style: Some(style), .. }) => return *style,
                Some(declared) => current = &declared.based_on,
                None => return named(current).unwrap_or_default(),
            }
        }
        Style::Body
    }
}

impl Declared {
    fn take(&mut self, element: &Element<'_>) {
        let value = || element.attribute("val").unwrap_or_default();
        match element.name() {
            "name" => self.style = named(&value()).or(self.style),
            "basedOn" => self.based_on = value(),
            "numId" if value() != "0" => self.style = self.style.or(Some(Style::Item)),
            _ => {}
        }
    }
}

/// What the name or the identifier of a style says; the names of Word's own are English in all languages.
fn named(name: &str) -> Option<Style> {
    match name.to_lowercase().replace(' ', "").as_str() {
        "title" | "titre" | "heading1" | "titre1" => Some(Style::Title),
        name if name.starts_with("heading") || name.starts_with("titre") => Some(Style::Heading),
        _ => None,
    }
}
