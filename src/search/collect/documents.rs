//! How many passages of which documents match.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use anyhow::Result;
use tantivy::columnar::StrColumn;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, TERMINATED, Term};

use super::segment::Segment;
use crate::index::BATCH;

/// The passages that match, of all segments. A large file's passages may lie in several.
pub(in crate::search) struct Documents {
    segments: Vec<InSegment>,
    count: u64,
}

/// The passages of a segment that match.
struct InSegment {
    paths: StrColumn,
    /// By ascending heads.
    runs: Vec<Run>,
    /// By the number of the path: how many passages match. Few searches ask for it.
    matches: OnceLock<Vec<u32>>,
}

/// Passages that match and have the same head, and so are of one document.
pub(super) struct Run {
    pub(super) head: DocId,
    pub(super) passages: u32,
}

impl InSegment {
    fn has(&self, head: DocId) -> bool {
        self.runs.binary_search_by_key(&head, |run| run.head).is_ok()
    }

    fn matches(&self) -> &[u32] {
        self.matches.get_or_init(|| {
            let mut matches = vec![0; self.paths.num_terms()];
            for run in &self.runs {
                let path = self.paths.ords().first(run.head);
                if let Some(matches) = path.and_then(|path| matches.get_mut(path as usize)) {
                    *matches += run.passages;
                }
            }
            matches
        })
    }
}

impl Documents {
    /// Those that match of each segment: its runs, by ascending heads.
    pub(super) fn new(segments: &[Segment<'_>], runs: Vec<Vec<Run>>) -> Result<Self> {
        let found = |(segment, runs): (&Segment<'_>, _)| InSegment {
            paths: segment.paths.clone(),
            runs,
            matches: OnceLock::new(),
        };
        let found: Vec<_> = segments.iter().zip(runs).map(found).collect();
        // Each run counts once, and those of further batches of a document too many.
        let mut count = found.iter().map(|found| found.runs.len() as u64).sum();
        let mut further: BTreeMap<String, u64> = BTreeMap::new();
        for (segment, found) in segments.iter().zip(&found) {
            for head in segment.heads.further()?.into_iter().filter(|head| found.has(*head)) {
                *further.entry(segment.key(head)?).or_default() += 1;
            }
        }
        for (key, runs) in further {
            let begins = segments.iter().zip(&found).map(|(segment, found)| begins_in(segment, found, &key));
            let begins = begins.collect::<Result<Vec<_>>>()?.contains(&true);
            count -= if begins { runs } else { runs - 1 };
        }
        Ok(Self { segments: found, count })
    }

    /// How many documents match.
    pub(in crate::search) fn count(&self) -> u64 {
        self.count
    }

    /// How many passages of the document with this key match.
    pub(in crate::search) fn matches(&self, key: &str) -> Result<u64> {
        let matches = |segment: &InSegment| {
            let path = segment.paths.dictionary().term_ord(key)?;
            let matches = path.and_then(|path| segment.matches().get(path as usize).copied());
            Ok(u64::from(matches.unwrap_or(0)))
        };
        self.segments.iter().map(matches).sum()
    }
}

/// Whether passages of the first batch of the document with this key match, and the segment has them. That batch is a full
/// one where there are others, so a step of its length does not pass it by.
fn begins_in(segment: &Segment<'_>, found: &InSegment, key: &str) -> Result<bool> {
    let inverted = segment.reader.inverted_index(segment.path)?;
    let term = Term::from_field_text(segment.path, key);
    let Some(mut passages) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
        return Ok(false);
    };
    while passages.doc() != TERMINATED {
        let head = segment.heads.of(passages.doc());
        if segment.heads.ordinal(head) == 0 && found.has(head) {
            return Ok(true);
        }
        passages.seek(passages.doc().max(head.saturating_add(BATCH as DocId - 1)).saturating_add(1));
    }
    Ok(false)
}
