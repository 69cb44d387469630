//! Results for a person: a line that says where, then the snippet.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style as Ansi};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::link::encoded;
use super::snippet::{Kind, pieces};
use super::{count, visible, visible_line};
use crate::index::State;
use crate::query::Warning;
use crate::search::{ELLIPSIS, Hit, InDocument, Results, Suggestion};

/// What the terminal can show.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Colours and bold type.
    pub color: bool,
    /// Paths can be clicked (OSC 8).
    pub links: bool,
    /// Columns to wrap at; `None` keeps each snippet on one line.
    pub width: Option<usize>,
}

pub(super) const PATH: Ansi = AnsiColor::Magenta.on_default();
pub(super) const LINE: Ansi = AnsiColor::Green.on_default();
pub(super) const FAINT: Ansi = Ansi::new().dimmed();
pub(super) const BOLD: Ansi = Ansi::new().bold();
pub(super) const HIGHLIGHT: Ansi = AnsiColor::Red.on_default().bold();

/// Indent of a snippet under its path.
const INDENT: &str = "    ";

/// Columns that a query is repeated in, at the most.
pub(super) const ECHO: usize = 400;

/// Missing words that a search says something about, at the most.
const MOST_SUGGESTIONS: usize = 10;

/// Widest line that is easy to read, in columns.
pub(super) const WIDEST: usize = 100;

/// How hits are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown {
    /// What the terminal can show.
    pub style: Style,
    /// With what each score is the sum of.
    pub score: bool,
}

/// Writes the hits and, below them, how many passages match. `absolute` gives the path that a click opens.
pub fn results(
    out: &mut impl Write,
    results: &Results,
    shown: Shown,
    absolute: impl Fn(&Hit) -> std::path::PathBuf,
) -> io::Result<()> {
    let style = shown.style;
    for hit in &results.hits {
        head(out, hit, style, &absolute(hit))?;
        snippet(out, hit, style)?;
        if shown.score {
            score(out, hit, style)?;
        }
        if let Some(document) = &hit.document {
            others(out, document, shown)?;
        }
        writeln!(out)?;
    }
    let (faint, reset) = marks(style, FAINT);
    writeln!(out, "{faint}{}{reset}", summary(results))
}

/// Which hits are shown, and of how many.
pub(super) fn summary(results: &Results) -> String {
    let by_document = results.hits.iter().any(|hit| hit.document.is_some());
    let all = if by_document { results.documents } else { results.total };
    let passages = count(results.total, "passage", "passages");
    let documents = count(results.documents, "document", "documents");
    let counted =
        if by_document { format!("{documents}, {passages}") } else { format!("{passages} in {documents}") };
    let last = results.hits.last().map_or(0, |hit| hit.rank);
    let first = results.hits.first().map_or(0, |hit| hit.rank);
    match results.hits.len() as u64 {
        0 if all == 0 => "no passage matches".into(),
        0 => format!("none shown of {counted}"),
        shown if shown == all => counted,
        _ => format!("{first} to {last} of {counted}"),
    }
}

/// The further passages of a document, each behind its line, and how many more match.
fn others(out: &mut impl Write, document: &InDocument, shown: Shown) -> io::Result<()> {
    let style = shown.style;
    let ((line, _), (faint, reset)) = (marks(style, LINE), marks(style, FAINT));
    for hit in &document.others {
        let page = hit.page.map(|page| format!(" · p. {page}")).unwrap_or_default();
        writeln!(out, "  :{line}{}{reset}{faint}{page}{reset}", hit.snippet.line)?;
        snippet(out, hit, style)?;
        if shown.score {
            score(out, hit, style)?;
        }
    }
    let more = document.matches.saturating_sub(1 + document.others.len() as u64);
    if more > 0 {
        writeln!(out, "  {faint}and {}{reset}", count(more, "passage more", "passages more"))?;
    }
    Ok(())
}

/// What the score is the sum of, the parts that count most first; those that count nothing are left out.
fn score(out: &mut impl Write, hit: &Hit, style: Style) -> io::Result<()> {
    let (faint, reset) = marks(style, FAINT);
    writeln!(out, "{INDENT}{faint}score {:.2}{reset}", hit.score)?;
    let mut parts: Vec<_> = hit.parts.iter().map(|part| (part.value * part.weight, part)).collect();
    parts.sort_by(|one, other| other.0.abs().total_cmp(&one.0.abs()));
    for (counts, part) in parts.into_iter().filter(|(counts, _)| counts.abs() >= 0.005) {
        let product = format!("{:.2} × {:.2}", part.value, part.weight);
        writeln!(out, "{INDENT}{faint}{counts:>8.2}  {:<14}{product:>16}{reset}", part.name)?;
    }
    Ok(())
}

