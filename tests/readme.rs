//! The README's examples do what it says: each `console` block is run in a copy of the sample corpus.
//!
//! A line that begins with `$ ` is a command (one that ends with `\` goes on with the next line), what follows is what it
//! prints. A line `…` stands for any lines. How long something took is not compared, and the folder is `/home/awa`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::folder::Folder;

/// What the README may ask of cargo; these are not run from within a test.
const CARGO: [&str; 2] = ["cargo run --release -- search \"Koulikoro\" seeds/", "cargo test"];

/// The folder that the README's reader is in.
const HOME: &str = "/home/awa";

/// A command and the lines that it is said to print.
#[derive(Debug, Default, PartialEq, Eq)]
struct Step {
    command: String,
    expected: Vec<String>,
}

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The `console` blocks of a Markdown text, each as its steps.
fn blocks(text: &str) -> Vec<Vec<Step>> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while lines.by_ref().any(|line| line.trim() == "```console") {
        let block: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "```").collect();
        blocks.push(steps(&block));
    }
    blocks
}

fn steps(block: &[&str]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in block {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.to_owned(), expected: Vec::new() }),
            (None, Some(step)) if step.expected.is_empty() && step.command.ends_with('\\') => {
                step.command = format!("{}\n{line}", step.command);
            }
            (None, Some(step)) => step.expected.push((*line).to_owned()),
            (None, None) => panic!("a console block begins with a command, not with {line:?}"),
        }
    }
    steps
}

/// A command as it is typed, without a remark behind it.
fn typed(command: &str) -> &str {
    command.split("  #").next().unwrap_or_default().trim_end()
}

/// `line` without the numbers that say how long something took.
fn timeless(line: &str) -> String {
    let mut line = line.trim_end().to_owned();
    for (before, after) in
        [(" in ", " s: "), ("\"took_ms\": ", ""), ("\"took_ms\":", ""), ("\"seconds\": ", "")]
    {
        let Some(start) = line.find(before).map(|at| at + before.len()) else { continue };
        let number =
            line[start..].find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(line.len() - start);
        if number > 0 && line[start + number..].starts_with(after) {
            line.replace_range(start..start + number, "N");
        }
    }
    line
}

/// Whether `lines` are those of `pattern`, in which a line `…` stands for any number of lines.
fn matches(pattern: &[String], lines: &[String]) -> bool {
    match pattern.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first.trim() == "…" => {
            (0..=lines.len()).any(|skipped| matches(rest, &lines[skipped..]))
        }
        Some((first, rest)) => {
            lines.split_first().is_some_and(|(line, others)| line == first && matches(rest, others))
        }
    }
}

fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

#[test]
fn every_example_prints_what_the_readme_says() {
    let folder = Folder::with_seeds();
    let jq = is_installed("jq");
    let mut run = 0;
    for block in blocks(&readme()) {
        if !jq && block.iter().any(|step| step.command.contains("jq")) {
            println!("skipped, jq is not installed: {block:?}");
            continue;
        }
        for step in block.iter().filter(|step| !step.command.starts_with("cargo ")) {
            let output = folder.shell(&format!("{{ {}\n}} 2>&1", step.command));
            let out = output.out.replace(folder.path("").to_str().unwrap().trim_end_matches('/'), HOME);
            let printed: Vec<String> = out.lines().map(timeless).collect();
            let expected: Vec<String> = step.expected.iter().map(|line| timeless(line)).collect();
            assert!(
                matches(&expected, &printed),
                "$ {}\nprints\n{}\nand the README says\n{}",
                step.command,
                printed.join("\n"),
                expected.join("\n")
            );
            run += 1;
        }
    }
    assert!(run > 0, "the README has no console block with a command");
}

#[test]
fn the_readme_asks_cargo_for_what_works_from_a_clone() {
    let blocks = blocks(&readme());
    let commands = blocks.iter().flatten().map(|step| typed(&step.command));
    let mut asked: Vec<&str> = commands.filter(|command| command.starts_with("cargo ")).collect();
    asked.sort_unstable();
    asked.dedup();
    assert_eq!(asked, CARGO);
}

#[test]
fn blocks_are_read_and_compared_as_described() {
    let text = "Texte\n```sh\n$ non\n```\n```console\n$ a \\\n    b\nun\n…\ndeux\n$ c\n```\n";
    let step = |command: &str, expected: &[&str]| Step {
        command: command.to_owned(),
        expected: expected.iter().map(|line| (*line).to_owned()).collect(),
    };
    assert_eq!(blocks(text), [[step("a \\\n    b", &["un", "…", "deux"]), step("c", &[])]]);
    assert_eq!(timeless("30 files in 0.1 s: 30 added "), "30 files in N s: 30 added");
    assert_eq!(timeless("  \"took_ms\": 1.25,"), "  \"took_ms\": N,");
    assert_eq!(timeless("36 passages in 16 documents"), "36 passages in 16 documents");
    let lines = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let table = [
        ("a b", "a b", true),
        ("a b", "a c", false),
        ("a", "a b", false),
        ("a b", "a", false),
        ("…", "a b", true),
        ("a …", "a", true),
        ("a … c", "a b c", true),
        ("a … c", "a c", true),
        ("a … c", "a b", false),
        ("… b …", "a b b c", true),
    ];
    for (pattern, printed, expected) in table {
        assert_eq!(matches(&lines(pattern), &lines(printed)), expected, "{pattern} on {printed}");
    }
}
