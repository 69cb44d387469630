//! Results as the rows of a table, for CSV and TSV: what a spreadsheet can take of a hit.

use std::borrow::Cow;

use super::snippet::pieces;
use crate::index::{Facts, State};
use crate::search::{Hit, Results};

/// Names of the columns. Some may be added at the end, none is renamed or moved.
pub(super) const NAMES: [&str; 15] = [
    "rank",
    "score",
    "path",
    "id",
    "title",
    "author",
    "date",
    "language",
    "page",
    "first_line",
    "last_line",
    "start",
    "end",
    "sha256",
    "snippet",
];

/// What stands in a row under a name.
pub(super) enum Cell<'r> {
    /// A number, which stays one.
    Number(String),
    /// A name, a title: one line, whatever it holds.
    Name(&'r str),
    /// Text of a document.
    Text(String),
}

/// A row for each hit; the further passages of a document follow its best one with the same rank.
pub(super) fn rows(results: &Results) -> impl Iterator<Item = [Cell<'_>; NAMES.len()]> {
    results.hits.iter().flat_map(|hit| {
        let others = hit.document.iter().flat_map(|document| &document.others);
        std::iter::once(hit).chain(others).map(move |passage| row(passage, hit.rank))
    })
}

fn row(hit: &Hit, rank: usize) -> [Cell<'_>; NAMES.len()] {
    let number = |number: usize| Cell::Number(number.to_string());
    let optional =
        |number: Option<u32>| Cell::Number(number.map(|number| number.to_string()).unwrap_or_default());
    let facts = match &hit.entry.state {
        State::Read(facts) => Some(facts),
        State::Container(_) | State::Unread(_) => None,
    };
    let id = hit.entry.record.as_ref().and_then(|record| record.id.as_deref());
    let snippet: String = pieces(hit).into_iter().map(|(text, _)| text).collect();
    let name = |known: fn(&Facts) -> Option<&str>| Cell::Name(facts.and_then(known).unwrap_or_default());
    [
        number(rank),
        Cell::Number(hit.score.to_string()),
        Cell::Name(&hit.path),
        Cell::Name(id.unwrap_or_default()),
        name(|facts| facts.title.as_deref()),
        name(|facts| facts.author.as_deref()),
        name(|facts| facts.date.as_deref()),
        Cell::Name(hit.language.as_deref().unwrap_or_default()),
        optional(hit.page),
        optional(Some(hit.lines.0)),
        optional(Some(hit.lines.1)),
        number(hit.bytes.start),
        number(hit.bytes.end),
        name(|facts| Some(&facts.sha256)),
        Cell::Text(snippet),
    ]
}

/// `text` with an apostrophe before what a spreadsheet would run as a formula, as OWASP advises: `=cmd|…` in a title must
/// not run on the machine of who opens the table. It costs the exact text of such a field (of a list item `- mil`, say); that is
/// what JSON is for.
///
/// What begins a formula does so at the beginning of a cell, maybe behind white space. A cell also begins within a field, if
/// the file is opened with another separator than it has: behind a semicolon, as a French Excel reads CSV, a tab or the end of
/// a line. Quotes at its beginning, which a spreadsheet takes off, are seen through.
pub(super) fn neutral(text: &str) -> Cow<'_, str> {
    let mut neutral = String::new();
    let (mut begins, mut copied, mut quotes) = (true, 0, None);
    for (at, c) in text.char_indices() {
        if begins && is_trigger(c) && !(c.is_whitespace() && at > 0) {
            let before = quotes.unwrap_or(at);
            neutral.push_str(&text[copied..before]);
            neutral.push('\'');
            copied = before;
            begins = false;
        }
        let parts = matches!(c, ';' | '\t' | '\n' | '\r');
        begins = parts || begins && (c == '"' || is_blank(c));
        quotes = if begins && !parts { quotes.or((c == '"').then_some(at)) } else { None };
    }
    if copied == 0 && neutral.is_empty() {
        return text.into();
    }
    neutral.push_str(&text[copied..]);
    neutral.into()
}

/// `text` with an apostrophe before a quote that begins it, maybe behind white space. In a file that quotes nothing, as TSV, a
/// spreadsheet would take all up to the next quote, further rows too, for one cell.
pub(super) fn unquoted(text: &str) -> Cow<'_, str> {
    match text.find(|c| !is_blank(c)) {
        Some(at) if text[at..].starts_with('"') => format!("{}'{}", &text[..at], &text[at..]).into(),
        _ => text.into(),
    }
}

/// What begins a formula, also in its full width; and what a spreadsheet drops at the beginning of a cell.
fn is_trigger(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
}

/// What does not show at the beginning of a cell.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_a_formula_has_an_apostrophe_before_it() {
        let table = [
            ("Le port", "Le port"),
            ("Saint-Louis = 3 + 4, a@b", "Saint-Louis = 3 + 4, a@b"),
            ("", ""),
            ("=1+2", "'=1+2"),
            ("+33 6", "'+33 6"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠x", "'＠x"),
            ("  =1", "  '=1"),
            ("\u{a0}\u{feff}\u{200b}=1", "\u{a0}\u{feff}\u{200b}'=1"),
            ("Titre;=cmd|'/C calc'!A0;", "Titre;'=cmd|'/C calc'!A0;"),
            ("un\n- deux\n\n-trois", "un\n'- deux\n\n'-trois"),
            ("'=1", "'=1"),
            ("\"=HYPERLINK(\"\"http://x\"\")\"", "'\"=HYPERLINK(\"\"http://x\"\")\""),
            (" \" \"\"-1", " '\" \"\"-1"),
            ("a;\"=1+1\";b", "a;'\"=1+1\";b"),
            ("a\n\"=1\"\t\"+2", "a\n'\"=1\"\t'\"+2"),
            ("\"Le port\" = 3", "\"Le port\" = 3"),
            ("\";=1", "\";'=1"),
        ];
        for (text, expected) in table {
            assert_eq!(neutral(text), expected, "{text:?}");
        }
    }
}
