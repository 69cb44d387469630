//! The query language. A [`Query`] is a value: it is read from any string, written back by `Display`, and
//! knows nothing of how it is searched.
//!
//! Juxtaposed words are wanted, not required. `ET` binds tighter than `OU`, and `OU` tighter than
//! juxtaposition: `a OU b c` is `(a OU b) c`. Who writes `ET` means it: `a ET b c` requires a and b, and wants
//! c; in parentheses, as in `(a ET b) c`, the pair is wanted like any word.
//!
//! ```text
//! query   = { clause }                          every clause wanted, unless a sign says more
//! clause  = both { ("OU" | "OR") both }
//! both    = operand { ("ET" | "AND") operand }
//! operand = { "-" | "+" | "SAUF" | "NOT" } ( leaf | "(" query ")" )
//! leaf    = word | word "*" | word "~" [ "1" | "2" ] | [ "=" ] quoted | "=" word | quoted "~" number
//!         | name ":" ( value { "," value } | "(" { value [ "OU" | "," ] } ")" )
//! name    = "titre" | "title" | "auteur" | "author" | "date" | "langue" | "lang" | "language" | "chemin" | "path"
//! value   = bare | quoted;      of date: day | [ day ] ".." [ day ] | ( "<" | "<=" | ">" | ">=" ) day
//! quoted  = "…" | « … » | “…” | „…“ | ”…”
//! ```
//!
//! A backslash makes the next character literal. What does not parse is read as words, with a [`Warning`].

mod capitals;
mod display;
mod field;
mod lexer;
mod limits;
mod parser;
mod range;
mod word;

use std::convert::Infallible;
use std::str::FromStr;

pub(crate) use capitals::in_capitals;
pub use field::Filter;
pub use limits::{
    MAX_CLAUSES, MAX_DEPTH, MAX_INPUT_BYTES, MAX_SLOP, MAX_TEXT_BYTES, MAX_WARNINGS, MIN_PREFIX_LETTERS,
};
pub use range::DateRange;

/// What is searched: a list of clauses, read as [`Node::Group`] says.
///
/// Reading what `Display` writes gives the same query again, for every query that [`parse`] returns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    clauses: Vec<Node>,
}

/// A part of a query. Texts are as typed, without their escapes; the analysis chain splits them into terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// `mot`: any form of the word.
    Word(String),
    /// `"…"` with slop 0: these words in this order. `"…"~5`: these words in any order, within `slop` words.
    Phrase {
        /// What stands between the quotes, trimmed.
        text: String,
        /// How many words apart, 0 to [`MAX_SLOP`].
        slop: u32,
    },
    /// `mot*`: words that begin so; the star is not part of the text.
    Prefix(String),
    /// `mot~`: words spelled nearly so.
    Fuzzy {
        /// The word without its `~`.
        word: String,
        /// Edits allowed, 1 or 2; `None` leaves it to the length of the word.
        distance: Option<u8>,
    },
    /// `=mot`, `="deux mots"`: exactly this spelling, accents and case included.
    Exact(String),
    /// `titre:…`, `date:…`: a property of the document. In a list of clauses a filter is always required.
    Filter(Filter),
    /// `a ET b`: all of two or more. Holds [`Node::Not`], never [`Node::Must`].
    All(Vec<Node>),
    /// `a OU b`: at least one of two or more. Holds [`Node::Not`], never [`Node::Must`].
    Any(Vec<Node>),
    /// `(a b)`: two or more clauses. All [`Node::Must`] and [`Node::Filter`] clauses hold, no [`Node::Not`]
    /// clause does, and, where there is no `Must`, at least one of the remaining clauses if there are any.
    Group(Vec<Node>),
    /// `+a`: required. Holds neither `Must` nor `Not`.
    Must(Box<Node>),
    /// `-a`, `SAUF a`: excluded. Holds neither `Must` nor `Not`.
    Not(Box<Node>),
}

/// How a leaf of a query is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// It may be there, and counts when it is.
    Wanted,
    /// Nothing matches without it.
    Required,
    /// It stands below a `-`: alone it must be absent, in `-(a ET b)` together with the others.
    Excluded,
}

/// A part of a query string that was not read as it may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What was found and how it was read, in one line without a full stop.
    pub message: String,
    /// Where in the query string, in Unicode code points from 0.
    pub at: usize,
}

/// What [`parse`] returns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The query; empty where the string asks for nothing.
    pub query: Query,
    /// What was not understood, in the order of the string; at most [`MAX_WARNINGS`].
    pub warnings: Vec<Warning>,
}

