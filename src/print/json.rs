//! Results as JSON: the wire structs are the contract, apart from the types that the search works with.

use std::io::{self, Write};

use serde::Serialize;

use super::json_text;
use super::snippet::{Kind, pieces};
use crate::document::Span;
use crate::index::{Entry, Facts, State};
use crate::query::Warning;
use crate::search::{Hit, Results, ScorePart, Suggestion};

/// JSON Schema (2020-12) of what [`results_json`] writes.
pub const SEARCH_SCHEMA: &str = include_str!("search.schema.json");

/// Name and version of the contract. Fields may be added within a version, never renamed or removed.
const SCHEMA: &str = "corpus.search/1";

#[derive(Serialize)]
struct WireResults<'a> {
    schema: &'a str,
    query: &'a str,
    interpreted: &'a str,
    total: u64,
    documents: u64,
    took_ms: f64,
    unread: u64,
    warnings: Vec<WireWarning<'a>>,
    suggestions: Vec<WireSuggestion<'a>>,
    hits: Vec<WireHit<'a>>,
}

#[derive(Serialize)]
pub(super) struct WireWarning<'a> {
    message: &'a str,
    at: usize,
}

#[derive(Serialize)]
pub(super) struct WireSuggestion<'a> {
    word: &'a str,
    near: Vec<WireNear<'a>>,
}

#[derive(Serialize)]
struct WireNear<'a> {
    term: &'a str,
    passages: usize,
}

#[derive(Serialize)]
struct WireHit<'a> {
    rank: usize,
    score: f64,
    path: &'a str,
    file: WireFile<'a>,
    document: WireDocument<'a>,
    passage: WirePassage<'a>,
    snippet: WireSnippet,
    parts: Option<Vec<WirePart>>,
    matches: Option<u64>,
    others: Option<Vec<WireOther<'a>>>,
}

/// The file that a document is or lies within.
#[derive(Serialize)]
struct WireFile<'a> {
    path: &'a str,
    sha256: Option<&'a str>,
}

/// A part of a score.
#[derive(Serialize)]
struct WirePart {
    name: &'static str,
    value: f64,
    weight: f64,
}

/// A further passage of the document that a hit stands for.
#[derive(Serialize)]
struct WireOther<'a> {
    score: f64,
    passage: WirePassage<'a>,
    snippet: WireSnippet,
    parts: Option<Vec<WirePart>>,
}

#[derive(Serialize)]
pub(super) struct WireDocument<'a> {
    id: Option<&'a str>,
    title: Option<&'a str>,
    author: Option<&'a str>,
    date: Option<&'a str>,
    language: Option<&'a str>,
    format: Option<crate::document::Format>,
    encoding: Option<&'a str>,
    sha256: Option<&'a str>,
}

#[derive(Serialize)]
struct WirePassage<'a> {
    id: String,
    ordinal: u32,
    bytes: [usize; 2],
    lines: [u32; 2],
    page: Option<u32>,
    language: Option<&'a str>,
    text: &'a str,
}

#[derive(Serialize)]
struct WireSnippet {
    text: String,
    highlights: Vec<[usize; 2]>,
    bytes: [usize; 2],
    windows: Vec<[usize; 2]>,
    line: u32,
}

#[derive(Serialize)]
struct WireText<'a> {
    schema: &'a str,
    path: &'a str,
    document: WireDocument<'a>,
    text: &'a str,
}

/// Writes one object with all hits, on several lines; with `parts` also what each score is the sum of.
pub fn results_json(out: &mut impl Write, results: &Results, parts: bool) -> io::Result<()> {
    let wire = WireResults {
        schema: SCHEMA,
        query: &results.query,
        interpreted: &results.interpreted,
        total: results.total,
        documents: results.documents,
        took_ms: (results.time.as_secs_f64() * 1e5).round() / 1e2,
        unread: results.unread,
        warnings: results.warnings.iter().map(warning).collect(),
        suggestions: results.suggestions.iter().map(suggestion).collect(),
        hits: results.hits.iter().map(|found| hit(found, parts)).collect(),
    };
    json_text::lines(out, &wire)
}

/// Writes one hit a line, each as it stands in the `hits` of [`results_json`].
pub fn results_jsonl(out: &mut impl Write, results: &Results, parts: bool) -> io::Result<()> {
    for result in &results.hits {
        json_text::line(out, &hit(result, parts))?;
    }
    Ok(())
}

