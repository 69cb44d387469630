//! What is printed suits who reads it: a pipe that closes, a terminal with or without colours, a document with control
//! characters in it.

use std::fs;

use crate::folder::{Folder, PROGRAM, Run};
use crate::wire::Results;

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_ends_the_program_quietly() {
    // More than a pipe holds.
    let folder = Folder::with(&[("long.txt", "Le fleuve monte.\n\n".repeat(20_000))]);
    for number in 0..500 {
        folder.write(format!("many/{number:03} {}.txt", "long nom ".repeat(20)), "Le fleuve.");
    }
    folder.update(&["long.txt", "many"]);
    let commands = [
        "search -n 5000 fleuve",
        "search -n 5000 --json fleuve",
        "search -n 5000 --jsonl fleuve",
        "search -n 5000 --format csv fleuve",
        "search -n 5000 --format html fleuve",
        "show long.txt",
        "show --json long.txt",
        "list",
        "list --json",
    ];
    for command in commands {
        let size = folder.shell(&format!("corpus {command} | wc -c")).ok().out;
        assert!(size.trim().parse::<usize>().unwrap() > 100_000, "{command} prints {size}");
        let run = folder.shell(&format!("{{ corpus {command}; echo $? >status; }} | head -n 1")).ok();
        assert_eq!((run.err.as_str(), run.out.lines().count()), ("", 1), "{command}");
        assert_eq!(folder.read("status"), b"0\n", "{command}");
    }
}

/// A command line for each kind of output.
const OUTPUTS: [&str; 21] = [
    "index",
    "index --json",
    "search fleuve",
    "search fleuve --json",
    "search fleuve --jsonl",
    "search fleuve --format csv",
    "search fleuve --format tsv",
    "search fleuve --format html",
    "search fleuve --format markdown",
    "search --json-schema",
    "verify cited.jsonl",
    "verify cited.jsonl --json",
    "show docs/lettre.md",
    "show docs/lettre.md --json",
    "list",
    "list --json",
    "stats",
    "stats --json",
    "completions bash",
    "completions fish",
    "man search",
];

/// The documents, and hits in them as citations.
fn with_citations() -> Folder {
    let folder = Folder::with_docs();
    let hits = folder.corpus(["search", "--jsonl", "fleuve"]).ok().out;
    folder.write("cited.jsonl", hits);
    folder
}

