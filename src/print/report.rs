//! What a run of `corpus index` did.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{by_kind, by_reason, count, json_text, visible_line};
use crate::document::Shortfall;
use crate::ingest::Report;

#[derive(Serialize)]
struct WireReport<'a> {
    schema: &'a str,
    files: u64,
    passages: u64,
    added: u64,
    updated: u64,
    removed: u64,
    unchanged: u64,
    documents: u64,
    skipped: BTreeMap<&'a str, u64>,
    unread: BTreeMap<Shortfall, u64>,
    repaired: &'a BTreeMap<String, u64>,
    interrupted: bool,
    unreachable: Vec<WireUnreachable<'a>>,
    seconds: f64,
}

#[derive(Serialize)]
struct WireUnreachable<'a> {
    path: &'a str,
    reason: &'a str,
}

/// Writes what a run did in one line.
pub fn report_line(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let files = count(report.files, "file", "files");
    let (seconds, changes) = (report.time.as_secs_f64(), changes(report));
    writeln!(out, "{files} in {seconds:.1} s: {changes}")
}

/// Writes what a run would do.
pub fn preview(out: &mut impl Write, report: &Report) -> io::Result<()> {
    writeln!(out, "{}, nothing done: {}", count(report.files, "file", "files"), changes(report))?;
    unreachable(out, report)
}

fn changes(report: &Report) -> String {
    let Report { added, updated, removed, unchanged, .. } = report;
    format!("{added} added, {updated} updated, {removed} removed, {unchanged} unchanged")
}

/// Writes the report in a few lines.
pub fn report(out: &mut impl Write, report: &Report) -> io::Result<()> {
    report_line(out, report)?;
    let passages = count(report.passages, "passage", "passages");
    writeln!(out, "{passages} of {} in the index", count(report.documents, "document", "documents"))?;
    let not_read = report.unread.iter().filter(|(unread, _)| unread.kind != Shortfall::Partial);
    let unread: u64 = not_read.map(|(_, number)| number).sum();
    if unread > 0 {
        writeln!(
            out,
            "{unread} not read, counting documents within files (`corpus list --skipped` names them):"
        )?;
    }
    for (unread, number) in &report.unread {
        writeln!(out, "  {number:>6} {}: {}", unread.kind, visible_line(&unread.reason))?;
    }
    for (encoding, number) in &report.repaired {
        let files = count(*number, "file", "files");
        writeln!(out, "repaired in the index: {files} in {}", visible_line(encoding))?;
    }
    unreachable(out, report)
}

/// Writes which places could not be looked into.
pub fn unreachable(out: &mut impl Write, report: &Report) -> io::Result<()> {
    for (path, reason) in &report.unreachable {
        let (path, reason) = (visible_line(path), visible_line(reason));
        writeln!(
            out,
            "not reached: {path}: {reason} (kept in the index; `corpus index --prune` forgets a folder that is gone)"
        )?;
    }
    Ok(())
}

/// Writes the report as one JSON object, on several lines.
pub fn report_json(out: &mut impl Write, report: &Report) -> io::Result<()> {
    json_text::lines(out, &wire(report))
}

/// Writes the report as one JSON object on a line.
pub fn report_line_json(out: &mut impl Write, report: &Report) -> io::Result<()> {
    json_text::line(out, &wire(report))
}

fn wire(report: &Report) -> WireReport<'_> {
    let unreachable = report.unreachable.iter();
    WireReport {
        schema: "corpus.index/1",
        files: report.files,
        documents: report.documents,
        passages: report.passages,
        added: report.added,
        updated: report.updated,
        removed: report.removed,
        unchanged: report.unchanged,
        skipped: by_reason(&report.unread),
        unread: by_kind(&report.unread),
        repaired: &report.repaired,
        unreachable: unreachable.map(|(path, reason)| WireUnreachable { path, reason }).collect(),
        interrupted: report.interrupted,
        seconds: (report.time.as_secs_f64() * 1e3).round() / 1e3,
    }
}
