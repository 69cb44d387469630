//! The command line keeps its word: exit status, messages and their remedies, where the index is, help.

use std::fs;

use crate::folder::{Folder, PROGRAM, Run, set};
use crate::wire::{Report, Results};

#[test]
fn the_exit_status_tells_what_came_of_it() {
    let folder = Folder::with_docs();
    folder.write("empty/a.txt", "");
    let table: [(i32, &[&str]); 63] = [
        (0, &["index"]),
        (0, &["index", "docs"]),
        (0, &["index", "--rebuild"]),
        (0, &["index", "--json", "docs/lettre.md", "docs/rapport.txt"]),
        (0, &["search", "fleuve"]),
        (0, &["search", "fleuve", "docs"]),
        (0, &["search", "--json", "fleuve"]),
        (0, &["search", "--jsonl", "fleuve"]),
        (0, &["search", "--json-schema"]),
        (0, &["search", "fleuve", "--offset", "99"]),
        (0, &["search", "fleuve", "-n", "0"]),
        (0, &["search", "--json", "le la les"]),
        (0, &["explain", "fleuve"]),
        (0, &["explain", "--json", "fleuve", "docs/lettre.md"]),
        (0, &["explain", "fleuve", "docs/lettre.md:7"]),
        (0, &["show", "docs/lettre.md"]),
        (0, &["show", "docs/lettre.md:7"]),
        (0, &["list"]),
        (0, &["list", "docs/archives", "--json"]),
        (0, &["stats"]),
        (0, &["stats", "--json"]),
        (0, &["completions", "bash"]),
        (0, &["man"]),
        (0, &["--help"]),
        (0, &["--version"]),
        (1, &["search", "girafe"]),
        (1, &["search", "--json", "girafe"]),
        (1, &["search", "--jsonl", "girafe"]),
        (1, &["search", "fleuve", "--path", "*.pdf"]),
        (1, &["explain", "--json", "girafe"]),
        (1, &["explain", "--json", "pont", "docs/lettre.md"]),
        (1, &["list", "--skipped"]),
        (1, &["list", "docs/absent"]),
        (2, &[]),
        (2, &["chercher", "fleuve"]),
        (2, &["search"]),
        (0, &["search", "fleuve", "--format", "csv"]),
        (0, &["search", "fleuve", "--format", "jsonl", "--explain"]),
        (1, &["search", "girafe", "--format", "html"]),
        (2, &["search", "fleuve", "--json", "--jsonl"]),
        (2, &["search", "fleuve", "--json", "--format", "json"]),
        (2, &["search", "fleuve", "--jsonl", "--format", "csv"]),
        (2, &["search", "fleuve", "--format", "pdf"]),
        (2, &["search", "fleuve", "--format", "csv", "--explain"]),
        (2, &["verify"]),
        (2, &["verify", "absent.jsonl"]),
        (2, &["search", "fleuve", "-n", "dix"]),
        (2, &["search", "fleuve", "docs/absent"]),
        (2, &["search", "fleuve", "--snippet", "5"]),
        (2, &["search", "fleuve", "--nulle-part"]),
        (2, &["index", "docs/absent"]),
        (2, &["explain"]),
        (2, &["explain", ""]),
        (2, &["explain", "--", "-fleuve"]),
        (2, &["explain", "fleuve", "docs"]),
        (2, &["explain", "fleuve", "docs/absent.md"]),
        (2, &["explain", "fleuve", "docs/lettre.md:99"]),
        (2, &["show", "docs/absent"]),
        (2, &["show", "docs/lettre.md:99"]),
        (2, &["show"]),
        (2, &["completions", "command.com"]),
        (2, &["man", "chercher"]),
        (2, &["list", "--color", "parfois"]),
    ];
    for (status, args) in table {
        let run = folder.corpus(args);
        assert_eq!(run.code, status, "{run:?}");
        // A search that finds nothing says why, unless its JSON does.
        let told = status == 2 || status == 1 && !args.contains(&"--json");
        assert_eq!(!run.err.is_empty(), told, "{run:?}");
        assert!(status < 2 || run.err.starts_with("corpus: ") && run.out.is_empty(), "{run:?}");
    }
}

