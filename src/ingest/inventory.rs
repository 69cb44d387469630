//! What the index knew when a run began, and what of it the walk has not come upon yet.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::Result;

use super::arrival::Known;
use super::worker::{Workers, seconds_given};
use super::{Request, source};
use crate::index::{Entry, Index, Searcher, Stamp, is_below};

/// Files on which the time ran out, if there is more now.
fn again(index: &Index, workers: Option<&Workers>) -> Result<HashSet<String>> {
    let limit = workers.map_or(u64::MAX, |workers| workers.time_limit.as_secs());
    let mut again = HashSet::new();
    for unread in index.unread()?.keys() {
        if seconds_given(unread).is_some_and(|given| given < limit) {
            again.extend(index.files_unread(unread)?);
        }
    }
    Ok(again)
}

/// The files that the index held before a run.
pub(super) struct Inventory<'i> {
    index: &'i Index,
    /// The index as it was when the run began.
    before: Searcher,
    /// What it knew, less what the walk has come upon.
    unseen: HashMap<String, Stamp>,
    /// How many files it knew.
    pub(super) known: u64,
    /// Keys of files to be read again though they are as they were.
    again: HashSet<String>,
    /// Keys of places whose files may be there though the walk cannot see them, with the reason.
    hidden: Vec<(String, String)>,
}

impl<'i> Inventory<'i> {
    /// Of a rebuild nothing is known.
    pub(super) fn new(index: &'i Index, request: &Request) -> Result<Self> {
        let unseen = if request.rebuild { HashMap::new() } else { index.stamps()? };
        let known = unseen.len() as u64;
        let again = again(index, request.workers.as_ref())?;
        Ok(Self { index, before: index.searcher()?, unseen, known, again, hidden: Vec::new() })
    }

    /// Ticks off the file at `path`; its key, with what the index knew of it, if its times and size are not as they were.
    pub(super) fn find(&mut self, path: &Path) -> Result<Option<(String, Option<Known>)>> {
        let key = self.index.paths().key(path);
        let old = self.unseen.remove(&key);
        let again = self.again.contains(&key);
        let settled = old.filter(|old| *old != Stamp::UNSETTLED && !again);
        if settled.is_some() && settled == source::stamp(path) {
            return Ok(None);
        }
        let entry: Option<Entry> = match old {
            Some(_) => self.index.entry_in(&self.before, &key)?,
            None => None,
        };
        Ok(Some((key, entry.map(|entry| Known { entry, stamp: old, again }))))
    }

    /// Keeps what the index holds below a place that the walk of `root` could not look into; of the root itself if it does
    /// not say which.
    pub(super) fn hide(&mut self, root: &str, place: Option<&Path>, reason: String) {
        let key = place.map_or_else(|| root.to_owned(), |place| self.index.paths().key(place));
        if self.hidden.iter().all(|(hidden, _)| *hidden != key) {
            self.hidden.push((key, reason));
        }
    }

    /// Ends the walk of a root. If it found no file, what the index holds below is kept where this is an empty folder and not
    /// the one that had it: the one that a disk is mounted on stays when the disk goes.
    pub(super) fn end(&mut self, root: &str, found: bool, prune: bool) {
        let path = self.index.paths().path(root);
        let is_another = || self.index.inode_of_root(root) != source::inode(&path) && source::is_bare(&path);
        let had_files = || self.unseen.keys().any(|key| is_below(key, root));
        if !found && !prune && is_another() && had_files() {
            self.hide(root, None, "empty, and another folder than before; is its disk mounted?".into());
        }
    }

    /// What the index knew below `roots` and the walk did not come upon, in the order of the keys.
    pub(super) fn vanished(&self, roots: &[String]) -> Vec<String> {
        let hidden = |key: &str| self.hidden.iter().any(|(place, _)| is_below(key, place));
        let below = |key: &String| roots.iter().any(|root| is_below(key, root)) && !hidden(key);
        let mut vanished: Vec<String> = self.unseen.keys().filter(|key| below(key)).cloned().collect();
        vanished.sort();
        vanished
    }

    /// The places that could not be looked into, as they can be typed, with the reasons.
    pub(super) fn unreachable(&self) -> Vec<(String, String)> {
        let shown = |(key, reason): &(String, String)| (self.index.paths().shown(key), reason.clone());
        self.hidden.iter().map(shown).collect()
    }
}
