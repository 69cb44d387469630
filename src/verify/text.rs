//! A document's text and the places in it.

use crate::document::{Format, Passage, Span};
use crate::ingest::Found;
use crate::line;

use super::CitedPlace;

/// The text of a document that was read again.
pub(super) struct Text<'d> {
    pub(super) text: &'d str,
    passages: &'d [Passage],
    /// Whether its lines are those of its source.
    has_lines: bool,
}

impl<'d> Text<'d> {
    /// That of a document, if it was read.
    pub(super) fn of(found: &'d Found) -> Option<Self> {
        let read = found.content.as_ref().ok()?;
        let has_lines = read.document.format != Format::Html && found.record.is_none();
        Some(Self { text: &read.document.text, passages: &read.passages, has_lines })
    }

    /// First and last line of the source, from 1, of some bytes.
    pub(super) fn lines(&self, bytes: &Span) -> (u32, u32) {
        (self.line(bytes.start), self.line(bytes.end.saturating_sub(1).max(bytes.start)))
    }

    /// The page on which the byte at `at` stands.
    pub(super) fn page(&self, at: usize) -> Option<u32> {
        self.passage(at)?.page
    }

    fn line(&self, at: usize) -> u32 {
        let Some(passage) = self.passage(at) else { return 1 };
        if self.has_lines {
            let ended = line::count_ends(self.text.as_bytes(), passage.bytes.start..at);
            return passage.lines.0.saturating_add(ended);
        }
        let known = passage.line_starts.iter();
        let before = known.take_while(|(start, _)| passage.bytes.start + *start as usize <= at);
        before.last().map_or(passage.lines.0, |(_, line)| *line)
    }

    fn passage(&self, at: usize) -> Option<&Passage> {
        let next = self.passages.partition_point(|passage| passage.bytes.start <= at);
        self.passages.get(next.saturating_sub(1))
    }

    /// Whether `bytes`, where the quotation `quoted` begins after `lead` bytes of white space, are where it was cited.
    pub(super) fn holds(&self, cited: &CitedPlace, bytes: &Span, quoted: &str, lead: usize) -> bool {
        let in_bytes = |range: &Span| match range.len() == quoted.len() {
            true => bytes.start == range.start + lead,
            false => range.start <= bytes.start && bytes.end <= range.end,
        };
        let in_lines = |range: &(u32, u32)| {
            let (first, last) = self.lines(bytes);
            range.0 <= first && last <= range.1
        };
        cited.bytes.as_ref().is_none_or(in_bytes)
            && cited.lines.as_ref().is_none_or(in_lines)
            && cited.page.is_none_or(|page| self.page(bytes.start) == Some(page))
    }
}
