//! How many passages of which documents match.

use std::collections::HashSet;
use std::sync::OnceLock;

use anyhow::Result;
use tantivy::DocId;
use tantivy::columnar::StrColumn;

use super::segment::Segment;

/// The passages that match, by path, of all segments. A large file's passages may lie in several.
#[derive(Default)]
pub(in crate::search) struct Documents(Vec<InSegment>);

/// The documents of which passages of a segment match.
struct InSegment {
    paths: StrColumn,
    runs: Vec<Run>,
    /// By the number of the path: how many passages match. Few searches ask for it.
    matches: OnceLock<Vec<u32>>,
    /// How many documents match.
    count: u64,
    /// Numbers of the paths of documents that may have passages in other segments.
    strays: Vec<u64>,
}

/// Passages that match and have the same head, and so are of one document.
pub(super) struct Run {
    pub(super) head: DocId,
    pub(super) passages: u32,
}

impl InSegment {
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
    /// Adds what matches of one segment.
    pub(super) fn add(&mut self, segment: &Segment<'_>, runs: Vec<Run>) -> Result<()> {
        let (mut count, mut strays) = (runs.len() as u64, Vec::new());
        // Where all heads are first passages, each run is another document.
        if !segment.heads.all_first {
            let mut known = HashSet::new();
            for run in &runs {
                let path = segment.path(run.head)?;
                known.insert(path);
                if segment.heads.ordinal(run.head) > 0 {
                    strays.push(path);
                }
            }
            count = known.len() as u64;
        }
        if count > 0 {
            let paths = segment.paths.clone();
            self.0.push(InSegment { paths, runs, matches: OnceLock::new(), count, strays });
        }
        Ok(())
    }

    /// How many documents match: those of all segments, less those that were counted more than once. A document has one
    /// first passage, so in all of its segments but one it is among the strays, and only their paths need to be compared.
    pub(in crate::search) fn count(&self) -> Result<u64> {
        let mut count = self.0.iter().map(|segment| segment.count).sum();
        if self.0.len() < 2 {
            return Ok(count);
        }
        let mut known = HashSet::new();
        for segment in &self.0 {
            for path in &segment.strays {
                let mut key = String::new();
                segment.paths.ord_to_str(*path, &mut key)?;
                if !known.contains(&key) {
                    let segments = self.in_segments(&key)?.iter().filter(|matches| **matches > 0).count();
                    count -= segments.saturating_sub(1) as u64;
                    known.insert(key);
                }
            }
        }
        Ok(count)
    }

    /// How many passages of the document with this key match.
    pub(in crate::search) fn matches(&self, key: &str) -> Result<u64> {
        Ok(self.in_segments(key)?.into_iter().map(u64::from).sum())
    }

    /// The same by segment.
    fn in_segments(&self, key: &str) -> Result<Vec<u32>> {
        let matches = |segment: &InSegment| {
            let path = segment.paths.dictionary().term_ord(key)?;
            Ok(path.and_then(|path| segment.matches().get(path as usize).copied()).unwrap_or(0))
        };
        self.0.iter().map(matches).collect()
    }
}
