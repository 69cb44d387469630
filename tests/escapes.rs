//! What a document, a file name, a query or a citation holds is shown on a terminal and never obeyed, by any command in any
//! format, in messages as in results.

use serde_json::json;

use crate::containers::zip;
use crate::folder::Folder;
use crate::wire::Results;

/// A line break, after which a line of another could be feigned, and what moves, colours, links, hides or turns text round:
/// sequences that begin with ESC or with a C1 control, a bell, changes of direction, other ends of lines, tags.
const EVIL: &str = "x\u{1b}[5m\u{1b}]8;;http://x.example\u{1b}\\\u{7}\r\u{8}\u{9b}5m\u{90}q\u{9c}\u{85}\u{7f}\u{202a}\u{202b}\
    \u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{206a}\u{2028}\u{2029}\u{e0041}\u{e007f}\nFAUX!";

/// As much of it as a file name, which has at most 255 bytes and no `/`, can hold.
const NAME: &str = "x\u{1b}[5m\u{7}\r\u{9b}5m\u{202e}\u{2066}\u{2028}\u{e0041}\nFAUX!";

/// Files that have it in every place that a command shows: names, titles, authors, ids, entries, attachments, text.
fn folder() -> Folder {
    let folder = Folder::new();
    let yaml = serde_json::to_string(EVIL).unwrap();
    let name = |end: &str| if cfg!(unix) { format!("docs/{NAME}{end}") } else { format!("docs/nom{end}") };
    let text = format!("---\ntitle: {yaml}\nauthor: {yaml}\nlang: {yaml}\n---\nLe fleuve {EVIL} monte.\n");
    let mail = format!(
        "From: \"{0}\" <a@x.ml>\nSubject: {0}\nMessage-ID: <{0}>\nDate: Fri, 30 May 2025 08:15:00 +0000\n\
         Content-Type: text/plain; name=\"{0}\"\n\nLe fleuve.\n",
        EVIL.replace('\n', " ").replace('\r', "")
    );
    let record = json!({ "id": EVIL, "title": EVIL, "text": format!("Le fleuve {EVIL}."), "author": EVIL });
    folder.write(name(".md"), text);
    folder.write(
        name(".html"),
        format!("<title>{EVIL}</title><meta name=author content='{EVIL}'><p>Le fleuve {EVIL}"),
    );
    folder.write(name(".jsonl"), format!("{record}\nperdu\n"));
    folder.write(name(".eml"), mail).write(name(".txt"), "").write(name(".png"), b"\x89PNG\r\n\x1a\n\0\0");
    folder.write("docs/a.zip", zip(&[(EVIL, "Le fleuve du fond."), (&format!("{EVIL}.png"), "\u{89}PNG\0")]));
    folder.write("docs/b.txt", format!("Le fleuve {EVIL} dort, et rien ne bouge au port de Koulikoro.\n"));
    folder.write("q.jsonl", json!({ "id": EVIL, "text": format!("fleuve {EVIL}") }).to_string());
    folder.write("r.txt", "x docs/b.txt 1\n");
    folder.write("bad.jsonl", format!("{{\"path\": {}, \"text\": 5}}\n{EVIL}\n", json!(EVIL)));
    folder.write("cited.jsonl", citations());
    folder
}

fn citations() -> String {
    let text = format!("Le fleuve {EVIL} monte, et rien ne bouge au port {EVIL} de Koulikoro.");
    let all = [
        json!({ "path": "docs/b.txt", "text": text }),
        json!({ "path": EVIL, "text": EVIL, "id": EVIL }),
        json!({ "path": format!("docs/a.zip/{EVIL}"), "text": "Le fleuve du fond." }),
    ];
    all.iter().map(|citation| format!("{citation}\n")).collect()
}

/// That nothing in `text` is a command, colours of our own aside, and no line of it is another's.
fn harmless(text: &str, what: &str) {
    // A row of CSV ends with both.
    let plain = without_colours(text).replace("\r\n", "\n");
    let obeyed = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' | '\u{2028}' | '\u{2029}' | '\u{E0000}'..='\u{E007F}')
    };
    if let Some(at) = plain.find(obeyed) {
        let before = plain[..at].char_indices().rev().nth(60).map_or(0, |(start, _)| start);
        panic!("{what} prints {:?}", &plain[before..(at + 20).min(plain.len())]);
    }
    assert!(!text.contains("\u{1b}[5m"), "{what} prints a colour that is not ours");
    // In a quoted cell and in a page of HTML, the text of a document keeps its lines.
    let in_text = what.contains("\"csv\"") || what.contains("\"html\"");
    let of_a_name = ["FAUX!.md", "FAUX!.html", "FAUX!.jsonl", "FAUX!.eml"];
    let feigned = |line: &str| {
        let names = of_a_name.iter().any(|name| line.starts_with(name));
        names || line.starts_with("FAUX!") && !in_text
    };
    assert!(!plain.lines().any(feigned), "{what} prints a line of another: {plain}");
}

/// `text` without what we colour with: bold, dimmed, red, green, yellow, magenta, and their end.
fn without_colours(text: &str) -> String {
    let mut plain = text.to_owned();
    for color in ["0", "1", "2", "31", "32", "33", "35"] {
        plain = plain.replace(&format!("\u{1b}[{color}m"), "");
    }
    plain
}

