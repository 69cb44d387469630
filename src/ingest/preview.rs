//! What a run would do, without doing it.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use super::Request;
use super::arrival::{Change, Source};
use super::inventory::Inventory;
use super::roots::Roots;
use super::source::{Found, walk};
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
        for found in walk(&index.paths().path(root), index.dir()) {
            let path = match found {
                Found::File(path) => path,
                Found::Unreadable(path, reason) => {
                    let key = path.map_or_else(|| root.clone(), |path| index.paths().key(&path));
                    inventory.hide(key, reason);
                    continue;
                }
            };
            report.files += 1;
            let change = inventory.find(&path)?.and_then(|(mut arrival, source)| {
                match source {
                    Source::Unchanged => return None,
                    Source::Unread(unread) => drop(arrival.end(Err(unread))),
                    Source::Text(_) | Source::Contained(_) => {}
                }
                arrival.change()
            });
            report.count(change);
            changes.extend(change.map(|change| (path, change)));
        }
        if report.files == before && !request.prune {
            inventory.keep_if_unmounted(root);
        }
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
