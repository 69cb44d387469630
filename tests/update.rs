//! Whatever happens to the files shows after the next `corpus index`, and nothing else is touched.

use std::fs;

use corpus::ingest::Report;

use crate::folder::{Folder, set, writer_lock};
use crate::wire;

/// Three files, each with a word of its own and one that all have.
const FILES: [(&str, &str); 3] = [
    ("docs/a.txt", "Le héron attend près du fleuve."),
    ("docs/b.md", "# Oiseaux\n\nLe butor niche au bord du fleuve.\n"),
    ("docs/sous/c.html", "<title>Page</title><p>La grue passe au-dessus du fleuve.</p>"),
];

/// Something that happens to the files.
struct Change {
    name: &'static str,
    happens: fn(&Folder),
    /// Files that the next run adds, updates, removes and finds unchanged.
    counts: [u64; 4],
    /// Words, each with the files that hold it afterwards.
    found: &'static [(&'static str, &'static [&'static str])],
}

const CHANGES: &[Change] = &[
    Change {
        name: "nothing",
        happens: |_| {},
        counts: [0, 0, 0, 3],
        found: &[("fleuve", &["docs/a.txt", "docs/b.md", "docs/sous/c.html"])],
    },
    Change {
        name: "a new file",
        happens: |folder| {
            folder.write("docs/neuf/d.txt", "Un cormoran sèche ses ailes.");
        },
        counts: [1, 0, 0, 3],
        found: &[("cormoran", &["docs/neuf/d.txt"]), ("héron", &["docs/a.txt"])],
    },
    Change {
        name: "a longer text",
        happens: |folder| {
            folder.write("docs/a.txt", "Le héron est parti, voici un cormoran sur son rocher.");
        },
        counts: [0, 1, 0, 2],
        found: &[
            ("cormoran", &["docs/a.txt"]),
            ("héron", &["docs/a.txt"]),
            ("fleuve", &["docs/b.md", "docs/sous/c.html"]),
        ],
    },
    Change {
        name: "another text of the same size",
        happens: |folder| {
            folder.write("docs/a.txt", "Le canot attend près du fleuve.!");
        },
        counts: [0, 1, 0, 2],
        found: &[("canot", &["docs/a.txt"]), ("héron", &[])],
    },
    #[cfg(unix)]
    Change {
        name: "another text of the same size with the same time",
        happens: |folder| {
            let before = fs::metadata(folder.path("docs/a.txt")).unwrap();
            folder.write("docs/a.txt", "Le canot attend près du fleuve.!");
            let file = fs::File::options().append(true).open(folder.path("docs/a.txt")).unwrap();
            file.set_modified(before.modified().unwrap()).unwrap();
            let after = fs::metadata(folder.path("docs/a.txt")).unwrap();
            assert_eq!((before.len(), before.modified().unwrap()), (after.len(), after.modified().unwrap()));
        },
        counts: [0, 1, 0, 2],
        found: &[("canot", &["docs/a.txt"]), ("héron", &[])],
    },
    Change {
        name: "a file that is written again as it was",
        happens: |folder| {
            folder.write(FILES[0].0, FILES[0].1);
        },
        counts: [0, 0, 0, 3],
        found: &[("héron", &["docs/a.txt"])],
    },
    Change {
        name: "a file that is deleted",
        happens: |folder| {
            folder.remove("docs/a.txt");
        },
        counts: [0, 0, 1, 2],
        found: &[("héron", &[]), ("fleuve", &["docs/b.md", "docs/sous/c.html"])],
    },
    Change {
        name: "a file that is renamed",
        happens: |folder| {
            folder.rename("docs/a.txt", "docs/z.txt");
        },
        counts: [1, 0, 1, 2],
        found: &[("héron", &["docs/z.txt"])],
    },
    Change {
        name: "a folder that is renamed",
        happens: |folder| {
            folder.rename("docs/sous", "docs/sur");
        },
        counts: [1, 0, 1, 2],
        found: &[("grue", &["docs/sur/c.html"])],
    },
    Change {
        name: "two files that change places",
        happens: |folder| {
            folder
                .rename("docs/a.txt", "docs/x")
                .rename("docs/b.md", "docs/a.txt")
                .rename("docs/x", "docs/b.md");
        },
        counts: [0, 2, 0, 1],
        found: &[("héron", &["docs/b.md"]), ("butor", &["docs/a.txt"])],
    },
    Change {
        name: "a file that is another one's place now",
        happens: |folder| {
            folder.rename("docs/b.md", "docs/a.txt");
        },
        counts: [0, 1, 1, 1],
        found: &[("héron", &[]), ("butor", &["docs/a.txt"])],
    },
    Change {
        name: "a folder in the place of a file",
        happens: |folder| {
            folder.remove("docs/a.txt").write("docs/a.txt/d.txt", "Un cormoran.");
        },
        counts: [1, 0, 1, 2],
        found: &[("héron", &[]), ("cormoran", &["docs/a.txt/d.txt"])],
    },
    Change {
        name: "a file that is empty now",
        happens: |folder| {
            folder.write("docs/a.txt", "");
        },
        counts: [0, 1, 0, 2],
        found: &[("héron", &[]), ("butor", &["docs/b.md"])],
    },
    Change {
        name: "a file that is no text now",
        happens: |folder| {
            folder.write("docs/a.txt", b"\x7FELF\0\0\0");
        },
        counts: [0, 1, 0, 2],
        found: &[("héron", &[])],
    },
    Change {
        name: "a file that is ignored now",
        happens: |folder| {
            folder.write("docs/.ignore", "a.txt\n");
        },
        counts: [0, 0, 1, 2],
        found: &[("héron", &[]), ("butor", &["docs/b.md"])],
    },
    Change {
        name: "a folder that is emptied",
        happens: |folder| {
            folder.remove("docs/a.txt").remove("docs/b.md").remove("docs/sous");
        },
        counts: [0, 0, 3, 0],
        found: &[("fleuve", &[]), ("héron", &[])],
    },
    Change {
        name: "everything at once",
        happens: |folder| {
            folder.remove("docs/a.txt").rename("docs/b.md", "docs/e.md");
            folder.write("docs/sous/c.html", "<p>Plus rien.</p>").write("docs/d.txt", "Un cormoran.");
        },
        counts: [2, 1, 2, 0],
        found: &[
            ("fleuve", &["docs/e.md"]),
            ("cormoran", &["docs/d.txt"]),
            ("grue", &[]),
            ("rien", &["docs/sous/c.html"]),
        ],
    },
];

