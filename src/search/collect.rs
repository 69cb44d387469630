//! Compiled query → the best candidates, and how many passages and documents match.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use anyhow::{Context, Result};
use tantivy::columnar::StrColumn;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{BitSet, DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::compile::{Compiled, Unit};

/// Words up to which a passage that holds all of the query stands above every passage that lacks some of it.
const FEW_WORDS: usize = 3;

/// What front matter keeps of its score: it is found, but the text that it introduces is the better answer.
const FRONT_MATTER: f32 = 0.3;

/// A passage that matches.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    pub(super) score: f32,
    /// Key of the passage's file.
    pub(super) key: String,
    pub(super) ordinal: u64,
    pub(super) address: DocAddress,
}

/// What a search found.
pub(super) struct Found {
    /// The best, in the order of the results.
    pub(super) best: Vec<Candidate>,
    pub(super) total: u64,
    pub(super) documents: u64,
}

/// Finds the `limit` best passages: by score, then path, then ordinal.
pub(super) fn collect(searcher: &Searcher, compiled: &Compiled, limit: usize) -> Result<Found> {
    let statistics = Statistics { searcher, passages: compiled.passages };
    let unscored = EnableScoring::disabled_from_searcher(searcher);
    let scored = EnableScoring::enabled_from_statistics_provider(&statistics, searcher);
    let matching = compiled.matching.weight(unscored)?;
    let weights = |unit: &Unit| {
        let weights = unit.alternatives.iter().map(|leaf| leaf.scoring.weight(scored));
        Ok((weights.collect::<tantivy::Result<_>>()?, unit.weight))
    };
    let units = compiled.units.iter().map(weights).collect::<Result<Vec<(Vec<_>, f32)>>>()?;
    let neighbours = compiled.neighbours.iter().map(|leaf| leaf.scoring.weight(scored));
    let neighbours = neighbours.collect::<tantivy::Result<Vec<_>>>()?;
    let as_typed = compiled.as_typed.as_ref().map(|query| query.weight(unscored)).transpose()?;
    let most =
        compiled.units.iter().map(Unit::ceiling).chain(compiled.neighbours.iter().map(|leaf| leaf.ceiling));
    let ceiling = most.sum();
    let mut found = Found { best: Vec::new(), total: 0, documents: 0 };
    let mut documents = Documents::default();
    for (ord, reader) in (0..).zip(searcher.segment_readers()) {
        let Some(paths) = reader.fast_fields().str("path")? else { continue };
        let scorers = |(weights, share): &(Vec<Box<dyn Weight>>, f32)| {
            let scorers: tantivy::Result<_> =
                weights.iter().map(|weight| weight.scorer(reader, 1.0)).collect();
            Ok((scorers?, *share))
        };
        let neighbours = neighbours.iter().map(|weight| weight.scorer(reader, 1.0));
        let neighbours = neighbours.collect::<tantivy::Result<_>>()?;
        let units = Units::new(
            units.iter().map(scorers).collect::<Result<_>>()?,
            neighbours,
            (compiled.asked, ceiling),
        );
        let as_typed = as_typed.as_ref().map(|weight| weight.scorer(reader, 1.0)).transpose()?;
        let units = Units { as_typed, ..units };
        let segment = Segment { ord, reader, paths: &paths, limit };
        let seen = segment.collect(matching.scorer(reader, 1.0)?.as_mut(), units, &mut found)?;
        documents.add(seen, paths);
    }
    found.documents = documents.count()?;
    found.best.sort_by(|one, other| {
        let by_score = other.score.total_cmp(&one.score);
        by_score.then_with(|| one.key.cmp(&other.key)).then_with(|| one.ordinal.cmp(&other.ordinal))
    });
    found.best.truncate(limit);
    Ok(found)
}

struct Segment<'s> {
    ord: u32,
    reader: &'s SegmentReader,
    paths: &'s StrColumn,
    limit: usize,
}

