//! The letters of a query as they follow each other, words and the spaces between them alike. A text that has many of them
//! has words of the same families, the same word order, or a word that is misspelled in one of the two.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

/// Four letters in a row, the ends of a word as one of them; packed into a number, which is quick to compare.
type Gram = u128;

/// What stands for the end of a word.
const END: char = '_';

/// The grams of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Letters {
    /// Each with its number: their place in ascending order.
    grams: FxHashMap<Gram, usize>,
    /// The last letters of words that others follow, and the first of those that follow.
    ends: BTreeSet<char>,
    begins: BTreeSet<char>,
}

/// What a word has of the letters of a query.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Met {
    /// The grams within it, by their numbers.
    pub(super) within: Vec<usize>,
    /// Some gram begins with its last letter, and some goes on with its first: what spares most words the look at what
    /// stands between them.
    ends: bool,
    begins: bool,
    last: [char; 2],
    first: [char; 2],
}

impl Letters {
    /// The letters of folded words, of which those of a run follow each other.
    pub(super) fn of<'w>(runs: impl Iterator<Item = &'w [String]>) -> Self {
        let mut letters = Self::default();
        let mut grams = BTreeSet::new();
        for run in runs {
            run.iter().for_each(|word| grams.extend(within(word)));
            for two in run.windows(2) {
                let (last, first) = (last(&two[0]), first(&two[1]));
                grams.extend(between(last, first));
                letters.ends.insert(last[1]);
                letters.begins.insert(first[0]);
            }
        }
        letters.grams = grams.into_iter().zip(0..).collect();
        letters
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.grams.len()
    }

    /// What a folded word has of them.
    pub(super) fn met(&self, word: &str) -> Met {
        let (last, first) = (last(word), first(word));
        Met {
            within: within(word).filter_map(|gram| self.grams.get(&gram).copied()).collect(),
            ends: self.ends.contains(&last[1]),
            begins: self.begins.contains(&first[0]),
            last,
            first,
        }
    }

    /// The numbers of the grams that two words have between them.
    pub(super) fn between(&self, one: &Met, other: &Met) -> impl Iterator<Item = usize> {
        let looked_at = one.ends && other.begins;
        let grams = looked_at.then(|| between(one.last, other.first)).into_iter().flatten();
        grams.filter_map(|gram| self.grams.get(&gram).copied())
    }
}

fn within(word: &str) -> impl Iterator<Item = Gram> + '_ {
    let mut letters = word.chars().chain([END]);
    let mut gram = [END, END, letters.next().unwrap_or(END), letters.next().unwrap_or(END)];
    letters.map(move |letter| {
        gram.rotate_left(1);
        gram[3] = letter;
        packed(gram)
    })
}

fn packed(letters: [char; 4]) -> Gram {
    letters.into_iter().fold(0, |gram, letter| gram << u32::BITS | Gram::from(u32::from(letter)))
}

fn between(last: [char; 2], first: [char; 2]) -> [Gram; 2] {
    [[last[0], last[1], END, first[0]], [last[1], END, first[0], first[1]]].map(packed)
}

/// The last two letters of a word.
fn last(word: &str) -> [char; 2] {
    let mut letters = word.chars().rev();
    let last = letters.next().unwrap_or(END);
    [letters.next().unwrap_or(END), last]
}

/// Its first two.
fn first(word: &str) -> [char; 2] {
    let mut letters = word.chars();
    [letters.next().unwrap_or(END), letters.next().unwrap_or(END)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Letters {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        Letters::of([words.as_slice()].into_iter())
    }

    #[test]
    fn grams_are_four_letters_with_the_ends_of_words() {
        let table = [
            ("port", "_por ort_ port"),
            ("le port", "_le_ _por e_po le_p ort_ port"),
            ("a or", "_a_o _or_ a_or"),
            ("a", ""),
        ];
        for (text, expected) in table {
            let unpacked = |gram: &Gram| -> String {
                let letter = |place| char::from_u32((gram >> (u32::BITS * place)) as u32);
                (0..4).rev().filter_map(letter).collect()
            };
            let mut grams: Vec<(usize, Gram)> =
                letters(text).grams.iter().map(|(gram, number)| (*number, *gram)).collect();
            grams.sort_unstable();
            let shown: Vec<String> = grams.iter().map(|(_, gram)| unpacked(gram)).collect();
            assert_eq!(shown.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn words_have_grams_within_them_and_between_them() {
        let query = letters("le port de");
        let between = |one: &str, other: &str| query.between(&query.met(one), &query.met(other)).count();
        assert_eq!((between("le", "port"), between("ville", "portuaire"), between("la", "port")), (2, 2, 0));
        assert_eq!((between("port", "le"), between("", "port")), (0, 0));
        assert_eq!(query.met("portes").within.len(), 2);
        assert_eq!(query.met("xyz"), Met { last: ['y', 'z'], first: ['x', 'y'], ..Met::default() });
    }
}
