//! What a query became and whether a passage matches it, for a person.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr as _;

use super::terminal::{BOLD, ECHO, FAINT, HIGHLIGHT, LINE, PATH, Style, WIDEST, fitting, marks};
use super::{count, visible_line};
use crate::search::{By, Choice, ExplainedUnit, Explanation, Reason, Role, Suggestion, UnitVerdict, Verdict};

/// Columns of the names before the terms.
const NAMES: usize = 14;

/// Columns of the terms, at the least and at the most; a longer one is cut.
const TERMS: std::ops::RangeInclusive<usize> = 12..=46;

/// Columns of the numbers.
const NUMBERS: usize = 10;

/// Writes what the query became, what each part of it finds and, if a passage was asked about, why it matches or not.
pub fn explanation(out: &mut impl Write, explanation: &Explanation, style: Style) -> io::Result<()> {
    head(out, explanation, style)?;
    let table = Table::of(&explanation.units, style);
    table.head(out)?;
    explanation.units.iter().try_for_each(|unit| table.unit(out, unit))?;
    let passages = count(explanation.total, "passage", "passages");
    let documents = count(explanation.documents, "document", "documents");
    match explanation.total {
        0 => writeln!(out, "\nno passage matches")?,
        1 => writeln!(out, "\n{passages} in {documents} matches")?,
        _ => writeln!(out, "\n{passages} in {documents} match")?,
    }
    explanation.verdict.as_ref().map_or(Ok(()), |found| verdict(out, explanation, found, style))
}

fn head(out: &mut impl Write, explanation: &Explanation, style: Style) -> io::Result<()> {
    let (faint, reset) = marks(style, FAINT);
    let mut line = |name: &str, value: &str| {
        writeln!(out, "{faint}{name:<8}{reset}  {}", visible_line(&fitting(value, ECHO)))
    };
    line("query", &explanation.query)?;
    line("read as", &explanation.interpreted)?;
    if explanation.dropped.is_empty() { Ok(()) } else { line("left out", &explanation.dropped.join(", ")) }
}

/// The parts of the query with their terms, numbers under each other.
struct Table {
    style: Style,
    /// Columns of the terms.
    terms: usize,
}

impl Table {
    fn of(units: &[ExplainedUnit], style: Style) -> Self {
        let terms = units.iter().flat_map(|unit| &unit.terms).map(|term| term.term.width());
        let heads = units.iter().map(|unit| unit.text.width().saturating_sub(NAMES));
        let widest = terms.chain(heads).max().unwrap_or_default();
        Self { style, terms: widest.clamp(*TERMS.start(), *TERMS.end()) }
    }

    fn head(&self, out: &mut impl Write) -> io::Result<()> {
        let (faint, reset) = marks(self.style, FAINT);
        writeln!(out, "\n{faint}{:>width$}{reset}", "passages", width = NAMES + self.terms + NUMBERS)
    }

    fn unit(&self, out: &mut impl Write, unit: &ExplainedUnit) -> io::Result<()> {
        let ((bold, _), (faint, reset)) = (marks(self.style, BOLD), marks(self.style, FAINT));
        let text = padded(&unit.text, NAMES + self.terms);
        write!(out, "{bold}{text}{reset}{:>NUMBERS$}", unit.passages)?;
        writeln!(out, "{faint}{}{reset}", role(unit.role))?;
        for term in &unit.terms {
            let (name, text) = (by(term.by), padded(&term.term, self.terms));
            writeln!(out, "  {faint}{name:<12}{reset}{text}{:>NUMBERS$}", term.passages)?;
        }
        if let Some(more) =
            unit.stands_for.map(|all| all.saturating_sub(unit.terms.len())).filter(|more| *more > 0)
        {
            writeln!(out, "{faint}{:NAMES$}and {} more{reset}", "", more)?;
        }
        near(&unit.near)
            .iter()
            .try_for_each(|near| writeln!(out, "  {faint}{:<12}{reset}{}", "near it", visible_line(near)))
    }
}

/// A line for each word that the index lacks and has something near to; of several, each is named.
fn near(lacking: &[Suggestion]) -> Vec<String> {
    let lines: Vec<String> = (lacking.iter())
        .filter(|suggestion| !suggestion.near.is_empty())
        .map(|suggestion| {
            let near = suggestion.near.iter().map(|near| format!("{} ({})", near.term, near.passages));
            let near = near.collect::<Vec<_>>().join(", ");
            if lacking.len() > 1 { format!("{}: {near}", suggestion.word) } else { near }
        })
        .collect();
    if lines.is_empty() && !lacking.is_empty() { vec!["no word of the index".into()] } else { lines }
}

/// Text on one line in so many columns.
fn padded(text: &str, columns: usize) -> String {
    let text = visible_line(text);
    let text = fitting(&text, columns);
    format!("{text}{:space$}", "", space = columns.saturating_sub(text.width()))
}

