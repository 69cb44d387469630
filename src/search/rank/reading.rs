//! A passage read for a query: where its units stand, what is nearly them, and which of the query's words follow each
//! other.

use std::collections::BTreeSet;
use std::rc::Rc;

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

/// About how many different words the passages of a query have.
const DIFFERENT_WORDS: usize = 2_000;

/// Reads passages, one after another.
pub(super) struct Reader<'s> {
    analyzer: Analyzer,
    words: Words<'s>,
}

/// The words of a query and of the passages that were read.
struct Words<'s> {
    sought: &'s Sought<'s>,
    /// What was found of words that were met before, as they are written in texts of each language: a few hundred make
    /// most of any text.
    met: Vec<(Language, FxHashMap<String, Rc<Met>>)>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(sought: &'s Sought<'s>) -> Self {
        Self { analyzer: Analyzer::new(), words: Words { sought, met: Vec::new() } }
    }

    pub(super) fn read(&mut self, text: &str, language: Language) -> Reading {
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
        let mut before: Option<Rc<Met>> = None;
        analyzer.analyse_lazily(text, language, |mut token| {
            reading.words = reading.words.max(token.position() + 1);
            let met = words.met(&mut token, language);
            words.note(&met, token.written(), token.position(), &mut reading);
            if sought.phrases {
                starts.push((token.bytes().start, token.position()));
            }
            if token.kind() == Kind::Word {
                if let Some(before) = &before {
                    words.note_pair(before, &met, &mut reading);
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

impl Words<'_> {
    /// What the token's word is to the query.
    fn met(&mut self, token: &mut Unmade<'_, '_>, language: Language) -> Rc<Met> {
        // What two words are together may be written as another word is.
        if token.kind() != Kind::Word {
            return Rc::new(self.sought.look_at(token.stemmed()));
        }
        let known = self.met.iter().position(|(known, _)| *known == language).unwrap_or_else(|| {
            self.met.push((language, FxHashMap::with_capacity_and_hasher(DIFFERENT_WORDS, FxBuildHasher)));
            self.met.len() - 1
        });
        if let Some(met) = self.met[known].1.get(token.written()) {
            return Rc::clone(met);
        }
        let met = Rc::new(self.sought.look_at(token.stemmed()));
        self.met[known].1.insert(token.written().to_owned(), Rc::clone(&met));
        met
    }

    /// Notes in the reading what the word at this place is.
    fn note(&self, met: &Met, written: &str, position: usize, reading: &mut Reading) {
        for unit in &met.as_word {
            reading.as_word[*unit] += 1;
            if self.sought.wanted.names.contains(&met.folded) && is_name(written) {
                reading.names.insert(*unit);
            }
        }
        for unit in met.as_word.iter().chain(&met.as_stem) {
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
    fn note_pair(&self, before: &Met, met: &Met, reading: &mut Reading) {
        if met.second {
            let sought = |pair: &(String, String)| (&*pair.0, &*pair.1).cmp(&(&*before.folded, &*met.folded));
            reading.pairs.extend(self.sought.wanted.pairs.binary_search_by(sought).ok());
        }
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
