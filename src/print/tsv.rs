//! Results as values parted by tabs: a header, a line for each passage. No field has a tab or a line end in it, so that
//! `cut` and `awk` can take it apart.

use std::io::{self, Write};

use super::columns::{Cell, NAMES, neutral, rows, unquoted};
use super::visible_line;
use crate::search::Results;

/// Writes the header and a line for each hit. Tabs, line ends and other control characters are made visible; text that
/// would be run as a formula, or begins with a quote, has an apostrophe before it.
pub fn results_tsv(out: &mut impl Write, results: &Results) -> io::Result<()> {
    writeln!(out, "{}", NAMES.join("\t"))?;
    for row in rows(results) {
        let cells = row.map(|cell| match cell {
            Cell::Number(number) => number,
            Cell::Name(name) => visible_line(&unquoted(&neutral(name))).into_owned(),
            Cell::Text(text) => visible_line(&unquoted(&neutral(&text.replace("\r\n", "\n")))).into_owned(),
        });
        writeln!(out, "{}", cells.join("\t"))?;
    }
    Ok(())
}
