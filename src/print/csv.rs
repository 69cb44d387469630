//! Results as CSV (RFC 4180), for spreadsheets: a header, a row for each passage, lines that end with CR LF.

use std::io::{self, Write};

use super::columns::{Cell, NAMES, neutral, rows};
use super::visible;
use crate::search::Results;

/// Writes the header and a row for each hit. Text that would be run as a formula has an apostrophe before it, and control
/// characters other than the ends of lines are made visible.
pub fn results_csv(out: &mut impl Write, results: &Results) -> io::Result<()> {
    write!(out, "{}\r\n", NAMES.join(","))?;
    for row in rows(results) {
        let cells = row.map(|cell| match cell {
            Cell::Number(number) => number,
            Cell::Text(text) => field(&text),
        });
        write!(out, "{}\r\n", cells.join(","))?;
    }
    Ok(())
}

fn field(text: &str) -> String {
    let text = neutral(text);
    // A line end is one, however it was written in the document.
    let lines = text.replace("\r\n", "\n");
    let text = visible(&lines);
    // All separators in use, so that a row is one whichever a spreadsheet expects.
    match text.contains(['"', ',', ';', '\t', '\n']) || text.starts_with(' ') || text.ends_with(' ') {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.into_owned(),
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
            assert_eq!(field(text), expected, "{text:?}");
        }
    }
}
