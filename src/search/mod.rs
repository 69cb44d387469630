//! Query → hits: the second flow.
//!
//! ```text
//! Query ─terms→ normalised Query ─compile→ tantivy query + units ─collect→ candidates ─rank→ ranked ─hits, snippet→ Results
//! ```

mod alternatives;
mod collect;
mod compile;
mod cores;
mod documents;
mod expand;
mod explain;
mod filter;
mod gathered;
mod heads;
mod highlight;
mod hits;
mod loose;
mod plain;
mod rank;
mod snippet;
mod sound;
mod statistics;
mod suggest;
mod terms;
mod titles;
mod written;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tantivy::Searcher;

use crate::document::{Date, Shortfall, Span};
use crate::index::{Entry, Index};
use crate::query::{DateRange, Filter, Node, Parsed, Query, Warning, parse};

use cores::in_parts;
use statistics::Statistics;

pub use explain::{
    By, Choice, ExplainedTerm, ExplainedUnit, Explanation, Reason, Role, UnitVerdict, Verdict, explain,
};
pub use rank::{DEPTH, ScorePart};
pub use snippet::ELLIPSIS;
pub use suggest::{NearTerm, Suggestion};

/// What to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The query as typed.
    pub query: String,
    /// How many hits to return.
    pub limit: usize,
    /// How many of the best hits to leave out before them.
    pub offset: usize,
    /// Every word is required instead of wanted.
    pub all: bool,
    /// Only files that are or lie below one of these; empty means all.
    pub paths: Vec<PathBuf>,
    /// Only files whose path matches one of these patterns or holds one of these texts; empty means all.
    pub path_patterns: Vec<String>,
    /// Only passages in one of these languages (ISO 639-1); empty means all.
    pub languages: Vec<String>,
    /// Only documents whose date may lie on or after this one.
    pub since: Option<Date>,
    /// Only documents whose date may lie on or before this one.
    pub until: Option<Date>,
    /// Length that a snippet does not exceed, ellipses included, in code points.
    pub snippet_length: usize,
    /// What a hit is.
    pub listing: Listing,
}

/// What the hits of a search are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Listing {
    /// Each passage that matches.
    #[default]
    Passages,
    /// Each document that has one: its best passage, with others of it. The rank of a document is that of its best
    /// passage by score, where a passage with all of a short query does not stand above others for that alone: a document
    /// may have the rest of the query elsewhere.
    Documents,
}

impl Request {
    /// A search for `query` with nothing else asked: the ten best hits.
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            limit: 10,
            offset: 0,
            all: false,
            paths: Vec::new(),
            path_patterns: Vec::new(),
            languages: Vec::new(),
            since: None,
            until: None,
            snippet_length: 300,
            listing: Listing::Passages,
        }
    }
}

/// The answer to a [`Request`].
#[derive(Debug, Clone)]
pub struct Results {
    /// The query as typed.
    pub query: String,
    /// What it became: folded words without stop words, and the filters.
    pub interpreted: String,
    /// How many passages match.
    pub total: u64,
    /// How many documents they belong to.
    pub documents: u64,
    /// The hits asked for, best first: by score, then path, then ordinal.
    pub hits: Vec<Hit>,
    /// What was not understood of the query.
    pub warnings: Vec<Warning>,
    /// Words of the query that the index lacks, with near terms that it does hold.
    pub suggestions: Vec<Suggestion>,
    /// How many files, and documents within files, hold no text or could not be read, and so were not searched. Those
    /// that are no documents, such as pictures, do not count.
    pub unread: u64,
    /// Time from the query to the last snippet.
    pub time: Duration,
}

