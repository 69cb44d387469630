//! What an office document or e-book declares about itself, in the terms of Dublin Core.

use super::language_code;
use super::xml::{Node, Xml};
use crate::document::Date;
use crate::ingest::date::parse_date;
use crate::ingest::metadata::clean;

/// Declared metadata.
#[derive(Debug, Default)]
pub(in crate::ingest::extract) struct Properties {
    pub(in crate::ingest::extract) title: Option<String>,
    pub(in crate::ingest::extract) author: Option<String>,
    pub(in crate::ingest::extract) date: Option<Date>,
    pub(in crate::ingest::extract) language: Option<String>,
}

/// One declared value: the local name of its element, what kind of date it is, and the text.
struct Field {
    name: String,
    event: String,
    value: String,
}

impl Properties {
    /// Those of `docProps/core.xml`.
    pub(in crate::ingest::extract) fn of_office(source: &str) -> Self {
        let fields = Fields::read(source);
        // This program leaves in every document the date on which its template was made.
        let is_template = fields.first("creator") == Some("python-docx");
        Self {
            title: fields.title(),
            author: fields.first("creator").and_then(author),
            date: fields.date(&["created", "modified"]).filter(|date| can_be(*date) && !is_template),
            language: fields.language(),
        }
    }

    /// Those of an OpenDocument's `meta.xml`, where `creator` and `date` are those of the last change.
    pub(in crate::ingest::extract) fn of_open_document(source: &str) -> Self {
        let fields = Fields::read(source);
        let creator = fields.first("initial-creator").and_then(author);
        Self {
            title: fields.title(),
            author: creator.or_else(|| fields.first("creator").and_then(author)),
            date: fields.date(&["creation-date", "date"]).filter(|date| can_be(*date)),
            language: fields.language(),
        }
    }

    /// Those of an e-book's package document.
    pub(super) fn of_book(source: &str) -> Self {
        let fields = Fields::read(source);
        let creators: Vec<String> = fields.all("creator").filter_map(author).collect();
        Self {
            title: fields.title(),
            author: clean(&creators.join(", ")),
            date: fields.date(&["date"]),
            language: fields.language(),
        }
    }
}

struct Fields(Vec<Field>);

impl Fields {
    /// Reads up to the first damage: a document is not given up for its properties.
    fn read(source: &str) -> Self {
        let mut xml = Xml::new(source, "damaged properties");
        let mut fields = Vec::new();
        while let Ok(Some(node)) = xml.next() {
            let Node::Start(element) = node else { continue };
            let name = element.name();
            if !NAMES.contains(&name) {
                continue;
            }
            let event = element.attribute("event").unwrap_or_default();
            let Ok(value) = xml.text() else { break };
            fields.push(Field { name: name.to_owned(), event, value });
        }
        Self(fields)
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |field| field.name == name).map(|field| field.value.as_str())
    }

    fn first<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.all(name).find(|value| !value.trim().is_empty())
    }

    fn title(&self) -> Option<String> {
        self.first("title").and_then(title)
    }

    fn language(&self) -> Option<String> {
        self.all("language").find_map(language_code)
    }

    /// The first date of the first name that has one. In an e-book it may say that it is not the publication's.
    fn date(&self, names: &[&str]) -> Option<Date> {
        names.iter().find_map(|name| {
            let dates = || self.0.iter().filter(|field| field.name == *name);
            let published = dates().filter(|field| field.event != "modification");
            published.chain(dates()).find_map(|field| parse_date(&field.value))
        })
    }
}

const NAMES: [&str; 8] =
    ["title", "creator", "initial-creator", "created", "modified", "creation-date", "date", "language"];

/// Whether a file can have been made on that day. Before there were such programs, it is the zero of a clock.
fn can_be(date: Date) -> bool {
    date.year > 1980
}

/// A title, unless it is one that programs give a document nobody has named.
pub(super) fn title(value: &str) -> Option<String> {
    let title = clean(value)?;
    (!is_default_title(&title)).then_some(title)
}

fn is_default_title(title: &str) -> bool {
    const DEFAULTS: [&str; 13] = [
        "présentation powerpoint",
        "powerpoint presentation",
        "présentation",
        "presentation",
        "sans titre",
        "sans nom",
        "untitled",
        "titre",
        "title",
        "document",
        "word document",
        "diapositive",
        "slide",
    ];
    let lower = title.to_lowercase();
    let name = lower.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    DEFAULTS.contains(&name)
        || lower.starts_with("microsoft word - ")
        || lower.starts_with("microsoft powerpoint - ")
}

/// A name, unless it is that of the program or of nobody.
fn author(value: &str) -> Option<String> {
    const DEFAULTS: [&str; 12] = [
        "utilisateur",
        "utilisateur windows",
        "utilisateur microsoft office",
        "microsoft office user",
        "windows user",
        "user",
        "auteur",
        "author",
        "python-docx",
        "un-named",
        "inconnu",
        "unknown",
    ];
    clean(value).filter(|name| !DEFAULTS.contains(&name.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests;
