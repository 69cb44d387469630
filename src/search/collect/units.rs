//! The score of a passage.

use tantivy::query::{Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader};

use super::leaves::{LeafScorer, LeafWeight};
use super::merit::{Merit, Precedence};
use super::neighbours::{Neighbours, NeighboursScorer};
use super::window::Window;
use crate::search::heads::Group;

/// What a sum of floats may be above the same sum in another order, in parts of it, and more.
const ROUNDING: f32 = 1.0 + 1e-5;

/// The scored parts of a query, ready for every segment.
pub(super) struct Scoring {
    /// The alternatives of each unit, and its share of the query's weight.
    pub(super) units: Vec<(Vec<LeafWeight>, f32)>,
    /// Of passages that have the only word as typed.
    pub(super) as_typed: Option<Box<dyn Weight>>,
    pub(super) neighbours: Vec<Neighbours>,
    /// A passage that holds all units stands above those that do not.
    pub(super) whole: bool,
}

/// Scores ascending passages of a segment.
pub(super) struct Units<'s> {
    /// In the order of the query.
    units: Vec<Unit>,
    as_typed: Option<Box<dyn Scorer>>,
    neighbours: Vec<NeighboursScorer<'s>>,
    /// The weight of all units.
    weight: f32,
    /// No passage has more of neighbours.
    most: Score,
    whole: bool,
    /// The scores of one alternative.
    other: Window,
}

struct Unit {
    alternatives: Vec<LeafScorer>,
    weight: f32,
    /// The best scores of the alternatives.
    scores: Window,
}

impl<'s> Units<'s> {
    pub(super) fn new(scoring: &'s Scoring, ord: u32, reader: &'s SegmentReader) -> tantivy::Result<Self> {
        let unit = |(leaves, weight): &(Vec<LeafWeight>, f32)| {
            let alternatives = leaves.iter().map(|leaf| leaf.scorer(ord, reader));
            let alternatives = alternatives.collect::<tantivy::Result<_>>()?;
            Ok(Unit { alternatives, weight: *weight, scores: Window::new() })
        };
        let units = scoring.units.iter().map(unit).collect::<tantivy::Result<Vec<_>>>()?;
        Ok(Self {
            weight: units.iter().map(|unit| unit.weight).sum(),
            as_typed: scoring.as_typed.as_ref().map(|weight| weight.scorer(reader, 1.0)).transpose()?,
            most: scoring.neighbours.iter().map(|words| words.most).sum(),
            neighbours: scoring.neighbours.iter().map(|words| words.scorer(reader)).collect(),
            whole: scoring.whole,
            other: Window::new(),
            units,
        })
    }

    /// Scores `passages`, which are all in the window that begins with the first of them; `groups` are theirs.
    pub(super) fn score(&mut self, passages: &[DocId], groups: &[Group]) {
        let Some(first) = passages.first() else { return };
        for unit in &mut self.units {
            unit.scores.begin(*first);
            let mut alternatives = unit.alternatives.iter_mut();
            alternatives.by_ref().take(1).for_each(|leaf| leaf.add(&mut unit.scores, passages, groups));
            for leaf in alternatives {
                self.other.begin(*first);
                leaf.add(&mut self.other, passages, groups);
                unit.scores.max(&self.other);
            }
        }
    }

    /// Of a passage that was scored: the sum of the units' scores, times the share of the query's weight that the passage
    /// covers; and what stands before it. `None` if it is certain to be below `least`.
    pub(super) fn merit(&mut self, doc: DocId, least: Merit) -> tantivy::Result<Option<Merit>> {
        let (mut score, mut covered, mut held) = (0.0, 0.0, 0);
        for unit in &self.units {
            if let Some(best) = unit.scores.score(doc) {
                score += best;
                covered += unit.weight;
                held += 1;
            }
        }
        let share = if self.weight > 0.0 { covered / self.weight } else { 1.0 };
        let precedence = if self.as_typed.as_mut().is_some_and(|scorer| holds(scorer.as_mut(), doc)) {
            Precedence::AsTyped
        } else if self.whole && held == self.units.len() {
            Precedence::Whole
        } else {
            Precedence::None
        };
        // Neighbours are the dearest to look for, and add little.
        let too_low = |most: Score| Merit::new(precedence, (score + most) * share * ROUNDING) < least;
        if too_low(self.most) {
            return Ok(None);
        }
        let holds_all =
            |needed: &[usize]| needed.iter().all(|unit| self.units[*unit].scores.score(doc).is_some());
        let possible = |of: &&mut NeighboursScorer<'_>| holds_all(&of.words.needs);
        let most: Score = self.neighbours.iter_mut().filter(possible).map(|of| of.words.most).sum();
        if too_low(most) {
            return Ok(None);
        }
        let mut together = 0.0;
        for neighbours in self.neighbours.iter_mut().filter(possible) {
            together += neighbours.score(doc)?.unwrap_or(0.0);
        }
        Ok(Some(Merit::new(precedence, (score + together) * share)))
    }
}

/// Whether the scorer, which is at no later document, has this one.
fn holds(scorer: &mut dyn Scorer, doc: DocId) -> bool {
    scorer.doc() <= doc && scorer.seek(doc) == doc
}
