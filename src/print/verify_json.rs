//! What became of citations, as JSON Lines.

use std::io::{self, Write};

use serde::Serialize;

use super::json_text;
use crate::document::Span;
use crate::verify::{Outcome, Piece, Verdict};

/// Name and version of the contract. Fields may be added within a version, never renamed or removed.
const SCHEMA: &str = "corpus.verify/1";

#[derive(Serialize)]
struct WireVerdict<'a> {
    schema: &'static str,
    /// Of the input, from 1.
    line: usize,
    /// `unchanged`, `moved`, `altered`, `gone`, or `invalid` of what is no citation.
    status: &'static str,
    /// As cited, like all of `cited` and `text`.
    path: Option<&'a str>,
    id: Option<&'a str>,
    text: Option<&'a str>,
    cited: Option<WireCited>,
    now: Option<WireNow<'a>>,
    /// Whether the source has other bytes than are cited.
    changed: Option<bool>,
    /// Of what is altered: each run of words that is another now.
    changes: Vec<WireChange<'a>>,
    /// Of what is gone or invalid.
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct WireCited {
    bytes: Option<[usize; 2]>,
    lines: Option<[u32; 2]>,
    page: Option<u32>,
}

#[derive(Serialize)]
struct WireNow<'a> {
    path: &'a str,
    id: Option<&'a str>,
    bytes: [usize; 2],
    lines: [u32; 2],
    page: Option<u32>,
    text: &'a str,
    exact: bool,
}

#[derive(Serialize)]
struct WireChange<'a> {
    old: &'a str,
    new: &'a str,
}

/// Writes one object a line for each citation, and for each line of the input that is none, with the reason; in their
/// order.
pub fn verdicts_json(
    out: &mut impl Write,
    verdicts: &[Verdict],
    invalid: &[(usize, String)],
) -> io::Result<()> {
    let mut invalid = invalid.iter().peekable();
    for found in verdicts {
        while let Some((line, reason)) = invalid.next_if(|(line, _)| *line < found.line) {
            write(out, &invalid_line(*line, reason))?;
        }
        write(out, &verdict(found))?;
    }
    invalid.try_for_each(|(line, reason)| write(out, &invalid_line(*line, reason)))
}

fn verdict(verdict: &Verdict) -> WireVerdict<'_> {
    let Verdict { line, citation, outcome, changed } = verdict;
    let pair = |span: &Span| [span.start, span.end];
    let now = outcome.place().map(|place| WireNow {
        path: &place.path,
        id: place.id.as_deref(),
        bytes: pair(&place.bytes),
        lines: [place.lines.0, place.lines.1],
        page: place.page,
        text: &place.text,
        exact: place.exact,
    });
    let changes = match outcome {
        Outcome::Altered(_, pieces) => pieces.iter().filter_map(change).collect(),
        _ => Vec::new(),
    };
    let reason = match outcome {
        Outcome::Gone(reason) => Some(reason.as_str()),
        _ => None,
    };
    let cited = &citation.place;
    WireVerdict {
        schema: SCHEMA,
        line: *line,
        status: outcome.name(),
        path: Some(&citation.path),
        id: citation.id.as_deref(),
        text: Some(&citation.text),
        cited: Some(WireCited {
            bytes: cited.bytes.as_ref().map(pair),
            lines: cited.lines.map(|lines| [lines.0, lines.1]),
            page: cited.page,
        }),
        now,
        changed: *changed,
        changes,
        reason,
    }
}

fn invalid_line(line: usize, reason: &str) -> WireVerdict<'_> {
    WireVerdict {
        schema: SCHEMA,
        line,
        status: "invalid",
        path: None,
        id: None,
        text: None,
        cited: None,
        now: None,
        changed: None,
        changes: Vec::new(),
        reason: Some(reason),
    }
}

fn change(piece: &Piece) -> Option<WireChange<'_>> {
    match piece {
        Piece::Same(_) => None,
        Piece::Changed { old, new } => Some(WireChange { old, new }),
    }
}

fn write(out: &mut impl Write, wire: &WireVerdict<'_>) -> io::Result<()> {
    json_text::line(out, wire)
}
