//! The fields of a header, decoded: those of the message, and those that say what a part is.

use std::borrow::Cow;

use mail_parser::parsers::MessageStream;
use mail_parser::{Addr, ContentType, DateTime, Header, HeaderName, HeaderValue, MessageParser};

use super::words;
use crate::document::Date;
use crate::ingest::date::parse_date;
use crate::ingest::decode::decode;
use crate::ingest::extract::language_code;
use crate::ingest::metadata::clean;

/// Whether a line of a header begins a field.
pub(crate) fn is_field(line: &[u8]) -> bool {
    let name = line.iter().take_while(|byte| matches!(byte, 33..=57 | 59..=126)).count();
    name > 0 && line.get(name) == Some(&b':')
}

/// What a message's header says of the message.
#[derive(Debug, Default)]
pub(super) struct MessageFields {
    /// The fields that a reader sees, decoded, one a line.
    pub(super) shown: String,
    pub(super) subject: Option<String>,
    pub(super) author: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) language: Option<String>,
    pub(super) id: Option<String>,
}

impl MessageFields {
    pub(super) fn of(header: &[u8]) -> Self {
        let header = decoded(header);
        let parser = MessageParser::new().default_header_ignore();
        let parser = [
            HeaderName::From,
            HeaderName::To,
            HeaderName::Cc,
            HeaderName::Subject,
            HeaderName::Date,
            HeaderName::MessageId,
            HeaderName::ContentLanguage,
        ]
        .into_iter()
        .fold(parser, MessageParser::header_raw);
        let mut fields = Self::default();
        for field in parser.parse_headers(header.as_bytes()).iter().flat_map(|message| message.headers()) {
            fields.add(field, &header);
        }
        fields
    }

    fn add(&mut self, field: &Header<'_>, header: &str) {
        let raw = |from: u32, to: u32| header.get(from as usize..to as usize).unwrap_or_default();
        let raw = (raw(field.offset_field, field.offset_start), raw(field.offset_start, field.offset_end));
        let (name, value) = (raw.0.trim_end_matches([':', ' ', '\t']), raw.1);
        match field.name {
            HeaderName::From => {
                self.show(name, value);
                self.author = self.author.take().or_else(|| author(value));
            }
            HeaderName::To | HeaderName::Cc => {
                self.show(name, value);
            }
            HeaderName::Subject => {
                let subject = self.show(name, value);
                self.subject = self.subject.take().or(clean(&subject));
            }
            HeaderName::Date => {
                self.show(name, value);
                self.date = self.date.or_else(|| date(value));
            }
            HeaderName::MessageId => {
                self.id = self.id.take().or(clean(value.trim().trim_matches(['<', '>'])));
            }
            HeaderName::ContentLanguage => self.language = self.language.take().or(language_code(value)),
            _ => {}
        }
    }

    /// Adds a line to the fields shown, and returns the field's value.
    fn show(&mut self, name: &str, value: &str) -> String {
        let value = unstructured(value).replace(['\r', '\n'], " ");
        let value = value.trim().to_owned();
        if !value.is_empty() {
            self.shown.push_str(&format!("{name}: {value}\n"));
        }
        value
    }
}

/// What a part's header says of its body.
#[derive(Debug, Default)]
pub(super) struct PartFields {
    /// `text/plain`, in lower case; empty where nothing is said.
    pub(super) media_type: String,
    pub(super) boundary: Option<String>,
    pub(super) charset: Option<String>,
    pub(super) file_name: Option<String>,
    pub(super) is_attachment: bool,
    /// The transfer encoding, in lower case.
    pub(super) encoding: String,
    /// `format=flowed`, and whether the space at a line's end is no part of the text.
    pub(super) flowed: Option<bool>,
    pub(super) smime_type: Option<String>,
}

impl PartFields {
    pub(super) fn of(header: &[u8]) -> Self {
        let header = decoded(header);
        let names = [HeaderName::ContentType, HeaderName::ContentDisposition];
        let parser = names.into_iter().fold(ignoring(), MessageParser::header_content_type);
        let parser = parser.header_text(HeaderName::ContentTransferEncoding);
        let mut fields = Self::default();
        if let Some(message) = parser.parse_headers(header.as_bytes()) {
            message.headers().iter().for_each(|field| fields.add(field));
        }
        fields
    }

