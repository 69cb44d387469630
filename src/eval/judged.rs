//! A judged set: queries, and which documents are relevant for them.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use super::plain;

/// The greatest grade: nDCG takes two to its power.
const HIGHEST: f64 = 100.0;

/// A query of a judged set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct JudgedQuery {
    /// What the judgements call it.
    pub id: String,
    /// The query as typed.
    pub text: String,
    /// Which need it is a wording of, or which article it is asked on.
    #[serde(default, alias = "article")]
    pub group: Option<String>,
}

/// An answer that a document gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The document's id.
    pub document: String,
    /// The words of it, with one space for each run of white space.
    pub text: String,
}

/// Grades by query and document. What is not listed is not relevant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judgements(HashMap<String, HashMap<String, f64>>);

/// A judged set.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// The queries in their order.
    pub queries: Vec<JudgedQuery>,
    /// Which documents are relevant.
    pub judgements: Judgements,
    /// The answers of those queries that have any, by the query's id.
    pub answers: HashMap<String, Vec<Answer>>,
}

impl Judged {
    /// Reads a set from its files.
    ///
    /// - `queries`: a JSON object a line with `id`, `text` and maybe `group`.
    /// - `qrels`: `query document grade` or, as TREC has it, `query 0 document grade`, parted by tabs or spaces.
    /// - `answers`: `query document offset answer`, parted by tabs; the offset is not used.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or a line is not as said; the message names it.
    pub fn read(queries: &Path, qrels: &Path, answers: Option<&Path>) -> Result<Self> {
        let mut judged = Self::default();
        each_line(queries, |line| {
            judged.queries.push(serde_json::from_str(line).context("not a query with an id and a text")?);
            Ok(())
        })?;
        each_line(qrels, |line| {
            let (query, document, grade) = judgement(line)?;
            judged.judgements.0.entry(query.to_owned()).or_default().insert(document.to_owned(), grade);
            Ok(())
        })?;
        if let Some(answers) = answers {
            each_line(answers, |line| {
                let [query, document, _, text] = line.splitn(4, '\t').collect::<Vec<_>>()[..] else {
                    bail!("not `query TAB document TAB offset TAB answer`");
                };
                let answer = Answer { document: document.to_owned(), text: plain(text) };
                judged.answers.entry(query.to_owned()).or_default().push(answer);
                Ok(())
            })?;
        }
        Ok(judged)
    }
}

impl Judgements {
    /// Those with this grade or a greater one, and none of grade 0.
    pub(super) fn at_least(&self, grade: f64) -> Self {
        let enough = |(_, given): &(&String, &f64)| **given > 0.0 && **given >= grade;
        let of_query = |(query, documents): (&String, &HashMap<String, f64>)| {
            let kept = documents.iter().filter(enough).map(|(id, grade)| (id.clone(), *grade));
            (query.clone(), kept.collect::<HashMap<_, _>>())
        };
        Self(self.0.iter().map(of_query).filter(|(_, documents)| !documents.is_empty()).collect())
    }

    pub(super) fn any_relevant(&self, query: &str) -> bool {
        self.0.contains_key(query)
    }

    /// The grades of a query's documents.
    pub fn of(&self, query: &str) -> HashMap<&str, f64> {
        let documents = self.0.get(query).into_iter().flatten();
        documents.map(|(id, grade)| (id.as_str(), *grade)).collect()
    }

    /// The ids of all documents that are judged.
    pub(super) fn documents(&self) -> BTreeSet<&str> {
        self.0.values().flat_map(|documents| documents.keys().map(String::as_str)).collect()
    }
}

/// Hands each line that is not blank to `read`; an error names its place.
fn each_line(path: &Path, mut read: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    // Some editors put a byte order mark before the text.
    let text = text.trim_start_matches('\u{feff}');
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        read(line).with_context(|| format!("{}:{number}", path.display()))?;
    }
    Ok(())
}

fn judgement(line: &str) -> Result<(&str, &str, f64)> {
    let parts: Vec<&str> =
        if line.contains('\t') { line.split('\t').collect() } else { line.split_whitespace().collect() };
    let (query, document, grade) = match parts[..] {
        [query, document, grade] | [query, _, document, grade] => (query, document, grade),
        _ => bail!("not `query document grade`"),
    };
    let grade: f64 = grade.trim().parse().context("the grade is not a number")?;
    if grade.is_nan() || grade > HIGHEST {
        bail!("the grade is not a number up to {HIGHEST}");
    }
    Ok((query, document, grade))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judgements_are_read_in_both_forms() {
        for line in ["q1\tdoc 1\t3", "q1\t0\tdoc 1\t3"] {
            assert_eq!(judgement(line).ok(), Some(("q1", "doc 1", 3.0)), "{line}");
        }
        assert_eq!(judgement("q1 0 d1 2").ok(), Some(("q1", "d1", 2.0)));
        for line in ["q1 d1", "q1 d1 x", "q1 d1 NaN", "q1 d1 1e400", "q1 d1 2000", "q1 0 d1 2 5"] {
            assert!(judgement(line).is_err(), "{line}");
        }
    }
}
