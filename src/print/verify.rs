//! What became of citations, for a person: a line for each, and below it the words that changed.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Ansi};
use unicode_normalization::UnicodeNormalization as _;
use unicode_width::UnicodeWidthStr as _;

use super::terminal::{FAINT, PATH, Style, WIDEST, fitting, marks};
use super::{count, visible, visible_line};
use crate::verify::{Citation, Outcome, Piece, Place, Verdict};

const GOOD: Ansi = AnsiColor::Green.on_default();
const MOVED: Ansi = AnsiColor::Yellow.on_default();
const BAD: Ansi = AnsiColor::Red.on_default().bold();

/// Indent of the words that changed.
const INDENT: &str = "    ";

/// Columns where the width of the terminal is not known.
const COLUMNS: usize = 80;

/// Words that stand on each side of a change; what lies between is left out.
const CONTEXT: usize = 6;

/// Writes a line for each citation, with what changed below it, and at the end how many are what.
pub fn verdicts(out: &mut impl Write, verdicts: &[Verdict], style: Style) -> io::Result<()> {
    for verdict in verdicts {
        line(out, verdict, style)?;
        if let Outcome::Altered(_, pieces) = &verdict.outcome {
            changes(out, pieces, style)?;
        }
    }
    let mut counted = vec![count(verdicts.len() as u64, "citation", "citations")];
    for name in ["unchanged", "moved", "altered", "gone"] {
        let number = verdicts.iter().filter(|verdict| verdict.outcome.name() == name).count();
        counted.extend((number > 0).then(|| format!("{number} {name}")));
    }
    let (faint, reset) = marks(style, FAINT);
    let all = counted.remove(0);
    writeln!(out, "{faint}{all}: {}{reset}", counted.join(", "))
}

fn line(out: &mut impl Write, verdict: &Verdict, style: Style) -> io::Result<()> {
    let Verdict { citation, outcome, .. } = verdict;
    let color = match outcome {
        Outcome::Unchanged(_) => GOOD,
        Outcome::Moved(_) => MOVED,
        Outcome::Altered(..) | Outcome::Gone(_) => BAD,
    };
    let ((color, _), (path, _), (faint, reset)) =
        (marks(style, color), marks(style, PATH), marks(style, FAINT));
    let (shown, then) = (visible_line(&citation.path), then(citation, outcome));
    let remark = remark(verdict).map(|remark| format!(" ({remark})")).unwrap_or_default();
    write!(out, "{color}{:<9}{reset}  {path}{shown}{reset}{then}{faint}{remark}", outcome.name())?;
    // Which quotation it is, as far as the line has room.
    let taken = 11 + shown.width() + then.width() + remark.width();
    let room = style.width.unwrap_or(COLUMNS).min(WIDEST).saturating_sub(taken + 6);
    if room >= 12 {
        let words = citation.text.split_whitespace().take(room).collect::<Vec<_>>().join(" ");
        write!(out, "  « {} »", fitting(&visible_line(&words), room))?;
    }
    writeln!(out, "{reset}")
}

/// What follows the path: where the quotation stood, and where it went.
fn then(citation: &Citation, outcome: &Outcome) -> String {
    let cited = &citation.place;
    let known = |line: Option<u32>, page: Option<u32>| {
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        line + &page.map(|page| format!(" p. {page}")).unwrap_or_default()
    };
    let was = known(cited.lines.map(|lines| lines.0), cited.page);
    let place = match outcome {
        Outcome::Gone(reason) => return format!("{was}: {}", visible_line(reason)),
        Outcome::Unchanged(place) | Outcome::Altered(place, _) | Outcome::Moved(place) => place,
    };
    let now = known(Some(place.lines.0), place.page);
    if place.path != citation.path {
        return format!("{was} → {}{now}{}", visible_line(&place.path), id(citation, place));
    }
    // A passage may begin with blank lines, which do not count where it is not found as it was.
    let in_lines = |(first, last): (u32, u32)| match place.exact && !matches!(outcome, Outcome::Unchanged(_))
    {
        true => first == place.lines.0,
        false => (first..=last).contains(&place.lines.0),
    };
    let within = cited.lines.is_some_and(in_lines) && cited.page.is_none_or(|page| place.page == Some(page));
    match outcome {
        Outcome::Moved(_) if within || was.is_empty() => format!("{now} → byte {}", place.bytes.start),
        Outcome::Unchanged(_) => now,
        _ if within || was.is_empty() => now,
        _ => format!("{was} → {now}{}", id(citation, place)),
    }
}

