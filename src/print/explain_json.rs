//! An explanation as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{WireSuggestion, WireWarning, suggestion, warning};
use super::json_text;
use crate::search::{By, Choice, ExplainedUnit, Explanation, Reason, Role, UnitVerdict, Verdict};

#[derive(Serialize)]
struct WireExplanation<'a> {
    schema: &'a str,
    query: &'a str,
    interpreted: &'a str,
    dropped: &'a [String],
    total: u64,
    documents: u64,
    warnings: Vec<WireWarning<'a>>,
    units: Vec<WireUnit<'a>>,
    verdict: Option<WireVerdict<'a>>,
}

#[derive(Serialize)]
struct WireUnit<'a> {
    text: &'a str,
    role: &'a str,
    passages: u64,
    stands_for: Option<usize>,
    terms: Vec<WireTerm<'a>>,
    near: Vec<WireSuggestion<'a>>,
}

#[derive(Serialize)]
struct WireTerm<'a> {
    by: &'a str,
    term: &'a str,
    passages: u64,
}

#[derive(Serialize)]
struct WireVerdict<'a> {
    path: &'a str,
    matches: bool,
    rank: Option<usize>,
    reasons: Vec<WireReason<'a>>,
    passage: WirePassage<'a>,
    units: Vec<WireUnitVerdict<'a>>,
    elsewhere: Option<WireElsewhere>,
}

#[derive(Serialize)]
struct WireReason<'a> {
    kind: &'a str,
    part: Option<&'a str>,
    fact: Option<&'a str>,
}

#[derive(Serialize)]
struct WirePassage<'a> {
    ordinal: u32,
    of: usize,
    choice: &'a str,
    lines: [u32; 2],
    page: Option<u32>,
}

#[derive(Serialize)]
struct WireUnitVerdict<'a> {
    text: &'a str,
    holds: bool,
    by: Vec<&'a str>,
    words: Vec<WireWord<'a>>,
    fact: Option<&'a str>,
}

#[derive(Serialize)]
struct WireWord<'a> {
    word: &'a str,
    times: usize,
}

#[derive(Serialize)]
struct WireElsewhere {
    line: u32,
    rank: usize,
}

/// Writes an explanation as one JSON object.
pub fn explanation_json(out: &mut impl Write, explanation: &Explanation) -> io::Result<()> {
    let wire = WireExplanation {
        schema: "corpus.explain/1",
        query: &explanation.query,
        interpreted: &explanation.interpreted,
        dropped: &explanation.dropped,
        total: explanation.total,
        documents: explanation.documents,
        warnings: explanation.warnings.iter().map(warning).collect(),
        units: explanation.units.iter().map(unit).collect(),
        verdict: explanation.verdict.as_ref().map(|found| verdict(explanation, found)),
    };
    json_text::lines(out, &wire)
}

fn unit(unit: &ExplainedUnit) -> WireUnit<'_> {
    let terms = unit.terms.iter();
    WireUnit {
        text: &unit.text,
        role: match unit.role {
            Role::Wanted => "wanted",
            Role::Required => "required",
            Role::Excluded => "excluded",
            Role::Filter => "filter",
        },
        passages: unit.passages,
        stands_for: unit.stands_for,
        terms: terms
            .map(|term| WireTerm { by: term.by.name(), term: &term.term, passages: term.passages })
            .collect(),
        near: unit.near.iter().map(suggestion).collect(),
    }
}

fn verdict<'a>(explanation: &'a Explanation, verdict: &'a Verdict) -> WireVerdict<'a> {
    WireVerdict {
        path: &verdict.path,
        matches: verdict.rank.is_some(),
        rank: verdict.rank,
        reasons: verdict.reasons.iter().map(reason).collect(),
        passage: WirePassage {
            ordinal: verdict.ordinal,
            of: verdict.passages,
            choice: match verdict.choice {
                Choice::Best => "best",
                Choice::Most => "most",
                Choice::Line => "line",
            },
            lines: [verdict.lines.0, verdict.lines.1],
            page: verdict.page,
        },
        units: explanation.units.iter().zip(&verdict.units).map(unit_verdict).collect(),
        elsewhere: verdict.elsewhere.map(|(line, rank)| WireElsewhere { line, rank }),
    }
}

fn unit_verdict<'a>((unit, found): (&'a ExplainedUnit, &'a UnitVerdict)) -> WireUnitVerdict<'a> {
    WireUnitVerdict {
        text: &unit.text,
        holds: found.holds,
        by: found.by.iter().copied().map(By::name).collect(),
        words: found.words.iter().map(|(word, times)| WireWord { word, times: *times }).collect(),
        fact: found.fact.as_deref(),
    }
}

fn reason(reason: &Reason) -> WireReason<'_> {
    let (kind, part, fact) = match reason {
        Reason::Lacks(part) => ("lacks", Some(part), None),
        Reason::Excluded(part) => ("excluded", Some(part), None),
        Reason::Filtered(part, fact) => ("filter", Some(part), Some(fact)),
        Reason::Nothing => ("nothing", None, None),
    };
    WireReason { kind, part: part.map(String::as_str), fact: fact.map(String::as_str) }
}
