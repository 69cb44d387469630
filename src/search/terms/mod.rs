//! A query as typed → a query of words as the analysis chain cuts them, stop words left out.

mod joined;
mod neighbours;

use crate::analysis::{Kind, Token, is_stop_word, tokens, words};
use crate::document::Span;
use crate::query::{Node, Polarity, Query};

pub(super) use joined::typed_apart;
use joined::whole_numbers;
pub(super) use neighbours::{in_a_row, neighbours, runs};

/// The query with one word or compound (`Saint-Louis`) of the chain in each word of it, spelled as typed. Stop words are
/// dropped while other words remain; phrases keep theirs.
pub(super) fn normalise(query: &Query) -> Query {
    let asked = |(polarity, leaf)| polarity != Polarity::Excluded && says_something(leaf);
    Terms { keep_stop_words: !query.leaves().any(asked), folded: false }.query(query)
}

/// Whether the query asks for stop words and nothing else, so that they are searched as any word.
pub(super) fn only_stop_words(query: &Query) -> bool {
    let asked = |(polarity, leaf): &(Polarity, &Node)| {
        *polarity != Polarity::Excluded && !matches!(leaf, Node::Filter(_))
    };
    let has_word = |(_, leaf): (_, &Node)| matches!(leaf, Node::Word(text) if tokens(text).next().is_some());
    query.leaves().filter(asked).any(has_word)
        && !query.leaves().filter(asked).any(|(_, leaf)| says_something(leaf))
}

/// The words of a text as they are folded.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    words(text).map(|word| word.folded).collect()
}

/// The words of a text as they are written.
pub(super) fn exact_words(text: &str) -> Vec<String> {
    words(text).map(|word| word.exact).collect()
}

/// What a normalised query looks for, to be shown: its words folded.
pub(super) fn interpreted(query: &Query) -> String {
    Terms { keep_stop_words: true, folded: true }.query(query).to_string()
}

/// The stop words of `query`, as typed, that `normalised` has no longer.
pub(super) fn dropped(query: &Query, normalised: &Query) -> Vec<String> {
    let mut kept: Vec<Token> = texts(normalised).flat_map(words).collect();
    let mut dropped: Vec<String> = Vec::new();
    for text in texts(query) {
        for word in words(text).filter(|word| is_stop_word(&word.folded)) {
            match kept.iter().position(|kept| kept.folded == word.folded) {
                Some(place) => drop(kept.swap_remove(place)),
                None if dropped.contains(&word.exact) => {}
                None => dropped.push(word.exact),
            }
        }
    }
    dropped
}

/// The texts of a query's leaves, filters aside.
fn texts(query: &Query) -> impl Iterator<Item = &str> {
    query.leaves().filter_map(|(_, leaf)| match leaf {
        Node::Word(text) | Node::Exact(text) | Node::Prefix(text) | Node::Phrase { text, .. } => {
            Some(text.as_str())
        }
        Node::Fuzzy { word, .. } => Some(word),
        _ => None,
    })
}

/// A word of a query, or the words that hyphens join to one.
struct Unit {
    bytes: Span,
    /// Its words.
    words: Vec<Token>,
    /// It is there for more than the grammar: no stop word, or one that is a noun behind its article (`l'est`).
    meant: bool,
}

/// Stop words that are nouns behind an elided article: `vent d'est`, `l'être`.
const NOUNS: [&str; 4] = ["avant", "avoir", "est", "etre"];

/// Words that their accent alone tells from a stop word.
const ACCENTED: [&str; 2] = ["dû", "sûr"];

/// The units of `text`, in order.
fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let compounds: Vec<Span> =
        tokens(text).filter(|token| token.kind == Kind::Compound).map(|token| token.bytes).collect();
    for word in words(text) {
        let behind_article =
            units.last().is_some_and(|unit| matches!(unit.words[0].folded.as_str(), "l" | "d"));
        let noun = behind_article && NOUNS.contains(&word.folded.as_str());
        match (units.last_mut(), compounds.iter().find(|compound| compound.contains(&word.bytes.start))) {
            (Some(unit), Some(compound)) if unit.bytes == *compound => unit.words.push(word),
            (_, Some(compound)) => {
                units.push(Unit { bytes: compound.clone(), words: vec![word], meant: true });
            }
            (_, None) => {
                let accented = ACCENTED.contains(&word.exact.to_lowercase().as_str());
                let meant = noun || accented || !is_stop_word(&word.folded);
                units.push(Unit { bytes: word.bytes.clone(), words: vec![word], meant });
            }
        }
    }
    units
}

fn says_something(leaf: &Node) -> bool {
    match leaf {
        Node::Word(text) => units(text).iter().any(|unit| unit.meant),
        Node::Filter(_) => false,
        _ => true,
    }
}

/// The text of a word that is wanted or required, and whether it is required.
pub(super) fn plain_word(clause: &Node) -> Option<(&str, bool)> {
    match clause {
        Node::Word(text) => Some((text, false)),
        Node::Must(part) => {
            if let Node::Word(text) = &**part {
                Some((text, true))
            } else {
                None
            }
        }
        _ => None,
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

    /// `-l'armée` excludes the noun, `-rock'n'roll` the words as they follow each other, and `-le` does exclude.
    fn excluded(&self, part: &Node) -> Option<Node> {
        let all = Self { keep_stop_words: true, ..*self };
        match part {
            Node::Word(text) if self.words(text).len() == 1 => self.node(part),
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
        let text = in_a_row(units(text).into_iter().map(|unit| self.spelling(text, unit)));
        (!text.is_empty()).then_some(Node::Phrase { text, slop })
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
    fn stop_words_that_are_dropped_are_told() {
        let table = [
            ("l'armée de Ségou", "l de"),
            ("le la les", ""),
            ("arc en ciel en été", "en"),
            ("\"le port\" le Le fleuve", "le Le"),
            ("l'été", "l"),
            ("10 000 de -la", "de"),
        ];
        for (typed, expected) in table {
            let query: Query = typed.parse().unwrap_or_default();
            assert_eq!(dropped(&query, &normalise(&query)).join(" "), expected, "{typed}");
        }
    }

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
            ("Sahel -l'armée", "sahel -armee"),
            ("Sahel -port/fleuve", "sahel -\"port fleuve\""),
            ("sûr chemin dû", "sur chemin du"),
            ("le week end", "week end"),
            ("arc en ciel du soir", "arc ciel soir"),
            ("histoire d'un port", "histoire port"),
            ("l'avoir et l'être", "avoir etre"),
            ("parviennent-ils", "parviennent"),
            ("port/fleuve", "port fleuve"),
            ("Saint-Lou*", "(saint ET lou*)"),
            ("\"le week-end dernier\"", "\"le week-end dernier\""),
            ("\"12, 345\"", "\"12; 345\""),
            ("\"12 345 habitants\"", "\"12345 habitants\""),
            ("« le fleuve Niger »", "\"le fleuve niger\""),
            ("Koulik* l'arm*", "koulik* arm*"),
            ("le fleuve -la", "fleuve -la"),
            ("lang:fr le", "langue:fr le"),
            ("10 000 morts 2024 125", "10000 morts 2024 125"),
            ("+10 +000 +morts", "+10000 +morts"),
            ("+week +end", "+week +end"),
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
