//! A document's bytes → its text and what it says about itself. One file per format.

pub(crate) mod compound;
pub(crate) mod csv;
mod front_matter;
mod gap;
mod html;
pub(crate) mod json_lines;
pub(crate) mod mail;
mod markdown;
pub(crate) mod mbox;
pub(crate) mod office;
mod pdf;
mod rows;
mod sheet;
mod text;
mod word;

use super::decode;
use crate::document::{Date, Format, Unread};

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
    /// Byte offset in `text` and the 1-based line of the source that the text from there on stands on.
    ///
    /// Both ascend; the first offset is 0. Empty where the text's own lines are the source's, or there are none.
    pub(crate) lines: Vec<(usize, u32)>,
    /// Byte offset in `text` and the 1-based page or slide that the text from there on stands on.
    ///
    /// Both ascend. Empty where the source has no pages.
    pub(crate) pages: Vec<(usize, u32)>,
    /// Whether each line is a row of a table, and a passage may end behind any.
    pub(crate) rows: bool,
    /// Why the text is not all of the document's, where it is known not to be.
    pub(crate) cut: Option<&'static str>,
}

/// The text of a document's bytes, and its encoding where these are text. Its metadata are what it declares.
///
/// Metadata values come trimmed, on one line and at most 300 code points long.
pub(crate) fn extract(format: Format, bytes: Vec<u8>) -> Result<(Extracted, Option<String>), Unread> {
    let extracted = match format {
        Format::Text => return decoded(bytes, format, text::extract),
        Format::Markdown => return decoded(bytes, format, markdown::extract),
        Format::Html => return decoded(bytes, format, |text| html::extract(&text)),
        Format::Csv => return decoded(bytes, format, text::extract_rows),
        Format::Pdf => pdf::extract(&bytes),
        Format::Docx => office::docx::extract(&bytes),
        Format::Pptx => office::pptx::extract(&bytes),
        Format::Odt | Format::Odp => office::odf::extract(&bytes),
        Format::Epub => office::epub::extract(&bytes),
        Format::Doc => word::doc::extract(&bytes),
        Format::Rtf => word::rtf::extract(&bytes),
        Format::Xlsx | Format::Xls | Format::Ods => sheet::extract(format, &bytes),
        // These hold documents and are none.
        Format::JsonLines | Format::Mail | Format::Mbox | Format::Zip => Err(Unread::skipped("no document")),
    };
    Ok((extracted?, None))
}

fn decoded(
    bytes: Vec<u8>,
    format: Format,
    extract: impl FnOnce(String) -> Extracted,
) -> Result<(Extracted, Option<String>), Unread> {
    let declared = decode::declared(&bytes, format);
    let decoded = decode::decode(bytes, declared)?;
    Ok((extract(decoded.text), Some(decoded.encoding)))
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
    fn each_format_declares_in_its_own_way() {
        let cases = [
            (Format::Text, "Un titre\n\nDu texte.", None),
            (Format::Markdown, "---\ntitle: Un titre\n---\nDu texte.", Some("Un titre")),
            (Format::Html, "<title>Un titre</title><p>Du texte.", Some("Un titre")),
            (Format::Html, "<p>Du texte.", None),
            (Format::Csv, "titre;date", None),
        ];
        for (format, source, title) in cases {
            let (extracted, encoding) = extract(format, source.into()).expect("it is text");
            assert_eq!(extracted.title.as_deref(), title, "{source}");
            assert_eq!(
                (encoding.as_deref(), extracted.rows),
                (Some("UTF-8"), format == Format::Csv),
                "{source}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(source in "(?s)([-+#<>/!&;:=\"'\\[\\]`a-zé \r\n\t]|<p>|<nav|---\n|\\PC){0,80}") {
            for format in [Format::Text, Format::Markdown, Format::Html, Format::Csv] {
                // Control characters in number are no text.
                let Ok((found, _)) = extract(format, source.clone().into()) else { continue };
                prop_assert!(found.text.is_char_boundary(found.body));
                prop_assert!(found.lines.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
                prop_assert!(found.lines.iter().all(|(at, _)| found.text.is_char_boundary(*at)));
                prop_assert!(format == Format::Html || found.text == source);
            }
        }
    }
}
