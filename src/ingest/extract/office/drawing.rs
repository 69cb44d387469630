//! DrawingML: the text of shapes, charts and diagrams, as presentations and Word documents hold it.

use super::blocks::Blocks;
use super::xml::{Node, Xml};
use crate::document::Unread;

/// The text of the part of a chart or diagram, or of a presentation's comments.
pub(super) fn text(source: &str, damage: &'static str) -> Result<String, Unread> {
    let mut xml = Xml::new(source, damage);
    let mut blocks = Blocks::default();
    let mut labels = Vec::new();
    let mut in_labels = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) => match element.name() {
                "t" => blocks.characters(&xml.text()?),
                "p" => blocks.start_paragraph(),
                "br" => blocks.line_break(),
                // Names of series and categories; the numbers of a chart are drawn and not said.
                "strCache" => in_labels = true,
                "v" if in_labels => labels.push(xml.text()?),
                "text" => blocks.paragraph(&xml.text()?),
                "pPr" | "rPr" => xml.skip()?,
                _ => {}
            },
            Node::End(element) => match element.name() {
                "p" => blocks.end_paragraph(),
                "strCache" => in_labels = false,
                _ => {}
            },
            Node::Text(_) => {}
        }
    }
    // Each series repeats the categories.
    let mut said = std::collections::HashSet::new();
    labels.retain(|label| said.insert(label.clone()));
    blocks.paragraph(&labels.join("\n"));
    Ok(blocks.finish())
}
