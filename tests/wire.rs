//! The contract of every JSON output: these fields with these types, all of them present, and no others.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

/// A value that may be null but must be written: serde would take an absent field for `None`.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(value)
}

/// `corpus search --json`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Results {
    pub(crate) schema: String,
    pub(crate) query: String,
    pub(crate) interpreted: String,
    pub(crate) total: u64,
    pub(crate) documents: u64,
    pub(crate) took_ms: f64,
    pub(crate) unread: u64,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) suggestions: Vec<Suggestion>,
    pub(crate) hits: Vec<Hit>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Warning {
    pub(crate) message: String,
    pub(crate) at: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Suggestion {
    pub(crate) word: String,
    pub(crate) near: Vec<Near>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Near {
    pub(crate) term: String,
    pub(crate) passages: u64,
}

/// A line of `corpus search --jsonl`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hit {
    pub(crate) rank: usize,
    pub(crate) score: f64,
    pub(crate) path: String,
    pub(crate) file: SourceFile,
    pub(crate) document: Document,
    pub(crate) passage: Passage,
    pub(crate) snippet: Snippet,
    #[serde(deserialize_with = "present")]
    pub(crate) parts: Option<Vec<ScorePart>>,
    #[serde(deserialize_with = "present")]
    pub(crate) matches: Option<u64>,
    #[serde(deserialize_with = "present")]
    pub(crate) others: Option<Vec<Other>>,
}

/// The file that a document is or lies within.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceFile {
    pub(crate) path: String,
    #[serde(deserialize_with = "present")]
    pub(crate) sha256: Option<String>,
}

/// A line of `corpus verify --json`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verified {
    pub(crate) schema: String,
    pub(crate) line: usize,
    pub(crate) status: String,
    #[serde(deserialize_with = "present")]
    pub(crate) path: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) id: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) text: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) cited: Option<Cited>,
    #[serde(deserialize_with = "present")]
    pub(crate) now: Option<Now>,
    #[serde(deserialize_with = "present")]
    pub(crate) changed: Option<bool>,
    pub(crate) changes: Vec<Change>,
    #[serde(deserialize_with = "present")]
    pub(crate) reason: Option<String>,
}

/// Where a quotation stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cited {
    #[serde(deserialize_with = "present")]
    pub(crate) bytes: Option<[usize; 2]>,
    #[serde(deserialize_with = "present")]
    pub(crate) lines: Option<[usize; 2]>,
    #[serde(deserialize_with = "present")]
    pub(crate) page: Option<u32>,
}

/// Where a quotation, or what became of it, stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Now {
    pub(crate) path: String,
    #[serde(deserialize_with = "present")]
    pub(crate) id: Option<String>,
    pub(crate) bytes: [usize; 2],
    pub(crate) lines: [usize; 2],
    #[serde(deserialize_with = "present")]
    pub(crate) page: Option<u32>,
    pub(crate) text: String,
    pub(crate) exact: bool,
}

/// A run of words that is another now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    pub(crate) old: String,
    pub(crate) new: String,
}

/// A further passage of the document that a hit stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Other {
    pub(crate) score: f64,
    pub(crate) passage: Passage,
    pub(crate) snippet: Snippet,
    #[serde(deserialize_with = "present")]
    pub(crate) parts: Option<Vec<ScorePart>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScorePart {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) weight: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    #[serde(deserialize_with = "present")]
    pub(crate) id: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) title: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) author: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) date: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) language: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) format: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) encoding: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) sha256: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Passage {
    pub(crate) id: String,
    pub(crate) ordinal: u32,
    pub(crate) bytes: [usize; 2],
    pub(crate) lines: [usize; 2],
    #[serde(deserialize_with = "present")]
    pub(crate) page: Option<u32>,
    #[serde(deserialize_with = "present")]
    pub(crate) language: Option<String>,
    pub(crate) text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Snippet {
    pub(crate) text: String,
    pub(crate) highlights: Vec<[usize; 2]>,
    pub(crate) bytes: [usize; 2],
    pub(crate) windows: Vec<[usize; 2]>,
    pub(crate) line: usize,
}

impl Snippet {
    /// The highlighted parts, cut out as jq and Python would: by code points.
    pub(crate) fn highlighted(&self) -> Vec<String> {
        let chars: Vec<char> = self.text.chars().collect();
        self.highlights.iter().map(|[start, end]| chars[*start..*end].iter().collect()).collect()
    }
}

/// `corpus index --json`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    pub(crate) schema: String,
    pub(crate) files: u64,
    pub(crate) passages: u64,
    pub(crate) added: u64,
    pub(crate) updated: u64,
    pub(crate) removed: u64,
    pub(crate) unchanged: u64,
    pub(crate) documents: u64,
    pub(crate) skipped: BTreeMap<String, u64>,
    pub(crate) unread: Unread,
    pub(crate) repaired: BTreeMap<String, u64>,
    pub(crate) unreachable: Vec<Unreachable>,
    pub(crate) interrupted: bool,
    pub(crate) seconds: f64,
}

