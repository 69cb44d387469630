//! Why a query finds what it finds: what each of its parts became, how many passages hold it, and whether one passage
//! does. Nothing here ranks or matches by rules of its own: it asks the queries that a search runs.

mod filters;
mod parts;
mod reasons;
mod verdict;

use anyhow::Result;
use tantivy::DocAddress;
use tantivy::query::EnableScoring;

use super::compile::{Boxed, Compiler};
use super::statistics::Statistics;
use super::{Request, Suggestion, asked, compile, ranking, terms};
use crate::index::Index;
use crate::query::Warning;

/// The way from a query to what it finds.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The query as typed.
    pub query: String,
    /// What it became: folded words without stop words, and the filters.
    pub interpreted: String,
    /// The stop words that were left out, as typed.
    pub dropped: Vec<String>,
    /// Each word, phrase, prefix, filter or the like, in the order of the query.
    pub units: Vec<ExplainedUnit>,
    /// How many passages match the whole query.
    pub total: u64,
    /// How many documents they belong to.
    pub documents: u64,
    /// What was not understood of the query.
    pub warnings: Vec<Warning>,
    /// Whether the document or passage that was asked about matches, and why.
    pub verdict: Option<Verdict>,
}

/// A part of a query that stands for itself, and the terms by which it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedUnit {
    /// The part as typed, words that belong together joined, with its `+` or `-`.
    pub text: String,
    /// How it is asked for.
    pub role: Role,
    /// How many passages have it.
    pub passages: u64,
    /// What it is looked for by; of many terms, the first.
    pub terms: Vec<ExplainedTerm>,
    /// How many words of the index it stands for, where it is a prefix or a misspelled word.
    pub stands_for: Option<usize>,
    /// Words of it that the index lacks, with the nearest terms that it has.
    pub near: Vec<Suggestion>,
}

/// How a part of a query is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It counts where it is there.
    Wanted,
    /// Nothing matches without it.
    Required,
    /// Nothing matches with it.
    Excluded,
    /// A property of the document, which narrows what is found.
    Filter,
}

/// One thing that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedTerm {
    /// Where it is looked for.
    pub by: By,
    /// The term, or the terms with spaces between them.
    pub term: String,
    /// How many passages hold it.
    pub passages: u64,
}

/// What of a passage a term is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Its words without case and accents.
    Word,
    /// Its words led back to the dictionary's form of them.
    Lemma,
    /// Its words led back to what their inflections share, by rules; in another language than French behind its code.
    Stem,
    /// The stems of its document's title.
    Title,
    /// Its words as they are written.
    Written,
    /// Its words one after another.
    Phrase,
    /// The author of its document.
    Author,
    /// Its language.
    Language,
    /// The date of its document.
    Date,
    /// The path of its file.
    Path,
}

impl By {
    /// Its name, in one word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Lemma => "lemma",
            Self::Stem => "stem",
            Self::Title => "title",
            Self::Written => "written",
            Self::Phrase => "phrase",
            Self::Author => "author",
            Self::Language => "language",
            Self::Date => "date",
            Self::Path => "path",
        }
    }
}

/// Whether a passage matches a query, and why.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Path of the file, as it can be typed from the current directory.
    pub path: String,
    /// Position of the passage among those of its document, from 0.
    pub ordinal: u32,
    /// How many passages the document has.
    pub passages: usize,
    /// Why it is this passage that is looked at.
    pub choice: Choice,
    /// First and last line of the source, from 1.
    pub lines: (u32, u32),
    /// Page of the source, from 1, where it has pages.
    pub page: Option<u32>,
    /// Each part of the query on this passage, in the order of [`Explanation::units`].
    pub units: Vec<UnitVerdict>,
    /// Its place in the order of all hits, from 1, where it matches.
    pub rank: Option<usize>,
    /// Why it does not match; empty where it does.
    pub reasons: Vec<Reason>,
    /// Where a line was asked about that does not match: first line and rank of the document's best passage.
    pub elsewhere: Option<(u32, usize)>,
}

/// Why of a document's passages one is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It is the best that matches.
    Best,
    /// None matches, and it has the most of the query.
    Most,
    /// It stands at the line that was asked about.
    Line,
}

/// What a passage has of one part of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitVerdict {
    /// Whether it has the part; of a filter, whether it passes.
    pub holds: bool,
    /// What it is found by.
    pub by: Vec<By>,
    /// The words of its text that are meant, each with how often it is there, in the order of the text.
    pub words: Vec<(String, usize)>,
    /// Of a filter, what the passage is instead or as well: `the passage is fr`.
    pub fact: Option<String>,
}

/// Why a passage does not match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It lacks this part.
    Lacks(String),
    /// It has this part, which is excluded.
    Excluded(String),
    /// It does not pass this filter; what it is instead.
    Filtered(String, String),
    /// It has none of the words of the query.
    Nothing,
}

/// Explains `request`, whose limits are of no account, and, if there is a `place` (`PATH` or `PATH:LINE`), why the best
/// passage of that document, or the passage at that line, matches or not.
///
/// # Errors
///
/// As for [`super::search`]; and the index does not hold the file, the file was not read, or it has no such line.
pub fn explain(index: &Index, request: &Request, place: Option<&str>) -> Result<Explanation> {
    let asked = asked(request)?;
    let typed = compile::Typed::of(&asked.query);
    let query = terms::normalise(&asked.query);
    let place = place.map(|place| index.place(place)).transpose()?;
    let searcher = index.searcher()?;
    // The rank of one passage takes the order of all.
    let most = if place.is_some() { usize::MAX } else { 0 };
    let found = ranking(index, &searcher, &asked.query, request, most)?;
    let statistics = Statistics::new(index, &searcher)?;
    let compiler = Compiler::new(index, &statistics, &typed)?;
    let parts = parts::parts(&compiler, &query)?;
    let judge = verdict::Judge { compiler: &compiler, query: &query, parts: &parts, ranked: &found.ranked };
    let verdict = place.map(|(entry, line)| judge.verdict(&entry, line)).transpose()?;
    Ok(Explanation {
        query: request.query.clone(),
        interpreted: terms::interpreted(&query),
        dropped: terms::dropped(&asked.query, &query),
        units: parts.into_iter().map(|part| part.unit).collect(),
        total: found.total,
        documents: found.documents.count(),
        warnings: asked.warnings,
        verdict,
    })
}

/// Whether the passage at `address` matches.
fn matches_at(compiler: &Compiler<'_>, query: &Boxed, address: DocAddress) -> Result<bool> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(compiler.statistics.searcher))?;
    let mut scorer = weight.scorer(compiler.statistics.searcher.segment_reader(address.segment_ord), 1.0)?;
    Ok(scorer.doc() <= address.doc_id && scorer.seek(address.doc_id) == address.doc_id)
}