#[test]
fn messages_name_the_path_and_the_remedy() {
    let folder = Folder::with_docs();
    let long = "a".repeat(300);
    let table: [(&[&str], &[&str]); 20] = [
        (&["index", "docs/absent"], &["docs/absent: no such file", "exists"]),
        (&["index", &long], &[&long]),
        (&["search", "le fleuve", "docs/absent"], &["docs/absent: no such file"]),
        (&["search", "le", "fleuve"], &["fleuve: no such file", "\"le fleuve\""]),
        (&["search", ""], &["\"\"", "type one or more words"]),
        (&["search", " « ! » "], &["« ! »", "type one or more words"]),
        (&["search", "--", "-fleuve"], &["\"-fleuve\"", "only excludes", "type at least one word"]),
        (&["search", "SAUF fleuve"], &["only excludes", "type at least one word"]),
        (&["search", "fleuve", "--since", "hier"], &["hier", "--since", "2025-06-30"]),
        (&["search", "fleuve", "--until", "2025-13"], &["2025-13", "--until", "2025-06-30"]),
        (&["search", "fleuve", "--since", "2025-02-29"], &["2025-02-29", "--since"]),
        (&["explain", "fleuve", "docs/absent.md"], &["docs/absent.md: not in the index", "corpus list"]),
        (&["explain", "fleuve", "docs/lettre.md:99"], &["docs/lettre.md: has no text at line 99"]),
        (&["show", "docs/absent.md"], &["docs/absent.md: not in the index", "corpus list"]),
        (&["show", "docs/absent.md:3"], &["docs/absent.md: not in the index", "corpus list"]),
        (&["show", "docs/lettre.md:99"], &["docs/lettre.md: has no text at line 99"]),
        (
            &["--index", "docs/lettre.md", "search", "fleuve"],
            &["docs/lettre.md: is not a directory", "--index DIR"],
        ),
        (&["--index", "docs/lettre.md", "index", "docs"], &["docs/lettre.md: "]),
        (
            &["--index", "absent", "search", "fleuve"],
            &["absent: there is no index here", "corpus --index absent index FOLDER"],
        ),
        (&["man", "chercher"], &["chercher: ", "corpus --help"]),
    ];
    for (args, parts) in table {
        folder.corpus(args).fails(parts);
    }
    let nothing = Folder::with(&[("docs/a.txt", "Le fleuve.")]);
    for args in [["search", "fleuve"].as_slice(), &["list"], &["stats"], &["show", "docs/a.txt"], &["index"]]
    {
        let run = nothing.corpus(args).fails(&["no index here", "corpus index FOLDER"]);
        assert!(!nothing.path(".corpus").exists(), "{run:?}");
    }
}

#[test]
fn a_path_that_does_not_exist_leaves_everything_as_it_was() {
    let folder = Folder::with(&[("docs/a.txt", "Le fleuve.")]);
    for args in
        [["index", "absent"].as_slice(), &["search", "fleuve", "absent"], &["index", "--rebuild", "absent"]]
    {
        folder.corpus(args).fails(&["absent"]);
        assert!(!folder.path(".corpus").exists(), "{args:?}");
    }
}

#[test]
fn an_index_of_another_version_asks_for_a_rebuild_and_keeps_its_roots() {
    let folder = Folder::with_docs();
    folder.remove(".corpus");
    let header = r#"{\"format\":0,\"analysis\":0,\"roots\":[\"docs\"]}"#;
    folder.write(".corpus/index-0-0/meta.json", format!("{{\"payload\":\"{header}\"}}"));
    for args in [["search", "fleuve"].as_slice(), &["list"], &["stats"], &["index"], &["index", "docs"]] {
        folder.corpus(args).fails(&[".corpus", "another version", "`corpus index --rebuild`"]);
    }
    assert!(folder.path(".corpus/index-0-0/meta.json").exists(), "it stays until the new one is there");
    let report: Report = folder.corpus(["index", "--rebuild", "--json"]).ok().json();
    assert_eq!(report.added, 4);
    assert!(!folder.path(".corpus/index-0-0").exists());
    assert_eq!(folder.found(["pont"]), set(&["docs/archives/vapeur.md", "docs/rapport.txt"]));
}

#[test]
fn a_rebuild_that_fails_leaves_an_index_of_another_version_in_sight() {
    let folder = Folder::with_docs();
    let inner = folder.inner_index();
    fs::rename(&inner, inner.with_file_name("index-0-0")).unwrap();
    folder.rename("docs", "elsewhere");
    folder.corpus(["index", "--rebuild"]).fails(&["docs", "no such folder"]);
    folder.corpus(["search", "fleuve"]).fails(&["another version", "`corpus index --rebuild`"]);
    folder.rename("elsewhere", "docs");
    folder.corpus(["index", "--rebuild"]).ok();
    folder.corpus(["search", "fleuve"]).ok();
}