fn head(out: &mut impl Write, hit: &Hit, style: Style, absolute: &Path) -> io::Result<()> {
    let ((path, _), (line, _), (faint, reset)) =
        (marks(style, PATH), marks(style, LINE), marks(style, FAINT));
    let (open, close) = link(style, absolute);
    let shown = visible_line(&hit.path);
    write!(out, "{open}{path}{shown}{reset}:{line}{}{reset}{close}", hit.snippet.line)?;
    let taken = format!("{shown}:{}", hit.snippet.line).width();
    let room = style.width.map_or(usize::MAX, |width| width.saturating_sub(taken));
    writeln!(out, "{faint}{}{reset}", fitting(&facts(hit), room))
}

/// What stands behind a hit's path: page, date and title, where they are known.
fn facts(hit: &Hit) -> String {
    let State::Read(facts) = &hit.entry.state else { return String::new() };
    let page = hit.page.map(|page| format!("p. {page}"));
    let name = hit.path.rsplit('/').next().unwrap_or(&hit.path);
    // A title that is the file's name says nothing new.
    let title = facts.title.clone().filter(|title| !name.starts_with(title.as_str()));
    let known = [page, facts.date.clone(), title].into_iter().flatten();
    known.map(|fact| format!(" · {}", visible_line(&fact))).collect()
}

/// `text` cut to so many columns, the last of them an ellipsis.
pub(super) fn fitting(text: &str, columns: usize) -> Cow<'_, str> {
    if text.width() <= columns {
        return text.into();
    }
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let next = at + grapheme.len();
        if text[..next].width() >= columns {
            break;
        }
        end = next;
    }
    format!("{}…", text[..end].trim_end()).into()
}

/// The marks around a path that make it open the file when clicked.
fn link(style: Style, absolute: &Path) -> (String, &'static str) {
    if !style.links {
        return (String::new(), "");
    }
    (format!("\x1b]8;;file://{}\x1b\\", encoded(absolute)), "\x1b]8;;\x1b\\")
}

fn snippet(out: &mut impl Write, hit: &Hit, style: Style) -> io::Result<()> {
    let mut words = Words { words: Vec::new(), within: false };
    let windows = &hit.snippet.windows;
    if windows.first().is_some_and(|window| begins_inside(&hit.text, window.start)) {
        words.push(ELLIPSIS, Kind::Ellipsis);
    }
    for (text, kind) in pieces(hit) {
        words.push(text, kind);
    }
    if windows.last().is_some_and(|window| ends_inside(&hit.text, window.end)) {
        words.push(ELLIPSIS, Kind::Ellipsis);
    }
    words.write(out, style)
}

/// Whether a snippet that begins at `start` leaves out the beginning of its sentence.
fn begins_inside(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end();
    !before.is_empty()
        && !before.ends_with(['.', '!', '?', '…', '»', ':', ';'])
        && !text[before.len()..start].contains("\n\n")
}

/// Whether a snippet that ends at `end` leaves out the end of its sentence; so may a passage that ends with a space.
fn ends_inside(text: &str, end: usize) -> bool {
    let more = end < text.trim_end().len() || text.ends_with(' ');
    more && text[..end].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '(' | '’' | '\''))
}

/// The words of a snippet, each with what its parts are; an empty one ends the line.
struct Words {
    words: Vec<Vec<(String, Kind)>>,
    /// Whether the next text goes on with the last word.
    within: bool,
}

impl Words {
    fn push(&mut self, text: &str, kind: Kind) {
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.trim_start_matches(is_space);
            let gap = &rest[..rest.len() - word.len()];
            if !gap.is_empty() {
                self.within = false;
                if ends_line(gap, word) {
                    self.words.push(Vec::new());
                }
            }
            let end = word.find(is_space).unwrap_or(word.len());
            if end > 0 {
                let part = (visible(&word[..end]).into_owned(), kind);
                match self.words.last_mut() {
                    Some(open) if self.within => open.push(part),
                    _ => self.words.push(vec![part]),
                }
                self.within = true;
            }
            rest = &word[end..];
        }
    }

    fn write(&self, out: &mut impl Write, style: Style) -> io::Result<()> {
        let room =
            style.width.map_or(usize::MAX, |width| width.min(WIDEST).saturating_sub(INDENT.len()).max(20));
        let mut column = 0;
        let mut marked = Kind::Plain;
        out.write_all(INDENT.as_bytes())?;
        for word in &self.words {
            let width: usize = word.iter().map(|(part, _)| part.width()).sum();
            if word.is_empty() || column > 0 && column + 1 + width > room {
                mark(out, style, &mut marked, Kind::Plain)?;
                write!(out, "\n{INDENT}")?;
                column = 0;
            } else if column > 0 {
                // The space between two words of one phrase belongs to the highlight.
                let inside = word.first().is_some_and(|(_, kind)| *kind == marked);
                let gap = if inside { marked } else { Kind::Plain };
                mark(out, style, &mut marked, gap)?;
                out.write_all(b" ")?;
                column += 1;
            }
            for (part, kind) in word {
                mark(out, style, &mut marked, *kind)?;
                out.write_all(part.as_bytes())?;
            }
            column += width;
        }
        mark(out, style, &mut marked, Kind::Plain)?;
        writeln!(out)
    }
}

