//! The segments in slices, one a thread.

use std::ops::Range;

use tantivy::DocId;

use super::segment::Segment;
use crate::search::cores::cores;

/// Matching passages, at the least, for which a further thread pays: it takes some 100 µs to start and to look up the
/// terms' postings anew.
const PASSAGES_A_THREAD: u64 = 4_000;

/// Threads that a search takes at the most.
const MOST_THREADS: u64 = 4;

/// A range of the documents of a segment, by its place among the segments.
pub(super) type Slice = (usize, Range<DocId>);

/// Cuts the segments, one behind another, into slices of the same size for as many threads as `matching` passages are worth.
/// Each ends where a document does.
pub(super) fn slices(segments: &[Segment<'_>], matching: u64) -> Vec<Vec<Slice>> {
    let threads = (matching / PASSAGES_A_THREAD).min(MOST_THREADS).min(cores() as u64).max(1) as u32;
    let all: DocId = segments.iter().map(Segment::end).sum();
    let size = all.div_ceil(threads);
    let (mut slices, mut room) = (vec![Vec::new()], size);
    for (place, segment) in segments.iter().enumerate() {
        let mut start = 0;
        while start < segment.end() {
            if room == 0 {
                slices.push(Vec::new());
                room = size;
            }
            let end = segment.end().min(start.saturating_add(room));
            let end = if end < segment.end() { segment.beginning(end) } else { end };
            if let Some(slice) = slices.last_mut() {
                slice.push((place, start..end));
            }
            room = room.saturating_sub(end - start);
            start = end;
        }
    }
    slices
}
