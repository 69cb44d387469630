//! A query of terms → what must match (one tantivy query) and what is scored (its units).

mod exact;
mod scoring;
mod word;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::Result;
use tantivy::Term;
use tantivy::query::{
    BooleanQuery, DisjunctionMaxQuery, EmptyQuery, ExistsQuery, Occur, PhraseQuery, Query as TantivyQuery,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::alternatives::{self, Spellings};
use super::expand::{Vocabulary, fuzzy_distance};
use super::filter;
use super::gathered::Gathered;
use super::loose::Loose;
use super::plain::Plain;
use super::statistics::Statistics;
use super::suggest::Suggestion;
use super::terms::{folded_words, neighbours, typed_apart};
use crate::analysis::{Language, REST, Token, words};
use crate::index::{Fields, Index};
use crate::query::{Filter, Node, Polarity, Query, in_capitals};

pub(super) use scoring::{Leaf, LeafScore, NEIGHBOURS_BOOST, Unit};
pub(super) use word::Word;

/// A query ready to run.
pub(super) struct Compiled {
    /// Which passages match.
    pub(super) matching: Boxed,
    /// What is scored and highlighted, in the order of the query; nothing that is excluded.
    pub(super) units: Vec<Unit>,
    /// How many words, phrases and the like were asked for; a compound is one of them, and several units.
    pub(super) asked: usize,
    /// Of a query of one word: which passages have it spelled as typed, which rank above the others.
    pub(super) as_typed: Option<Boxed>,
    /// Words that follow each other in the query: a passage where they do so too is ranked higher.
    pub(super) neighbours: Vec<Boxed>,
}

/// What only the query as typed tells of its words.
#[derive(Debug, Default)]
pub(super) struct Typed {
    /// Words that follow each other, with the stop words between them.
    neighbours: Vec<String>,
    /// Compounds of the dictionary whose words are typed with spaces.
    apart: Vec<String>,
}

impl Typed {
    pub(super) fn of(query: &Query) -> Self {
        Self { neighbours: neighbours(query), apart: typed_apart(query) }
    }
}

/// Compiles `query` (normalised) with what was `typed`, and what its words that the index lacks may have been `meant` for;
/// `paths` restrict it to files below them.
pub(super) fn compile(
    index: &Index,
    statistics: &Statistics<'_>,
    query: &Query,
    typed: &Typed,
    meant: &[Suggestion],
    paths: &[PathBuf],
) -> Result<Compiled> {
    let compiler = Compiler::new(index, statistics, typed)?;
    let asked = scoring::asked(query.clauses());
    let as_typed = if asked == 1 { as_typed(query) } else { None };
    let clauses = compiler.spelled(query.clauses())?;
    let mut matching = compiler.group(&clauses)?;
    if !paths.is_empty() {
        matching = intersection(vec![matching, filter::below(index, paths)]);
    }
    let mut units = Vec::new();
    compiler.units(&clauses, meant, &mut units)?;
    let typed_word = as_typed.as_deref().filter(|words| words.len() == 1).map(|words| &words[0]);
    if let Some(plain) = typed_word.and_then(|word| Plain::of(&compiler.fields, &word.folded, &word.exact)) {
        let first = units.iter_mut().flat_map(|unit| unit.alternatives.first_mut()).next();
        first.into_iter().for_each(|leaf| leaf.prefer(plain.clone()));
    }
    let neighbours = typed.neighbours.iter().map(|text| compiler.neighbours(text));
    let neighbours = neighbours.collect::<Result<_>>()?;
    let as_typed = as_typed.map(|words| compiler.spelled_as_typed(&words));
    Ok(Compiled { matching, units, asked, as_typed, neighbours })
}

/// Compiles the parts of queries to one commit of an index.
pub(super) struct Compiler<'a> {
    pub(super) index: &'a Index,
    pub(super) fields: Fields,
    pub(super) statistics: &'a Statistics<'a>,
    pub(super) vocabulary: Vocabulary<'a>,
    /// French, and the other languages that passages are in.
    pub(super) languages: Vec<Language>,
    typed: &'a Typed,
    /// The words of the query, once they were met.
    words: RefCell<BTreeMap<String, Word>>,
}

/// Further places of a compound that a phrase steps over: of two words one, of three two.
const MOST_RESTS: usize = 2;

pub(super) type Boxed = Box<dyn TantivyQuery>;

impl<'a> Compiler<'a> {
    pub(super) fn new(index: &'a Index, statistics: &'a Statistics<'a>, typed: &'a Typed) -> Result<Self> {
        let vocabulary = Vocabulary::new(index, statistics);
        let languages = vocabulary.languages()?;
        Ok(Self {
            index,
            fields: *index.fields(),
            statistics,
            vocabulary,
            languages,
            typed,
            words: RefCell::default(),
        })
    }

