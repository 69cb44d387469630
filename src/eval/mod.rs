//! Retrieval measured on judged queries, through the very search that users run.
//!
//! The unit is the document: its rank is that of its best passage, as in `corpus search --by document`. A document goes by
//! the `id` of its record (JSON Lines, mbox), else by its path as it is typed from the current directory.

mod judged;
mod measures;
mod variants;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::index::{Index, State};
use crate::search::{self, Hit, Listing, Request};

pub use judged::{Answer, Judged, JudgedQuery, Judgements};
pub use measures::Measures;
use measures::{mean_of_groups, of_ranking};
pub use variants::Variant;

/// Documents that are looked at for each query: the depth of recall.
const DEPTH: usize = 100;

/// Hits of which the time is taken and the snippets are looked at, as a person would see them.
const PAGE: usize = 10;

/// How to evaluate.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Grades under this one count as not relevant; 0 takes every grade above 0.
    pub least_grade: f64,
    /// Averages inside each group of queries first, then over the groups.
    pub by_group: bool,
    /// Also asks each query as it may be typed otherwise; see [`Variant`].
    pub robustness: bool,
}

/// What a search is worth on a judged set.
#[derive(Debug, Clone, Default)]
pub struct Evaluation {
    /// The means over queries, or over groups.
    pub measures: Measures,
    /// Queries that have a relevant document, and the groups that they make.
    pub queries: usize,
    /// See `queries`; as many as those where groups are of no account.
    pub groups: usize,
    /// Relevant documents that the index does not hold, and so cannot find.
    pub missing: usize,
    /// Of the queries with an answer, the share of which one of the first ten hits shows it in its snippet.
    pub answered: Option<f64>,
    /// Median time of a search with ten hits and their snippets, and the time that 95 of 100 stay under.
    pub median: Duration,
    /// See `median`.
    pub p95: Duration,
    /// nDCG@10 of each way to type the queries.
    pub variants: Vec<(Variant, f64)>,
    /// Each query with its ranking, in the order of the queries.
    pub runs: Vec<Run>,
}

/// The ranking of one query: at most a hundred documents with their scores, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The query's id.
    pub query: String,
    /// Ids of documents with their scores.
    pub documents: Vec<(String, f32)>,
}

/// Evaluates the index on a judged set; `tell` hears how many of how many searches are done.
///
/// # Errors
///
/// The index holds none of the relevant documents, or cannot be read.
pub fn evaluate(
    index: &Index,
    judged: &Judged,
    options: Options,
    tell: &mut dyn FnMut(usize, usize),
) -> Result<Evaluation> {
    let ids = ids(index)?;
    let held: HashSet<&str> = ids.values().map(String::as_str).collect();
    let judgements = judged.judgements.at_least(options.least_grade);
    let queries: Vec<&JudgedQuery> =
        judged.queries.iter().filter(|query| judgements.any_relevant(&query.id)).collect();
    let missing = judgements.documents().into_iter().filter(|id| !held.contains(id)).count();
    if queries.is_empty() {
        bail!(
            "no query has a relevant document: do the ids of QUERIES and QRELS belong together, and is --min-grade too high?"
        );
    }
    if missing == judgements.documents().len() {
        bail!("the index holds none of the relevant documents; a record goes by its id, a file by its path");
    }
    let variants: &[Variant] = if options.robustness { &Variant::ALL } else { &[] };
    let all = queries.len() * (1 + variants.len());
    let judge = Judge { index, ids: &ids, judgements: &judgements, by_group: options.by_group };

    let (mut runs, mut each, mut times) = (Vec::new(), Vec::new(), Vec::new());
    let (mut asked, mut shown) = (0_usize, 0_usize);
    for (done, query) in queries.iter().enumerate() {
        tell(done, all);
        times.push(judge.time(&query.text)?);
        let hits = judge.page(&query.text)?;
        if let Some(answers) = judged.answers.get(&query.id) {
            asked += 1;
            shown += usize::from(answers.iter().any(|answer| judge.shows(&hits, answer)));
        }
        let run = judge.run(&query.id, &query.text)?;
        each.push(judge.measures(&run));
        runs.push(run);
    }
    let mut of_variants = Vec::new();
    for (number, variant) in (1..).zip(variants) {
        let mut each = Vec::new();
        for (done, query) in queries.iter().enumerate() {
            tell(number * queries.len() + done, all);
            each.push(judge.measures(&judge.run(&query.id, &variant.of(&query.text))?));
        }
        of_variants.push((*variant, judge.mean(&queries, &each).ndcg));
    }
    tell(all, all);
    times.sort_unstable();
    let groups: HashSet<&str> = queries.iter().map(|query| judge.group(query)).collect();
    Ok(Evaluation {
        measures: judge.mean(&queries, &each),
        queries: queries.len(),
        groups: groups.len(),
        missing,
        answered: (asked > 0).then(|| shown as f64 / asked as f64),
        median: times[times.len() / 2],
        p95: times[(times.len() * 95).div_ceil(100) - 1],
        variants: of_variants,
        runs,
    })
}

