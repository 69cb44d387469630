//! Words typed apart that are one: the groups of a number, the parts of a compound.

use super::neighbours::runs;
use super::{folded_words, plain_word};
use crate::analysis::{is_compound, words};
use crate::query::{Node, Query};

/// Words that a compound may be typed as, with spaces between them.
const MOST_WORDS: usize = 4;

/// The compounds of the dictionary, with hyphens, whose words the query (as typed) has one after another.
pub(in crate::search) fn typed_apart(query: &Query) -> Vec<String> {
    let mut compounds = Vec::new();
    for run in runs(query) {
        let words = folded_words(&run);
        let windows = (2..=MOST_WORDS).flat_map(|count| words.windows(count));
        compounds.extend(windows.map(|words| words.join("-")).filter(|compound| is_compound(compound)));
    }
    compounds
}

fn asked(text: String, required: bool) -> Node {
    if required { Node::Must(Box::new(Node::Word(text))) } else { Node::Word(text) }
}

/// The clauses, with the groups of a number (`10 000`) as the one word that the chain reads them as.
pub(super) fn whole_numbers(clauses: &[Node]) -> Vec<Node> {
    let mut joined: Vec<Node> = Vec::new();
    for clause in clauses {
        let number = joined.last().and_then(|number| number_of(number, clause));
        match number {
            Some(number) => {
                joined.pop();
                joined.push(number);
            }
            None => joined.push(clause.clone()),
        }
    }
    joined
}

/// The number that two groups make, both wanted or both required.
fn number_of(number: &Node, group: &Node) -> Option<Node> {
    let ((number, required), (group, also)) = (plain_word(number)?, plain_word(group)?);
    (required == also && is_number(number, group)).then(|| asked(format!("{number} {group}"), required))
}

fn is_number(number: &str, group: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    number.ends_with(digit) && group.starts_with(digit) && words(&format!("{number} {group}")).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_are_known_from_their_words() {
        let table: [(&str, &[&str]); 5] = [
            ("le week end dernier", &["week-end"]),
            ("un arc en ciel", &["arc-en-ciel"]),
            ("+rendez +vous", &["rendez-vous"]),
            ("pont fleuve", &[]),
            ("week \"end\"", &[]),
        ];
        for (typed, expected) in table {
            assert_eq!(typed_apart(&typed.parse().unwrap_or_default()), expected, "{typed}");
        }
    }
}
