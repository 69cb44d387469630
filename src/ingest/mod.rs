//! Files → documents: the first flow, and the order of its stages.
//!
//! ```text
//! root ─source→ file ─decode→ text ─extract→ text, metadata ─language, passage→ Document + Passages ─index→ one commit
//! ```

mod ahead;
mod arrival;
mod compare;
mod date;
mod decode;
mod detect;
mod extract;
#[cfg(test)]
mod faults;
mod inventory;
mod language;
mod metadata;
mod passage;
mod preview;
mod read;
mod readers;
mod reread;
mod roots;
mod source;
mod update;
mod watch;
mod worker;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::index::Index;

pub use arrival::Change;
pub use compare::{Comparison, compare};
pub use read::{Reading, cut, document, documents};
pub use reread::{Found, FoundText, Rereader};
pub use update::{Progress, Report, Watcher};
pub use watch::watch;
pub use worker::{Workers, serve};

/// What to bring up to date.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Folders and files; none means the roots that the index knows.
    pub paths: Vec<PathBuf>,
    /// Build the whole index anew instead of reading only what changed.
    pub rebuild: bool,
    /// Forget roots that are no longer there, and their files. Without it they are kept: a disk may not be mounted.
    pub prune: bool,
    /// Take files back that were forgotten, where they are named by just these paths.
    pub takes_back: bool,
    /// Only tell what would be done.
    pub dry_run: bool,
    /// How files of binary formats are read. Without workers they are read in this process, with no limit of time and
    /// memory, which is for files that are trusted.
    pub workers: Option<Workers>,
}

/// Brings the index in `dir` up to date with the file system, making it if there is none. One commit at the end: before
/// it the index is as it was.
///
/// `watcher` is told of each file, and may break the run off.
///
/// # Errors
///
/// A path does not exist, there is no path and no known root, or the index cannot be opened or written. A file that
/// cannot be read is no error; the index says so of it.
pub fn run(dir: &Path, request: &Request, watcher: &mut Watcher<'_>) -> Result<Report> {
    for path in &request.paths {
        // The link itself would do for a file, but a root that leads nowhere is a mistake.
        if let Err(error) = path.metadata() {
            bail!("{}: {}; name a file or folder that exists", path.display(), source::reason(&error));
        }
    }
    if request.dry_run {
        return dry_run(dir, request, watcher);
    }
    let index = if request.rebuild {
        Index::open_for_rebuild(dir)?
    } else if request.paths.is_empty() {
        Index::open(dir)?
    } else {
        Index::open_or_create(dir)?
    };
    run_on(&index, request, watcher)
}

/// The same on an index that is open.
fn run_on(index: &Index, request: &Request, watcher: &mut Watcher<'_>) -> Result<Report> {
    let writer = index.writer()?;
    let roots = roots::roots(index, writer.scope(), request)?;
    update::update(index, writer, &roots, request, watcher)
}

/// What a run would do with the index in `dir`; if there is none, with an empty one elsewhere.
fn dry_run(dir: &Path, request: &Request, watcher: &mut Watcher<'_>) -> Result<Report> {
    let index = match dir.exists() || request.paths.is_empty() {
        true => Index::open(dir)?,
        false => Index::nowhere(dir)?,
    };
    let roots = roots::roots(&index, index.scope(), request)?;
    preview::preview(&index, &roots, request, watcher)
}

/// How many files a run would look at: those below the paths asked for, or below the roots that the index knows.
pub fn count(dir: &Path, request: &Request) -> u64 {
    let known =
        || Index::open(dir).map(|index| index.roots().iter().map(|root| index.paths().path(root)).collect());
    let roots: Vec<PathBuf> = match request.paths.is_empty() || request.rebuild {
        // Where they cannot be told, the run says so.
        true => known().unwrap_or_default(),
        false => request.paths.clone(),
    };
    let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    roots.iter().map(|root| source::walk(root, &dir).count() as u64).sum()
}
