//! A file on its way into the index: what it was, what was read of it so far, and what that comes to.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::decode::SAMPLE;
use super::detect;
use super::read::{Content, Part, Whole};
use super::source::{self, Opened};
use crate::document::Unread;
use crate::index::{Container, Entry, Stamp, State, modified_seconds};

/// Bytes of text that wait for the end of their file at the most.
const MOST_WAITING: usize = 256 << 20;

/// What a run does about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The index did not know it.
    Added,
    /// Its content changed.
    Updated,
    /// It is gone.
    Removed,
}

/// What there is to read of a file.
pub(super) enum Source {
    /// Nothing.
    Unread(Unread),
    /// Nothing new: it has the bytes that the index knows.
    Unchanged,
    /// Text.
    Text(Opened),
    /// What is read in another process.
    Contained(Opened),
}

/// What the index held of a file.
pub(super) struct Known {
    pub(super) entry: Entry,
    pub(super) stamp: Option<Stamp>,
    /// Whether it is read again even if its bytes are the same.
    pub(super) again: bool,
}

/// A file that is being read.
pub(super) struct Arrival {
    pub(super) path: PathBuf,
    pub(super) key: String,
    pub(super) stamp: Stamp,
    size: u64,
    modified: Option<u64>,
    old: Option<Known>,
    /// What was read of a file that replaces an older version, which stays until this one is complete.
    waiting: Vec<Part>,
    waiting_bytes: usize,
    begun: bool,
    /// The state of the file itself, once it is known, and how many documents in it were read and not.
    state: Option<State>,
    documents: u64,
    unread: u64,
}

/// Looks at the file at `path`, of which the index knew `old`.
pub(super) fn open(path: &Path, key: String, old: Option<Known>) -> (Arrival, Source) {
    let mut arrival = Arrival {
        path: path.to_owned(),
        key,
        stamp: Stamp::UNSETTLED,
        size: 0,
        modified: None,
        old,
        waiting: Vec::new(),
        waiting_bytes: 0,
        begun: false,
        state: None,
        documents: 0,
        unread: 0,
    };
    let source = arrival.look().unwrap_or_else(|error| Source::Unread(source::unread(&error)));
    (arrival, source)
}

impl Arrival {
    fn look(&mut self) -> std::io::Result<Source> {
        let metadata = self.path.symlink_metadata()?;
        if let Some(unread) = source::obstacle(&metadata) {
            self.stamp_with(&metadata, SystemTime::now());
            return Ok(Source::Unread(unread));
        }
        let opened = Opened::new(&self.path, SAMPLE)?;
        self.stamp_with(&opened.metadata, opened.now);
        // So a file that changed is read twice, and one that was only touched is not parsed.
        let hash = self.old.as_ref().filter(|old| !old.again).and_then(|old| old.entry.sha256());
        if hash.is_some_and(|hash| source::sha256_of(&self.path).is_ok_and(|now| now == hash)) {
            return Ok(Source::Unchanged);
        }
        Ok(match detect::kind(&opened.sample, &self.path) {
            detect::Kind::Unread(unread) => Source::Unread(unread),
            kind if kind.is_contained() => Source::Contained(opened),
            _ => Source::Text(opened),
        })
    }

    fn stamp_with(&mut self, metadata: &std::fs::Metadata, now: SystemTime) {
        self.stamp = Stamp::of(metadata, now);
        (self.size, self.modified) = (metadata.len(), modified_seconds(metadata));
    }

    /// Has the next run look into the file again: what failed was not the file.
    pub(super) fn unsettle(&mut self) {
        self.stamp = Stamp::UNSETTLED;
    }

    /// Whether what the index held of the file is to be removed now: once, before the first of what replaces it.
    pub(super) fn begins(&mut self) -> bool {
        let begins = !self.begun && self.old.is_some();
        self.begun = true;
        begins
    }

    /// Whether some of it is in the index already.
    pub(super) fn has_begun(&self) -> bool {
        self.begun
    }

    /// Takes a part, and gives what is to be written now: each part of a new file, and all parts of a changed one at its
    /// end, so that a run that is broken off leaves the older version; but not more than memory holds.
    pub(super) fn take(&mut self, part: Part) -> Vec<Part> {
        if self.old.is_none() || self.begun {
            return vec![part];
        }
        self.waiting_bytes += part.content.as_ref().map_or(0, |content| content.document.text.len());
        self.waiting.push(part);
        if self.waiting_bytes > MOST_WAITING { self.take_waiting() } else { Vec::new() }
    }

    /// The parts that wait to be written.
    pub(super) fn take_waiting(&mut self) -> Vec<Part> {
        std::mem::take(&mut self.waiting)
    }

    /// The entry of a document that was found in the file, and what was read of it.
    pub(super) fn part(&mut self, part: Part) -> (Entry, Option<Box<Content>>) {
        let is_file = part.place.is_empty();
        let (state, content) = match part.content {
            Ok(content) => (State::Read(content.facts.clone()), Some(content)),
            Err(unread) => (State::Unread(unread), None),
        };
        match &state {
            _ if is_file => self.state = Some(state.clone()),
            State::Unread(_) => self.unread += 1,
            State::Read(_) | State::Container(_) => self.documents += 1,
        }
        let entry = Entry {
            key: format!("{}{}", self.key, part.place),
            size: if is_file { self.size } else { part.size },
            modified: self.modified,
            state,
            within: (!is_file).then(|| self.key.clone()),
            record: part.record,
        };
        (entry, content)
    }

    /// The entry of the file itself, if none of the parts was that.
    pub(super) fn end(&mut self, whole: Result<Whole, Unread>) -> Option<Entry> {
        if self.state.is_some() {
            return None;
        }
        let (documents, unread) = (self.documents, self.unread);
        let state = match whole {
            Ok(Whole { sha256, container: Some(format), .. }) if documents + unread > 0 => {
                State::Container(Container { sha256, format, documents, unread })
            }
            Ok(_) => State::Unread(Unread::empty("no document in it")),
            Err(unread) => State::Unread(unread),
        };
        self.state = Some(state.clone());
        let stamp = self.old.as_ref().and_then(|old| old.stamp);
        let known = self.is_as_it_was() && !self.begun && stamp == Some(self.stamp);
        (!known).then(|| self.entry(state))
    }

    fn entry(&self, state: State) -> Entry {
        let key = self.key.clone();
        Entry { key, size: self.size, modified: self.modified, state, within: None, record: None }
    }

    /// Whether the file was not read before and is not now, for the same reason.
    fn is_as_it_was(&self) -> bool {
        let old = self.old.as_ref().map(|old| &old.entry.state);
        self.unread().is_some() && old == self.state.as_ref()
    }

    /// What reading it has changed.
    pub(super) fn change(&self) -> Option<Change> {
        match &self.old {
            None => Some(Change::Added),
            Some(_) if self.is_as_it_was() => None,
            Some(_) => Some(Change::Updated),
        }
    }

    /// Why the file was not read.
    pub(super) fn unread(&self) -> Option<&Unread> {
        match &self.state {
            Some(State::Unread(unread)) => Some(unread),
            _ => None,
        }
    }

    /// What the index held, with the file's times as they are now, if these are not what it knew.
    pub(super) fn renewed(&self) -> Option<Entry> {
        // An unsettled stamp says nothing of the time.
        let is_as_known = |old: &Known| old.stamp == Some(self.stamp) && old.entry.modified == self.modified;
        let old = self.old.as_ref().filter(|old| !is_as_known(old))?;
        Some(Entry { size: self.size, modified: self.modified, ..old.entry.clone() })
    }
}
