//! A place as it is typed behind a command: `PATH` or `PATH:LINE`.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::{Entry, Index, Record, State, is_below};
use crate::document::Format;

impl Index {
    /// The file that `place` names, and its line (from 1) if it names one. A file whose name ends like a line is that
    /// file.
    ///
    /// # Errors
    ///
    /// The index does not hold the file, or the file was not read.
    pub fn place(&self, place: &str) -> Result<(Entry, Option<u32>)> {
        let with_line = || {
            let (path, line) = place.rsplit_once(':')?;
            Some((path, line.parse::<u32>().ok().filter(|line| *line > 0)?))
        };
        let (path, line) = match self.named(place)? {
            Some(_) => (place, None),
            None => with_line().map_or((place, None), |(path, line)| (path, Some(line))),
        };
        let Some(entry) = self.named(path)? else {
            bail!("{path}: not in the index; `corpus list` names the files that are");
        };
        let shown = self.paths.shown(&entry.key);
        let entry = match (&entry.state, line) {
            (State::Container(held), Some(line)) if held.format != Format::Zip => {
                self.record(&entry, line)?
            }
            (State::Container(_), _) => {
                bail!("{shown}: holds documents; name one of those that `corpus list {shown}` names")
            }
            _ => entry,
        };
        match &entry.state {
            State::Unread(unread) => bail!("{shown}: was not read: {}", unread.reason),
            _ => Ok((entry, line)),
        }
    }

    /// The record of `file` that stands at `line`.
    fn record(&self, file: &Entry, line: u32) -> Result<Entry> {
        let stands = |record: &Record| record.lines.0 <= line && line <= record.lines.1;
        let mut records = self.entries_within(file.within.as_ref().unwrap_or(&file.key))?.into_iter();
        let found = records
            .find(|entry| is_below(&entry.key, &file.key) && entry.record.as_ref().is_some_and(stands));
        found.with_context(|| format!("{}: has no document at line {line}", self.paths.shown(&file.key)))
    }

    /// The entry of a file named by its path or by the path as corpus shows it.
    fn named(&self, path: &str) -> Result<Option<Entry>> {
        match self.entry(&self.paths.key_of_typed(Path::new(path)))? {
            Some(entry) => Ok(Some(entry)),
            None => self.entry(&self.paths.key_of_shown(path)),
        }
    }
}
