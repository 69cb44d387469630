//! The index as its last commit left it, read anew only when there is another.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use tantivy::{IndexReader, ReloadPolicy, Searcher};

use super::record::META;

/// The segments of the last commit, opened when they are first asked for.
#[derive(Default)]
pub(super) struct LastCommit {
    reader: OnceLock<IndexReader>,
    /// What `meta.json` held before the segments were opened; no two commits write the same.
    meta: Mutex<Option<Vec<u8>>>,
}

impl LastCommit {
    /// The last commit of the index in `inner`.
    pub(super) fn searcher(&self, tantivy: &tantivy::Index, inner: &Path) -> tantivy::Result<Searcher> {
        // One that cannot be read is for tantivy to complain about.
        let now = fs::read(inner.join(META)).ok();
        let mut meta = self.meta.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = if let Some(reader) = self.reader.get() {
            if now.is_none() || *meta != now {
                reader.reload()?;
            }
            reader
        } else {
            let reader = tantivy.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
            self.reader.get_or_init(|| reader)
        };
        *meta = now;
        Ok(reader.searcher())
    }
}
