//! Character data → the text of a page: white space as a browser shows it, and the source lines beside it.

use crate::ingest::extract::gap::Gap;

/// A text that grows by what is visible; gaps are written only when something follows them.
#[derive(Debug, Default)]
pub(super) struct Flow {
    text: String,
    lines: Vec<(usize, u32)>,
    gap: Gap,
    /// White space of preformatted text that waits, as the gap does, for something to follow.
    held: String,
    preformatted: bool,
}

impl Flow {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text, and the byte offsets in it where another line of the source begins.
    pub(super) fn into_parts(self) -> (String, Vec<(usize, u32)>) {
        (self.text, self.lines)
    }

    pub(super) fn gap(&mut self, gap: Gap) {
        if gap > Gap::Space {
            self.held.clear();
        }
        self.gap = self.gap.max(gap);
    }

    pub(super) fn line_break(&mut self) {
        self.gap(if self.gap == Gap::Break { Gap::Paragraph } else { Gap::Break });
    }

    /// Whether white space is text from here on, as in `pre`.
    pub(super) fn keep_white_space(&mut self, keep: bool) {
        self.preformatted = keep;
    }

    /// Adds character data that stands on the source's lines `line` to `last`.
    ///
    /// A line feed in it is taken for a line of the source; `last` bounds what `&#10;` makes of that.
    pub(super) fn write(&mut self, characters: &str, mut line: u32, last: u32) {
        for piece in characters.split_inclusive(is_white_space) {
            let word = piece.trim_end_matches(is_white_space);
            if !word.is_empty() {
                self.word(word, line.min(last));
            }
            if let Some(space) = piece[word.len()..].chars().next() {
                self.space(space);
                line = line.saturating_add(u32::from(space == '\n'));
            }
        }
    }

    fn space(&mut self, space: char) {
        if self.preformatted {
            self.held.push(space);
        } else {
            self.gap = self.gap.max(Gap::Space);
        }
    }

    fn word(&mut self, word: &str, line: u32) {
        let at_start = self.text.is_empty();
        if !at_start {
            self.text.push_str(self.gap.as_str());
        }
        let held =
            if at_start || self.gap > Gap::Tab { self.held.trim_start_matches('\n') } else { &self.held };
        self.text.push_str(held);
        if self.lines.last().is_none_or(|&(_, before)| before < line) {
            self.lines.push((if at_start { 0 } else { self.text.len() }, line));
        }
        self.text.push_str(word);
        self.gap = Gap::None;
        self.held.clear();
    }
}

/// What a browser collapses; the no-break spaces U+00A0 and U+202F are not among it.
fn is_white_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_written_only_between_words() {
        let mut flow = Flow::default();
        flow.gap(Gap::Paragraph);
        flow.write("  un\u{a0}:  deux\n", 1, 2);
        flow.gap(Gap::Line);
        flow.gap(Gap::Tab);
        flow.write(" trois ", 2, 2);
        flow.gap(Gap::Paragraph);
        assert_eq!(flow.into_parts(), ("un\u{a0}: deux\ntrois".to_owned(), vec![(0, 1), (11, 2)]));
    }

    #[test]
    fn preformatted_text_keeps_its_lines_but_not_its_ends() {
        let mut flow = Flow::default();
        flow.write("a", 1, 1);
        flow.gap(Gap::Paragraph);
        flow.keep_white_space(true);
        flow.write("\n  b\n\n c\n\n\n", 1, 7);
        flow.gap(Gap::Paragraph);
        flow.keep_white_space(false);
        flow.write("d", 7, 7);
        assert_eq!(
            flow.into_parts(),
            ("a\n\n  b\n\n c\n\nd".to_owned(), vec![(0, 1), (5, 2), (9, 4), (12, 7)])
        );
    }

    #[test]
    fn the_first_offset_is_the_start_of_the_text() {
        let mut flow = Flow::default();
        flow.keep_white_space(true);
        flow.write("\n  a", 1, 2);
        assert_eq!(flow.into_parts(), ("  a".to_owned(), vec![(0, 2)]));
    }

    #[test]
    fn an_escaped_line_feed_is_no_line_of_the_source() {
        let mut flow = Flow::default();
        flow.write("a\n\n\nb", 3, 4);
        assert_eq!(flow.into_parts(), ("a b".to_owned(), vec![(0, 3), (2, 4)]));
    }
}
