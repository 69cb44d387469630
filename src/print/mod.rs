//! Results, reports and catalogues → a person's terminal, JSON or another format. Everything is written to a writer that is passed in.

mod catalogue;
mod check;
mod columns;
mod csv;
mod eval;
mod explain;
mod explain_json;
mod html;
mod json;
mod json_text;
mod link;
mod markdown;
mod report;
mod snippet;
mod terminal;
mod tsv;
mod verify;
mod verify_json;
mod visible;

use std::collections::BTreeMap;

use crate::document::{Shortfall, Unread};

pub use catalogue::{list, list_json, stats, stats_json};
pub use check::{check, check_json, forgotten, forgotten_json};
pub use csv::results_csv;
pub use eval::{evaluation, evaluation_json, run};
pub use explain::explanation;
pub use explain_json::explanation_json;
pub use html::results_html;
pub use json::{SEARCH_SCHEMA, document_json, results_json, results_jsonl};
pub use markdown::results_markdown;
pub use report::{preview, report, report_json, report_line, report_line_json, unreachable};
pub use terminal::{Shown, Style, no_hits, results, suggestions, text, warnings};
pub use tsv::results_tsv;
pub use verify::verdicts;
pub use verify_json::verdicts_json;
pub use visible::{visible, visible_line};

/// How many files were not read, by reason.
fn by_reason(unread: &BTreeMap<Unread, u64>) -> BTreeMap<&str, u64> {
    let mut reasons = BTreeMap::new();
    for (unread, number) in unread {
        *reasons.entry(unread.reason.as_str()).or_default() += number;
    }
    reasons
}

/// How many files were not read, by kind of reason; of each kind, even if there are none.
fn by_kind(unread: &BTreeMap<Unread, u64>) -> BTreeMap<Shortfall, u64> {
    let mut kinds = BTreeMap::from(
        [Shortfall::Empty, Shortfall::Failed, Shortfall::Skipped, Shortfall::Partial].map(|kind| (kind, 0)),
    );
    for (unread, number) in unread {
        *kinds.entry(unread.kind).or_default() += number;
    }
    kinds
}

/// `1 file`, `2 files`.
fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