    /// Only what says whether the part holds other parts.
    pub(super) fn of_multipart(header: &[u8]) -> Self {
        let mut fields = Self::default();
        if header.is_empty() {
            return fields;
        }
        let parser = ignoring().header_content_type(HeaderName::ContentType);
        if let Some(message) = parser.parse_headers(header) {
            message.headers().iter().for_each(|field| fields.add(field));
        }
        fields
    }

    pub(super) fn is(&self, media_type: &str) -> bool {
        self.media_type == media_type
    }

    pub(super) fn is_multipart(&self) -> bool {
        self.media_type.starts_with("multipart/")
    }

    fn add(&mut self, field: &Header<'_>) {
        match (&field.name, &field.value) {
            (HeaderName::ContentType, HeaderValue::ContentType(value)) => self.typed(value),
            (HeaderName::ContentDisposition, HeaderValue::ContentType(value)) => {
                self.is_attachment = value.is_attachment();
                self.file_name = attribute(value, "filename").or(self.file_name.take());
            }
            (HeaderName::ContentTransferEncoding, HeaderValue::Text(value)) => {
                self.encoding = value.trim().to_ascii_lowercase();
            }
            _ => {}
        }
    }

    fn typed(&mut self, value: &ContentType<'_>) {
        let subtype = value.subtype().and_then(|subtype| subtype.split_ascii_whitespace().next());
        // What is no type is none, and the part is text.
        let media_type = subtype.map(|subtype| format!("{}/{subtype}", value.ctype()));
        self.media_type = media_type.unwrap_or_default().to_ascii_lowercase();
        self.boundary = attribute(value, "boundary");
        self.charset = attribute(value, "charset");
        self.file_name = self.file_name.take().or_else(|| attribute(value, "name"));
        self.smime_type = attribute(value, "smime-type");
        let is = |name, wanted| value.attribute(name).is_some_and(|it| it.eq_ignore_ascii_case(wanted));
        self.flowed = is("format", "flowed").then(|| is("delsp", "yes"));
    }
}

fn ignoring() -> MessageParser {
    MessageParser::new().default_header_ignore()
}

fn attribute(value: &ContentType<'_>, name: &str) -> Option<String> {
    value.attribute(name).filter(|value| !value.trim().is_empty()).map(str::to_owned)
}

/// A header as text: old programs wrote letters into it as they were.
fn decoded(header: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(header) {
        Ok(header) => Cow::Borrowed(header),
        Err(_) => decode(header.to_vec(), None)
            .map_or_else(|_| String::from_utf8_lossy(header), |decoded| decoded.text.into()),
    }
}

/// A value with its encoded words decoded and its lines joined.
fn unstructured(value: &str) -> String {
    // The library reads up to the line feed that ends the field.
    let value = format!("{}\n", words::repaired(value.trim()));
    MessageStream::new(value.as_bytes()).parse_unstructured().as_text().unwrap_or_default().to_owned()
}

/// The name of the first sender, else the address.
fn author(value: &str) -> Option<String> {
    let value = format!("{}\n", words::repaired(value.trim()));
    let addresses = MessageStream::new(value.as_bytes()).parse_address();
    let first = addresses.as_address()?.first()?;
    let of = |part: fn(&Addr<'_>) -> Option<String>| part(first).and_then(|part| clean(&part));
    of(|first| first.name().map(str::to_owned)).or_else(|| of(|first| first.address().map(str::to_owned)))
}

/// The day as it is written, in the time zone of the sender.
fn date(value: &str) -> Option<Date> {
    let value = value.trim();
    let standard = || {
        let date = DateTime::parse_rfc822(value).filter(DateTime::is_valid)?;
        Date::new(date.year, Some(date.month), Some(date.day))
    };
    standard().or_else(|| parse_date(value))
}
