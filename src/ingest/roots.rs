//! Which folders and files a run walks, and which the index goes on knowing.

use std::path::Path;

use anyhow::{Result, bail};

use super::Request;
use super::source::{Found, reaches, walk};
use crate::index::{Index, Scope, is_below};

/// Keys of folders and files, none of which is reached by walking another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Roots {
    /// What this run walks.
    pub(super) walked: Vec<String>,
    /// What the index is of from now on.
    pub(super) scope: Scope,
    /// What the index forgets, with the files below it.
    pub(super) forgotten: Vec<String>,
}

impl Roots {
    /// What a walk of `root` comes upon, less what is left out.
    pub(super) fn walk<'a>(&'a self, index: &'a Index, root: &str) -> impl Iterator<Item = Found> + use<'a> {
        let left_out =
            |path: &Path| !self.scope.forgotten.is_empty() && self.scope.leaves_out(&index.paths().key(path));
        walk(&index.paths().path(root), index.dir())
            .filter(move |found| !matches!(found, Found::File(path) if left_out(path)))
    }
}

/// The roots of a run on an index of this `scope`.
///
/// A hidden or ignored folder below a known root stays a root of its own, since walking the other would miss it.
pub(super) fn roots(index: &Index, scope: &Scope, request: &Request) -> Result<Roots> {
    let given: Vec<String> = request.paths.iter().map(|path| index.paths().key_of_typed(path)).collect();
    // Who names what was forgotten wants it back.
    let wanted_back = |key: &String| request.takes_back && given.contains(key);
    let left_out: Vec<String> = scope.forgotten.iter().filter(|key| !wanted_back(key)).cloned().collect();
    let apart = |roots: Vec<String>| apart(index, &left_out, roots);
    let known = apart(scope.roots.iter().chain(&given).cloned().collect());
    let walked = if given.is_empty() || request.rebuild {
        known.clone()
    } else {
        let below = known.iter().filter(|root| given.iter().any(|given| is_below(root, given))).cloned();
        apart(given.iter().cloned().chain(below).collect())
    };
    if walked.is_empty() {
        bail!("{}: no folder is known to this index; name one: `corpus index FOLDER`", index.dir().display());
    }
    let gone = |root: &String| !index.paths().path(root).exists();
    let missing = known.iter().find(|root| gone(root) && !was_file(index, root));
    if let Some(root) = missing.filter(|_| request.rebuild && !request.prune) {
        bail!(
            "{}: no such folder, so that a rebuild would lose its files; bring it back, or add --prune to forget it",
            index.paths().shown(root)
        );
    }
    let forgotten = |root: &&String| gone(root) && (request.prune || was_file(index, root));
    let forgotten: Vec<String> = known.iter().filter(forgotten).cloned().collect();
    let kept = |roots: Vec<String>| roots.into_iter().filter(|root| !forgotten.contains(root)).collect();
    let scope = Scope { roots: kept(known), forgotten: left_out };
    Ok(Roots { walked: kept(walked), scope, forgotten: forgotten.clone() })
}

/// Whether a root that is gone was a file in a folder that is still there: it was deleted or renamed.
fn was_file(index: &Index, root: &str) -> bool {
    let folder_stands = index.paths().path(root).parent().is_some_and(|folder| folder.is_dir());
    folder_stands && index.entry(root).is_ok_and(|entry| entry.is_some())
}

/// Sorted, without those that walking another of them reaches and does not leave out.
fn apart(index: &Index, left_out: &[String], mut roots: Vec<String>) -> Vec<String> {
    roots.sort();
    roots.dedup();
    let reached = |root: &String| {
        let reach = |other: &&String| {
            *other != root
                && is_below(root, other)
                && !left_out.iter().any(|key| is_below(root, key) && is_below(key, other) && key != root)
                && reaches(&index.paths().path(other), &index.paths().path(root), index.dir())
        };
        roots.iter().any(|other| reach(&other))
    };
    roots.iter().filter(|root| !reached(root)).cloned().collect()
}
