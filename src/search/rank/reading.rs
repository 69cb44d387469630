//! A passage read for a query: where its units stand, what is nearly them, and which of the query's words follow each
//! other.

use std::collections::BTreeSet;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::sought::{Met, Sought};
use super::wanted::is_name;
use crate::analysis::{Analyzer, Kind, Language, Unmade};
use crate::search::highlight::phrase_matches;

/// What a passage has of a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Reading {
    /// How many words it has.
    pub(super) words: usize,
    /// Of each unit, its places among the words, ascending.
    pub(super) places: Vec<Vec<usize>>,
    /// Of each unit, how often it is there as the very word, whatever its accents.
    pub(super) as_word: Vec<usize>,
    /// Of each unit, how much of the word that begins most alike is its own: 0 to 1.
    pub(super) beginning: Vec<f32>,
    /// Of each unit, how surely the word that is most of a synonym means the same: 0 to 1.
    pub(super) meaning: Vec<f32>,
    /// Of each gram of the query's letters, whether it is there.
    pub(super) grams: Vec<bool>,
    /// Which units are there with a capital.
    pub(super) names: BTreeSet<usize>,
    /// Which of the query's pairs of words it has, by their numbers.
    pub(super) pairs: BTreeSet<usize>,
    /// The stems of its words as numbers, stop words aside, in order.
    pub(super) stems: Vec<u64>,
}

/// About how many different words the passages have that one thread reads of a query: more need more memory, which takes
/// longer to get than to have it grow now and then.
const DIFFERENT_WORDS: usize = 800;

/// Reads passages, one after another.
pub(super) struct Reader<'s, 't> {
    analyzer: Analyzer,
    words: Words<'s, 't>,
}

/// The words of a query and of the passages that were read.
struct Words<'s, 't> {
    sought: &'s Sought<'s>,
    /// What was found of the words that were met.
    met: Vec<Met>,
    /// Where it is, of each word as it is written in texts of each language: a few hundred make most of any text.
    known: Vec<(Language, FxHashMap<&'t str, usize>)>,
}

impl<'s, 't> Reader<'s, 't> {
    pub(super) fn new(sought: &'s Sought<'s>) -> Self {
        Self { analyzer: Analyzer::new(), words: Words { sought, met: Vec::new(), known: Vec::new() } }
    }

    pub(super) fn read(&mut self, text: &'t str, language: Language) -> Reading {
        let Self { analyzer, words } = self;
        let sought = words.sought;
        let count = sought.units.len();
        let mut reading = Reading {
            places: vec![Vec::new(); count],
            as_word: vec![0; count],
            beginning: vec![0.0; count],
            meaning: vec![0.0; count],
            grams: vec![false; sought.wanted.letters.count()],
            ..Reading::default()
        };
        let mut starts = Vec::new();
        let mut before: Option<usize> = None;
        analyzer.analyse_lazily(text, language, |mut token| {
            reading.words = reading.words.max(token.position() + 1);
            let met = words.met(&mut token, language);
            words.note(met, token.written(), token.position(), &mut reading);
            if sought.phrases {
                starts.push((token.bytes().start, token.position()));
            }
            if token.kind() == Kind::Word {
                if let Some(before) = before {
                    words.note_pair(before, met, &mut reading);
                }
                before = Some(met);
            }
        });
        if sought.phrases {
            words.find_phrases(text, language, &starts, &mut reading);
        }
        reading
    }
}

impl<'t> Words<'_, 't> {
    /// What the token's word is to the query: its place in `met`.
    fn met(&mut self, token: &mut Unmade<'_, 't>, language: Language) -> usize {
        let next = self.met.len();
        // What two words are together may be written as another word is.
        if token.kind() == Kind::Word {
            let known = self.known.iter().position(|(known, _)| *known == language).unwrap_or_else(|| {
                let words = FxHashMap::with_capacity_and_hasher(DIFFERENT_WORDS, FxBuildHasher);
                self.known.push((language, words));
                self.known.len() - 1
            });
            let met = *self.known[known].1.entry(token.written()).or_insert(next);
            if met < next {
                return met;
            }
        }
        self.met.push(self.sought.look_at(token.stemmed()));
        next
    }

    /// Notes in the reading what the word at this place is.
    fn note(&self, met: usize, written: &str, position: usize, reading: &mut Reading) {
        let met = &self.met[met];
        for unit in &met.typed.units {
            reading.as_word[*unit] += 1;
            if met.typed.name && is_name(written) {
                reading.names.insert(*unit);
            }
        }
        for unit in met.typed.units.iter().chain(&met.as_stem) {
            if reading.places[*unit].last() != Some(&position) {
                reading.places[*unit].push(position);
            }
        }
        reading.stems.extend(met.number);
        met.letters.within.iter().for_each(|gram| reading.grams[*gram] = true);
        let raise = |values: &mut [f32], found: &[(usize, f32)]| {
            found.iter().for_each(|(unit, value)| values[*unit] = values[*unit].max(*value));
        };
        raise(&mut reading.beginning, &met.beginning);
        raise(&mut reading.meaning, &met.meaning);
    }

    /// Notes what a word is with the one before it.
    fn note_pair(&self, before: usize, met: usize, reading: &mut Reading) {
        let (before, met) = (&self.met[before], &self.met[met]);
        let begun = &before.typed.first_of;
        reading.pairs.extend(met.typed.second_of.iter().filter(|pair| begun.contains(pair)));
        let between = self.sought.wanted.letters.between(&before.letters, &met.letters);
        between.for_each(|gram| reading.grams[gram] = true);
    }

    /// Finds the units that are more than words; `starts` are the tokens' first bytes with their places.
    fn find_phrases(&self, text: &str, language: Language, starts: &[(usize, usize)], reading: &mut Reading) {
        for found in phrase_matches(text, language, self.sought.units) {
            let token = starts.partition_point(|(start, _)| *start < found.bytes.start);
            let place = starts.get(token).map_or(0, |(_, place)| *place);
            let places = &mut reading.places[found.unit];
            if let Err(at) = places.binary_search(&place) {
                places.insert(at, place);
                reading.as_word[found.unit] += 1;
            }
        }
    }
}
