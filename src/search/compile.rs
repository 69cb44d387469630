//! A query of terms → what must match (one tantivy query) and what is scored (its leaves).

use std::path::PathBuf;

use anyhow::Result;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, Occur, PhraseQuery,
    Query as TantivyQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::alternatives::with_alternatives;
use super::expand::{Vocabulary, fuzzy_distance};
use super::filter;
use super::gathered::Gathered;
use super::highlight::Matcher;
use crate::analysis::{Kind, Language, Token, tokens_in, words};
use crate::index::{Fields, Index};
use crate::query::{Node, Polarity, Query};

/// What a word counts for where the folded word, the word as typed, its stem, or a stem of the title is met.
const FOLDED_BOOST: f32 = 1.0;
const EXACT_BOOST: f32 = 0.1;
const STEM_BOOST: f32 = 0.8;
const TITLE_BOOST: f32 = 1.0;

/// What BM25 multiplies a term's weight by at the most: k1 + 1, with the k1 of tantivy.
const BM25_CEILING: f32 = 2.2;

/// A query ready to run.
pub(super) struct Compiled {
    /// Which passages match.
    pub(super) matching: Box<dyn TantivyQuery>,
    /// What is scored and highlighted, in the order of the query; nothing that is excluded.
    pub(super) units: Vec<Unit>,
    /// How many passages there are to match.
    pub(super) passages: u64,
}

/// What a passage holds or lacks as a whole: one leaf of the query, or several of which one is enough.
pub(super) struct Unit {
    pub(super) alternatives: Vec<Leaf>,
    /// How much of the query this unit is: the inverse document frequency of the commonest of its leaves.
    pub(super) weight: f32,
}

impl Unit {
    fn new(alternatives: Vec<Leaf>) -> Self {
        let weight = alternatives.iter().map(|leaf| leaf.weight).reduce(f32::min).unwrap_or_default();
        Self { alternatives, weight }
    }

    /// What its score never exceeds.
    pub(super) fn ceiling(&self) -> f32 {
        self.alternatives.iter().map(|leaf| leaf.ceiling).fold(0.0, f32::max)
    }
}

/// A word, phrase or the like that is asked for.
pub(super) struct Leaf {
    /// Scores a passage on this leaf.
    pub(super) scoring: Box<dyn TantivyQuery>,
    /// The inverse document frequency of its words.
    weight: f32,
    /// What `scoring` never exceeds.
    ceiling: f32,
    /// Finds it in a text.
    pub(super) matcher: Matcher,
}

/// Compiles `query`; `paths` restrict it to files below them.
pub(super) fn compile(
    index: &Index,
    searcher: &Searcher,
    query: &Query,
    paths: &[PathBuf],
) -> Result<Compiled> {
    let vocabulary = Vocabulary::new(index, searcher)?;
    let holds = |term: &str| vocabulary.holds(term);
    let query = with_alternatives(query, &holds)?;
    let languages = vocabulary.languages()?;
    let compiler = Compiler { index, fields: *index.fields(), searcher, vocabulary, languages };
    let mut matching = compiler.group(query.clauses())?;
    if !paths.is_empty() {
        matching = intersection(vec![matching, filter::below(index, paths)]);
    }
    let mut units = Vec::new();
    compiler.units(query.clauses(), &mut units)?;
    Ok(Compiled { matching, units, passages: compiler.vocabulary.passages })
}

struct Compiler<'a> {
    index: &'a Index,
    fields: Fields,
    searcher: &'a Searcher,
    vocabulary: Vocabulary<'a>,
    /// French, and the other languages that passages are in.
    languages: Vec<Language>,
}

type Boxed = Box<dyn TantivyQuery>;

