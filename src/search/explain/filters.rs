//! What a filter looks for, and what a document has of it.

use anyhow::Result;

use super::By;
use crate::analysis::words;
use crate::index::{Entry, State, StoredPassage};
use crate::query::{DateRange, Filter};
use crate::search::compile::{Boxed, Compiler};
use crate::search::terms::folded_words;

/// Each value of a filter by itself, as it is compared.
pub(super) fn trials(compiler: &Compiler<'_>, values: &Filter) -> Result<Vec<(By, String, Boxed)>> {
    let trial = |(by, term, value): (By, String, Filter)| Ok((by, term, compiler.filter(&value)?));
    each(values).into_iter().map(trial).collect()
}

/// The values of a filter, each as a filter.
fn each(filter: &Filter) -> Vec<(By, String, Filter)> {
    let of = |by, values: &[String], term: fn(&str) -> String, filter: fn(Vec<String>) -> Filter| {
        values.iter().map(|value| (by, term(value), filter(vec![value.clone()]))).collect()
    };
    match filter {
        Filter::Title(values) => of(By::Title, values, stems, Filter::Title),
        Filter::Author(values) => of(By::Author, values, folded, Filter::Author),
        Filter::Language(values) => of(By::Language, values, str::to_owned, Filter::Language),
        Filter::Path(values) => of(By::Path, values, str::to_owned, Filter::Path),
        Filter::Date(ranges) => {
            ranges.iter().map(|range| (By::Date, days(range), Filter::Date(vec![*range]))).collect()
        }
    }
}

fn stems(text: &str) -> String {
    words(text).map(|word| word.stem).collect::<Vec<_>>().join(" ")
}

fn folded(text: &str) -> String {
    folded_words(text).join(" ")
}

/// The days that a range is compared by: `2025-05-01 to 2025-06-30`.
fn days(range: &DateRange) -> String {
    let from = range.from.map(|date| day(date.first_day()));
    let until = range.until.map(|date| day(date.last_day()));
    match (from, until) {
        (Some(from), Some(until)) if from == until => from,
        (Some(from), Some(until)) => format!("{from} to {until}"),
        (from, until) => from
            .map(|from| format!("from {from}"))
            .or(until.map(|until| format!("to {until}")))
            .unwrap_or_default(),
    }
}

/// A day that is a number `yyyymmdd`, see `Date::first_day`.
fn day(number: u64) -> String {
    format!("{:04}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100)
}

/// What a passage is as to a filter: `the passage is fr`.
pub(super) fn fact(filter: &Filter, path: &str, entry: &Entry, passage: &StoredPassage) -> String {
    let facts = if let State::Read(facts) = &entry.state { Some(facts) } else { None };
    let known = |value: Option<&String>, what: &str, none: &str| {
        value.map_or_else(|| none.to_owned(), |value| format!("{what} {value}"))
    };
    let title = facts.and_then(|facts| facts.title.as_ref());
    let author = facts.and_then(|facts| facts.author.as_ref());
    let date = facts.and_then(|facts| facts.date.as_ref());
    match filter {
        Filter::Title(_) => known(title, "the title is", "there is no title"),
        Filter::Author(_) => known(author, "the author is", "the author is not known"),
        Filter::Date(_) => known(date, "the date is", "the date is not known"),
        Filter::Language(_) if passage.language.is_empty() => "the language is not known".into(),
        Filter::Language(_) => format!("the passage is {}", passage.language),
        Filter::Path(_) => format!("the path is {path}"),
    }
}
