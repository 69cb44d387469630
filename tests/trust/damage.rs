//! Bytes of the index change, or its files are cut: a search gives the right answer or says what to do.

use std::fs;
use std::path::{Path, PathBuf};

use super::scene::{folder, state, update, write};
use super::{Dice, times};
use crate::folder::{Folder, Run};

/// All files below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut items: Vec<_> = fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()).collect();
    items.sort();
    for path in items {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// The largest file of the index with the ending.
fn largest(folder: &Folder, ending: &str) -> PathBuf {
    let files = fs::read_dir(folder.inner_index()).unwrap().map(|item| item.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|found| found == ending));
    files.max_by_key(|path| fs::metadata(path).unwrap().len()).unwrap()
}

/// Changes a byte of the texts that the index holds.
fn spoil_a_text(folder: &Folder) {
    let store = largest(folder, "store");
    let mut bytes = fs::read(&store).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(&store, bytes).unwrap();
}

/// Everything that is printed of a search but the time it took.
fn answer(folder: &Folder) -> Run {
    folder.corpus(["search", "--jsonl", "-n", "50", "fleuve OU cormoran OU \"près du fleuve\" OU héro*"])
}

#[test]
fn a_changed_byte_is_noticed_or_does_not_matter() {
    let folder = folder();
    update(&folder);
    // Several segments, some with removed passages.
    for part in 0..3 {
        write(&folder, part, "cormoran");
        update(&folder);
    }
    let mut right = answer(&folder).ok().out;
    let held = state(&folder.path(".corpus"));
    let mut paths = Vec::new();
    files(&folder.path(".corpus"), &mut paths);
    let (mut dice, mut noticed, mut rebuilt) = (Dice::new(), 0, 0);
    let all = times(60, 2_000);
    for number in 0..all {
        // Each file as often as another, since most of the bytes are in a few.
        let path = &paths[number % paths.len()];
        let whole = fs::read(path).unwrap();
        if whole.is_empty() {
            continue;
        }
        let mut other = whole.clone();
        let at = dice.below(whole.len());
        let what = match dice.below(4) {
            0 => {
                other.truncate(at);
                format!("{} cut at {at}", path.display())
            }
            _ => {
                let bit = dice.below(8);
                other[at] ^= 1 << bit;
                format!("{}: bit {bit} of byte {at}", path.display())
            }
        };
        fs::write(path, &other).unwrap();
        let run = answer(&folder);
        match run.code {
            0 => assert_eq!(run.out, right, "{what}"),
            2 => {
                noticed += 1;
                let said = run.err.contains("is damaged; run `corpus index --rebuild`");
                assert!(said && run.out.is_empty(), "{what}: {run:?}");
            }
            _ => panic!("{what}: {run:?}"),
        }
        if run.code == 2 && noticed % 15 == 1 {
            folder.corpus(["index", "--rebuild"]).ok();
            assert_eq!(state(&folder.path(".corpus")), held, "{what}, and rebuilt");
            rebuilt += 1;
            // What was removed no longer counts in the scores.
            right = answer(&folder).ok().out;
            paths.clear();
            files(&folder.path(".corpus"), &mut paths);
        } else {
            fs::write(path, &whole).unwrap();
        }
    }
    assert!(noticed * 2 > all, "{noticed} of {all} noticed");
    println!("{all} changes, {noticed} noticed, the others without effect; {rebuilt} times rebuilt");
}

/// Tantivy panicked over a file of four to seven bytes.
#[test]
fn a_file_that_is_cut_to_a_few_bytes_is_noticed() {
    let folder = Folder::with_docs();
    let files = fs::read_dir(folder.inner_index()).unwrap().map(|item| item.unwrap().path());
    for path in
        files.filter(|path| path.extension().is_some_and(|ending| ending == "idx" || ending == "fast"))
    {
        let whole = fs::read(&path).unwrap();
        for length in 0..10 {
            fs::write(&path, &whole[..length]).unwrap();
            folder.corpus(["search", "fleuve"]).fails(&["damaged; run `corpus index --rebuild`"]);
            let check = folder.corpus(["check"]);
            assert!(check.code == 2 && check.out.starts_with("damaged: "), "{length} bytes: {check:?}");
        }
        fs::write(&path, &whole).unwrap();
    }
    folder.corpus(["check"]).ok();
}

/// Each file is whole by itself; but it is of another index, or not there.
#[test]
fn a_file_of_another_index_and_one_that_is_missing_are_noticed() {
    let folder = Folder::with_docs();
    let other =
        Folder::with(&[("docs/a.txt", "Le fleuve est un autre fleuve."), ("docs/b.txt", "Un pic frappe.")]);
    other.update(&["docs"]);
    for ending in ["store", "term", "fast"] {
        let path = largest(&folder, ending);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, fs::read(largest(&other, ending)).unwrap()).unwrap();
        folder.corpus(["search", "fleuve"]).fails(&["damaged; run `corpus index --rebuild`"]);
        assert_eq!(folder.corpus(["check"]).code, 2, "{ending}");
        fs::remove_file(&path).unwrap();
        folder.corpus(["search", "fleuve"]).fails(&["damaged; run `corpus index --rebuild`"]);
        assert_eq!(folder.corpus(["check"]).code, 2, "no {ending}");
        fs::write(&path, &whole).unwrap();
    }
    folder.corpus(["check"]).ok();
}

