//! Which segments become one: as tantivy chooses, but few at a time.

use tantivy::index::SegmentMeta;
use tantivy::merge_policy::{LogMergePolicy, MergeCandidate, MergePolicy};

/// Segments that one merge takes, at most.
const MOST_MERGED: usize = 4;

/// Merges segments of about the same size, as tantivy does by itself, but not all of a large first index at once.
#[derive(Debug, Default)]
pub(super) struct AFewAtATime(LogMergePolicy);

impl MergePolicy for AFewAtATime {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let candidates = self.0.compute_merge_candidates(segments);
        let few = |MergeCandidate(segments): MergeCandidate| {
            // One by itself is worth it only if it has much that is deleted.
            let alone = segments.len() == 1;
            let parts = segments.chunks(MOST_MERGED).filter(|few| alone || few.len() > 1);
            parts.map(|few| MergeCandidate(few.to_vec())).collect::<Vec<_>>()
        };
        candidates.into_iter().flat_map(few).collect()
    }
}
