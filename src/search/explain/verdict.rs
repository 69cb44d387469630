//! One passage of a document, and what it has of a query.

use std::collections::HashSet;

use anyhow::{Result, bail};
use tantivy::DocAddress;
use tantivy::collector::DocSetCollector;

use super::parts::Part;
use super::reasons::Failing;
use super::{Choice, Role, UnitVerdict, Verdict, filters, matches_at};
use crate::analysis::Language;
use crate::index::{Entry, StoredPassage};
use crate::query::{Filter, Node, Query};
use crate::search::compile::{Compiler, intersection, term};
use crate::search::highlight::matches;
use crate::search::rank::Ranked;

/// What a verdict is founded on.
pub(super) struct Judge<'a> {
    pub(super) compiler: &'a Compiler<'a>,
    /// The query, normalised.
    pub(super) query: &'a Query,
    pub(super) parts: &'a [Part],
    /// Every passage that matches, best first.
    pub(super) ranked: &'a [Ranked],
}

/// A document and its passages.
pub(super) struct Document<'a> {
    entry: &'a Entry,
    path: String,
    pub(super) addresses: Vec<DocAddress>,
    passages: Vec<StoredPassage>,
}

impl Document<'_> {
    /// What one of its passages is as to a filter.
    pub(super) fn fact(&self, filter: &Filter, place: usize) -> String {
        filters::fact(filter, &self.path, self.entry, &self.passages[place])
    }

    fn place_of(&self, address: DocAddress) -> Option<usize> {
        self.addresses.iter().position(|known| *known == address)
    }
}

impl Judge<'_> {
    /// The verdict on the document, or on its passage at a line.
    pub(super) fn verdict(&self, entry: &Entry, line: Option<u32>) -> Result<Verdict> {
        let document = self.document(entry)?;
        let asked = match line {
            Some(line) => StoredPassage::standing_at(&document.passages, line),
            None => (0..document.passages.len()).collect(),
        };
        let best = self.best(|place| asked.contains(&place), &document);
        let (place, rank) = match best {
            Some((place, rank)) => (place, Some(rank)),
            None => (self.with_most(&document, &asked, line)?, None),
        };
        let elsewhere = self.best(|_| best.is_none(), &document);
        let passage = &document.passages[place];
        let failing = Failing { compiler: self.compiler, document: &document, place };
        Ok(Verdict {
            path: document.path.clone(),
            ordinal: u32::try_from(place)?,
            passages: document.passages.len(),
            choice: match (line, rank) {
                (Some(_), _) => Choice::Line,
                (None, Some(_)) => Choice::Best,
                (None, None) => Choice::Most,
            },
            lines: passage.lines,
            page: passage.page,
            units: self.parts.iter().map(|part| self.unit(part, &document, place)).collect::<Result<_>>()?,
            rank,
            reasons: if rank.is_some() { Vec::new() } else { failing.reasons(self.query)? },
            elsewhere: elsewhere.map(|(place, rank)| (document.passages[place].lines.0, rank)),
        })
    }

    fn document<'e>(&self, entry: &'e Entry) -> Result<Document<'e>> {
        let Compiler { index, statistics, .. } = self.compiler;
        let (addresses, passages) =
            index.placed_passages(statistics.searcher, &entry.key)?.into_iter().unzip();
        Ok(Document { entry, path: index.paths().shown(&entry.key), addresses, passages })
    }

    /// The best of the document's passages that matches, and its rank.
    fn best(&self, asked: impl Fn(usize) -> bool, document: &Document<'_>) -> Option<(usize, usize)> {
        let own =
            self.ranked.iter().zip(1..).filter(|(ranked, _)| ranked.candidate.key == document.entry.key);
        let mut places =
            own.filter_map(|(ranked, rank)| Some((document.place_of(ranked.candidate.address)?, rank)));
        places.find(|(place, _)| asked(*place))
    }

    /// The passage that has most parts of the query, those that are required before all others; the first of equals.
    fn with_most(&self, document: &Document<'_>, asked: &[usize], line: Option<u32>) -> Result<usize> {
        let mut held = vec![0; document.passages.len()];
        for part in self.parts.iter().filter(|part| part.unit.role != Role::Excluded) {
            let counts = if part.unit.role == Role::Required { self.parts.len() } else { 1 };
            let having = self.having(part, document.entry)?;
            for (held, address) in held.iter_mut().zip(&document.addresses) {
                *held += usize::from(having.contains(address)) * counts;
            }
        }
        let most = asked.iter().rev().copied().max_by_key(|place| held[*place]);
        match (most, line) {
            (Some(place), _) => Ok(place),
            (None, Some(line)) => bail!("{}: has no text at line {line}", document.path),
            (None, None) => bail!("{}: has no text", document.path),
        }
    }

    /// The passages of a document that have a part of the query.
    fn having(&self, part: &Part, entry: &Entry) -> Result<HashSet<DocAddress>> {
        let own = term(self.compiler.fields.path, &entry.key);
        let query = intersection(vec![part.matching.box_clone(), own]);
        Ok(self.compiler.statistics.searcher.search(query.as_ref(), &DocSetCollector)?)
    }

    fn unit(&self, part: &Part, document: &Document<'_>, place: usize) -> Result<UnitVerdict> {
        let (passage, address) = (&document.passages[place], document.addresses[place]);
        let mut by = Vec::new();
        for (term, query) in part.unit.terms.iter().zip(&part.terms) {
            if !by.contains(&term.by) && matches_at(self.compiler, query, address)? {
                by.push(term.by);
            }
        }
        Ok(UnitVerdict {
            holds: matches_at(self.compiler, &part.matching, address)?,
            by,
            words: words(part, passage),
            fact: match &part.leaf {
                Node::Filter(filter) => Some(document.fact(filter, place)),
                _ => None,
            },
        })
    }
}

/// The words of the passage that a part of the query means, each with how often it is there.
fn words(part: &Part, passage: &StoredPassage) -> Vec<(String, usize)> {
    let mut words: Vec<(String, usize)> = Vec::new();
    let mut end = 0;
    for found in matches(&passage.text, Language::of(&passage.language), std::slice::from_ref(&part.found)) {
        // A word within a compound that is named already.
        if found.bytes.end <= end {
            continue;
        }
        end = found.bytes.end;
        let word = passage.text[found.bytes].split_whitespace().collect::<Vec<_>>().join(" ");
        match words.iter_mut().find(|(known, _)| *known == word) {
            Some((_, times)) => *times += 1,
            None => words.push((word, 1)),
        }
    }
    words
}
