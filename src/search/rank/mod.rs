//! The second stage: the best candidates of the first, read and ordered anew.
//!
//! The first stage adds up, term by term, what the index holds of each passage that matches. This one reads the texts of
//! the best of them, and weighs what their terms do not tell: words that are nearly those of the query, words that stand
//! together, the likeness to what else was found. The score is a weighted sum; `weights` are learned from public French
//! judgements by `examples/learn_ranking`.

mod features;
mod letters;
mod likeness;
mod reading;
mod sought;
mod titles;
mod wanted;
mod weights;

use anyhow::Result;

use super::Listing;
use super::collect::{Candidate, Precedence};
use super::compile::Compiled;
use super::statistics::Statistics;
use crate::index::Index;
use features::Features;
use weights::WEIGHTS;

pub(super) use wanted::Wanted;

/// Passages that a search reads to order them anew. More cost time, and the right one is seldom further down.
pub const DEPTH: usize = 64;

/// What front matter loses of its score: it is found, but the text that it introduces is the better answer.
const FRONT_MATTER: f32 = -3.0;

/// A part of a hit's score: what was measured, and how much it counts. The score is the sum of all `value * weight`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScorePart {
    /// What was measured, in one word or two.
    pub name: &'static str,
    /// How much of it there is.
    pub value: f32,
    /// What one of it counts.
    pub weight: f32,
}

/// A candidate in its place.
#[derive(Debug, Clone)]
pub(super) struct Ranked {
    pub(super) candidate: Candidate,
    /// What its parts add up to.
    pub(super) score: f32,
    pub(super) parts: Vec<ScorePart>,
}

/// The candidates, which are in the order of the first stage, in their order: those beyond [`DEPTH`] keep theirs, behind.
pub(super) fn rank(
    index: &Index,
    statistics: &Statistics<'_>,
    compiled: &Compiled,
    wanted: &Wanted,
    mut candidates: Vec<Candidate>,
    listing: Listing,
) -> Result<Vec<Ranked>> {
    if compiled.units.is_empty() {
        return Ok(candidates.into_iter().map(unscored).collect());
    }
    let rest = candidates.split_off(candidates.len().min(DEPTH));
    let features = features::of(index, statistics, compiled, wanted, &candidates)?;
    let read = candidates.into_iter().zip(&features);
    let mut ranked: Vec<Ranked> = read.map(|(candidate, features)| scored(candidate, features)).collect();
    lift(&mut ranked, listing);
    ranked.sort_by(|one, other| {
        let by_score = other.score.total_cmp(&one.score);
        by_score.then_with(|| one.candidate.place().cmp(&other.candidate.place()))
    });
    let lowest = ranked.last().map_or(0.0, |last| last.score);
    ranked.extend(rest.into_iter().zip(1..).map(|(candidate, place)| behind(candidate, place, lowest)));
    Ok(ranked)
}

fn unscored(candidate: Candidate) -> Ranked {
    Ranked { score: candidate.score, candidate, parts: Vec::new() }
}

fn scored(candidate: Candidate, features: &Features) -> Ranked {
    let values = features.0.iter().zip(WEIGHTS);
    let mut parts: Vec<ScorePart> = values
        .zip(features::NAMES)
        .map(|((value, weight), name)| ScorePart { name, value: *value, weight })
        .collect();
    if candidate.front {
        parts.push(ScorePart { name: "front matter", value: 1.0, weight: FRONT_MATTER });
    }
    Ranked { candidate, score: sum(&parts), parts }
}

/// A candidate that was not read keeps its `place`, from 1, behind the lowest of those that were.
fn behind(candidate: Candidate, place: usize, lowest: f32) -> Ranked {
    let parts = vec![
        ScorePart { name: "last one read", value: lowest, weight: 1.0 },
        ScorePart { name: "not read", value: place as f32, weight: -1.0 },
    ];
    Ranked { candidate, score: sum(&parts), parts }
}

fn sum(parts: &[ScorePart]) -> f32 {
    parts.iter().map(|part| part.value * part.weight).sum()
}

/// Puts the passages that stand before others above them, whatever their scores.
fn lift(ranked: &mut [Ranked], listing: Listing) {
    let stands_before = |ranked: &Ranked| match listing {
        Listing::Passages => ranked.candidate.precedence > Precedence::None,
        Listing::Documents => ranked.candidate.precedence == Precedence::AsTyped,
    };
    let scores = |first: bool| {
        let those = ranked.iter().filter(move |ranked| stands_before(ranked) == first);
        those.map(|ranked| ranked.score)
    };
    let (lowest, highest) = (scores(true).reduce(f32::min), scores(false).reduce(f32::max));
    let (Some(lowest), Some(highest)) = (lowest, highest) else { return };
    let bonus = (highest - lowest).max(0.0) + 1.0;
    for ranked in ranked.iter_mut().filter(|ranked| stands_before(ranked)) {
        let name = if ranked.candidate.precedence == Precedence::AsTyped { "as typed" } else { "all words" };
        ranked.parts.push(ScorePart { name, value: 1.0, weight: bonus });
        ranked.score = sum(&ranked.parts);
    }
}
