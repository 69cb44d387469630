//! A query as typed → a query of words as the analysis chain cuts them, stop words left out.

use crate::analysis::{Token, is_stop_word, tokens};
use crate::query::{Node, Polarity, Query};

/// The query with one word of the chain in each word of it, spelled as typed. Stop words are dropped while other words
/// remain; phrases keep theirs.
pub(super) fn normalise(query: &Query) -> Query {
    let asked = |(polarity, leaf)| polarity != Polarity::Excluded && says_something(leaf);
    Terms { keep_stop_words: !query.leaves().any(asked), folded: false }.query(query)
}

/// What a normalised query looks for, to be shown: its words folded.
pub(super) fn interpreted(query: &Query) -> String {
    Terms { keep_stop_words: true, folded: true }.query(query).to_string()
}

/// The words of `text` that are not there for the grammar alone: no stop words, but for one behind an elided article,
/// which is a noun (`l'été`, `l'est`).
fn meant_words(text: &str) -> Vec<Token> {
    let all: Vec<Token> = tokens(text).collect();
    let behind_article = |at: usize| at > 0 && matches!(all[at - 1].folded.as_str(), "l" | "d");
    let meant = |at: &usize| !is_stop_word(&all[*at].folded) || behind_article(*at);
    (0..all.len()).filter(meant).map(|at| all[at].clone()).collect()
}

/// The clauses, with the groups of a number (`10 000`) as the one word that the chain reads them as.
fn whole_numbers(clauses: &[Node]) -> Vec<Node> {
    let mut joined: Vec<Node> = Vec::new();
    for clause in clauses {
        match (joined.last_mut(), clause) {
            (Some(Node::Word(number)), Node::Word(group)) if is_number(number, group) => {
                *number = format!("{number} {group}");
            }
            _ => joined.push(clause.clone()),
        }
    }
    joined
}

fn is_number(number: &str, group: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    number.ends_with(digit) && group.starts_with(digit) && tokens(&format!("{number} {group}")).count() == 1
}

fn says_something(leaf: &Node) -> bool {
    match leaf {
        Node::Word(text) => !meant_words(text).is_empty(),
        Node::Filter(_) => false,
        _ => true,
    }
}

struct Terms {
    keep_stop_words: bool,
    folded: bool,
}

impl Terms {
    fn query(&self, query: &Query) -> Query {
        self.clauses(query.clauses()).into_iter().fold(Query::default(), Query::with)
    }

    fn clauses(&self, clauses: &[Node]) -> Vec<Node> {
        whole_numbers(clauses).iter().flat_map(|clause| self.clause(clause)).collect()
    }

    /// What a clause becomes; a word that the chain splits (`Saint-Louis`) becomes several.
    fn clause(&self, clause: &Node) -> Vec<Node> {
        match clause {
            Node::Word(text) => self.words(text).into_iter().map(Node::Word).collect(),
            other => self.node(other).into_iter().collect(),
        }
    }

    /// What a node becomes where only one can stand; `None` where nothing is left of it.
    fn node(&self, node: &Node) -> Option<Node> {
        match node {
            Node::Word(text) => all(self.words(text).into_iter().map(Node::Word).collect()),
            Node::Phrase { text, slop } => self.phrase(text, *slop),
            Node::Prefix(text) => last_word(text).map(Node::Prefix),
            Node::Fuzzy { word, distance } => {
                last_word(word).map(|word| Node::Fuzzy { word, distance: *distance })
            }
            Node::Exact(_) | Node::Filter(_) => Some(node.clone()),
            Node::All(parts) => all(parts.iter().filter_map(|part| self.node(part)).collect()),
            Node::Any(parts) => several(parts.iter().filter_map(|part| self.node(part)).collect(), Node::Any),
            Node::Group(clauses) => several(self.clauses(clauses), Node::Group),
            Node::Must(part) => self.node(part).map(|part| Node::Must(Box::new(part))),
            Node::Not(part) => self.excluded(part).map(|part| Node::Not(Box::new(part))),
        }
    }

    /// `-Saint-Louis` excludes the name, not each of its words, and `-le` does exclude.
    fn excluded(&self, part: &Node) -> Option<Node> {
        let all = Self { keep_stop_words: true, ..*self };
        match part {
            Node::Word(text) if tokens(text).count() > 1 => all.phrase(text, 0),
            other => all.node(other),
        }
    }

    fn words(&self, text: &str) -> Vec<String> {
        let meant = meant_words(text);
        let all =
            tokens(text).filter(|token| meant.is_empty() && self.keep_stop_words || meant.contains(token));
        all.map(|token| self.spelling(text, token)).collect()
    }

    fn phrase(&self, text: &str, slop: u32) -> Option<Node> {
        let words: Vec<String> = tokens(text).map(|token| self.spelling(text, token)).collect();
        (!words.is_empty()).then(|| Node::Phrase { text: words.join(" "), slop })
    }

    fn spelling(&self, text: &str, token: Token) -> String {
        if self.folded { token.folded } else { text[token.bytes].to_owned() }
    }
}

fn all(parts: Vec<Node>) -> Option<Node> {
    several(parts, Node::All)
}

fn several(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Option<Node> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(join(parts)),
    }
}

/// The word that an operator behind a token applies to: in `l'arm*` it is `arm`.
fn last_word(text: &str) -> Option<String> {
    tokens(text).last().map(|token| token.folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_become_terms() {
        let table = [
            ("Koulikoro", "koulikoro"),
            ("l'armée du Mali", "armee mali"),
            ("le la les", "le la les"),
            ("l'été", "ete"),
            ("été 2024", "ete 2024"),
            ("vent d'est", "vent est"),
            ("Saint-Louis port", "saint louis port"),
            ("+Saint-Louis", "saint ET louis"),
            ("Sahel -Saint-Louis", "sahel -\"saint louis\""),
            ("« le fleuve Niger »", "\"le fleuve niger\""),
            ("Koulik* l'arm*", "koulik* arm*"),
            ("le fleuve -la", "fleuve -la"),
            ("lang:fr le", "langue:fr le"),
            ("10 000 morts 2024 125", "10000 morts 2024 125"),
            ("(10 000 morts) ET Mali", "(10000 morts) ET mali"),
            ("O.N.U. 3,5", "onu 3.5"),
        ];
        for (typed, interpreted) in table {
            let query: Query = typed.parse().unwrap_or_default();
            let query = normalise(&query);
            assert_eq!(super::interpreted(&query), interpreted, "{typed}");
        }
    }
}
