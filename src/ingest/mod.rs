//! Files → documents: the first flow, and the order of its stages.
//!
//! ```text
//! root ─source→ file ─decode→ text ─extract→ text, metadata ─language, passage→ Document + Passages ─index→ one commit
//! ```

mod date;
mod decode;
mod extract;
mod language;
mod metadata;
mod passage;
mod read;
mod roots;
mod source;
mod update;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::index::Index;

pub use update::{Progress, Report};

/// What to bring up to date.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Folders and files; none means the roots that the index knows.
    pub paths: Vec<PathBuf>,
    /// Build the whole index anew instead of reading only what changed.
    pub rebuild: bool,
    /// Forget roots that are no longer there, and their files. Without it they are kept: a disk may not be mounted.
    pub prune: bool,
}

/// Brings the index in `dir` up to date with the file system, making it if there is none. One commit at the end: before
/// it the index is as it was.
///
/// `progress` is called before each file.
///
/// # Errors
///
/// A path does not exist, there is no path and no known root, or the index cannot be opened or written. A file that
/// cannot be read is no error; the index says so of it.
pub fn run(dir: &Path, request: &Request, progress: &mut dyn FnMut(&Progress<'_>)) -> Result<Report> {
    for path in &request.paths {
        // The link itself would do for a file, but a root that leads nowhere is a mistake.
        if let Err(error) = path.metadata() {
            bail!("{}: {}; name a file or folder that exists", path.display(), source::reason(&error));
        }
    }
    let index = if request.rebuild {
        Index::open_for_rebuild(dir)?
    } else if request.paths.is_empty() {
        Index::open(dir)?
    } else {
        Index::open_or_create(dir)?
    };
    let writer = index.writer()?;
    let roots = roots::roots(&index, writer.roots(), request)?;
    update::update(&index, writer, &roots, request.rebuild, progress)
}
