//! Searches while an index changes see one commit, whole.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use corpus::index::Index;
use corpus::search;

use super::scene::{run, state};
use super::times;
use crate::folder::{Folder, PROGRAM};
use crate::wire::Results;

const FILES: usize = 6;

/// Writes all files anew, each with the same number in it, and each at once: one that is being written may be read empty.
fn write(folder: &Folder, version: usize) {
    for file in 0..FILES {
        let text = format!("Le fleuve de la version{version} est haut.\n").repeat(3);
        folder.write("neuf.txt", text).rename("neuf.txt", &format!("docs/{file}.txt"));
    }
}

/// The versions in which a search sees the files.
fn seen(folder: &Folder) -> BTreeSet<String> {
    let run = folder.corpus(["search", "--json", "-n", "100", "fleuve"]).ok();
    let results: Results = run.json();
    assert_eq!((results.total, results.documents), (FILES as u64, FILES as u64), "{run:?}");
    let version =
        |text: &str| text.split_whitespace().find(|word| word.starts_with("version")).map(str::to_owned);
    results.hits.iter().map(|hit| version(&hit.passage.text).unwrap()).collect()
}

/// Searches on while `write` changes the index, and gives how often.
fn searching_while(folder: &Folder, write: impl FnOnce()) -> usize {
    let (done, searches) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::SeqCst) {
                    let versions = seen(folder);
                    assert_eq!(versions.len(), 1, "files of several commits: {versions:?}");
                    searches.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        // The searches end also if this fails.
        let written = std::panic::catch_unwind(std::panic::AssertUnwindSafe(write));
        done.store(true, Ordering::SeqCst);
        written.unwrap();
    });
    searches.load(Ordering::SeqCst)
}

#[test]
fn searches_during_runs_see_one_commit() {
    let folder = Folder::new();
    write(&folder, 0);
    folder.corpus(["index", "docs"]).ok();
    let runs = times(10, 200);
    let searches = searching_while(&folder, || {
        for version in 1..=runs {
            write(&folder, version);
            folder.corpus(["index", "-q"]).ok();
        }
    });
    assert_eq!(seen(&folder), BTreeSet::from([format!("version{runs}")]));
    println!("{searches} searches during {runs} runs, each saw one commit");
}

/// A process that ends with the test.
struct Ending(Child);

impl Drop for Ending {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A watch may come upon files when only some are written: then a search sees them so, and all as of one commit.
#[test]
fn searches_during_a_watch_are_answered_and_it_ends_up_to_date() {
    let folder = Folder::new();
    write(&folder, 0);
    folder.corpus(["index", "docs"]).ok();
    let mut process = folder.process(PROGRAM);
    process.args(["watch", "-q", "docs"]).stdout(Stdio::null()).stderr(Stdio::null());
    let _watch = Ending(process.spawn().unwrap());
    let versions = times(3, 30);
    let mut searches = 0;
    for version in 1..=versions {
        write(&folder, version);
        loop {
            searches += 1;
            if seen(&folder) == BTreeSet::from([format!("version{version}")]) {
                break;
            }
            assert!(searches < 20_000, "the watch does not see version {version}");
        }
    }
    println!("{searches} searches during a watch of {versions} changes, each had all files");
}

#[test]
fn two_runs_at_once_end_with_all_files() {
    let folder = Folder::new();
    write(&folder, 0);
    folder.write("autres/a.txt", "Un fleuve encore.");
    thread::scope(|scope| {
        let one = scope.spawn(|| folder.corpus(["index", "docs"]));
        let other = scope.spawn(|| folder.corpus(["index", "autres"]));
        one.join().unwrap().ok();
        other.join().unwrap().ok();
    });
    assert_eq!(state(&folder.path(".corpus")).len(), FILES + 1);
    assert_eq!(folder.found(["fleuve"]).len(), FILES + 1);
}

#[test]
fn an_index_that_goes_under_a_search_is_an_error_and_one_built_anew_is_seen() {
    let folder = Folder::with_docs();
    let index = Index::open(&folder.path(".corpus")).unwrap();
    let found =
        |index: &Index| search::search(index, &search::Request::new("fleuve")).map(|results| results.total);
    assert_eq!(found(&index).unwrap(), 3);
    folder.remove("docs/lettre.md").rebuild();
    assert_eq!(found(&index).unwrap(), 1, "the same index, built anew");
    fs::remove_dir_all(folder.path(".corpus")).unwrap();
    let error = format!("{:#}", found(&index).unwrap_err());
    assert!(error.contains(".corpus") && error.contains("no index"), "{error}");
    let request = corpus::ingest::Request { paths: vec![folder.path("docs")], ..Default::default() };
    run(&folder.path(".corpus"), &request).unwrap();
    assert_eq!(found(&Index::open(&folder.path(".corpus")).unwrap()).unwrap(), 1);
}
