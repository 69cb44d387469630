//! Walking: the files below a root, in a fixed order, and what stands in the way of reading them.

use std::fmt::Write as _;
use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::SystemTime;

use ignore::{DirEntry, WalkBuilder};
use sha2::{Digest as _, Sha256};

use super::ahead::ahead;
use crate::document::Unread;
use crate::index::{INNER, Stamp};

/// Largest file that is read, in bytes: extraction holds a file's text in memory.
const LARGEST_FILE: u64 = 4 << 30;

/// What a walk comes upon.
pub(super) enum Found {
    /// A path that is not a folder.
    File(PathBuf),
    /// A place that could not be looked into, with the reason; the walk goes on elsewhere.
    Unreadable(Option<PathBuf>, String),
}

/// The files below `root`, or `root` itself, ordered by name within each folder.
///
/// Hidden and ignored files are left out as ripgrep leaves them out, links are not followed, and `index_dir` is not
/// entered.
pub(super) fn walk(root: &Path, index_dir: &Path) -> impl Iterator<Item = Found> + use<> {
    let (root, index_dir) = (root.to_owned(), index_dir.to_owned());
    ahead(move || {
        let (sender, endless) = channel();
        let above = root.ancestors().find_map(endless_rules).map(|rules| (root.clone(), rules));
        let walk = above.is_none().then(|| {
            let goes_on = move |entry: &DirEntry| {
                let rules = endless_rules_of(entry);
                // Nobody listens only once the walk has ended.
                rules.is_none_or(|rules| sender.send((entry.path().to_owned(), rules)).is_err())
            };
            builder(&root)
                .filter_entry(move |entry| !is_index(entry.path(), &index_dir) && goes_on(entry))
                .build()
        });
        let found = walk.into_iter().flatten().filter_map(|item| match item {
            Ok(entry) => file(entry),
            Err(error) => Some(Found::Unreadable(path_of(&error).map(Path::to_owned), reason_of(&error))),
        });
        let endless = above.into_iter().chain(std::iter::from_fn(move || endless.try_recv().ok()));
        found.chain(endless.map(|(folder, rules)| {
            Found::Unreadable(Some(folder), format!("{} is a pipe or a device", rules.display()))
        }))
    })
}

/// Files that say what of their folder is to be ignored.
const RULES: [&str; 3] = [".gitignore", ".ignore", ".git/info/exclude"];

/// What says of a folder what is to be ignored, if it would be read for ever: a pipe without a writer, or a device, itself or
/// behind a link.
fn endless_rules(folder: &Path) -> Option<PathBuf> {
    let is_endless = |path: &PathBuf| path.metadata().is_ok_and(|rules| !rules.is_file() && !rules.is_dir());
    RULES.iter().map(|name| folder.join(name)).find(is_endless)
}

fn endless_rules_of(entry: &DirEntry) -> Option<PathBuf> {
    entry.file_type().filter(|kind| kind.is_dir()).and_then(|_| endless_rules(entry.path()))
}

/// Whether walking `root` comes upon `place`, a folder or file below it.
pub(super) fn reaches(root: &Path, place: &Path, index_dir: &Path) -> bool {
    let (target, index_dir) = (place.to_owned(), index_dir.to_owned());
    let mut walk = builder(root)
        .filter_entry(move |entry| {
            let is_above = target.starts_with(entry.path()) && !is_index(entry.path(), &index_dir);
            is_above && endless_rules_of(entry).is_none()
        })
        .build();
    walk.any(|item| item.is_ok_and(|entry| entry.path() == place && !entry.path_is_symlink()))
}

fn builder(root: &Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(root);
    // Of one folder, paths are in the order of the names, which would have to be found anew for each comparison.
    builder.follow_links(false).sort_by_file_path(|one, other| one.as_os_str().cmp(other.as_os_str()));
    builder
}

