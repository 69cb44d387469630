//! What an attachment is called: by its sender, else by its type.

use std::collections::{HashMap, HashSet};

use super::fields::PartFields;

/// Longest name that is taken, in code points: what file systems hold.
const MAX_NAME: usize = 120;

/// The names given so far in a message.
#[derive(Debug, Default)]
pub(super) struct Names {
    given: HashSet<String>,
    /// The last number that each name was given behind it.
    numbers: HashMap<String, usize>,
    count: usize,
}

impl Names {
    /// A name for the next attachment, which none of the others has.
    pub(super) fn name(&mut self, fields: &PartFields, in_digest: bool) -> String {
        self.count += 1;
        let extension = extension(if in_digest { "message/rfc822" } else { &fields.media_type });
        let mut name = fields
            .file_name
            .as_deref()
            .and_then(file_name)
            .unwrap_or_else(|| format!("attachment-{}.{extension}", self.count));
        if extension == "eml" && !name.to_ascii_lowercase().ends_with(".eml") {
            name.push_str(".eml");
        }
        self.unique(name)
    }

    /// `a.pdf`, then `a-2.pdf`.
    fn unique(&mut self, name: String) -> String {
        let mut candidate = name.clone();
        while !self.given.insert(candidate.clone()) {
            let number = self.numbers.entry(name.clone()).or_insert(1);
            *number += 1;
            candidate = numbered(&name, *number);
        }
        candidate
    }
}

fn numbered(name: &str, number: usize) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem}-{number}.{extension}"),
        _ => format!("{name}-{number}"),
    }
}

/// The last component of a path, where it can be the name of a file.
fn file_name(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next()?;
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    let name = name.trim().trim_start_matches('.');
    // Of a long name the end counts: it says what the file is.
    let cut = name.char_indices().rev().nth(MAX_NAME - 1).map_or(0, |(at, _)| at);
    (!name.is_empty()).then(|| name[cut..].to_owned())
}

/// The usual extension of a media type.
fn extension(media_type: &str) -> &str {
    match media_type {
        "message/rfc822" | "message/global" => "eml",
        "text/html" => "html",
        "text/calendar" => "ics",
        "text/csv" => "csv",
        "text/vcard" | "text/x-vcard" => "vcf",
        "text/markdown" => "md",
        "application/pdf" => "pdf",
        "application/rtf" | "text/rtf" => "rtf",
        "application/zip" => "zip",
        "application/json" => "json",
        "application/xml" | "text/xml" => "xml",
        "application/msword" => "doc",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.ms-powerpoint" => "ppt",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "pptx",
        "application/vnd.oasis.opendocument.text" => "odt",
        "application/vnd.oasis.opendocument.spreadsheet" => "ods",
        "application/vnd.oasis.opendocument.presentation" => "odp",
        "application/epub+zip" => "epub",
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => "p7m",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/tiff" => "tiff",
        "image/svg+xml" => "svg",
        text if text.starts_with("text/") || text.starts_with("message/") || text.is_empty() => "txt",
        _ => "bin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(media_type: &str, file_name: &str) -> PartFields {
        let file_name = (!file_name.is_empty()).then(|| file_name.to_owned());
        PartFields { media_type: media_type.to_owned(), file_name, ..PartFields::default() }
    }

    #[test]
    fn a_name_has_no_folders_and_is_unique() {
        let cases = [
            ("application/pdf", "rapport.pdf", "rapport.pdf"),
            ("application/pdf", "C:\\Mes documents\\rapport.pdf", "rapport-2.pdf"),
            ("application/pdf", "../../rapport.pdf", "rapport-3.pdf"),
            ("application/pdf", "", "attachment-4.pdf"),
            ("application/pdf", "attachment-4.pdf", "attachment-4-2.pdf"),
            ("application/pdf", "rapport-4.pdf", "rapport-4.pdf"),
            ("application/pdf", "rapport.pdf", "rapport-5.pdf"),
            ("message/rfc822", "Compte rendu", "Compte rendu.eml"),
            ("message/rfc822", "", "attachment-9.eml"),
            ("image/png", "..", "attachment-10.png"),
            ("application/x-inconnu", "\u{0}", "attachment-11.bin"),
            ("image/png", "sans point", "sans point"),
            ("image/png", "sans point", "sans point-2"),
        ];
        let mut names = Names::default();
        for (media_type, file_name, expected) in cases {
            assert_eq!(names.name(&named(media_type, file_name), false), expected, "{file_name}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_end() {
        let long = format!("{}.pdf", "é".repeat(1000));
        let name = Names::default().name(&named("application/pdf", &long), false);
        assert_eq!((name.chars().count(), name.ends_with("é.pdf")), (MAX_NAME, true));
    }

    #[test]
    fn many_of_one_name_take_no_time() {
        let mut names = Names::default();
        let last = (0..200_000).map(|_| names.name(&named("image/png", "image.png"), false)).last();
        assert_eq!(last.as_deref(), Some("image-200000.png"));
    }
}