fn counts(report: &Report) -> [u64; 4] {
    [report.added, report.updated, report.removed, report.unchanged]
}

/// The three files, indexed; `old` ones changed long ago, others just now.
fn indexed(old: bool) -> Folder {
    let folder = Folder::with(&FILES);
    if old {
        for (name, _) in FILES {
            folder.set_back(name);
        }
    }
    assert_eq!(counts(&folder.update(&["docs"])), [3, 0, 0, 0]);
    folder
}

/// Everything that can be found: path, bytes and text of each passage, and the list of files.
fn everything(folder: &Folder) -> (Vec<(String, usize, String)>, Vec<String>) {
    let index = folder.index();
    let entries = index.entries().unwrap();
    let passages = entries.iter().flat_map(|entry| {
        let passages = index.passages_of(&entry.key).unwrap();
        passages.into_iter().map(|passage| (entry.key.clone(), passage.start, passage.text))
    });
    // The stamp of a file is no part of what is known of it.
    (passages.collect(), entries.iter().map(|entry| format!("{entry:?}")).collect())
}

#[test]
fn each_change_shows_after_the_next_run() {
    for (change, old) in CHANGES.iter().flat_map(|change| [(change, false), (change, true)]) {
        let name = format!("{} ({})", change.name, if old { "of long ago" } else { "of just now" });
        let folder = indexed(old);
        (change.happens)(&folder);
        let report = folder.update(&[]);
        assert_eq!(counts(&report), change.counts, "{name}");
        assert!(report.unreachable.is_empty(), "{name}: {report:?}");
        let index = folder.index();
        for (word, paths) in change.found {
            let hits = corpus::search::search(&index, &corpus::search::Request::new(*word)).unwrap().hits;
            let keys = hits.into_iter().map(|hit| hit.entry.key).collect();
            assert_eq!(set(paths), keys, "{name}: {word}");
        }
        let again = folder.update(&[]);
        assert_eq!(counts(&again), [0, 0, 0, again.files], "{name}: the run after");
        let updated = everything(&folder);
        folder.rebuild();
        assert_eq!(updated, everything(&folder), "{name}: built anew");
    }
}

#[test]
fn a_folder_that_was_emptied_finds_nothing_and_takes_files_again() {
    let folder = indexed(true);
    folder.remove("docs").write("docs/sous/.gardien", "");
    assert_eq!(folder.corpus(["index", "--json"]).ok().json::<wire::Report>().passages, 0);
    folder.corpus(["search", "fleuve"]).nothing();
    folder.write("docs/d.txt", "Le fleuve revient.").corpus(["index"]).ok();
    assert_eq!(folder.found(["fleuve"]), set(&["docs/d.txt"]));
}