#[test]
fn an_index_of_another_version_without_known_roots_asks_for_them() {
    let folder = Folder::with_docs();
    folder.remove(".corpus").write(".corpus/index-0-0/meta.json", "{}");
    folder.corpus(["search", "fleuve"]).fails(&["another version", "`corpus index --rebuild`"]);
    for _ in 0..2 {
        folder.corpus(["index", "--rebuild"]).fails(&["no folder is known", "corpus index FOLDER"]);
    }
    folder.corpus(["index", "--rebuild", "docs"]).ok();
    assert_eq!(folder.found(["pont"]), set(&["docs/archives/vapeur.md", "docs/rapport.txt"]));
}

#[test]
fn a_damaged_index_says_so_and_can_be_built_anew() {
    let damages = [
        ("no JSON", None, "{"),
        ("empty", None, ""),
        ("no payload", Some("\"payload\""), "\"charge\""),
        ("another schema", Some("\"ordinal\""), "\"ordinaux\""),
    ];
    for (name, replaced, by) in damages {
        let folder = Folder::with_docs();
        let meta = folder.inner_index().join("meta.json");
        let whole = fs::read_to_string(&meta).unwrap();
        let damaged = replaced.map_or(by.to_owned(), |part| whole.replace(part, by));
        assert_ne!(damaged, whole, "{name}");
        fs::write(&meta, damaged).unwrap();
        folder.corpus(["search", "fleuve"]).fails(&[".corpus", "damaged", "`corpus index --rebuild`"]);
        folder.corpus(["index"]).fails(&[".corpus", "damaged", "`corpus index --rebuild`"]);
        let report: Report = folder.corpus(["index", "--rebuild", "--json", "docs"]).ok().json();
        assert_eq!(report.added, 4, "{name}");
        assert_eq!(folder.found(["pont"]), set(&["docs/archives/vapeur.md", "docs/rapport.txt"]), "{name}");
    }
}

#[test]
fn an_index_with_a_missing_part_says_so_and_knows_its_roots() {
    let folder = Folder::with_docs();
    for item in fs::read_dir(folder.inner_index()).unwrap() {
        let path = item.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "store" || extension == "term") {
            fs::remove_file(path).unwrap();
        }
    }
    folder.corpus(["search", "fleuve"]).fails(&[".corpus", "damaged", "`corpus index --rebuild`"]);
    folder.corpus(["index", "--rebuild"]).ok();
    assert_eq!(folder.found(["pont"]), set(&["docs/archives/vapeur.md", "docs/rapport.txt"]));
}

#[test]
fn the_index_can_be_named_before_and_after_the_command_or_in_the_environment() {
    let folder = Folder::with_docs();
    folder.remove(".corpus");
    folder.corpus(["--index", "un/deux", "index", "docs"]).ok();
    folder.corpus(["index", "docs/archives", "--index", "trois"]).ok();
    assert!(!folder.path(".corpus").exists());
    let count = |run: Run| run.ok().out.lines().count();
    assert_eq!(count(folder.corpus(["--index", "un/deux", "list"])), 4);
    assert_eq!(count(folder.corpus(["list", "--index=un/deux"])), 4);
    let list = |index: &str, args: &[&str]| {
        Run::of(folder.command(PROGRAM).env("CORPUS_INDEX", folder.path(index)).args(args))
    };
    assert_eq!(count(list("trois", &["list"])), 1);
    assert_eq!(
        count(list("trois", &["list", "--index", "un/deux"])),
        4,
        "the option goes before the environment"
    );
    Run::of(folder.command(PROGRAM).env("CORPUS_INDEX", "").arg("list")).fails(&["no index here"]);
}

