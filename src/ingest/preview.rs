//! What a run would do, without doing it.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Result;

use super::Request;
use super::arrival::{self, Change, Source};
use super::inventory::Inventory;
use super::roots::Roots;
use super::source::Found;
use super::update::{Progress, Report, Watcher};
use crate::index::Index;

/// Tells `watcher` of each file that a run would add, update or remove. Nothing is read but what tells whether a file
/// changed, and nothing is written.
pub(super) fn preview(
    index: &Index,
    roots: &Roots,
    request: &Request,
    watcher: &mut Watcher<'_>,
) -> Result<Report> {
    let begin = Instant::now();
    let mut inventory = Inventory::new(index, request)?;
    let mut report = Report { unread: index.unread()?, ..Report::default() };
    (report.documents, report.passages) = index.counts()?;
    let mut changes: Vec<(PathBuf, Change)> = Vec::new();
    for root in &roots.walked {
        let before = report.files;
        for found in roots.walk(index, root) {
            match found {
                Found::Unreadable(place, reason) => inventory.hide(root, place.as_deref(), reason),
                Found::File(path) => {
                    let change = change(&mut inventory, &path)?;
                    report.files += 1;
                    report.count(change);
                    changes.extend(change.map(|change| (path, change)));
                }
            }
        }
        inventory.end(root, report.files > before, request.prune);
    }
    let gone = inventory.vanished(&[roots.walked.as_slice(), &roots.forgotten].concat());
    report.removed = gone.len() as u64;
    changes.extend(gone.iter().map(|key| (index.paths().path(key), Change::Removed)));
    for (path, change) in &changes {
        let (files, known, change) = (report.files, inventory.known, Some(*change));
        if let ControlFlow::Break(()) = watcher(&Progress { files, known, path, change, unread: None }) {
            report.interrupted = true;
            break;
        }
    }
    report.unreachable = inventory.unreachable();
    report.time = begin.elapsed();
    Ok(report)
}

/// What a run would do about a file; of one that was not read before, only whether it would be for the same reason is known.
fn change(inventory: &mut Inventory<'_>, path: &Path) -> Result<Option<Change>> {
    let Some((key, known)) = inventory.find(path)? else { return Ok(None) };
    let (mut arrival, source) = arrival::open(path, key, known);
    Ok(match source {
        Source::Unchanged => None,
        Source::Unread(unread) => {
            // The entry is not written; with it the arrival knows why the file is not read.
            let _ = arrival.end(Err(unread));
            arrival.change()
        }
        Source::Text(_) | Source::Contained(_) => arrival.change(),
    })
}