#[test]
fn a_root_that_vanished_is_kept_and_reported() {
    let folder = indexed(true);
    folder.write("autre/d.txt", "Un cormoran.").update(&["autre"]);
    folder.rename("docs", "parti");
    let run = folder.corpus(["index", "--json"]).ok();
    let report: wire::Report = run.json();
    assert_eq!((report.removed, report.unchanged, report.unreachable.len()), (0, 1, 1), "{run:?}");
    assert_eq!(report.unreachable[0].path, "docs");
    let told = folder.corpus(["index"]).ok();
    assert!(told.out.contains("docs: no such file") && told.out.contains("kept"), "{told:?}");
    assert_eq!(folder.found(["héron"]), set(&["docs/a.txt"]));
    folder.corpus(["index", "docs"]).fails(&["docs", "exists"]);
    folder.corpus(["index", "--rebuild"]).fails(&["docs", "rebuild"]);
    assert_eq!(folder.found(["héron"]), set(&["docs/a.txt"]), "after a rebuild that was refused");
    folder.rename("parti", "docs");
    let report: wire::Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!((report.unchanged, report.unreachable.len()), (4, 0));
}

#[test]
fn a_root_that_is_gone_is_forgotten_when_asked() {
    let folder = indexed(true);
    folder.write("autre/d.txt", "Un cormoran.").update(&["autre"]);
    folder.remove("docs");
    let report: wire::Report = folder.corpus(["index", "--prune", "--json"]).ok().json();
    assert_eq!((report.removed, report.unchanged, report.unreachable.len()), (3, 1, 0));
    folder.corpus(["search", "héron"]).nothing();
    folder.corpus(["index", "--rebuild"]).ok();
    assert_eq!(folder.found(["cormoran"]), set(&["autre/d.txt"]));
}

#[test]
fn a_file_that_was_a_root_is_gone_when_it_is_deleted() {
    let folder = Folder::with(&[("a.txt", "Le héron."), ("b.txt", "Le butor.")]);
    folder.corpus(["index", "a.txt", "b.txt"]).ok();
    folder.remove("a.txt");
    let report: wire::Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!((report.removed, report.unreachable.len()), (1, 0));
    folder.corpus(["search", "héron"]).nothing();
    assert_eq!(folder.found(["butor"]), set(&["b.txt"]));
}

#[cfg(unix)]
#[test]
fn a_folder_typed_through_a_link_is_the_same_folder() {
    let folder = Folder::with(&[("vrai/docs/a.txt", "Le héron.")]);
    std::os::unix::fs::symlink(folder.path("vrai"), folder.path("lien")).unwrap();
    folder.corpus(["index", "vrai/docs"]).ok();
    let report: wire::Report = folder.corpus(["index", "--json", "lien/docs"]).ok().json();
    assert_eq!((report.files, report.unchanged), (1, 1));
    assert_eq!(folder.found(["héron", "lien/docs"]), set(&["vrai/docs/a.txt"]));
}

#[test]
fn several_roots_are_known_and_brought_up_to_date_together() {
    let folder =
        Folder::with(&[("un/a.txt", "Le héron."), ("deux/b.txt", "Le butor."), ("trois.txt", "La grue.")]);
    folder.corpus(["index", "un", "trois.txt"]).ok();
    folder.corpus(["index", "deux/"]).ok();
    folder
        .write("un/d.txt", "Un héron.")
        .write("deux/d.txt", "Un butor.")
        .write("trois.txt", "La grue et le héron.");
    let report: wire::Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!((report.files, report.added, report.updated, report.unchanged), (5, 2, 1, 2));
    assert_eq!(folder.found(["héron"]), set(&["un/a.txt", "un/d.txt", "trois.txt"]));
    let stats: wire::Stats = folder.corpus(["stats", "--json"]).ok().json();
    assert_eq!(stats.roots, ["deux", "trois.txt", "un"]);
    folder.write("deux/e.txt", "Encore un butor.").write("un/e.txt", "Encore un héron.");
    let report: wire::Report = folder.corpus(["index", "--json", "deux"]).ok().json();
    assert_eq!((report.files, report.added), (3, 1), "only the root that was named");
}

