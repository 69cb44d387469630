//! What a run of `corpus index` did.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{count, visible_line};
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
    skipped: &'a BTreeMap<String, u64>,
    unreachable: Vec<WireUnreachable<'a>>,
    seconds: f64,
}

#[derive(Serialize)]
struct WireUnreachable<'a> {
    path: &'a str,
    reason: &'a str,
}

/// Writes the report in a few lines.
pub fn report(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let files = count(report.files, "file", "files");
    writeln!(
        out,
        "{files} in {:.1} s: {} added, {} updated, {} removed, {} unchanged",
        report.time.as_secs_f64(),
        report.added,
        report.updated,
        report.removed,
        report.unchanged
    )?;
    writeln!(out, "{} in the index", count(report.passages, "passage", "passages"))?;
    let skipped: u64 = report.skipped.values().sum();
    if skipped > 0 {
        writeln!(out, "{} not read (`corpus list --skipped` names them):", count(skipped, "file", "files"))?;
    }
    for (reason, number) in &report.skipped {
        writeln!(out, "  {number:>6} {}", visible_line(reason))?;
    }
    for (path, reason) in &report.unreachable {
        writeln!(
            out,
            "not reached: {}: {} (kept in the index; `corpus index --prune` forgets folders that are gone)",
            visible_line(path),
            visible_line(reason)
        )?;
    }
    Ok(())
}

/// Writes the report as one JSON object.
pub fn report_json(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let wire = WireReport {
        schema: "corpus.index/1",
        files: report.files,
        passages: report.passages,
        added: report.added,
        updated: report.updated,
        removed: report.removed,
        unchanged: report.unchanged,
        skipped: &report.skipped,
        unreachable: report
            .unreachable
            .iter()
            .map(|(path, reason)| WireUnreachable { path, reason })
            .collect(),
        seconds: (report.time.as_secs_f64() * 1e3).round() / 1e3,
    };
    serde_json::to_writer_pretty(&mut *out, &wire)?;
    writeln!(out)
}
