//! A normalised query → the same with every way to write its words: a compound with a hyphen, with a space or as one word.
//!
//! After this a [`Node::Word`] of several words stands for what the chain joins them to, and nothing else.

use anyhow::Result;

use super::terms::{folded_words, in_a_row, plain_word};
use crate::analysis::{self, Kind, Token, compound_apart, is_stop_word, tokens};
use crate::query::Node;

/// What tells how else the words of a query may be written.
#[derive(Clone, Copy)]
pub(super) struct Spellings<'a> {
    /// Whether the index has a folded term.
    pub(super) holds: &'a dyn Fn(&str) -> Result<bool>,
    /// Compounds of the dictionary, with hyphens, whose words are typed with spaces.
    pub(super) apart: &'a [String],
}

/// Letters that a word must have to be tried as a compound written as one, and at most.
const COMPOUND_LETTERS: std::ops::RangeInclusive<usize> = 5..=40;

/// A list of clauses with the alternatives of each, in the same order.
pub(super) fn clauses(clauses: &[Node], spellings: Spellings<'_>) -> Result<Vec<Node>> {
    let mut all: Vec<Node> = clauses.iter().map(|clause| node(clause, spellings)).collect::<Result<_>>()?;
    for (clause, tried) in clauses.iter().zip(&mut all) {
        let word = plain_word(clause).map(|(text, _)| folded_words(text)).filter(|words| words.len() == 1);
        for compound in spellings.apart {
            if word.as_ref().is_some_and(|word| folded_words(compound).contains(&word[0])) {
                add(tried, as_one(compound));
            }
        }
    }
    for first in 1..clauses.len() {
        if let Some(joined) = joined(&clauses[first - 1], &clauses[first], spellings)? {
            all[first - 1..=first].iter_mut().for_each(|tried| add(tried, joined.clone()));
        }
    }
    Ok(all)
}

/// Adds an alternative to what is tried of a wanted or required word.
fn add(tried: &mut Node, other: Node) {
    match tried {
        Node::Must(part) => add(part, other),
        word => *word = any(vec![word.clone(), other]),
    }
}

/// The word that two make together, where the index has it and the dictionary does not: `Kouli koro`.
fn joined(one: &Node, other: &Node, spellings: Spellings<'_>) -> Result<Option<Node>> {
    let (Some((one, _)), Some((other, _))) = (plain_word(one), plain_word(other)) else { return Ok(None) };
    let word = |text: &str| {
        let mut words = folded_words(text);
        words.pop().filter(|word| words.is_empty() && word.chars().all(char::is_alphabetic))
    };
    let (Some(one), Some(other)) = (word(one), word(other)) else { return Ok(None) };
    let joined = one + &other;
    let is_name = COMPOUND_LETTERS.contains(&joined.len()) && !analysis::is_known(&joined);
    Ok((is_name && (spellings.holds)(&joined)?).then_some(Node::Word(joined)))
}

/// A part of a query by itself with its alternatives.
pub(super) fn node(node: &Node, spellings: Spellings<'_>) -> Result<Node> {
    let parts =
        |parts: &[Node]| parts.iter().map(|part| self::node(part, spellings)).collect::<Result<Vec<_>>>();
    Ok(match node {
        Node::Word(text) => word(text),
        Node::Phrase { text, slop } => phrase(text, *slop),
        Node::All(nodes) => Node::All(parts(nodes)?),
        Node::Any(nodes) => any(parts(nodes)?),
        Node::Group(nodes) => Node::Group(clauses(nodes, spellings)?),
        Node::Must(part) => Node::Must(Box::new(self::node(part, spellings)?)),
        Node::Not(part) => Node::Not(Box::new(match &**part {
            // Only the whole of a compound is excluded.
            Node::Word(text) if compound(text) => as_one(text),
            part => self::node(part, spellings)?,
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
    in_a_row(folded_words(text))
}

/// The words that a compound written as one is made of, by the dictionary: `porte monnaie` of `portemonnaie`.
fn split(text: &str) -> Option<String> {
    let word = tokens(text).next()?.folded;
    if !COMPOUND_LETTERS.contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    Some(compound_apart(&word)?.replace('-', " "))
}

/// The phrase with its compounds in words, each as one, and with what may be compounds in words.
fn phrase(text: &str, slop: u32) -> Node {
    let spaced = spaced(text);
    let split = |word: Token| split(&word.folded).unwrap_or(word.folded);
    let split = in_a_row(analysis::words(text).map(split));
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
    in_a_row(words.into_iter().map(|word| word.folded))
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
    use crate::query::Query;

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
            ("+Kouli +koro", "+(Kouli OU koulikoro) +(koro OU koulikoro)"),
            ("porte", "porte OU porte-monnaie OU \"porte monnaie\""),
            ("par ti", "par ti"),
        ];
        let holds = |term: &str| Ok(matches!(term, "koulikoro" | "parti"));
        let spellings = Spellings { holds: &holds, apart: &["porte-monnaie".to_owned()] };
        for (typed, expected) in table {
            let query: Query = typed.parse().unwrap_or_default();
            let tried = clauses(query.clauses(), spellings).unwrap_or_default();
            let tried = tried.into_iter().fold(Query::default(), Query::with);
            assert_eq!(tried.to_string(), expected, "{typed}");
        }
    }
}
