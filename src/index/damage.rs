//! What became of the files since they were committed, and what is said of it.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tantivy::directory::META_LOCK;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};
use tantivy::{Directory as _, TantivyError};

use super::Index;
use super::folder::{DIRECTORY, inner_name};

/// Bytes at the end of a file that tell how long the footer is, which has the checksum.
const FOOTER_END: u64 = 8;

/// Files that every index has.
const FIXED: [&str; 5] =
    ["meta.json", ".managed.json", ".gitignore", ".tantivy-writer.lock", ".tantivy-meta.lock"];

impl Index {
    /// Verifies the checksums of those files of the last commit that were touched behind it: a program that changes a
    /// byte leaves a trace in the file's times. To verify them all takes longer than a search; `check` does it.
    pub(super) fn verify_what_was_touched(&self) -> Result<()> {
        let inner = self.inner();
        let committed = fs::metadata(inner.join("meta.json")).map(|meta| time_of_change(&meta, Of::Content));
        let committed = committed.with_context(|| message_damaged(&self.dir))?;
        for file in self.files_of_last_commit()? {
            match fs::metadata(inner.join(&file)) {
                // Clocks of file systems are coarse: what has the time of the commit itself may be of behind it.
                Ok(metadata) if time_of_change(&metadata, Of::Anything) < committed => {}
                Ok(_) => self.verify(&file)?,
                // Not all are there that there might be; one that must be is missed when it is opened.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error).with_context(|| cannot_be_read(&inner.join(file))),
            }
        }
        Ok(())
    }

    fn verify(&self, file: &Path) -> Result<()> {
        match self.what_is_wrong_with(file) {
            None => Ok(()),
            Some(wrong) => Err(anyhow::anyhow!("{wrong}")).with_context(|| message_damaged(&self.dir)),
        }
    }

    /// Reads a file whole and compares it with its checksum.
    pub(super) fn what_is_wrong_with(&self, file: &Path) -> Option<String> {
        let length = fs::metadata(self.inner().join(file)).map_or(0, |metadata| metadata.len());
        // Tantivy 0.27 panics over a file that has no room for what tells how long its footer is.
        if length < FOOTER_END {
            return Some(format!("{}: has {length} bytes and no checksum", file.display()));
        }
        match self.tantivy.directory().validate_checksum(file) {
            Ok(true) => None,
            Ok(false) => Some(format!("{}: is not as it was written", file.display())),
            Err(error) => Some(format!("{}: {error}", file.display())),
        }
    }

    /// The names of all files that the segments of the last commit may have.
    pub(super) fn files_of_last_commit(&self) -> Result<Vec<PathBuf>> {
        files_of_last_commit(&self.tantivy, &self.dir)
    }

    /// Files of the tantivy index that are not of the last commit.
    pub(super) fn strange_files(&self) -> Result<Vec<PathBuf>> {
        strange_files(&self.tantivy, &self.dir)
    }

    /// The folder of the tantivy index.
    pub(super) fn inner(&self) -> PathBuf {
        self.dir.join(inner_name())
    }
}

fn files_of_last_commit(tantivy: &tantivy::Index, dir: &Path) -> Result<Vec<PathBuf>> {
    let metas = tantivy.load_metas().map_err(|error| damaged(dir, error))?;
    let mut files: Vec<PathBuf> = metas.list_segment_files().into_iter().collect();
    files.sort();
    Ok(files)
}

fn strange_files(tantivy: &tantivy::Index, dir: &Path) -> Result<Vec<PathBuf>> {
    let inner = dir.join(inner_name());
    let cannot = || cannot_be_read(&inner);
    let known = files_of_last_commit(tantivy, dir)?;
    let mut strange = Vec::new();
    for item in fs::read_dir(&inner).with_context(cannot)? {
        let name = PathBuf::from(item.with_context(cannot)?.file_name());
        if !FIXED.iter().any(|fixed| name == Path::new(fixed)) && !known.contains(&name) {
            strange.push(name);
        }
    }
    Ok(strange)
}

/// Removes what is not of the last commit from the index in `dir`: what a run left that was killed, and what tantivy did not
/// find at the end of a merge. Whoever calls this holds the writer's lock, and has written nothing that is not committed.
pub(super) fn sweep(tantivy: &tantivy::Index, dir: &Path) -> Result<()> {
    let cannot = || format!("{}: cannot be tidied up", dir.display());
    // Else a reader could have read which files there are, and not have opened them yet.
    let _lock = tantivy.directory().acquire_lock(&META_LOCK).with_context(cannot)?;
    for file in strange_files(tantivy, dir)? {
        tantivy.directory().delete(&file).with_context(cannot)?;
    }
    Ok(())
}

/// What of a file a change was of.
#[derive(Clone, Copy)]
enum Of {
    Content,
    /// Its name or permissions, too, which no program can set back.
    Anything,
}

/// The time of the last change, in nanoseconds since 1970.
#[cfg(unix)]
fn time_of_change(metadata: &Metadata, of: Of) -> i128 {
    use std::os::unix::fs::MetadataExt as _;
    let (seconds, nanoseconds) = match of {
        Of::Content => (metadata.mtime(), metadata.mtime_nsec()),
        Of::Anything => (metadata.ctime(), metadata.ctime_nsec()),
    };
    i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds)
}

/// The time of the last change of the content, in nanoseconds since 1970.
#[cfg(not(unix))]
fn time_of_change(metadata: &Metadata, _: Of) -> i128 {
    let since = |time: std::time::SystemTime| time.duration_since(std::time::UNIX_EPOCH).ok();
    let time = metadata.modified().ok().and_then(since);
    time.map_or(0, |time| i128::try_from(time.as_nanos()).unwrap_or(i128::MAX))
}

/// The command that works on the index in `dir`, for remedies.
pub(super) fn corpus(dir: &Path) -> String {
    match dir.file_name() {
        Some(name) if name == DIRECTORY => "corpus".into(),
        _ => format!("corpus --index {}", dir.display()),
    }
}

pub(super) fn message_damaged(dir: &Path) -> String {
    format!("{}: the index is damaged; run `{} index --rebuild`", dir.display(), corpus(dir))
}

fn cannot_be_read(path: &Path) -> String {
    format!("{}: cannot be read", path.display())
}

/// What is said where tantivy failed to open or read an index.
pub(super) fn damaged(dir: &Path, error: TantivyError) -> anyhow::Error {
    let reason = match &error {
        TantivyError::IoError(error) => Some(error.kind()),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => Some(io_error.kind()),
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => {
            Some(io_error.kind())
        }
        _ => None,
    };
    let shown = dir.display();
    let message = match &error {
        _ if !dir.exists() => format!("{shown}: there is no index here any more"),
        TantivyError::LockFailure(..) => format!("{shown}: the index cannot be locked to read it"),
        _ if reason == Some(io::ErrorKind::PermissionDenied) => cannot_be_read(dir),
        _ => message_damaged(dir),
    };
    anyhow::Error::new(error).context(message)
}
