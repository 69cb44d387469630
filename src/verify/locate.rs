//! The path of a citation → a file on disk and a place within it.

use std::path::{Path, PathBuf};

use super::Citation;
use crate::index::decode;

/// Where the document of a citation lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// The file, absolute.
    pub(super) file: PathBuf,
    /// The file's path as it is shown.
    pub(super) shown: String,
    /// What follows it in the document's path: nothing if that is the file.
    pub(super) place: String,
}

/// Looks for the file in each of the folders `bases`, absolute, in their order. A path may lead into a file, as into an
/// archive, and may write bytes that are not UTF-8 as `\xE9`.
///
/// # Errors
///
/// No file is there; the reason is for a person.
pub(super) fn locate(citation: &Citation, bases: &[PathBuf]) -> Result<Source, String> {
    let path = citation.path.trim_end_matches('/');
    let mut reason = "no such file";
    for base in bases {
        if let Some(source) = files_on(path).find_map(|file| existing(base, path, file)) {
            return Ok(source);
        }
        if spellings(base, path).into_iter().any(|folder| folder.is_dir()) {
            reason = "is a folder";
        }
    }
    Err(reason.into())
}

/// The path itself, and those above it.
fn files_on(path: &str) -> impl Iterator<Item = &str> {
    let above = path.rmatch_indices('/').map(|(at, _)| &path[..at]);
    std::iter::once(path).chain(above).filter(|path| !path.is_empty())
}

fn existing(base: &Path, path: &str, file: &str) -> Option<Source> {
    let found = spellings(base, file).into_iter().find(|path| path.is_file())?;
    // A link at the end of a path is followed: who cites it has named it.
    let real = found.canonicalize().unwrap_or(found);
    Some(Source { file: real, shown: file.to_owned(), place: path[file.len()..].to_owned() })
}

/// The path as it is written, and as it is meant if `\x` in it stands for a byte.
fn spellings(base: &Path, path: &str) -> Vec<PathBuf> {
    let mut spellings = vec![base.join(path)];
    if path.contains("\\x") {
        spellings.push(base.join(decode(&path.replace("\\x", "\0"))));
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_file_or_leads_into_one() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let here = folder.path().canonicalize().expect("it is there");
        std::fs::create_dir_all(here.join("autre/docs")).expect("a folder can be made");
        for name in ["a.zip", "autre/b.txt", "c\\x41.txt"] {
            std::fs::write(here.join(name), "x").expect("a file can be written");
        }
        let bases = [here.clone(), here.join("autre")];
        let table = [
            ("a.zip", Ok(("a.zip", ""))),
            ("a.zip/x/y.txt", Ok(("a.zip", "/x/y.txt"))),
            ("b.txt", Ok(("b.txt", ""))),
            ("c\\x41.txt", Ok(("c\\x41.txt", ""))),
            ("docs", Err("is a folder")),
            ("absent/a.zip", Err("no such file")),
            ("/absent", Err("no such file")),
            ("a\0b", Err("no such file")),
        ];
        for (path, expected) in table {
            let citation = Citation { path: path.into(), ..Citation::default() };
            let found = locate(&citation, &bases);
            let found = found.as_ref().map(|source| (source.shown.as_str(), source.place.as_str()));
            assert_eq!(found.map_err(String::as_str), expected, "{path}");
        }
    }
}
