//! Words of a query that follow each other.

use super::{folded_words, plain_word};
use crate::analysis::is_stop_word;
use crate::query::Query;

/// The words as a text that the chain reads as these words: numbers in a row are not groups of one (`"12, 345"`).
pub(in crate::search) fn in_a_row(words: impl IntoIterator<Item = String>) -> String {
    let digit = |c: char| c.is_ascii_digit();
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push_str(if text.ends_with(digit) && word.starts_with(digit) { "; " } else { " " });
        }
        text.push_str(&word);
    }
    text
}

/// Words that may stand between two that belong together: `chemin de fer`, `mise à l'eau`.
const MOST_BETWEEN: usize = 3;

/// The words of the query (as typed) that follow each other, two by two, with the stop words between them.
pub(in crate::search) fn neighbours(query: &Query) -> Vec<String> {
    runs(query).flat_map(|run| neighbours_in(&run)).collect::<Vec<_>>()
}

/// The stretches of the query that are words, wanted or required, and nothing else.
pub(in crate::search) fn runs(query: &Query) -> impl Iterator<Item = String> {
    let runs = query.clauses().split(|clause| plain_word(clause).is_none());
    runs.map(|run| run.iter().filter_map(plain_word).map(|(text, _)| text).collect::<Vec<_>>().join(" "))
}

fn neighbours_in(run: &str) -> Vec<String> {
    let words = folded_words(run);
    let meant: Vec<usize> = (0..words.len()).filter(|at| !is_stop_word(&words[*at])).collect();
    let near = meant.windows(2).filter(|two| two[1] - two[0] <= MOST_BETWEEN + 1);
    near.map(|two| in_a_row(words[two[0]..=two[1]].iter().cloned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_words_in_a_row() {
        let table: [(&str, &[&str]); 6] = [
            ("Koulikoro", &[]),
            ("le chemin de fer du Niger", &["chemin de fer", "fer du niger"]),
            ("coup d'État", &["coup d etat"]),
            ("Saint-Louis port", &["saint louis", "louis port"]),
            ("+pont +Niger -fleuve port", &["pont niger"]),
            ("pont \"du Niger\" port", &[]),
        ];
        for (typed, expected) in table {
            assert_eq!(neighbours(&typed.parse().unwrap_or_default()), expected, "{typed}");
        }
    }
}
