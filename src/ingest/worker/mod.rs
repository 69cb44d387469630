//! Reading in other processes: what a parser of binary data does to its process, it does to a worker.
//!
//! A worker is this same program. It reads one file after the other and is replaced when it dies, or when it has said
//! nothing for longer than a document may take. What it was reading then is reported, and the rest of an archive is
//! read by the next one.

mod child;
mod parent;

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::read::{Event, Whole};
use crate::document::Unread;

pub use child::serve;
pub(super) use parent::{Reader, seconds_given};

/// How files of binary formats are read: by processes of this program.
#[derive(Debug, Clone)]
pub struct Workers {
    /// The program that runs [`serve`] on its standard input and output.
    pub program: PathBuf,
    /// What makes it do so.
    pub arguments: Vec<String>,
    /// How long one document may take.
    pub time_limit: Duration,
}

/// What a worker is asked: one line of JSON.
#[derive(Debug, Serialize, Deserialize)]
struct Question {
    /// The path, as the index encodes paths.
    path: String,
    /// So many items of the file were begun by a worker that did not come to its end.
    begun: u64,
}

/// What it answers, a line of JSON each; a `Whole` comes last.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// It came upon a document.
    Event(Event),
    /// It is done with the file, or could not read it.
    Whole(Result<Whole, Unread>),
}

#[cfg(all(test, unix))]
mod tests;
