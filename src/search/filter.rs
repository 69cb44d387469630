//! Filters: properties of the document that a passage belongs to.

use std::ops::Bound;
use std::path::PathBuf;

use anyhow::Result;
use globset::{GlobBuilder, GlobMatcher};
use tantivy::query::{BooleanQuery, EmptyQuery, RangeQuery, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::compile::{Boxed, Word, excluding, intersection, phrase};
use super::terms::folded_words;
use super::titles::OfTitle;
use crate::analysis::{Kind, Language, Token, again, compound_apart, tokens};
use crate::index::{Fields, Index, RECORD};
use crate::query::{DateRange, Filter};

/// The passages of documents that have one of the filter's values; titles are in `languages`.
pub(super) fn filter(
    index: &Index,
    searcher: &Searcher,
    languages: &[Language],
    filter: &Filter,
) -> Result<Boxed> {
    let fields = index.fields();
    Ok(match filter {
        Filter::Title(values) => any(values, |value| title(fields, value, languages)),
        Filter::Author(values) => any(values, |value| phrase(fields.author, &folded_words(value), 0)),
        Filter::Language(values) => any(values, |value| term(fields.language, value)),
        Filter::Date(ranges) => any(ranges, |range| date(fields.from, fields.until, range)),
        Filter::Path(values) => path(index, searcher, values)?,
    })
}

/// Each word in the title, in any of its forms, or the compound that it is a part of, or that.
fn title(fields: &Fields, value: &str, languages: &[Language]) -> Boxed {
    let stem = |stem: &String| any(&[stem.clone(), again(stem)], |stem| term(fields.title, stem));
    let form = |text: &str| any(&Word::new(text, languages).stems, stem);
    let tokens: Vec<Token> = tokens(value).collect();
    let compounds = || tokens.iter().filter(|token| token.kind == Kind::Compound);
    let word = |word: &Token| {
        let around = compounds().find(|compound| compound.bytes.contains(&word.bytes.start));
        let apart = compound_apart(&word.folded).map(|words| words.split('-').map(form).collect());
        let whole = around.map(|compound| form(&value[compound.bytes.clone()])).or(apart.map(intersection));
        Box::new(BooleanQuery::union([form(&word.folded)].into_iter().chain(whole).collect())) as Boxed
    };
    let titles = intersection(tokens.iter().filter(|token| token.kind == Kind::Word).map(word).collect());
    Box::new(OfTitle { titles, head: fields.head })
}

/// The passages of files that are or lie below one of `paths`.
pub(super) fn below(index: &Index, paths: &[PathBuf]) -> Boxed {
    let field = index.fields().path;
    let keys: Vec<String> = paths.iter().map(|path| index.paths().key_of_typed(path)).collect();
    any(&keys, |key| match key.as_str() {
        "." => excluding(Vec::new(), vec![beginning(field, "/")]),
        "/" => beginning(field, "/"),
        key => Box::new(BooleanQuery::union(vec![
            term(field, key),
            beginning(field, &format!("{key}/")),
            beginning(field, &format!("{key}{RECORD}")),
        ])),
    })
}

/// Documents whose keys begin so, with an ASCII character at the end: they lie between that and the same with the next
/// character.
fn beginning(field: Field, start: &str) -> Boxed {
    let mut end = start.to_owned();
    let next = end.pop().and_then(|last| char::from_u32(last as u32 + 1));
    end.extend(next);
    let bound = |text: &str| Term::from_field_text(field, text);
    Box::new(RangeQuery::new(Bound::Included(bound(start)), Bound::Excluded(bound(&end))))
}

/// Documents whose date may lie within the range: one that is known by its month counts for each of its days.
fn date(from: Field, until: Field, range: &DateRange) -> Boxed {
    let earliest = range.from.map(|date| {
        let day = Term::from_field_u64(until, date.first_day());
        Box::new(RangeQuery::new(Bound::Included(day), Bound::Unbounded)) as Boxed
    });
    let latest = range.until.map(|date| {
        let day = Term::from_field_u64(from, date.last_day());
        Box::new(RangeQuery::new(Bound::Unbounded, Bound::Included(day))) as Boxed
    });
    intersection(earliest.into_iter().chain(latest).collect())
}

/// Files whose path, as it is shown, matches one of the patterns.
fn path(index: &Index, searcher: &Searcher, patterns: &[String]) -> Result<Boxed> {
    let patterns: Vec<PathPattern> = patterns.iter().map(|pattern| PathPattern::new(pattern)).collect();
    let field = index.fields().path;
    let mut terms = Vec::new();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(field)?;
        let mut keys = inverted.terms().stream()?;
        while keys.advance() {
            let key = String::from_utf8_lossy(keys.key()).into_owned();
            let shown = index.paths().shown(&key);
            if patterns.iter().any(|pattern| pattern.matches(&shown)) {
                terms.push(Term::from_field_text(field, &key));
            }
        }
    }
    Ok(if terms.is_empty() { Box::new(EmptyQuery) } else { Box::new(TermSetQuery::new(terms)) })
}

/// A pattern with `*`, `?`, `[…]` or `{…}`, or a part of a path; neither minds case.
enum PathPattern {
    /// Matches the whole path, or its end from any folder on.
    Glob(GlobMatcher),
    Part(String),
}

impl PathPattern {
    fn new(pattern: &str) -> Self {
        let glob = pattern.contains(['*', '?', '[', '{']);
        let build = || {
            let anywhere =
                if pattern.starts_with('/') { pattern.into() } else { format!("{{**/,}}{pattern}") };
            GlobBuilder::new(&anywhere).case_insensitive(true).literal_separator(true).build().ok()
        };
        match glob.then(build).flatten() {
            Some(glob) => Self::Glob(glob.compile_matcher()),
            None => Self::Part(pattern.to_lowercase()),
        }
    }

    fn matches(&self, path: &str) -> bool {
        match self {
            Self::Glob(glob) => glob.is_match(path),
            Self::Part(part) => path.to_lowercase().contains(part),
        }
    }
}

fn any<T>(values: &[T], query: impl Fn(&T) -> Boxed) -> Boxed {
    match values {
        [only] => query(only),
        _ => Box::new(BooleanQuery::union(values.iter().map(query).collect())),
    }
}

fn term(field: Field, text: &str) -> Boxed {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_patterns_match_as_people_mean_them() {
        let table = [
            ("*.md", "seeds/a.md", true),
            ("**/*.md", "seeds/a.md", true),
            ("seeds/*.md", "seeds/a.md", true),
            ("seeds/*.md", "home/seeds/a.md", true),
            ("seeds/*.md", "seeds/deep/a.md", false),
            ("seeds/**", "seeds/deep/a.md", true),
            ("koulik", "seeds/Koulikoro.md", true),
            ("a.{md,txt}", "seeds/a.txt", true),
            ("[", "seeds/a[1].md", true),
        ];
        for (pattern, path, matches) in table {
            assert_eq!(PathPattern::new(pattern).matches(path), matches, "{pattern} on {path}");
        }
    }
}
