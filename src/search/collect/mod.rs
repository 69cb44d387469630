//! Compiled query → the best candidates, and how many passages and documents match: the first stage.

mod documents;
mod leaves;
mod matching;
mod merit;
mod neighbours;
mod segment;
mod slices;
mod units;
mod window;

use std::cmp::{Ordering, Reverse};
use std::collections::HashSet;

use anyhow::{Context, Result, ensure};
use tantivy::DocAddress;
use tantivy::query::EnableScoring;

use super::compile::{Compiled, Unit};
use super::cores::in_parts;
use super::statistics::Statistics;
use leaves::LeafWeight;
use matching::Matching;
use merit::{Floor, Key, Merit};
use neighbours::Neighbours;
use segment::Segment;
use slices::{Slice, slices};
use units::Scoring;

/// Words up to which a passage that holds all of the query stands above every passage that lacks some of it.
const FEW_WORDS: usize = 3;

pub(super) use documents::Documents;
pub(super) use merit::Precedence;

/// A passage that matches.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// What its terms add up to.
    pub(super) score: f32,
    /// What comes before the score.
    pub(super) precedence: Precedence,
    /// It is front matter.
    pub(super) front: bool,
    /// Key of the passage's file.
    pub(super) key: String,
    pub(super) ordinal: u64,
    pub(super) address: DocAddress,
}

impl Candidate {
    /// What orders candidates of the same score.
    pub(super) fn place(&self) -> (&str, u64) {
        (&self.key, self.ordinal)
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let merit = |candidate: &Self| Merit::new(candidate.precedence, candidate.score);
        merit(other).cmp(&merit(self)).then_with(|| self.place().cmp(&other.place()))
    }
}

/// How much is to be found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// How many of the best passages.
    pub(super) passages: usize,
    /// Of how many documents that are not among theirs the best passage, behind them.
    pub(super) documents: usize,
}

impl Limits {
    /// Of how many documents the best passage is needed, those of the best passages among them.
    fn of_documents(self) -> usize {
        if self.documents == 0 { 0 } else { self.passages.saturating_add(self.documents) }
    }
}

/// What a search found.
pub(super) struct Found {
    /// The best passages in the order of this stage; then the best ones of further documents.
    pub(super) best: Vec<Candidate>,
    pub(super) total: u64,
    pub(super) documents: Documents,
}

/// Finds the best passages: by precedence, score, then path, then ordinal.
pub(super) fn collect(statistics: &Statistics<'_>, compiled: &Compiled, limits: Limits) -> Result<Found> {
    let searcher = statistics.searcher;
    let matching = Matching::new(compiled.matching.as_ref(), statistics)?;
    let scoring = scoring(compiled, statistics)?;
    let segments = (0..).zip(searcher.segment_readers()).map(|(ord, _)| Segment::new(ord, statistics));
    let segments = segments.filter_map(Result::transpose).collect::<Result<Vec<_>>>()?;
    let floor = Floor::new(limits.documents > 0);
    let slices = slices(&segments, matching.most(statistics.passages));
    let collect =
        |(place, range): &Slice| segments[*place].collect(&matching, &scoring, range.clone(), limits, &floor);
    let mut parts = in_parts(&slices, 1, |slices| slices.iter().flatten().map(collect).collect())?;
    let total = parts.iter().flat_map(|part| &part.runs).map(|run| u64::from(run.passages)).sum();
    let runs = segments.iter().map(|segment| {
        let parts = parts.iter_mut().filter(|part| part.ord == segment.ord);
        parts.flat_map(|part| std::mem::take(&mut part.runs)).collect()
    });
    let documents = Documents::new(&segments, runs.collect())?;
    let best = parts.iter_mut().flat_map(|part| std::mem::take(&mut part.best)).collect();
    let of_documents = parts.into_iter().flat_map(|part| part.of_documents).collect();
    let mut best = candidates(&segments, best, limits.passages)?;
    best.truncate(limits.passages);
    // Those of the best passages are among them.
    let mut others = candidates(&segments, one_of_path(of_documents), limits.of_documents())?;
    let known: HashSet<&str> = best.iter().map(|candidate| candidate.key.as_str()).collect();
    let mut seen: HashSet<String> = HashSet::new();
    others.retain(|other| !known.contains(other.key.as_str()) && seen.insert(other.key.clone()));
    others.truncate(limits.documents);
    best.append(&mut others);
    Ok(Found { best, total, documents })
}

fn scoring(compiled: &Compiled, statistics: &Statistics<'_>) -> tantivy::Result<Scoring> {
    let unit = |unit: &Unit| {
        let leaves = unit.alternatives.iter().map(|leaf| LeafWeight::new(leaf, statistics));
        Ok((leaves.collect::<tantivy::Result<_>>()?, unit.weight))
    };
    let unscored = EnableScoring::disabled_from_searcher(statistics.searcher);
    let neighbours =
        compiled.neighbours.iter().map(|words| Neighbours::new(words, &compiled.units, statistics));
    Ok(Scoring {
        units: compiled.units.iter().map(unit).collect::<tantivy::Result<_>>()?,
        as_typed: compiled.as_typed.as_ref().map(|query| query.weight(unscored)).transpose()?,
        neighbours: neighbours.collect::<tantivy::Result<_>>()?,
        whole: (2..=FEW_WORDS).contains(&compiled.asked) && compiled.units.iter().all(|unit| !unit.guessed),
    })
}

/// The greatest of each path of a segment: a document may be in several slices of it.
fn one_of_path(mut keys: Vec<Key>) -> Vec<Key> {
    let path = |(_, path, _, address): &Key| (address.segment_ord, *path);
    keys.sort_unstable_by(|one, other| path(one).cmp(&path(other)).then_with(|| other.cmp(one)));
    keys.dedup_by_key(|key| path(key));
    keys
}

/// The `most` best in order, and those that equal the last. Only of these the paths are read, which takes its time.
fn candidates(segments: &[Segment<'_>], mut keys: Vec<Key>, most: usize) -> Result<Vec<Candidate>> {
    keys.sort_unstable_by(|one, other| other.cmp(one));
    if let Some(last) = most.checked_sub(1).and_then(|last| keys.get(last)).map(|(merit, ..)| *merit) {
        keys.retain(|(merit, ..)| *merit >= last);
    }
    let mut candidates = Vec::with_capacity(keys.len());
    for segment in segments {
        let mut here: Vec<Key> =
            keys.iter().filter(|(.., address)| address.segment_ord == segment.ord).copied().collect();
        here.sort_unstable_by_key(|(_, Reverse(path), ..)| *path);
        let paths: Vec<u64> = here.iter().map(|(_, Reverse(path), ..)| *path).collect();
        let mut here = here.into_iter();
        let all = segment.paths.dictionary().sorted_ords_to_term_cb(&paths, |path| {
            candidates.extend(here.next().map(|key| candidate(segment, key, path)));
        })?;
        ensure!(all, "a passage without a path");
    }
    let mut candidates = candidates.into_iter().collect::<Result<Vec<_>>>()?;
    candidates.sort_by(Candidate::cmp);
    Ok(candidates)
}

fn candidate(
    segment: &Segment<'_>,
    (merit, _, Reverse(ordinal), address): Key,
    path: &[u8],
) -> Result<Candidate> {
    let key = std::str::from_utf8(path).context("a path that is not UTF-8")?.to_owned();
    let front = segment.is_front(address.doc_id);
    Ok(Candidate { score: merit.score(), precedence: merit.precedence(), front, key, ordinal, address })
}
