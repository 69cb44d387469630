//! Results, reports and catalogues → a person's terminal or JSON. Everything is written to a writer that is passed in.

mod catalogue;
mod explain;
mod explain_json;
mod json;
mod report;
mod snippet;
mod terminal;
mod visible;

pub use catalogue::{list, list_json, stats, stats_json};
pub use explain::explanation;
pub use explain_json::explanation_json;
pub use json::{SEARCH_SCHEMA, document_json, results_json, results_jsonl};
pub use report::{report, report_json};
pub use terminal::{Style, no_hits, results, suggestions, text, warnings};
pub use visible::{visible, visible_line};

/// `1 file`, `2 files`.
fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
