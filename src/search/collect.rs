//! Compiled query → the best candidates, and how many passages and documents match: the first stage.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use anyhow::{Context, Result};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::compile::{Compiled, Unit};

/// Words up to which a passage that holds all of the query stands above every passage that lacks some of it.
const FEW_WORDS: usize = 3;

/// What front matter keeps of its score: it is found, but the text that it introduces is the better answer.
const FRONT_MATTER: f32 = 0.3;

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
        let by_score =
            (other.precedence, Ascending(other.score)).cmp(&(self.precedence, Ascending(self.score)));
        by_score.then_with(|| self.place().cmp(&other.place()))
    }
}

/// What a passage stands above others for, whatever their scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precedence {
    /// Nothing.
    None,
    /// It holds all of a few words.
    Whole,
    /// It has the only word of the query as typed.
    AsTyped,
}

/// How much is to be found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// How many of the best passages.
    pub(super) passages: usize,
    /// Of how many documents that are not among theirs the best passage, behind them.
    pub(super) documents: usize,
}

/// What a search found.
pub(super) struct Found {
    /// The best passages in the order of this stage; then the best ones of further documents.
    pub(super) best: Vec<Candidate>,
    pub(super) total: u64,
    pub(super) documents: Documents,
}

/// Finds the best passages: by precedence, score, then path, then ordinal.
pub(super) fn collect(searcher: &Searcher, compiled: &Compiled, limits: Limits) -> Result<Found> {
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
    let (mut best, mut of_documents) = (Vec::new(), Vec::new());
    let (mut total, mut documents, mut columns) = (0, Documents::default(), Columns::new());
    for (ord, reader) in (0..).zip(searcher.segment_readers()) {
        let Some(paths) = reader.fast_fields().str("path")? else { continue };
        let scorers = |(weights, share): &(Vec<Box<dyn Weight>>, f32)| {
            let scorers: tantivy::Result<_> =
                weights.iter().map(|weight| weight.scorer(reader, 1.0)).collect();
            Ok((scorers?, *share))
        };
        let neighbours = neighbours.iter().map(|weight| weight.scorer(reader, 1.0));
        let units = Units {
            units: units.iter().map(scorers).collect::<Result<_>>()?,
            as_typed: as_typed.as_ref().map(|weight| weight.scorer(reader, 1.0)).transpose()?,
            neighbours: neighbours.collect::<tantivy::Result<_>>()?,
            weight: compiled.units.iter().map(|unit| unit.weight).sum(),
            asked: compiled.asked,
        };
        let front = reader.fast_fields().column_opt("front")?;
        let mut segment = Segment::new(ord, reader, &paths, front.as_ref(), limits);
        segment.collect(matching.scorer(reader, 1.0)?.as_mut(), units)?;
        total += segment.total;
        best.append(&mut segment.best.into_vec());
        of_documents.append(&mut segment.of_documents.into_vec());
        documents.add(segment.matches, paths.clone());
        columns.insert(ord, (paths, front));
    }
    let mut best = candidates(&columns, best, limits.passages)?;
    best.truncate(limits.passages);
    // Those of the best passages are among them.
    let mut others = candidates(&columns, of_documents, limits.passages.saturating_add(limits.documents))?;
    let known: HashSet<&str> = best.iter().map(|candidate| candidate.key.as_str()).collect();
    let mut seen: HashSet<String> = HashSet::new();
    others.retain(|other| !known.contains(other.key.as_str()) && seen.insert(other.key.clone()));
    others.truncate(limits.documents);
    best.append(&mut others);
    Ok(Found { best, total, documents })
}

/// The `most` best in order, and those that equal the last. Only of these the paths are read, which takes its time.
fn candidates(columns: &Columns, mut keys: Vec<Reverse<Key>>, most: usize) -> Result<Vec<Candidate>> {
    let merit = |Reverse((merit, ..)): &Reverse<Key>| *merit;
    keys.sort_unstable_by_key(|key| Reverse(merit(key)));
    if let Some(last) = most.checked_sub(1).and_then(|last| keys.get(last)).map(merit) {
        keys.retain(|key| merit(key) >= last);
    }
    let candidates = keys.into_iter().map(|Reverse(key)| candidate(columns, key));
    let mut candidates = candidates.collect::<Result<Vec<_>>>()?;
    candidates.sort_by(Candidate::cmp);
    Ok(candidates)
}

fn candidate(columns: &Columns, key: Key) -> Result<Candidate> {
    let ((precedence, score), Reverse(path), Reverse(ordinal), address) = key;
    let (paths, front) = columns.get(&address.segment_ord).context("a segment without paths")?;
    let mut key = String::new();
    paths.ord_to_str(path, &mut key)?;
    let front = is_front(front.as_ref(), address.doc_id);
    Ok(Candidate { score: score.0, precedence, front, key, ordinal, address })
}

/// Of each segment with passages, by its number: their paths, and which of them are front matter.
type Columns = HashMap<u32, (StrColumn, Option<Column<u64>>)>;

fn is_front(front: Option<&Column<u64>>, doc: u32) -> bool {
    front.is_some_and(|front| front.first(doc).is_some())
}

/// What orders the passages of a segment, the best greatest: precedence and score, path, ordinal; and which it is.
type Key = ((Precedence, Ascending), Reverse<u64>, Reverse<u64>, DocAddress);

/// The greatest of many keys.
struct Best {
    most: usize,
    heap: BinaryHeap<Reverse<Key>>,
}