#[test]
fn paths_are_shown_from_where_the_user_is() {
    let folder = Folder::with_docs();
    let paths = |place: &str, args: &[&str]| {
        let run = folder.corpus_in(place, ["search", "--json"].iter().chain(args)).ok();
        run.json::<Results>().hits.into_iter().map(|hit| hit.path).collect()
    };
    assert_eq!(set(&["rapport.txt", "archives/vapeur.md"]), paths("docs", &["pont"]));
    assert_eq!(set(&["../rapport.txt", "vapeur.md"]), paths("docs/archives", &["pont"]));
    assert_eq!(set(&["vapeur.md"]), paths("docs/archives", &["pont", "."]));
    assert_eq!(set(&["../rapport.txt"]), paths("docs/archives", &["pont", "--path", "*/rapport*"]));
    folder.write("ailleurs/x", "");
    assert_eq!(set(&["../docs/rapport.txt", "../docs/archives/vapeur.md"]), paths("ailleurs", &["pont"]));
    for path in ["../rapport.txt", "vapeur.md"] {
        folder.corpus_in("docs/archives", ["show", path]).ok();
    }
    let listed = folder.corpus_in("docs/archives", ["list", ".."]).ok().out;
    assert!(listed.contains("  ../rapport.txt  ") && listed.contains("  vapeur.md  "), "{listed}");
    let head = folder.corpus_in("docs/archives", ["search", "koulikoro"]).ok().out;
    assert!(head.starts_with("../") && head.contains("../rapport.txt:5"), "{head}");
}

#[test]
fn show_prints_the_text_or_the_lines_around_a_line() {
    let text = (1..=30).map(|line| format!("Ligne {line} du fleuve.\n")).collect::<String>();
    let folder = Folder::with(&[("a.txt", text.as_str()), ("b:3.txt", "Un.\nDeux.\nTrois.\n")]);
    folder.update(&["a.txt", "b:3.txt"]);
    let lines =
        |first: usize, last: usize| text.split_inclusive('\n').take(last).skip(first - 1).collect::<String>();
    let table: [(&[&str], String); 8] = [
        (&["a.txt"], text.clone()),
        (&["a.txt:10"], lines(5, 15)),
        (&["a.txt:10", "-C", "0"], lines(10, 10)),
        (&["a.txt:2", "--context", "3"], lines(1, 5)),
        (&["a.txt:30"], lines(25, 30)),
        (&["./a.txt:1", "-C1"], lines(1, 2)),
        (&["b:3.txt"], "Un.\nDeux.\nTrois.\n".into()),
        (&["b:3.txt:2", "-C0"], "Deux.\n".into()),
    ];
    for (args, expected) in table {
        assert_eq!(folder.corpus(["show"].iter().chain(args)).ok().out, expected, "{args:?}");
    }
    for line in ["31", "0", "-1", "99999999999", "x"] {
        folder.corpus(["show", &format!("a.txt:{line}")]).fails(&["a.txt"]);
    }
}

#[test]
fn completions_are_made_for_every_shell() {
    let folder = Folder::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = folder.corpus(["completions", shell]).ok().out;
        assert!(script.contains("corpus") && script.contains("json-schema"), "{shell}: {script}");
    }
}

/// The commands that `corpus --help` names.
fn commands(folder: &Folder) -> Vec<String> {
    let help = folder.corpus(["--help"]).ok().out;
    let commands =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = commands
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next().filter(|name| !name.is_empty()));
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_has_a_short_help_a_complete_one_and_a_manual_page() {
    let folder = Folder::new();
    let commands = commands(&folder);
    for expected in ["index", "search", "explain", "show", "list", "stats", "completions", "man"] {
        assert!(commands.iter().any(|name| name == expected), "{expected} is not in {commands:?}");
    }
    let mut not_shorter = Vec::new();
    for name in &commands {
        let (short, long) = (folder.corpus([name, "-h"]).ok(), folder.corpus([name, "--help"]).ok());
        if short.out.len() >= long.out.len() {
            not_shorter.push(name.as_str());
        }
        assert!(long.out.contains("Examples:") && long.out.contains(&format!("corpus {name}")), "{long:?}");
        assert!(short.err.is_empty() && long.err.is_empty(), "{short:?} {long:?}");
        let page = folder.corpus(["man", name]).ok().out;
        assert!(page.contains(".TH") && page.contains(&format!("corpus\\-{name}")), "{name}: {page}");
    }
    assert!(not_shorter.is_empty(), "-h is not shorter than --help: {not_shorter:?}");
    let (short, long) = (folder.corpus(["-h"]).ok(), folder.corpus(["--help"]).ok());
    assert!(short.out.len() < long.out.len() && long.out.contains("Exit status"), "{long:?}");
    let page = folder.corpus(["man"]).ok().out;
    assert!(
        page.contains(".TH corpus") && commands.iter().all(|name| page.contains(name.as_str())),
        "{page}"
    );
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_utf8_is_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::with_docs();
    let query = std::ffi::OsStr::from_bytes(b"caf\xE9");
    folder.corpus([std::ffi::OsStr::new("search"), query]).fails(&["UTF-8"]);
}