/// Files that were not read, by the kind of the reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unread {
    pub(crate) empty: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
    pub(crate) partial: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unreachable {
    pub(crate) path: String,
    pub(crate) reason: String,
}

/// A line of `corpus list --json`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) path: String,
    pub(crate) size: u64,
    #[serde(deserialize_with = "present")]
    pub(crate) modified: Option<u64>,
    #[serde(deserialize_with = "present")]
    pub(crate) skipped: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) unread: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) lines: Option<[u32; 2]>,
    #[serde(deserialize_with = "present")]
    pub(crate) documents: Option<u64>,
    #[serde(deserialize_with = "present")]
    pub(crate) words: Option<u64>,
    #[serde(deserialize_with = "present")]
    pub(crate) passages: Option<u64>,
    pub(crate) document: Document,
}

/// `corpus stats --json`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stats {
    pub(crate) schema: String,
    pub(crate) index: String,
    pub(crate) index_bytes: u64,
    pub(crate) roots: Vec<String>,
    pub(crate) forgotten: Vec<String>,
    pub(crate) files: u64,
    pub(crate) passages: u64,
    pub(crate) words: u64,
    pub(crate) bytes: u64,
    pub(crate) languages: BTreeMap<String, u64>,
    pub(crate) formats: BTreeMap<String, u64>,
    pub(crate) encodings: BTreeMap<String, u64>,
    #[serde(deserialize_with = "present")]
    pub(crate) earliest: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) latest: Option<String>,
    pub(crate) documents: u64,
    pub(crate) skipped: BTreeMap<String, u64>,
    pub(crate) unread: Unread,
}

/// `corpus eval --json`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evaluation {
    pub(crate) schema: String,
    pub(crate) queries: usize,
    pub(crate) groups: usize,
    pub(crate) missing: usize,
    pub(crate) ndcg10: f64,
    pub(crate) mrr10: f64,
    pub(crate) recall100: f64,
    pub(crate) hit1: f64,
    #[serde(deserialize_with = "present")]
    pub(crate) answered: Option<f64>,
    pub(crate) median_ms: f64,
    pub(crate) p95_ms: f64,
    pub(crate) kept: BTreeMap<String, f64>,
}

/// `corpus show --json`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    pub(crate) schema: String,
    pub(crate) path: String,
    pub(crate) document: Document,
    pub(crate) text: String,
}

/// `corpus explain --json`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Explanation {
    pub(crate) schema: String,
    pub(crate) query: String,
    pub(crate) interpreted: String,
    pub(crate) dropped: Vec<String>,
    pub(crate) total: u64,
    pub(crate) documents: u64,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) units: Vec<ExplainedUnit>,
    #[serde(deserialize_with = "present")]
    pub(crate) verdict: Option<Verdict>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExplainedUnit {
    pub(crate) text: String,
    pub(crate) role: String,
    pub(crate) passages: u64,
    #[serde(deserialize_with = "present")]
    pub(crate) stands_for: Option<u64>,
    pub(crate) terms: Vec<ExplainedTerm>,
    pub(crate) near: Vec<Suggestion>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExplainedTerm {
    pub(crate) by: String,
    pub(crate) term: String,
    pub(crate) passages: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verdict {
    pub(crate) path: String,
    pub(crate) matches: bool,
    #[serde(deserialize_with = "present")]
    pub(crate) rank: Option<usize>,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) passage: Place,
    pub(crate) units: Vec<UnitVerdict>,
    #[serde(deserialize_with = "present")]
    pub(crate) elsewhere: Option<Elsewhere>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    pub(crate) kind: String,
    #[serde(deserialize_with = "present")]
    pub(crate) part: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(crate) fact: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub(crate) ordinal: u32,
    pub(crate) of: usize,
    pub(crate) choice: String,
    pub(crate) lines: [usize; 2],
    #[serde(deserialize_with = "present")]
    pub(crate) page: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitVerdict {
    pub(crate) text: String,
    pub(crate) holds: bool,
    pub(crate) by: Vec<String>,
    pub(crate) words: Vec<Word>,
    #[serde(deserialize_with = "present")]
    pub(crate) fact: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Word {
    pub(crate) word: String,
    pub(crate) times: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Elsewhere {
    pub(crate) line: usize,
    pub(crate) rank: usize,
}