impl Best {
    fn new(most: usize) -> Self {
        Self { most, heap: BinaryHeap::new() }
    }

    fn keep(&mut self, key: Key) {
        if self.heap.len() < self.most {
            self.heap.push(Reverse(key));
        } else if let Some(mut least) = self.heap.peek_mut().filter(|least| least.0 < key) {
            *least = Reverse(key);
        }
    }

    /// In no order.
    fn into_vec(self) -> Vec<Reverse<Key>> {
        self.heap.into_vec()
    }
}

struct Segment<'s> {
    ord: u32,
    reader: &'s SegmentReader,
    paths: &'s StrColumn,
    front: Option<&'s Column<u64>>,
    best: Best,
    /// The best passages of documents, if they are asked for. One whose passages do not follow each other, as those of a
    /// very large file, may be there twice.
    of_documents: Best,
    /// By the number of the path: how many passages match.
    matches: Vec<u32>,
    total: u64,
}

impl<'s> Segment<'s> {
    fn new(
        ord: u32,
        reader: &'s SegmentReader,
        paths: &'s StrColumn,
        front: Option<&'s Column<u64>>,
        limits: Limits,
    ) -> Self {
        let documents = match limits.documents {
            0 => 0,
            more => limits.passages.saturating_add(more),
        };
        Self {
            ord,
            reader,
            paths,
            front,
            best: Best::new(limits.passages),
            of_documents: Best::new(documents),
            matches: vec![0; paths.num_terms()],
            total: 0,
        }
    }

    /// Looks at all that match.
    fn collect(&mut self, matching: &mut dyn Scorer, mut units: Units) -> Result<()> {
        let ordinals = self.reader.fast_fields().u64("ordinal")?;
        let mut of_document: Option<Key> = None;
        let mut doc = matching.doc();
        while doc != TERMINATED {
            if !self.reader.is_deleted(doc) {
                let path = self.paths.ords().first(doc).context("a passage without a path")?;
                self.total += 1;
                self.matches[path as usize] += 1;
                let (mut precedence, mut score) = units.score(doc);
                if is_front(self.front, doc) {
                    (precedence, score) = (Precedence::None, score * FRONT_MATTER);
                }
                let ordinal = ordinals.first(doc).unwrap_or(0);
                let address = DocAddress::new(self.ord, doc);
                let key = ((precedence, Ascending(score)), Reverse(path), Reverse(ordinal), address);
                self.best.keep(key);
                if let Some(last) = of_document.filter(|last| last.1 != key.1) {
                    self.of_documents.keep(last);
                    of_document = None;
                }
                of_document = of_document.max(Some(key));
            }
            doc = matching.advance();
        }
        if let Some(last) = of_document {
            self.of_documents.keep(last);
        }
        Ok(())
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
    /// The weight of all units.
    weight: f32,
    /// How many words are asked for.
    asked: usize,
}

impl Units {
    /// The sum of the units' scores, times the share of the query's weight that the passage covers; and what stands
    /// before it. Documents must ascend.
    fn score(&mut self, doc: u32) -> (Precedence, f32) {
        let (mut score, mut covered, mut held) = (0.0, 0.0, 0);
        for (alternatives, weight) in &mut self.units {
            if let Some(best) = best(alternatives, doc) {
                score += best;
                covered += *weight;
                held += 1;
            }
        }
        score += self.neighbours.iter_mut().filter_map(|scorer| at(scorer, doc)).sum::<f32>();
        let share = if self.weight > 0.0 { covered / self.weight } else { 1.0 };
        let precedence = if self.as_typed.as_mut().is_some_and(|scorer| at(scorer, doc).is_some()) {
            Precedence::AsTyped
        } else if held == self.units.len() && (2..=FEW_WORDS).contains(&self.asked) {
            Precedence::Whole
        } else {
            Precedence::None
        };
        (precedence, score * share)
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

/// The passages that match, by path, of all segments. A large file's passages may lie in several.
#[derive(Default)]
pub(super) struct Documents(Vec<(Vec<u32>, StrColumn)>);

impl Documents {
    fn add(&mut self, matches: Vec<u32>, paths: StrColumn) {
        if matches.iter().any(|count| *count > 0) {
            self.0.push((matches, paths));
        }
    }

    /// How many documents match.
    pub(super) fn count(&self) -> Result<u64> {
        let matching = |matches: &[u32]| {
            (0..).zip(matches).filter(|(_, count)| **count > 0).map(|(ord, _)| ord).collect::<Vec<u64>>()
        };
        if let [(matches, _)] = self.0.as_slice() {
            return Ok(matching(matches).len() as u64);
        }
        let mut distinct = HashSet::new();
        for (matches, paths) in &self.0 {
            paths.dictionary().sorted_ords_to_term_cb(&matching(matches), |key| {
                let mut hasher = DefaultHasher::new();
                key.hash(&mut hasher);
                distinct.insert(hasher.finish());
            })?;
        }
        Ok(distinct.len() as u64)
    }

    /// How many passages of the document with this key match.
    pub(super) fn matches(&self, key: &str) -> Result<u64> {
        let mut count = 0;
        for (matches, paths) in &self.0 {
            if let Some(ord) = paths.dictionary().term_ord(key)? {
                count += matches.get(ord as usize).map_or(0, |count| u64::from(*count));
            }
        }
        Ok(count)
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
