//! The only door to the index directory.
//!
//! ```text
//! .corpus/            0700
//!   .lock             held while the index is made
//!   index-1-1/        one tantivy index, named after the versions of schema and analysis, so that building it anew
//!                     with another version of corpus leaves the old one whole until the new one is committed; its
//!                     `.gitignore` keeps it out of repositories
//! ```
//!
//! Passages and catalogue live in one tantivy index and change in one commit, whose payload is the `Header`.

mod catalogue;
mod merging;
mod paths;
mod pending;
mod place;
mod schema;
mod summary;
mod writer;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tantivy::{IndexReader, ReloadPolicy};

use crate::analysis;

pub use catalogue::{Container, Entry, Facts, Record, State};
pub(crate) use catalogue::{Stamp, modified_seconds};
pub(crate) use paths::{RECORD, decode, encode, is_below, key_of_record};
pub(crate) use schema::Fields;
pub use summary::{StoredPassage, Summary};
/// The index as one commit left it.
pub(crate) use tantivy::Searcher;
pub(crate) use writer::Writer;

/// Name of the index directory where none is given.
pub const DIRECTORY: &str = ".corpus";

const LOCK: &str = ".lock";

/// An open index: what the last commit holds.
pub struct Index {
    dir: PathBuf,
    tantivy: tantivy::Index,
    /// Made when it is first asked for: it opens all segments.
    reader: OnceLock<IndexReader>,
    fields: Fields,
    header: Header,
    paths: paths::Paths,
}

/// What an index says of itself; written with each commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    format: u32,
    analysis: u32,
    /// Keys of the folders and files that were given to `corpus index`.
    pub(crate) roots: Vec<String>,
    /// The number that the file system has for each root: by it a disk is told from the empty folder that it was
    /// mounted on.
    #[serde(default)]
    pub(crate) inodes: BTreeMap<String, u64>,
}

impl Header {
    fn new(roots: Vec<String>) -> Self {
        Self { format: schema::FORMAT, analysis: analysis::VERSION, roots, inodes: BTreeMap::new() }
    }

    fn versions(&self) -> (u32, u32) {
        (self.format, self.analysis)
    }

    fn to_json(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }
}

impl Index {
    /// The index directory that belongs to `start`: `.corpus` in it, or in the nearest folder above that has one.
    pub fn find(start: &Path) -> Option<PathBuf> {
        start.ancestors().map(|folder| folder.join(DIRECTORY)).find(|dir| dir.is_dir())
    }

    /// Opens the index in `dir`.
    ///
    /// # Errors
    ///
    /// There is none, another version of corpus made it, or it is damaged; the message names the remedy.
    pub fn open(dir: &Path) -> Result<Self> {
        let shown = dir.display();
        let inner = dir.join(inner_name());
        if dir.exists() && !dir.is_dir() {
            bail!("{shown}: is not a directory; name another with `corpus --index DIR`, or remove it");
        }
        // An empty index beside one of another version is what a rebuild made that did not come to its end.
        if is_made(&inner) && !(is_empty(&inner) && has_other_version(dir)) {
            let tantivy = tantivy::Index::open_in_dir(&inner).map_err(|error| damaged(dir, error))?;
            return Self::from_tantivy(dir, tantivy);
        }
        if has_other_version(dir) {
            bail!(
                "{shown}: the index was made by another version of corpus; run `{} index --rebuild`",
                corpus(dir)
            );
        }
        bail!("{shown}: there is no index here; make one with `{} index FOLDER`", corpus(dir))
    }

    /// Opens the index in `dir`, or makes an empty one there.
    ///
    /// # Errors
    ///
    /// As for [`Index::open`], and where the directory cannot be made or holds something else.
    pub fn open_or_create(dir: &Path) -> Result<Self> {
        if is_made(&dir.join(inner_name())) || has_other_version(dir) || (dir.exists() && !dir.is_dir()) {
            return Self::open(dir);
        }
        Self::create(dir, &Header::new(Vec::new()))
    }

    /// Opens the index in `dir` to build it anew, whatever version made it and whatever state it is in.
    ///
    /// What it held stays until the next commit, unless it cannot be opened. The roots are those of the old index.
    ///
    /// # Errors
    ///
    /// The directory cannot be read or written.
    pub(crate) fn open_for_rebuild(dir: &Path) -> Result<Self> {
        let opened = Self::open(dir).and_then(|index| index.searcher().map(|_| index));
        if let Ok(index) = opened {
            return Ok(index);
        }
        let roots = old_roots(dir);
        let inner = dir.join(inner_name());
        if inner.exists() {
            fs::remove_dir_all(&inner).with_context(|| format!("{}: cannot be removed", inner.display()))?;
        }
        Self::create(dir, &Header::new(roots))
    }

