//! Removing files so that nothing is left of their text in the files of the index.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::{Index, is_below};

/// What was forgotten, by paths that can be typed from the current directory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// The files, in the order of their keys.
    pub files: Vec<String>,
    /// What was named and is still there: it is left out from now on.
    pub left_out: Vec<String>,
    /// What was named and is not in the index, as it was named. If it was removed before, nothing is left of it now.
    pub unknown: Vec<String>,
}

impl Index {
    /// Removes the files that are or lie below `paths` from the index in `dir`, with all that lies within them. When it
    /// returns, no file of the index holds anything of their text; a search that began before may still read it.
    ///
    /// # Errors
    ///
    /// There is no index; one of the paths is not in it, and nothing that was removed either; one lies within another file; or the
    /// index cannot be written.
    pub fn forget(dir: &Path, paths: &[PathBuf]) -> Result<Forgotten> {
        let index = Self::open(dir)?;
        // Whoever held the lock until now may have changed what the index holds: it is asked behind this.
        let mut writer = index.writer()?;
        let known = index.stamps()?;
        let mut scope = writer.scope().clone();
        let (mut keys, mut left_out, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for path in paths {
            let is_held = |key: &str| known.keys().any(|file| is_below(file, key));
            let Some(key) = index.key_to_forget(path, is_held)? else {
                unknown.push(path.display().to_string());
                continue;
            };
            keys.extend(known.keys().filter(|file| is_below(file, &key)).cloned());
            scope.roots.retain(|root| !is_below(root, &key));
            scope.forgotten.retain(|forgotten| !is_below(forgotten, &key));
            // Else the next run would take it for new, and so would a watch that was given it.
            if index.paths.path(&key).symlink_metadata().is_ok() {
                left_out.push(index.paths.shown(&key));
                scope.forgotten.push(key);
            }
        }
        // What is not known may have been removed before, and not be gone yet.
        if !unknown.is_empty() && (!keys.is_empty() || !writer.holds_removed()?) {
            bail!("{}: not in the index; `corpus list` names the files that are", unknown.join(", "));
        }
        keys.sort();
        keys.dedup();
        scope.forgotten.sort();
        keys.iter().for_each(|key| writer.remove(key));
        writer.set_scope(scope);
        writer.commit_and_purge()?;
        index.remove_other_versions()?;
        Ok(Forgotten { files: keys.iter().map(|key| index.paths.shown(key)).collect(), left_out, unknown })
    }

    /// The key of what `path` names, by its path or as corpus shows it, if the index holds it.
    fn key_to_forget(&self, path: &Path, is_held: impl Fn(&str) -> bool) -> Result<Option<String>> {
        let typed = self.paths.key_of_typed(path);
        let shown = self.paths.key_of_shown(&path.to_string_lossy());
        if let Some(key) = [&typed, &shown].into_iter().find(|key| is_held(key)) {
            return Ok(Some(key.clone()));
        }
        let path = path.display();
        for key in [&typed, &shown] {
            if let Some(within) = self.entry(key)?.and_then(|entry| entry.within) {
                let file = self.paths.shown(&within);
                bail!(
                    "{path}: lies within {file}, which can only be forgotten whole: `corpus forget {file}`"
                );
            }
        }
        Ok(None)
    }
}
