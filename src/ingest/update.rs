//! Bringing an index up to date: new, changed and vanished files only.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::arrival::{Arrival, Change, Source};
use super::inventory::Inventory;
use super::read::{self, Event, Part, Whole};
use super::roots::Roots;
use super::source::{self, Found, Opened, walk};
use super::worker::{Answer, Pool, seconds_given};
use super::{Request, decode};
use crate::document::Unread;
use crate::index::{Index, Writer};

/// How far a run is: told before each file, behind each document and each file that changed, and while one is waited
/// for.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// Files that the run is done with.
    pub files: u64,
    /// Files that the index held when the run began.
    pub known: u64,
    /// The file in hand.
    pub path: &'a Path,
    /// What became of it, if the run is done with it and it is not as it was.
    pub change: Option<Change>,
    /// Why it was not read, if it then was not.
    pub unread: Option<&'a Unread>,
}

/// Is told how far a run is, and says whether it goes on. One that breaks off is no error: the index holds what was read
/// until then, or, if it is being built anew, what it held before.
pub type Watcher<'w> = dyn FnMut(&Progress<'_>) -> ControlFlow<()> + 'w;

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
    /// Documents that the index holds now: files, and what lies within files.
    pub documents: u64,
    /// Passages that the index holds now.
    pub passages: u64,
    /// Files of the whole index, and documents within files, that were not read, by reason.
    pub unread: BTreeMap<Unread, u64>,
    /// Documents that this run read from broken text which it repaired, such as UTF-8 encoded twice, by encoding.
    pub repaired: BTreeMap<String, u64>,
    /// Folders that could not be looked into and roots that are not there, with the reason. What the index holds of
    /// them is kept.
    pub unreachable: Vec<(String, String)>,
    /// Whether the caller broke the run off before its end.
    pub interrupted: bool,
    /// How long the run took.
    pub time: Duration,
}

impl Report {
    /// Whether the run changed anything of the index's files.
    pub fn changed(&self) -> bool {
        self.added + self.updated + self.removed > 0
    }

    /// Counts a file that the run is done with.
    pub(super) fn count(&mut self, change: Option<Change>) {
        match change {
            Some(Change::Added) => self.added += 1,
            Some(Change::Updated) => self.updated += 1,
            Some(Change::Removed) => self.removed += 1,
            None => self.unchanged += 1,
        }
    }
}

/// Documents that workers have read and that are taken before the watcher is asked again.
const AT_ONCE: usize = 32;

/// How long to wait for a worker before the watcher is asked whether to go on.
const PATIENCE: Duration = Duration::from_millis(100);

/// Walks the roots and commits what changed.
pub(super) fn update(
    index: &Index,
    writer: Writer,
    roots: &Roots,
    request: &Request,
    watcher: &mut Watcher<'_>,
) -> Result<Report> {
    let begin = Instant::now();
    let mut run = Run::new(index, writer, request, watcher)?;
    run.writer.set_roots(&roots.known);
    let walked = run.walk_all(&roots.walked, request.prune)?;
    if walked.is_break() {
        run.break_off();
    } else {
        run.remove_vanished(&[roots.walked.as_slice(), &roots.forgotten].concat());
    }
    let Run { writer, mut report, pool, inventory, .. } = run;
    drop(pool);
    report.unreachable = inventory.unreachable();
    // A rebuild that is broken off would lose what it has not come to.
    if !(report.interrupted && request.rebuild) {
        writer.commit()?;
    }
    if request.rebuild && !report.interrupted {
        index.remove_other_versions()?;
    }
    (report.documents, report.passages) = index.counts()?;
    report.unread = index.unread()?;
    report.time = begin.elapsed();
    Ok(report)
}

struct Run<'i, 'w> {
    index: &'i Index,
    inventory: Inventory<'i>,
    writer: Writer,
    /// Readers of binary formats, and the files that they are reading, by number.
    pool: Option<Pool>,
    arriving: HashMap<u64, Arrival>,
    watcher: &'i mut Watcher<'w>,
    report: Report,
}

impl<'i, 'w> Run<'i, 'w> {
    fn new(
        index: &'i Index,
        mut writer: Writer,
        request: &Request,
        watcher: &'i mut Watcher<'w>,
    ) -> Result<Self> {
        if request.rebuild {
            writer.clear()?;
        }
        let inventory = Inventory::new(index, request)?;
        let pool = request.workers.as_ref().map(Pool::new);
        Ok(Self {
            index,
            inventory,
            writer,
            pool,
            arriving: HashMap::new(),
            watcher,
            report: Report::default(),
        })
    }

    fn walk_all(&mut self, roots: &[String], prune: bool) -> Result<ControlFlow<()>> {
        for root in roots {
            let before = self.report.files;
            if self.walk(root)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            let found = self.report.files > before;
            let inode = source::inode(&self.index.paths().path(root)).filter(|_| found);
            inode.into_iter().for_each(|inode| self.writer.set_inode_of_root(root, inode));
            self.inventory.end(root, found, prune);
        }
        self.await_workers()
    }