#[test]
fn an_output_that_no_one_reads_is_no_error() {
    let folder = with_citations();
    for line in OUTPUTS.iter().chain(&["--help", "search -h", "--version"]) {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run = folder.corpus_to(writer, line.split(' ')).ok();
        assert_eq!(run.err, "", "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_is_an_error() {
    let folder = with_citations();
    for line in OUTPUTS {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        folder.corpus_to(full, line.split(' ')).fails(&["No space left"]);
    }
}

#[test]
fn colours_are_for_those_who_want_them() {
    let folder = Folder::with_docs();
    let coloured = |environment: &str, args: &str| {
        let mut command = folder.command(PROGRAM);
        command.envs(environment.split_whitespace().filter_map(|setting| setting.split_once('=')));
        let run = Run::of(command.args(["search", "fleuve"]).args(args.split_whitespace())).ok();
        assert_eq!(run.err, "");
        run.out.contains('\u{1b}')
    };
    let table = [
        ("", "", false),
        ("", "--color auto", false),
        ("", "--color never", false),
        ("", "--color always", true),
        ("NO_COLOR=1", "--color=always", true),
        ("CLICOLOR_FORCE=1", "", true),
        ("CLICOLOR_FORCE=1 NO_COLOR=1", "", false),
        ("CLICOLOR_FORCE=1", "--color never", false),
        ("CLICOLOR_FORCE=1", "--json", false),
    ];
    for (environment, args, expected) in table {
        assert_eq!(coloured(environment, args), expected, "{environment} {args}");
    }
    let plain = folder.corpus(["search", "fleuve"]).ok().out;
    let run = folder.corpus(["--color", "always", "search", "fleuve"]).ok();
    assert!(run.out.contains("\u{1b}[1m\u{1b}[31mfleuve\u{1b}[0m"), "{run:?}");
    assert_eq!(without_colours(&run.out), plain);
}

/// `text` without sequences such as `ESC [ 1 m`.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').unwrap().1)
}

#[test]
fn what_is_left_out_of_a_snippet_is_a_dimmed_ellipsis() {
    let plain = "La pluie tombe sur la plaine et ne cesse pas. ".repeat(10);
    let folder =
        Folder::with(&[("a.txt", format!("Le port\u{1b}[5m dort. {plain}Le fleuve\u{7} monte. {plain}"))]);
    folder.update(&["a.txt"]);
    let search =
        |color| folder.corpus(["search", "port fleuve", "--snippet", "40", "--color", color]).ok().out;
    let snippet = |out: &str| out.lines().nth(1).unwrap_or_default().trim().to_owned();
    assert_eq!(snippet(&search("never")), "Le port␛[5m dort. … Le fleuve␇ monte.");
    let (red, faint, reset) = ("\u{1b}[1m\u{1b}[31m", "\u{1b}[2m", "\u{1b}[0m");
    assert_eq!(
        snippet(&search("always")),
        format!("Le {red}port{reset}␛[5m dort. {faint}…{reset} Le {red}fleuve{reset}␇ monte.")
    );
}

#[test]
fn nothing_in_a_document_or_its_name_commands_the_terminal() {
    // Blinking, a window title, a bell, a C1 sequence, a change of direction.
    let evil = "\u{1b}[5m \u{1b}]0;titre\u{7} \u{9b}5m \u{202e}";
    let name = if cfg!(unix) { "docs/nom\u{1b}[5m\u{7}.md" } else { "docs/nom.md" };
    let text =
        format!("---\ntitle: \"Titre {evil}\"\nauthor: Auteur {evil}\n---\nLe {evil} fleuve{evil} monte.\n");
    let folder = Folder::with(&[(name, text.as_str()), ("docs/vide\u{7}.md", "")]);
    let harmless = |text: &str| {
        let left = without_colours(text);
        let obeyed = |c: char| c.is_control() && c != '\n' && c != '\t' || c == '\u{202e}';
        assert!(
            !left.contains(obeyed) && !text.contains("[5m\u{1b}") && !text.contains("\u{1b}[5m"),
            "{text:?}"
        );
    };
    let table: [&[&str]; 7] = [
        &["index", "docs"],
        &["search", "fleuve", "--color", "always"],
        &["search", "fleuve"],
        &["search", "--color=always", "\u{1b}[5mgirafe\u{7}"],
        &["search", "fleuve", "docs/absent\u{1b}[5m\u{7}"],
        &["list"],
        &["stats"],
    ];
    for args in table {
        let run = folder.corpus(args);
        harmless(&run.out);
        harmless(&run.err);
    }
    let run = folder.corpus(["search", "fleuve", "--color", "always"]).ok();
    assert!(run.out.contains("␛[5m") && run.out.contains("␇") && run.out.contains("‹U+009B›"), "{run:?}");
    for args in [
        ["search", "--json", "fleuve"].as_slice(),
        &["search", "--jsonl", "fleuve"],
        &["list", "--json"],
        &["show", "--json", name],
    ] {
        let run = folder.corpus(args).ok();
        assert!(!run.out.contains(['\u{1b}', '\u{7}']) && run.out.contains("\\u001b[5m"), "{run:?}");
    }
    let results: Results = folder.corpus(["search", "--json", "fleuve"]).ok().json();
    assert_eq!(results.hits[0].path, name);
    let passages = folder.corpus(["show", name]).ok().out;
    assert_eq!(passages, text, "in a pipe the text is the text");
}
