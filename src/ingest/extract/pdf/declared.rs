//! What a PDF declares about itself: in its information dictionary, its XMP metadata and its catalogue.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{DateTime, Dict, Stream, String as PdfString};
use html5gum::{Token, Tokenizer};

use crate::document::Date;
use crate::ingest::date::parse_date;
use crate::ingest::extract::{Extracted, language_code};
use crate::ingest::metadata::clean;

/// The declared title, author, date and language; no text.
pub(super) fn read(pdf: &Pdf) -> Extracted {
    let catalogue = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).unwrap_or_default();
    let packet =
        catalogue.get::<Stream<'_>>(b"Metadata").and_then(|stream| Some(stream.decoded().ok()?.into_owned()));
    let xmp = packet.map(|packet| Xmp::read(&String::from_utf8_lossy(&packet))).unwrap_or_default();
    let info = pdf.metadata();
    let string = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(text_string);
    let language = catalogue.get::<PdfString<'_>>(b"Lang").map(|code| text_string(code.as_bytes()));
    Extracted {
        title: string(&info.title).and_then(title).or_else(|| xmp.title.and_then(title)),
        author: string(&info.author).and_then(author).or_else(|| xmp.author.and_then(author)),
        date: (info.creation_date.and_then(date))
            .or_else(|| parse_date(&xmp.created?))
            .or_else(|| info.modification_date.and_then(date))
            .or_else(|| parse_date(&xmp.modified?)),
        language: [language, xmp.language].into_iter().flatten().find_map(|code| language_code(&code)),
        ..Extracted::default()
    }
}

/// A day, unless it is before there were PDFs: clocks that are not set show 1970.
fn date(declared: DateTime) -> Option<Date> {
    Date::new(declared.year, Some(declared.month), Some(declared.day)).filter(|date| date.year >= 1990)
}

/// A title, unless it is what a program puts there when nobody gives one.
fn title(declared: String) -> Option<String> {
    const EXTENSIONS: [&str; 27] = [
        "ai", "cdr", "doc", "docx", "dvi", "eps", "fm", "htm", "html", "indd", "jpg", "md", "odp", "ods",
        "odt", "p65", "pdf", "ppt", "pptx", "ps", "pub", "qxd", "qxp", "rtf", "tex", "tif", "txt",
    ];
    const DEFAULTS: [&str; 8] = [
        "untitled",
        "sans titre",
        "sans nom",
        "document1",
        "document",
        "powerpoint presentation",
        "présentation powerpoint",
        "presentation powerpoint",
    ];
    let title = clean(&declared)?;
    let lower = title.to_lowercase();
    let file = lower.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension));
    let program = lower.starts_with("microsoft ") && lower.contains(" - ");
    let said = title.chars().any(char::is_alphabetic);
    (said && !file && !program && !DEFAULTS.contains(&lower.as_str())).then_some(title)
}

/// An author, unless it is the name of an account that comes with the machine.
fn author(declared: String) -> Option<String> {
    const ACCOUNTS: [&str; 14] = [
        "admin",
        "administrateur",
        "administrator",
        "anonymous",
        "auteur",
        "author",
        "microsoft office user",
        "owner",
        "unknown",
        "user",
        "utilisateur",
        "utilisateur windows",
        "windows user",
        "propriétaire",
    ];
    let author = clean(&declared)?;
    let account = author.to_lowercase();
    let named = author.chars().any(char::is_alphabetic);
    (named && !ACCOUNTS.contains(&account.trim_matches(['(', ')']))).then_some(author)
}

/// What the XMP packet, an XML document within the PDF, says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Xmp {
    title: Option<String>,
    author: Option<String>,
    created: Option<String>,
    modified: Option<String>,
    language: Option<String>,
}

impl Xmp {
    /// Reads the tags and their text; the few properties that count need no tree.
    fn read(packet: &str) -> Self {
        let mut xmp = Self::default();
        let mut property: Vec<u8> = Vec::new();
        for Ok(token) in Tokenizer::new(packet) {
            match token {
                Token::StartTag(tag) => {
                    for (name, value) in &tag.attributes {
                        xmp.note(name, &String::from_utf8_lossy(value));
                    }
                    // `rdf:Seq`, `rdf:li` and so on are within the property.
                    if !tag.name.starts_with(b"rdf:") {
                        property = tag.name.to_vec();
                    }
                }
                Token::EndTag(tag) if *tag.name == *property => property.clear(),
                Token::String(text) => xmp.note(&property, &String::from_utf8_lossy(&text)),
                _ => {}
            }
        }
        xmp
    }

    /// Keeps the first value of a property.
    fn note(&mut self, property: &[u8], value: &str) {
        let place = match property {
            b"dc:title" => &mut self.title,
            b"dc:creator" => &mut self.author,
            b"xmp:createdate" => &mut self.created,
            b"xmp:modifydate" => &mut self.modified,
            b"dc:language" => &mut self.language,
            _ => return,
        };
        if place.is_none() && !value.trim().is_empty() {
            *place = Some(value.to_owned());
        }
    }
}

/// A text string: UTF-16 or UTF-8 where a byte order mark says so, else one byte a character.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| pdf_doc(byte)).collect(),
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The character of a byte in PDFDocEncoding.
fn pdf_doc(byte: u8) -> char {
    const FROM_18: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const FROM_80: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ',
        'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
    ];
    match byte {
        0x18..=0x1f => FROM_18[usize::from(byte - 0x18)],
        0x80..=0xa0 => FROM_80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
