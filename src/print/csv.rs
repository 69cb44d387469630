//! Results as CSV (RFC 4180), for spreadsheets: a header, a row for each passage, lines that end with CR LF.

use std::io::{self, Write};

use super::columns::{Cell, NAMES, neutral, rows};
use super::{visible, visible_line};
use crate::search::Results;

/// Writes the header and a row for each hit. Text that would be run as a formula has an apostrophe before it, and control
/// characters other than the ends of lines are made visible.
pub fn results_csv(out: &mut impl Write, results: &Results) -> io::Result<()> {
    write!(out, "{}\r\n", NAMES.join(","))?;
    for row in rows(results) {
        let cells = row.map(|cell| match cell {
            Cell::Number(number) => number,
            Cell::Name(name) => quoted(&visible_line(&neutral(name))),
            Cell::Text(text) => quoted(&lines(&text)),
        });
        write!(out, "{}\r\n", cells.join(","))?;
    }
    Ok(())
}

/// Text with its line ends, each of which is one, however it was written in the document.
fn lines(text: &str) -> String {
    visible(&neutral(text).replace("\r\n", "\n")).into_owned()
}

fn quoted(field: &str) -> String {
    // All separators in use, so that a row is one whichever a spreadsheet expects.
    match field.contains(['"', ',', ';', '\t', '\n']) || field.starts_with(' ') || field.ends_with(' ') {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_quoted_where_it_must_be() {
        let table = [
            ("Le port", "Le port"),
            ("un, deux", "\"un, deux\""),
            ("« dit \"oui\" »", "\"« dit \"\"oui\"\" »\""),
            ("un\r\ndeux", "\"un\ndeux\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("\u{1b}[5m\0", "␛[5m␀"),
        ];
        for (text, expected) in table {
            assert_eq!(quoted(&lines(text)), expected, "{text:?}");
        }
    }
}
