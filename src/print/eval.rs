//! What a search is worth, for a person and as JSON; and its rankings as a TREC run.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use serde::Serialize;

use super::{count, json_text};
use crate::eval::{Evaluation, Run};

#[derive(Serialize)]
struct WireEvaluation {
    schema: &'static str,
    queries: usize,
    groups: usize,
    missing: usize,
    ndcg10: f64,
    mrr10: f64,
    recall100: f64,
    hit1: f64,
    answered: Option<f64>,
    median_ms: f64,
    p95_ms: f64,
    kept: BTreeMap<&'static str, f64>,
}

/// Writes the measures, one a line.
pub fn evaluation(out: &mut impl Write, found: &Evaluation) -> io::Result<()> {
    let measures = &found.measures;
    let of_groups =
        if found.groups == found.queries { String::new() } else { format!(" in {} groups", found.groups) };
    writeln!(out, "{}{of_groups}", count(found.queries as u64, "query", "queries"))?;
    let mut line = |name: &str, value: String| writeln!(out, "{name:<18}{value:>8}");
    line("nDCG@10", format!("{:.4}", measures.ndcg))?;
    line("MRR@10", format!("{:.4}", measures.mrr))?;
    line("R@100", format!("{:.4}", measures.recall))?;
    line("hit@1", format!("{:.4}", measures.hit))?;
    if let Some(answered) = found.answered {
        line("answer in snippet", format!("{answered:.4}"))?;
    }
    line("median", format!("{:.2} ms", milliseconds(found.median)))?;
    line("p95", format!("{:.2} ms", milliseconds(found.p95)))?;
    if !found.variants.is_empty() {
        writeln!(out, "nDCG@10 kept by queries typed otherwise")?;
    }
    for (variant, ndcg) in &found.variants {
        let kept = 100.0 * ndcg / measures.ndcg.max(f64::MIN_POSITIVE);
        writeln!(out, "  {:<16}{kept:>6.2} %", variant.name())?;
    }
    if found.missing > 0 {
        writeln!(
            out,
            "{} not in the index",
            count(found.missing as u64, "relevant document is", "relevant documents are")
        )?;
    }
    Ok(())
}

/// Writes the same as one object.
pub fn evaluation_json(out: &mut impl Write, found: &Evaluation) -> io::Result<()> {
    let measures = &found.measures;
    let wire = WireEvaluation {
        schema: "corpus.eval/1",
        queries: found.queries,
        groups: found.groups,
        missing: found.missing,
        ndcg10: measures.ndcg,
        mrr10: measures.mrr,
        recall100: measures.recall,
        hit1: measures.hit,
        answered: found.answered,
        median_ms: milliseconds(found.median),
        p95_ms: milliseconds(found.p95),
        kept: found.kept(),
    };
    json_text::lines(out, &wire)
}

/// Writes each ranking as TREC has it: `query Q0 document rank score name`. White space in an id becomes `%20`, since it
/// parts the columns.
pub fn run(out: &mut impl Write, runs: &[Run]) -> io::Result<()> {
    let id = |id: &str| id.split_whitespace().collect::<Vec<_>>().join("%20");
    for run in runs {
        for ((document, score), rank) in run.documents.iter().zip(1..) {
            writeln!(out, "{} Q0 {} {rank} {score} corpus", id(&run.query), id(document))?;
        }
    }
    out.flush()
}

fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e5).round() / 1e2
}
