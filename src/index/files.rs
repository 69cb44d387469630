//! The files of an index: tantivy's own directory, and what it does not promise.
//!
//! - The two files that tantivy reads whole, `meta.json` among them, end with a checksum; its other files have one, which
//!   `meta.json` names; see `record`.
//! - A commit is on the disk when it returns: `meta.json` is written, then its name, and only then are the files of the
//!   commit before it removed.
//! - Only the owner of the index may read its files.
//! - What cannot be written to can be read: a lock that nobody could take is not asked for.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use super::record::{META, Record};

/// How the line with the checksum begins, behind what a file holds.
const CHECKSUM: &str = "crc32 ";

/// What a file is called until it is whole and takes the place of another.
pub(super) const UNFINISHED: &str = ".new";

/// A change of what the disk holds; all paths are names in the index's folder.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(test), expect(dead_code, reason = "what a step is of is for a witness to read"))]
pub(crate) enum Step<'a> {
    Create(&'a Path),
    Write(&'a Path, &'a [u8]),
    /// What was written to a file is on the disk.
    Sync(&'a Path),
    Rename(&'a Path, &'a Path),
    Delete(&'a Path),
    /// What the files of the folder are called is on the disk.
    SyncNames,
}

/// Is told of each step before it is taken, and may let it fail as a disk would. Only tests have one.
#[derive(Clone, Default)]
pub(crate) struct Witness(Option<Arc<Witnessing>>);

type Witnessing = dyn Fn(Step<'_>) -> io::Result<()> + Send + Sync;

impl Witness {
    #[cfg(test)]
    pub(crate) fn new(witness: impl Fn(Step<'_>) -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(witness)))
    }

    fn before(&self, step: Step<'_>) -> io::Result<()> {
        self.0.as_ref().map_or(Ok(()), |witness| witness(step))
    }
}

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Witness")
    }
}

/// The files of one tantivy index.
#[derive(Debug, Clone)]
pub(super) struct Files {
    mapped: MmapDirectory,
    dir: PathBuf,
    witness: Witness,
    /// The lock of who writes, until the last thread has gone that may write: of a run that failed some go on for a moment.
    writing: Arc<OnceLock<File>>,
}

impl Files {
    pub(super) fn open(dir: &Path, witness: Witness) -> Result<Self, OpenDirectoryError> {
        Ok(Self { mapped: MmapDirectory::open(dir)?, dir: dir.to_owned(), witness, writing: Arc::default() })
    }

    fn begin(&self, path: &Path, options: &mut OpenOptions) -> io::Result<Synced> {
        self.witness.before(Step::Create(path))?;
        let file = options.open(self.dir.join(path))?;
        Ok(Synced { file, path: path.to_owned(), witness: self.witness.clone() })
    }
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.mapped.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.witness
            .before(Step::Delete(path))
            .map_err(|error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() })?;
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = self.begin(path, private().create_new(true)).map_err(|error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                return OpenWriteError::FileAlreadyExists(path.to_owned());
            }
            OpenWriteError::wrap_io_error(error, path.to_owned())
        })?;
        Ok(BufWriter::new(Box::new(file)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let sealed = self.mapped.atomic_read(path)?;
        unsealed(sealed)
            .map(Record::without)
            .map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let mut unfinished = path.as_os_str().to_owned();
        unfinished.push(UNFINISHED);
        let unfinished = Path::new(&unfinished);
        let record = if path == Path::new(META) {
            Record::of_files(&self.dir, content)?.to_lines()
        } else {
            String::new()
        };
        let mut file = self.begin(unfinished, private().create(true).truncate(true))?;
        file.write_all(&sealed(&[content, record.as_bytes()].concat()))?;
        file.sync()?;
        self.witness.before(Step::Rename(unfinished, path))?;
        fs::rename(self.dir.join(unfinished), self.dir.join(path))?;
        // Else a power cut could bring the name's former file back, when those that it tells of are gone.
        self.sync_directory()
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.witness.before(Step::SyncNames)?;
        self.mapped.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let path = self.dir.join(&lock.filepath);
        let file = match private().create(true).truncate(false).open(&path) {
            // Only readers wait for a lock, and to hold one they need not be able to write.
            Err(error) if lock.is_blocking && is_read_only(&error) => match File::open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Ok(DirectoryLock::from(Box::new(())));
                }
                Err(error) => return Err(LockError::wrap_io_error(error)),
            },
            opened => opened.map_err(LockError::wrap_io_error)?,
        };
        if lock.is_blocking {
            file.lock().map_err(LockError::wrap_io_error)?;
        } else {
            file.try_lock().map_err(|error| match error {
                TryLockError::WouldBlock => LockError::LockBusy,
                TryLockError::Error(error) => LockError::wrap_io_error(error),
            })?;
        }
        if lock.filepath == INDEX_WRITER_LOCK.filepath {
            sign(&file).map_err(LockError::wrap_io_error)?;
            self.writing.set(file).map_err(|_| LockError::LockBusy)?;
            return Ok(DirectoryLock::from(Box::new(())));
        }
        // The system releases it with the file, also when the process is killed.
        Ok(DirectoryLock::from(Box::new(file)))
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}

/// Says in a lock file that is held who holds it.
fn sign(mut file: &File) -> io::Result<()> {
    file.set_len(0)?;
    writeln!(file, "{}", std::process::id())
}

/// The process that holds the writer's lock of the index in `inner`, or held it last.
pub(super) fn lock_holder(inner: &Path) -> Option<u32> {
    fs::read_to_string(inner.join(&INDEX_WRITER_LOCK.filepath)).ok()?.trim().parse().ok()
}

/// Whether what could not be opened could not since it may not be written to.
fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// To write a file that only its owner may read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // A link in the place of the file would have something else written to.
        options.mode(0o600).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    options
}

/// A file that is on the disk when it is said to be complete.
struct Synced {
    file: File,
    path: PathBuf,
    witness: Witness,
}

impl Synced {
    fn sync(&self) -> io::Result<()> {
        self.witness.before(Step::Sync(&self.path))?;
        self.file.sync_data()
    }
}

impl Write for Synced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.witness.before(Step::Write(&self.path, bytes))?;
        // All of it, or the witness would have been told of more than was written.
        self.file.write_all(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for Synced {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.sync()
    }
}

/// Some text, and behind it a line with its checksum.
pub(super) fn sealed(content: &[u8]) -> Vec<u8> {
    let line = format!("{CHECKSUM}{:08x}\n", crc32fast::hash(content));
    [content, line.as_bytes()].concat()
}

/// What [`sealed`] was given.
///
/// # Errors
///
/// The checksum is another, or there is none.
pub(super) fn unsealed(mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let length = CHECKSUM.len() + 9;
    let content = bytes.len().checked_sub(length).filter(|end| sealed(&bytes[..*end]) == bytes);
    let end = content.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the checksum is another"))?;
    bytes.truncate(end);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_any_byte_is_noticed() -> io::Result<()> {
        let whole = sealed(b"{\"segments\": []}\n");
        assert_eq!(unsealed(whole.clone())?, b"{\"segments\": []}\n");
        for at in 0..whole.len() {
            let mut other = whole.clone();
            other[at] ^= 1;
            assert!(unsealed(other).is_err(), "byte {at}");
            assert!(unsealed(whole[..at].to_vec()).is_err(), "cut at {at}");
        }
        assert!(unsealed(Vec::new()).is_err());
        Ok(())
    }
}
