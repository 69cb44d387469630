//! RTF: paragraphs, lines and table rows as a reader sees them, notes behind the text, properties from `\info`.
//!
//! One pass with a stack of our own for the groups. Hidden and deleted text, headers and footers, pictures and
//! field instructions are left out. What was read of a file cut short is kept.

mod control;
mod lexer;
mod output;

use std::collections::HashMap;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use super::Extracted;
use super::code_page::code_page;
use crate::document::Unread;
use control::Destination;
use lexer::{Lexer, Token};
use output::Output;

/// Groups open at once; no program writes hundreds, and each costs memory.
const MAX_DEPTH: usize = 1 << 20;

/// The text and the properties of an RTF document.
pub(in crate::ingest::extract) fn extract(bytes: &[u8]) -> Result<Extracted, Unread> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if !start.starts_with(b"{\\rtf") {
        return Err(Unread::failed("damaged RTF document"));
    }
    let mut reader = Reader::new();
    reader.is_utf8 = std::str::from_utf8(start).is_ok();
    for token in Lexer::new(start) {
        reader.read(token);
        // Behind the group that is the document stands nothing of it.
        if reader.outer.is_empty() || reader.outer.len() > MAX_DEPTH {
            break;
        }
    }
    reader.decode();
    // The last group was not closed.
    let cut = (!reader.outer.is_empty()).then_some("RTF document that ends too early");
    reader.output.finish().map(|extracted| Extracted { cut, ..extracted })
}

/// What holds within a group, and is restored at its end.
#[derive(Debug, Clone, Copy)]
struct Group {
    destination: Destination,
    encoding: &'static Encoding,
    /// Left out by `\v` or `\deleted`.
    hidden: bool,
    deleted: bool,
    in_table: bool,
    /// Nothing but `\*` was read of the group.
    starred: bool,
    /// Characters behind `\u` for readers without Unicode.
    substitutes: u8,
}

#[derive(Debug)]
struct Reader {
    group: Group,
    outer: Vec<Group>,
    output: Output,
    /// Bytes not decoded yet: a character may take several.
    bytes: Vec<u8>,
    /// The first half of a character that `\u` gives in two.
    surrogate: Option<u16>,
    /// Substitutes still to be passed over.
    to_skip: u8,
    /// RTF is ASCII, but some programs write UTF-8: a file that is valid as such is no other encoding.
    is_utf8: bool,
    code_page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    font: i32,
    default_font: i32,
}

impl Reader {
    fn new() -> Self {
        let group = Group {
            destination: Destination::Body,
            encoding: WINDOWS_1252,
            hidden: false,
            deleted: false,
            in_table: false,
            starred: false,
            substitutes: 1,
        };
        Self {
            group,
            outer: Vec::new(),
            output: Output::default(),
            bytes: Vec::new(),
            surrogate: None,
            to_skip: 0,
            is_utf8: false,
            code_page: WINDOWS_1252,
            fonts: HashMap::new(),
            font: 0,
            default_font: 0,
        }
    }

    fn read(&mut self, token: Token<'_>) {
        match token {
            Token::Open => self.open(),
            Token::Close => self.close(),
            Token::Word(word, number) => self.word(word, number),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Hex(byte) => self.raw(&[byte]),
            Token::Text(text) if self.is_utf8 && !text.is_ascii() => self.utf8(text),
            Token::Text(text) => self.raw(text),
        }
    }

    fn open(&mut self) {
        self.decode();
        self.to_skip = 0;
        self.outer.push(self.group);
        self.group.starred = false;
    }

