//! Changes of the index. Nothing is seen of them before `commit`, and all of them after it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tantivy::directory::error::LockError;
use tantivy::indexer::{IndexWriterOptions, UserOperation};
use tantivy::merge_policy::NoMergePolicy;
use tantivy::{IndexWriter, TantivyError, Term};

use super::catalogue::{Entry, Stamp, term_of_unread};
use super::damage::{busy, cannot_be_written, sweep};
use super::folder::make_private;
use super::merging::AFewAtATime;
use super::pending::{Gate, Makers, Pending, PendingDocument, Stored};
use super::schema::Fields;
use super::{BATCH, Header, Index, Scope, open_tantivy, seal};
use crate::document::{Document, Passage};

/// Memory that the terms of the passages not yet written to a segment may take, in bytes, shared by the threads. With less
/// there are more segments, which a search feels from ten on, or more merges, which cost a sixth of the time.
const MEMORY: usize = 160 << 20;

/// Threads that make terms and segments. With more, each would have too little memory.
const MOST_THREADS: usize = 4;

/// How long to wait for another process to end its changes.
const PATIENCE: Duration = Duration::from_secs(10);

/// The one writer of an index; others are kept out until it is dropped.
pub(crate) struct Writer {
    writer: IndexWriter<Pending>,
    /// The index that it writes to, with the lock.
    tantivy: tantivy::Index,
    gate: Arc<Gate>,
    makers: Arc<Makers>,
    fields: Fields,
    header: Header,
    /// What the index was of before.
    before: Scope,
    changed: bool,
    /// The last commit does not say of its files what they are.
    touched: bool,
    dir: PathBuf,
}

impl Index {
    /// Begins to change the index.
    ///
    /// # Errors
    ///
    /// Another process is changing it, or the directory cannot be written to.
    pub(crate) fn writer(&self) -> Result<Writer> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        // One merge at a time: its segments are mapped into memory.
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(MEMORY / threads)
            .num_merge_threads(1)
            .build();
        let patience = Instant::now() + PATIENCE;
        let tantivy = open_tantivy(&self.dir, &self.witness)?;
        let writer = loop {
            match tantivy.writer_with_options(options.clone()) {
                Ok(writer) => break writer,
                Err(TantivyError::LockFailure(LockError::LockBusy, _)) if Instant::now() < patience => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                Err(TantivyError::LockFailure(LockError::LockBusy, _)) => bail!(busy(&self.dir)),
                Err(TantivyError::LockFailure(LockError::IoError(error), _)) => {
                    return Err(error).with_context(|| cannot_be_written(&self.dir));
                }
                Err(error) => return Err(error).with_context(|| cannot_be_written(&self.dir)),
            }
        };
        // Merges wait for the commit, when the terms have left memory.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        make_private(&self.dir).with_context(|| format!("{}: cannot be made private", self.dir.display()))?;
        sweep(&tantivy, &self.dir)?;
        // Whoever held the lock may have changed it.
        let header = self.current_header()?;
        Ok(Writer {
            writer,
            tantivy,
            gate: Arc::default(),
            makers: Arc::default(),
            fields: self.fields,
            before: header.scope.clone(),
            header,
            changed: false,
            touched: self.touched,
            dir: self.dir.clone(),
        })
    }
}

impl Writer {
    /// Adds a file, or a document within one, with the text and passages of one that was read; only a file has a stamp.
    /// What the index holds under its key must have been removed before; that is not done here, since each removal
    /// costs memory until the commit.
    pub(crate) fn add(
        &mut self,
        entry: &Entry,
        stamp: Option<Stamp>,
        text: Option<(Document, Vec<Passage>)>,
    ) -> Result<()> {
        self.changed = true;
        let mut last = Vec::new();
        if let Some(text) = text {
            let document = PendingDocument::new(self.fields, entry, text, Arc::clone(&self.makers));
            let passages = &document.passages;
            for first in (0..passages.len()).step_by(BATCH) {
                if !last.is_empty() {
                    self.writer.run(std::mem::take(&mut last)).with_context(|| self.cannot())?;
                }
                let batch = first..passages.len().min(first + BATCH);
                let bytes = passages[batch.end - 1].bytes.end - passages[first].bytes.start;
                let room = self.gate.enter(bytes);
                last.extend(batch.map(|number| UserOperation::Add(document.passage(number, &room))));
            }
        }
        // With the last passages, since to hand something to another thread takes its time.
        last.push(UserOperation::Add(self.entry(entry, stamp)?));
        self.writer.run(last).with_context(|| self.cannot())?;
        Ok(())
    }

