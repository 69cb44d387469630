//! Mail: one message (RFC 5322, MIME) → what a reader sees of it, and its attachments.
//!
//! The text begins with the fields that a mail program shows, then comes the body: of alternatives the plain one,
//! unless it only says that there is another.

mod attachment;
mod body;
mod detect;
mod fields;
mod parts;
mod transfer;
mod words;

use attachment::Names;
use fields::{MessageFields, PartFields};
use parts::{Part, Parts};

use super::Extracted;
use crate::document::Unread;

pub(crate) use detect::is_mail;
pub(crate) use fields::is_field;

/// A message that was read.
#[derive(Debug, Default)]
pub(crate) struct Mail {
    pub(crate) extracted: Extracted,
    /// `Message-ID`, without the angle brackets.
    pub(crate) id: Option<String>,
    pub(crate) attachments: Vec<Attachment>,
}

/// A file in a message, a picture or another message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Attachment {
    /// A file name without folders, which no other attachment of the message has.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// The text, metadata and attachments of one message.
pub(crate) fn read(bytes: &[u8]) -> Result<Mail, Unread> {
    let message = without_envelope(bytes);
    if message.is_empty() {
        return Err(Unread::empty("empty mail"));
    }
    let parts = parts::parts(message);
    let fields = MessageFields::of(parts.header);
    if fields.shown.is_empty() && fields.id.is_none() && PartFields::of(parts.header).media_type.is_empty() {
        return Err(Unread::failed("damaged mail"));
    }
    let mut content = Content::default();
    content.add_all(&parts);
    if content.encrypted && content.text.is_empty() && content.attachments.is_empty() {
        return Err(Unread::failed("encrypted mail"));
    }
    Ok(assembled(fields, content))
}

/// The message without what mail folders and some programs put before it.
fn without_envelope(bytes: &[u8]) -> &[u8] {
    let message = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if !message.starts_with(b"From ") && !message.starts_with(b">From ") {
        return message;
    }
    let end = memchr::memchr(b'\n', message).map_or(message.len(), |at| at + 1);
    message[end..].trim_ascii_start()
}

fn assembled(fields: MessageFields, content: Content) -> Mail {
    let mut text = fields.shown;
    if !content.text.is_empty() && !text.is_empty() {
        text.push('\n');
    }
    let body = text.len();
    text.push_str(&content.text);
    let extracted = Extracted {
        text,
        title: fields.subject,
        author: fields.author,
        date: fields.date,
        language: fields.language,
        body,
        ..Extracted::default()
    };
    Mail { extracted, id: fields.id, attachments: content.attachments }
}

/// What a part is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Plain,
    Html,
    /// Text in a form that only stands beside the others: `text/enriched`, AMP.
    OtherText,
    Attachment,
    Encrypted,
    /// Signatures and the like.
    LeftOut,
}

fn role(part: &Part<'_>, fields: &PartFields, is_only: bool) -> Role {
    // A message that is one text is no attachment, whatever name it gives itself.
    let is_file = !is_only && (fields.is_attachment || fields.file_name.is_some());
    match fields.media_type.as_str() {
        _ if part.is_encrypted => Role::Encrypted,
        "" if part.in_digest => Role::Attachment,
        "" | "text/plain" if !is_file => Role::Plain,
        // What claims to hold parts and holds none; a file's name says nothing of those.
        multipart if multipart.starts_with("multipart/") => Role::Plain,
        "text/html" if !is_file || part.alternative.is_some() && !fields.is_attachment => Role::Html,
        "text/enriched" | "text/richtext" | "text/x-amp-html" | "text/watch-html" if !is_file => {
            Role::OtherText
        }
        "application/pgp-signature" | "application/pkcs7-signature" | "application/x-pkcs7-signature" => {
            Role::LeftOut
        }
        "application/pgp-encrypted" => Role::Encrypted,
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => match fields.smime_type.as_deref() {
            Some(kind) if !kind.eq_ignore_ascii_case("enveloped-data") => Role::Attachment,
            _ => Role::Encrypted,
        },
        _ => Role::Attachment,
    }
}

