//! `corpus check` says whether the index is whole, and which sources are no longer what was read.

use std::fs;

use serde::Deserialize;

use crate::folder::Folder;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    schema: String,
    whole: bool,
    damage: Vec<String>,
    leftovers: Vec<String>,
    index_files: u64,
    index_bytes: u64,
    files: u64,
    documents: u64,
    passages: u64,
    sources: Option<Sources>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Sources {
    unchanged: u64,
    changed: Vec<String>,
    vanished: Vec<String>,
    unreadable: Vec<Unreadable>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Unreadable {
    path: String,
    reason: String,
}

#[test]
fn a_whole_index_says_so_and_counts_what_it_holds() {
    let folder = Folder::with_docs();
    folder.write("docs/vide.txt", "").update(&[]);
    let told = folder.corpus(["check"]).ok();
    assert_eq!(told.out, "the index is whole: 5 files, 4 documents, 7 passages\n");
    let check: Check = folder.corpus(["check", "--json"]).ok().json();
    assert_eq!(check.schema, "corpus.check/1");
    assert!(check.whole && check.damage.is_empty() && check.leftovers.is_empty(), "{check:?}");
    assert_eq!((check.files, check.documents, check.passages), (5, 4, 7));
    assert!(check.index_files >= 6 && check.index_bytes > 1_000, "{check:?}");
    assert_eq!(check.sources, None);
}

#[test]
fn sources_that_changed_or_vanished_are_named() {
    let folder = Folder::with_docs();
    let told = folder.corpus(["check", "--files"]).ok();
    assert!(told.out.ends_with("4 sources as read, 0 changed, 0 vanished, 0 unreadable\n"), "{told:?}");
    // Its size and time are as they were.
    let text = String::from_utf8(folder.read("docs/rapport.txt")).unwrap().replace("pont", "port");
    folder.set_back("docs/rapport.txt").update(&[]);
    folder.write("docs/rapport.txt", text).set_back("docs/rapport.txt").remove("docs/lettre.md");
    let told = folder.corpus(["check", "--files"]).nothing();
    assert_eq!(
        told.out,
        "the index is whole: 4 files, 4 documents, 7 passages\n\
         changed docs/rapport.txt\nvanished docs/lettre.md\n\
         2 sources as read, 1 changed, 1 vanished, 0 unreadable\n"
    );
    let check: Check = folder.corpus(["check", "--files", "--json"]).nothing().json();
    let sources = check.sources.unwrap();
    assert_eq!(
        (sources.unchanged, sources.changed, sources.vanished),
        (2, vec!["docs/rapport.txt".into()], vec!["docs/lettre.md".into()])
    );
}

#[test]
fn what_a_killed_run_left_is_named_and_the_next_run_removes_it() {
    let folder = Folder::with_docs();
    let left = folder.inner_index().join("0123456789abcdef0123456789abcdef.store");
    fs::write(&left, "rest").unwrap();
    let told = folder.corpus(["check"]).ok();
    assert!(told.out.starts_with("left over: 0123456789abcdef0123456789abcdef.store"), "{told:?}");
    folder.corpus(["index"]).ok();
    assert!(!left.exists());
    folder.corpus(["check"]).ok();
}

#[test]
fn there_is_nothing_to_check_where_there_is_no_index() {
    Folder::new().corpus(["check"]).fails(&["no index here"]);
}
