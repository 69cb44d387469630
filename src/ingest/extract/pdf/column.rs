//! Columns that a page draws row by row: each of their lines was taken for a row of two cells.

use super::line::{Gutter, Line};

/// So many rows at least are columns; fewer may be a table.
const ROWS: usize = 5;
/// A column of prose is so many ems wide.
const WIDE: f64 = 10.0;
/// So many words, on average, are on a line of prose; a table's cells mostly hold less.
const WORDS: usize = 4;
/// The share of their column that lines of prose fill.
const FILLED: f64 = 0.75;
/// Rows of a column follow each other within so many ems.
const FAR: f64 = 2.5;

/// The lines with such columns one after the other.
pub(super) fn in_order(lines: Vec<Line>) -> Vec<Line> {
    let mut ordered = Vec::with_capacity(lines.len());
    let mut rest = lines.as_slice();
    while !rest.is_empty() {
        let (rows, columns) = match rows_beside(rest) {
            Some((gutter, count)) => (count, columns(&rest[..count], gutter)),
            None => (1, None),
        };
        match columns {
            Some((left, right)) => ordered.extend(left.into_iter().chain(right)),
            None => ordered.extend_from_slice(&rest[..rows]),
        }
        rest = &rest[rows..];
    }
    ordered
}

/// The two columns that rows on both sides of a gap make, if they do.
fn columns(rows: &[Line], gutter: Gutter) -> Option<(Vec<Line>, Vec<Line>)> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut pairs = 0;
    for line in rows {
        match halves(line) {
            Some((first, second)) => {
                left.push(first);
                right.push(second);
                pairs += 1;
            }
            None if line.end <= gutter.start => left.push(line.clone()),
            None => right.push(line.clone()),
        }
    }
    (pairs >= ROWS && is_prose(&left) && is_prose(&right)).then_some((left, right))
}

/// The gap that the first lines leave free between them, and how many they are.
fn rows_beside(lines: &[Line]) -> Option<(Gutter, usize)> {
    let mut gutter = lines.first()?.gutter?;
    let mut rows = 1;
    for pair in lines.windows(2) {
        let step = pair[1].y - pair[0].y;
        if pair[0].angle != pair[1].angle || !(0.0..FAR * pair[1].size).contains(&step) {
            break;
        }
        match pair[1].gutter {
            Some(next) if next.end.max(gutter.end) < next.start.min(gutter.start) => {
                gutter.end = gutter.end.max(next.end);
                gutter.start = gutter.start.min(next.start);
            }
            None if pair[1].end <= gutter.start || pair[1].start >= gutter.end => {}
            _ => break,
        }
        rows += 1;
    }
    Some((gutter, rows))
}

fn halves(line: &Line) -> Option<(Line, Line)> {
    let gutter = line.gutter?;
    let half = |text: &str, start, end| Line { text: text.to_owned(), start, end, gutter: None, ..*line };
    let (left, right) = line.text.split_once('\t')?;
    Some((half(left, line.start, gutter.end), half(right, gutter.start, line.end)))
}

/// Whether the lines of a column are wide, hold several words, and are mostly as wide as it.
fn is_prose(column: &[Line]) -> bool {
    let left = column.iter().map(|line| line.start).fold(f64::INFINITY, f64::min);
    let right = column.iter().map(|line| line.end).fold(f64::NEG_INFINITY, f64::max);
    let sum = |of: fn(&Line) -> f64| column.iter().map(of).sum::<f64>();
    let filled = sum(|line| line.end - line.start);
    let words: usize = column.iter().map(|line| line.text.split_whitespace().count()).sum();
    words >= WORDS * column.len()
        && filled >= WIDE * sum(|line| line.size)
        && filled >= FILLED * (right - left) * column.len() as f64
}
