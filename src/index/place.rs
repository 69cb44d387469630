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
        let entry = match (self.named(path)?, line) {
            (Some(entry), _) => entry,
            (None, Some(line)) => self.record_within(path, line)?.with_context(|| unknown(path))?,
            (None, None) => bail!(unknown(path)),
        };
        let shown = self.paths.shown(&entry.key);
        let entry = match (&entry.state, line) {
            (State::Container(held), Some(line)) if held.format != Format::Zip => {
                let record = self.record(&entry.key, &entry.key, line)?;
                record.with_context(|| format!("{shown}: has no document at line {line}"))?
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

    /// The record at `line` of the file of records at `path`, which lies within another file.
    fn record_within(&self, path: &str, line: u32) -> Result<Option<Entry>> {
        let key = self.paths.key_of_typed(Path::new(path));
        for (end, _) in key.rmatch_indices('/') {
            if self.entry(&key[..end])?.is_some() {
                return self.record(&key[..end], &key, line);
            }
        }
        Ok(None)
    }

    /// The record that stands at `line` of the records with the key `records`, within the file with the key `file`.
    fn record(&self, file: &str, records: &str, line: u32) -> Result<Option<Entry>> {
        let stands = |record: &Record| record.lines.0 <= line && line <= record.lines.1;
        let is_it =
            |entry: &Entry| is_below(&entry.key, records) && entry.record.as_ref().is_some_and(stands);
        Ok(self.entries_within(file)?.into_iter().find(is_it))
    }

    /// The entry of a file named by its path or by the path as corpus shows it.
    fn named(&self, path: &str) -> Result<Option<Entry>> {
        match self.entry(&self.paths.key_of_typed(Path::new(path)))? {
            Some(entry) => Ok(Some(entry)),
            None => self.entry(&self.paths.key_of_shown(path)),
        }
    }
}

fn unknown(path: &str) -> String {
    format!("{path}: not in the index; `corpus list` names the files that are")
}
