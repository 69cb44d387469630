//! Keeping an index up to date while files change: one run for each burst of changes.
//!
//! A run looks at all files of the roots. That costs a second for a hundred thousand of them, and whatever the system
//! said or lost of what happened (renamed folders, a checkout, an overflow), the index then is right.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use notify::event::{EventKind, ModifyKind};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{Progress, Report, Request, run, source};
use crate::index::Index;

/// A burst has ended when nothing has changed for so long, or when it has lasted for so long.
const QUIET: Duration = Duration::from_millis(500);
const LONGEST_BURST: Duration = Duration::from_secs(10);

/// How often it is looked whether to end, and whether a root has come back.
const ATTENTION: Duration = Duration::from_millis(200);

/// How long to wait after a run that failed, such as for a lock that another process holds.
const RETRY: Duration = Duration::from_secs(5);

type Notices = Receiver<notify::Result<Event>>;

/// Brings the index up to date, and again after each burst of changes, until `watcher` breaks off. `tell` is handed each
/// report, and what a later run failed with, which is tried again; it may end the watch with an error of its own.
///
/// # Errors
///
/// The first run fails, the folders cannot be watched, or the index was removed and `request` does not say of what it was.
pub fn watch(
    dir: &Path,
    request: &Request,
    watcher: &mut super::Watcher<'_>,
    tell: &mut dyn FnMut(Result<Report>) -> Result<()>,
) -> Result<()> {
    // Before the run, since they may go while it lasts.
    let all = roots(dir, request)?;
    let first = run(dir, request, watcher)?;
    let interrupted = first.interrupted;
    tell(Ok(first))?;
    if interrupted {
        return Ok(());
    }
    let (sender, notices) = mpsc::channel();
    // Nobody listens any more only when the watch has ended.
    let notifier = notify::recommended_watcher(move |notice| drop(sender.send(notice)))
        .context("changes of files cannot be watched")?;
    let mut roots = Roots { notifier, index_dir: dir.to_owned(), all, watched: BTreeMap::new() };
    // What changed between the first run and the first notice is found now.
    let mut due = Some(Instant::now());
    let asked_for_none = request.paths.is_empty();
    loop {
        if roots.watch_those_that_exist()? {
            due = Some(Instant::now());
        }
        if due.is_some_and(|due| due <= Instant::now()) {
            let present = request.paths.iter().filter(|path| path.exists()).cloned().collect();
            let request = Request { paths: present, ..request.clone() };
            if request.paths.is_empty() != asked_for_none {
                // All that is watched is gone, and kept.
                due = None;
                continue;
            }
            let report = run(dir, &request, watcher);
            // Nobody else will make again what was removed with all that it knew.
            if report.is_err() && asked_for_none && !dir.exists() {
                return report.map(drop);
            }
            due = report.is_err().then(|| Instant::now() + RETRY);
            if report.as_ref().is_ok_and(|report| report.interrupted) {
                return Ok(());
            }
            tell(report)?;
        }
        match burst(&notices, &mut roots, watcher) {
            Burst::None => {}
            Burst::Changes => due = Some(Instant::now()),
            Burst::End => return Ok(()),
        }
    }
}

/// What is watched: the paths asked for, else all that the index knows.
fn roots(dir: &Path, request: &Request) -> Result<Vec<PathBuf>> {
    if request.paths.is_empty() {
        let index = Index::open(dir)?;
        return Ok(index.roots().iter().map(|root| index.paths().path(root)).collect());
    }
    let absolute =
        |path: &PathBuf| path.canonicalize().with_context(|| format!("{}: is gone", path.display()));
    request.paths.iter().map(absolute).collect()
}

enum Burst {
    None,
    Changes,
    End,
}