    /// A list of clauses with every way to write each, in the same order.
    pub(super) fn spelled(&self, clauses: &[Node]) -> Result<Vec<Node>> {
        let holds = |term: &str| self.vocabulary.holds(term);
        alternatives::clauses(clauses, Spellings { holds: &holds, apart: &self.typed.apart })
    }

    /// A part of a query by itself with every way to write it.
    pub(super) fn spelled_alone(&self, part: &Node) -> Result<Node> {
        let holds = |term: &str| self.vocabulary.holds(term);
        alternatives::node(part, Spellings { holds: &holds, apart: &self.typed.apart })
    }

    /// Which passages a list of clauses matches; see `Node::Group`.
    fn group(&self, clauses: &[Node]) -> Result<Boxed> {
        let (mut must, mut should, mut must_not) = (Vec::new(), Vec::new(), Vec::new());
        for clause in clauses {
            match clause {
                Node::Must(part) => must.push(self.node(part)?),
                Node::Not(_) => must_not.push(self.negated(clause)?),
                // A filter narrows what is found; it finds nothing by itself unless it stands alone.
                Node::Filter(_) => must.push(self.node(clause)?),
                _ => should.push(self.node(clause)?),
            }
        }
        let required = clauses.iter().any(|clause| matches!(clause, Node::Must(_)));
        if !required && !should.is_empty() {
            must.push(Box::new(BooleanQuery::union(should)));
        }
        Ok(if must_not.is_empty() { intersection(must) } else { excluding(must, must_not) })
    }

    /// Which passages a part of a query matches, once its alternatives are in it.
    pub(super) fn node(&self, node: &Node) -> Result<Boxed> {
        Ok(match node {
            Node::Word(_) | Node::Phrase { .. } | Node::Prefix(_) | Node::Fuzzy { .. } | Node::Exact(_) => {
                self.matching(node)?
            }
            Node::Filter(filter) => self.filter(filter)?,
            Node::All(parts) => {
                let (excluded, wanted): (Vec<_>, Vec<_>) =
                    parts.iter().partition(|part| matches!(part, Node::Not(_)));
                let wanted = self.nodes(&wanted)?;
                let excluded =
                    excluded.into_iter().map(|part| self.negated(part)).collect::<Result<Vec<_>>>()?;
                if excluded.is_empty() { intersection(wanted) } else { excluding(wanted, excluded) }
            }
            Node::Any(parts) => Box::new(BooleanQuery::union(self.nodes(&parts.iter().collect::<Vec<_>>())?)),
            Node::Group(clauses) => self.group(clauses)?,
            Node::Must(part) => self.node(part)?,
            Node::Not(_) => {
                let excluded = self.negated(node)?;
                excluding(Vec::new(), vec![excluded])
            }
        })
    }

    /// The passages of documents that have one of the filter's values.
    pub(super) fn filter(&self, filter: &Filter) -> Result<Boxed> {
        filter::filter(self.index, self.statistics.searcher, &self.languages, filter)
    }

    fn nodes(&self, parts: &[&Node]) -> Result<Vec<Boxed>> {
        parts.iter().map(|part| self.node(part)).collect()
    }

    /// Which passages a node excludes.
    fn negated(&self, node: &Node) -> Result<Boxed> {
        let part = if let Node::Not(part) = node { part } else { node };
        let excluded = self.node(part)?;
        Ok(if matches!(part, Node::Word(_)) { excluded } else { Box::new(Gathered(excluded)) })
    }

    /// Which passages a leaf matches.
    fn matching(&self, leaf: &Node) -> Result<Boxed> {
        Ok(match leaf {
            Node::Word(word) => {
                let word = self.word_held(word)?;
                let stems = word
                    .stems
                    .iter()
                    .flat_map(|stem| [term(self.fields.stem, stem), term(self.fields.title, stem)]);
                Box::new(BooleanQuery::union(stems.chain([term(self.fields.folded, &word.folded)]).collect()))
            }
            Node::Phrase { text, slop } => self.words_in_a_row(&folded_words(text), *slop)?,
            Node::Exact(text) => self.written_in_a_row(&words(text).collect::<Vec<_>>())?,
            Node::Prefix(prefix) => self.set(self.vocabulary.beginning_with(prefix)?),
            Node::Fuzzy { word, distance } => self.set(self.near(word, *distance)?),
            _ => Box::new(EmptyQuery),
        })
    }

    /// The terms of a word, without those of languages that the index does not have it in.
    fn word_held(&self, text: &str) -> Result<Word> {
        if let Some(word) = self.words.borrow().get(text) {
            return Ok(word.clone());
        }
        let mut word = Word::new(text, &self.languages);
        let mut held = Vec::with_capacity(word.stems.len());
        for (place, stem) in word.stems.into_iter().enumerate() {
            // A word has a stem, the first one: of its script's language, or of French, which the index may lack and have
            // synonyms of.
            if place == 0 || !Language::is_of_other(&stem) || self.vocabulary.holds_stem(&stem)? {
                held.push(stem);
            }
        }
        word.stems = held;
        self.words.borrow_mut().insert(text.to_owned(), word.clone());
        Ok(word)
    }

