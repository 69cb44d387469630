//! For a search without a hit: which near terms the index does hold.

use anyhow::Result;
use tantivy::collector::Count;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::expand::{Vocabulary, fuzzy_distance};
use crate::analysis::tokens;
use crate::index::Index;
use crate::query::{Node, Polarity, Query};

/// Near terms that are shown for each word.
const MOST_TERMS: usize = 5;

/// A word of the query that the index does not hold in any form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The folded word.
    pub word: String,
    /// Terms of the index that are spelled nearly so, nearest first; may be empty.
    pub near: Vec<NearTerm>,
}

/// A folded term of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearTerm {
    /// The term.
    pub term: String,
    /// How many passages hold it.
    pub passages: usize,
}

/// The words of `query` (normalised) that the index lacks, with their nearest terms.
pub(super) fn suggest(index: &Index, searcher: &Searcher, query: &Query) -> Result<Vec<Suggestion>> {
    let vocabulary = Vocabulary::new(index, searcher)?;
    let fields = index.fields();
    let holding = |field, text: &str| -> Result<usize> {
        let query = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic);
        Ok(searcher.search(&query, &Count)?)
    };
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for token in asked_words(query).iter().flat_map(|text| tokens(text)) {
        let held = holding(fields.text, &token.folded)? + holding(fields.stem, &token.stem)?;
        if held > 0 || suggestions.iter().any(|known| known.word == token.folded) {
            continue;
        }
        let near = vocabulary.near(&token.folded, fuzzy_distance(&token.folded))?;
        let near = near.into_iter().map(|near| {
            let passages = holding(fields.text, &near.term)?;
            Ok(NearTerm { term: near.term, passages })
        });
        // A term of deleted passages stays in the vocabulary until its segment is merged.
        let near = near.filter(|near| near.as_ref().map_or(true, |near| near.passages > 0));
        let near = near.take(MOST_TERMS).collect::<Result<_>>()?;
        suggestions.push(Suggestion { word: token.folded, near });
    }
    Ok(suggestions)
}

fn asked_words(query: &Query) -> Vec<&str> {
    let asked = query.leaves().filter(|(polarity, _)| *polarity != Polarity::Excluded);
    asked
        .filter_map(|(_, leaf)| match leaf {
            Node::Word(text) | Node::Exact(text) | Node::Prefix(text) => Some(text.as_str()),
            Node::Phrase { text, .. } => Some(text),
            Node::Fuzzy { word, .. } => Some(word),
            _ => None,
        })
        .collect()
}
