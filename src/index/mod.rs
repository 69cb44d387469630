//! The only door to the index directory.
//!
//! Passages and catalogue live in one tantivy index and change in one commit, whose payload is the `Header`. What the
//! directory holds is in `folder`; what is promised of its files in `files`.

mod catalogue;
mod check;
mod damage;
mod files;
mod folder;
mod forget;
mod last_commit;
mod merging;
mod paths;
mod pending;
mod place;
mod record;
mod schema;
mod scope;
mod seal;
mod stored;
mod summary;
mod symbols;
mod writer;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tantivy::IndexSettings;

use crate::analysis;
use damage::{cannot_be_written, corpus, damaged, message_damaged};
use files::Files;
use folder::{has_other_version, inner_name, of_other_versions};
use last_commit::LastCommit;

pub use catalogue::{Container, Entry, Facts, Record, State};
pub(crate) use catalogue::{Stamp, modified_seconds};
pub use check::Check;
#[cfg(test)]
pub(crate) use files::Step;
pub(crate) use files::Witness;
pub use folder::DIRECTORY;
pub(crate) use folder::INNER;
pub use forget::Forgotten;
pub(crate) use paths::{RECORD, decode, encode, is_below, key_of_record};
pub(crate) use schema::{FIRST, FURTHER, Fields};
pub(crate) use scope::Scope;
pub use stored::StoredPassage;
pub use summary::Summary;
/// The index as one commit left it.
pub(crate) use tantivy::Searcher;
pub(crate) use writer::Writer;

/// An open index: what the last commit holds.
pub struct Index {
    dir: PathBuf,
    tantivy: tantivy::Index,
    witness: Witness,
    last_commit: LastCommit,
    /// Files were touched since the last commit, and are as they were: the next one is to say so.
    touched: bool,
    fields: Fields,
    header: Header,
    paths: paths::Paths,
}

/// What an index says of itself; written with each commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    format: u32,
    analysis: u32,
    /// Which folders and files it is of.
    #[serde(flatten)]
    pub(crate) scope: Scope,
    /// The number that the file system has for each root: by it a disk is told from the empty folder that it was
    /// mounted on.
    #[serde(default)]
    pub(crate) inodes: BTreeMap<String, u64>,
    /// Whether something was forgotten of which the files may still have some.
    #[serde(default)]
    purging: bool,
}

impl Header {
    fn new(scope: Scope) -> Self {
        Self {
            format: schema::FORMAT,
            analysis: analysis::VERSION,
            scope,
            inodes: BTreeMap::new(),
            purging: false,
        }
    }

    fn versions(&self) -> (u32, u32) {
        (self.format, self.analysis)
    }

    fn to_json(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }
}

/// Passages of one document that go to one thread, and so lie one behind another in one segment, where a search reads
/// them from one block of the store.
pub(crate) const BATCH: usize = 1_000;

/// Bytes of a block of the store, all of which is read for a passage in it. Smaller ones are read faster, and compress less.
const BLOCK: usize = 8_000;

impl Index {
    /// Opens the index in `dir`.
    ///
    /// # Errors
    ///
    /// There is none, another version of corpus made it, or it is damaged; the message names the remedy.
    pub fn open(dir: &Path) -> Result<Self> {
        let mut index = Self::open_unverified(dir)?;
        index.touched = index.verify_what_was_touched()?;
        Ok(index)
    }

    /// The same without a look at the files that hold text and terms.
    fn open_unverified(dir: &Path) -> Result<Self> {
        Self::open_with(dir, Witness::default())
    }