    /// Renews the entry of a file whose text is unchanged, and so is all that lies within it.
    pub(crate) fn renew(&mut self, entry: &Entry, stamp: Stamp) -> Result<()> {
        self.changed = true;
        self.writer.delete_term(Term::from_field_text(self.fields.file, &entry.key));
        self.writer.add_document(self.entry(entry, Some(stamp))?).with_context(|| self.cannot())?;
        Ok(())
    }

    /// Removes a file and its passages, and all that lies within it.
    pub(crate) fn remove(&mut self, key: &str) {
        self.changed = true;
        for field in [self.fields.path, self.fields.file, self.fields.within] {
            self.writer.delete_term(Term::from_field_text(field, key));
        }
    }

    /// Removes everything.
    pub(crate) fn clear(&mut self) -> Result<()> {
        self.changed = true;
        self.writer.delete_all_documents()?;
        Ok(())
    }

    /// Which folders and files the index is of.
    pub(crate) fn scope(&self) -> &Scope {
        &self.header.scope
    }

    /// Sets which folders and files the index is of.
    pub(crate) fn set_scope(&mut self, scope: Scope) {
        self.changed |= self.header.scope != scope;
        self.header.inodes.retain(|root, _| scope.roots.contains(root));
        self.header.scope = scope;
    }

    /// Notes the file system's number for a root.
    pub(crate) fn set_inode_of_root(&mut self, root: &str, inode: u64) {
        self.changed |= self.header.inodes.insert(root.to_owned(), inode) != Some(inode);
    }

    /// Makes all changes visible at once, and waits for the merges that they bring. Ends what a run began that forgot
    /// something and was broken off.
    pub(crate) fn commit(mut self) -> Result<()> {
        if self.header.purging {
            return self.commit_and_purge();
        }
        self.writer.set_merge_policy(Box::<AFewAtATime>::default());
        self.commit_changes()?;
        self.end()
    }

    /// The same, and writes every segment anew that holds something which was removed, so that nothing is left of it in
    /// the files of the index.
    pub(crate) fn commit_and_purge(mut self) -> Result<()> {
        self.changed |= !self.header.purging;
        self.header.purging = true;
        self.commit_changes()?;
        let remedy = format!(
            "{}: removed, but some of the text may still be in the files of the index; `corpus index` ends it",
            self.dir.display()
        );
        self.purge().context(remedy)
    }

    fn purge(mut self) -> Result<()> {
        for segment in self.tantivy.searchable_segment_metas()? {
            if segment.has_deletes() {
                self.writer.merge(&[segment.id()]).wait()?;
            }
        }
        self.changed = true;
        self.header.purging = false;
        self.commit_changes()?;
        self.end()
    }

    /// Whether some of what was removed is still in the files of the index.
    pub(crate) fn holds_removed(&self) -> Result<bool> {
        let segments = self.tantivy.searchable_segment_metas().with_context(|| self.cannot())?;
        Ok(self.header.purging || segments.iter().any(|segment| segment.has_deletes()))
    }

    /// Waits for merges, and for the threads that hold the lock.
    fn end(self) -> Result<()> {
        let message = self.cannot();
        self.writer.wait_merging_threads().context(message)?;
        sweep(&self.tantivy, &self.dir)
    }

    fn commit_changes(&mut self) -> Result<()> {
        if self.changed {
            // Until the commit what was left out before stays so, whatever becomes of it.
            self.header.scope.and_left_out_by(&self.before).write_down(&self.dir)?;
            self.commit_now().with_context(|| self.cannot())?;
            self.header.scope.write_down(&self.dir)?;
        } else if self.touched {
            // If it fails, such as on a full disk, nothing is lost but the time to verify the files once more.
            let _ = self.commit_now();
        }
        Ok(())
    }

    fn commit_now(&mut self) -> Result<()> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&self.header.to_json()?);
        commit.commit()?;
        Ok(())
    }

    fn cannot(&self) -> String {
        format!("{}: the index cannot be written", self.dir.display())
    }

    fn entry(&self, entry: &Entry, stamp: Option<Stamp>) -> Result<Pending> {
        let fields = &self.fields;
        let json = serde_json::to_string(entry)?;
        let mut values = vec![
            (fields.file, Stored::Text(entry.key.clone())),
            (fields.seal, Stored::Number(seal::of_entry(&json))),
            (fields.entry, Stored::Text(json)),
        ];
        values.extend(stamp.map(|stamp| (fields.stamp, Stored::Number(stamp.0))));
        // A field without any term costs each search a millisecond: tantivy builds an empty dictionary for it.
        let unread = entry.shortfall().as_ref().map(term_of_unread).unwrap_or_default();
        values.push((fields.unread, Stored::Text(unread)));
        let within = entry.within.as_ref();
        values.extend(within.map(|within| (fields.within, Stored::Text(within.clone()))));
        Ok(Pending::Entry(values))
    }
}
