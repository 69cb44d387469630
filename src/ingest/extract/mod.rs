//! Decoded text → extracted text and what the document says about itself. One file per format.

mod front_matter;
mod html;
mod markdown;
mod text;

use std::path::Path;

use super::metadata;
use crate::document::{Date, Format};

/// What an extractor found in one file's decoded text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Extracted {
    /// The extracted text; nothing is rewritten. For text and Markdown it is the decoded text itself.
    pub(crate) text: String,
    /// What the document calls itself, else the name of its file.
    pub(crate) title: Option<String>,
    /// Who wrote it, as the document says; several names stay in one string.
    pub(crate) author: Option<String>,
    /// The document's own date: declared, or written at its head or in its file name.
    pub(crate) date: Option<Date>,
    /// The language that the document declares, as a lower-case two-letter code; not guessed from the text.
    pub(crate) language: Option<String>,
    /// Byte offset in `text` where the body begins: behind front matter, else 0.
    pub(crate) body: usize,
    /// For HTML: byte offset in `text` and the 1-based line of the source that the text from there on stands on.
    ///
    /// Both ascend; the first offset is 0. Empty where the text's own lines are the source's.
    pub(crate) lines: Vec<(usize, u32)>,
}

/// The format that a file's name announces; what is not known is plain text.
pub(crate) fn format_of(path: &Path) -> Format {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match extension.as_str() {
        "md" | "markdown" | "mdown" | "mkd" => Format::Markdown,
        "html" | "htm" | "xhtml" => Format::Html,
        _ => Format::Text,
    }
}

/// The text of a decoded file and what is known about it; `path` gives what only the file's name says.
///
/// Metadata values come trimmed, on one line and at most 300 code points long.
pub(crate) fn extract(format: Format, decoded: String, path: &Path) -> Extracted {
    let mut extracted = match format {
        Format::Text => text::extract(decoded),
        Format::Markdown => markdown::extract(decoded),
        Format::Html => html::extract(&decoded),
    };
    metadata::complete(&mut extracted, path);
    extracted
}

/// The two-letter code of a declared language such as `fr-FR`, `fr_CA`, `fra` or `Français`.
fn language_code(declared: &str) -> Option<String> {
    let first = declared.trim().split(['-', '_', ',', ';', '.', ' ']).next()?.to_lowercase();
    match first.as_str() {
        "fra" | "fre" | "french" | "français" | "francais" => Some("fr".to_owned()),
        "eng" | "english" | "anglais" => Some("en".to_owned()),
        code if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) => Some(code.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_extension_decides_the_format() {
        let cases = [
            ("a.md", Format::Markdown),
            ("a.MarkDown", Format::Markdown),
            ("a.mdown", Format::Markdown),
            ("a.mkd", Format::Markdown),
            ("a.html", Format::Html),
            ("d.md/a.HTM", Format::Html),
            ("a.xhtml", Format::Html),
            ("a.txt", Format::Text),
            ("md", Format::Text),
            (".html", Format::Text),
            ("d.html/a", Format::Text),
        ];
        for (path, format) in cases {
            assert_eq!(format_of(Path::new(path)), format, "{path}");
        }
    }

    #[test]
    fn a_declared_language_is_two_letters() {
        let cases = [
            ("fr", Some("fr")),
            (" FR-ca ", Some("fr")),
            ("fr_FR.UTF-8", Some("fr")),
            ("fra", Some("fr")),
            ("Français", Some("fr")),
            ("en, fr", Some("en")),
            ("", None),
            ("x-klingon", None),
            ("é", None),
        ];
        for (declared, code) in cases {
            assert_eq!(language_code(declared).as_deref(), code, "{declared}");
        }
    }

    #[test]
    fn each_format_declares_in_its_own_way_and_the_name_fills_the_rest() {
        let cases = [
            (Format::Text, "Un titre\n\nDu texte.", "Un titre"),
            (Format::Markdown, "---\ntitle: Un titre\n---\nDu texte.", "Un titre"),
            (Format::Html, "<title>Un titre</title><p>Du texte.", "Un titre"),
            (Format::Html, "<p>Du texte.", "2025-05-30 notes"),
        ];
        for (format, source, title) in cases {
            let extracted = extract(format, source.to_owned(), Path::new("d/2025-05-30 notes.x"));
            assert_eq!(extracted.title.as_deref(), Some(title), "{source}");
            assert_eq!(extracted.date, Date::new(2025, Some(5), Some(30)), "{source}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(source in "(?s)([-+#<>/!&;:=\"'\\[\\]`a-zé \r\n\t]|<p>|<nav|---\n|\\PC){0,80}") {
            for format in [Format::Text, Format::Markdown, Format::Html] {
                let found = extract(format, source.clone(), Path::new("a"));
                prop_assert!(found.text.is_char_boundary(found.body));
                prop_assert!(found.lines.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
                prop_assert!(found.lines.iter().all(|(at, _)| found.text.is_char_boundary(*at)));
                prop_assert!(format == Format::Html || found.text == source);
            }
        }
    }
}
