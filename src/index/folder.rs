//! The index directory: what lies in it, of which versions, and whose it is.
//!
//! ```text
//! .corpus/            0700; all files below 0600
//!   .lock             held while the index is made
//!   scope             the known folders once more, for a rebuild of an index that is damaged
//!   index-damaged/    such an index, until the new one is committed
//!   index-1-1/        one tantivy index, named after the versions of schema and analysis, so that building it anew
//!                     with another version of corpus leaves the old one whole until the new one is committed; its
//!                     `.gitignore` keeps it out of repositories
//! ```

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use tantivy::directory::INDEX_WRITER_LOCK;

use super::damage::busy;
use super::files::private;
use super::record::META;
use super::{Index, schema};
use crate::analysis;

/// Name of the index directory where none is given.
pub const DIRECTORY: &str = ".corpus";

const LOCK: &str = ".lock";
/// See `scope`.
pub(super) const SCOPE: &str = "scope";

/// How the names of tantivy indexes begin.
pub(crate) const INNER: &str = "index-";

/// What a damaged index is called while it is built anew.
const DAMAGED: &str = "index-damaged";

impl Index {
    /// The index directory that belongs to `start`: `.corpus` in it, or in the nearest folder above that has one.
    ///
    /// # Errors
    ///
    /// It belongs to another user, who could have it name any folder, and read what is then read from there.
    pub fn find(start: &Path) -> Result<Option<PathBuf>> {
        let found = Self::nearest(start);
        if let Some(dir) = &found {
            let all = [dir.clone(), dir.join(inner_name())];
            if let Some(owner) = all.iter().find_map(|place| other_owner(place)) {
                bail!(
                    "{0}: belongs to another user ({owner}); if you trust it, name it with --index {0}, else one of your own \
                     with --index {DIRECTORY}",
                    dir.display()
                );
            }
        }
        Ok(found)
    }

    /// The same, whoever it belongs to.
    pub(super) fn nearest(start: &Path) -> Option<PathBuf> {
        start.ancestors().map(|folder| folder.join(DIRECTORY)).find(|dir| dir.is_dir())
    }
}

/// The user number of who owns `dir`, or the link that it is, if that is not the user of this process.
#[cfg(unix)]
fn other_owner(dir: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    let owners = [dir.symlink_metadata().ok()?.uid(), dir.metadata().ok()?.uid()];
    owners.into_iter().find(|owner| *owner != rustix::process::geteuid().as_raw())
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
    refuse_link(&inner)?;
    create_private(&inner).with_context(|| format!("{}: the index cannot be created", dir.display()))?;
    Ok(inner)
}

/// Whether somebody writes to the index in `inner`.
pub(super) fn is_written_to(inner: &Path) -> bool {
    let lock = File::open(inner.join(&INDEX_WRITER_LOCK.filepath));
    lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Puts a damaged index aside, where it stays until the new one is committed, so that nobody takes the new one for all there
/// is.
///
/// # Errors
///
/// Somebody is writing to it, or it cannot be moved.
pub(super) fn set_aside(dir: &Path) -> Result<()> {
    let (inner, aside) = (dir.join(inner_name()), dir.join(DAMAGED));
    if is_written_to(&inner) {
        bail!(busy(dir));
    }
    let cannot = || format!("{}: cannot be moved; remove it", inner.display());
    if aside.exists() {
        fs::remove_dir_all(&aside).with_context(|| format!("{}: cannot be removed", aside.display()))?;
    }
    match fs::rename(&inner, &aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).with_context(cannot),
        _ => Ok(()),
    }
}

/// Takes back what others may do with an index, such as one that was restored from a copy. A directory that was named stays
/// as its owner made it.
#[cfg(unix)]
pub(super) fn make_private(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let narrow = |path: &Path, most: u32| {
        let mode = fs::symlink_metadata(path)?.permissions().mode() & 0o777;
        if mode & !most == 0 {
            Ok(())
        } else {
            fs::set_permissions(path, fs::Permissions::from_mode(mode & most))
        }
    };
    let inner = dir.join(inner_name());
    narrow(&inner, 0o700)?;
    if dir.file_name().is_some_and(|name| name == DIRECTORY) {
        narrow(dir, 0o700)?;
    }
    let files = fs::read_dir(&inner)?.chain(fs::read_dir(dir)?).map(|item| Ok(item?.path()));
    let files = files.collect::<io::Result<Vec<_>>>()?;
    files.iter().filter(|path| path.is_file()).try_for_each(|path| narrow(path, 0o600))
}

#[cfg(not(unix))]
pub(super) fn make_private(_: &Path) -> io::Result<()> {
    Ok(())
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
    let path = inner.join(META);
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
    let meta = fs::read(inner.join(META)).ok();
    meta.and_then(|meta| first_value(&meta)).is_some_and(|meta| has_no_segments(&meta))
}

fn has_no_segments(meta: &serde_json::Value) -> bool {
    meta["segments"].as_array().is_some_and(Vec::is_empty)
}

/// The JSON of a file that may end with a checksum; older versions had none.
pub(super) fn first_value(json: &[u8]) -> Option<serde_json::Value> {
    serde_json::Deserializer::from_slice(json).into_iter().next()?.ok()
}

/// A link in the index directory would have another folder written to, and tidied up.
pub(super) fn refuse_link(inner: &Path) -> Result<()> {
    if inner.is_symlink() {
        bail!("{}: is a link; remove it, and build the index anew", inner.display());
    }
    Ok(())
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
    let mut others = of_other_versions(dir)?;
    others.retain(|path| fs::read_dir(path).is_ok_and(|mut items| items.next().is_some()));
    Ok(others)
}

/// The same, and those that a run left empty which was killed while it removed them.
pub(super) fn of_other_versions(dir: &Path) -> Result<Vec<PathBuf>> {
    let current = inner_name();
    let mut others = Vec::new();
    for item in fs::read_dir(dir).with_context(|| format!("{}: cannot be read", dir.display()))? {
        let path = item.with_context(|| format!("{}: cannot be read", dir.display()))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name != current && name.starts_with(INNER) && path.is_dir() {
            others.push(path);
        }
    }
    others.sort();
    Ok(others)
}

/// Whether there was an index in `dir` that is not there any more, or not whole.
pub(super) fn had_one(dir: &Path) -> bool {
    dir.join(DAMAGED).is_dir() || dir.join(SCOPE).is_file() && !has_other_version(dir)
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