/// The id of each document, by its key.
fn ids(index: &Index) -> Result<HashMap<String, String>> {
    let read = index.entries()?.into_iter().filter(|entry| matches!(entry.state, State::Read(_)));
    let ids = read.map(|entry| {
        let id = entry.record.as_ref().and_then(|record| record.id.clone());
        let id = id.unwrap_or_else(|| index.shown(&entry));
        (entry.key, id)
    });
    Ok(ids.collect())
}

struct Judge<'j> {
    index: &'j Index,
    ids: &'j HashMap<String, String>,
    judgements: &'j Judgements,
    by_group: bool,
}

impl Judge<'_> {
    /// How long a search takes as it is by default: the best passages, each with its snippet.
    fn time(&self, query: &str) -> Result<Duration> {
        let begin = Instant::now();
        let found = search::search(self.index, &Request { limit: PAGE, ..Request::new(query) });
        found_or_nothing(query, found.map(|results| results.hits))?;
        Ok(begin.elapsed())
    }

    /// The first page of documents.
    fn page(&self, query: &str) -> Result<Vec<Hit>> {
        let results = search::search(self.index, &request(query, PAGE));
        found_or_nothing(query, results.map(|results| results.hits))
    }

    fn run(&self, id: &str, query: &str) -> Result<Run> {
        let places = found_or_nothing(query, search::places(self.index, &request(query, DEPTH)))?;
        let named = |place: search::Place| {
            let id = self
                .ids
                .get(&place.key)
                .with_context(|| format!("{}: is not in the catalogue", place.key))?;
            Ok((id.clone(), place.score))
        };
        let mut documents = places.into_iter().map(named).collect::<Result<Vec<_>>>()?;
        // Several files may have records of one id.
        let mut known = HashSet::new();
        documents.retain(|(id, _)| known.insert(id.clone()));
        Ok(Run { query: id.to_owned(), documents })
    }

    fn measures(&self, run: &Run) -> Measures {
        of_ranking(&self.judgements.of(&run.query), run.documents.iter().map(|(id, _)| id.as_str()))
    }

    fn mean(&self, queries: &[&JudgedQuery], each: &[Measures]) -> Measures {
        mean_of_groups(queries.iter().map(|query| self.group(query)).zip(each.iter().copied()))
    }

    fn group<'q>(&self, query: &'q JudgedQuery) -> &'q str {
        query.group.as_deref().filter(|_| self.by_group).unwrap_or(&query.id)
    }

    /// Whether a hit is of the answer's document and shows the answer.
    fn shows(&self, hits: &[Hit], answer: &Answer) -> bool {
        let is_of_it = |hit: &&Hit| self.ids.get(&hit.entry.key).is_some_and(|id| *id == answer.document);
        let shown = |hit: &Hit| {
            let windows = &hit.snippet.windows;
            windows.iter().any(|window| plain(&hit.text[window.clone()]).contains(&answer.text))
        };
        hits.iter().filter(is_of_it).any(shown)
    }
}

/// What was found; a query of signs alone, which is an error to a search, finds nothing and is no reason to stop.
fn found_or_nothing<T>(query: &str, found: Result<Vec<T>>) -> Result<Vec<T>> {
    let asks_nothing = || !crate::query::parse(query).query.has_positive();
    found.or_else(|error| if asks_nothing() { Ok(Vec::new()) } else { Err(error) })
}

fn request(query: &str, limit: usize) -> Request {
    Request { limit, listing: Listing::Documents, ..Request::new(query) }
}

/// With one space for each run of white space.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Evaluation {
    /// What each way to type the queries keeps of nDCG@10, as a share.
    pub fn kept(&self) -> BTreeMap<&'static str, f64> {
        let whole = self.measures.ndcg.max(f64::MIN_POSITIVE);
        self.variants.iter().map(|(variant, ndcg)| (variant.name(), ndcg / whole)).collect()
    }
}
