//! Any string is a query, and reading what a query is shown as gives the same query.

#![no_main]

use corpus::query::{MAX_DEPTH, MAX_INPUT_BYTES, MAX_WARNINGS, Parsed, Query, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Parsed { query, warnings } = parse(text);
    assert!(warnings.len() <= MAX_WARNINGS && warnings.is_sorted_by_key(|warning| warning.at));
    assert!(warnings.iter().all(|warning| warning.at <= text.chars().count()), "{warnings:?}");
    let all = query.clone().all_required();
    assert_eq!(query.has_positive(), all.has_positive(), "{query}");
    for (query, is_read) in [(query, true), (all, false)] {
        let shown = query.to_string();
        assert!(shown.len() <= MAX_INPUT_BYTES, "{} bytes", shown.len());
        // One that was not read but made may be nested more deeply than is read.
        if !is_read && shown.matches('(').count() > MAX_DEPTH {
            continue;
        }
        let Ok(again) = shown.parse::<Query>();
        assert_eq!(again, query, "shown as {shown}");
        assert_eq!(again.to_string(), shown);
        assert_eq!(again.leaves().count(), query.leaves().count());
    }
});