    /// The same, with somebody who is told what is written.
    pub(crate) fn open_with(dir: &Path, witness: Witness) -> Result<Self> {
        let shown = dir.display();
        let inner = dir.join(inner_name());
        folder::refuse_link(&inner)?;
        if dir.exists() && !dir.is_dir() {
            bail!("{shown}: is not a directory; name another with `corpus --index DIR`, or remove it");
        }
        // An empty index beside one of another version is what a rebuild made that did not come to its end.
        if folder::is_made(&inner)? && !(has_other_version(dir) && folder::is_empty(&inner)) {
            return Self::from_files(dir, witness);
        }
        if folder::had_one(dir) {
            bail!(message_damaged(dir));
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
        if folder::is_made(&dir.join(inner_name()))?
            || has_other_version(dir)
            || folder::had_one(dir)
            || (dir.exists() && !dir.is_dir())
        {
            return Self::open(dir);
        }
        Self::create(dir, &Header::new(Scope::default()))
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
        let scope = Scope::of_old_index(dir);
        let inner = dir.join(inner_name());
        folder::refuse_link(&inner)?;
        if inner.exists() && !folder::is_empty(&inner) {
            let lock = folder::lock(dir).with_context(|| cannot_be_written(dir))?;
            folder::set_aside(dir)?;
            drop(lock);
        }
        Self::create(dir, &Header::new(scope))
    }

    /// Makes an index, or ends what a process began that was killed while making it.
    fn create(dir: &Path, header: &Header) -> Result<Self> {
        let cannot = || format!("{}: the index cannot be created", dir.display());
        let inner = folder::prepare(dir)?;
        // Of several processes one makes the index, and the others find it made.
        let _lock = folder::lock(dir).with_context(cannot)?;
        folder::hide(&inner).with_context(cannot)?;
        if !folder::is_made(&inner)? {
            let files = Files::open(&inner, Witness::default()).with_context(cannot)?;
            let tantivy = if inner.join(record::META).exists() {
                tantivy::Index::open(files).map_err(|error| damaged(dir, error))?
            } else {
                let settings = IndexSettings { docstore_blocksize: BLOCK, ..IndexSettings::default() };
                tantivy::Index::create(files, Fields::build().0, settings).with_context(cannot)?
            };
            let mut writer: tantivy::IndexWriter =
                tantivy.writer_with_num_threads(1, 15 << 20).with_context(cannot)?;
            let mut commit = writer.prepare_commit().with_context(cannot)?;
            commit.set_payload(&header.to_json()?);
            commit.commit().with_context(cannot)?;
            writer.wait_merging_threads().with_context(cannot)?;
        }
        Self::from_files(dir, Witness::default())
    }

    fn from_files(dir: &Path, witness: Witness) -> Result<Self> {
        let tantivy = open_tantivy(dir, &witness)?;
        let header = header_of(dir, &tantivy)?;
        let (schema, fields) = Fields::build();
        if Header::new(Scope::default()).versions() != header.versions() || tantivy.schema() != schema {
            bail!(message_damaged(dir));
        }
        let absolute = dir.canonicalize().with_context(|| format!("{}: cannot be read", dir.display()))?;
        let base = absolute.parent().map_or_else(|| absolute.clone(), Path::to_owned);
        let (last_commit, paths) = (LastCommit::default(), paths::Paths::new(base)?);
        Ok(Self { dir: absolute, tantivy, witness, last_commit, touched: false, fields, header, paths })
    }

    /// The header of the last commit, which another process may have made since this index was opened.
    fn current_header(&self) -> Result<Header> {
        header_of(&self.dir, &self.tantivy)
    }

    /// Removes what older versions left, once this version's index holds everything.
    pub(crate) fn remove_other_versions(&self) -> Result<()> {
        for old in of_other_versions(&self.dir)? {
            fs::remove_dir_all(&old).with_context(|| format!("{}: cannot be removed", old.display()))?;
        }
        Ok(())
    }

    /// The index as its last commit left it.
    pub(crate) fn searcher(&self) -> Result<Searcher> {
        self.last_commit.searcher(&self.tantivy, &self.inner()).map_err(|error| damaged(&self.dir, error))
    }

    /// Number of passages, the deleted ones that still take space included, as in the frequencies of terms.
    pub(crate) fn passages_in(&self, searcher: &Searcher) -> Result<u64> {
        let documents: u64 =
            searcher.segment_readers().iter().map(|reader| u64::from(reader.max_doc())).sum();
        Ok(documents.saturating_sub(self.file_count(searcher)? as u64))
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
        let (last_commit, header) = (LastCommit::default(), Header::new(Scope::default()));
        let (witness, touched) = (Witness::default(), false);
        Ok(Self { dir, tantivy, witness, last_commit, touched, fields, header, paths })
    }

    /// Which folders and files the last commit is of.
    pub(crate) fn scope(&self) -> &Scope {
        &self.header.scope
    }

    /// The folders and files that the last commit knows, by their keys.
    pub(crate) fn roots(&self) -> &[String] {
        &self.header.scope.roots
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

/// The tantivy index in `dir`, with files of its own.
fn open_tantivy(dir: &Path, witness: &Witness) -> Result<tantivy::Index> {
    let files = Files::open(&dir.join(inner_name()), witness.clone());
    let files = files.map_err(|error| damaged(dir, error.into()))?;
    let tantivy = tantivy::Index::open(files).map_err(|error| damaged(dir, error))?;
    schema::register_tokenizers(&tantivy);
    Ok(tantivy)
}

fn header_of(dir: &Path, tantivy: &tantivy::Index) -> Result<Header> {
    let payload = tantivy.load_metas().map_err(|error| damaged(dir, error))?.payload;
    let payload = payload.with_context(|| message_damaged(dir))?;
    serde_json::from_str(&payload).with_context(|| message_damaged(dir))
}