/// Whether `path` is the index directory or, where that is a root itself, an index in it.
fn is_index(path: &Path, index_dir: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    // Only a folder of such a name is worth asking the file system about.
    let inner = name.to_string_lossy().starts_with(INNER);
    let real = || path.canonicalize().unwrap_or_default();
    Some(name) == index_dir.file_name() && real() == index_dir || inner && real().parent() == Some(index_dir)
}

fn file(entry: DirEntry) -> Option<Found> {
    let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    (!folder).then(|| Found::File(entry.into_path()))
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

fn reason_of(error: &ignore::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), reason)
}

/// Why a file is not read, judged without opening it; opening a pipe would wait for its writer.
pub(super) fn obstacle(metadata: &Metadata) -> Option<Unread> {
    let kind = metadata.file_type();
    match () {
        () if kind.is_symlink() => Some(Unread::skipped("symbolic link, not followed")),
        () if !kind.is_file() => Some(Unread::skipped("not a regular file")),
        () if metadata.len() == 0 => Some(Unread::empty("empty")),
        () if metadata.len() > LARGEST_FILE => Some(Unread::failed("larger than 4 GiB")),
        () => None,
    }
}

/// A file that was opened, with its metadata and the time when they were taken.
pub(super) struct Opened {
    file: File,
    pub(super) metadata: Metadata,
    pub(super) now: SystemTime,
    /// Its beginning, by which it is told what the file is: what is no text may be a film.
    pub(super) sample: Vec<u8>,
}

impl Opened {
    /// Opens a file and reads its first `sample` bytes.
    pub(super) fn new(path: &Path, sample: usize) -> io::Result<Self> {
        let mut file = open(path)?;
        let metadata = file.metadata()?;
        let now = SystemTime::now();
        // With room for the end too, which is found by asking for more.
        let most = usize::try_from(metadata.len()).unwrap_or(sample).min(sample);
        let mut bytes = Vec::with_capacity(most + 1);
        file.by_ref().take(sample as u64).read_to_end(&mut bytes)?;
        Ok(Self { file, metadata, now, sample: bytes })
    }

    /// All of the file.
    pub(super) fn bytes(self) -> io::Result<Vec<u8>> {
        let Self { file, metadata, sample: mut bytes, .. } = self;
        bytes.reserve_exact(usize::try_from(metadata.len()).unwrap_or(0).saturating_sub(bytes.len()));
        // A file may grow while it is read.
        file.take(LARGEST_FILE - bytes.len() as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Opens a file that the walk came upon: what has become a link since then, or a pipe, is not followed or waited for.
fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.cast_signed());
    }
    options.open(path)
}

/// SHA-256 of a file's bytes, which are not kept.
pub(super) fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = open(path)?.take(LARGEST_FILE);
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 64 << 10]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hexadecimal(&hasher.finalize())),
            read => hasher.update(&buffer[..read]),
        }
    }
}

/// SHA-256 of bytes.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The file system's number for a file or folder, where it has one.
pub(super) fn inode(path: &Path) -> Option<u64> {
    #[cfg(unix)]
    return path.metadata().ok().map(|metadata| std::os::unix::fs::MetadataExt::ino(&metadata));
    #[cfg(not(unix))]
    return None;
}

/// Whether there is nothing in a folder, hidden files included.
pub(super) fn is_bare(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut items| items.next().is_none())
}

/// The metadata by which a file that was read would be stamped.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    path.symlink_metadata().ok().map(|metadata| Stamp::of_settled(&metadata))
}

/// An I/O error as what is not read for it.
pub(super) fn unread(error: &io::Error) -> Unread {
    Unread::failed(reason(error))
}

/// An I/O error as a reason: what happened, without the number that the system gives it.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::NotFound => "no such file".into(),
        _ => {
            let text = error.to_string();
            let end = text.find(" (os error").unwrap_or(text.len());
            let mut first = text[..end].chars();
            first.next().map(|c| c.to_lowercase().collect::<String>() + first.as_str()).unwrap_or_default()
        }
    }
}