    /// Makes an index, or ends what a process began that was killed while making it.
    fn create(dir: &Path, header: &Header) -> Result<Self> {
        let cannot = || format!("{}: the index cannot be created", dir.display());
        refuse_other_data(dir)?;
        let inner = dir.join(inner_name());
        create_private(&inner).with_context(cannot)?;
        // Of several processes one makes the index, and the others find it made.
        let lock = fs::File::create(dir.join(LOCK)).with_context(cannot)?;
        lock.lock().with_context(cannot)?;
        fs::write(inner.join(".gitignore"), "*\n").with_context(cannot)?;
        let tantivy = if inner.join("meta.json").exists() {
            tantivy::Index::open_in_dir(&inner).map_err(|error| damaged(dir, error))?
        } else {
            tantivy::Index::create_in_dir(&inner, Fields::build().0).with_context(cannot)?
        };
        if !is_made(&inner) {
            let mut writer: tantivy::IndexWriter =
                tantivy.writer_with_num_threads(1, 15 << 20).with_context(cannot)?;
            let mut commit = writer.prepare_commit().with_context(cannot)?;
            commit.set_payload(&header.to_json()?);
            commit.commit().with_context(cannot)?;
            writer.wait_merging_threads().with_context(cannot)?;
        }
        Self::from_tantivy(dir, tantivy)
    }

    fn from_tantivy(dir: &Path, tantivy: tantivy::Index) -> Result<Self> {
        let header = header_of(dir, &tantivy)?;
        let (schema, fields) = Fields::build();
        if Header::new(Vec::new()).versions() != header.versions() || tantivy.schema() != schema {
            bail!(message_damaged(dir));
        }
        schema::register_tokenizers(&tantivy);
        let absolute = dir.canonicalize().with_context(|| format!("{}: cannot be read", dir.display()))?;
        let base = absolute.parent().map_or_else(|| absolute.clone(), Path::to_owned);
        let (reader, paths) = (OnceLock::new(), paths::Paths::new(base)?);
        Ok(Self { dir: absolute, tantivy, reader, fields, header, paths })
    }

    /// The header of the last commit, which another process may have made since this index was opened.
    fn current_header(&self) -> Result<Header> {
        header_of(&self.dir, &self.tantivy)
    }

    /// Removes what older versions left, once this version's index holds everything.
    pub(crate) fn remove_other_versions(&self) -> Result<()> {
        for old in other_versions(&self.dir)? {
            fs::remove_dir_all(&old).with_context(|| format!("{}: cannot be removed", old.display()))?;
        }
        Ok(())
    }

    /// The index as its last commit left it.
    pub(crate) fn searcher(&self) -> Result<Searcher> {
        let damaged = |error| damaged(&self.dir, error);
        if let Some(reader) = self.reader.get() {
            reader.reload().map_err(damaged)?;
            return Ok(reader.searcher());
        }
        let reader = self.tantivy.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader = reader.map_err(damaged)?;
        Ok(self.reader.get_or_init(|| reader).searcher())
    }

