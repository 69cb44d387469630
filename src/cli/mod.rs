//! The command line, and its conversion into requests.

mod eval;
mod search;
mod verify;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, ColorChoice, Parser, Subcommand};
use clap_complete::Shell;
use corpus::index::{DIRECTORY, Index};
use corpus::ingest;

pub(crate) use eval::EvalArgs;
pub(crate) use search::{ExplainArgs, Format, SearchArgs};
pub(crate) use verify::VerifyArgs;

/// Full-text search for folders of French documents
///
/// corpus reads a folder of documents (text, PDF, office files, web pages, mail) into an index, and answers queries with ranked, highlighted
/// passages that can be cited: path, line, exact words. Accents, capitals, apostrophes and inflections need not be typed.
#[derive(Debug, Parser)]
#[command(name = "corpus", version, max_term_width = 100, after_long_help = AFTER_LONG)]
pub(crate) struct Cli {
    /// Index directory [default: the nearest .corpus here or in a folder above]
    #[arg(long, global = true, value_name = "DIR", env = "CORPUS_INDEX", hide_env_values = true, value_parser = path_or_empty())]
    pub(crate) index: Option<PathBuf>,

    /// When to use colours and links: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub(crate) color: ColorChoice,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_LONG: &str = "\
Examples:
  corpus index seeds/                    read a folder, or bring its index up to date
  corpus search \"Koulikoro\"              ranked passages, terms highlighted
  corpus search --json \"Koulikoro\" | jq -r '.hits[].path'
  corpus search \"Koulikoro\" seeds/       bring seeds/ up to date, then search in it
  corpus show seeds/koulikoro.md:14      the lines around a hit
  corpus explain \"l'armee de Segou\"     what the query became, term by term
  corpus search --jsonl \"Koulikoro\" > cited.jsonl; corpus verify cited.jsonl

Exit status:
  0  something was found or done
  1  nothing was found
  2  an error; its message is on standard error
  130  interrupted; what was read until then is in the index";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Index(IndexArgs),
    Watch(WatchArgs),
    Search(SearchArgs),
    Explain(ExplainArgs),
    Verify(VerifyArgs),
    Eval(EvalArgs),
    Show(ShowArgs),
    List(ListArgs),
    Stats(StatsArgs),
    Check(CheckArgs),
    Forget(ForgetArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
    /// Reads files for another corpus
    #[command(name = WORKER, hide = true)]
    Worker,
}

/// Add folders and files to the index, or bring them up to date
///
/// Only new, changed and vanished files are touched. Hidden files and those that .gitignore or .ignore names are left
/// out, as ripgrep leaves them out; links are not followed. The index is made in .corpus in the current directory if
/// there is none here or above.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  corpus index seeds/\n  corpus index            # the known folders again\n  corpus index --rebuild  # everything anew"
)]
pub(crate) struct IndexArgs {
    /// Folders and files [default: those that the index knows]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Build the whole index anew
    #[arg(long)]
    pub(crate) rebuild: bool,

    /// Forget known folders that are no longer there; without this they are kept, since a disk may not be mounted
    #[arg(long)]
    prune: bool,

    /// Say what would be added, updated and removed, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Print the report as JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// Keep the index up to date while files change, until it is interrupted
///
/// Brings the index up to date, then waits for files to change and does so again, once for all changes that come within
/// a moment. A line is printed for each time that something changed.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  corpus watch seeds/\n  corpus watch            # the known folders"
)]
pub(crate) struct WatchArgs {
    /// Folders and files [default: those that the index knows]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Print each report as one line of JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// How files are read, and how much is said of it.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// Give up on a document of a binary format after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = TIMEOUT, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,

    /// Print errors only
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Name each file that is added, updated or removed
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self { timeout: TIMEOUT, quiet: false, verbose: false }
    }
}

/// Seconds that a document of a binary format may take, where nothing else is said.
const TIMEOUT: u64 = 120;

/// The command that a worker process runs.
const WORKER: &str = "worker";

/// Workers of this program.
pub(crate) fn workers(seconds: u64) -> Result<ingest::Workers> {
    let program = std::env::current_exe().context("the program's own path cannot be told")?;
    let arguments = vec![WORKER.to_owned()];
    Ok(ingest::Workers { program, arguments, time_limit: Duration::from_secs(seconds) })
}