#[test]
fn a_root_below_another_is_read_once() {
    let roots = |folder: &Folder| folder.corpus(["stats", "--json"]).ok().json::<wire::Stats>().roots;
    for args in [
        ["index", "docs/sous", "docs"].as_slice(),
        &["index", "docs", "docs/sous", "docs/a.txt"],
        &["index", "docs", "./docs/", "docs/sous/../../docs"],
    ] {
        let folder = Folder::with(&FILES);
        let report: wire::Report = folder.corpus(args.iter().chain(&["--json"])).ok().json();
        assert_eq!((report.files, report.added), (3, 3), "{args:?}");
        assert_eq!(roots(&folder), ["docs"], "{args:?}");
    }
    let folder = Folder::with(&FILES);
    folder.corpus(["index", "docs/sous"]).ok();
    folder.corpus(["index", "docs"]).ok();
    assert_eq!((roots(&folder), folder.found(["fleuve"]).len()), (vec!["docs".to_owned()], 3));
    let report: wire::Report = folder.corpus(["index", "--json", "docs/sous"]).ok().json();
    assert_eq!((report.files, report.removed), (1, 0));
    assert_eq!((roots(&folder), folder.found(["fleuve"]).len()), (vec!["docs".to_owned()], 3));
}

#[test]
fn a_folder_whose_name_begins_like_a_roots_is_another() {
    let folder = Folder::with(&[
        ("docs/a.txt", "Le héron."),
        ("docs-2/a.txt", "Le héron."),
        ("docs0/a.txt", "Le héron."),
    ]);
    folder.corpus(["index", "."]).ok();
    folder.remove("docs-2").remove("docs0");
    let report: wire::Report = folder.corpus(["index", "--json", "docs"]).ok().json();
    assert_eq!((report.files, report.removed), (1, 0), "only docs was looked into");
    assert_eq!(folder.found(["héron", "docs"]), set(&["docs/a.txt"]));
}

#[test]
fn a_file_can_be_a_root() {
    let folder = Folder::with(&FILES);
    folder.corpus(["index", "docs/a.txt"]).ok();
    assert_eq!(folder.found(["fleuve"]), set(&["docs/a.txt"]));
    folder.write("docs/a.txt", "Le héron, au bord du fleuve, est devenu un cormoran.");
    let report: wire::Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!((report.files, report.updated), (1, 1));
    assert_eq!(folder.found(["cormoran"]), set(&["docs/a.txt"]));
}

#[test]
fn rebuild_finds_everything_without_arguments() {
    let folder = indexed(false);
    folder.write("autre.txt", "Un cormoran au bord du fleuve.").update(&["autre.txt"]);
    let answers = || {
        ["fleuve", "héron", "\"bord du fleuve\"", "cormoran", "oiseau"]
            .map(|query| folder.corpus(["search", "--jsonl", query]).out)
    };
    let before = answers();
    assert!(before[0].lines().count() == 4, "{before:?}");
    let report: wire::Report = folder.corpus(["index", "--rebuild", "--json"]).ok().json();
    assert_eq!((report.files, report.added), (4, 4));
    assert_eq!(before, answers());
}

#[test]
fn a_search_with_a_path_brings_it_up_to_date_and_searches_only_there() {
    let folder = Folder::with(&FILES);
    folder.write("autre/d.txt", "Le fleuve.");
    assert_eq!(folder.found(["fleuve", "docs"]), set(&["docs/a.txt", "docs/b.md", "docs/sous/c.html"]));
    assert!(folder.path(".corpus").is_dir());
    folder.write("docs/a.txt", "Le fleuve et un cormoran.").remove("docs/b.md");
    assert_eq!(folder.found(["fleuve", "docs"]), set(&["docs/a.txt", "docs/sous/c.html"]));
    assert_eq!(folder.found(["cormoran", "docs/a.txt"]), set(&["docs/a.txt"]));
    assert_eq!(folder.found(["fleuve", "autre", "docs/sous"]), set(&["autre/d.txt", "docs/sous/c.html"]));
    assert_eq!(folder.found(["fleuve"]).len(), 3);
    let text = folder.corpus(["search", "fleuve", "autre"]).ok();
    assert!(text.out.starts_with("autre/d.txt:1") && text.err.is_empty(), "{text:?}");
}

#[test]
fn hidden_and_ignored_files_are_left_out() {
    let folder = Folder::with(&[
        ("docs/.git/config", "fleuve"),
        ("docs/.gitignore", "brouillon/\n*.bak\n"),
        ("docs/brouillon/a.txt", "Le fleuve."),
        ("docs/a.bak", "Le fleuve."),
        ("docs/.ignore", "secret.txt\n"),
        ("docs/secret.txt", "Le fleuve."),
        ("docs/.cache/b.txt", "Le fleuve."),
        ("docs/.b.txt", "Le fleuve."),
        ("docs/sous/.ignore", "!secret.txt\nprive*\n"),
        ("docs/sous/secret.txt", "Le fleuve."),
        ("docs/sous/prive.txt", "Le fleuve."),
        ("docs/a.txt", "Le fleuve."),
    ]);
    let report: wire::Report = folder.corpus(["index", "--json", "docs"]).ok().json();
    assert_eq!(report.files, 2);
    assert_eq!(folder.found(["fleuve"]), set(&["docs/a.txt", "docs/sous/secret.txt"]));
}

