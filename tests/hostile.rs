//! A folder that someone filled to break the program.

mod bad;
pub(crate) mod bombs;
mod changed;
pub(crate) mod good;
mod nested;
mod planted;
#[cfg(target_os = "linux")]
mod processes;
mod sealing;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use corpus::index::DIRECTORY;
use corpus::ingest;

use crate::folder::{Folder, update_index, workers};
use crate::wire::{Entry, Report, Results};

/// Seconds that a document may take here.
const TIMEOUT: &str = "5";

#[test]
fn a_folder_of_hostile_files_is_indexed_and_the_good_ones_in_it_are_found() {
    let good = good::files();
    let bad = [
        bad::truncated(&good),
        bad::misnamed(&good),
        bad::noise(),
        nested::deep(),
        nested::cycles(),
        bombs::all(),
        bad::odd(),
    ]
    .concat();
    let folder = Folder::new();
    for file in &good {
        folder.write(format!("docs/good/{}", file.name), &file.bytes);
    }
    for (name, bytes) in &bad {
        folder.write(format!("docs/{name}"), bytes);
    }
    let count = (good.len() + bad.len()) as u64;
    let report = index(&folder, &["docs"]);
    assert_eq!((report.files, report.added, report.unreachable.len()), (count, count, 0));
    each_file_is_listed(&folder, bad.iter().map(|(name, _)| format!("docs/{name}")));
    for file in &good {
        is_found(&folder, file);
    }
    let again = index(&folder, &[]);
    assert_eq!((again.files, again.unchanged), (count, count));
    assert_eq!((again.documents, again.unread), (report.documents, report.unread));
}

/// Runs `corpus index`, and sees that it leaves no worker behind and takes no more memory than it may.
fn index(folder: &Folder, paths: &[&str]) -> Report {
    let args = [&["index", "--json", "--timeout", TIMEOUT], paths].concat();
    #[cfg(target_os = "linux")]
    return processes::run(folder, &args).ok().json();
    #[cfg(not(target_os = "linux"))]
    return folder.corpus(args).ok().json();
}

/// Each file was read, or holds documents, or has a reason why not.
fn each_file_is_listed(folder: &Folder, paths: impl Iterator<Item = String>) {
    let entries: Vec<Entry> = folder.corpus(["list", "--json"]).ok().json_lines();
    let entries: BTreeMap<&str, &Entry> = entries.iter().map(|entry| (entry.path.as_str(), entry)).collect();
    for path in paths {
        let entry = entries.get(path.as_str()).unwrap_or_else(|| panic!("{path} is not listed"));
        let not_read = entry.unread.as_ref().is_some_and(|kind| kind != "partial");
        let outcomes = [not_read, entry.documents.is_some(), entry.words.is_some()];
        assert_eq!(outcomes.iter().filter(|outcome| **outcome).count(), 1, "{entry:?}");
        assert_eq!(entry.skipped.is_some(), entry.unread.is_some(), "{entry:?}");
    }
}

/// The word of a good file is found in it, and is what is highlighted.
fn is_found(folder: &Folder, file: &good::Good) {
    let results: Results = folder.corpus(["search", "--json", "-n", "100", file.word]).ok().json();
    let path = format!("docs/good/{}{}", file.name, file.place);
    let hit = results.hits.iter().find(|hit| hit.path == path);
    let hit = hit.unwrap_or_else(|| panic!("{} is not found in {path}: {results:?}", file.word));
    assert_eq!(hit.document.format.as_deref(), Some(file.format), "{path}");
    for hit in &results.hits {
        let (passage, snippet) = (&hit.passage, &hit.snippet);
        assert_eq!(passage.bytes[0] + passage.text.len(), passage.bytes[1], "{hit:?}");
        assert_eq!(snippet.highlighted(), [file.word], "{hit:?}");
        for window in snippet.windows.iter().chain([&snippet.bytes]) {
            let [start, end] = window.map(|at| at.checked_sub(passage.bytes[0]).unwrap());
            assert!(passage.text.get(start..end).is_some_and(|text| text.contains(file.word)), "{hit:?}");
        }
    }
}

#[test]
fn a_file_whose_reader_could_not_be_started_is_read_by_the_next_run() {
    let folder = Folder::with(&[("docs/a.zip", crate::containers::zip(&[("a.txt", "Le héron.")]))]);
    folder.set_back("docs/a.zip");
    let request = |workers| ingest::Request {
        paths: vec![folder.path("docs")],
        workers: Some(workers),
        ..ingest::Request::default()
    };
    let absent = ingest::Workers { program: "/nowhere/corpus".into(), ..workers(60) };
    let report = update_index(&folder.path(DIRECTORY), &request(absent));
    let reason = "its reader cannot be started: no such file";
    assert_eq!(report.unread.keys().map(|unread| unread.reason.as_str()).collect::<Vec<_>>(), [reason]);
    let report = update_index(&folder.path(DIRECTORY), &request(workers(60)));
    assert_eq!((report.updated, report.documents, report.unread.len()), (1, 1, 0));
}

#[test]
fn a_run_can_be_broken_off_between_the_records_of_a_file() {
    let words = "Le bac attend. ".repeat(200);
    let records: String = (0..2_000).map(|n| format!("{{\"text\": \"{n} {words}\"}}\n")).collect();
    let folder = Folder::with(&[("docs/a.jsonl", records)]);
    let request = ingest::Request { paths: vec![folder.path("docs")], ..ingest::Request::default() };
    let mut steps = 0;
    let broken_off = ingest::run(&folder.path(DIRECTORY), &request, &mut |progress| {
        steps += 1;
        // The first is told before the file, and the others while it is read.
        if steps > 2 && progress.change.is_none() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    let report = broken_off.unwrap();
    assert_eq!((report.interrupted, report.documents, report.passages), (true, 0, 0));
    assert_eq!(update_index(&folder.path(DIRECTORY), &request).documents, 2_000);
}
