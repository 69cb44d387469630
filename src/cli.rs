//! The command line, and its conversion into requests.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, ColorChoice, Parser, Subcommand};
use clap_complete::Shell;
use corpus::document::Date;
use corpus::index::{DIRECTORY, Index};
use corpus::{ingest, search};

/// Full-text search for folders of French documents
///
/// corpus reads a folder of text, Markdown and HTML files into an index, and answers queries with ranked, highlighted
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

Exit status:
  0  something was found or done
  1  nothing was found
  2  an error; its message is on standard error";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Index(IndexArgs),
    Search(SearchArgs),
    Show(ShowArgs),
    List(ListArgs),
    Stats(StatsArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
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
    rebuild: bool,

    /// Forget known folders that are no longer there; without this they are kept, since a disk may not be mounted
    #[arg(long)]
    prune: bool,

    /// Print the report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Find passages
///
/// Words are wanted, not required. Of a query of two or three words, passages with all of them stand first; of a longer one,
/// how much of it a passage covers weighs heavily.
#[derive(Debug, Args)]
#[command(after_long_help = QUERY_HELP)]
pub(crate) struct SearchArgs {
    /// What to find; put several words in quotes: "pont du Niger"
    #[arg(required_unless_present = "json_schema")]
    query: Option<String>,

    /// Search only in these folders and files, which are first brought up to date
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Number of passages to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,

    /// Leave out the best N passages
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,

    /// Require every word
    #[arg(long)]
    all: bool,

    /// Only files whose path matches: a part of it, or a pattern such as '2024/**/*.md'
    #[arg(long, value_name = "GLOB")]
    path: Vec<String>,

    /// Only documents in this language, by its ISO 639-1 code
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = language)]
    lang: Vec<String>,

    /// Only documents that may date from then or later: 2025, 2025-06 or 2025-06-30
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,

    /// Only documents that may date from then or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,

    /// Longest snippet, in characters
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u16).range(20..))]
    snippet: u16,

    /// Print one JSON object
    #[arg(long, conflicts_with = "jsonl")]
    pub(crate) json: bool,

    /// Print one JSON object a line for each passage
    #[arg(long)]
    pub(crate) jsonl: bool,

    /// Print the JSON Schema of --json and exit
    #[arg(long)]
    pub(crate) json_schema: bool,
}

const QUERY_HELP: &str = "\
Query:
  pont Niger          passages with both words first, then those with one
  +pont Niger         pont is required
  pont -Niger         none with Niger; also: pont SAUF Niger
  \"pont du Niger\"     these words in this order; also « … »
  \"pont Niger\"~5      these words with at most 5 others between; turning two round counts as 2
  pont ET Niger       both; also AND, OU, OR, and parentheses
  koulik*  segu~      words that begin so; words that are spelled nearly so
  =pêche              exactly so, accents and capitals included; also =\"…\"
  titre:fleuve  auteur:Fofana  date:2025-05..2025-06  langue:fr  chemin:lettres

Examples:
  corpus search \"l'armee\"                 finds l’armée
  corpus search --all \"port fleuve\" seeds/
  corpus search --json \"Koulikoro\" | jq -r '.hits[].path'";

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

    fn index_named_or_found(&self) -> Result<Option<PathBuf>> {
        if let Some(dir) = self.index.as_ref().filter(|dir| !dir.as_os_str().is_empty()) {
            return Ok(Some(dir.clone()));
        }
        let here = std::env::current_dir().context("the current directory cannot be read")?;
        Ok(Index::find(&here))
    }
}

/// A path that may be empty: an empty variable names no index.
fn path_or_empty() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

/// A language code, of which the country (`fr-FR`) says nothing here.
fn language(text: &str) -> Result<String, String> {
    let code = text.split(['-', '_']).next().unwrap_or_default();
    let known = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    known.then(|| code.to_lowercase()).ok_or_else(|| "write a code of ISO 639-1, such as fr or en".into())
}

impl IndexArgs {
    pub(crate) fn request(&self) -> ingest::Request {
        ingest::Request { paths: self.paths.clone(), rebuild: self.rebuild, prune: self.prune }
    }
}

impl SearchArgs {
    /// The search asked for.
    pub(crate) fn request(&self) -> search::Request {
        search::Request {
            query: self.query.clone().unwrap_or_default(),
            limit: self.limit,
            offset: self.offset,
            all: self.all,
            paths: self.paths.clone(),
            path_patterns: self.path.clone(),
            languages: self.lang.clone(),
            since: self.since,
            until: self.until,
            snippet_length: self.snippet.into(),
        }
    }

    /// What is to be brought up to date before the search, if anything is.
    pub(crate) fn update(&self) -> Result<Option<ingest::Request>> {
        if self.paths.is_empty() {
            return Ok(None);
        }
        let missing = |path: &&PathBuf| !Path::exists(path);
        if let Some(path) = self.paths.iter().find(missing) {
            let (query, path) = (self.query.as_deref().unwrap_or_default(), path.display());
            if query.contains(' ') {
                bail!("{path}: no such file or folder");
            }
            bail!(
                "{path}: no such file or folder; put a query of several words in quotes: \"{query} {path}\""
            );
        }
        Ok(Some(ingest::Request { paths: self.paths.clone(), ..ingest::Request::default() }))
    }
}
