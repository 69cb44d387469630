//! A folder whose files change, and what an index of it holds.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use corpus::index::{Entry, Index};
use corpus::ingest;

use crate::folder::{Folder, update_index};

/// Entries of the catalogue, each with the text of its document.
pub(super) type State = Vec<(Entry, String)>;

/// Twelve files in `docs/` that all have the word `fleuve`.
pub(super) fn folder() -> Folder {
    let folder = Folder::new();
    (0..12).for_each(|number| write(&folder, number, "héron"));
    folder
}

/// Writes a file, with a word that tells which version it is of.
pub(super) fn write(folder: &Folder, number: usize, word: &str) {
    let text = format!("Le {word} numéro {number} attend près du fleuve.\n\n").repeat(10 + number);
    folder.write(format!("docs/{number}.txt"), text);
}

/// What the index in `dir` holds.
pub(super) fn state(dir: &Path) -> State {
    let index = Index::open(dir).unwrap();
    let text = |entry: &Entry| {
        let passages = index.passages_of(&entry.key).unwrap();
        passages.into_iter().map(|passage| passage.text).collect()
    };
    index.entries().unwrap().into_iter().map(|entry| (entry.clone(), text(&entry))).collect()
}

/// What an index holds that is made now.
pub(super) fn fresh(folder: &Folder) -> State {
    let dir = folder.path(".fresh");
    if dir.exists() {
        fs::remove_dir_all(&dir).unwrap();
    }
    let paths = vec![folder.path("docs")];
    update_index(&dir, &ingest::Request { paths, ..ingest::Request::default() });
    state(&dir)
}

/// One more run through the library on the index of the folder.
pub(super) fn update(folder: &Folder) {
    let paths = vec![folder.path("docs")];
    update_index(&folder.path(".corpus"), &ingest::Request { paths, ..ingest::Request::default() });
}

/// The index is whole, with nothing left over if it is tidy.
pub(super) fn is_whole(folder: &Folder, tidy: bool, what: &str) {
    let check = Index::check(&folder.path(".corpus")).unwrap_or_else(|error| panic!("{what}: {error:?}"));
    assert_eq!(check.damage, Vec::<String>::new(), "{what}");
    if tidy {
        assert_eq!(check.leftovers, Vec::<String>::new(), "{what}");
    }
}

/// A word that nothing else has. No compression takes it apart, since the store has no symbols with letters of it.
pub(super) const SECRET: &str = "жщъыэюёцч";

/// Whether some file below a folder has the word.
pub(super) fn holds(folder: &Path, word: &str) -> bool {
    fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()).any(|path| match path.is_dir() {
        true => holds(&path, word),
        false => memchr::memmem::find(&fs::read(&path).unwrap(), word.as_bytes()).is_some(),
    })
}

/// A run that may fail.
pub(super) fn run(dir: &Path, request: &ingest::Request) -> anyhow::Result<ingest::Report> {
    ingest::run(dir, request, &mut |_| ControlFlow::Continue(()))
}