#[test]
fn no_command_prints_what_a_terminal_obeys() {
    let folder = folder();
    let table: [&[&str]; 49] = [
        &["index", "--dry-run", "docs"],
        &["index", "-v", "docs"],
        &["index"],
        &["index", "--json", "--rebuild"],
        &["index", EVIL],
        &["search", "fleuve"],
        &["search", "fleuve", "--color", "always"],
        &["search", "fleuve", "--explain"],
        &["search", "fleuve", "--by", "document"],
        &["search", "fleuve", "docs"],
        &["search", "fleuve", "--format", "json"],
        &["search", "fleuve", "--format", "jsonl"],
        &["search", "fleuve", "--format", "csv"],
        &["search", "fleuve", "--format", "tsv"],
        &["search", "fleuve", "--format", "html"],
        &["search", "fleuve", "--format", "markdown"],
        &["search", EVIL],
        &["search", &format!("girafe{EVIL}")],
        &["search", &format!("\"{EVIL} titre:{EVIL} date:{EVIL} ({EVIL}")],
        &["search", "--json", EVIL],
        &["search", "fleuve", EVIL],
        &["search", "le fleuve", EVIL],
        &["search", "fleuve", "--path", EVIL],
        &["search", "fleuve", "--lang", EVIL],
        &["search", "fleuve", "--since", EVIL],
        &["search", "fleuve", "--format", EVIL],
        &["search", &format!("-{EVIL} x")],
        &["explain", &format!("fleuve {EVIL} \"{EVIL}\" koulikorro")],
        &["explain", "fleuve", "docs/b.txt"],
        &["explain", "fleuve x", "docs/b.txt", "--color", "always"],
        &["explain", "--json", &format!("fleuve {EVIL}"), "docs/b.txt"],
        &["explain", "fleuve", EVIL],
        &["list"],
        &["list", "--skipped"],
        &["list", "--json"],
        &["list", EVIL],
        &["stats"],
        &["stats", "--json"],
        &["--index", EVIL, "stats"],
        &["show", "--json", "docs/b.txt"],
        &["show", EVIL],
        &["show", &format!("docs/a.zip/{EVIL}:99")],
        &["verify", "cited.jsonl"],
        &["verify", "cited.jsonl", "--color", "always"],
        &["verify", "cited.jsonl", "--json"],
        &["verify", "bad.jsonl"],
        &["eval", "q.jsonl", "r.txt"],
        &["eval", EVIL, "r.txt"],
        &["man", EVIL],
    ];
    for args in table {
        let run = folder.corpus(args);
        harmless(&run.out, &format!("{args:?} on standard output"));
        // A mistake in the command line is repeated as it was typed, over several lines.
        let typed = run.err.contains("try '--help'");
        harmless(
            &if typed { run.err.replace("\nFAUX!", "") } else { run.err },
            &format!("{args:?} in messages"),
        );
    }
    let listed = folder.corpus(["list"]).ok().out;
    assert!(
        listed.contains("␛[5m") && listed.contains("‹U+202E›") && listed.contains("‹U+E0041›"),
        "{listed}"
    );
    assert!(listed.contains("␊FAUX!"), "{listed}");
}

#[test]
fn json_keeps_what_it_escapes() {
    let folder = folder();
    folder.corpus(["index", "docs"]).ok();
    let results: Results = folder.corpus(["search", "--json", "Koulikoro"]).ok().json();
    assert_eq!(results.hits[0].passage.text.as_bytes(), folder.read("docs/b.txt"));
}

#[test]
fn arabic_is_printed_as_it_is_read() {
    let text = "يجري نهر النيجر\u{200f} (كوليكورو) fleuve.\n";
    let folder = Folder::with(&[("docs/نهر.txt", text)]);
    folder.corpus(["index", "docs"]).ok();
    let shown = folder.corpus(["search", "fleuve"]).ok().out;
    assert!(
        shown.contains("docs/نهر.txt:1") && shown.contains("يجري نهر النيجر (كوليكورو) fleuve."),
        "{shown}"
    );
    assert_eq!(folder.corpus(["show", "docs/نهر.txt"]).ok().out, text, "in a pipe the text is the text");
}

/// On a terminal, where a bar, links and the text of a document are shown; `script` makes one.
#[cfg(target_os = "linux")]
#[test]
fn nothing_is_obeyed_on_a_terminal() {
    let folder = folder();
    if folder.shell("script --version").code != 0 {
        println!("skipped, script is not installed");
        return;
    }
    let commands = [
        "index docs",
        "index -v --rebuild",
        "search fleuve",
        "search --explain --by document fleuve",
        "explain fleuve docs/b.txt",
        "show docs/b.txt",
        "verify cited.jsonl",
        "eval q.jsonl r.txt",
    ];
    for command in commands {
        let run = folder.shell(&format!("TERM=xterm script -qec 'corpus {command}' /dev/null </dev/null"));
        let shown = run.out.replace("\r\n", "\n");
        for part in [
            "[5m\u{1b}",
            "\u{1b}[5m",
            "\u{1b}]8;;http",
            "\u{7}",
            "\u{8}",
            "\u{90}",
            "\u{9b}",
            "\u{85}",
            "\u{202e}",
            "\u{2066}",
            "\u{2028}",
            "\u{e0041}",
        ] {
            assert!(!shown.contains(part), "{command} prints {part:?} in {shown:?}");
        }
        assert!(
            command.starts_with("show") || !shown.lines().any(|line| line.starts_with("FAUX!")),
            "{shown}"
        );
    }
    let shown = folder.shell("script -qec 'corpus search fleuve' /dev/null </dev/null").out;
    assert!(shown.contains("\u{1b}]8;;file:///") && shown.contains("‹U+009B›"), "{shown:?}");
}
