//! The commands that take a query.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use corpus::document::Date;
use corpus::{ingest, search};

/// Find passages
///
/// Words are wanted, not required. Of a query of one word, passages that have it as typed stand first; of two or three
/// words, those with all of them; of a longer query, how much of it a passage covers weighs heavily.
#[derive(Debug, Args)]
#[command(after_long_help = QUERY_HELP)]
pub(crate) struct SearchArgs {
    /// What to find; put several words in quotes: "pont du Niger"
    #[arg(required_unless_present = "json_schema")]
    query: Option<String>,

    /// Search only in these folders and files, which are first brought up to date
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Number of passages, or of documents, to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,

    /// Leave out the best N of them
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,

    #[command(flatten)]
    narrowing: Narrowing,

    /// Longest snippet, in characters: up to three parts of a passage, with ellipses between them
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u16).range(20..))]
    snippet: u16,

    /// What a hit is: each passage, or each document by its best passages
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = By::Passage, hide_default_value = true)]
    by: By,

    /// Show of each hit what its score is the sum of
    #[arg(long)]
    pub(crate) explain: bool,

    /// How to print the passages: csv and tsv for spreadsheets, html and markdown as a list of quotations
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text, hide_default_value = true)]
    format: Format,

    /// Print one JSON object, as --format json does
    #[arg(long, conflicts_with_all = ["jsonl", "format"])]
    json: bool,

    /// Print one JSON object a line for each passage, as --format jsonl does
    #[arg(long, conflicts_with = "format")]
    jsonl: bool,

    /// Print the JSON Schema of --json and exit
    #[arg(long)]
    pub(crate) json_schema: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Passage,
    Document,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
    Tsv,
    Html,
    Markdown,
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
  corpus search --by document \"pont du Niger\"
  corpus search --json \"Koulikoro\" | jq -r '.hits[].path'
  corpus search --format csv -n 1000 \"Koulikoro\" > koulikoro.csv";

/// Say what a query became, and why a document matches it or not
///
/// Each word, phrase or filter of the query is shown with what it is looked for by, and how many passages hold it: the
/// word without accents and capitals, the lemma or stem that its inflections share, the title of the document. With a
/// PATH, the best passage of that document, or the one at LINE, is compared part by part.
///
/// The exit status is 0 if the query finds a passage, or if that document or passage matches, and 1 if not.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  corpus explain \"l'armee de Segou\"\n  corpus explain \"+pont -Niger\" seeds/koulikoro.md\n  corpus explain \"pont Niger\" seeds/koulikoro.md:14\n  corpus explain --json \"koulik*\" | jq '.units[].terms'"
)]
pub(crate) struct ExplainArgs {
    /// The query, as for `corpus search`
    query: String,

    /// A file of the index, with or without the line of a passage
    #[arg(value_name = "PATH[:LINE]")]
    pub(crate) place: Option<String>,

    #[command(flatten)]
    narrowing: Narrowing,

    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// What narrows a search down, besides its query.
#[derive(Debug, Args)]
struct Narrowing {
    /// Require every word
    #[arg(long)]
    all: bool,

    /// Only files whose path matches: a part of it, or a pattern such as '2024/**/*.md'
    #[arg(long, value_name = "GLOB")]
    path: Vec<String>,

    /// Only passages in this language, by its ISO 639-1 code
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = language)]
    lang: Vec<String>,

    /// Only documents that may date from then or later: 2025, 2025-06 or 2025-06-30
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,

    /// Only documents that may date from then or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
}

/// A language code, of which the country (`fr-FR`) says nothing here.
fn language(text: &str) -> Result<String, String> {
    let code = text.split(['-', '_']).next().unwrap_or_default();
    let known = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    known.then(|| code.to_lowercase()).ok_or_else(|| "write a code of ISO 639-1, such as fr or en".into())
}

impl Narrowing {
    /// A search for `query` in what is left.
    fn request(&self, query: &str) -> search::Request {
        search::Request {
            all: self.all,
            path_patterns: self.path.clone(),
            languages: self.lang.clone(),
            since: self.since,
            until: self.until,
            ..search::Request::new(query)
        }
    }
}

impl SearchArgs {
    /// The search asked for.
    pub(crate) fn request(&self) -> search::Request {
        search::Request {
            limit: self.limit,
            offset: self.offset,
            paths: self.paths.clone(),
            snippet_length: self.snippet.into(),
            listing: match self.by {
                By::Passage => search::Listing::Passages,
                By::Document => search::Listing::Documents,
            },
            ..self.narrowing.request(self.query.as_deref().unwrap_or_default())
        }
    }

    /// How to print what is found.
    pub(crate) fn format(&self) -> Result<Format> {
        let format = match (self.json, self.jsonl) {
            (true, _) => Format::Json,
            (_, true) => Format::Jsonl,
            _ => self.format,
        };
        if self.explain && !matches!(format, Format::Text | Format::Json | Format::Jsonl) {
            bail!(
                "--explain: only text, json and jsonl say what a score is the sum of; choose one with --format"
            );
        }
        Ok(format)
    }

    /// What is to be brought up to date before the search, if anything is.
    pub(crate) fn update(&self) -> Result<Option<ingest::Request>> {
        if self.paths.is_empty() {
            return Ok(None);
        }
        let missing = |path: &&PathBuf| on_disk(path).is_none();
        if let Some(path) = self.paths.iter().find(missing) {
            let (query, path) = (self.query.as_deref().unwrap_or_default(), path.display());
            if query.contains(' ') {
                bail!("{path}: no such file or folder");
            }
            bail!(
                "{path}: no such file or folder; put a query of several words in quotes: \"{query} {path}\""
            );
        }
        let paths = self.paths.iter().filter_map(|path| on_disk(path)).collect();
        let workers = Some(super::workers(super::TIMEOUT)?);
        Ok(Some(ingest::Request { paths, workers, ..ingest::Request::default() }))
    }
}

/// The path itself if there is such a file or folder, or the file, such as an archive, that it leads into.
fn on_disk(path: &Path) -> Option<PathBuf> {
    let existing = path.ancestors().find(|path| path.exists())?;
    (existing == path || existing.is_file()).then(|| existing.to_owned())
}

impl ExplainArgs {
    /// The search that is to be explained.
    pub(crate) fn request(&self) -> search::Request {
        self.narrowing.request(&self.query)
    }
}
