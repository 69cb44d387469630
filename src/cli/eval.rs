//! The command that measures a search.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use corpus::eval::{Judged, Options};

/// Measure how well the index answers a judged set of queries
///
/// Each query is searched as `corpus search --by document` does. A document goes by the `id` of its record (JSON Lines,
/// mbox), else by its path as typed from here. Printed are nDCG@10, MRR@10, recall in the first hundred, how often the first
/// document is relevant, and the time of a search with ten hits.
///
/// QUERIES has a JSON object a line with `id`, `text` and maybe `group`; QRELS a line `query document grade`, or as TREC
/// has it, for each document that was judged. What is not judged is not relevant.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  corpus eval queries.jsonl qrels.tsv\n  corpus eval queries.jsonl qrels.tsv --min-grade 3 --groups --run corpus.run\n  corpus eval queries.jsonl qrels.tsv --robustness --json | jq .kept"
)]
pub(crate) struct EvalArgs {
    /// The queries
    #[arg(value_name = "QUERIES")]
    queries: PathBuf,

    /// The judgements
    #[arg(value_name = "QRELS")]
    qrels: PathBuf,

    /// Write the ranking of each query, at most a hundred documents, as a TREC run
    #[arg(long, value_name = "FILE")]
    pub(crate) run: Option<PathBuf>,

    /// Take documents with a lesser grade as not relevant
    #[arg(long, value_name = "N", default_value_t = 0.0, hide_default_value = true)]
    min_grade: f64,

    /// Average inside each group of queries first
    #[arg(long)]
    groups: bool,

    /// Also ask each query without accents, in capitals, in NFD, with curly apostrophes, and with one letter wrong
    #[arg(long)]
    robustness: bool,

    /// Also say how often a snippet of the first ten hits shows the answer; lines of `query TAB document TAB offset TAB
    /// answer`
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,

    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

impl EvalArgs {
    /// The judged set.
    pub(crate) fn judged(&self) -> Result<Judged> {
        Judged::read(&self.queries, &self.qrels, self.answers.as_deref())
    }

    pub(crate) fn options(&self) -> Options {
        Options { least_grade: self.min_grade, by_group: self.groups, robustness: self.robustness }
    }
}
