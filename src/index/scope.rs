//! Which folders and files an index is of. It is in each commit, and written down once more beside the index, so that an
//! index that is damaged can be built anew.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use tantivy::Directory as _;

use super::damage::cannot_be_written;
use super::files::{Files, Witness, unsealed};
use super::folder::{SCOPE, first_value, inner_name, other_versions};
use super::is_below;
use super::record::META;

/// Keys of folders and files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Scope {
    /// Those that were given to `corpus index`.
    pub(crate) roots: Vec<String>,
    /// Those below them that were given to `corpus forget`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) forgotten: Vec<String>,
}

impl Scope {
    /// Whether the file with this key is left out though it lies below a root: the nearest folder that is either is a
    /// forgotten one.
    pub(crate) fn leaves_out(&self, key: &str) -> bool {
        let nearest = |keys: &[String]| keys.iter().filter(|one| is_below(key, one)).map(String::len).max();
        let forgotten = nearest(&self.forgotten);
        forgotten.is_some() && forgotten >= nearest(&self.roots)
    }

    /// The same, less what another leaves out too.
    pub(super) fn and_left_out_by(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.forgotten.extend(other.forgotten.iter().filter(|key| !self.forgotten.contains(key)).cloned());
        both
    }

    /// Writes it down beside the index in `dir`.
    pub(super) fn write_down(&self, dir: &Path) -> Result<()> {
        if Self::written_down(dir).as_ref() == Some(self) {
            return Ok(());
        }
        let cannot = || cannot_be_written(&dir.join(SCOPE));
        let files = Files::open(dir, Witness::default()).with_context(cannot)?;
        files.atomic_write(SCOPE.as_ref(), serde_json::to_string(self)?.as_bytes()).with_context(cannot)
    }

    /// That of any index in `dir`, read without tantivy, since tantivy may not understand it.
    pub(super) fn of_old_index(dir: &Path) -> Self {
        let ours = || Self::of_meta(&whole(&dir.join(inner_name()).join(META))?);
        let of_others = || {
            let others = other_versions(dir).unwrap_or_default();
            others.iter().rev().find_map(|inner| Self::of_meta(&fs::read(inner.join(META)).ok()?))
        };
        ours().or_else(|| Self::written_down(dir)).or_else(of_others).unwrap_or_default()
    }

    fn written_down(dir: &Path) -> Option<Self> {
        serde_json::from_slice(&whole(&dir.join(SCOPE))?).ok()
    }

    fn of_meta(meta: &[u8]) -> Option<Self> {
        serde_json::from_str(first_value(meta)?.get("payload")?.as_str()?).ok()
    }
}

/// What a file holds that has its checksum.
fn whole(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).and_then(unsealed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_forgotten_is_left_out_unless_something_below_was_given_again() {
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let scope = Scope {
            roots: keys(&["docs", "docs/a/b"]),
            forgotten: keys(&["docs/a", "docs/c.txt", "docs/a/b/x"]),
        };
        let table = [
            ("docs/d.txt", false),
            ("docs/c.txt", true),
            ("docs/a/1.txt", true),
            ("docs/ab.txt", false),
            ("docs/a/b/2.txt", false),
            ("docs/a/b/x/3.txt", true),
            ("other/c.txt", false),
        ];
        for (key, left_out) in table {
            assert_eq!(scope.leaves_out(key), left_out, "{key}");
        }
    }
}