/// Reads a query. Any string is one: what does not parse is read as words, with a warning.
pub fn parse(text: &str) -> Parsed {
    let mut notes = limits::Notes::default();
    let tokens = lexer::tokens(notes.cut(text), &mut notes);
    let tokens = capitals::joining_words(tokens, &mut notes);
    let clauses = parser::parse(tokens, &mut notes);
    Parsed { query: Query { clauses }, warnings: notes.into_warnings() }
}

impl FromStr for Query {
    type Err = Infallible;

    /// [`parse`] without the warnings; never fails.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(parse(text).query)
    }
}

impl Query {
    /// The clauses, to be read as those of a [`Node::Group`]; here there may be none or one.
    pub fn clauses(&self) -> &[Node] {
        &self.clauses
    }

    /// This query with one more clause, such as a filter that was given as a command-line option.
    #[must_use]
    pub fn with(mut self, clause: Node) -> Self {
        self.clauses.push(clause);
        self
    }

    /// Whether nothing at all is asked for.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Whether anything is asked for rather than only excluded: false for `-a -b`, true for a filter alone.
    pub fn has_positive(&self) -> bool {
        self.clauses.iter().any(Node::is_positive)
    }

    /// The same query with every wanted clause required, also inside parentheses. Alternatives stay
    /// alternatives, exclusions stay as they are.
    ///
    /// What stood without parentheses may need some now, so of a query that is nested deeply it writes more of them than
    /// [`parse`] reads.
    #[must_use]
    pub fn all_required(self) -> Self {
        Self { clauses: require_each(self.clauses) }
    }

    /// Every leaf (word, phrase, prefix, fuzzy, exact, filter) in the order of the query, with its polarity.
    pub fn leaves(&self) -> impl Iterator<Item = (Polarity, &Node)> {
        let mut pending = Vec::new();
        push_clauses(&self.clauses, Polarity::Required, &mut pending);
        std::iter::from_fn(move || {
            while let Some((polarity, node)) = pending.pop() {
                match node {
                    Node::All(parts) => pending.extend(parts.iter().rev().map(|part| (polarity, part))),
                    Node::Any(parts) => {
                        pending.extend(parts.iter().rev().map(|part| (polarity.weakened(), part)));
                    }
                    Node::Group(clauses) => push_clauses(clauses, polarity, &mut pending),
                    Node::Must(part) => pending.push((polarity, part)),
                    Node::Not(part) => pending.push((polarity.negated(), part)),
                    leaf => return Some((polarity, leaf)),
                }
            }
            None
        })
    }
}

impl Node {
    fn is_positive(&self) -> bool {
        match self {
            Self::Not(_) => false,
            Self::Must(part) => part.is_positive(),
            Self::All(parts) | Self::Any(parts) | Self::Group(parts) => parts.iter().any(Self::is_positive),
            _ => true,
        }
    }

    fn with_all_required(self) -> Self {
        let each = |parts: Vec<Self>| parts.into_iter().map(Self::with_all_required).collect();
        match self {
            Self::All(parts) => Self::All(each(parts)),
            Self::Any(parts) => Self::Any(each(parts)),
            Self::Group(clauses) => Self::Group(require_each(clauses)),
            Self::Must(part) => Self::Must(Box::new(part.with_all_required())),
            other => other,
        }
    }
}

impl Polarity {
    /// Of what need not hold although the whole does.
    fn weakened(self) -> Self {
        if self == Self::Required { Self::Wanted } else { self }
    }

    fn negated(self) -> Self {
        if self == Self::Excluded { Self::Wanted } else { Self::Excluded }
    }
}

fn require_each(clauses: Vec<Node>) -> Vec<Node> {
    let require = |clause: Node| match clause.with_all_required() {
        done @ (Node::Must(_) | Node::Not(_) | Node::Filter(_)) => done,
        wanted => Node::Must(Box::new(wanted)),
    };
    clauses.into_iter().map(require).collect()
}

