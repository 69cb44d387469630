//! A candidate → a hit: its text from the store, its file from the catalogue, its snippet.

use anyhow::{Context, Result};
use tantivy::Searcher;

use super::compile::Compiled;
use super::highlight::matches;
use super::rank::Ranked;
use super::snippet::snippet;
use super::{Hit, Snippet};
use crate::analysis::Language;
use crate::index::{Entry, Index, StoredPassage};
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
    let Ranked { candidate, score, parts } = ranked;
    let passage = index.passage(searcher, candidate.address, (&candidate.key, candidate.ordinal))?;
    let StoredPassage { start, lines, line_starts, page, language, text, .. } = passage;
    let entry = index.entry_in(searcher, &candidate.key)?;
    let entry = entry.with_context(|| format!("{}: is not in the catalogue", candidate.key))?;
    let container = match &entry.within {
        Some(file) => index.entry_in(searcher, file)?,
        None => None,
    };
    let file_sha256 = match &entry.within {
        Some(_) => container.as_ref().and_then(Entry::sha256),
        None => entry.sha256(),
    };
    Ok(Hit {
        rank,
        score: *score,
        parts: parts.clone(),
        document: None,
        path: index.paths().shown(&candidate.key),
        file: index.paths().shown(entry.within.as_ref().unwrap_or(&entry.key)),
        file_sha256: file_sha256.map(str::to_owned),
        ordinal: u32::try_from(candidate.ordinal)?,
        bytes: start..start + text.len(),
        lines,
        page,
        snippet: snippet_of((&text, &language), compiled, snippet_length, |at| {
            line_at(&text, at, lines.0, &entry, &line_starts)
        }),
        language: Some(language).filter(|language| !language.is_empty()),
        text,
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
fn line_at(text: &str, at: usize, first: u32, entry: &Entry, known: &[(u32, u32)]) -> u32 {
    if entry.has_lines_of_text() {
        return first.saturating_add(line::count_ends(text.as_bytes(), 0..at));
    }
    let before = known.iter().take_while(|(offset, _)| *offset as usize <= at);
    before.last().map_or(first, |(_, line)| *line)
}
