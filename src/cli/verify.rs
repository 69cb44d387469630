//! The command that verifies citations.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use corpus::ingest;

/// Say whether quotations still stand in their sources
///
/// Reads citations, which are hits of `corpus search --jsonl` or what jq cuts out of them, and looks for each quotation in
/// its file as that is on disk now; no index is needed. Of each it says what became of it:
///
/// unchanged: it is there, word for word, also if the file has changed elsewhere;
///
/// moved: it is elsewhere in its file, or in a file that an index knows by the same SHA-256;
///
/// altered: it is there with other words, which are shown;
///
/// gone: it is not there, for a reason that is told.
///
/// A citation needs `path` and `text`; `sha256`, `bytes`, `lines`, `page` and, of a record, `id` make it exact. The text may
/// be `passage.text` or `snippet.text` too, and only a part of it. White space at its ends does not count; where it only
/// breaks otherwise within, the quotation is there with other white space. A relative path is one from the current
/// directory or, failing that, from the folder that holds the index.
///
/// The exit status is 0 if every quotation is there word for word, 1 if one is altered or gone, or there is none, and 2 if
/// a line is no citation; the others are verified all the same.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  corpus search --jsonl \"pont Niger\" > citations.jsonl\n  corpus verify citations.jsonl\n  corpus search --jsonl \"pont Niger\" | jq -c '{path, sha256: .document.sha256, text: .snippet.text}' > notes.jsonl\n  corpus verify --json notes.jsonl | jq -r 'select(.status != \"unchanged\") | .path'"
)]
pub(crate) struct VerifyArgs {
    /// A file of citations, one JSON object a line, or what `corpus search --json` prints; - for standard input
    #[arg(value_name = "CITATIONS")]
    pub(crate) file: PathBuf,

    /// Give up on a document of a binary format after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = super::TIMEOUT, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,

    /// Print one JSON object a line for each citation
    #[arg(long)]
    pub(crate) json: bool,
}

impl VerifyArgs {
    pub(crate) fn workers(&self) -> Result<ingest::Workers> {
        super::workers(self.timeout)
    }
}
