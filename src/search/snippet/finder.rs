//! The best window of a text: the stretch of a given length that holds the most weight of different units.

use std::cmp::Reverse;

use super::layout::Layout;
use crate::document::Span;
use crate::search::highlight::Match;

/// The matches of a text in the two orders in which a window that moves over it meets them.
pub(super) struct Finder<'a> {
    layout: &'a Layout<'a>,
    /// By their beginning; the graphemes at their ends are whole.
    by_start: Vec<Match>,
    by_end: Vec<Match>,
    /// Where the word of each of `by_start` begins.
    words: Vec<usize>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(layout: &'a Layout<'a>, matches: &[Match]) -> Self {
        let aligned = |found: &Match| Match { bytes: layout.aligned(&found.bytes), unit: found.unit };
        let mut by_start: Vec<Match> = matches.iter().map(aligned).collect();
        by_start.sort_by_key(|found| (found.bytes.start, found.bytes.end));
        let mut by_end = by_start.clone();
        by_end.sort_by_key(|found| found.bytes.end);
        let words = by_start.iter().map(|found| layout.start_before(found.bytes.start)).collect();
        Self { layout, by_start, by_end, words }
    }

    /// The first match, however long.
    pub(super) fn first(&self) -> Option<&Match> {
        self.by_start.first()
    }

    /// The units that match inside `window`, in the order of the text; one may come again.
    pub(super) fn units_in(&self, window: &Span) -> impl Iterator<Item = usize> {
        self.inside(window).map(|found| found.unit)
    }

    fn inside(&self, window: &Span) -> impl DoubleEndedIterator<Item = &Match> {
        let first = self.by_start.partition_point(|found| found.bytes.start < window.start);
        let behind = self.by_start.partition_point(|found| found.bytes.start < window.end).max(first);
        self.by_start[first..behind].iter().filter(move |found| found.bytes.end <= window.end)
    }

    /// The window of at most `room` code points that holds the most: of equals whole sentences, then the one with more
    /// matches, then the first. `None` if none holds anything. `weights` are those of the units, 0 for one that does
    /// not count.
    pub(super) fn best(&self, room: usize, weights: &[u64]) -> Option<Best> {
        let sentences = self.heaviest(self.sentences(room), weights);
        let words = self.heaviest(self.stretches(room).into_iter(), weights);
        let weight = |held: &Option<Held>| held.as_ref().map_or(0, |held| held.weight);
        if weight(&words) > weight(&sentences) {
            let core = self.core(&words?.window, weights);
            let words = self.layout.whole_words(&core, room);
            return Some(Best { window: words.clone(), least: words });
        }
        let window = sentences?.window;
        let least = self.layout.whole_sentences(&self.core(&window, weights));
        Some(Best { window, least })
    }

    /// From each sentence on as many whole sentences as fit.
    fn sentences(&self, room: usize) -> impl Iterator<Item = Span> {
        let sentences = self.layout.sentences();
        let from = move |first: &Span| {
            let limit = self.layout.ahead(first.start, room);
            let last = sentences.partition_point(|sentence| sentence.end <= limit).checked_sub(1)?;
            (first.end <= sentences[last].end).then(|| first.start..sentences[last].end)
        };
        sentences.iter().filter_map(from)
    }

    /// As much as fits from each match on, and from the beginning of its word.
    fn stretches(&self, room: usize) -> Vec<Span> {
        let fits = |start, found: &Match| self.layout.length(&(start..found.bytes.end)) <= room;
        let places = self.by_start.iter().zip(&self.words);
        let starts = places.flat_map(|(found, word)| {
            [*word, found.bytes.start].into_iter().filter(move |start| fits(*start, found))
        });
        let mut starts: Vec<usize> = starts.collect();
        starts.sort_unstable();
        starts.dedup();
        starts.into_iter().map(|start| start..self.layout.ahead(start, room)).collect()
    }

    /// The heaviest of `windows`, whose beginnings and ends ascend. Each match is looked at twice, however many windows
    /// hold it.
    fn heaviest(&self, windows: impl Iterator<Item = Span>, weights: &[u64]) -> Option<Held> {
        let mut tally = Tally::new(weights);
        let mut leaving = self.by_start.iter().peekable();
        let mut entering = self.by_end.iter().peekable();
        let mut end = 0;
        let held = windows.map(|window| {
            while let Some(found) = leaving.next_if(|found| found.bytes.start < window.start) {
                if found.bytes.end <= end {
                    tally.remove(found.unit);
                }
            }
            end = window.end;
            while let Some(found) = entering.next_if(|found| found.bytes.end <= end) {
                if found.bytes.start >= window.start {
                    tally.add(found.unit);
                }
            }
            Held { weight: tally.weight, more: tally.more, window }
        });
        let held = held.filter(|held| held.weight > 0);
        held.max_by_key(|held| (held.weight, held.more, Reverse(held.window.start)))
    }

    /// The shortest part of `window` around one match of each unit that counts in it.
    fn core(&self, window: &Span, weights: &[u64]) -> Span {
        let first_that_counts = || {
            let mut seen: Vec<bool> = weights.iter().map(|weight| *weight == 0).collect();
            move |found: &&Match| !std::mem::replace(&mut seen[found.unit], true)
        };
        let ends = self.inside(window).filter(first_that_counts()).map(|found| found.bytes.end);
        let upto = window.start..ends.max().unwrap_or(window.end);
        let starts = self.inside(&upto).rev().filter(first_that_counts()).map(|found| found.bytes.start);
        starts.min().unwrap_or(upto.start)..upto.end
    }
}

/// The best window, and the part of it that still shows what counts.
pub(super) struct Best {
    pub(super) window: Span,
    pub(super) least: Span,
}

/// What a window holds.
struct Held {
    /// Weight of the different units.
    weight: u64,
    /// Weight of the further matches of these units.
    more: u64,
    window: Span,
}

/// What the matches inside a moving window weigh.
struct Tally<'w> {
    weights: &'w [u64],
    counts: Vec<usize>,
    weight: u64,
    more: u64,
}

impl<'w> Tally<'w> {
    fn new(weights: &'w [u64]) -> Self {
        Self { weights, counts: vec![0; weights.len()], weight: 0, more: 0 }
    }

    fn add(&mut self, unit: usize) {
        let sum = if self.counts[unit] == 0 { &mut self.weight } else { &mut self.more };
        *sum += self.weights[unit];
        self.counts[unit] += 1;
    }

    fn remove(&mut self, unit: usize) {
        self.counts[unit] -= 1;
        let sum = if self.counts[unit] == 0 { &mut self.weight } else { &mut self.more };
        *sum -= self.weights[unit];
    }
}
