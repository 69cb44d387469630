//! A judged set as the learner sees it: candidates with their features and grades.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context as _, Result};
use corpus::eval::Judged;
use corpus::index::Index;
use corpus::search::{DEPTH, Request, places};

use crate::model::Model;

/// Parts of a score that are not learned.
const FIXED: [&str; 5] = ["front matter", "as typed", "all words", "last one read", "not read"];

pub(crate) struct Candidate {
    pub(crate) document: String,
    pub(crate) features: Vec<f64>,
    pub(crate) grade: f64,
}

pub(crate) struct Query {
    /// The number of its group.
    pub(crate) group: usize,
    pub(crate) candidates: Vec<Candidate>,
    /// The grades of all relevant documents, greatest first.
    grades: Vec<f64>,
}

pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) share: f64,
    pub(crate) by_group: bool,
    /// The names of the features.
    pub(crate) names: Vec<String>,
    pub(crate) queries: Vec<Query>,
}

impl Set {
    pub(crate) fn read(argument: &str) -> Result<Self> {
        let parts: Vec<&str> = argument.split(',').collect();
        let [index, queries, qrels, least, share, by] = parts[..] else {
            anyhow::bail!("{argument}: not INDEX,QUERIES,QRELS,LEAST_GRADE,SHARE,(queries|groups)");
        };
        let judged = Judged::read(Path::new(queries), Path::new(qrels), None)?;
        let least: f64 = least.parse().context("LEAST_GRADE is a number")?;
        let index = Index::open(Path::new(index))?;
        let ids: HashMap<String, String> =
            (index.entries()?.into_iter()).filter_map(|entry| Some((entry.key, entry.record?.id?))).collect();
        let mut set = Self {
            name: qrels.to_owned(),
            share: share.parse().context("SHARE is a number")?,
            by_group: by == "groups",
            names: Vec::new(),
            queries: Vec::new(),
        };
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        for query in &judged.queries {
            let mut relevant = judged.judgements.of(&query.id);
            relevant.retain(|_, grade| *grade > 0.0 && *grade >= least);
            if relevant.is_empty() {
                continue;
            }
            let next = groups.len();
            let group =
                *groups.entry(query.group.clone().unwrap_or_else(|| query.id.clone())).or_insert(next);
            let mut candidates = Vec::new();
            for place in places(&index, &Request { limit: DEPTH, ..Request::new(&query.text) })? {
                let learned: Vec<_> = place.parts.iter().filter(|part| !FIXED.contains(&part.name)).collect();
                if set.names.is_empty() {
                    set.names = learned.iter().map(|part| part.name.to_owned()).collect();
                }
                let document = ids.get(&place.key).cloned().unwrap_or(place.key);
                let grade = relevant.get(document.as_str()).copied().unwrap_or_default();
                let features = learned.iter().map(|part| f64::from(part.value)).collect();
                candidates.push(Candidate { document, features, grade });
            }
            let mut grades: Vec<f64> = relevant.into_values().collect();
            grades.sort_by(|one, other| other.total_cmp(one));
            set.queries.push(Query { group, candidates, grades });
        }
        Ok(set)
    }

    /// nDCG@10 of each query of those groups, with its group.
    pub(crate) fn ndcg_of_groups(&self, model: &Model, wanted: impl Fn(usize) -> bool) -> Vec<(usize, f64)> {
        let queries = self.queries.iter().filter(|query| wanted(query.group));
        queries.map(|query| (query.group, ndcg(query, model))).collect()
    }

    /// The mean over queries or over groups.
    pub(crate) fn mean(&self, each: &[(usize, f64)]) -> f64 {
        let mut groups: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for (number, (group, ndcg)) in each.iter().enumerate() {
            groups.entry(if self.by_group { *group } else { number }).or_default().push(*ndcg);
        }
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
        mean(&groups.values().map(|group| mean(group)).collect::<Vec<_>>())
    }
}

/// nDCG@10 of a query whose documents are ordered by their best candidates.
fn ndcg(query: &Query, model: &Model) -> f64 {
    let mut order: Vec<&Candidate> = query.candidates.iter().collect();
    order.sort_by(|one, other| model.score(&other.features).total_cmp(&model.score(&one.features)));
    let mut documents: Vec<&Candidate> = Vec::new();
    for candidate in order {
        if !documents.iter().any(|known| known.document == candidate.document) {
            documents.push(candidate);
        }
        if documents.len() == 10 {
            break;
        }
    }
    gain(documents.iter().map(|candidate| candidate.grade)) / gain(query.grades.iter().copied())
}

fn gain(grades: impl Iterator<Item = f64>) -> f64 {
    let discounted = |(place, grade): (usize, f64)| (grade.exp2() - 1.0) / (place as f64 + 2.0).log2();
    grades.take(10).enumerate().map(discounted).sum()
}
