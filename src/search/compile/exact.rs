//! Words exactly as written, `=mot`, and phrases of them.

use anyhow::Result;
use tantivy::collector::Count;
use tantivy::query::{BoostQuery, ConstScoreQuery};

use super::{Boxed, Compiler, intersection, term};
use crate::analysis::{Token, spelling};
use crate::search::plain::Plain;
use crate::search::written::Written;

impl Compiler<'_> {
    /// The passages that have a word written so: by the term of its spelling, if it has one.
    pub(in crate::search) fn written(&self, folded: &str, exact: &str) -> Boxed {
        match spelling(folded, exact) {
            Some(spelling) => term(self.fields.exact, &spelling),
            None => Box::new(Plain::new(&self.fields, folded)),
        }
    }

    /// The passages that have the words one after another, each as written.
    pub(super) fn written_in_a_row(&self, words: &[Token]) -> Result<Boxed> {
        if let [word] = words {
            return Ok(self.written(&word.folded, &word.exact));
        }
        let folded: Vec<String> = words.iter().map(|word| word.folded.clone()).collect();
        let mut candidates = vec![self.words_in_a_row(&folded, 0)?];
        let mut spellings: Vec<String> =
            words.iter().filter_map(|word| spelling(&word.folded, &word.exact)).collect();
        spellings.sort();
        spellings.dedup();
        // They are in the score by the phrase.
        let unscored = |spelling: &String| {
            Box::new(ConstScoreQuery::new(term(self.fields.exact, spelling), 0.0)) as Boxed
        };
        candidates.extend(spellings.iter().map(unscored));
        let words = words.iter().map(|word| word.exact.clone()).collect();
        let candidates = intersection(candidates);
        Ok(Box::new(Written { candidates, words, folded: folded.into(), fields: self.fields }))
    }

    /// The same with the score, and how much the words weigh.
    pub(super) fn scored_as_written(&self, words: &[Token]) -> Result<(Boxed, f32)> {
        let (mut weight, mut folded_weight) = (0.0, 0.0);
        for word in words {
            let folded = self.vocabulary.weight(self.fields.folded, &word.folded)?;
            folded_weight += folded;
            weight += match spelling(&word.folded, &word.exact) {
                Some(spelling) => self.vocabulary.weight(self.fields.exact, &spelling)?,
                // In a phrase it is not worth to be counted.
                None if words.len() > 1 => folded,
                None => self.weight_of_plain(&word.folded)?,
            };
        }
        let mut scoring = self.written_in_a_row(words)?;
        // What is found by folded words is scored by their weights.
        let by_folded = words.len() > 1 || words.iter().all(|word| word.folded == word.exact);
        if by_folded && folded_weight > 0.0 {
            scoring = Box::new(BoostQuery::new(scoring, weight / folded_weight));
        }
        Ok((scoring, weight))
    }

    fn weight_of_plain(&self, folded: &str) -> Result<f32> {
        let holding = self.statistics.searcher.search(&Plain::new(&self.fields, folded), &Count)?;
        Ok(self.vocabulary.weight_of(holding as u64))
    }
}
