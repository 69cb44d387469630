//! What a query may weigh, and the notes taken while it is read.
//!
//! The limits are chosen so that they cannot undo the round trip: with at most [`MAX_CLAUSES`] leaves (each
//! written with less than 48 bytes of signs, names and quotes) and [`MAX_TEXT_BYTES`] of text (at most doubled
//! by escapes), what `Display` writes stays below [`MAX_INPUT_BYTES`].

use super::{Filter, Node, Warning};

/// Bytes of the query string that are read; the rest is cut off, at a character boundary.
pub const MAX_INPUT_BYTES: usize = 100_000;

/// Leaves of a query (words, phrases, values of filters); further ones are dropped.
pub const MAX_CLAUSES: usize = 1_024;

/// Bytes of text in all leaves together; from the leaf on that exceeds it, the rest is dropped.
pub const MAX_TEXT_BYTES: usize = 16_384;

/// Depth of nested parentheses; deeper ones are ignored. Bounds every recursion over a query.
pub const MAX_DEPTH: usize = 64;

/// Greatest distance, in words, of `"…"~5`.
pub const MAX_SLOP: u32 = 1_000;

/// Letters and digits before the star of `mot*`: shorter prefixes match half the dictionary.
pub const MIN_PREFIX_LETTERS: usize = 2;

/// Warnings kept for one query.
pub const MAX_WARNINGS: usize = 50;

/// The warnings and the running totals of one parse.
#[derive(Default)]
pub(super) struct Notes {
    warnings: Vec<Warning>,
    clauses: usize,
    text_bytes: usize,
    full: bool,
}

impl Notes {
    pub(super) fn warn(&mut self, at: usize, message: impl Into<String>) {
        if self.warnings.len() < MAX_WARNINGS {
            self.warnings.push(Warning { message: message.into(), at });
        }
    }

    /// The warnings in the order of the query string.
    pub(super) fn into_warnings(mut self) -> Vec<Warning> {
        self.warnings.sort_by_key(|warning| warning.at);
        self.warnings
    }

    pub(super) fn is_clean(&self) -> bool {
        self.warnings.is_empty()
    }

    /// What of `text` is read.
    pub(super) fn cut<'t>(&mut self, text: &'t str) -> &'t str {
        if text.len() <= MAX_INPUT_BYTES {
            return text;
        }
        let mut end = MAX_INPUT_BYTES;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let kept = &text[..end];
        let message = format!("the query is longer than {MAX_INPUT_BYTES} bytes: the rest is ignored");
        self.warn(kept.chars().count(), message);
        kept
    }

    /// Whether there is room for one more leaf. Once there is not, nothing more is admitted.
    pub(super) fn admit(&mut self, leaf: &Node, at: usize) -> bool {
        let (clauses, text_bytes) = weight(leaf);
        let fits = self.clauses + clauses <= MAX_CLAUSES && self.text_bytes + text_bytes <= MAX_TEXT_BYTES;
        if self.full || !fits {
            if !self.full {
                self.full = true;
                self.warn(at, format!(
                    "the query has more than {MAX_CLAUSES} words or {MAX_TEXT_BYTES} bytes of text: what follows is ignored"
                ));
            }
            return false;
        }
        self.clauses += clauses;
        self.text_bytes += text_bytes;
        true
    }
}

/// Leaves and bytes of text.
fn weight(leaf: &Node) -> (usize, usize) {
    match leaf {
        Node::Filter(Filter::Date(ranges)) => (ranges.len(), 0),
        Node::Filter(
            Filter::Title(values) | Filter::Author(values) | Filter::Language(values) | Filter::Path(values),
        ) => (values.len(), values.iter().map(String::len).sum()),
        Node::Word(text)
        | Node::Phrase { text, .. }
        | Node::Prefix(text)
        | Node::Fuzzy { word: text, .. }
        | Node::Exact(text) => (1, text.len()),
        Node::All(_) | Node::Any(_) | Node::Group(_) | Node::Must(_) | Node::Not(_) => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn each_limit_warns_once_and_keeps_the_round_trip() {
        let long = "é".repeat(60_000);
        let cases = [
            ("a ".repeat(2_000), MAX_CLAUSES, "more than 1024 words", 2 * MAX_CLAUSES),
            ("a OU ".repeat(2_000), MAX_CLAUSES, "more than 1024 words", 5 * MAX_CLAUSES),
            (format!("lang:({})", "fr,".repeat(2_000)), 0, "more than 1024 words", 0),
            (format!("a {long}"), 1, "longer than 100000 bytes", 50_001),
            (format!("a {}", "é".repeat(9_000)), 1, "16384 bytes of text", 2),
            (format!("{}a b{}", "(".repeat(70), ")".repeat(70)), 2, "nested deeper than 64", MAX_DEPTH),
        ];
        for (text, leaves, message, at) in cases {
            let parsed = parse(&text);
            assert_eq!(parsed.query.leaves().count(), leaves, "{message}");
            let found: Vec<_> =
                parsed.warnings.iter().filter(|warning| warning.message.contains(message)).collect();
            assert_eq!(found.iter().map(|warning| warning.at).collect::<Vec<_>>(), [at], "{message}");
            assert_eq!(parse(&parsed.query.to_string()).query, parsed.query, "{message}");
        }
    }

    #[test]
    fn what_is_written_at_the_limits_can_be_read_again() {
        let cases = [
            "-date:2025-01-01..2025-12-31 ".repeat(MAX_CLAUSES),
            format!("«{}»", "\"".repeat(MAX_TEXT_BYTES - 1) + "a"),
            "\\**a ".repeat(MAX_CLAUSES),
            format!("{}a ET b c{}", "-(x ".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH)),
        ];
        for text in cases {
            let query = parse(&text).query;
            assert!(!query.is_empty());
            assert_eq!(parse(&query.to_string()).query, query);
        }
    }

    #[test]
    fn warnings_are_few_and_in_order() {
        let parsed = parse(&"* ".repeat(500));
        assert_eq!(parsed.warnings.len(), MAX_WARNINGS);
        assert!(parsed.warnings.is_sorted_by_key(|warning| warning.at));
    }
}
