//! What is measured of each candidate. All weights of words are inverse document frequencies.

use anyhow::Result;

use super::likeness::likeness;
use super::reading::{Reader, Reading};
use super::sought::Sought;
use super::titles::{Title, titles};
use super::wanted::Wanted;
use crate::analysis::Language;
use crate::index::Index;
use crate::search::collect::Candidate;
use crate::search::compile::{Compiled, Unit};
use crate::search::cores::in_parts;
use crate::search::statistics::Statistics;

/// How many features there are.
pub(super) const COUNT: usize = NAMES.len();

/// Their names, in the order of [`Features`].
pub(super) const NAMES: [&str; 14] = [
    "first stage",
    "held",
    "in the text",
    "beginnings",
    "synonyms",
    "letters",
    "likelihood",
    "title",
    "nearness",
    "order",
    "names",
    "place",
    "likeness",
    "document",
];

/// The features of one candidate, in the order of [`NAMES`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Features(pub(super) [f32; COUNT]);

impl Features {
    /// Zeros without the sign that the sum of nothing has.
    fn without_signs(self) -> Self {
        Self(self.0.map(|value| value + 0.0))
    }
}

/// Words that a passage is taken to have more of the language at large: the µ of the likelihood.
const SMOOTHING: f32 = 300.0;

/// Words that a passage has on average, and how often it has one that it has: what turns the share of passages that hold
/// a word into the share of words that it is.
const WORDS_A_PASSAGE: f32 = 100.0;
const TIMES_A_PASSAGE: f32 = 1.3;

/// The greatest inverse document frequency that tells something; a phrase has those of all its words together.
const RAREST: f32 = 18.0;

/// The likeness above which texts say the same, and likeness says no more.
const NEARLY_THE_SAME: f32 = 0.2;

/// Candidates that are worth a thread of their own.
const LEAST_READ: usize = 16;

/// The features of `candidates`, which are in the order of the first stage.
pub(super) fn of(
    index: &Index,
    statistics: &Statistics<'_>,
    compiled: &Compiled,
    wanted: &Wanted,
    candidates: &[Candidate],
) -> Result<Vec<Features>> {
    let sought = Sought::new(&compiled.units, wanted);
    let readings = in_parts(candidates, LEAST_READ, |part| {
        let passages =
            part.iter().map(|candidate| index.read_passage(statistics.searcher, candidate.address));
        let passages = passages.collect::<Result<Vec<_>>>()?;
        let mut reader = Reader::new(&sought);
        Ok(passages
            .iter()
            .map(|passage| reader.read(&passage.text, Language::of(&passage.language)))
            .collect())
    })?;
    let addresses: Vec<_> = candidates.iter().map(|candidate| candidate.address).collect();
    let titles = titles(statistics, &compiled.units, &addresses)?;
    let stems: Vec<_> = readings.iter().map(|reading| reading.stems.as_slice()).collect();
    let rarity = rarity(&readings);
    let likeness = likeness(&stems);
    let measure = |place: usize| {
        let found = Found { units: &compiled.units, reading: &readings[place], title: &titles[place] };
        let pairs = readings[place].pairs.len() as f32 / wanted.pairs.len().max(1) as f32;
        Features([
            candidates[place].score.max(1e-3).ln(),
            found.held(),
            found.in_text(),
            found.nearly(&readings[place].beginning),
            found.nearly(&readings[place].meaning),
            had(&readings[place].grams).map(|gram| rarity[gram]).sum(),
            found.likelihood(),
            found.title(),
            found.nearness(),
            pairs,
            found.names(),
            found.place(),
            likeness[place].min(NEARLY_THE_SAME),
            of_document(candidates, place),
        ])
        .without_signs()
    };
    Ok((0..candidates.len()).map(measure).collect())
}

/// The numbers of those that are there.
fn had(grams: &[bool]) -> impl Iterator<Item = usize> + '_ {
    grams.iter().enumerate().filter(|(_, had)| **had).map(|(gram, _)| gram)
}

/// What each gram of the query counts for: more, the fewer candidates have it; all of them 1 together.
fn rarity(readings: &[Reading]) -> Vec<f32> {
    let mut holding = vec![0.0_f32; readings.first().map_or(0, |reading| reading.grams.len())];
    readings.iter().flat_map(|reading| had(&reading.grams)).for_each(|gram| holding[gram] += 1.0);
    let all = readings.len() as f32;
    let rarity: Vec<f32> =
        holding.iter().map(|holding| (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln()).collect();
    let sum = rarity.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    rarity.into_iter().map(|rarity| rarity / sum).collect()
}

/// How well the best other candidate of the same document does in the first stage, as a share of the best of all.
fn of_document(candidates: &[Candidate], place: usize) -> f32 {
    let best = candidates.iter().map(|candidate| candidate.score).fold(0.0, f32::max);
    let same =
        |(other, candidate): &(usize, &Candidate)| *other != place && candidate.key == candidates[place].key;
    let others = candidates.iter().enumerate().filter(same).map(|(_, candidate)| candidate.score);
    others.fold(0.0, f32::max) / best.max(f32::MIN_POSITIVE)
}

/// A candidate as it was read.
struct Found<'f> {
    units: &'f [Unit],
    reading: &'f Reading,
    title: &'f Title,
}

