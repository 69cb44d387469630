//! What became of the files since they were committed, and what is said of it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tantivy::directory::META_LOCK;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};
use tantivy::{Directory as _, TantivyError};

use super::Index;
use super::files::{UNFINISHED, lock_holder, unsealed};
use super::folder::{DIRECTORY, inner_name};
use super::record::{META, Record, Recorded};

/// Bytes at the end of a file that tell how long the footer is, which has the checksum.
const FOOTER_END: u64 = 8;

/// Files that every index has.
const FIXED: [&str; 5] = [META, ".managed.json", ".gitignore", ".tantivy-writer.lock", ".tantivy-meta.lock"];

impl Index {
    /// Verifies the checksums of those files of the last commit that were touched behind it: a program that changes a
    /// byte, or puts another file in the place of one, leaves a trace in the file's times. To verify them all takes longer
    /// than a search; `check` does it. Whether there were any.
    pub(super) fn verify_what_was_touched(&self) -> Result<bool> {
        let mut record = self.recorded()?;
        loop {
            let as_recorded = |file: &&Recorded| file.is_as_recorded(&self.inner(), record.written);
            let touched: Vec<&Recorded> = record.files.iter().filter(|file| !as_recorded(file)).collect();
            let Some(wrong) = touched.iter().find_map(|file| self.what_is_wrong_with(file)) else {
                return Ok(!touched.is_empty());
            };
            // Another process may have committed since, and removed what the commit before had.
            let now = self.recorded()?;
            if now == record {
                return Err(anyhow::anyhow!(wrong)).with_context(|| message_damaged(&self.dir));
            }
            record = now;
        }
    }

    /// What the last commit says of its files.
    pub(super) fn recorded(&self) -> Result<Record> {
        let bytes = fs::read(self.inner().join(META)).and_then(unsealed);
        let bytes = bytes.with_context(|| message_damaged(&self.dir))?;
        let mut record = Record::of(&bytes);
        if record.files.is_empty() {
            // Something else than corpus wrote it.
            let there =
                self.files_of_last_commit()?.into_iter().filter(|file| self.inner().join(file).exists());
            record.files = there.map(Recorded::unknown).collect();
        }
        Ok(record)
    }

    /// Reads a file whole and compares it with its checksum.
    pub(super) fn what_is_wrong_with(&self, file: &Recorded) -> Option<String> {
        let name = file.name.display();
        let length = match fs::metadata(self.inner().join(&file.name)) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Some(format!("{name}: is missing"));
            }
            Err(error) => return Some(format!("{name}: {error}")),
        };
        // Tantivy 0.27 panics over a file that has no room for what tells how long its footer is.
        if length < FOOTER_END {
            return Some(format!("{name}: has {length} bytes and no checksum"));
        }
        match self.tantivy.directory().validate_checksum(&file.name) {
            Ok(true) if file.has_checksum_of(&self.inner()) => None,
            Ok(true) => Some(format!("{name}: is not the file that was written")),
            Ok(false) => Some(format!("{name}: is not as it was written")),
            Err(error) => Some(format!("{name}: {error}")),
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

/// Whether a file has a name that tantivy gives: that of a segment, or of a file until it is whole.
fn is_tantivys(name: &Path) -> bool {
    let name = name.to_string_lossy();
    let segment = name.split('.').next().unwrap_or_default();
    segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit()) || name.ends_with(UNFINISHED)
}

/// Removes what is not of the last commit from the index in `dir`: what a run left that was killed, and what tantivy did not
/// find at the end of a merge. Whoever calls this holds the writer's lock, and has written nothing that is not committed.
pub(super) fn sweep(tantivy: &tantivy::Index, dir: &Path) -> Result<()> {
    let cannot = || format!("{}: cannot be tidied up", dir.display());
    // Else a reader could have read which files there are, and not have opened them yet.
    let _lock = tantivy.directory().acquire_lock(&META_LOCK).with_context(cannot)?;
    // Whatever else somebody keeps here is not ours to remove.
    for file in strange_files(tantivy, dir)?.into_iter().filter(|file| is_tantivys(file)) {
        tantivy.directory().delete(&file).with_context(cannot)?;
    }
    Ok(())
}

/// The command that works on the index in `dir`, for remedies.
pub(super) fn corpus(dir: &Path) -> String {
    let here = std::env::current_dir().ok().and_then(|here| Index::nearest(&here));
    let real = |dir: &Path| dir.canonicalize().ok();
    if here.is_some_and(|here| real(&here) == real(dir)) || dir == Path::new(DIRECTORY) {
        return "corpus".into();
    }
    let shown = dir.display().to_string();
    let plain = shown.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    if plain {
        format!("corpus --index {shown}")
    } else {
        format!("corpus --index '{}'", shown.replace('\'', "'\\''"))
    }
}

pub(super) fn message_damaged(dir: &Path) -> String {
    format!("{}: the index is damaged; run `{} index --rebuild`", dir.display(), corpus(dir))
}

/// What is said where somebody else writes to the index in `dir`.
pub(super) fn busy(dir: &Path) -> String {
    let holder = lock_holder(&dir.join(inner_name())).map(|process| format!(" (process {process})"));
    let holder = holder.unwrap_or_default();
    format!("{}: another corpus is writing to this index{holder}; try again when it is done", dir.display())
}

fn cannot_be_read(path: &Path) -> String {
    format!("{}: cannot be read", path.display())
}

pub(super) fn cannot_be_written(path: &Path) -> String {
    format!("{}: cannot be written", path.display())
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
