//! The catalogue: every file of the index, and what they come to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::json::{WireDocument, document};
use super::{by_kind, by_reason, count, json_text, visible_line};
use crate::document::Shortfall;
use crate::index::{Entry, State, Summary};

#[derive(Serialize)]
struct WireEntry<'a> {
    path: &'a str,
    size: u64,
    modified: Option<u64>,
    skipped: Option<&'a str>,
    unread: Option<Shortfall>,
    lines: Option<[u32; 2]>,
    documents: Option<u64>,
    words: Option<u64>,
    passages: Option<u32>,
    document: WireDocument<'a>,
}

#[derive(Serialize)]
struct WireStats<'a> {
    schema: &'a str,
    index: String,
    index_bytes: u64,
    roots: &'a [String],
    forgotten: &'a [String],
    files: u64,
    passages: u64,
    words: u64,
    bytes: u64,
    languages: &'a BTreeMap<String, u64>,
    formats: &'a BTreeMap<String, u64>,
    encodings: &'a BTreeMap<String, u64>,
    earliest: Option<&'a str>,
    latest: Option<&'a str>,
    documents: u64,
    skipped: BTreeMap<&'a str, u64>,
    unread: BTreeMap<Shortfall, u64>,
}

/// Writes a line for each file, `shown` being its path: language, date, words, path and title, or why it was not read.
pub fn list(out: &mut impl Write, entries: &[(String, Entry)]) -> io::Result<()> {
    for (shown, entry) in entries {
        let shown = place(visible_line(shown), entry);
        match &entry.state {
            State::Read(facts) => {
                let language = facts.language.as_deref().unwrap_or("-");
                let date = facts.date.as_deref().unwrap_or("-");
                let title = facts.title.as_deref().unwrap_or_default();
                let cut = facts.cut.as_ref().map(|reason| format!("  (partial: {})", visible_line(reason)));
                writeln!(
                    out,
                    "{language:<3} {date:<10} {:>7}  {shown}  {}{}",
                    facts.words,
                    visible_line(title),
                    cut.unwrap_or_default()
                )?;
            }
            State::Container(held) => {
                let documents = count(held.documents, "document", "documents");
                writeln!(
                    out,
                    "{:<3} {:<10} {:>7}  {shown}  {documents} within ({})",
                    "-", "-", "-", held.format
                )?;
            }
            State::Unread(unread) => {
                writeln!(out, "{shown}: {}: {}", unread.kind, visible_line(&unread.reason))?;
            }
        }
    }
    Ok(())
}

/// The path that `corpus show` takes: that of a record has its line.
fn place<'s>(shown: Cow<'s, str>, entry: &Entry) -> Cow<'s, str> {
    match &entry.record {
        Some(record) => format!("{shown}:{}", record.lines.0).into(),
        None => shown,
    }
}

/// Writes one JSON object a line for each file.
pub fn list_json(out: &mut impl Write, entries: &[(String, Entry)]) -> io::Result<()> {
    for (path, entry) in entries {
        let (facts, documents) = match &entry.state {
            State::Read(facts) => (Some(facts), None),
            State::Container(held) => (None, Some(held.documents)),
            State::Unread(_) => (None, None),
        };
        let unread = entry.shortfall();
        let wire = WireEntry {
            path,
            size: entry.size,
            modified: entry.modified,
            skipped: unread.as_ref().map(|unread| unread.reason.as_str()),
            unread: unread.as_ref().map(|unread| unread.kind),
            lines: entry.record.as_ref().map(|record| [record.lines.0, record.lines.1]),
            documents,
            words: facts.map(|facts| facts.words),
            passages: facts.map(|facts| facts.passages),
            document: document(entry),
        };
        json_text::line(out, &wire)?;
    }
    Ok(())
}

/// Writes what the index holds.
pub fn stats(out: &mut impl Write, summary: &Summary) -> io::Result<()> {
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let mut line = |name: &str, value: &str| writeln!(out, "{name:<10} {}", visible_line(value));
    line("index", &format!("{} ({:.1} MB)", summary.dir.display(), megabytes(summary.index_bytes)))?;
    for root in &summary.roots {
        line("root", root)?;
    }
    for path in &summary.forgotten {
        line("left out", &format!("{path} (forgotten)"))?;
    }
    line("files", &format!("{} read, {:.1} MB", summary.files, megabytes(summary.bytes)))?;
    line("documents", &summary.documents.to_string())?;
    line("passages", &summary.passages.to_string())?;
    line("words", &summary.words.to_string())?;
    if let (Some(earliest), Some(latest)) = (&summary.earliest, &summary.latest) {
        line("dates", &format!("{earliest} to {latest}"))?;
    }
    let tables =
        [("language", &summary.languages), ("format", &summary.formats), ("encoding", &summary.encodings)];
    for (name, table) in tables {
        for (value, number) in table {
            line(name, &format!("{value}: {}", count(*number, "document", "documents")))?;
        }
    }
    for (unread, number) in &summary.unread {
        let number = count(*number, "file", "files");
        line("not read", &format!("{}: {}: {number}", unread.kind, unread.reason))?;
    }
    Ok(())
}

/// Writes what the index holds as one JSON object.
pub fn stats_json(out: &mut impl Write, summary: &Summary) -> io::Result<()> {
    let wire = WireStats {
        schema: "corpus.stats/1",
        index: summary.dir.display().to_string(),
        index_bytes: summary.index_bytes,
        roots: &summary.roots,
        forgotten: &summary.forgotten,
        files: summary.files,
        passages: summary.passages,
        words: summary.words,
        bytes: summary.bytes,
        languages: &summary.languages,
        formats: &summary.formats,
        encodings: &summary.encodings,
        earliest: summary.earliest.as_deref(),
        latest: summary.latest.as_deref(),
        documents: summary.documents,
        skipped: by_reason(&summary.unread),
        unread: by_kind(&summary.unread),
    };
    json_text::lines(out, &wire)
}
