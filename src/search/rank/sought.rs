//! What is sought in the passages that are read, and what any word is to it.

use std::hash::Hasher as _;

use rustc_hash::{FxHashMap, FxHasher};

use super::letters;
use super::wanted::Wanted;
use crate::analysis::{ThesaurusEntry, Token, is_stop_word};
use crate::search::compile::Unit;
use crate::search::highlight::Matcher;

/// Letters that two words begin with for them to be alike.
const SHORTEST_BEGINNING: usize = 4;

/// What a word is to the query.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// Its stem as a number; none of a stop word.
    pub(super) number: Option<u64>,
    /// What it is by itself.
    pub(super) typed: AsTyped,
    /// The units that it is by its stem.
    pub(super) as_stem: Vec<usize>,
    /// Units that begin alike or mean the same, each with how much: see [`Reading`].
    pub(super) beginning: Vec<(usize, f32)>,
    pub(super) meaning: Vec<(usize, f32)>,
    /// The query's letters that it has.
    pub(super) letters: letters::Met,
}

/// What a word is to a query by itself.
#[derive(Debug, Clone, Default)]
pub(super) struct AsTyped {
    /// The numbers of the units that it stands for.
    pub(super) units: Vec<usize>,
    /// The numbers of the query's pairs of which it is the first, and the second.
    pub(super) first_of: Vec<usize>,
    pub(super) second_of: Vec<usize>,
    /// It is typed with a capital.
    pub(super) name: bool,
}

/// The units of a query, by the words that they are found by.
pub(super) struct Sought<'q> {
    pub(super) units: &'q [Unit],
    pub(super) wanted: &'q Wanted,
    /// What folded words are to the query by themselves.
    words: FxHashMap<&'q str, AsTyped>,
    /// The numbers of the units that a stem stands for.
    stems: FxHashMap<&'q str, Vec<usize>>,
    /// Synonyms, ascending, with the units that they are of and how surely they mean the same.
    synonyms: Vec<(ThesaurusEntry, usize, f32)>,
    /// The folded words that units stand for by themselves, with the numbers of the units.
    spelled: Vec<(usize, &'q str)>,
    /// Some unit is more than the forms of a word.
    pub(super) phrases: bool,
}

impl<'q> Sought<'q> {
    pub(super) fn new(units: &'q [Unit], wanted: &'q Wanted) -> Self {
        let mut sought = Self {
            units,
            wanted,
            words: FxHashMap::default(),
            stems: FxHashMap::default(),
            synonyms: Vec::new(),
            spelled: Vec::new(),
            phrases: false,
        };
        for (number, unit) in units.iter().enumerate() {
            for leaf in &unit.alternatives {
                if let Matcher::Forms { folded, stems } = &leaf.matcher {
                    // A prefix has no stem: it stands for many words, and its letters are none of theirs.
                    if !stems.is_empty() {
                        sought.spelled.extend(folded.iter().map(|word| (number, word.as_str())));
                    }
                    folded.iter().for_each(|word| sought.words.entry(word).or_default().units.push(number));
                    stems.iter().for_each(|stem| sought.stems.entry(stem).or_default().push(number));
                    let entries = stems.iter().filter_map(|stem| ThesaurusEntry::of(stem));
                    let synonyms = entries.flat_map(ThesaurusEntry::synonyms);
                    sought.synonyms.extend(synonyms.map(|(synonym, surely)| (synonym, number, surely)));
                } else {
                    sought.phrases = true;
                }
            }
        }
        for (number, (first, second)) in wanted.pairs.iter().enumerate() {
            sought.words.entry(first).or_default().first_of.push(number);
            sought.words.entry(second).or_default().second_of.push(number);
        }
        wanted.names.iter().for_each(|name| sought.words.entry(name).or_default().name = true);
        // Of each stem they ascend already, which this way to sort makes use of.
        sought.synonyms.sort_by_key(|(synonym, number, _)| (*synonym, *number));
        sought
    }

    /// The units that the stem is a synonym of, each with how surely it means the same.
    fn meaning(&self, stem: &str) -> Vec<(usize, f32)> {
        // Names have none.
        let entry = if self.synonyms.is_empty() { None } else { ThesaurusEntry::of(stem) };
        let Some(entry) = entry else { return Vec::new() };
        let first = self.synonyms.partition_point(|(synonym, ..)| *synonym < entry);
        let same = self.synonyms[first..].iter().take_while(|(synonym, ..)| *synonym == entry);
        same.map(|(_, number, surely)| (*number, *surely)).collect()
    }

    /// What the token's word is to the query.
    pub(super) fn look_at(&self, token: &Token) -> Met {
        let met = Met {
            typed: self.words.get(token.folded.as_str()).cloned().unwrap_or_default(),
            as_stem: self.stems.get(token.stem.as_str()).cloned().unwrap_or_default(),
            letters: self.wanted.letters.met(&token.folded),
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
        Met {
            number: Some(number_of(&token.stem)),
            beginning: self.spelled.iter().filter_map(begins_alike).collect(),
            meaning: self.meaning(&token.stem),
            ..met
        }
    }
}

/// A number that stands for a stem: the same in every process.
fn number_of(stem: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(stem.as_bytes());
    hasher.finish()
}
