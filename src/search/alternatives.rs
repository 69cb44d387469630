//! A normalised query → the same with every way to write its words: a compound with a hyphen, with a space or as one word.
//!
//! After this a [`Node::Word`] of several words stands for what the chain joins them to, and nothing else.

use anyhow::Result;

use crate::analysis::{self, Kind, Token, is_compound, is_stop_word, tokens};
use crate::query::{Node, Query};

/// Whether the index has a folded term.
pub(super) type Holds<'a> = &'a dyn Fn(&str) -> Result<bool>;

/// Letters that a word must have to be tried as a compound written as one, and at most.
const COMPOUND_LETTERS: std::ops::RangeInclusive<usize> = 5..=40;

/// The query with its alternatives.
pub(super) fn with_alternatives(query: &Query, holds: Holds<'_>) -> Result<Query> {
    Ok(clauses(query.clauses(), holds)?.into_iter().fold(Query::default(), Query::with))
}

fn clauses(clauses: &[Node], holds: Holds<'_>) -> Result<Vec<Node>> {
    let mut all: Vec<Node> = clauses.iter().map(|clause| node(clause, holds)).collect::<Result<_>>()?;
    for first in 1..clauses.len() {
        if let Some(joined) = joined(&clauses[first - 1], &clauses[first], holds)? {
            for place in [first - 1, first] {
                all[place] = any(vec![all[place].clone(), joined.clone()]);
            }
        }
    }
    Ok(all)
}

/// The word that two make together, where the index has it and the dictionary does not: `Kouli koro`.
fn joined(one: &Node, other: &Node, holds: Holds<'_>) -> Result<Option<Node>> {
    let (Node::Word(one), Node::Word(other)) = (one, other) else { return Ok(None) };
    let word = |text: &str| {
        let mut words = tokens(text);
        words.next().filter(|word| words.next().is_none() && word.folded.chars().all(char::is_alphabetic))
    };
    let (Some(one), Some(other)) = (word(one), word(other)) else { return Ok(None) };
    let joined = one.folded + &other.folded;
    let is_name = COMPOUND_LETTERS.contains(&joined.len()) && !analysis::is_known(&joined) && holds(&joined)?;
    Ok(is_name.then_some(Node::Word(joined)))
}

fn node(node: &Node, holds: Holds<'_>) -> Result<Node> {
    let parts = |parts: &[Node]| parts.iter().map(|part| self::node(part, holds)).collect::<Result<Vec<_>>>();
    Ok(match node {
        Node::Word(text) => word(text),
        Node::Phrase { text, slop } => phrase(text, *slop),
        Node::All(nodes) => Node::All(parts(nodes)?),
        Node::Any(nodes) => any(parts(nodes)?),
        Node::Group(nodes) => Node::Group(clauses(nodes, holds)?),
        Node::Must(part) => Node::Must(Box::new(self::node(part, holds)?)),
        Node::Not(part) => Node::Not(Box::new(match &**part {
            // Only the whole of a compound is excluded.
            Node::Word(text) if compound(text) => as_one(text),
            part => self::node(part, holds)?,
        })),
        Node::Prefix(_) | Node::Fuzzy { .. } | Node::Exact(_) | Node::Filter(_) => node.clone(),
    })
}

/// Each word of a compound, or the compound itself, which holds them all; a word that may be a compound, or that.
fn word(text: &str) -> Node {
    if !compound(text) {
        let spaced = split(text).map(|text| Node::Phrase { text, slop: 0 });
        return any([Node::Word(text.to_owned())].into_iter().chain(spaced).collect());
    }
    let meant: Vec<Token> = analysis::words(text).filter(|word| !is_stop_word(&word.folded)).collect();
    if meant.len() < 2 {
        // `rendez-vous` is not found by `rendez` alone.
        return as_one(text);
    }
    let part = |word: Token| any(vec![Node::Word(text[word.bytes].to_owned()), as_one(text)]);
    Node::All(meant.into_iter().map(part).collect())
}

/// A compound with its words one after another, however they are joined.
fn as_one(text: &str) -> Node {
    any(vec![Node::Word(text.to_owned()), Node::Phrase { text: spaced(text), slop: 0 }])
}

/// Whether the chain joins the words of `text`.
fn compound(text: &str) -> bool {
    tokens(text).any(|token| token.kind == Kind::Compound)
}

fn spaced(text: &str) -> String {
    analysis::words(text).map(|word| word.folded).collect::<Vec<_>>().join(" ")
}

/// The words that a compound written as one is made of, by the dictionary: `porte monnaie` of `portemonnaie`.
fn split(text: &str) -> Option<String> {
    let word = tokens(text).next()?.folded;
    if !COMPOUND_LETTERS.contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let cuts = || 1..word.len();
    let in_two = cuts().map(|cut| format!("{}-{}", &word[..cut], &word[cut..]));
    let in_three = cuts().flat_map(|first| {
        let word = &word;
        (first + 1..word.len())
            .map(move |second| format!("{}-{}-{}", &word[..first], &word[first..second], &word[second..]))
    });
    let compound = in_two.chain(in_three).find(|compound| is_compound(compound))?;
    Some(compound.replace('-', " "))
}

/// The phrase with its compounds in words, each as one, and with what may be compounds in words.
fn phrase(text: &str, slop: u32) -> Node {
    let spaced = spaced(text);
    let split = |word: Token| split(&word.folded).unwrap_or(word.folded);
    let split = analysis::words(text).map(split).collect::<Vec<_>>().join(" ");
    let mut texts = vec![spaced];
    for other in [together(text), split] {
        if !texts.contains(&other) {
            texts.push(other);
        }
    }
    any(texts.into_iter().map(|text| Node::Phrase { text, slop }).collect())
}

/// The text with each compound as one word.
fn together(text: &str) -> String {
    let mut words: Vec<Token> = Vec::new();
    for token in tokens(text) {
        match words.last_mut() {
            Some(last) if token.bytes.start < last.bytes.end => {
                if token.kind == Kind::Compound {
                    *last = token;
                }
            }
            _ => words.push(token),
        }
    }
    words.into_iter().map(|word| word.folded).collect::<Vec<_>>().join(" ")
}

fn any(nodes: Vec<Node>) -> Node {
    let mut flat: Vec<Node> = Vec::new();
    for node in nodes {
        match node {
            Node::Any(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    if flat.len() == 1 { flat.remove(0) } else { Node::Any(flat) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_looked_for_however_they_are_written() {
        let table = [
            ("fleuve", "fleuve"),
            ("week-end", "((week OU week-end OU \"week end\") ET (end OU week-end OU \"week end\"))"),
            ("weekend", "weekend OU \"week end\""),
            ("arcenciel", "arcenciel OU \"arc en ciel\""),
            ("rendez-vous", "rendez-vous OU \"rendez vous\""),
            ("-week-end mot", "-(week-end OU \"week end\") mot"),
            ("Kouli koro", "Kouli OU koulikoro koro OU koulikoro"),
            ("\"le week-end dernier\"", "\"le week end dernier\" OU \"le weekend dernier\""),
            ("\"le weekend dernier\"", "\"le weekend dernier\" OU \"le week end dernier\""),
            ("par ti", "par ti"),
        ];
        let holds = |term: &str| Ok(matches!(term, "koulikoro" | "parti"));
        for (typed, expected) in table {
            let query: Query = typed.parse().unwrap_or_default();
            let found = with_alternatives(&query, &holds).map(|query| query.to_string());
            assert_eq!(found.unwrap_or_default(), expected, "{typed}");
        }
    }
}