/// A passage that matches.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Place in the order of all hits, from 1.
    pub rank: usize,
    /// How well it matches; greater is better, comparable within one search only.
    pub score: f32,
    /// What the score is the sum of; empty where nothing was scored.
    pub parts: Vec<ScorePart>,
    /// Of the hit that stands for a document, what else there is of it.
    pub document: Option<InDocument>,
    /// Path of the document, as it can be typed from the current directory.
    pub path: String,
    /// Path of the file that the document is or lies within, as that can be typed.
    pub file: String,
    /// SHA-256 of the bytes of that file, in hexadecimal, where all of it was read.
    pub file_sha256: Option<String>,
    /// The document's entry in the catalogue.
    pub entry: Entry,
    /// Position among the document's passages, from 0.
    pub ordinal: u32,
    /// Where the passage lies in the extracted text, in bytes.
    pub bytes: Span,
    /// First and last line of the source, from 1.
    pub lines: (u32, u32),
    /// Page of the source, from 1, where it has pages.
    pub page: Option<u32>,
    /// ISO 639-1 code of the passage's language, where it could be told.
    pub language: Option<String>,
    /// The passage, byte for byte.
    pub text: String,
    /// The parts of it that show best why it matches.
    pub snippet: Snippet,
}

/// What a document has of a query besides its best passage.
#[derive(Debug, Clone)]
pub struct InDocument {
    /// How many of its passages match.
    pub matches: u64,
    /// The best of them behind the first, in their order; at most two, and of those only that were ranked with the best of
    /// all documents.
    pub others: Vec<Hit>,
}

/// A passage in the order of a search, not read.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The key of the document's entry in the catalogue.
    pub key: String,
    /// Position among the document's passages, from 0.
    pub ordinal: u32,
    /// As [`Hit::score`].
    pub score: f32,
    /// As [`Hit::parts`].
    pub parts: Vec<ScorePart>,
}

/// One to three stretches of a passage's text, which are shown with [`ELLIPSIS`] between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// Where they lie in the passage's text, in bytes: ascending, apart from each other; none in a blank passage.
    pub windows: Vec<Span>,
    /// What of them the query asked for, in bytes of the passage's text: ascending, apart from each other, each within a
    /// window.
    pub highlights: Vec<Span>,
    /// Source line of the first highlight, from 1; of the passage where there is none.
    pub line: u32,
}

/// Hits that are worth a thread of their own.
const LEAST_HITS: usize = 4;

/// Searches the index as its last commit left it.
///
/// # Errors
///
/// The query asks for nothing (empty, or exclusions only), or the index cannot be read.
pub fn search(index: &Index, request: &Request) -> Result<Results> {
    let begin = Instant::now();
    let asked = asked(request)?;
    let searcher = index.searcher()?;
    let Ranking { query, suggestions, compiled, ranked, total, documents } =
        ranking(index, &searcher, &asked.query, request, request.offset.saturating_add(request.limit))?;
    let read =
        |ranked: &_, rank| hits::hit(index, &searcher, &compiled, ranked, rank, request.snippet_length);
    let (first, many) = (request.offset, request.limit);
    let hits = match request.listing {
        Listing::Passages => {
            let wanted: Vec<_> = ranked.iter().zip(1..).skip(first).take(many).collect();
            in_parts(&wanted, LEAST_HITS, |part| {
                part.iter().map(|(ranked, rank)| read(*ranked, *rank)).collect()
            })?
        }
        Listing::Documents => {
            let groups = documents::grouped(ranked);
            let wanted: Vec<_> = groups.iter().zip(1..).skip(first).take(many).collect();
            in_parts(&wanted, LEAST_HITS, |part| {
                part.iter().map(|(group, rank)| documents::hit(group, *rank, &documents, read)).collect()
            })?
        }
    };
    let unread = index
        .unread_in(&searcher)?
        .into_iter()
        .filter(|(unread, _)| matches!(unread.kind, Shortfall::Empty | Shortfall::Failed));
    Ok(Results {
        unread: unread.map(|(_, number)| number).sum(),
        query: request.query.clone(),
        interpreted: terms::interpreted(&query),
        total,
        documents: documents.count(),
        hits,
        warnings: asked.warnings,
        suggestions,
        time: begin.elapsed(),
    })
}

