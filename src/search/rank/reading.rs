//! A passage read for a query: where its units stand, what is nearly them, and which of the query's words follow each
//! other.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hasher as _};
use std::rc::Rc;

use super::wanted::{Wanted, is_name};
use crate::analysis::{Analyzer, Kind, Language, Token, is_stop_word, synonyms};
use crate::search::compile::Unit;
use crate::search::highlight::{Matcher, matches};

/// Four letters in a row, the ends of a word as one of them. Words that share many are often of one family: `mort`,
/// `mortalité`; or one of them is misspelled.
type Gram = [char; 4];

/// Letters that two words begin with for them to be alike.
const SHORTEST_BEGINNING: usize = 4;

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
    /// Of each unit, what it shares of its [`Gram`]s with the word that is most like it (Dice's coefficient): 0 to 1.
    pub(super) likeness: Vec<f32>,
    /// Of each unit, how surely the word that is most of a synonym means the same: 0 to 1.
    pub(super) meaning: Vec<f32>,
    /// Of each gram of the query, whether it is there.
    pub(super) grams: Vec<bool>,
    /// Which units are there with a capital.
    pub(super) names: BTreeSet<usize>,
    /// Which of the query's pairs of words it has, by their numbers.
    pub(super) pairs: BTreeSet<usize>,
    /// The stems of its words as numbers, stop words aside, in order.
    pub(super) stems: Vec<u64>,
}

/// What a word is to the query.
#[derive(Debug, Default)]
struct Met {
    stem: String,
    /// Its stem as a number; none of a stop word.
    number: Option<u64>,
    /// The units that it is by itself, and by its stem.
    as_word: Vec<usize>,
    as_stem: Vec<usize>,
    /// Units that begin alike, share letters or mean the same, each with how much: see [`Reading`].
    beginning: Vec<(usize, f32)>,
    likeness: Vec<(usize, f32)>,
    meaning: Vec<(usize, f32)>,
    /// The grams of the query that it has.
    grams: Vec<usize>,
    /// It is the second of a pair.
    second: bool,
}

/// Reads passages for one query.
pub(super) struct Reader<'q> {
    units: &'q [Unit],
    wanted: &'q Wanted,
    /// The numbers of the units that a folded word, or a stem, stands for.
    folded: BTreeMap<&'q str, Vec<usize>>,
    stems: BTreeMap<&'q str, Vec<usize>>,
    /// The stems of synonyms, with the units that they are of and how surely they mean the same.
    synonyms: BTreeMap<String, Vec<(usize, f32)>>,
    /// The folded words that units stand for by themselves, with the numbers of the units.
    spelled: Vec<(usize, &'q str)>,
    /// The grams of these words, ascending, with the places in `spelled` of those that have them.
    grams: Vec<(Gram, Vec<usize>)>,
    /// How many different grams each word has.
    word_grams: Vec<usize>,
    /// Some unit is more than the forms of a word.
    phrases: bool,
    /// What was found of words that were met before: a few hundred make most of any text.
    met: HashMap<String, Rc<Met>>,
    analyzer: Analyzer,
}

impl<'q> Reader<'q> {
    pub(super) fn new(units: &'q [Unit], wanted: &'q Wanted) -> Self {
        let mut reader = Self {
            units,
            wanted,
            folded: BTreeMap::new(),
            stems: BTreeMap::new(),
            synonyms: BTreeMap::new(),
            spelled: Vec::new(),
            grams: Vec::new(),
            word_grams: Vec::new(),
            phrases: false,
            met: HashMap::new(),
            analyzer: Analyzer::new(),
        };
        for (number, unit) in units.iter().enumerate() {
            for leaf in &unit.alternatives {
                if let Matcher::Forms { folded, stems } = &leaf.matcher {
                    // A prefix stands for many words, and its letters are none of theirs.
                    if folded.len() == 1 {
                        reader.spelled.extend(folded.iter().map(|word| (number, word.as_str())));
                    }
                    folded.iter().for_each(|word| reader.folded.entry(word).or_default().push(number));
                    stems.iter().for_each(|stem| reader.stems.entry(stem).or_default().push(number));
                    for (synonym, surely) in stems.iter().flat_map(|stem| synonyms(stem)) {
                        reader.synonyms.entry(synonym).or_default().push((number, surely));
                    }
                } else {
                    reader.phrases = true;
                }
            }
        }
        let mut grams: BTreeMap<Gram, Vec<usize>> = BTreeMap::new();
        for (place, (_, word)) in reader.spelled.iter().enumerate() {
            let different: BTreeSet<Gram> = grams_of(word).collect();
            reader.word_grams.push(different.len());
            different.into_iter().for_each(|gram| grams.entry(gram).or_default().push(place));
        }
        reader.grams = grams.into_iter().collect();
        reader
    }

