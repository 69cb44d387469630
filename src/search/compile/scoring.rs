//! What a passage is scored by: units of the query, of whose alternatives one is enough.

use anyhow::Result;
use tantivy::Term;
use tantivy::query::{BoostQuery, ConstScoreQuery};

use super::{Boxed, Compiler, Word};
use crate::analysis::{Token, spelling, words};
use crate::query::{Node, Polarity, Query, in_capitals};
use crate::search::highlight::Matcher;
use crate::search::plain::Plain;
use crate::search::suggest::Suggestion;
use crate::search::terms::folded_words;

/// What a word counts for where the folded word, the word as typed, its stem, or a stem of the title is met.
const FOLDED_BOOST: f32 = 1.0;
const EXACT_BOOST: f32 = 0.1;
const STEM_BOOST: f32 = 0.8;
const TITLE_BOOST: f32 = 1.0;

/// What two words that follow each other as in the query count for, on top of what each counts for.
pub(in crate::search) const NEIGHBOURS_BOOST: f32 = 0.1;

/// What another way to write a word counts for, of what the word as typed would.
const OTHER_SPELLING: f32 = 0.9;

/// What a term that may have been meant counts for, of what it would if it had been typed.
const NEAR_TERM: f32 = 0.8;

/// What a passage holds or lacks as a whole: one leaf of the query, or several of which one is enough.
pub(in crate::search) struct Unit {
    pub(in crate::search) alternatives: Vec<Leaf>,
    /// How much of the query this unit is: the inverse document frequency of the commonest of its leaves.
    pub(in crate::search) weight: f32,
    /// It is a word that the index lacks, and its other alternatives are what may have been meant.
    pub(in crate::search) guessed: bool,
}

impl Unit {
    pub(in crate::search) fn new(alternatives: Vec<Leaf>) -> Self {
        let weight = alternatives.iter().map(|leaf| leaf.weight).reduce(f32::min).unwrap_or_default();
        Self { alternatives, weight, guessed: false }
    }
}

/// A word, phrase or the like that is asked for.
pub(in crate::search) struct Leaf {
    /// What a passage that has it scores.
    pub(in crate::search) score: LeafScore,
    /// The inverse document frequency of its words.
    weight: f32,
    /// Finds it in a text.
    pub(in crate::search) matcher: Matcher,
    /// The terms that a title has it by; of words only.
    pub(in crate::search) title: Vec<Term>,
    /// What a passage scores on top that has the word as it is folded, if that is how it is typed.
    pub(in crate::search) plain: Option<Boxed>,
}

/// What a passage that has a leaf scores.
pub(in crate::search) enum LeafScore {
    /// The BM25 scores of these terms, each times its boost, added up in this order.
    Sum(Vec<(Term, f32)>),
    /// What tantivy makes of the query, boosts included.
    Other(Boxed),
}

impl Leaf {
    /// The leaf is typed as it is folded, and passages that have it so count more.
    pub(super) fn prefer(&mut self, plain: Plain) {
        self.plain = Some(Box::new(BoostQuery::new(Box::new(plain), EXACT_BOOST)));
    }

    /// The leaf where it stands for another, which has that `weight`: it counts `share` of what the other would, and no more
    /// for being rarer.
    fn standing_for(self, weight: f32, share: f32) -> Self {
        let factor = share * (weight / self.weight.max(f32::MIN_POSITIVE)).min(1.0);
        let score = match self.score {
            LeafScore::Sum(terms) => {
                LeafScore::Sum(terms.into_iter().map(|(term, boost)| (term, factor * boost)).collect())
            }
            LeafScore::Other(query) => LeafScore::Other(Box::new(BoostQuery::new(query, factor))),
        };
        Self { score, ..self }
    }
}