    fn walk(&mut self, root: &str) -> Result<ControlFlow<()>> {
        for found in walk(&self.index.paths().path(root), self.index.dir()) {
            match found {
                Found::File(path) => {
                    if self.tell(&path, None, None).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                    if self.file(&path)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                    self.take_answers(Duration::ZERO)?;
                }
                Found::Unreadable(path, reason) => {
                    self.inventory.hide(root, path.as_deref(), reason);
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn tell(&mut self, path: &Path, change: Option<Change>, unread: Option<&Unread>) -> ControlFlow<()> {
        let files = self.report.files.saturating_sub(self.arriving.len() as u64);
        (self.watcher)(&Progress { files, known: self.inventory.known, path, change, unread })
    }

    fn file(&mut self, path: &Path) -> Result<ControlFlow<()>> {
        self.report.files += 1;
        let Some((arrival, source)) = self.inventory.find(path)? else {
            self.report.unchanged += 1;
            return Ok(ControlFlow::Continue(()));
        };
        match (source, &mut self.pool) {
            (Source::Unread(unread), _) => self.end(arrival, Err(unread))?,
            (Source::Unchanged, _) => self.end_unchanged(&arrival)?,
            (Source::Contained(_), Some(pool)) => {
                let number = pool.read(path);
                self.arriving.insert(number, arrival);
            }
            (Source::Contained(file) | Source::Text(file), _) => return self.read_here(file, arrival),
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Reads a file in this process. It may hold many documents, and between two of them the run may be broken off.
    fn read_here(&mut self, file: Opened, mut arrival: Arrival) -> Result<ControlFlow<()>> {
        let path = arrival.path.clone();
        let mut flow = ControlFlow::Continue(());
        let whole = read::file(file, &path, 0, &mut |event| {
            self.event(&mut arrival, event)?;
            flow = self.tell(&path, None, None);
            if flow.is_break() {
                bail!("broken off");
            }
            Ok(())
        });
        match (whole, flow) {
            // A file that is one document was read to its end all the same.
            (Err(_), ControlFlow::Break(())) if !arrival.is_read() => {
                // No worker's file has this number.
                self.arriving.insert(u64::MAX, arrival);
            }
            (Err(error), ControlFlow::Continue(())) => return Err(error),
            (Err(_), ControlFlow::Break(())) => self.end(arrival, Err(Unread::failed("broken off")))?,
            (Ok(whole), _) => self.end(arrival, whole)?,
        }
        Ok(flow)
    }

    /// Takes what workers have read, a few documents at a time, waiting for the first no longer than `patience`.
    fn take_answers(&mut self, patience: Duration) -> Result<()> {
        for patience in [patience].into_iter().chain([Duration::ZERO; AT_ONCE]) {
            let Some((number, answer)) = self.pool.as_mut().and_then(|pool| pool.answer(patience)) else {
                break;
            };
            let Some(mut arrival) = self.arriving.remove(&number) else { continue };
            match answer {
                Answer::Event(event) => {
                    self.event(&mut arrival, event)?;
                    self.arriving.insert(number, arrival);
                }
                Answer::Whole(whole) => {
                    if whole.as_ref().is_err_and(|unread| seconds_given(unread).is_none()) {
                        arrival.unsettle();
                    }
                    self.end(arrival, whole)?;
                }
            }
        }
        Ok(())
    }

    /// Waits for the files that workers are reading.
    fn await_workers(&mut self) -> Result<ControlFlow<()>> {
        while let Some(path) = self.pool.as_ref().and_then(Pool::oldest).map(Path::to_owned) {
            if self.tell(&path, None, None).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.take_answers(PATIENCE)?;
        }
        Ok(ControlFlow::Continue(()))
    }

    fn event(&mut self, arrival: &mut Arrival, event: Event) -> Result<()> {
        let Event::Part(part) = event else { return Ok(()) };
        let parts = arrival.take(*part);
        parts.into_iter().try_for_each(|part| self.write(arrival, part))
    }

    fn write(&mut self, arrival: &mut Arrival, part: Part) -> Result<()> {
        // What the index held of the file goes when the first of what replaces it comes.
        if arrival.begins() {
            self.writer.remove(&arrival.key);
        }
        let (entry, content) = arrival.part(part);
        let encoding = content.as_ref().and_then(|content| content.document.encoding.as_ref());
        if let Some(repaired) = encoding.filter(|encoding| decode::is_repaired(encoding)) {
            *self.report.repaired.entry(repaired.clone()).or_default() += 1;
        }
        let text = content.as_ref().map(|content| (&content.document, content.passages.as_slice()));
        self.writer.add(&entry, entry.within.is_none().then_some(arrival.stamp), text)
    }

    fn end(&mut self, mut arrival: Arrival, whole: Result<Whole, Unread>) -> Result<()> {
        let parts = arrival.take_waiting();
        parts.into_iter().try_for_each(|part| self.write(&mut arrival, part))?;
        if let Some(entry) = arrival.end(whole) {
            if arrival.begins() {
                self.writer.remove(&arrival.key);
            }
            self.writer.add(&entry, Some(arrival.stamp), None)?;
        }
        self.report.count(arrival.change());
        if let Some(change) = arrival.change() {
            // Whoever wants to break off is asked before the next file.
            let _ = self.tell(&arrival.path, Some(change), arrival.unread());
        }
        Ok(())
    }

    fn end_unchanged(&mut self, arrival: &Arrival) -> Result<()> {
        self.report.unchanged += 1;
        match arrival.renewed() {
            Some(entry) => self.writer.renew(&entry, arrival.stamp),
            None => Ok(()),
        }
    }

    /// Removes what the index knew below `roots` and the walk did not come upon.
    fn remove_vanished(&mut self, roots: &[String]) {
        for key in self.inventory.vanished(roots) {
            self.writer.remove(&key);
            self.report.count(Some(Change::Removed));
            let _ = self.tell(&self.index.paths().path(&key), Some(Change::Removed), None);
        }
    }

    /// Takes back what was read of files that were not read to their ends; the next run finds them new.
    fn break_off(&mut self) {
        self.report.interrupted = true;
        for arrival in self.arriving.values().filter(|arrival| arrival.has_begun()) {
            self.writer.remove(&arrival.key);
        }
    }
}