/// Puts clauses on the stack of [`Query::leaves`], `polarity` being that of the whole list.
fn push_clauses<'q>(clauses: &'q [Node], polarity: Polarity, pending: &mut Vec<(Polarity, &'q Node)>) {
    pending.extend(clauses.iter().rev().map(|clause| match clause {
        Node::Must(_) | Node::Not(_) | Node::Filter(_) => (polarity, clause),
        wanted => (polarity.weakened(), wanted),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn query(text: &str) -> Query {
        parse(text).query
    }

    #[test]
    fn leaves_say_how_they_are_asked_for() {
        let cases = [
            ("a b", "?a ?b"),
            ("+a b -c", "!a ?b -c"),
            ("a ET b c", "!a !b ?c"),
            ("(a ET b) c", "?a ?b ?c"),
            ("+(a OU b)", "?a ?b"),
            ("(+a b) c", "?a ?b ?c"),
            ("a ET -b", "!a -b"),
            ("-(a OU b) c", "-a -b ?c"),
            ("lang:fr mali", "!langue:fr ?mali"),
            ("lang:fr OU mali", "?langue:fr ?mali"),
            ("x -(a -b)", "?x -a ?b"),
        ];
        for (text, expected) in cases {
            let query = query(text);
            let sign = |polarity| match polarity {
                Polarity::Wanted => "?",
                Polarity::Required => "!",
                Polarity::Excluded => "-",
            };
            let leaves: Vec<String> = query
                .leaves()
                .map(|(polarity, leaf)| format!("{}{}", sign(polarity), Query::default().with(leaf.clone())))
                .collect();
            assert_eq!(leaves.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn all_required_turns_wanted_into_required() {
        let cases = [
            ("mines d'or Mali", "+mines +d'or +Mali"),
            ("a -b", "+a -b"),
            ("a OU b c", "+(a OU b) +c"),
            ("(a ET b) c", "a ET b +c"),
            ("(a b) OU c", "+((+a +b) OU c)"),
            ("lang:fr mali", "langue:fr +mali"),
            ("-(a b)", "-(a b)"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(query(text).all_required().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn empty_and_positive() {
        let cases = [
            ("", true, false),
            (" ? — : ... \"\" () ", true, false),
            ("a", false, true),
            ("-a -b", false, false),
            ("(-a -b) -c", false, false),
            ("-(a b)", false, false),
            ("-a b", false, true),
            ("lang:fr", false, true),
        ];
        for (text, empty, positive) in cases {
            let query = query(text);
            assert_eq!((query.is_empty(), query.has_positive()), (empty, positive), "{text}");
        }
    }

    #[test]
    fn hostile_strings_end_in_a_query() {
        let deep = [
            "(", ")", "-(", "\"", "(a ", "-(a b ", "SAUF ", "ET ", "a OU ", "titre:(", "lang:(a,", "a(b)",
            "-a(b", "titre:x,", "\\", "*",
        ]
        .map(|piece| piece.repeat(60_000));
        for text in deep {
            let parsed = parse(&text);
            assert!(parsed.warnings.len() <= MAX_WARNINGS);
            assert_eq!(query(&parsed.query.to_string()), parsed.query.clone());
        }
    }

    /// Pieces that meet each other's rules: operators, quotes, fields and the words between them.
    const PIECES: &str = "Mali été aujourd'hui l’ONU O.N.U. Saint-Louis C++ n°5 2025 a député(e)s \
        ET OU SAUF AND OR NOT et ( ) \" « » “ ” „ - − – + = * ~ ~1 ~5 \\ : , ; ? ! . .. … ' \
        titre: auteur: date: lang: chemin: autor: http:// / >= < 2025-05.. 2024-02-29 fr";

    fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
        let blanks = [" ", " ", " ", "\u{a0}", "\u{202f}", "\n"];
        let pieces: Vec<&str> = PIECES.split(' ').filter(|piece| !piece.is_empty()).chain(blanks).collect();
        proptest::collection::vec(proptest::sample::select(pieces), 0..24)
    }

    fn round_trip(text: &str) -> Result<(), TestCaseError> {
        let Parsed { query: once, warnings } = parse(text);
        let shown = once.to_string();
        prop_assert_eq!(&query(&shown), &once, "shown as {}", shown);
        prop_assert_eq!(query(&shown).to_string(), shown);
        prop_assert!(warnings.is_sorted_by_key(|warning| warning.at));
        prop_assert!(warnings.iter().all(|warning| warning.at <= text.chars().count()));
        let all = once.all_required();
        prop_assert_eq!(query(&all.to_string()), all);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn operators_and_words_survive_a_round_trip(pieces in pieces()) {
            round_trip(&pieces.concat())?;
        }

        #[test]
        fn spaced_operators_and_words_survive_a_round_trip(pieces in pieces()) {
            round_trip(&pieces.join(" "))?;
        }

        #[test]
        fn any_string_survives_a_round_trip(text in any::<String>()) {
            round_trip(&text)?;
        }
    }
}