impl Compiler<'_> {
    /// Adds what is asked for of `nodes`; `meant` are near terms of the words that the index lacks.
    pub(super) fn units(&self, nodes: &[Node], meant: &[Suggestion], units: &mut Vec<Unit>) -> Result<()> {
        for node in nodes {
            match node {
                Node::All(parts) | Node::Group(parts) => self.units(parts, meant, units)?,
                Node::Must(part) => self.units(std::slice::from_ref(part), meant, units)?,
                Node::Any(parts) => units.push(self.any(node, parts)?),
                Node::Not(_) => {}
                Node::Word(word) => units.push(self.word_or_near(word, meant)?),
                leaf => units.extend(self.leaf(leaf)?.map(|leaf| Unit::new(vec![leaf]))),
            }
        }
        Ok(())
    }

    /// A word; where the index lacks it, the nearest terms count instead, in passages that match by others. None of them
    /// counts more than the first.
    fn word_or_near(&self, word: &str, meant: &[Suggestion]) -> Result<Unit> {
        let mut unit = Unit::new(vec![self.word(word)?]);
        let words = folded_words(word);
        let meant = meant.iter().find(|meant| words.len() == 1 && words[0] == meant.word);
        for (place, near) in meant.into_iter().flat_map(Suggestion::meant).enumerate() {
            let leaf = self.word(&near.term)?;
            if place == 0 {
                unit.weight = leaf.weight;
            }
            unit.alternatives.push(leaf.standing_for(unit.weight, NEAR_TERM));
            unit.guessed = true;
        }
        Ok(unit)
    }

    /// Alternatives; those that are other ways to write the first count as if they were it, but a little less.
    fn any(&self, node: &Node, parts: &[Node]) -> Result<Unit> {
        let mut leaves = self.leaves(node)?;
        if parts[1..].iter().all(|other| is_spelling(other, &parts[0])) && leaves.len() == parts.len() {
            let others = leaves.split_off(1);
            let typed = leaves[0].weight;
            leaves.extend(others.into_iter().map(|leaf| leaf.standing_for(typed, OTHER_SPELLING)));
        }
        Ok(Unit::new(leaves))
    }

    /// Every leaf of `node` that is not excluded.
    pub(in crate::search) fn leaves(&self, node: &Node) -> Result<Vec<Leaf>> {
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
        let Word { folded, stems, exact } = self.word_held(word)?;
        let mut parts = vec![(self.fields.folded, &folded, FOLDED_BOOST)];
        // One that is written as it is folded has no term for that; where it is all of the query, `compile` adds that.
        let written = spelling(&folded, &exact).filter(|_| !in_capitals(&exact));
        parts.extend(written.as_ref().map(|written| (self.fields.exact, written, EXACT_BOOST)));
        for stem in &stems {
            parts.extend([(self.fields.stem, stem, STEM_BOOST), (self.fields.title, stem, TITLE_BOOST)]);
        }
        let title = stems.iter().map(|stem| Term::from_field_text(self.fields.title, stem)).collect();
        let terms = parts.into_iter().map(|(field, text, boost)| (Term::from_field_text(field, text), boost));
        Ok(Leaf {
            score: LeafScore::Sum(terms.collect()),
            weight: self.vocabulary.weight_of_any(self.fields.stem, &stems)?,
            title,
            matcher: Matcher::Forms { folded: [folded].into(), stems: stems.into_iter().collect() },
            plain: None,
        })
    }

    fn phrase(&self, text: &str, slop: u32) -> Result<Leaf> {
        let words = folded_words(text);
        let weights = words.iter().map(|word| self.vocabulary.weight(self.fields.folded, word));
        let weight = weights.sum::<Result<f32>>()?;
        let scoring = self.words_in_a_row(&words, slop)?;
        // A loose phrase counts alike wherever it stands.
        let scoring =
            if slop == 0 { scoring } else { Box::new(ConstScoreQuery::new(scoring, weight)) as Boxed };
        let matcher = Matcher::Phrase { words, slop: slop as usize };
        Ok(Leaf { score: LeafScore::Other(scoring), weight, matcher, title: Vec::new(), plain: None })
    }

    fn exact(&self, text: &str) -> Result<Leaf> {
        let words: Vec<Token> = words(text).collect();
        let (scoring, weight) = self.scored_as_written(&words)?;
        let matcher = Matcher::Exact(words.into_iter().map(|word| word.exact).collect());
        Ok(Leaf { score: LeafScore::Other(scoring), weight, matcher, title: Vec::new(), plain: None })
    }

    /// Words that follow each other in the query.
    pub(super) fn neighbours(&self, text: &str) -> Result<Boxed> {
        self.words_in_a_row(&folded_words(text), 0)
    }

    /// A leaf that stands for many terms: all count alike, as much as the commonest of them.
    fn expanded(&self, terms: Vec<String>) -> Result<Leaf> {
        let weights = terms.iter().map(|term| self.vocabulary.weight(self.fields.folded, term));
        let weight = weights.collect::<Result<Vec<_>>>()?.into_iter().reduce(f32::min).unwrap_or_default();
        let scoring = Box::new(ConstScoreQuery::new(self.set(terms.clone()), weight));
        let matcher = Matcher::Forms { folded: terms.into_iter().collect(), stems: Default::default() };
        Ok(Leaf { score: LeafScore::Other(scoring), weight, matcher, title: Vec::new(), plain: None })
    }
}

/// Whether `other` is `typed` written otherwise, or a compound of it: it has the same letters, hyphens and spaces aside,
/// or the word among its words.
fn is_spelling(other: &Node, typed: &Node) -> bool {
    let words = |node: &Node| match node {
        Node::Word(text) | Node::Phrase { text, slop: 0 } => Some(folded_words(text)),
        _ => None,
    };
    let (Some(other), Some(typed)) = (words(other), words(typed)) else { return false };
    other.concat() == typed.concat() || other.windows(typed.len()).any(|words| words == typed)
}

/// How many words, phrases and the like a list of clauses asks for; alternatives are one.
pub(super) fn asked(nodes: &[Node]) -> usize {
    let asked = |node: &Node| match node {
        Node::All(parts) | Node::Group(parts) => asked(parts),
        Node::Must(part) => asked(std::slice::from_ref(part)),
        Node::Not(_) | Node::Filter(_) => 0,
        _ => 1,
    };
    nodes.iter().map(asked).sum()
}