/// Print the text of a document, or the lines around one of it
///
/// The text is what the index holds, which is the file's own for text and Markdown. Of a page of HTML, whose text has no
/// lines of its own, a line shows the passages that stand there.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  corpus show seeds/koulikoro.md\n  corpus show seeds/koulikoro.md:14"
)]
pub(crate) struct ShowArgs {
    /// A file of the index, and a line of it
    #[arg(value_name = "PATH[:LINE]")]
    pub(crate) place: String,

    /// Lines to show before and after the line
    #[arg(short = 'C', long, value_name = "N", default_value_t = 5)]
    pub(crate) context: usize,

    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// List the files of the index: language, date, words, path, title
///
/// A file that was not read is listed with the reason. Exit status 1 where there is none to list.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  corpus list\n  corpus list --skipped   # what was not read, and why\n  corpus list --json seeds/ | jq -r .document.title"
)]
pub(crate) struct ListArgs {
    /// Only files that are or lie below one of these
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Only files that were not read, each with the reason
    #[arg(long)]
    pub(crate) skipped: bool,

    /// Print one JSON object a line for each file
    #[arg(long)]
    pub(crate) json: bool,
}

/// Say what the index holds
///
/// Files, passages, words, dates, languages, formats and encodings, and how many files were not read, by reason.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  corpus stats\n  corpus stats --json | jq .languages")]
pub(crate) struct StatsArgs {
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// Print a completion script for a shell
///
/// Put it where your shell looks for such scripts.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  corpus completions bash > ~/.local/share/bash-completion/completions/corpus\n  corpus completions fish > ~/.config/fish/completions/corpus.fish"
)]
pub(crate) struct CompletionsArgs {
    pub(crate) shell: Shell,
}

/// Verify that the index is whole
///
/// Every file of the index is compared with its checksum, every passage and entry with its own, and the catalogue with the
/// passages. With --files the sources are read again, too, and those that are not as they were read are named.
///
/// The exit status is 0 if all is as it was, 1 if only sources changed or vanished, and 2 if the index is damaged.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  corpus check\n  corpus check --files   # which sources changed since they were read"
)]
pub(crate) struct CheckArgs {
    /// Read the sources again, and say which changed or vanished
    #[arg(long)]
    pub(crate) files: bool,

    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// Remove files from the index, so that nothing is left of their text in it
///
/// The sources are not touched. Where they are still there, they are left out from now on; `corpus index PATH` with the
/// same path takes them back. What the index holds is written anew, which takes as long as merging it.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  corpus forget lettres/temoin.docx\n  corpus forget lettres/   # all files below"
)]
pub(crate) struct ForgetArgs {
    /// Files and folders of the index, whether they are still there or not
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,

    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// Print the manual page of corpus or of one of its commands
///
/// The page is in roff, as man reads it.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  corpus man | man -l -\n  corpus man search | man -l -")]
pub(crate) struct ManArgs {
    /// The command
    pub(crate) command: Option<String>,
}

impl Cli {
    /// The index directory to read: the one named, else the nearest `.corpus`.
    pub(crate) fn index_to_read(&self) -> Result<PathBuf> {
        match self.index_named_or_found()? {
            Some(dir) => Ok(dir),
            None => bail!("no index here or in a folder above; make one with `corpus index FOLDER`"),
        }
    }

    /// The index directory to write: as for reading, else `.corpus` in the current directory.
    pub(crate) fn index_to_write(&self) -> Result<PathBuf> {
        Ok(self.index_named_or_found()?.unwrap_or_else(|| DIRECTORY.into()))
    }

    pub(crate) fn index_named_or_found(&self) -> Result<Option<PathBuf>> {
        if let Some(dir) = self.index.as_ref().filter(|dir| !dir.as_os_str().is_empty()) {
            return Ok(Some(dir.clone()));
        }
        let here = std::env::current_dir().context("the current directory cannot be read")?;
        Index::find(&here)
    }
}

/// A path that may be empty: an empty variable names no index.
fn path_or_empty() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

impl IndexArgs {
    pub(crate) fn request(&self) -> Result<ingest::Request> {
        Ok(ingest::Request {
            paths: self.paths.clone(),
            rebuild: self.rebuild,
            prune: self.prune,
            dry_run: self.dry_run,
            takes_back: true,
            workers: Some(workers(self.reading.timeout)?),
        })
    }
}

impl WatchArgs {
    pub(crate) fn request(&self) -> Result<ingest::Request> {
        let workers = Some(workers(self.reading.timeout)?);
        Ok(ingest::Request { paths: self.paths.clone(), workers, ..ingest::Request::default() })
    }
}