#[test]
fn a_hidden_or_ignored_place_that_was_named_stays_at_the_next_run() {
    for place in ["docs/.notes", "docs/brouillon", "docs/.notes/a.txt"] {
        let folder = Folder::with(&[
            ("docs/.ignore", "brouillon\n"),
            ("docs/a.txt", "Le fleuve."),
            ("docs/.notes/a.txt", "Le héron."),
            ("docs/brouillon/a.txt", "Le héron."),
        ]);
        folder.corpus(["index", "docs"]).ok();
        folder.corpus(["index", place]).ok();
        assert_eq!(folder.found(["héron"]).len(), 1, "{place}");
        folder.corpus(["index"]).ok();
        assert_eq!(folder.found(["héron"]).len(), 1, "{place} after the next run");
    }
}

#[test]
fn an_index_inside_the_folder_that_it_indexes_is_not_indexed() {
    for dir in ["docs/idx", "docs/sous/idx", "docs/.corpus"] {
        let folder = Folder::with(&FILES);
        for _ in 0..2 {
            let report: wire::Report = folder.corpus(["--index", dir, "index", "--json", "docs"]).ok().json();
            assert_eq!((report.files, report.skipped.len()), (3, 0), "{dir}: {report:?}");
        }
        let entries: Vec<wire::Entry> = folder.corpus(["--index", dir, "list", "--json"]).ok().json_lines();
        assert_eq!(entries.len(), 3, "{dir}: {entries:?}");
    }
}

#[test]
fn what_is_gone_is_neither_found_nor_suggested() {
    let folder = Folder::with(&FILES);
    for number in 0..40 {
        folder.write(format!("docs/{number}.txt"), "Le fleuve coule.");
    }
    folder.update(&["docs"]);
    folder.remove("docs/a.txt").update(&[]);
    let run = folder.corpus(["search", "--json", "héron"]).nothing();
    let suggestions = run.json::<wire::Results>().suggestions;
    assert_eq!(suggestions.len(), 1, "héron is not in the index any more: {run:?}");
    let run = folder.corpus(["search", "--json", "hérons~ hérom"]).nothing();
    let near = run.json::<wire::Results>().suggestions.into_iter().flat_map(|suggestion| suggestion.near);
    assert_eq!(near.filter(|near| near.term == "heron").count(), 0, "{run:?}");
}

#[test]
fn an_index_that_moves_with_its_folder_still_finds_its_files() {
    let folder = Folder::with(&[("projet/docs/a.txt", "Le héron attend près du fleuve.")]);
    folder.corpus_in("projet", ["index", "docs"]).ok();
    folder.rename("projet", "archives/projet");
    let run = folder.corpus_in("archives/projet", ["search", "--json", "héron"]).ok();
    assert_eq!(run.json::<wire::Results>().hits[0].path, "docs/a.txt");
    folder.write("archives/projet/docs/b.txt", "Un butor.");
    let report: wire::Report = folder.corpus_in("archives/projet", ["index", "--json"]).ok().json();
    assert_eq!((report.files, report.added, report.removed, report.unreachable.len()), (2, 1, 0, 0));
}

#[test]
fn one_run_writes_at_a_time_and_searches_go_on() {
    let folder = indexed(true);
    let lock = fs::File::create(writer_lock(&folder.path(".corpus"))).unwrap();
    lock.lock().unwrap();
    folder.corpus(["index"]).fails(&["another corpus is writing", "try again"]);
    assert_eq!(folder.found(["héron"]), set(&["docs/a.txt"]));
    lock.unlock().unwrap();
    folder.corpus(["index"]).ok();
}

#[test]
fn a_file_that_is_written_again_as_it_was_has_its_new_time() {
    // Both times are too near for the stamp to tell them apart, and on either side of a second.
    let folder = Folder::with(&[("docs/a.txt", "Le héron attend.")]);
    folder.update(&["docs"]);
    let modified = || folder.index().entries().unwrap()[0].modified;
    let before = modified();
    std::thread::sleep(std::time::Duration::from_millis(1_050));
    folder.write("docs/a.txt", "Le héron attend.");
    assert_eq!(counts(&folder.update(&[])), [0, 0, 0, 1]);
    assert!(modified() > before, "{before:?}");
}