    pub(super) fn read(&mut self, text: &str, language: Language) -> Reading {
        let count = self.units.len();
        let mut reading = Reading {
            places: vec![Vec::new(); count],
            as_word: vec![0; count],
            beginning: vec![0.0; count],
            likeness: vec![0.0; count],
            meaning: vec![0.0; count],
            grams: vec![false; self.grams.len()],
            ..Reading::default()
        };
        let mut starts = Vec::new();
        let mut before = String::new();
        // Taken out, so that the rest can be used while it runs.
        let mut analyzer = std::mem::take(&mut self.analyzer);
        analyzer.analyse_stems(text, language, |token| {
            reading.words = reading.words.max(token.position + 1);
            let met = self.met(token);
            self.note(&met, token, text, &mut reading);
            if token.kind == Kind::Word {
                if met.second {
                    let sought =
                        |pair: &(String, String)| (&*pair.0, &*pair.1).cmp(&(&*before, &*token.folded));
                    reading.pairs.extend(self.wanted.pairs.binary_search_by(sought).ok());
                }
                before.clone_from(&token.folded);
            }
            if self.phrases {
                starts.push((token.bytes.start, token.position));
            }
        });
        self.analyzer = analyzer;
        if self.phrases {
            self.find_phrases(text, language, &starts, &mut reading);
        }
        reading
    }

    /// What the token's word is to the query.
    fn met(&mut self, token: &Token) -> Rc<Met> {
        // A compound, or a word of another language, may have another stem.
        if let Some(met) = self.met.get(&token.folded).filter(|met| met.stem == token.stem) {
            return Rc::clone(met);
        }
        let met = Rc::new(self.look_at(token));
        self.met.insert(token.folded.clone(), Rc::clone(&met));
        met
    }

    fn look_at(&self, token: &Token) -> Met {
        let units = |map: &BTreeMap<&str, Vec<usize>>, term: &str| map.get(term).cloned().unwrap_or_default();
        let met = Met {
            stem: token.stem.clone(),
            as_word: units(&self.folded, &token.folded),
            as_stem: units(&self.stems, &token.stem),
            second: self.wanted.pairs.iter().any(|(_, second)| *second == token.folded),
            ..Met::default()
        };
        if is_stop_word(&token.folded) {
            return met;
        }
        let begins_alike = |(unit, word): &(usize, &str)| {
            let alike =
                token.folded.bytes().zip(word.bytes()).take_while(|(one, other)| one == other).count();
            let share = alike as f32 / token.folded.len().max(word.len()) as f32;
            (alike >= SHORTEST_BEGINNING).then_some((*unit, share))
        };
        let mut shared = vec![0_usize; self.spelled.len()];
        let (mut count, mut grams) = (0, Vec::new());
        for gram in grams_of(&token.folded) {
            count += 1;
            let Ok(number) = self.grams.binary_search_by_key(&gram, |(gram, _)| *gram) else { continue };
            grams.push(number);
            self.grams[number].1.iter().for_each(|word| shared[*word] += 1);
        }
        let dice = |(word, shared): (usize, usize)| {
            let dice = 2.0 * shared as f32 / (count + self.word_grams[word]) as f32;
            (shared > 0).then_some((self.spelled[word].0, dice.min(1.0)))
        };
        Met {
            number: Some(number_of(&token.stem)),
            beginning: self.spelled.iter().filter_map(begins_alike).collect(),
            likeness: shared.into_iter().enumerate().filter_map(dice).collect(),
            meaning: self.synonyms.get(&token.stem).cloned().unwrap_or_default(),
            grams,
            ..met
        }
    }

    /// Notes in the reading what the token is.
    fn note(&self, met: &Met, token: &Token, text: &str, reading: &mut Reading) {
        for unit in &met.as_word {
            reading.as_word[*unit] += 1;
            if self.wanted.names.contains(&token.folded) && is_name(&text[token.bytes.clone()]) {
                reading.names.insert(*unit);
            }
        }
        for unit in met.as_word.iter().chain(&met.as_stem) {
            if reading.places[*unit].last() != Some(&token.position) {
                reading.places[*unit].push(token.position);
            }
        }
        reading.stems.extend(met.number);
        met.grams.iter().for_each(|gram| reading.grams[*gram] = true);
        let raise = |values: &mut [f32], found: &[(usize, f32)]| {
            found.iter().for_each(|(unit, value)| values[*unit] = values[*unit].max(*value));
        };
        raise(&mut reading.beginning, &met.beginning);
        raise(&mut reading.likeness, &met.likeness);
        raise(&mut reading.meaning, &met.meaning);
    }

    /// Finds the units that are more than words; `starts` are the tokens' first bytes with their places.
    fn find_phrases(&self, text: &str, language: Language, starts: &[(usize, usize)], reading: &mut Reading) {
        for found in matches(text, language, self.units) {
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

fn grams_of(word: &str) -> impl Iterator<Item = Gram> + '_ {
    let mut letters = word.chars().chain(['_']);
    let mut gram = ['_', '_', letters.next().unwrap_or('_'), letters.next().unwrap_or('_')];
    letters.map(move |letter| {
        gram.rotate_left(1);
        gram[3] = letter;
        gram
    })
}

/// A number that stands for a stem: the same in every process.
fn number_of(stem: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(stem.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grams_are_four_letters_with_the_ends_of_the_word() {
        let shown =
            |word| grams_of(word).map(|gram| gram.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
        assert_eq!(shown("port"), "_por port ort_");
        assert_eq!(shown("or"), "_or_");
        assert_eq!((shown("a"), shown("")), (String::new(), String::new()));
    }
}
