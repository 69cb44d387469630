//! Whether an index is whole and its sources are as they were; and what was forgotten.

use std::io::{self, Write};

use serde::Serialize;

use super::{count, json_text, visible_line};
use crate::index::{Check, Forgotten};
use crate::ingest::Comparison;

/// What was checked and found, a line each.
pub fn check(out: &mut impl Write, check: &Check, files: Option<&Comparison>) -> io::Result<()> {
    check.damage.iter().try_for_each(|damage| writeln!(out, "damaged: {}", visible_line(damage)))?;
    for leftover in &check.leftovers {
        writeln!(out, "left over: {}; the next `corpus index` removes it", visible_line(leftover))?;
    }
    if check.damage.is_empty() {
        writeln!(
            out,
            "the index is whole: {}, {}, {}",
            count(check.files, "file", "files"),
            count(check.documents, "document", "documents"),
            count(check.passages, "passage", "passages")
        )?;
    }
    files.map_or(Ok(()), |files| sources(out, files))
}

fn sources(out: &mut impl Write, files: &Comparison) -> io::Result<()> {
    for (what, paths) in [("changed", &files.changed), ("vanished", &files.vanished)] {
        paths.iter().try_for_each(|path| writeln!(out, "{what} {}", visible_line(path)))?;
    }
    for (path, reason) in &files.unreadable {
        writeln!(out, "unreadable {}: {}", visible_line(path), visible_line(reason))?;
    }
    writeln!(
        out,
        "{} as read, {} changed, {} vanished, {} unreadable",
        count(files.unchanged, "source", "sources"),
        files.changed.len(),
        files.vanished.len(),
        files.unreadable.len()
    )
}

#[derive(Serialize)]
struct CheckWire<'a> {
    schema: &'a str,
    whole: bool,
    damage: &'a [String],
    leftovers: &'a [String],
    index_files: u64,
    index_bytes: u64,
    files: u64,
    documents: u64,
    passages: u64,
    sources: Option<SourcesWire<'a>>,
}

#[derive(Serialize)]
struct SourcesWire<'a> {
    unchanged: u64,
    changed: &'a [String],
    vanished: &'a [String],
    unreadable: Vec<UnreadableWire<'a>>,
}

#[derive(Serialize)]
struct UnreadableWire<'a> {
    path: &'a str,
    reason: &'a str,
}

/// The same as one JSON object.
pub fn check_json(out: &mut impl Write, check: &Check, files: Option<&Comparison>) -> io::Result<()> {
    let wire = CheckWire {
        schema: "corpus.check/1",
        whole: check.damage.is_empty(),
        damage: &check.damage,
        leftovers: &check.leftovers,
        index_files: check.index_files,
        index_bytes: check.index_bytes,
        files: check.files,
        documents: check.documents,
        passages: check.passages,
        sources: files.map(|files| SourcesWire {
            unchanged: files.unchanged,
            changed: &files.changed,
            vanished: &files.vanished,
            unreadable: files
                .unreadable
                .iter()
                .map(|(path, reason)| UnreadableWire { path, reason })
                .collect(),
        }),
    };
    json_text::lines(out, &wire)
}

#[derive(Serialize)]
struct ForgottenWire<'a> {
    schema: &'a str,
    files: &'a [String],
    left_out: &'a [String],
    unknown: &'a [String],
}

/// What was forgotten, and what is left out from now on.
pub fn forgotten(out: &mut impl Write, forgotten: &Forgotten) -> io::Result<()> {
    for path in &forgotten.left_out {
        let path = visible_line(path);
        writeln!(out, "{path}: is left out from now on; `corpus index {path}` takes it back")?;
    }
    for path in &forgotten.unknown {
        writeln!(
            out,
            "{}: not in the index; if it was removed before, nothing is left of it now",
            visible_line(path)
        )?;
    }
    let files = count(forgotten.files.len() as u64, "file", "files");
    let their = if forgotten.files.len() == 1 { "its" } else { "their" };
    writeln!(out, "{files} forgotten; nothing of {their} text is left in the index")
}

/// The same as one JSON object.
pub fn forgotten_json(out: &mut impl Write, forgotten: &Forgotten) -> io::Result<()> {
    let wire = ForgottenWire {
        schema: "corpus.forget/1",
        files: &forgotten.files,
        left_out: &forgotten.left_out,
        unknown: &forgotten.unknown,
    };
    json_text::lines(out, &wire)
}