fn by(by: By) -> &'static str {
    match by {
        By::Written => "as written",
        by => by.name(),
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Wanted => "",
        Role::Required => "  required",
        Role::Excluded => "  excluded",
        Role::Filter => "  filter",
    }
}

fn verdict(
    out: &mut impl Write,
    explanation: &Explanation,
    verdict: &Verdict,
    style: Style,
) -> io::Result<()> {
    let ((path, _), (line, _), (faint, reset)) =
        (marks(style, PATH), marks(style, LINE), marks(style, FAINT));
    let shown = visible_line(&verdict.path);
    write!(out, "\n{path}{shown}{reset}:{line}{}{reset}", verdict.lines.0)?;
    writeln!(out, "{faint} · {}{reset}", passage(explanation, verdict))?;
    let widest = explanation.units.iter().map(|unit| unit.text.width()).max().unwrap_or_default();
    let widest = widest.clamp(*TERMS.start(), *TERMS.end());
    for (unit, found) in explanation.units.iter().zip(&verdict.units) {
        part(out, unit, found, widest, style)?;
    }
    let (bold, _) = marks(style, BOLD);
    match verdict.rank {
        Some(rank) => writeln!(out, "{bold}matches{reset}: rank {rank} of {}", explanation.total)?,
        None => {
            let reasons: Vec<String> = verdict.reasons.iter().map(reason).collect();
            writeln!(out, "{bold}does not match{reset}: {}", visible_line(&reasons.join("; ")))?;
        }
    }
    verdict.elsewhere.map_or(Ok(()), |(line, rank)| {
        writeln!(out, "the document matches at line {line}: rank {rank} of {}", explanation.total)
    })
}

/// Which passage of its document it is.
fn passage(explanation: &Explanation, verdict: &Verdict) -> String {
    let asked = |role| matches!(role, Role::Wanted | Role::Required);
    let has_some =
        (explanation.units.iter().zip(&verdict.units)).any(|(unit, found)| asked(unit.role) && found.holds);
    let page = verdict.page.map(|page| format!("p. {page}, ")).unwrap_or_default();
    let lines = match verdict.lines {
        (first, last) if first == last => format!("line {first}"),
        (first, last) => format!("lines {first} to {last}"),
    };
    let place = format!("{page}passage {} of {} ({lines})", verdict.ordinal + 1, verdict.passages);
    match verdict.choice {
        _ if verdict.passages == 1 => format!("{page}the only passage ({lines})"),
        Choice::Best => format!("{place}, the best"),
        Choice::Most if has_some => format!("{place}, which has the most of the query"),
        Choice::Line | Choice::Most => place,
    }
}

/// A part of the query, and what the passage has of it.
fn part(
    out: &mut impl Write,
    unit: &ExplainedUnit,
    found: &UnitVerdict,
    columns: usize,
    style: Style,
) -> io::Result<()> {
    let (faint, reset) = marks(style, FAINT);
    let name = match (unit.role, found.fact.is_some(), found.holds) {
        (Role::Excluded, _, false) => "avoids",
        (_, true, true) => "passes",
        (_, true, false) => "fails",
        (_, false, true) => "has",
        (_, false, false) => "lacks",
    };
    let items = items(found);
    if items.is_empty() {
        return writeln!(out, "  {faint}{name:<6}{reset}  {}", padded(&unit.text, columns).trim_end());
    }
    write!(out, "  {faint}{name:<6}{reset}  {}", padded(&unit.text, columns))?;
    let indent = 2 + 6 + 2 + columns + 2;
    let room = style.width.map_or(usize::MAX, |width| width.min(WIDEST).saturating_sub(indent).max(20));
    let (on, off) = if found.fact.is_some() { marks(style, FAINT) } else { marks(style, HIGHLIGHT) };
    let mut column = 0;
    for (number, item) in items.iter().enumerate() {
        let width = item.width() + 1;
        if number == 0 {
            write!(out, "  ")?;
        } else if column + 1 + width > room {
            write!(out, ",\n{:indent$}", "")?;
            column = 0;
        } else {
            write!(out, ", ")?;
            column += 1;
        }
        write!(out, "{on}{item}{off}")?;
        column += width;
    }
    writeln!(out)
}

/// What is shown of a part: the words that are meant, each with how often it is there, or what the passage is.
fn items(found: &UnitVerdict) -> Vec<String> {
    let words = found.words.iter().map(|(word, times)| match times {
        1 => visible_line(word).into_owned(),
        _ => format!("{} ×{times}", visible_line(word)),
    });
    let title = found.by.contains(&By::Title).then(|| "in the title".to_owned());
    words.chain(title).chain(found.fact.as_deref().map(|fact| visible_line(fact).into_owned())).collect()
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Lacks(part) => format!("lacks {part}"),
        Reason::Excluded(part) => format!("excluded by {part}"),
        Reason::Filtered(filter, fact) => format!("filter {filter}: {fact}"),
        Reason::Nothing => "has no word of the query".into(),
    }
}