/// Goes from the marks of one kind to those of another.
fn mark(out: &mut impl Write, style: Style, current: &mut Kind, kind: Kind) -> io::Result<()> {
    let marks = |kind| match kind {
        Kind::Plain => Default::default(),
        Kind::Highlight => marks(style, HIGHLIGHT),
        Kind::Ellipsis => marks(style, FAINT),
    };
    if *current != kind {
        out.write_all(marks(*current).1.as_bytes())?;
        out.write_all(marks(kind).0.as_bytes())?;
        *current = kind;
    }
    Ok(())
}

/// White space that a terminal may break a line at; a no-break space keeps « and its word together.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}')
}

/// Whether a gap between words ends the line: a blank line does, and a break before a list item or a table row.
fn ends_line(gap: &str, next: &str) -> bool {
    let breaks = gap.matches(['\n', '\r']).count() - gap.matches("\r\n").count();
    let mark = next.starts_with(['#', '|', '>', '•'])
        || ["- ", "* ", "— "].iter().any(|mark| next.starts_with(mark));
    breaks > 1 || breaks == 1 && mark
}

/// What a search without a hit leaves to say, before its [`suggestions`]: what the query became.
pub fn no_hits(out: &mut impl Write, results: &Results) -> io::Result<()> {
    let query = visible_line(fitting(&results.query, ECHO).as_ref()).into_owned();
    let interpreted = visible_line(fitting(&results.interpreted, ECHO).as_ref()).into_owned();
    writeln!(out, "no passage matches \"{query}\", read as: {interpreted}")?;
    match results.unread {
        0 => Ok(()),
        unread => {
            let files = count(unread, "file was", "files were");
            writeln!(out, "{files} not searched, empty or not readable; `corpus list --skipped` names them")
        }
    }
}

/// The words of the query that the index lacks, each with the near terms that it does hold.
pub fn suggestions(out: &mut impl Write, suggestions: &[Suggestion]) -> io::Result<()> {
    for suggestion in suggestions.iter().take(MOST_SUGGESTIONS) {
        write!(out, "{}: not in the index", visible_line(&suggestion.word))?;
        if !suggestion.near.is_empty() {
            let near = suggestion
                .near
                .iter()
                .map(|near| format!("{} ({})", visible_line(&near.term), near.passages));
            write!(out, "; near it: {}", near.collect::<Vec<_>>().join(", "))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Each warning with the place in the query that it is about, counted in characters from 1.
pub fn warnings(out: &mut impl Write, warnings: &[Warning]) -> io::Result<()> {
    warnings.iter().try_for_each(|warning| {
        writeln!(out, "warning: {} (character {})", visible_line(&warning.message), warning.at + 1)
    })
}

/// Writes a document's text: as it is, or for a terminal, with its line ends as the terminal has them and other control
/// characters made visible.
pub fn text(out: &mut impl Write, text: &str, terminal: bool) -> io::Result<()> {
    if !terminal {
        return out.write_all(text.as_bytes());
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    out.write_all(visible(&text).as_bytes())?;
    if text.ends_with('\n') { Ok(()) } else { writeln!(out) }
}

pub(super) fn marks(style: Style, ansi: Ansi) -> (String, String) {
    if style.color {
        (ansi.render().to_string(), ansi.render_reset().to_string())
    } else {
        Default::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let table = [
            (" · Été", 9, " · Été"),
            (" · Été à Gao", 8, " · Été…"),
            ("abc", 1, "…"),
            ("e\u{301}te\u{301}", 2, "e\u{301}…"),
        ];
        for (text, columns, shown) in table {
            assert_eq!(fitting(text, columns), shown);
        }
    }
}
