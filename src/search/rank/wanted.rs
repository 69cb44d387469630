//! What of a query as typed its units no longer tell: its letters, which words follow each other, and which have a
//! capital.

use std::collections::BTreeSet;

use super::letters::Letters;
use crate::analysis::words;
use crate::query::Query;
use crate::search::terms::runs;

/// The words of a query (as typed) as they follow each other.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::search) struct Wanted {
    /// Folded words, each with the one behind it; stop words too.
    pub(super) pairs: Vec<(String, String)>,
    /// Folded words that are typed with a capital, as names are; not the first, nor in a query of capitals.
    pub(super) names: BTreeSet<String>,
    /// The letters of all words, stop words too.
    pub(super) letters: Letters,
}

impl Wanted {
    pub(in crate::search) fn of(query: &Query) -> Self {
        let mut wanted = Self::default();
        let (mut typed, mut all) = (0, Vec::new());
        for run in runs(query) {
            let mut folded: Vec<String> = Vec::new();
            for word in words(&run) {
                if typed > 0 && is_name(&word.exact) {
                    wanted.names.insert(word.folded.clone());
                }
                typed += 1;
                folded.push(word.folded);
            }
            wanted.pairs.extend(folded.windows(2).map(|two| (two[0].clone(), two[1].clone())));
            all.push(folded);
        }
        wanted.pairs.sort();
        wanted.pairs.dedup();
        wanted.letters = Letters::of(all.iter().map(Vec::as_slice));
        wanted
    }
}

/// Whether the word begins with a capital and has other letters too.
pub(super) fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_follow_each_other_are_pairs_and_capitals_are_names() {
        let table = [
            ("Koulikoro", "", ""),
            ("le pont du Niger", "du niger, le pont, pont du", "niger"),
            ("LE PONT DU NIGER", "du niger, le pont, pont du", ""),
            ("+pont \"du Niger\" port fleuve", "port fleuve", ""),
            ("Mali Mali Mali", "mali mali", "mali"),
        ];
        for (typed, pairs, names) in table {
            let wanted = Wanted::of(&typed.parse().unwrap_or_default());
            let shown: Vec<_> = wanted.pairs.iter().map(|(one, other)| format!("{one} {other}")).collect();
            assert_eq!(shown.join(", "), pairs, "{typed}");
            assert_eq!(wanted.names.into_iter().collect::<Vec<_>>().join(" "), names, "{typed}");
        }
    }
}
