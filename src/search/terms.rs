//! A query as typed → a query of words as the analysis chain cuts them, stop words left out.

use crate::analysis::{Kind, Token, is_compound, is_stop_word, tokens, words};
use crate::document::Span;
use crate::query::{Node, Polarity, Query};

/// The query with one word or compound (`Saint-Louis`) of the chain in each word of it, spelled as typed. Stop words are
/// dropped while other words remain; phrases keep theirs.
pub(super) fn normalise(query: &Query) -> Query {
    let asked = |(polarity, leaf)| polarity != Polarity::Excluded && says_something(leaf);
    Terms { keep_stop_words: !query.leaves().any(asked), folded: false }.query(query)
}

/// What a normalised query looks for, to be shown: its words folded.
pub(super) fn interpreted(query: &Query) -> String {
    Terms { keep_stop_words: true, folded: true }.query(query).to_string()
}

/// A word of a query, or the words that hyphens join to one.
struct Unit {
    bytes: Span,
    /// Its words.
    words: Vec<Token>,
    /// It is there for more than the grammar: no stop word, but for one behind an elided article, which is a noun
    /// (`l'été`, `l'est`).
    meant: bool,
}

/// The units of `text`, in order.
fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let compounds: Vec<Span> =
        tokens(text).filter(|token| token.kind == Kind::Compound).map(|token| token.bytes).collect();
    for word in words(text) {
        let behind_article =
            units.last().is_some_and(|unit| matches!(unit.words[0].folded.as_str(), "l" | "d"));
        match (units.last_mut(), compounds.iter().find(|compound| compound.contains(&word.bytes.start))) {
            (Some(unit), Some(compound)) if unit.bytes == *compound => unit.words.push(word),
            (_, Some(compound)) => {
                units.push(Unit { bytes: compound.clone(), words: vec![word], meant: true });
            }
            (_, None) => {
                let meant = behind_article || !is_stop_word(&word.folded);
                units.push(Unit { bytes: word.bytes.clone(), words: vec![word], meant });
            }
        }
    }
    units
}

/// Words that a compound may be typed as, with spaces between them.
const MOST_WORDS: usize = 4;

/// The clauses, with words that the dictionary joins by hyphens (`week end`) as the compound.
fn known_compounds(clauses: Vec<Node>) -> Vec<Node> {
    let mut joined = Vec::new();
    let mut rest = clauses.as_slice();
    while let Some(first) = rest.first() {
        let compound =
            (2..=MOST_WORDS.min(rest.len())).rev().find_map(|count| Some((count, compound(&rest[..count])?)));
        let (count, node) = compound.unwrap_or_else(|| (1, first.clone()));
        joined.push(node);
        rest = &rest[count..];
    }
    joined
}

fn compound(clauses: &[Node]) -> Option<Node> {
    let word = |clause: &Node| if let Node::Word(text) = clause { Some(text.clone()) } else { None };
    let text = clauses.iter().map(word).collect::<Option<Vec<_>>>()?.join("-");
    is_compound(&text).then_some(Node::Word(text))
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
    number.ends_with(digit) && group.starts_with(digit) && words(&format!("{number} {group}")).count() == 1
}

fn says_something(leaf: &Node) -> bool {
    match leaf {
        Node::Word(text) => units(text).iter().any(|unit| unit.meant),
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
        let clauses = known_compounds(whole_numbers(clauses));
        clauses.iter().flat_map(|clause| self.clause(clause)).collect()
    }

    /// What a clause becomes; a word that the chain splits (`port/fleuve`) becomes several.
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
            Node::Prefix(text) => self.ending_in(text, Node::Prefix),
            Node::Fuzzy { word, distance } => {
                self.ending_in(word, |word| Node::Fuzzy { word, distance: *distance })
            }
            Node::Exact(_) | Node::Filter(_) => Some(node.clone()),
            Node::All(parts) => all(parts.iter().filter_map(|part| self.node(part)).collect()),
            Node::Any(parts) => several(parts.iter().filter_map(|part| self.node(part)).collect(), Node::Any),
            Node::Group(clauses) => several(self.clauses(clauses), Node::Group),
            Node::Must(part) => self.node(part).map(|part| Node::Must(Box::new(part))),
            Node::Not(part) => self.excluded(part).map(|part| Node::Not(Box::new(part))),
        }
    }

    /// `-l'armée` excludes the words as they follow each other, and `-le` does exclude.
    fn excluded(&self, part: &Node) -> Option<Node> {
        let all = Self { keep_stop_words: true, ..*self };
        match part {
            Node::Word(text) if units(text).len() > 1 => all.phrase(text, 0),
            other => all.node(other),
        }
    }

    fn words(&self, text: &str) -> Vec<String> {
        let units = units(text);
        let none_meant = !units.iter().any(|unit| unit.meant);
        let kept = units.into_iter().filter(|unit| unit.meant || none_meant && self.keep_stop_words);
        kept.map(|unit| self.spelling(text, unit)).collect()
    }

    fn spelling(&self, text: &str, unit: Unit) -> String {
        if self.folded {
            unit.words.into_iter().map(|word| word.folded).collect::<Vec<_>>().join("-")
        } else {
            text[unit.bytes].to_owned()
        }
    }

    fn phrase(&self, text: &str, slop: u32) -> Option<Node> {
        let words: Vec<String> = units(text).into_iter().map(|unit| self.spelling(text, unit)).collect();
        (!words.is_empty()).then(|| Node::Phrase { text: words.join(" "), slop })
    }

    /// The words of a text to whose last an operator applies: in `l'arm*` it is `arm`, in `Saint-Lou*` `Lou`.
    fn ending_in(&self, text: &str, operator: impl Fn(String) -> Node) -> Option<Node> {
        let mut units = units(text);
        let mut last = units.pop()?.words;
        let word = operator(last.pop()?.folded);
        let before = units.into_iter().filter(|unit| unit.meant).flat_map(|unit| unit.words).chain(last);
        all(before.map(|before| Node::Word(before.folded)).chain([word]).collect())
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
            ("Saint-Louis port", "saint-louis port"),
            ("+Saint-Louis", "+saint-louis"),
            ("Sahel -Saint-Louis", "sahel -saint-louis"),
            ("Sahel -l'armée", "sahel -\"l armee\""),
            ("le week end", "week-end"),
            ("arc en ciel du soir", "arc-en-ciel soir"),
            ("parviennent-ils", "parviennent"),
            ("port/fleuve", "port fleuve"),
            ("Saint-Lou*", "(saint ET lou*)"),
            ("\"le week-end dernier\"", "\"le week-end dernier\""),
            ("\"12 345 habitants\"", "\"12345 habitants\""),
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