/// The order of the hits that [`search`] returns for the same request, of documents their best passages, without reading
/// their texts.
///
/// # Errors
///
/// As for [`search`].
pub fn places(index: &Index, request: &Request) -> Result<Vec<Place>> {
    let asked = asked(request)?;
    let searcher = index.searcher()?;
    let most = request.offset.saturating_add(request.limit);
    let mut ranked = ranking(index, &searcher, &asked.query, request, most)?.ranked;
    if request.listing == Listing::Documents {
        ranked = documents::grouped(ranked).into_iter().map(|group| group.best).collect();
    }
    let places = ranked.into_iter().skip(request.offset).take(request.limit).map(|ranked| {
        let ordinal = u32::try_from(ranked.candidate.ordinal)?;
        Ok(Place { key: ranked.candidate.key, ordinal, score: ranked.score, parts: ranked.parts })
    });
    places.collect()
}

/// The passages that match in their order, as far as they were asked for.
struct Ranking {
    /// The query, normalised.
    query: Query,
    suggestions: Vec<Suggestion>,
    compiled: compile::Compiled,
    ranked: Vec<rank::Ranked>,
    total: u64,
    documents: collect::Documents,
}

/// Both stages: the `most` best hits, or more.
fn ranking(
    index: &Index,
    searcher: &Searcher,
    typed: &Query,
    request: &Request,
    most: usize,
) -> Result<Ranking> {
    let query = terms::normalise(typed);
    let statistics = Statistics::new(index, searcher)?;
    let suggestions = suggest::suggest(index, &statistics, &query)?;
    let typed_so = compile::Typed::of(typed);
    let compiled = compile::compile(index, &statistics, &query, &typed_so, &suggestions, &request.paths)?;
    let limits = match request.listing {
        Listing::Passages => collect::Limits { passages: most.max(rank::DEPTH), documents: 0 },
        Listing::Documents => collect::Limits { passages: rank::DEPTH, documents: most.max(1) },
    };
    let found = collect::collect(&statistics, &compiled, limits)?;
    let wanted = rank::Wanted::of(typed);
    let ranked = rank::rank(index, &statistics, &compiled, &wanted, found.best, request.listing)?;
    Ok(Ranking { query, suggestions, compiled, ranked, total: found.total, documents: found.documents })
}

/// The query with the options, where it asks for something.
fn asked(request: &Request) -> Result<Parsed> {
    let Parsed { query, warnings } = parse(&request.query);
    if query.is_empty() {
        bail!("the query \"{}\" has no word in it; type one or more words", beginning(&request.query));
    }
    if !query.has_positive() {
        bail!("the query \"{}\" only excludes; type at least one word to find", beginning(&request.query));
    }
    let query = with_options(query, request);
    let warnings = stop_words_kept(&query).into_iter().chain(warnings).collect();
    Ok(Parsed { query, warnings })
}

/// Says so where stop words are not left out.
fn stop_words_kept(query: &Query) -> Option<Warning> {
    let message = "the query has only stop words, which are searched as any word";
    terms::only_stop_words(query).then(|| Warning { message: message.into(), at: 0 })
}

/// As much of a query as a message repeats.
fn beginning(query: &str) -> String {
    query.chars().take(200).collect()
}

/// The query with the options as clauses of it.
fn with_options(query: Query, request: &Request) -> Query {
    let mut query = if request.all { query.all_required() } else { query };
    let mut filter = |filter| query = std::mem::take(&mut query).with(Node::Filter(filter));
    if !request.languages.is_empty() {
        filter(Filter::Language(request.languages.iter().map(|code| code.to_lowercase()).collect()));
    }
    if !request.path_patterns.is_empty() {
        filter(Filter::Path(request.path_patterns.clone()));
    }
    if request.since.is_some() || request.until.is_some() {
        filter(Filter::Date(vec![DateRange { from: request.since, until: request.until }]));
    }
    query
}
