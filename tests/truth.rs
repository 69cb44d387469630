//! The sample corpus answers the questions of `tests/truth.tsv` with the passage that answers each.
//!
//! A row is `query TAB path TAB needle`: right is a passage of that file whose text holds the needle, white space runs
//! counting as one space and both in NFC. Of passages with one score the order of the results decides.

use corpus::search::{self, Hit, Request};
use unicode_normalization::UnicodeNormalization as _;

use crate::folder::Folder;

/// Only the ten best passages count; a right one further down is not found.
const DEPTH: usize = 10;
const FEWEST_ROWS: usize = 60;
const RECALL: f64 = 0.95;
const MEAN_RECIPROCAL_RANK: f64 = 0.8;

struct Row {
    query: &'static str,
    path: &'static str,
    needle: String,
}

fn rows() -> Vec<Row> {
    let lines = include_str!("truth.tsv").lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| match line.split('\t').collect::<Vec<_>>().as_slice() {
            [query, path, needle] => Row { query, path, needle: plain(needle) },
            _ => panic!("not `query TAB path TAB needle`: {line:?}"),
        })
        .collect()
}

/// In NFC, with one space for each run of white space.
fn plain(text: &str) -> String {
    text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_right(hit: &Hit, row: &Row) -> bool {
    hit.entry.key == row.path && plain(&hit.text).contains(&row.needle)
}

#[test]
fn every_row_names_a_passage_of_the_sample_corpus() {
    let folder = Folder::with_seeds();
    folder.update(&["seeds"]);
    let index = folder.index();
    let rows = rows();
    assert!(rows.len() >= FEWEST_ROWS, "only {} rows", rows.len());
    for Row { query, path, needle } in &rows {
        let passages = index.passages_of(path).unwrap();
        let holding = passages.iter().filter(|passage| plain(&passage.text).contains(needle)).count();
        assert_eq!(holding, 1, "{query}: {needle:?} should be in one passage of {path}");
    }
}

#[test]
fn the_right_passage_is_among_the_first() {
    let folder = Folder::with_seeds();
    folder.update(&["seeds"]);
    let index = folder.index();
    let rows = rows();
    let (mut found, mut reciprocal_ranks, mut report) = (0, 0.0, String::new());
    for row in &rows {
        let hits = search::search(&index, &Request { limit: DEPTH, ..Request::new(row.query) }).unwrap().hits;
        let place = hits.iter().position(|hit| is_right(hit, row));
        found += usize::from(place.is_some());
        reciprocal_ranks += place.map_or(0.0, |place| 1.0 / (place + 1) as f64);
        if place != Some(0) {
            let rank = place.map_or("–".to_owned(), |place| (place + 1).to_string());
            report += &format!("{rank:>3}  {}  ({})\n", row.query, row.path);
        }
    }
    let (recall, mean) = (found as f64 / rows.len() as f64, reciprocal_ranks / rows.len() as f64);
    println!("{report}{} rows: recall@{DEPTH} {recall:.3}, MRR {mean:.3}", rows.len());
    assert!(recall >= RECALL, "recall@{DEPTH} is {recall:.3}, below {RECALL}");
    assert!(mean >= MEAN_RECIPROCAL_RANK, "MRR is {mean:.3}, below {MEAN_RECIPROCAL_RANK}");
}