    /// Number of passages, the deleted ones that still take space included, as in the frequencies of terms.
    pub(crate) fn passages_in(&self, searcher: &Searcher) -> Result<u64> {
        let documents: u64 =
            searcher.segment_readers().iter().map(|reader| u64::from(reader.max_doc())).sum();
        Ok(documents - self.file_count(searcher)? as u64)
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(crate) fn paths(&self) -> &paths::Paths {
        &self.paths
    }

    /// An empty index in memory, in the place of one in `dir`, which is not made.
    pub(crate) fn nowhere(dir: &Path) -> Result<Self> {
        let (schema, fields) = Fields::build();
        let tantivy = tantivy::Index::create_in_ram(schema);
        let dir = std::path::absolute(dir).with_context(|| format!("{}: cannot be read", dir.display()))?;
        let base = dir.parent().map_or_else(|| dir.clone(), Path::to_owned);
        let paths = paths::Paths::new(base.canonicalize().unwrap_or(base))?;
        let (reader, header) = (OnceLock::new(), Header::new(Vec::new()));
        Ok(Self { dir, tantivy, reader, fields, header, paths })
    }

    /// The folders and files that the last commit knows, by their keys.
    pub(crate) fn roots(&self) -> &[String] {
        &self.header.roots
    }

    /// The file system's number for a root when it last had files.
    pub(crate) fn inode_of_root(&self, root: &str) -> Option<u64> {
        self.header.inodes.get(root).copied()
    }

    /// The index directory, absolute.
    pub fn dir(&self) -> &Path {
        &self.dir
    }
}

fn header_of(dir: &Path, tantivy: &tantivy::Index) -> Result<Header> {
    let payload = tantivy.load_metas().map_err(|error| damaged(dir, error))?.payload;
    let payload = payload.with_context(|| message_damaged(dir))?;
    serde_json::from_str(&payload).with_context(|| message_damaged(dir))
}

/// How the names of tantivy indexes begin.
pub(crate) const INNER: &str = "index-";

fn inner_name() -> String {
    format!("{INNER}{}-{}", schema::FORMAT, analysis::VERSION)
}

/// The command that works on the index in `dir`, for remedies.
fn corpus(dir: &Path) -> String {
    match dir.file_name() {
        Some(name) if name == DIRECTORY => "corpus".into(),
        _ => format!("corpus --index {}", dir.display()),
    }
}

fn message_damaged(dir: &Path) -> String {
    format!("{}: the index is damaged; run `{} index --rebuild`", dir.display(), corpus(dir))
}

fn damaged(dir: &Path, error: tantivy::TantivyError) -> anyhow::Error {
    let message = match &error {
        // Readers keep the writer's clean-up away with a lock file of their own.
        tantivy::TantivyError::LockFailure(..) => {
            format!("{}: the index can be read only where its lock file can be written", dir.display())
        }
        _ => message_damaged(dir),
    };
    anyhow::Error::new(error).context(message)
}

/// Whether `inner` holds an index that was made to the end. An empty one without a payload is what a killed process
/// left; one that cannot be read is for tantivy to complain about.
fn is_made(inner: &Path) -> bool {
    meta(inner)
        .is_some_and(|meta| meta.is_none_or(|meta| !(has_no_segments(&meta) && meta["payload"].is_null())))
}

fn is_empty(inner: &Path) -> bool {
    meta(inner).flatten().is_some_and(|meta| has_no_segments(&meta))
}

fn has_no_segments(meta: &serde_json::Value) -> bool {
    meta["segments"].as_array().is_some_and(Vec::is_empty)
}

/// What tantivy says of the index in `inner`, if there is one, and if it can be read.
fn meta(inner: &Path) -> Option<Option<serde_json::Value>> {
    fs::read(inner.join("meta.json")).ok().map(|meta| serde_json::from_slice(&meta).ok())
}

/// Makes sure that a directory to be used as an index holds nothing else: `--index` may name it by mistake.
fn refuse_other_data(dir: &Path) -> Result<()> {
    let Ok(items) = fs::read_dir(dir) else { return Ok(()) };
    for item in items {
        let name = item.with_context(|| format!("{}: cannot be read", dir.display()))?.file_name();
        if name != LOCK && !name.to_string_lossy().starts_with(INNER) {
            bail!(
                "{}: holds other files and no index; name an empty or new directory with --index",
                dir.display()
            );
        }
    }
    Ok(())
}

/// Directories in `dir` that hold an index of another version.
fn other_versions(dir: &Path) -> Result<Vec<PathBuf>> {
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

fn has_other_version(dir: &Path) -> bool {
    other_versions(dir).is_ok_and(|others| !others.is_empty())
}

/// The roots that any index in `dir` knows, read without tantivy, since tantivy may not understand it.
fn old_roots(dir: &Path) -> Vec<String> {
    let mut inner = other_versions(dir).unwrap_or_default();
    inner.push(dir.join(inner_name()));
    inner.iter().rev().find_map(|inner| roots_in(&inner.join("meta.json"))).unwrap_or_default()
}

fn roots_in(meta: &Path) -> Option<Vec<String>> {
    let meta: serde_json::Value = serde_json::from_str(&fs::read_to_string(meta).ok()?).ok()?;
    let header: serde_json::Value = serde_json::from_str(meta.get("payload")?.as_str()?).ok()?;
    let roots = header.get("roots")?.as_array()?;
    roots.iter().map(|root| root.as_str().map(str::to_owned)).collect()
}

/// A directory that only its owner may enter, with the folders above it.
fn create_private(dir: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}