/// The record that the quotation is in now, if that is another one.
fn id(citation: &Citation, place: &Place) -> String {
    match &place.id {
        Some(id) if citation.id.as_ref() != Some(id) => format!(" ({})", visible_line(id)),
        _ => String::new(),
    }
}

fn remark(verdict: &Verdict) -> Option<&'static str> {
    let spaced = verdict.outcome.place().is_some_and(|place| !place.exact) && verdict.outcome.is_found();
    match (&verdict.outcome, verdict.changed) {
        (Outcome::Unchanged(_), Some(true)) if spaced => Some("the file has changed; other white space"),
        (Outcome::Unchanged(_), Some(true)) => Some("the file has changed elsewhere"),
        (Outcome::Altered(..), Some(false)) => Some("the file is as cited and has other words"),
        (Outcome::Gone(_), Some(false)) => Some("the file is as cited"),
        _ if spaced => Some("other white space"),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Old,
    New,
}

/// Writes what changed, as wdiff does: `[-words that went-] {+words that came+}`, with some words around.
fn changes(out: &mut impl Write, pieces: &[Piece], style: Style) -> io::Result<()> {
    let room = style.width.unwrap_or(COLUMNS).min(WIDEST).saturating_sub(INDENT.len()).max(20);
    let mut column = 0;
    for (word, kind) in words(pieces) {
        let width = word.width();
        match column {
            0 => out.write_all(INDENT.as_bytes())?,
            _ if column + 1 + width > room => {
                write!(out, "\n{INDENT}")?;
                column = 0;
            }
            _ => {
                out.write_all(b" ")?;
                column += 1;
            }
        }
        let (on, off) = match kind {
            Kind::Same => Default::default(),
            Kind::Old => marks(style, BAD),
            Kind::New => marks(style, GOOD),
        };
        write!(out, "{on}{word}{off}")?;
        column += width;
    }
    writeln!(out)?;
    let looks_alike = |piece: &Piece| match piece {
        Piece::Same(_) => false,
        Piece::Changed { old, new } => old.nfkc().eq(new.nfkc()),
    };
    if pieces.iter().any(looks_alike) {
        writeln!(out, "{INDENT}(some of these are other characters that look the same)")?;
    }
    Ok(())
}

fn words(pieces: &[Piece]) -> Vec<(String, Kind)> {
    let mut words = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Same(text) => {
                let (first, last) = (number == 0, number + 1 == pieces.len());
                words.extend(shortened(text, first, last).into_iter().map(|word| (word, Kind::Same)));
            }
            Piece::Changed { old, new } => {
                words.extend(marked("[-", old, "-]").map(|word| (word, Kind::Old)));
                words.extend(marked("{+", new, "+}").map(|word| (word, Kind::New)));
            }
        }
    }
    words
}

/// The words of `text` that stand near a change; before the first and behind the last there is none.
fn shortened(text: &str, first: bool, last: bool) -> Vec<String> {
    let all: Vec<String> = text.split_whitespace().map(|word| visible(word).into_owned()).collect();
    let (head, tail) = (if first { 0 } else { CONTEXT }, if last { 0 } else { CONTEXT });
    if all.len() <= head + tail + 1 {
        return all;
    }
    let end = &all[all.len() - tail..];
    all[..head].iter().cloned().chain(["…".to_owned()]).chain(end.iter().cloned()).collect()
}

fn marked(open: &str, text: &str, close: &str) -> impl Iterator<Item = String> {
    let mut words: Vec<String> = text.split_whitespace().map(|word| visible(word).into_owned()).collect();
    if let Some(first) = words.first_mut() {
        first.insert_str(0, open);
    }
    if let Some(last) = words.last_mut() {
        last.push_str(close);
    }
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_stand_among_some_words() {
        let same = |text: &str| Piece::Same(text.into());
        let changed = |old: &str, new: &str| Piece::Changed { old: old.into(), new: new.into() };
        let table = [
            (vec![same("Le port est"), changed("fermé.", "rouvert.")], "Le port est [-fermé.-] {+rouvert.+}"),
            (
                vec![changed("", "Hier"), same("un deux trois quatre cinq six sept huit")],
                "{+Hier+} un deux trois quatre cinq six …",
            ),
            (
                vec![same("un deux trois quatre cinq six sept huit"), changed("neuf dix", "")],
                "… trois quatre cinq six sept huit [-neuf dix-]",
            ),
            (vec![changed("\u{1b}[5m", "b")], "[-␛[5m-] {+b+}"),
        ];
        for (pieces, shown) in table {
            let mut out = Vec::new();
            changes(&mut out, &pieces, Style::default()).expect("memory can be written to");
            assert_eq!(String::from_utf8_lossy(&out).trim(), shown);
        }
    }
}
