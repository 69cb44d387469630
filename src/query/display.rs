//! Writes a query so that it is read back as the same one, with as few parentheses and escapes as that takes.

use std::fmt::{self, Display, Formatter, Write as _};

use super::capitals::is_title;
use super::lexer::{is_plain_word, operator, tokens};
use super::limits::Notes;
use super::{Filter, Node, Query};

/// The canonical spelling: French operators and names, straight quotes.
impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let text = Clauses(self.clauses()).to_string();
        // Operators between words in capitals would be read as words.
        if is_title(&tokens(&text, &mut Notes::default())) {
            write!(f, "({text})")
        } else {
            f.write_str(&text)
        }
    }
}

struct Clauses<'q>(&'q [Node]);

impl Display for Clauses<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_clauses(f, self.0)
    }
}

fn write_clauses(f: &mut Formatter<'_>, clauses: &[Node]) -> fmt::Result {
    joined(f, clauses, " ", write_clause)
}

/// A part of a list, where `a OU b` needs no parentheses, and `a ET b` means that it is required.
fn write_clause(f: &mut Formatter<'_>, node: &Node) -> fmt::Result {
    match node {
        Node::Any(parts) => write_any(f, parts),
        Node::Must(inner) => match &**inner {
            Node::All(parts) => write_all(f, parts),
            inner => write_signed(f, '+', inner),
        },
        node => write_operand(f, node),
    }
}

fn write_any(f: &mut Formatter<'_>, parts: &[Node]) -> fmt::Result {
    joined(f, parts, " OU ", |f, part| match part {
        Node::All(parts) => write_all(f, parts),
        part => write_operand(f, part),
    })
}

fn write_all(f: &mut Formatter<'_>, parts: &[Node]) -> fmt::Result {
    joined(f, parts, " ET ", write_operand)
}

fn write_signed(f: &mut Formatter<'_>, sign: char, node: &Node) -> fmt::Result {
    f.write_char(sign)?;
    write_operand(f, node)
}

/// A leaf, or a parenthesis around anything that needs it.
fn write_operand(f: &mut Formatter<'_>, node: &Node) -> fmt::Result {
    match node {
        Node::Word(text) => write_word(f, text),
        Node::Phrase { text, slop } => {
            write_quoted(f, text)?;
            if *slop > 0 { write!(f, "~{slop}") } else { Ok(()) }
        }
        Node::Prefix(text) => {
            write_word(f, text)?;
            f.write_char('*')
        }
        Node::Fuzzy { word, distance } => {
            write_word(f, word)?;
            f.write_char('~')?;
            distance.map_or(Ok(()), |distance| write!(f, "{distance}"))
        }
        Node::Exact(text) => {
            f.write_char('=')?;
            if is_plain_word(text) { f.write_str(text) } else { write_quoted(f, text) }
        }
        Node::Filter(filter) => write_filter(f, filter),
        Node::Must(inner) => write_signed(f, '+', inner),
        Node::Not(inner) => write_signed(f, '-', inner),
        Node::All(parts) => parenthesised(f, parts, write_all),
        Node::Any(parts) => parenthesised(f, parts, write_any),
        Node::Group(clauses) => parenthesised(f, clauses, write_clauses),
    }
}

fn write_filter(f: &mut Formatter<'_>, filter: &Filter) -> fmt::Result {
    match filter {
        Filter::Title(values) => write_values(f, "titre", values, |f, value| write_value(f, value)),
        Filter::Author(values) => write_values(f, "auteur", values, |f, value| write_value(f, value)),
        Filter::Language(values) => write_values(f, "langue", values, |f, value| write_value(f, value)),
        Filter::Path(values) => write_values(f, "chemin", values, |f, value| write_value(f, value)),
        Filter::Date(ranges) => write_values(f, "date", ranges, |f, range| write!(f, "{range}")),
    }
}

fn write_values<T>(
    f: &mut Formatter<'_>,
    name: &str,
    values: &[T],
    write: impl Fn(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    write!(f, "{name}:")?;
    match values {
        [value] => write(f, value),
        values => parenthesised(f, values, |f, values| joined(f, values, " OU ", &write)),
    }
}

fn write_value(f: &mut Formatter<'_>, value: &str) -> fmt::Result {
    let plain = value.chars().all(|ch| ch.is_alphanumeric() || "-_./*'’".contains(ch));
    if plain && operator(value).is_none() { f.write_str(value) } else { write_quoted(f, value) }
}

/// A word as it is, or with everything escaped that could make it something else.
fn write_word(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    if is_plain_word(text) {
        return f.write_str(text);
    }
    for (i, ch) in text.chars().enumerate() {
        // The first character too: `\OU` is a word.
        if i == 0 || !ch.is_alphanumeric() {
            f.write_char('\\')?;
        }
        f.write_char(ch)?;
    }
    Ok(())
}

fn write_quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for ch in text.chars() {
        if matches!(ch, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(ch)?;
    }
    f.write_char('"')
}

fn joined<T>(
    f: &mut Formatter<'_>,
    parts: &[T],
    separator: &str,
    write: impl Fn(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            f.write_str(separator)?;
        }
        write(f, part)?;
    }
    Ok(())
}

fn parenthesised<T>(
    f: &mut Formatter<'_>,
    inner: &[T],
    write: impl Fn(&mut Formatter<'_>, &[T]) -> fmt::Result,
) -> fmt::Result {
    f.write_char('(')?;
    write(f, inner)?;
    f.write_char(')')
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn only_what_needs_it_is_escaped() {
        let cases = [
            ("\\Mali", "Mali"),
            ("\\OU", "\\OU"),
            ("\\titre:x", "\\titre\\:x"),
            ("a\\ b*", "\\a\\ b*"),
            ("mot\\*~", "\\mot\\*~"),
            ("«a \"b\" \\\\»", "\"a \\\"b\\\" \\\\\""),
            ("=\\*mot", "=\"*mot\""),
            ("mot\\,", "\\mot\\,"),
            ("chemin:a\\ b", "chemin:\"a b\""),
            ("a\"b\"c", "a \"b\" c"),
        ];
        for (text, shown) in cases {
            let query = parse(text).query;
            assert_eq!(query.to_string(), shown, "{text}");
            assert_eq!(parse(shown).query, query, "{text}");
        }
    }
}
