//! The title that a text shows: a line that stands alone at its head, or one behind `Titre :` or `Objet :`.

use super::{after, bare, byline, clean, dateline, is_within};
use crate::line;

/// Longest first line, in code points, that may be a title.
const MAX_TITLE: usize = 120;

/// `Titre : Le pont`, `Objet : réparation du pont`.
pub(super) fn of_head(head: &[&str]) -> Option<String> {
    head.iter().find_map(|line| {
        let rest = ["titre", "title", "objet"].iter().find_map(|label| after(line, label))?;
        clean(rest.trim_start().strip_prefix(':')?)
    })
}

/// The first line that does not tell date or author, where it stands alone as a title does.
pub(super) fn of_lines(body: &str) -> Option<String> {
    let mut lines = line::lines(body)
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}'))
        .skip_while(|line| line.is_empty() || tells_origin(line));
    let line = lines.next()?;
    let alone = lines.next().is_none_or(|next| next.is_empty() || is_underline(next) || tells_origin(next));
    (alone && is_title(line)).then(|| clean(line)).flatten()
}

/// Whether a line is a dateline or a byline.
fn tells_origin(line: &str) -> bool {
    let line = bare(line);
    dateline::of_dateline(line).or_else(|| dateline::of_update(line)).is_some()
        || byline::of_line(line).is_some()
}

fn is_underline(line: &str) -> bool {
    line.len() >= 3 && line.trim_matches(['=', '-', '_', '*', '~']).is_empty()
}

fn is_title(line: &str) -> bool {
    is_within(line, MAX_TITLE)
        && line.contains(char::is_alphabetic)
        && !line.ends_with(['.', ',', ';', ':'])
        // Marks of Markdown and of lists; a line of markup or a row of a table is no title either.
        && !line.starts_with(['-', '*', '>', '|', '!', '[', '<', '#', '`', '~', '+', '='])
        && !is_salutation(line)
}

fn is_salutation(line: &str) -> bool {
    const OPENINGS: [&str; 14] = [
        "monsieur le",
        "monsieur l",
        "madame la",
        "madame l",
        "mesdames",
        "messieurs",
        "madame, monsieur",
        "mon cher",
        "ma chere",
        "mes chers",
        "cher",
        "chere",
        "chers",
        "bonjour",
    ];
    OPENINGS.iter().any(|opening| after(line, opening).is_some())
}
