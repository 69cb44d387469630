//! Results as Markdown (CommonMark): a list of quotations, each with its source.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::link::encoded;
use super::snippet::{Kind, pieces};
use super::terminal::summary;
use super::visible_line;
use crate::index::State;
use crate::search::{Hit, Results};

/// Writes a heading, the hits as items of a list, and how many passages match. `path` gives the file that a hit's link
/// opens: absolute, or relative to the folder in which the text will stand.
pub fn results_markdown(
    out: &mut impl Write,
    results: &Results,
    path: impl Fn(&Hit) -> PathBuf,
) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&results.query))?;
    for hit in &results.hits {
        item(out, hit, &path(hit))?;
    }
    writeln!(out, "{}", summary(results))
}

fn item(out: &mut impl Write, hit: &Hit, path: &Path) -> io::Result<()> {
    let facts = match &hit.entry.state {
        State::Read(facts) => Some(facts),
        State::Container(_) | State::Unread(_) => None,
    };
    let title = escaped(facts.and_then(|facts| facts.title.as_deref()).unwrap_or(&hit.path));
    let known = [facts.and_then(|facts| facts.author.as_ref()), facts.and_then(|facts| facts.date.as_ref())];
    let known: String = known.into_iter().flatten().map(|fact| format!("{}, ", escaped(fact))).collect();
    let number = format!("{}. ", hit.rank);
    // In front of a relative path, so that it can be nothing else.
    let here = if path.is_absolute() { "" } else { "./" };
    writeln!(out, "{number}[{title}]({here}{}), {known}{}\n", encoded(path), place(hit))?;
    let indent = " ".repeat(number.len());
    writeln!(out, "{indent}> {}\n", quotation(hit))?;
    for other in hit.document.iter().flat_map(|document| &document.others) {
        writeln!(out, "{indent}{}\n\n{indent}> {}\n", place(other), quotation(other))?;
    }
    Ok(())
}

fn place(hit: &Hit) -> String {
    let page = hit.page.map(|page| format!(", p. {page}")).unwrap_or_default();
    format!("{}:{}{page}", escaped(&hit.path), hit.snippet.line)
}

/// The snippet on one line, with what was found in bold.
fn quotation(hit: &Hit) -> String {
    let mut quotation = String::new();
    for (text, kind) in pieces(hit) {
        let spaced = one_line(text);
        let words = escaped_within(spaced.trim(), quotation.is_empty());
        // Marks of bold type stand at words, not at spaces.
        let (before, behind) = (spaced.starts_with(' '), spaced.ends_with(' '));
        let mark = if kind == Kind::Highlight && !words.is_empty() { "**" } else { "" };
        if before && !quotation.is_empty() && !quotation.ends_with(' ') {
            quotation.push(' ');
        }
        quotation += &format!("{mark}{words}{mark}");
        if behind && !quotation.is_empty() && !quotation.ends_with(' ') {
            quotation.push(' ');
        }
    }
    quotation.trim_end().to_owned()
}

/// Runs of white space as one space each: a line end could begin a block of another kind.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\n' | '\r' | '\t' if line.ends_with(' ') => {}
            ' ' | '\n' | '\r' | '\t' => line.push(' '),
            _ => line.push(c),
        }
    }
    line
}

/// Text that is nothing but text, on one line.
fn escaped(text: &str) -> String {
    escaped_within(one_line(text).trim(), true)
}

/// As [`escaped`], at the beginning of a line or within one.
fn escaped_within(text: &str, begins: bool) -> String {
    let text = visible_line(text);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut escaped = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        match c {
            // As entities, for readers of Markdown that would take `\<` for the beginning of a tag.
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '{' | '}' | '#' | '|' | '~' | '!' | '$'
            | '^' | '@' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // What begins a list or underlines a heading does so at the beginning of a line only.
            '-' | '+' | '=' | ':' if begins && at == 0 => {
                escaped.push('\\');
                escaped.push(c);
            }
            '.' if begins && at == digits && digits > 0 => escaped.push_str("\\."),
            _ => escaped.push(c),
        }
    }
    // An address that is no link in the document is none here.
    escaped.replace("://", "\\://").replace("www.", "www\\.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_break_out() {
        let table = [
            ("L’été à Saint-Louis, 3 + 4 = 7.", "L’été à Saint-Louis, 3 + 4 = 7."),
            ("un](http://x) [deux", "un\\]\\(http\\://x\\) \\[deux"),
            ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert\\(1\\)&gt;"),
            ("**gras** _i_ `code` ~~b~~", "\\*\\*gras\\*\\* \\_i\\_ \\`code\\` \\~\\~b\\~\\~"),
            ("\\", "\\\\"),
            ("un\n\n# Titre\r\n```", "un \\# Titre \\`\\`\\`"),
            ("- item", "\\- item"),
            ("12. item", "12\\. item"),
            ("&lt;", "&amp;lt;"),
            ("![x](y)", "\\!\\[x\\]\\(y\\)"),
            ("\u{1b}]8;;x\u{7}", "␛\\]8;;x␇"),
        ];
        for (text, expected) in table {
            assert_eq!(escaped(text), expected, "{text:?}");
        }
    }
}