impl Compiler<'_> {
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

    fn node(&self, node: &Node) -> Result<Boxed> {
        Ok(match node {
            Node::Word(_) | Node::Phrase { .. } | Node::Prefix(_) | Node::Fuzzy { .. } | Node::Exact(_) => {
                self.matching(node)?
            }
            Node::Filter(filter) => filter::filter(self.index, self.searcher, filter)?,
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
                let word = Word::new(word, &self.languages);
                let stems = word
                    .stems
                    .iter()
                    .flat_map(|stem| [term(self.fields.stem, stem), term(self.fields.head, stem)]);
                Box::new(BooleanQuery::union(stems.chain([term(self.fields.text, &word.folded)]).collect()))
            }
            Node::Phrase { text, slop } => phrase(self.fields.text, &folded_words(text), *slop),
            Node::Exact(text) => phrase(self.fields.exact, &exact_words(text), 0),
            Node::Prefix(prefix) => self.set(self.vocabulary.beginning_with(prefix)?),
            Node::Fuzzy { word, distance } => self.set(self.near(word, *distance)?),
            _ => Box::new(EmptyQuery),
        })
    }

    fn near(&self, word: &str, distance: Option<u8>) -> Result<Vec<String>> {
        let near = self.vocabulary.near(word, distance.unwrap_or_else(|| fuzzy_distance(word)))?;
        Ok(near.into_iter().map(|near| near.term).collect())
    }

    fn set(&self, terms: Vec<String>) -> Boxed {
        Box::new(TermSetQuery::new(terms.iter().map(|term| Term::from_field_text(self.fields.text, term))))
    }

    /// Adds what is asked for of `nodes`.
    fn units(&self, nodes: &[Node], units: &mut Vec<Unit>) -> Result<()> {
        for node in nodes {
            match node {
                Node::All(parts) | Node::Group(parts) => self.units(parts, units)?,
                Node::Must(part) => self.units(std::slice::from_ref(part), units)?,
                Node::Any(_) => units.push(Unit::new(self.leaves(node)?)),
                Node::Not(_) => {}
                leaf => units.extend(self.leaf(leaf)?.map(|leaf| Unit::new(vec![leaf]))),
            }
        }
        Ok(())
    }

    /// Every leaf of `node` that is not excluded.
    fn leaves(&self, node: &Node) -> Result<Vec<Leaf>> {
        let query = Query::default().with(node.clone());
        let asked = query.leaves().filter(|(polarity, _)| *polarity != Polarity::Excluded);
        asked.filter_map(|(_, leaf)| self.leaf(leaf).transpose()).collect()
    }

    /// How a leaf is scored and highlighted; `None` for a filter.
    fn leaf(&self, leaf: &Node) -> Result<Option<Leaf>> {
        Ok(Some(match leaf {
            Node::Word(word) => self.word(word)?,
            Node::Phrase { text, slop } => self.phrase(text, *slop)?,
            Node::Exact(text) => self.exact(text)?,
            Node::Prefix(prefix) => {
                let terms = self.vocabulary.beginning_with(prefix)?;
                self.expanded(terms)?
            }
            Node::Fuzzy { word, distance } => self.expanded(self.near(word, *distance)?)?,
            _ => return Ok(None),
        }))
    }

    fn word(&self, word: &str) -> Result<Leaf> {
        let Word { folded, stems, exact } = Word::new(word, &self.languages);
        let mut parts =
            vec![(self.fields.text, &folded, FOLDED_BOOST), (self.fields.exact, &exact, EXACT_BOOST)];
        for stem in &stems {
            parts.extend([(self.fields.stem, stem, STEM_BOOST), (self.fields.context, stem, TITLE_BOOST)]);
        }
        let most = parts.iter().map(|(field, text, boost)| Ok(boost * self.vocabulary.weight(*field, text)?));
        let ceiling = BM25_CEILING * most.sum::<Result<f32>>()?;
        let scoring = parts
            .into_iter()
            .map(|(field, text, boost)| Box::new(BoostQuery::new(term(field, text), boost)) as Boxed);
        Ok(Leaf {
            scoring: Box::new(BooleanQuery::union(scoring.collect())),
            weight: self.vocabulary.weight_of_any(self.fields.stem, &stems)?,
            ceiling,
            matcher: Matcher::Forms { folded: [folded].into(), stems: stems.into_iter().collect() },
        })
    }

    fn phrase(&self, text: &str, slop: u32) -> Result<Leaf> {
        let words = folded_words(text);
        let weights = words.iter().map(|word| self.vocabulary.weight(self.fields.text, word));
        let weight = weights.sum::<Result<f32>>()?;
        let scoring = phrase(self.fields.text, &words, slop);
        let matcher = Matcher::Phrase { words, slop: slop as usize };
        Ok(Leaf { scoring, weight, ceiling: BM25_CEILING * weight, matcher })
    }

    fn exact(&self, text: &str) -> Result<Leaf> {
        let words = exact_words(text);
        let weights = words.iter().map(|word| self.vocabulary.weight(self.fields.exact, word));
        let weight = weights.sum::<Result<f32>>()?;
        let scoring = phrase(self.fields.exact, &words, 0);
        Ok(Leaf { scoring, weight, ceiling: BM25_CEILING * weight, matcher: Matcher::Exact(words) })
    }

    /// A leaf that stands for many terms: all count alike, as much as the commonest of them.
    fn expanded(&self, terms: Vec<String>) -> Result<Leaf> {
        let weights = terms.iter().map(|term| self.vocabulary.weight(self.fields.text, term));
        let weight = weights.collect::<Result<Vec<_>>>()?.into_iter().reduce(f32::min).unwrap_or_default();
        let scoring = Box::new(ConstScoreQuery::new(self.set(terms.clone()), weight));
        let matcher = Matcher::Forms { folded: terms.into_iter().collect(), stems: Default::default() };
        Ok(Leaf { scoring, weight, ceiling: weight, matcher })
    }
}

/// What a word is looked for by.
pub(super) struct Word {
    pub(super) folded: String,
    /// In each language.
    pub(super) stems: Vec<String>,
    exact: String,
}

impl Word {
    /// The terms of `text`: of the compound, if it is one, else of its first word.
    pub(super) fn new(text: &str, languages: &[Language]) -> Self {
        let token = |language| {
            let mut tokens: Vec<Token> = tokens_in(text, language).collect();
            let compound = tokens.iter().position(|token| token.kind == Kind::Compound).unwrap_or(0);
            if tokens.is_empty() { Token::default() } else { tokens.swap_remove(compound) }
        };
        let Token { folded, exact, .. } = token(Language::French);
        let stems = languages.iter().map(|language| token(*language).stem).collect();
        Self { folded, stems, exact }
    }
}

fn exact_words(text: &str) -> Vec<String> {
    words(text).map(|token| token.exact).collect()
}

fn folded_words(text: &str) -> Vec<String> {
    words(text).map(|token| token.folded).collect()
}

fn term(field: Field, text: &str) -> Boxed {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

/// The words one after another; a single word is that word.
pub(super) fn phrase(field: Field, words: &[String], slop: u32) -> Boxed {
    match words {
        [] => Box::new(EmptyQuery),
        [word] => term(field, word),
        _ => {
            let terms = words.iter().map(|word| Term::from_field_text(field, word));
            Box::new(PhraseQuery::new_with_offset_and_slop(terms.enumerate().collect(), slop))
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
