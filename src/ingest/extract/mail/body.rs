//! The text of a part: its character encoding, and lines that were broken for sending.

use encoding_rs::{Encoding, UTF_8};
use mail_parser::decoders::charsets::map::charset_decoder;

use super::fields::PartFields;
use super::transfer;
use crate::document::Format;
use crate::ingest::decode::{declared, decode};
use crate::ingest::extract::html;

/// The text of `text/plain`, its lines joined where they were broken for sending only.
///
/// `None` where it is no text.
pub(super) fn plain(body: &[u8], fields: &PartFields) -> Option<String> {
    let bytes = transfer::decoded(body, &fields.encoding).into_owned();
    let text = characters(bytes, fields.charset.as_deref(), None)?.replace("\r\n", "\n");
    Some(match fields.flowed {
        Some(delete_space) => flowed(&text, delete_space),
        None => text,
    })
}

/// The text of `text/html`.
pub(super) fn html(body: &[u8], fields: &PartFields) -> Option<String> {
    let bytes = transfer::decoded(body, &fields.encoding).into_owned();
    let named = declared(&bytes, Format::Html);
    characters(bytes, fields.charset.as_deref(), named).map(|page| html::extract(&page).text)
}

fn characters(bytes: Vec<u8>, charset: Option<&str>, named: Option<&'static Encoding>) -> Option<String> {
    // A program that claims ASCII and sends more does not know what it sends.
    let charset = charset.map(str::trim).filter(|charset| !charset.eq_ignore_ascii_case("us-ascii"));
    let encoding = charset.and_then(|charset| Encoding::for_label(charset.as_bytes()));
    let library = charset.filter(|_| encoding.is_none()).and_then(|it| charset_decoder(it.as_bytes()));
    match (encoding, library) {
        (Some(encoding), _) if !encoding.is_ascii_compatible() => {
            Some(encoding.decode(&bytes).0.into_owned())
        }
        (None, Some(decoder)) => Some(decoder(&bytes)),
        _ => {
            let known = encoding.or(named).filter(|encoding| *encoding != UTF_8);
            decode(bytes, known).map(|decoded| decoded.text).ok()
        }
    }
}

/// Undoes `format=flowed`: a line that ends with a space goes on in the next one of the same quotation depth.
fn flowed(text: &str, delete_space: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut depth_before = None;
    for line in text.lines() {
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        let content = content.strip_prefix(' ').unwrap_or(content);
        if depth_before.is_some_and(|before| before != depth) {
            joined.push('\n');
        }
        if depth_before != Some(depth) {
            quote(&mut joined, depth);
        }
        let is_signature = content == "-- ";
        let goes_on = content.ends_with(' ') && !is_signature;
        joined.push_str(if goes_on && delete_space { &content[..content.len() - 1] } else { content });
        if !goes_on {
            joined.push('\n');
        }
        depth_before = goes_on.then_some(depth);
    }
    joined
}

fn quote(text: &mut String, depth: usize) {
    if depth > 0 {
        text.extend(std::iter::repeat_n('>', depth));
        text.push(' ');
    }
}
