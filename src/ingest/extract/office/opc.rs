//! What Word documents and presentations have in common: relationships between the parts of their package, and content
//! that is written several times for programs of several ages.

use super::package::Package;
use super::xml::{Node, Xml, decode};
use crate::document::Unread;

/// What a part refers to.
#[derive(Debug, Default)]
pub(super) struct Relationships(Vec<Relationship>);

#[derive(Debug)]
struct Relationship {
    id: String,
    /// The last word of its type, the same in all versions of the standard: `footnotes`, `slide`.
    kind: String,
    /// The name of the part.
    target: String,
}

impl Relationships {
    /// Those of `part`; of the whole package where it is empty.
    pub(super) fn of(package: &Package<'_>, part: &str, damage: &'static str) -> Result<Self, Unread> {
        let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
        let separator = if folder.is_empty() { "" } else { "/" };
        let Some(bytes) = package.part(&format!("{folder}{separator}_rels/{name}.rels"))? else {
            return Ok(Self::default());
        };
        let source = decode(&bytes);
        let mut xml = Xml::new(&source, damage);
        let mut relationships = Vec::new();
        while let Some(node) = xml.next()? {
            let Node::Start(element) = node else { continue };
            if element.name() != "Relationship"
                || element.attribute("TargetMode").as_deref() == Some("External")
            {
                continue;
            }
            let kind = element.attribute("Type").unwrap_or_default();
            relationships.push(Relationship {
                id: element.attribute("Id").unwrap_or_default(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolve(folder, &element.attribute("Target").unwrap_or_default()),
            });
        }
        Ok(Self(relationships))
    }

    /// The part that an identifier stands for.
    pub(super) fn by_id(&self, id: &str) -> Option<&str> {
        self.0.iter().find(|relationship| relationship.id == id).map(|found| found.target.as_str())
    }

    /// The parts of one kind.
    pub(super) fn by_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |relationship| relationship.kind == kind).map(|found| found.target.as_str())
    }
}

/// The `AlternateContent` elements that are open: for each, whether one of its branches was read.
#[derive(Debug, Default)]
pub(super) struct Alternatives(Vec<bool>);

impl Alternatives {
    pub(super) fn start(&mut self) {
        self.0.push(false);
    }

    pub(super) fn end(&mut self) {
        self.0.pop();
    }

    /// Whether the branch that begins is the one to read: the first, as all say the same.
    pub(super) fn choose(&mut self) -> bool {
        self.0.last_mut().is_none_or(|chosen| !std::mem::replace(chosen, true))
    }
}

/// The name of the part at `target`, as seen from `folder`.
pub(super) fn resolve(folder: &str, target: &str) -> String {
    let from = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for name in from.split('/').chain(target.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_relative_to_the_folder_unless_it_begins_at_the_root() {
        let cases = [
            ("word", "footnotes.xml", "word/footnotes.xml"),
            ("word", "/word/document2.xml", "word/document2.xml"),
            ("ppt/slides", "../notesSlides/n1.xml", "ppt/notesSlides/n1.xml"),
            ("", "./word/document.xml", "word/document.xml"),
            ("a", "../../../b", "b"),
        ];
        for (folder, target, name) in cases {
            assert_eq!(resolve(folder, target), name, "{folder} {target}");
        }
    }
}
