//! Bringing an index up to date: new, changed and vanished files only.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::read::{FileRead, read, stamp};
use super::roots::Roots;
use super::source::{Found, walk};
use crate::index::{Index, Searcher, Stamp, State, Writer, is_below};

/// How far a run is, told before each file.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// Files that the run is done with.
    pub files: u64,
    /// Files that the index held when the run began.
    pub known: u64,
    /// The file in hand.
    pub path: &'a Path,
}

/// What a run did, and what the index holds after it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Files seen below the roots of this run, whether they could be read or not.
    pub files: u64,
    /// Files that the index did not know.
    pub added: u64,
    /// Files whose content changed.
    pub updated: u64,
    /// Files that are gone.
    pub removed: u64,
    /// Files that are as they were.
    pub unchanged: u64,
    /// Passages that the index holds now.
    pub passages: u64,
    /// Files of the whole index that were not read, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Folders that could not be looked into and roots that are not there, with the reason. What the index holds of
    /// them is kept.
    pub unreachable: Vec<(String, String)>,
    /// How long the run took.
    pub time: Duration,
}

/// Walks the roots and commits what changed.
pub(super) fn update(
    index: &Index,
    writer: Writer,
    roots: &Roots,
    rebuild: bool,
    progress: &mut dyn FnMut(&Progress<'_>),
) -> Result<Report> {
    let begin = Instant::now();
    let mut run = Run::new(index, writer, rebuild)?;
    run.writer.set_roots(&roots.known);
    for root in &roots.walked {
        run.walk(root, progress)?;
    }
    run.remove_vanished(&[roots.walked.as_slice(), &roots.forgotten].concat());
    let Run { writer, mut report, .. } = run;
    writer.commit()?;
    if rebuild {
        index.remove_other_versions()?;
    }
    report.passages = index.passage_count()?;
    report.skipped = index.skipped()?;
    report.time = begin.elapsed();
    Ok(report)
}

struct Run<'i> {
    index: &'i Index,
    /// The index as it was when the run began.
    before: Searcher,
    writer: Writer,
    /// What the index knew, less what the walk has come upon.
    unseen: HashMap<String, Stamp>,
    known: u64,
    /// Keys of places whose files may be there, though the walk cannot see them.
    hidden: Vec<String>,
    report: Report,
}

impl<'i> Run<'i> {
    fn new(index: &'i Index, mut writer: Writer, rebuild: bool) -> Result<Self> {
        let mut unseen = HashMap::new();
        if rebuild {
            writer.clear()?;
        } else {
            unseen = index.stamps()?;
        }
        let known = unseen.len() as u64;
        Ok(Self {
            index,
            before: index.searcher()?,
            writer,
            unseen,
            known,
            hidden: Vec::new(),
            report: Report::default(),
        })
    }

    fn walk(&mut self, root: &str, progress: &mut dyn FnMut(&Progress<'_>)) -> Result<()> {
        for found in walk(&self.index.paths().path(root), self.index.dir()) {
            match found {
                Found::File(path) => {
                    progress(&Progress { files: self.report.files, known: self.known, path: &path });
                    self.file(&path)?;
                }
                Found::Unreadable(path, reason) => {
                    let key = path.map_or_else(|| root.to_owned(), |path| self.index.paths().key(&path));
                    self.report.unreachable.push((self.index.paths().shown(&key), reason));
                    self.hidden.push(key);
                }
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<()> {
        self.report.files += 1;
        let key = self.index.paths().key(path);
        let old = self.unseen.remove(&key);
        if old.is_some_and(|old| old != Stamp::UNSETTLED && Some(old) == stamp(path)) {
            self.report.unchanged += 1;
            return Ok(());
        }
        let new = read(path, &key);
        match old {
            None => self.report.added += 1,
            Some(old) if self.is_unchanged(&new)? => {
                self.report.unchanged += 1;
                return if old == new.stamp { Ok(()) } else { self.writer.renew(&new.entry, new.stamp) };
            }
            Some(_) => {
                self.report.updated += 1;
                self.writer.remove(&key);
            }
        }
        let text = new.text.as_ref().map(|(document, passages)| (document, passages.as_slice()));
        self.writer.add(&new.entry, new.stamp, text)
    }

    /// Whether the index holds what was just read, byte for byte.
    fn is_unchanged(&self, new: &FileRead) -> Result<bool> {
        let Some(old) = self.index.entry_in(&self.before, &new.entry.key)? else { return Ok(false) };
        Ok(match (&old.state, &new.entry.state) {
            (State::Read(old), State::Read(new)) => old.sha256 == new.sha256,
            (old, new) => old == new,
        })
    }

    /// Removes what the index knew below `roots` and the walk did not come upon.
    fn remove_vanished(&mut self, roots: &[String]) {
        let below = |key: &str, places: &[String]| places.iter().any(|place| is_below(key, place));
        for key in self.unseen.keys().filter(|key| below(key, roots) && !below(key, &self.hidden)) {
            self.writer.remove(key);
            self.report.removed += 1;
        }
    }
}
