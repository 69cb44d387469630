//! `corpus forget` removes files so that nothing of their text is left in the index.

use std::fs;

use super::scene::{self, SECRET, holds};
use crate::folder::{Folder, set};
use crate::wire::Stats;

#[test]
fn nothing_is_left_of_the_text_of_a_forgotten_file() {
    let folder = Folder::with_docs();
    folder.write("docs/temoin.txt", format!("Le témoin {SECRET} habite à Kati.")).update(&[]);
    let is_held = || holds(&folder.path(".corpus"), SECRET);
    assert!(is_held());
    // An older version is still there when a newer one has taken its place.
    folder.write("docs/temoin.txt", "Le témoin est parti.").update(&[]);
    let told = folder.corpus(["forget", "docs/temoin.txt"]).ok();
    assert_eq!(
        told.out,
        "docs/temoin.txt: is left out from now on; `corpus index docs/temoin.txt` takes it back\n\
         1 file forgotten; nothing of its text is left in the index\n"
    );
    assert!(!is_held());
    folder.corpus(["search", "témoin"]).nothing();
    folder.corpus(["check"]).ok();
    assert_eq!(folder.found(["fleuve"]).len(), 2);
}

#[test]
fn what_was_forgotten_is_left_out_until_it_is_named_again() {
    let folder = Folder::with_docs();
    folder.corpus(["forget", "docs/archives", "docs/lettre.md"]).ok();
    let stats: Stats = folder.corpus(["stats", "--json"]).ok().json();
    assert_eq!(
        (stats.files, stats.forgotten),
        (2, vec!["docs/archives".to_owned(), "docs/lettre.md".to_owned()])
    );
    folder.corpus(["index", "docs"]).ok();
    folder.corpus(["index", "--rebuild"]).ok();
    assert_eq!(folder.found(["fleuve Niger"]), set(&["docs/rapport.txt"]));
    // Nor does it come back with an index that was damaged.
    fs::write(folder.inner_index().join("meta.json"), "{").unwrap();
    folder.corpus(["index", "--rebuild"]).ok();
    assert_eq!(folder.found(["fleuve Niger"]), set(&["docs/rapport.txt"]));
    folder.corpus(["index", "docs/archives"]).ok();
    assert_eq!(folder.found(["fleuve Niger"]), set(&["docs/rapport.txt", "docs/archives/vapeur.md"]));
    folder.corpus(["index"]).ok();
    assert_eq!(folder.found(["fleuve Niger"]), set(&["docs/rapport.txt", "docs/archives/vapeur.md"]));
}

#[test]
fn a_file_that_is_gone_can_be_forgotten_and_so_can_a_root() {
    let folder = Folder::with_docs();
    folder.remove("docs/lettre.md");
    let told = folder.corpus(["forget", "docs/lettre.md"]).ok();
    assert_eq!(told.out, "1 file forgotten; nothing of its text is left in the index\n");
    let stats: Stats = folder.corpus(["stats", "--json"]).ok().json();
    assert_eq!(stats.forgotten, Vec::<String>::new());
    folder.corpus(["forget", "--json", "docs"]).ok();
    let stats: Stats = folder.corpus(["stats", "--json"]).ok().json();
    assert_eq!((stats.files, stats.roots, stats.forgotten), (0, vec![], vec!["docs".to_owned()]));
}

#[test]
fn what_the_index_does_not_hold_cannot_be_forgotten_and_nothing_is_done() {
    let folder = Folder::with_docs();
    folder.write(
        "docs/boite.mbox",
        "From a@x.ml Fri May 30 08:15:00 2025\nFrom: a@x.ml\nSubject: Un\n\nLe héron.\n",
    );
    folder.update(&[]);
    folder.corpus(["forget", "docs/lettre.md", "ailleurs"]).fails(&["ailleurs", "`corpus list`"]);
    assert_eq!(folder.found(["fleuve"]).len(), 2);
    Folder::new().corpus(["forget", "docs"]).fails(&["no index here"]);
}

/// The text of a file that is no longer there stays in its segment until that is written anew.
#[test]
fn what_was_removed_before_can_still_be_forgotten() {
    let folder = scene::folder();
    folder.write("docs/5.txt", format!("Le témoin {SECRET} habite à Kati.")).update(&["docs"]);
    folder.remove("docs/5.txt").update(&[]);
    let is_held = || holds(&folder.path(".corpus"), SECRET);
    assert!(is_held());
    let told = folder.corpus(["forget", "docs/5.txt"]).nothing();
    assert!(
        told.out.starts_with("docs/5.txt: not in the index; if it was removed before, nothing is left"),
        "{told:?}"
    );
    assert!(!is_held());
    folder.corpus(["forget", "docs/5.txt"]).fails(&["not in the index"]);
}

/// A search or a watch that is given a path does not want anything back.
#[test]
fn only_an_index_command_takes_back_what_was_forgotten() {
    let folder = Folder::with_docs();
    folder.corpus(["forget", "docs/lettre.md"]).ok();
    folder.corpus(["search", "pêcheurs", "docs/lettre.md"]).nothing();
    folder.corpus(["search", "pêcheurs", "docs"]).nothing();
    folder.corpus(["forget", "docs"]).ok();
    folder.corpus(["search", "fleuve", "docs"]).nothing();
    folder.corpus(["index", "docs"]).ok();
    assert_eq!(folder.found(["fleuve"]).len(), 2);
}

#[test]
fn a_file_of_a_forgotten_folder_can_be_taken_back_alone() {
    let folder = Folder::with_docs();
    folder.write("docs/archives/grue.txt", "La grue est partie.").update(&[]);
    folder.corpus(["forget", "docs/archives"]).ok();
    folder.corpus(["index", "docs/archives/grue.txt"]).ok();
    assert_eq!(folder.found(["grue OU vapeur"]), set(&["docs/archives/grue.txt"]));
    folder.corpus(["index"]).ok();
    assert_eq!(folder.found(["grue OU vapeur"]), set(&["docs/archives/grue.txt"]));
}
