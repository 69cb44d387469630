//! A query as typed → a query of terms: words folded and split by the analysis chain, stop words left out.

use crate::analysis::{is_stop_word, tokens};
use crate::query::{Node, Polarity, Query};

/// The query with one folded term in each word. Stop words are dropped while other words remain; phrases keep theirs.
pub(super) fn normalise(query: Query) -> Query {
    let keep_stop_words =
        !query.leaves().any(|(polarity, leaf)| polarity != Polarity::Excluded && says_something(leaf));
    let terms = Terms { keep_stop_words };
    let clauses = query.clauses().iter().flat_map(|clause| terms.clause(clause));
    clauses.fold(Query::default(), Query::with)
}

fn says_something(leaf: &Node) -> bool {
    match leaf {
        Node::Word(text) => tokens(text).any(|token| !is_stop_word(&token.folded)),
        Node::Filter(_) => false,
        _ => true,
    }
}

struct Terms {
    keep_stop_words: bool,
}

impl Terms {
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
            Node::Phrase { text, slop } => phrase(text, *slop),
            Node::Prefix(text) => last_word(text).map(Node::Prefix),
            Node::Fuzzy { word, distance } => {
                last_word(word).map(|word| Node::Fuzzy { word, distance: *distance })
            }
            Node::Exact(_) | Node::Filter(_) => Some(node.clone()),
            Node::All(parts) => all(parts.iter().filter_map(|part| self.node(part)).collect()),
            Node::Any(parts) => several(parts.iter().filter_map(|part| self.node(part)).collect(), Node::Any),
            Node::Group(clauses) => {
                several(clauses.iter().flat_map(|clause| self.clause(clause)).collect(), Node::Group)
            }
            Node::Must(part) => self.node(part).map(|part| Node::Must(Box::new(part))),
            Node::Not(part) => self.excluded(part).map(|part| Node::Not(Box::new(part))),
        }
    }

    /// `-Saint-Louis` excludes the name, not each of its words, and `-le` does exclude.
    fn excluded(&self, part: &Node) -> Option<Node> {
        match part {
            Node::Word(text) => phrase(text, 0),
            other => Self { keep_stop_words: true }.node(other),
        }
    }

    fn words(&self, text: &str) -> Vec<String> {
        let words = tokens(text).map(|token| token.folded);
        words.filter(|word| self.keep_stop_words || !is_stop_word(word)).collect()
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

/// A phrase of folded terms; one of a single term is that word, in any of its forms.
fn phrase(text: &str, slop: u32) -> Option<Node> {
    let words: Vec<String> = tokens(text).map(|token| token.folded).collect();
    match words.as_slice() {
        [] => None,
        _ => Some(Node::Phrase { text: words.join(" "), slop }),
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
            ("Saint-Louis port", "saint louis port"),
            ("+Saint-Louis", "saint ET louis"),
            ("Sahel -Saint-Louis", "sahel -\"saint louis\""),
            ("« le fleuve Niger »", "\"le fleuve niger\""),
            ("Koulik* l'arm*", "koulik* arm*"),
            ("le fleuve -la", "fleuve -\"la\""),
            ("lang:fr le", "langue:fr le"),
        ];
        for (typed, interpreted) in table {
            let query: Query = typed.parse().unwrap_or_default();
            assert_eq!(normalise(query).to_string(), interpreted, "{typed}");
        }
    }
}
