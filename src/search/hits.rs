//! A candidate → a hit: its text from the store, its file from the catalogue, its snippet.

use anyhow::{Context, Result};
use tantivy::schema::{Field, Value as _};
use tantivy::{Searcher, TantivyDocument};

use super::compile::Compiled;
use super::highlight::matches;
use super::rank::Ranked;
use super::snippet::snippet;
use super::{Hit, Snippet};
use crate::analysis::Language;
use crate::index::{Entry, Index};
use crate::line;

/// Reads the passage that was ranked; `rank` counts from 1.
pub(super) fn hit(
    index: &Index,
    searcher: &Searcher,
    compiled: &Compiled,
    ranked: &Ranked,
    rank: usize,
    snippet_length: usize,
) -> Result<Hit> {
    let fields = index.fields();
    let Ranked { candidate, score, parts } = ranked;
    let stored: TantivyDocument = searcher.doc(candidate.address)?;
    let number = |field: Field| stored.get_first(field).and_then(|value| value.as_u64());
    let line = |field: Field| number(field).and_then(|line| u32::try_from(line).ok()).unwrap_or(1);
    let text =
        stored.get_first(fields.text).and_then(|value| value.as_str()).context("a passage without text")?;
    let language = stored.get_first(fields.language).and_then(|value| value.as_str()).unwrap_or_default();
    let start = usize::try_from(number(fields.start).context("a passage without a place")?)?;
    let entry = index.entry_in(searcher, &candidate.key)?;
    let entry = entry.with_context(|| format!("{}: is not in the catalogue", candidate.key))?;
    let lines = (line(fields.first_line), line(fields.last_line));
    Ok(Hit {
        rank,
        score: *score,
        parts: parts.clone(),
        document: None,
        path: index.paths().shown(&candidate.key),
        ordinal: u32::try_from(candidate.ordinal)?,
        bytes: start..start + text.len(),
        lines,
        language: (!language.is_empty()).then(|| language.to_owned()),
        page: number(fields.page).and_then(|page| u32::try_from(page).ok()),
        snippet: snippet_of((text, language), compiled, snippet_length, |at| {
            let known = stored.get_all(fields.line_starts).filter_map(|value| value.as_u64());
            line_at(text, at, lines.0, &entry, known)
        }),
        text: text.to_owned(),
        entry,
    })
}

fn snippet_of(
    (text, language): (&str, &str),
    compiled: &Compiled,
    length: usize,
    line_at: impl FnOnce(usize) -> u32,
) -> Snippet {
    let found = matches(text, Language::of(language), &compiled.units);
    let weights: Vec<f32> = compiled.units.iter().map(|unit| unit.weight).collect();
    let (windows, highlights) = snippet(text, &found, &weights, length);
    let shown_from = highlights.first().or(windows.first()).map_or(0, |span| span.start);
    Snippet { windows, highlights, line: line_at(shown_from) }
}

/// The source line of a byte of a passage that begins on line `first`; `known` are the places where other lines begin, if
/// the text does not have the source's line ends.
fn line_at(text: &str, at: usize, first: u32, entry: &Entry, known: impl Iterator<Item = u64>) -> u32 {
    if entry.has_lines_of_text() {
        return first.saturating_add(line::count_ends(text.as_bytes(), 0..at));
    }
    let lines = known.take_while(|place| place >> 32 <= at as u64).map(|place| place as u32);
    lines.last().unwrap_or(first)
}
