//! XML: elements by their local names, one after the other and without a tree, so that depth costs nothing.
//!
//! Entities of a document's own are never expanded and no DTD is read.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::document::Unread;

/// The bytes as text: UTF-8, else as the byte order mark or the XML declaration says.
pub(in crate::ingest::extract) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = match bytes {
        // UTF-16 without a mark, told by the `<` that XML begins with.
        [b'<', 0, ..] => encoding_rs::UTF_16LE,
        [0, b'<', ..] => encoding_rs::UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => declared(bytes).unwrap_or(UTF_8),
    };
    encoding.decode(bytes).0
}

/// The encoding that `<?xml … encoding="…"?>` names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.strip_prefix(b"<?xml")?;
    let head = &head[..head.iter().position(|&byte| byte == b'>')?];
    let at = memchr::memmem::find(head, b"encoding")?;
    let mut quoted = head[at..].split(|byte| b"\"'".contains(byte));
    Encoding::for_label(quoted.nth(1)?)
}

/// One thing in an XML text.
pub(super) enum Node<'a> {
    /// An element begins. An empty one also ends.
    Start(Element<'a>),
    /// An element ends.
    End(End<'a>),
    /// Character data, with its references replaced.
    Text(Cow<'a, str>),
}

/// The start of an element.
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Its name without the prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Whether its name has this prefix, for the few that mean something else with another.
    pub(super) fn has_prefix(&self, prefix: &str) -> bool {
        self.0.name().prefix().is_some_and(|found| found.into_inner() == prefix)
    }

    /// The value of the attribute with this name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.attribute_where(|attribute| attribute.key.local_name().into_inner() == name)
    }

    /// Like `attribute`, but only one with a prefix: `r:id` and not `id`.
    pub(super) fn prefixed(&self, name: &str) -> Option<String> {
        self.attribute_where(|attribute| {
            attribute.key.local_name().into_inner() == name && attribute.key.prefix().is_some()
        })
    }

    /// Like `attribute`, but only the one with this prefix.
    pub(super) fn attribute_with_prefix(&self, prefix: &str, name: &str) -> Option<String> {
        self.attribute_where(|attribute| {
            let found = attribute.key.prefix().is_some_and(|found| found.into_inner() == prefix);
            found && attribute.key.local_name().into_inner() == name
        })
    }

    fn attribute_where(&self, is_wanted: impl Fn(&Attribute<'_>) -> bool) -> Option<String> {
        let attribute = self.0.attributes().with_checks(false).flatten().find(is_wanted)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        // With an entity that is not known the value is taken as it is written.
        Some(value.map_or_else(|_| attribute.value.to_string(), Cow::into_owned))
    }
}

/// The end of an element.
pub(super) struct End<'a>(BytesEnd<'a>);

impl End<'_> {
    /// Its name without the prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

/// A walk over an XML text.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    /// Elements that are open.
    depth: usize,
    /// Whether an element was seen.
    has_root: bool,
    /// What to say where the text is no XML.
    damage: &'static str,
}

impl<'a> Xml<'a> {
    /// Begins at the start of `source`; `damage` is the reason given where it is no well-formed XML.
    pub(super) fn new(source: &'a str, damage: &'static str) -> Self {
        let mut reader = Reader::from_str(source.trim_start_matches('\u{feff}'));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, depth: 0, has_root: false, damage }
    }

    /// What comes next; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Node<'a>>, Unread> {
        loop {
            let node = match self.reader.read_event().map_err(|_| self.damaged())? {
                Event::Start(start) => {
                    self.depth += 1;
                    self.has_root = true;
                    Node::Start(Element(start))
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::End(End(end))
                }
                Event::Text(text) => Node::Text(text.xml10_content()),
                Event::CData(text) => Node::Text(text.xml10_content()),
                Event::GeneralRef(reference) => match resolve(&reference) {
                    Some(text) => Node::Text(text),
                    None => continue,
                },
                Event::Eof if self.depth > 0 || !self.has_root => return Err(self.damaged()),
                Event::Eof => return Ok(None),
                _ => continue,
            };
            return Ok(Some(node));
        }
    }

    /// Passes over the content and the end of the element that has just begun.
    pub(super) fn skip(&mut self) -> Result<(), Unread> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.next()?.is_some() {}
        Ok(())
    }

    /// The character data up to the end of the element that has just begun.
    pub(super) fn text(&mut self) -> Result<String, Unread> {
        let outside = self.depth.saturating_sub(1);
        let mut text = String::new();
        while self.depth > outside {
            match self.next()? {
                Some(Node::Text(part)) => text.push_str(&part),
                Some(_) => {}
                None => break,
            }
        }
        Ok(text)
    }

    fn damaged(&self) -> Unread {
        Unread::failed(self.damage)
    }
}

/// What a reference stands for; nothing for an entity that the document defines itself.
fn resolve(reference: &BytesRef<'_>) -> Option<Cow<'static, str>> {
    let predefined = match reference.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return reference.resolve_char_ref().ok().flatten().map(|c| c.to_string().into()),
    };
    Some(predefined.into())
}

#[cfg(test)]
mod tests;
