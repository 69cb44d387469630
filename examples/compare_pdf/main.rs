//! Compares the text that corpus reads of PDF files with that of `pdftotext` (poppler), word by word and page by page.
//!
//! ```sh
//! cargo build --release
//! cargo run --release --example compare_pdf -- target/release/corpus FOLDER
//! ```
//!
//! For each file: the share of pdftotext's words that corpus has too, as often (recall), and the reverse (precision); the
//! same recall of words that have four letters or more and a vowel, since pdftotext gives glyphs of music and mathematics
//! as `h`, `N` or `hhhh`; and how many pages have most words in common with pdftotext's page of the same number. It fails
//! if a file is neither read nor reported, or if fewer than 95 of 100 files that were read have 97 % of those words.

#![allow(clippy::print_stdout, reason = "it is a program that prints a table")]

mod words;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use corpus::index::{Entry, Index, State};
use corpus::ingest;
use words::{Words, plausible};

/// Share of a file's words that must be found, and of files of which it must be.
const WORDS: f64 = 0.97;
const FILES: f64 = 0.95;

fn main() -> Result<()> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(program), Some(folder)) = (args.next(), args.next()) else {
        bail!("name the program corpus, then a folder with PDF files");
    };
    let dir = tempfile::tempdir()?;
    let index = index(&program, &folder, dir.path())?;
    println!("recall  precise  4+      pages      file");
    let (mut read, mut good, mut raw) = (0, 0, 0);
    for entry in index.entries()? {
        let path = index.path_of(&entry);
        if path.extension().is_none_or(|extension| extension != "pdf") {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match &entry.state {
            State::Unread(unread) => println!("{:<36}{name}: {}", "not read", unread.reason),
            State::Read(_) | State::Container(_) => {
                let compared = compare(&index, &entry, &path)?;
                println!("{compared}  {name}");
                read += 1;
                good += usize::from(compared.plausible >= WORDS);
                raw += usize::from(compared.recall >= WORDS);
            }
        }
    }
    println!("{raw} of {read} files have 97 % of all words, {good} of the words of four letters or more");
    ensure!(read > 0, "{}: no PDF file was read", folder.display());
    ensure!(good as f64 >= FILES * read as f64, "that is less than 95 of 100");
    Ok(())
}

/// An index of the folder in another, by the program's workers.
fn index(program: &Path, folder: &Path, dir: &Path) -> Result<Index> {
    let dir = dir.join("index");
    let workers = ingest::Workers {
        program: program.canonicalize().with_context(|| program.display().to_string())?,
        arguments: vec!["worker".into()],
        time_limit: Duration::from_secs(300),
    };
    let request = ingest::Request {
        paths: vec![folder.to_owned()],
        workers: Some(workers),
        ..ingest::Request::default()
    };
    ingest::run(&dir, &request, &mut |_| ControlFlow::Continue(()))?;
    Index::open(&dir)
}

struct Compared {
    recall: f64,
    precision: f64,
    plausible: f64,
    pages: usize,
    right: usize,
}

impl std::fmt::Display for Compared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { recall, precision, plausible, pages, right } = self;
        write!(f, "{recall:.4}  {precision:.4}   {plausible:.4}  {:>9}", format!("{right}/{pages}"))
    }
}

fn compare(index: &Index, entry: &Entry, path: &Path) -> Result<Compared> {
    let reference = pdftotext(path)?;
    let passages = index.passages_of(&entry.key)?;
    let whole: String = passages.iter().map(|passage| passage.text.as_str()).collect();
    let (theirs, ours) = (Words::of(&reference), Words::of(&whole));
    let pages: Vec<Words> = reference.split('\u{c}').map(Words::of).collect();
    let page = |number: usize| {
        let on_it =
            passages.iter().filter(|passage| passage.page.is_some_and(|page| page as usize == number));
        Words::of(&on_it.map(|passage| passage.text.as_str()).collect::<String>())
    };
    let own: Vec<Words> = (0..=pages.len() + 1).map(page).collect();
    // Of a few words nobody can tell which page they are.
    let telling = (1..=pages.len()).filter(|number| pages[number - 1].count() >= 30);
    let is_right = |number: &usize| {
        let common = |candidate: usize| pages[number - 1].in_common(&own[candidate]);
        common(*number) >= common(number - 1).max(common(number + 1))
    };
    let right: Vec<bool> = telling.map(|number| is_right(&number)).collect();
    Ok(Compared {
        recall: theirs.share_in(&ours),
        precision: ours.share_in(&theirs),
        plausible: theirs.only(plausible).share_in(&ours),
        pages: right.len(),
        right: right.into_iter().filter(|right| *right).count(),
    })
}

fn pdftotext(path: &Path) -> Result<String> {
    let output = Command::new("pdftotext").arg(path).arg("-").output().context("pdftotext cannot be run")?;
    ensure!(output.status.success(), "pdftotext fails on {}", path.display());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