/// What tells that a file was touched is no time that a program sets.
#[test]
fn a_changed_file_is_noticed_in_a_copy_and_behind_a_later_time_of_the_commit() {
    let folder = Folder::with_docs();
    std::thread::sleep(std::time::Duration::from_millis(50));
    spoil_a_text(&folder);
    let meta = fs::File::options().append(true).open(folder.inner_index().join("meta.json")).unwrap();
    meta.set_modified(std::time::SystemTime::now() + std::time::Duration::from_secs(60)).unwrap();
    folder.corpus(["search", "fleuve"]).fails(&["damaged; run `corpus index --rebuild`"]);
    folder.shell("cp -r .corpus copie").ok();
    let said = ["damaged; run `corpus --index ", "copie index --rebuild`"];
    folder.corpus(["--index", "copie", "search", "fleuve"]).fails(&said);
}

/// Else each search would verify all of it, as long as nothing changes.
#[test]
fn a_run_on_an_index_that_was_copied_takes_its_files_for_what_they_are() {
    let folder = Folder::with_docs();
    folder.shell("cp -r .corpus copie; rm -r .corpus; mv copie .corpus").ok();
    std::thread::sleep(std::time::Duration::from_millis(50));
    let meta = || fs::read(folder.inner_index().join("meta.json")).unwrap();
    let copied = meta();
    folder.corpus(["index"]).ok();
    let known = meta();
    assert_ne!(copied, known);
    folder.corpus(["index"]).ok();
    assert_eq!(meta(), known, "nothing was touched since");
    // It is no reason to fail that this cannot be written down.
    folder.shell("cp -r .corpus copie; rm -r .corpus; mv copie .corpus").ok();
    let limited = |command: &str| folder.shell(&format!("trap '' XFSZ; ulimit -f 1; {command}")).ok();
    limited("corpus index docs");
    assert_eq!(meta(), known);
    limited("corpus search fleuve docs");
    folder.corpus(["check"]).ok();
    spoil_a_text(&folder);
    folder.corpus(["index"]).fails(&["damaged; run `corpus index --rebuild`"]);
}

/// The new index was taken for all there is when its making was broken off.
#[test]
fn a_rebuild_of_a_damaged_index_that_does_not_end_leaves_it_damaged() {
    let folder = Folder::with_docs();
    fs::write(folder.inner_index().join("meta.json"), "{").unwrap();
    folder.rename("docs", "ailleurs");
    let said = ["damaged", "`corpus index --rebuild`"];
    folder.corpus(["index", "--rebuild"]).fails(&["no such folder", "--prune"]);
    folder.corpus(["search", "fleuve"]).fails(&said);
    folder.corpus(["check"]).fails(&said);
    folder.rename("ailleurs", "docs");
    folder.corpus(["index", "docs"]).fails(&said);
    folder.corpus(["index", "--rebuild"]).ok();
    assert_eq!(folder.found(["fleuve"]).len(), 2);
    assert_eq!(fs::read_dir(folder.path(".corpus")).unwrap().count(), 3, "the index, its lock and its scope");
    // Nor is it forgotten that there was one, and of what.
    fs::remove_dir_all(folder.inner_index()).unwrap();
    folder.corpus(["search", "fleuve"]).fails(&said);
    folder.corpus(["index", "--rebuild"]).ok();
    assert_eq!(folder.found(["fleuve"]).len(), 2);
}

#[test]
fn a_changed_file_is_noticed_by_a_run_too_which_does_not_hide_it() {
    let folder = Folder::with_docs();
    spoil_a_text(&folder);
    folder.write("docs/neuf.txt", "Un cormoran.");
    let said = [".corpus", "damaged", "`corpus index --rebuild`"];
    folder.corpus(["index"]).fails(&said);
    folder.corpus(["search", "fleuve"]).fails(&said);
    folder.corpus(["list"]).fails(&said);
    let check = folder.corpus(["check"]);
    assert!(check.code == 2 && check.out.contains("is not as it was written"), "{check:?}");
    folder.corpus(["index", "--rebuild"]).ok();
    folder.corpus(["check"]).ok();
}

/// As a rebuild leaves it that is killed while it removes what it put aside.
#[test]
fn an_empty_folder_of_a_damaged_index_is_removed_by_the_next_rebuild() {
    let folder = Folder::with_docs();
    let aside = folder.path(".corpus/index-damaged");
    fs::create_dir(&aside).unwrap();
    folder.corpus(["search", "fleuve"]).ok();
    folder.corpus(["index", "--rebuild"]).ok();
    assert!(!aside.exists());
    folder.corpus(["search", "fleuve"]).ok();
}
