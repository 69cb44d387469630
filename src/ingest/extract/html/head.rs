//! What a page declares about itself: title, `meta`, `lang`, `time`.

use std::borrow::Cow;

use super::{Tag, linked_data};
use crate::document::Date;
use crate::ingest::date::parse_date;
use crate::ingest::extract::language_code;
use crate::ingest::metadata::clean;

/// The value of the best source seen so far: rank 0 is the best, and of equals the first counts.
#[derive(Debug)]
struct Best<T>(Option<(u8, T)>);

impl<T> Default for Best<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Best<T> {
    fn offer(&mut self, rank: u8, value: Option<T>) {
        if self.0.as_ref().is_none_or(|(held, _)| rank < *held) {
            self.0 = value.map(|value| (rank, value)).or(self.0.take());
        }
    }

    fn value(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

/// Declared metadata, from whatever places it was found in.
#[derive(Debug, Default)]
pub(super) struct Head {
    title: Best<String>,
    author: Best<String>,
    date: Best<Date>,
    language: Option<String>,
}

impl Head {
    /// Title, author, date and language.
    pub(super) fn into_parts(self) -> (Option<String>, Option<String>, Option<Date>, Option<String>) {
        (self.title.value(), self.author.value(), self.date.value(), self.language)
    }

    /// The content of `title`.
    pub(super) fn title(&mut self, text: &str) {
        self.title.offer(0, clean(text));
    }

    /// The text of an `h1`.
    pub(super) fn heading(&mut self, text: &str) {
        self.title.offer(1, clean(text));
    }

    /// Reads what `html` and `meta` declare, wherever in the page they stand.
    pub(super) fn declared_by(&mut self, tag: &Tag) {
        match tag.name.as_slice() {
            b"html" if self.language.is_none() => {
                let declared = attribute(tag, "lang").or_else(|| attribute(tag, "xml:lang"));
                self.language = declared.and_then(|declared| language_code(&declared));
            }
            b"meta" => {
                let content = attribute(tag, "content").unwrap_or_default();
                for key in ["name", "property", "itemprop"].iter().filter_map(|key| attribute(tag, key)) {
                    self.meta(key.trim().to_lowercase().as_str(), &content);
                }
            }
            _ => {}
        }
    }

    /// Reads the date of `time` and of what is marked as the day of publication.
    pub(super) fn timed_by(&mut self, tag: &Tag) {
        let published = attribute(tag, "itemprop").is_some_and(|property| property.trim() == "datePublished");
        if published || tag.name.as_slice() == b"time" {
            let date = attribute(tag, "datetime").or_else(|| attribute(tag, "content"));
            self.date.offer(if published { 1 } else { 4 }, date.and_then(|date| parse_date(&date)));
        }
    }

    /// Reads what a script declares as linked data.
    pub(super) fn linked_data(&mut self, script: &str) {
        let Some(article) = linked_data::article(script) else { return };
        self.title.offer(2, article.headline.and_then(|headline| clean(&headline)));
        self.author.offer(1, article.author.and_then(|name| author(&name)));
        self.date.offer(1, article.published.and_then(|date| parse_date(&date)));
    }

    fn meta(&mut self, key: &str, content: &str) {
        match key {
            "og:title" | "citation_title" | "dc.title" | "dcterms.title" => {
                self.title.offer(2, clean(content))
            }
            "author" => self.author.offer(0, author(content)),
            "article:author" => self.author.offer(1, author(content)),
            "dcterms.creator" | "dc.creator" | "citation_author" | "parsely-author" => {
                self.author.offer(2, author(content))
            }
            "article:published_time" | "article:published" | "og:published_time" => {
                self.date.offer(0, parse_date(content))
            }
            "datepublished" | "publication_date" | "citation_publication_date" | "parsely-pub-date" => {
                self.date.offer(1, parse_date(content))
            }
            "date" | "pubdate" | "publish-date" | "citation_date" => self.date.offer(2, parse_date(content)),
            "dcterms.date" | "dc.date" | "dcterms.issued" | "dc.date.issued" | "dcterms.created"
            | "dc.date.created" => {
                self.date.offer(3, parse_date(content));
            }
            _ => {}
        }
    }
}

/// Whether an element is a script that is JSON-LD.
pub(super) fn is_linked_data(tag: &Tag) -> bool {
    tag.name.as_slice() == b"script"
        && attribute(tag, "type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// `article:author` is often the address of a profile, which is nobody's name.
fn author(content: &str) -> Option<String> {
    clean(content).filter(|name| !name.contains("://") && !name.starts_with("www.") && !name.starts_with('/'))
}

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<Cow<'a, str>> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value))
}