impl Found<'_> {
    /// The weight of the units that are in the text or in the title.
    fn held(&self) -> f32 {
        let held = self.units.iter().enumerate().filter(|(number, _)| self.holds(*number));
        held.map(|(_, unit)| unit.weight).sum()
    }

    fn holds(&self, number: usize) -> bool {
        !self.reading.places[number].is_empty() || self.title.units.contains(&number)
    }

    /// The weight of the units that are in the text.
    fn in_text(&self) -> f32 {
        let held = self.units.iter().zip(&self.reading.places).filter(|(_, places)| !places.is_empty());
        held.map(|(unit, _)| unit.weight).sum()
    }

    /// The weight of what is nearly a unit that is neither in the text nor in the title.
    fn nearly(&self, near: &[f32]) -> f32 {
        let missing = self.units.iter().enumerate().filter(|(number, _)| !self.holds(*number));
        missing.map(|(number, unit)| unit.weight * near[number]).sum()
    }

    /// The logarithm of how likely the text is to bring forth the query, with Dirichlet's smoothing (Zhai and Lafferty,
    /// 2001). A word that is there in another form counts half.
    fn likelihood(&self) -> f32 {
        let likely = |(number, unit): (usize, &Unit)| {
            let times = (self.reading.places[number].len() + self.reading.as_word[number]) as f32 / 2.0;
            // What is rarer than one passage in a hundred million is as rare as that.
            let share = TIMES_A_PASSAGE / WORDS_A_PASSAGE / unit.weight.min(RAREST).exp();
            (times / (SMOOTHING * share)).ln_1p()
        };
        let room = (SMOOTHING / (SMOOTHING + self.reading.words as f32)).ln();
        self.units.iter().enumerate().map(likely).sum::<f32>() + self.units.len() as f32 * room
    }

    /// The share of the query's weight that is in the title; of a long title less.
    fn title(&self) -> f32 {
        let held: f32 = self.title.units.iter().map(|number| self.units[*number].weight).sum();
        held / self.total() / (1.0 + self.title.words as f32 / 5.0)
    }

    fn total(&self) -> f32 {
        self.units.iter().map(|unit| unit.weight).sum::<f32>().max(f32::MIN_POSITIVE)
    }

    /// How near units that follow each other in the query come: 1 where all do so in the text too.
    fn nearness(&self) -> f32 {
        let (mut near, mut all) = (0.0, 0.0);
        for second in 1..self.units.len() {
            let weight = self.units[second - 1].weight.min(self.units[second].weight);
            all += weight;
            let gap = least_gap(&self.reading.places[second - 1], &self.reading.places[second]);
            near += gap.map_or(0.0, |gap| weight / gap.max(1) as f32);
        }
        if all > 0.0 { near / all } else { 0.0 }
    }

    /// The weight of the words typed with a capital that are there with one.
    fn names(&self) -> f32 {
        self.reading.names.iter().map(|number| self.units[*number].weight).sum()
    }

    /// Where the first unit stands: 0 at the beginning, 1 at the end or nowhere.
    fn place(&self) -> f32 {
        let first = self.reading.places.iter().filter_map(|places| places.first()).min();
        first.map_or(1.0, |first| *first as f32 / self.reading.words.max(1) as f32)
    }
}

/// The least distance between a place of one list and one of the other; both ascend.
fn least_gap(mut one: &[usize], mut other: &[usize]) -> Option<usize> {
    let mut least = None;
    while let (Some(first), Some(second)) = (one.first(), other.first()) {
        let gap = first.abs_diff(*second);
        least = Some(least.map_or(gap, |least: usize| least.min(gap)));
        if first < second {
            one = &one[1..];
        } else {
            other = &other[1..];
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::least_gap;

    #[test]
    fn the_least_gap_is_that_of_the_nearest_places() {
        let table: [(&[usize], &[usize], Option<usize>); 5] = [
            (&[1, 10, 30], &[14, 29], Some(1)),
            (&[5], &[5], Some(0)),
            (&[1, 2, 3], &[9], Some(6)),
            (&[], &[1], None),
            (&[50], &[1, 2, 3, 52], Some(2)),
        ];
        for (one, other, gap) in table {
            assert_eq!((least_gap(one, other), least_gap(other, one)), (gap, gap), "{one:?} {other:?}");
        }
    }
}
