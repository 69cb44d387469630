//! The index directory: what lies in it, of which versions, and whose it is.
//!
//! ```text
//! .corpus/            0700; all files below 0600
//!   .lock             held while the index is made
//!   scope             the known folders once more, for a rebuild of an index that is damaged
//!   index-1-1/        one tantivy index, named after the versions of schema and analysis, so that building it anew
//!                     with another version of corpus leaves the old one whole until the new one is committed; its
//!                     `.gitignore` keeps it out of repositories
//! ```

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::files::private;
use super::{Index, schema};
use crate::analysis;

/// Name of the index directory where none is given.
pub const DIRECTORY: &str = ".corpus";

const LOCK: &str = ".lock";
/// See `scope`.
pub(super) const SCOPE: &str = "scope";

/// How the names of tantivy indexes begin.
pub(crate) const INNER: &str = "index-";

impl Index {
    /// The index directory that belongs to `start`: `.corpus` in it, or in the nearest folder above that has one.
    ///
    /// # Errors
    ///
    /// It belongs to another user, who could have it name any folder, and read what is then read from there.
    pub fn find(start: &Path) -> Result<Option<PathBuf>> {
        let found = start.ancestors().map(|folder| folder.join(DIRECTORY)).find(|dir| dir.is_dir());
        if let Some(dir) = &found
            && let Some(owner) = other_owner(dir)
        {
            bail!(
                "{0}: belongs to another user ({owner}); if you trust it, name it with --index {0}",
                dir.display()
            );
        }
        Ok(found)
    }
}

/// The user number of who owns `dir`, if that is not the user of this process.
#[cfg(unix)]
fn other_owner(dir: &Path) -> Option<u32> {
    let owner = std::os::unix::fs::MetadataExt::uid(&dir.metadata().ok()?);
    (owner != rustix::process::geteuid().as_raw()).then_some(owner)
}

/// Whose a folder is, is not told here.
#[cfg(not(unix))]
fn other_owner(_: &Path) -> Option<u32> {
    None
}

pub(super) fn inner_name() -> String {
    format!("{INNER}{}-{}", schema::FORMAT, analysis::VERSION)
}

/// Makes the directory for an index, or makes sure that it may be used as one.
pub(super) fn prepare(dir: &Path) -> Result<PathBuf> {
    refuse_other_data(dir)?;
    let inner = dir.join(inner_name());
    create_private(&inner).with_context(|| format!("{}: the index cannot be created", dir.display()))?;
    Ok(inner)
}

/// Waits until no other process makes an index in `dir`, and keeps others from it while the file is open.
pub(super) fn lock(dir: &Path) -> io::Result<File> {
    let lock = private().create(true).truncate(true).open(dir.join(LOCK))?;
    lock.lock()?;
    Ok(lock)
}

/// Keeps the index in `inner` out of repositories.
pub(super) fn hide(inner: &Path) -> io::Result<()> {
    private().create(true).truncate(true).open(inner.join(".gitignore"))?.write_all(b"*\n")
}

/// Whether `inner` holds an index that was made to the end. An empty one without a payload is what a killed process
/// left; one that cannot be read is for tantivy to complain about.
///
/// # Errors
///
/// It cannot be told, such as for want of permission.
pub(super) fn is_made(inner: &Path) -> Result<bool> {
    let path = inner.join("meta.json");
    let meta = match fs::read(&path) {
        Err(error) if is_absent(&error) => return Ok(false),
        read => first_value(&read.with_context(|| format!("{}: cannot be read", path.display()))?),
    };
    Ok(meta.is_none_or(|meta| !(has_no_segments(&meta) && meta["payload"].is_null())))
}

/// Whether there is no such file, or something else stands where its folder should be.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

pub(super) fn is_empty(inner: &Path) -> bool {
    let meta = fs::read(inner.join("meta.json")).ok();
    meta.and_then(|meta| first_value(&meta)).is_some_and(|meta| has_no_segments(&meta))
}

fn has_no_segments(meta: &serde_json::Value) -> bool {
    meta["segments"].as_array().is_some_and(Vec::is_empty)
}

/// The JSON of a file that may end with a checksum; older versions had none.
pub(super) fn first_value(json: &[u8]) -> Option<serde_json::Value> {
    serde_json::Deserializer::from_slice(json).into_iter().next()?.ok()
}

/// Makes sure that a directory to be used as an index holds nothing else: `--index` may name it by mistake.
fn refuse_other_data(dir: &Path) -> Result<()> {
    let Ok(items) = fs::read_dir(dir) else { return Ok(()) };
    for item in items {
        let name = item.with_context(|| format!("{}: cannot be read", dir.display()))?.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with(INNER) && !name.starts_with(SCOPE) && name != LOCK {
            bail!(
                "{}: holds other files and no index; name an empty or new directory with --index",
                dir.display()
            );
        }
    }
    Ok(())
}

/// Directories in `dir` that hold an index of another version.
pub(super) fn other_versions(dir: &Path) -> Result<Vec<PathBuf>> {
    let current = inner_name();
    let mut others = Vec::new();
    for item in fs::read_dir(dir).with_context(|| format!("{}: cannot be read", dir.display()))? {
        let path = item.with_context(|| format!("{}: cannot be read", dir.display()))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name != current && name.starts_with(INNER) && path.join("meta.json").is_file() {
            others.push(path);
        }
    }
    others.sort();
    Ok(others)
}

pub(super) fn has_other_version(dir: &Path) -> bool {
    other_versions(dir).is_ok_and(|others| !others.is_empty())
}

/// A directory that only its owner may enter, with the folders above it.
fn create_private(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}