/// Writes one object with a document's text and what is known of it.
pub fn document_json(out: &mut impl Write, path: &str, entry: &Entry, text: &str) -> io::Result<()> {
    let wire = WireText { schema: "corpus.document/1", path, document: document(entry), text };
    json_text::lines(out, &wire)
}

pub(super) fn warning(warning: &Warning) -> WireWarning<'_> {
    WireWarning { message: &warning.message, at: warning.at }
}

pub(super) fn suggestion(suggestion: &Suggestion) -> WireSuggestion<'_> {
    let near = suggestion.near.iter().map(|near| WireNear { term: &near.term, passages: near.passages });
    WireSuggestion { word: &suggestion.word, near: near.collect() }
}

fn hit(hit: &Hit, with_parts: bool) -> WireHit<'_> {
    let others = hit.document.as_ref().map(|document| document.others.as_slice());
    WireHit {
        rank: hit.rank,
        score: short(hit.score),
        path: &hit.path,
        file: WireFile { path: &hit.file, sha256: hit.file_sha256.as_deref() },
        document: document(&hit.entry),
        passage: passage(hit),
        snippet: snippet(hit),
        parts: with_parts.then(|| parts(hit)),
        matches: hit.document.as_ref().map(|document| document.matches),
        others: others.map(|others| others.iter().map(|hit| other(hit, with_parts)).collect()),
    }
}

fn other(hit: &Hit, with_parts: bool) -> WireOther<'_> {
    WireOther {
        score: short(hit.score),
        passage: passage(hit),
        snippet: snippet(hit),
        parts: with_parts.then(|| parts(hit)),
    }
}

fn parts(hit: &Hit) -> Vec<WirePart> {
    let part =
        |part: &ScorePart| WirePart { name: part.name, value: short(part.value), weight: short(part.weight) };
    hit.parts.iter().map(part).collect()
}

/// Through text, so that JSON shows the digits that 32 bits hold and no more.
fn short(number: f32) -> f64 {
    number.to_string().parse().unwrap_or_default()
}

fn passage(hit: &Hit) -> WirePassage<'_> {
    let source = document(&hit.entry).sha256.unwrap_or_default();
    WirePassage {
        // The file's content and the place in it: the same passage keeps its id wherever the file goes.
        id: format!("{}-{}", &source[..source.floor_char_boundary(12)], hit.ordinal),
        ordinal: hit.ordinal,
        bytes: [hit.bytes.start, hit.bytes.end],
        lines: [hit.lines.0, hit.lines.1],
        page: hit.page,
        language: hit.language.as_deref(),
        text: &hit.text,
    }
}

fn snippet(hit: &Hit) -> WireSnippet {
    let windows = &hit.snippet.windows;
    let place = |span: &Span| [hit.bytes.start + span.start, hit.bytes.start + span.end];
    let start = windows.first().map_or(0, |window| window.start);
    let end = windows.last().map_or(0, |window| window.end);
    let pieces = pieces(hit);
    WireSnippet {
        text: pieces.iter().map(|(text, _)| *text).collect(),
        highlights: highlights(&pieces),
        bytes: place(&(start..end)),
        windows: windows.iter().map(place).collect(),
        line: hit.snippet.line,
    }
}

/// What is known of a file; all absent for one that was not read.
pub(super) fn document(entry: &Entry) -> WireDocument<'_> {
    let facts: Option<&Facts> = match &entry.state {
        State::Read(facts) => Some(facts),
        State::Container(_) | State::Unread(_) => None,
    };
    WireDocument {
        id: entry.record.as_ref().and_then(|record| record.id.as_deref()),
        title: facts.and_then(|facts| facts.title.as_deref()),
        author: facts.and_then(|facts| facts.author.as_deref()),
        date: facts.and_then(|facts| facts.date.as_deref()),
        language: facts.and_then(|facts| facts.language.as_deref()),
        format: facts.map(|facts| facts.format),
        encoding: facts.and_then(|facts| facts.encoding.as_deref()),
        sha256: facts.map(|facts| facts.sha256.as_str()),
    }
}

/// Where the highlighted pieces stand in the snippet, in code points.
fn highlights(pieces: &[(&str, Kind)]) -> Vec<[usize; 2]> {
    let mut end = 0;
    let places = pieces.iter().map(|(text, kind)| {
        let start = end;
        end += text.chars().count();
        (*kind, [start, end])
    });
    places.filter(|(kind, _)| *kind == Kind::Highlight).map(|(_, place)| place).collect()
}
