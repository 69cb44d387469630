//! A place as it is typed behind a command: `PATH` or `PATH:LINE`.

use std::path::Path;

use anyhow::{Result, bail};

use super::{Entry, Index, State};

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
        if let State::Skipped(reason) = &entry.state {
            bail!("{}: was not read: {reason}", self.paths.shown(&entry.key));
        }
        Ok((entry, line))
    }

    /// The entry of a file named by its path or by the path as corpus shows it.
    fn named(&self, path: &str) -> Result<Option<Entry>> {
        match self.entry(&self.paths.key_of_typed(Path::new(path)))? {
            Some(entry) => Ok(Some(entry)),
            None => self.entry(&self.paths.key_of_shown(path)),
        }
    }
}
