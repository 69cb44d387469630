//! The first run makes one whole index, whatever was begun before it and whoever begins with it.

use std::fs;

use crate::folder::{Folder, set};
use crate::wire;

const FILE: (&str, &str) = ("docs/a.txt", "Le héron attend près du fleuve.");

#[test]
fn an_index_that_a_killed_process_began_is_made_to_the_end() {
    let folder = Folder::with(&[FILE]);
    folder.corpus(["index", "docs"]).ok();
    let meta = folder.inner_index().join("meta.json");
    // What tantivy writes when it makes an index, before anything is committed.
    let whole = fs::read_to_string(&meta).unwrap();
    let whole = &whole[..whole.rfind("written ").unwrap()];
    let whole: serde_json::Value = serde_json::from_str(whole).unwrap();
    let begun = serde_json::json!({
        "index_settings": whole["index_settings"], "segments": [], "schema": whole["schema"], "opstamp": 0
    });
    let begun = format!("{begun}\n");
    fs::write(&meta, format!("{begun}crc32 {:08x}\n", crc32fast::hash(begun.as_bytes()))).unwrap();
    folder.remove(".corpus/scope");
    folder.corpus(["search", "héron"]).fails(&["no index", "corpus index FOLDER"]);
    folder.corpus(["index", "docs"]).ok();
    assert_eq!(folder.found(["héron"]), set(&["docs/a.txt"]));
}

#[test]
fn first_runs_at_once_make_one_index() {
    let folder = Folder::with(&[FILE]);
    let runs: Vec<_> = std::thread::scope(|scope| {
        let run = || folder.corpus(["index", "docs"]);
        let running: Vec<_> = (0..4).map(|_| scope.spawn(run)).collect();
        running.into_iter().map(|run| run.join().unwrap()).collect()
    });
    for run in runs {
        run.ok();
    }
    let found: wire::Results = folder.corpus(["search", "--json", "héron"]).ok().json();
    assert_eq!(found.total, 1);
}

#[test]
fn a_folder_of_other_files_is_not_taken_for_an_index() {
    let folder = Folder::with(&[FILE]);
    folder.corpus(["--index", "docs", "index", "docs"]).fails(&["docs", "other files"]);
    assert_eq!(fs::read_dir(folder.path("docs")).unwrap().count(), 1, "nothing was written");
}