    fn close(&mut self) {
        self.decode();
        self.to_skip = 0;
        let closed = self.group.destination;
        let Some(outer) = self.outer.pop() else { return };
        self.group = outer;
        if closed != outer.destination {
            self.output.close(closed, outer.destination, outer.in_table);
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        if word == b"u" {
            return self.unicode(number.unwrap_or_default());
        }
        if let Some(character) = control::character(word) {
            return self.character(character);
        }
        self.decode();
        self.to_skip = 0;
        let starred = std::mem::take(&mut self.group.starred);
        if let Some(destination) = control::destination(word, starred, self.group.destination) {
            self.group.destination = destination;
            return;
        }
        let number_or = |default| number.unwrap_or(default);
        match (self.group.destination, word) {
            (_, b"uc") => self.group.substitutes = u8::try_from(number_or(1).clamp(0, 8)).unwrap_or(1),
            (_, b"ansicpg") => self.set_code_page(code_page(number_or(1252))),
            (_, b"mac") => self.set_code_page(MACINTOSH),
            (_, b"deff") => self.default_font = number_or(0),
            (Destination::FontTable, b"f") => self.font = number_or(0),
            (Destination::FontTable, b"fcharset") => {
                self.fonts.extend(control::charset(number_or(0)).map(|encoding| (self.font, encoding)));
            }
            (Destination::Created, _) => self.output.created(word, number_or(0)),
            (_, b"f") => self.set_font(number_or(0)),
            (_, b"plain") => {
                self.group.hidden = false;
                self.group.deleted = false;
                self.set_font(self.default_font);
            }
            (_, b"v") => self.group.hidden = number != Some(0),
            (_, b"deleted") => self.group.deleted = number != Some(0),
            (_, b"pard") => self.group.in_table = false,
            (_, b"intbl") => self.group.in_table = number != Some(0),
            (destination, _) => self.output.layout(destination, self.group.in_table, word),
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => self.group.starred = true,
            b'~' => self.character('\u{a0}'),
            b'_' => self.character('\u{2011}'),
            b'\\' | b'{' | b'}' => self.raw(&[symbol]),
            b'\t' => self.character('\t'),
            b'\n' | b'\r' => self.word(b"par", None),
            _ => {}
        }
    }

    fn set_code_page(&mut self, encoding: &'static Encoding) {
        self.code_page = encoding;
        self.group.encoding = encoding;
    }

    fn set_font(&mut self, font: i32) {
        self.group.encoding = self.fonts.get(&font).copied().unwrap_or(self.code_page);
    }

    /// Code units above 32,767 are written as negative numbers, or plainly by some.
    fn unicode(&mut self, number: i32) {
        self.decode();
        self.group.starred = false;
        self.to_skip = self.group.substitutes;
        let unit = (number & 0xffff) as u16;
        match (self.surrogate.take(), unit) {
            (_, 0xd800..=0xdbff) => self.surrogate = Some(unit),
            (Some(high), 0xdc00..=0xdfff) => {
                char::decode_utf16([high, unit])
                    .flatten()
                    .for_each(|c| self.write(c.encode_utf8(&mut [0; 4])));
            }
            _ => self.write(char::from_u32(u32::from(unit)).unwrap_or('\u{fffd}').encode_utf8(&mut [0; 4])),
        }
    }

    fn character(&mut self, character: char) {
        self.decode();
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return;
        }
        self.write(character.encode_utf8(&mut [0; 4]));
    }

    fn raw(&mut self, bytes: &[u8]) {
        let skipped = usize::from(self.to_skip).min(bytes.len());
        self.to_skip -= u8::try_from(skipped).unwrap_or_default();
        let bytes = &bytes[skipped..];
        if !bytes.is_empty() && self.group.destination != Destination::Skipped {
            self.bytes.extend_from_slice(bytes);
        }
    }

    fn utf8(&mut self, bytes: &[u8]) {
        self.decode();
        for character in String::from_utf8_lossy(bytes).chars() {
            self.character(character);
        }
    }

    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        self.write(&self.group.encoding.decode_without_bom_handling(&bytes).0);
        self.bytes = bytes;
        self.bytes.clear();
    }

    /// Text as it was decoded, for what the group is there for.
    fn write(&mut self, text: &str) {
        if !self.group.hidden && !self.group.deleted {
            self.output.write(self.group.destination, self.group.in_table, text);
        }
    }
}

#[cfg(test)]
mod tests;