/// What the parts of a message amount to.
#[derive(Debug, Default)]
struct Content {
    text: String,
    attachments: Vec<Attachment>,
    names: Names,
    encrypted: bool,
}

impl Content {
    fn add_all(&mut self, parts: &Parts<'_>) {
        let is_only = parts.leaves.len() == 1;
        let one_alternative =
            |a: &Part<'_>, b: &Part<'_>| a.alternative.is_some() && a.alternative == b.alternative;
        for group in parts.leaves.chunk_by(one_alternative) {
            match group {
                [part] if part.alternative.is_none() => self.add(&Known::new(part, is_only)),
                _ => self.add_alternative(group, is_only),
            }
        }
    }

    /// One of the forms that the same text comes in, and what else stands among them.
    fn add_alternative(&mut self, parts: &[Part<'_>], is_only: bool) {
        // Read anew each time: a hostile mail has millions of parts.
        let known = || parts.iter().map(|part| Known::new(part, is_only));
        let texts = |role| {
            let texts = known().filter(|part| part.role == role).filter_map(|part| part.text());
            texts.collect::<Vec<_>>().join("\n\n")
        };
        let mut text = texts(Role::Plain);
        if text.trim().is_empty() || refers_to_html(&text) {
            let html = texts(Role::Html);
            text = if html.trim().len() > text.trim().len() { html } else { text };
        }
        if text.trim().is_empty() {
            text = texts(Role::OtherText);
        }
        self.push(&text);
        let is_form = |part: &Known<'_>| match part.role {
            Role::Plain => part.text().is_some(),
            Role::Html | Role::OtherText => true,
            Role::Attachment | Role::Encrypted | Role::LeftOut => false,
        };
        known().filter(|part| !is_form(part)).for_each(|part| self.add(&part));
    }

    fn add(&mut self, part: &Known<'_>) {
        match part.role {
            Role::Plain | Role::Html | Role::OtherText => match part.text() {
                Some(text) => self.push(&text),
                None => self.attach(part),
            },
            Role::Attachment => self.attach(part),
            Role::Encrypted => self.encrypted = true,
            Role::LeftOut => {}
        }
    }

    fn attach(&mut self, part: &Known<'_>) {
        let bytes = transfer::decoded(part.part.body, &part.fields.encoding);
        if bytes.is_empty() && part.fields.file_name.is_none() {
            return;
        }
        let name = self.names.name(&part.fields, part.part.in_digest);
        self.attachments.push(Attachment { name, bytes: bytes.into_owned() });
    }

    /// Adds text as paragraphs of its own.
    fn push(&mut self, text: &str) {
        let text = text.trim_matches(['\n', '\r']).trim_end();
        if text.trim_start().starts_with("-----BEGIN PGP MESSAGE-----") {
            self.encrypted = true;
        } else if !text.is_empty() {
            self.text.push_str(if self.text.is_empty() { "" } else { "\n\n" });
            self.text.push_str(text);
        }
    }
}

/// A part with what its header says.
struct Known<'a> {
    part: &'a Part<'a>,
    fields: PartFields,
    role: Role,
}

impl<'a> Known<'a> {
    fn new(part: &'a Part<'a>, is_only: bool) -> Self {
        let fields = PartFields::of(part.header);
        let role = role(part, &fields, is_only);
        Self { part, fields, role }
    }

    /// The part's text, where what claims to be text is.
    fn text(&self) -> Option<String> {
        match self.role {
            Role::Html => body::html(self.part.body, &self.fields),
            _ => body::plain(self.part.body, &self.fields),
        }
    }
}

/// Whether a short text is there only to say that the text is elsewhere.
fn refers_to_html(text: &str) -> bool {
    const SHORT: usize = 400;
    let lower = || text.to_lowercase();
    text.trim().len() <= SHORT && ["html", "navigateur", "browser"].iter().any(|word| lower().contains(word))
}

#[cfg(test)]
mod tests;