    /// The terms that a misspelled word stands for.
    pub(super) fn near(&self, word: &str, distance: Option<u8>) -> Result<Vec<String>> {
        let near = self.vocabulary.near(word, distance.unwrap_or_else(|| fuzzy_distance(word)))?;
        Ok(near.into_iter().map(|near| near.term).collect())
    }

    /// The passages that have a word in its own spelling: its accents, and its capital if it has one; a compound with its
    /// words one after another.
    fn spelled_as_typed(&self, words: &[Token]) -> Boxed {
        if let [word] = words {
            let spellings = with_capitals(&word.exact);
            let spellings = spellings.iter().map(|exact| self.written(&word.folded, exact));
            return Box::new(BooleanQuery::union(spellings.collect()));
        }
        let folded: Vec<String> = words.iter().map(|word| word.folded.clone()).collect();
        let joined = term(self.fields.folded, &folded.concat());
        Box::new(BooleanQuery::union(vec![joined, phrase(self.fields.folded, &folded, 0)]))
    }

    /// The words one after another; one that a text may have as a compound or cut takes as many places as that has.
    fn words_in_a_row(&self, words: &[String], slop: u32) -> Result<Boxed> {
        let field = self.fields.folded;
        if slop > 0 {
            // In a loose phrase the order is free and a word counts once.
            let mut different: Vec<String> = Vec::new();
            for word in words {
                if !different.contains(word) {
                    different.push(word.clone());
                }
            }
            return Ok(phrase(field, &different, slop));
        }
        let mut phrases = vec![phrase(field, words, slop)];
        let last = words.len().saturating_sub(1);
        for (at, word) in words.iter().enumerate().take(last) {
            let rest = format!("{REST}{word}");
            if self.vocabulary.frequency(field, &rest)? > 0 {
                phrases.extend((1..=MOST_RESTS).map(|rests| {
                    let mut longer = words.to_vec();
                    longer.splice(at + 1..at + 1, std::iter::repeat_n(rest.clone(), rests));
                    phrase(field, &longer, 0)
                }));
            }
        }
        let only = phrases.len() == 1;
        Ok(if only { phrases.swap_remove(0) } else { Box::new(DisjunctionMaxQuery::new(phrases)) })
    }

    fn set(&self, terms: Vec<String>) -> Boxed {
        Box::new(TermSetQuery::new(terms.iter().map(|term| Term::from_field_text(self.fields.folded, term))))
    }
}

/// The one word of `query`, or the words of its one compound; `None` if it has more, or is a word all in capitals.
fn as_typed(query: &Query) -> Option<Vec<Token>> {
    let asked = |leaf: &&Node| !matches!(leaf, Node::Filter(_));
    let mut leaves =
        query.leaves().filter(|(polarity, _)| *polarity != Polarity::Excluded).map(|(_, leaf)| leaf);
    let (Some(Node::Word(text)), None) = (leaves.find(asked), leaves.find(asked)) else {
        return None;
    };
    let words: Vec<Token> = words(text).collect();
    (words.len() != 1 || !in_capitals(text)).then_some(words)
}

/// A word as it is written and as it may stand at the beginning of a sentence or in a title.
fn with_capitals(word: &str) -> BTreeSet<String> {
    let mut letters = word.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    [word.to_owned(), first + letters.as_str(), word.to_uppercase()].into()
}

pub(super) fn term(field: Field, text: &str) -> Boxed {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

/// The words one after another; a single word is that word.
pub(super) fn phrase(field: Field, words: &[String], slop: u32) -> Boxed {
    match words {
        [] => Box::new(EmptyQuery),
        [word] => term(field, word),
        _ => {
            let terms = words.iter().map(|word| Term::from_field_text(field, word)).collect();
            if slop > 0 { Box::new(Loose { terms, slop }) } else { Box::new(PhraseQuery::new(terms)) }
        }
    }
}

pub(super) fn intersection(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

/// Passages that match all of `must` (every passage where it is empty) and none of `must_not`.
pub(super) fn excluding(mut must: Vec<Boxed>, must_not: Vec<Boxed>) -> Boxed {
    if must.is_empty() {
        // Files of the catalogue have no ordinal.
        must.push(Box::new(ExistsQuery::new("ordinal".into(), false)));
    }
    let must = must.into_iter().map(|query| (Occur::Must, query));
    Box::new(BooleanQuery::new(
        must.chain(must_not.into_iter().map(|query| (Occur::MustNot, query))).collect(),
    ))
}
