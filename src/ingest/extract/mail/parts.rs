//! A message → its parts, in one pass over the lines, whatever their nesting.
//!
//! Not left to the library: it searches a boundary that never comes to the end of the message once for each part
//! that declares one, and it takes `--a.ALT` for the boundary `--a`, as Eudora nested them.

use std::collections::HashMap;

use memchr::memchr;

use super::fields::{PartFields, is_field};

/// A part that holds no other parts.
#[derive(Debug, Default)]
pub(super) struct Part<'a> {
    /// Its header, without the blank line behind it.
    pub(super) header: &'a [u8],
    /// Its body, still encoded for transfer.
    pub(super) body: &'a [u8],
    /// The outermost `multipart/alternative` around it.
    pub(super) alternative: Option<usize>,
    /// Whether it is a message where its header says nothing else.
    pub(super) in_digest: bool,
    /// Whether it is one of those that an encrypted message consists of.
    pub(super) is_encrypted: bool,
}

/// A message's header and all that it holds.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    /// The header of the message itself.
    pub(super) header: &'a [u8],
    pub(super) leaves: Vec<Part<'a>>,
}

/// The parts of a message; one that is cut off keeps what there is of it.
pub(super) fn parts(message: &[u8]) -> Parts<'_> {
    let mut splitter = Splitter::new(message);
    let mut start = 0;
    while start < message.len() {
        let end = memchr(b'\n', &message[start..]).map_or(message.len(), |length| start + length + 1);
        splitter.line(start, end);
        start = end;
    }
    splitter.leave(message.len());
    splitter.parts
}

/// Whether a text begins with a field of a header, or goes on with one.
fn is_of_header(text: &[u8]) -> bool {
    is_field(text) || text.starts_with(b" ") || text.starts_with(b"\t")
}

/// A multipart whose end was not seen yet.
struct Open {
    boundary: Vec<u8>,
    alternative: Option<usize>,
    is_digest: bool,
    is_encrypted: bool,
}

#[derive(Clone, Copy)]
enum Place<'a> {
    Header {
        start: usize,
    },
    Body {
        header: &'a [u8],
        start: usize,
    },
    /// Before the first part of the innermost multipart.
    Preamble {
        header: &'a [u8],
        start: usize,
    },
    Epilogue,
}

struct Splitter<'a> {
    message: &'a [u8],
    place: Place<'a>,
    open: Vec<Open>,
    /// Which of the open multiparts a boundary belongs to.
    levels: HashMap<Vec<u8>, usize>,
    alternatives: usize,
    parts: Parts<'a>,
}

impl<'a> Splitter<'a> {
    fn new(message: &'a [u8]) -> Self {
        Self {
            message,
            place: Place::Header { start: 0 },
            open: Vec::new(),
            levels: HashMap::new(),
            alternatives: 0,
            parts: Parts::default(),
        }
    }

    fn line(&mut self, start: usize, end: usize) {
        let line = &self.message[start..end];
        if let Some((level, is_last)) = self.delimiter(line) {
            self.delimit(start, end, level, is_last);
        } else if let Place::Header { start: header } = self.place {
            if line.trim_ascii_end().is_empty() {
                self.enter(&self.message[header..start], end);
            } else if !self.is_of_header(header, start, end) {
                // Some programs forget the blank line; this one may be a boundary of what has just begun.
                self.enter(&self.message[header..start], start);
                self.line(start, end);
            }
        }
    }

    /// Whether a line belongs to the header that began at `header`. One that is no field may be a damaged one, where
    /// the header goes on behind it.
    fn is_of_header(&self, header: usize, start: usize, end: usize) -> bool {
        let line = &self.message[start..];
        let may_be_damaged = (start > header || self.open.is_empty()) && !line.starts_with(b"--");
        is_of_header(line) || may_be_damaged && is_of_header(&self.message[end..])
    }

    /// The level of the multipart that the line is a boundary of, and whether it is the last one.
    fn delimiter(&self, line: &[u8]) -> Option<(usize, bool)> {
        let boundary = line.strip_prefix(b"--").filter(|_| !self.open.is_empty())?.trim_ascii_end();
        let level = |boundary: &[u8]| self.levels.get(boundary).copied();
        let last = || boundary.strip_suffix(b"--").and_then(level);
        level(boundary).map(|level| (level, false)).or_else(|| last().map(|level| (level, true)))
    }

    fn delimit(&mut self, start: usize, end: usize, level: usize, is_last: bool) {
        let begins = matches!(self.place, Place::Preamble { .. }) && level + 1 == self.open.len();
        if !begins {
            self.leave(start);
        }
        self.close(if is_last { level } else { level + 1 });
        self.place = if is_last { Place::Epilogue } else { Place::Header { start: end } };
    }

    /// Ends the multiparts from `level` on.
    fn close(&mut self, level: usize) {
        for (at, closed) in self.open.drain(level..).enumerate() {
            if self.levels.get(&closed.boundary) == Some(&(level + at)) {
                self.levels.remove(&closed.boundary);
            }
        }
    }

    /// Goes from a header to what it is the header of.
    fn enter(&mut self, header: &'a [u8], start: usize) {
        if self.parts.header.is_empty() && self.open.is_empty() {
            self.parts.header = header;
        }
        let fields = PartFields::of_multipart(header);
        let boundary = fields.boundary.as_deref().unwrap_or_default().trim_ascii_end();
        if !fields.is_multipart() || boundary.is_empty() {
            self.place = Place::Body { header, start };
            return;
        }
        let alternative = self.open.last().and_then(|around| around.alternative);
        let begins = fields.is("multipart/alternative") && alternative.is_none();
        self.alternatives += usize::from(begins);
        self.levels.entry(boundary.into()).or_insert(self.open.len());
        self.open.push(Open {
            boundary: boundary.into(),
            alternative: if begins { Some(self.alternatives) } else { alternative },
            is_digest: fields.is("multipart/digest"),
            is_encrypted: fields.is("multipart/encrypted"),
        });
        self.place = Place::Preamble { header, start };
    }

    /// Keeps the part that ends before the line at `end`.
    fn leave(&mut self, end: usize) {
        let (header, body) = match self.place {
            Place::Header { start } => (&self.message[start..end], &[][..]),
            // Its parts never came: what stands there is text.
            Place::Body { header, start } | Place::Preamble { header, start } => {
                (header, &self.message[start..end])
            }
            Place::Epilogue => return,
        };
        if self.parts.header.is_empty() && self.open.is_empty() {
            self.parts.header = header;
        }
        let around = self.open.last();
        self.parts.leaves.push(Part {
            header,
            // The line end before a boundary belongs to the boundary.
            body: body.strip_suffix(b"\n").map_or(body, |body| body.strip_suffix(b"\r").unwrap_or(body)),
            alternative: around.and_then(|around| around.alternative),
            in_digest: around.is_some_and(|around| around.is_digest),
            is_encrypted: around.is_some_and(|around| around.is_encrypted),
        });
    }
}