impl Segment<'_> {
    /// Adds this segment's best to `found`, and returns the ordinals of the paths that match.
    fn collect(&self, matching: &mut dyn Scorer, mut units: Units, found: &mut Found) -> Result<BitSet> {
        let ordinals = self.reader.fast_fields().u64("ordinal")?;
        let front = self.reader.fast_fields().column_opt::<u64>("front")?;
        let share = |doc| {
            let is_front = front.as_ref().is_some_and(|front| front.first(doc).is_some());
            if is_front { FRONT_MATTER } else { 1.0 }
        };
        let mut seen = BitSet::with_max_value(u32::try_from(self.paths.num_terms())?);
        let mut best = BinaryHeap::new();
        let mut doc = matching.doc();
        while doc != TERMINATED {
            if !self.reader.is_deleted(doc) {
                let path = self.paths.ords().first(doc).context("a passage without a path")?;
                found.total += 1;
                seen.insert(u32::try_from(path)?);
                let score = Ascending(units.score(doc) * share(doc));
                best.push(Reverse((score, Reverse(path), Reverse(ordinals.first(doc).unwrap_or(0)), doc)));
                if best.len() > self.limit {
                    best.pop();
                }
            }
            doc = matching.advance();
        }
        for Reverse((score, Reverse(path), Reverse(ordinal), doc)) in best {
            let mut key = String::new();
            self.paths.ord_to_str(path, &mut key)?;
            found.best.push(Candidate {
                score: score.0,
                key,
                ordinal,
                address: DocAddress::new(self.ord, doc),
            });
        }
        Ok(seen)
    }
}

/// A score with the total order of IEEE 754.
#[derive(Clone, Copy)]
struct Ascending(f32);

impl Ord for Ascending {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Ascending {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ascending {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ascending {}

/// The scored parts of the query: the scorers of the alternatives, and the unit's share of the query's weight.
struct Units {
    units: Vec<(Vec<Box<dyn Scorer>>, f32)>,
    /// Of passages that have the only word as typed.
    as_typed: Option<Box<dyn Scorer>>,
    /// Of words that follow each other.
    neighbours: Vec<Box<dyn Scorer>>,
    weight: f32,
    /// How many words are asked for.
    asked: usize,
    /// What no sum of scores exceeds.
    ceiling: f32,
}

impl Units {
    fn new(
        units: Vec<(Vec<Box<dyn Scorer>>, f32)>,
        neighbours: Vec<Box<dyn Scorer>>,
        (asked, ceiling): (usize, f32),
    ) -> Self {
        let weight = units.iter().map(|(_, weight)| weight).sum();
        Self { units, as_typed: None, neighbours, weight, asked, ceiling }
    }

    /// The sum of the units' scores, times the share of the query's weight that the passage covers; or, where it holds
    /// all of a few, or the only one as typed, that sum on top of what any other passage can have. Documents must ascend.
    fn score(&mut self, doc: u32) -> f32 {
        let (mut score, mut covered, mut held) = (0.0, 0.0, 0);
        for (alternatives, weight) in &mut self.units {
            if let Some(best) = best(alternatives, doc) {
                score += best;
                covered += *weight;
                held += 1;
            }
        }
        score += self.neighbours.iter_mut().filter_map(|scorer| at(scorer, doc)).sum::<f32>();
        let as_typed = self.as_typed.as_mut().is_some_and(|scorer| at(scorer, doc).is_some());
        if as_typed || held == self.units.len() && (2..=FEW_WORDS).contains(&self.asked) {
            self.ceiling + score
        } else if self.weight > 0.0 {
            score * covered / self.weight
        } else {
            score
        }
    }
}

/// The best score of the alternatives that the document has, if it has one.
fn best(alternatives: &mut [Box<dyn Scorer>], doc: u32) -> Option<f32> {
    alternatives.iter_mut().filter_map(|scorer| at(scorer, doc)).reduce(f32::max)
}

/// The document's score, if the scorer has it.
fn at(scorer: &mut Box<dyn Scorer>, doc: u32) -> Option<f32> {
    if scorer.doc() < doc {
        scorer.seek(doc);
    }
    (scorer.doc() == doc).then(|| scorer.score())
}

/// The distinct paths of all segments. A large file's passages may lie in several.
#[derive(Default)]
struct Documents(Vec<(BitSet, StrColumn)>);

impl Documents {
    fn add(&mut self, seen: BitSet, paths: StrColumn) {
        if seen.len() > 0 {
            self.0.push((seen, paths));
        }
    }

    fn count(&self) -> Result<u64> {
        if let [(seen, _)] = self.0.as_slice() {
            return Ok(seen.len() as u64);
        }
        let mut distinct = HashSet::new();
        for (seen, paths) in &self.0 {
            let ords = (0..seen.max_value()).filter(|ord| seen.contains(*ord)).map(u64::from);
            paths.dictionary().sorted_ords_to_term_cb(&ords.collect::<Vec<_>>(), |key| {
                let mut hasher = DefaultHasher::new();
                key.hash(&mut hasher);
                distinct.insert(hasher.finish());
            })?;
        }
        Ok(distinct.len() as u64)
    }
}

/// Statistics for BM25 over passages alone: the catalogue's files are documents of tantivy without a text, and would
/// make the average passage look shorter than it is.
struct Statistics<'s> {
    searcher: &'s Searcher,
    passages: u64,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::total_num_tokens(self.searcher, field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.passages)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.searcher.doc_freq(term)
    }
}
