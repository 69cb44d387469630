//! Citations → what became of them: each quotation is looked for in its source, which is read again from disk.
//!
//! ```text
//! JSON ─input, citation→ Citation ─locate→ file ─ingest→ text ─quote, nearest→ Verdict
//! ```
//!
//! A file is read once for all that is cited of it. Only what is not where it was cited is looked for elsewhere: in the
//! other documents of its file, then in files that an index knows to have the same bytes.

mod bounds;
mod case;
mod citation;
mod elsewhere;
mod input;
mod locate;
mod nearest;
mod quote;
mod text;
mod words;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::document::Span;
use crate::index::Index;
use crate::ingest::{Rereader, Workers};

pub use citation::{Citation, CitedPlace};
pub use input::{Item, items};
pub use nearest::Piece;

use case::Case;
use elsewhere::Copies;
use text::Text;

/// How citations are verified.
#[derive(Clone, Default)]
pub struct Request<'i> {
    /// How files of binary formats are read; without workers in this process, which is for files that are trusted.
    pub workers: Option<Workers>,
    /// An index, if one is at hand: paths may be relative to the folder that holds it, and it may know where a file went.
    pub index: Option<&'i Index>,
}

/// What became of a citation.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Line of the input, from 1, on which the citation begins.
    pub line: usize,
    /// The citation.
    pub citation: Citation,
    /// What became of the quotation.
    pub outcome: Outcome,
    /// Whether the source has other bytes than it had: its document's where their SHA-256 is cited, else its file's. Not
    /// known where neither is cited or nothing is there.
    pub changed: Option<bool>,
}

/// What became of a quotation.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It is there, word for word; so is all that is cited of its place.
    Unchanged(Place),
    /// It is elsewhere in the file, or in a file with the same bytes, word for word.
    Moved(Place),
    /// Something like it is there, with these differences.
    Altered(Place, Vec<Piece>),
    /// Neither is there, for this reason.
    Gone(String),
}

/// Where a quotation, or what is left of it, stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path of the document, as the citation has it or as it can be typed from the current directory.
    pub path: String,
    /// What a record calls itself.
    pub id: Option<String>,
    /// Bytes of the extracted text.
    pub bytes: Span,
    /// First and last line of the source, from 1.
    pub lines: (u32, u32),
    /// Page of the source, from 1, where it has pages.
    pub page: Option<u32>,
    /// What stands there.
    pub text: String,
    /// Whether that is the quotation byte for byte, white space at its ends aside; if not, other white space parts the
    /// same words, or it is altered.
    pub exact: bool,
}

impl Outcome {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unchanged(_) => "unchanged",
            Self::Moved(_) => "moved",
            Self::Altered(..) => "altered",
            Self::Gone(_) => "gone",
        }
    }

    /// Whether the quotation is still there, word for word.
    pub fn is_found(&self) -> bool {
        matches!(self, Self::Unchanged(_) | Self::Moved(_))
    }

    /// Where it, or what became of it, stands.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Unchanged(place) | Self::Moved(place) | Self::Altered(place, _) => Some(place),
            Self::Gone(_) => None,
        }
    }
}

/// Verifies citations, each with its line, and returns what became of them in the same order.
///
/// A relative path is one from the current directory or, if there is no such file, from the folder that holds the index.
///
/// # Errors
///
/// The current directory or the index cannot be read. A file that cannot be read is no error; its citations are gone.
pub fn verify(citations: Vec<(usize, Citation)>, request: &Request<'_>) -> Result<Vec<Verdict>> {
    let mut bases = vec![std::env::current_dir().context("the current directory cannot be read")?];
    bases.extend(request.index.and_then(|index| index.dir().parent()).map(PathBuf::from));
    let mut cases: Vec<Case> = citations.into_iter().map(|(line, it)| Case::new(line, it, &bases)).collect();
    let mut files: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
    for (number, case) in cases.iter().enumerate() {
        if let Ok(source) = &case.source {
            files.entry(source.file.clone()).or_default().push(number);
        }
    }
    let mut reader = Rereader::new(request.workers.as_ref());
    for (file, numbers) in &files {
        read_again(&mut reader, file, numbers, &mut cases);
    }
    if let Some(index) = request.index.filter(|_| cases.iter().any(Case::may_be_copied)) {
        Copies::of(index)?.look(&mut reader, &mut cases);
    }
    Ok(cases.into_iter().map(Case::verdict).collect())
}

/// Reads a file and judges by it the citations with these numbers.
fn read_again(reader: &mut Rereader, file: &Path, numbers: &[usize], cases: &mut [Case]) {
    let sum = OnceCell::new();
    let file_sum = || sum.get_or_init(|| Rereader::sha256(file)).clone();
    let whole = reader.read(file, &mut |found| {
        let text = Text::of(&found);
        for number in numbers {
            let case = &mut cases[*number];
            if case.is_of(&found) {
                case.meet(&found, text.as_ref(), &file_sum);
            }
        }
    });
    let sum = whole.as_ref().ok().cloned().or_else(file_sum);
    for number in numbers {
        let case = &mut cases[*number];
        case.compare_file(sum.as_deref());
        if let Err(unread) = &whole {
            case.unread.get_or_insert_with(|| unread.reason.clone());
        }
    }
    // Other documents are searched only for what its own does not have: that is rare, and reading twice is cheaper than
    // looking for every citation in every record.
    let lost: Vec<usize> = numbers.iter().copied().filter(|number| !cases[*number].is_found()).collect();
    if lost.is_empty() || whole.is_err() {
        return;
    }
    let _ = reader.read(file, &mut |found| {
        let Some(text) = Text::of(&found) else { return };
        for number in &lost {
            let case = &mut cases[*number];
            if !case.is_of(&found) && !case.is_found() {
                case.look_in(&found, &text, &file_sum);
            }
        }
    });
}