/// Waits a moment for a change, and if there is one, until no more come.
fn burst(notices: &Notices, roots: &mut Roots, watcher: &mut super::Watcher<'_>) -> Burst {
    let (mut begin, mut last): (Option<Instant>, Instant) = (None, Instant::now());
    loop {
        let nothing = Progress { files: 0, known: 0, path: Path::new(""), change: None, unread: None };
        if let ControlFlow::Break(()) = watcher(&nothing) {
            return Burst::End;
        }
        match notices.recv_timeout(ATTENTION) {
            Ok(notice) if roots.concerns(&notice) => {
                last = Instant::now();
                begin.get_or_insert(last);
            }
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(ATTENTION),
        }
        match begin {
            None => return Burst::None,
            Some(begin) if last.elapsed() >= QUIET || begin.elapsed() >= LONGEST_BURST => {
                return Burst::Changes;
            }
            Some(_) => {}
        }
    }
}

struct Roots {
    notifier: RecommendedWatcher,
    index_dir: PathBuf,
    all: Vec<PathBuf>,
    /// Each with the number that the file system had for it just before.
    watched: BTreeMap<PathBuf, Option<u64>>,
}

impl Roots {
    /// Whether a root is watched now that was not.
    fn watch_those_that_exist(&mut self) -> Result<bool> {
        // One that went while it was about to be watched is said to be watched, and nothing is ever heard of it.
        self.watched.retain(|root, inode| root.exists() && source::inode(root) == *inode);
        let mut more = false;
        for root in &self.all {
            if self.watched.contains_key(root) {
                continue;
            }
            let inode = source::inode(root);
            match self.notifier.watch(root, RecursiveMode::Recursive) {
                Ok(()) => more |= self.watched.insert(root.clone(), inode).is_none(),
                // It may go at any moment, and so may a folder below it.
                Err(_) if !root.exists() => {}
                Err(error) if is_gone(&error) => {}
                Err(error) => return Err(error).with_context(|| cannot(root)),
            }
        }
        Ok(more)
    }

    /// Whether the notice may be of a file that is read.
    fn concerns(&mut self, notice: &notify::Result<Event>) -> bool {
        // What could not be told is looked at.
        let Ok(event) = notice else { return true };
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        if matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))) {
            self.watched.retain(|root, _| !event.paths.contains(root));
        }
        event.need_rescan() || event.paths.iter().any(|path| self.is_read(path))
    }

    /// Whether a path is not of the index, and not hidden below its root.
    fn is_read(&self, path: &Path) -> bool {
        let index_dir = self.index_dir.canonicalize().unwrap_or_else(|_| self.index_dir.clone());
        let shows = |root: &PathBuf| {
            let below = path.strip_prefix(root).ok();
            below.is_some_and(|below| below.components().all(|part| !is_hidden(part)))
        };
        !path.starts_with(index_dir) && self.all.iter().any(shows)
    }
}

/// Files that say what is ignored are hidden, and change what is read.
fn is_hidden(part: Component<'_>) -> bool {
    let name: &OsStr = part.as_os_str();
    name.as_encoded_bytes().starts_with(b".") && name != ".gitignore" && name != ".ignore"
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn cannot(root: &Path) -> String {
    format!(
        "{}: cannot be watched; if there are too many folders, raise fs.inotify.max_user_watches",
        root.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A root that went between two of the notifier's steps was taken for watched for ever.
    #[test]
    fn a_root_that_goes_without_notice_is_watched_again_when_it_is_back() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let folder = folder.path().canonicalize()?;
        let (root, elsewhere) = (folder.join("docs"), folder.join("ailleurs"));
        std::fs::create_dir(&root)?;
        let notifier = notify::recommended_watcher(|_| {})?;
        let (index_dir, all) = (folder.join(".corpus"), vec![root.clone()]);
        let mut roots = Roots { notifier, index_dir, all, watched: BTreeMap::new() };
        assert!(roots.watch_those_that_exist()?, "watched at first");
        assert!(!roots.watch_those_that_exist()?, "once");
        std::fs::rename(&root, &elsewhere)?;
        assert!(!roots.watch_those_that_exist()?, "gone");
        std::fs::rename(&elsewhere, &root)?;
        assert!(roots.watch_those_that_exist()?, "back");
        Ok(())
    }
}
