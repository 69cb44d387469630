//! Bringing an index up to date: new, changed and vanished files only.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::arrival::{Arrival, Change};
use super::inventory::Inventory;
use super::read::{Part, Whole};
use super::readers::{End, News, Readers};
use super::roots::Roots;
use super::source::{self, Found};
use super::worker::seconds_given;
use super::{Request, decode};
use crate::document::Unread;
use crate::index::{Index, Writer};

/// How far a run is: told before each file, behind each that changed, while one is waited for, and now and then within a
/// long one.
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

/// How long to wait for a reader before the watcher is asked whether to go on.
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
    run.writer.set_scope(roots.scope.clone());
    let walked = run.walk_all(roots, request.prune)?;
    if walked.is_break() {
        run.break_off();
    } else {
        run.remove_vanished(&[roots.walked.as_slice(), &roots.forgotten].concat());
    }
    let Run { writer, mut report, readers, inventory, .. } = run;
    drop(readers);
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
    /// Who reads files, and the files that are being read, by number.
    readers: Readers,
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
        let readers = Readers::new(request.workers.as_ref());
        Ok(Self {
            index,
            inventory,
            writer,
            readers,
            arriving: HashMap::new(),
            watcher,
            report: Report::default(),
        })
    }

    fn walk_all(&mut self, roots: &Roots, prune: bool) -> Result<ControlFlow<()>> {
        for root in &roots.walked {
            let before = self.report.files;
            if self.walk(roots, root)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            let found = self.report.files > before;
            let inode = source::inode(&self.index.paths().path(root)).filter(|_| found);
            inode.into_iter().for_each(|inode| self.writer.set_inode_of_root(root, inode));
            self.inventory.end(root, found, prune);
        }
        self.await_readers(|readers| readers.open() > 0)
    }

    fn walk(&mut self, roots: &Roots, root: &str) -> Result<ControlFlow<()>> {
        for found in roots.walk(self.index, root) {
            match found {
                Found::File(path) => {
                    if self.tell(&path, None, None).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                    self.file(&path)?;
                    if self.await_readers(Readers::have_enough)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                Found::Unreadable(path, reason) => {
                    self.inventory.hide(root, path.as_deref(), reason);
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn tell(&mut self, path: &Path, change: Option<Change>, unread: Option<&Unread>) -> ControlFlow<()> {
        let files = self.report.files.saturating_sub(self.readers.open() as u64);
        (self.watcher)(&Progress { files, known: self.inventory.known, path, change, unread })
    }

    fn file(&mut self, path: &Path) -> Result<()> {
        self.report.files += 1;
        match self.inventory.find(path)? {
            Some((key, known)) => self.readers.read(path, key, known),
            None => self.report.unchanged += 1,
        }
        Ok(())
    }

    /// Takes what has been read, and waits for more while there is `too_much` to read.
    fn await_readers(&mut self, too_much: impl Fn(&Readers) -> bool) -> Result<ControlFlow<()>> {
        loop {
            let wait = too_much(&self.readers);
            let Some(path) = self.readers.oldest().map(Path::to_owned) else {
                return Ok(ControlFlow::Continue(()));
            };
            match self.readers.news(if wait { PATIENCE } else { Duration::ZERO }) {
                Some((number, news)) => {
                    self.take(number, news)?;
                    if !self.arriving.contains_key(&number) {
                        continue;
                    }
                }
                None if wait => {}
                None => return Ok(ControlFlow::Continue(())),
            }
            // While a file is waited for, and between two batches of a long one.
            if self.tell(&path, None, None).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }

    /// Takes news of the file with this number.
    fn take(&mut self, number: u64, news: Vec<News>) -> Result<()> {
        let mut arriving = self.arriving.remove(&number);
        for news in news {
            match (news, &mut arriving) {
                (News::Opened(arrival), _) => arriving = Some(*arrival),
                (News::Part(part), Some(arrival)) => {
                    let parts = arrival.take(*part);
                    parts.into_iter().try_for_each(|part| self.write(arrival, part))?;
                }
                (News::End(end), _) => {
                    if let Some(arrival) = arriving.take() {
                        self.end(arrival, end)?;
                    }
                }
                (News::Part(_), None) => {}
            }
        }
        self.arriving.extend(arriving.map(|arrival| (number, arrival)));
        Ok(())
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
        let text = content.map(|content| (content.document, content.passages));
        self.writer.add(&entry, entry.within.is_none().then_some(arrival.stamp), text)
    }

    fn end(&mut self, mut arrival: Arrival, end: End) -> Result<()> {
        match end {
            End::Unchanged => self.end_unchanged(&arrival),
            End::Unread(unread) => self.end_read(arrival, Err(unread)),
            End::Whole(whole) => {
                if whole.as_ref().is_err_and(|unread| seconds_given(unread).is_none()) {
                    arrival.unsettle();
                }
                self.end_read(arrival, whole)
            }
        }
    }

    fn end_read(&mut self, mut arrival: Arrival, whole: Result<Whole, Unread>) -> Result<()> {
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
