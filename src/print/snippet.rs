//! A snippet put together: its windows with ellipses between them, and what of that is highlighted.

use crate::search::{ELLIPSIS, Hit};

/// What a piece of a snippet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words of the passage.
    Plain,
    /// Words that the query asked for.
    Highlight,
    /// What stands for words left out; not of the passage.
    Ellipsis,
}

/// The text of a hit's snippet in pieces, to be put end to end; none is empty.
pub(super) fn pieces(hit: &Hit) -> Vec<(&str, Kind)> {
    let mut pieces = Vec::new();
    let mut highlights = hit.snippet.highlights.iter().peekable();
    for window in &hit.snippet.windows {
        if !pieces.is_empty() {
            pieces.push((ELLIPSIS, Kind::Ellipsis));
        }
        let mut at = window.start;
        while let Some(span) = highlights.next_if(|span| span.end <= window.end) {
            pieces.push((&hit.text[at..span.start], Kind::Plain));
            pieces.push((&hit.text[span.clone()], Kind::Highlight));
            at = span.end;
        }
        pieces.push((&hit.text[at..window.end], Kind::Plain));
    }
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}
