//! Front matter: the `key: value` block (YAML between `---`, TOML between `+++`) at the head of a Markdown file.
//!
//! Read by hand rather than with a YAML crate: four values at the top level are wanted, and a block that no
//! YAML parser accepts (`title: Mali: la suite`) must still give them, and be read as text in any case.

use super::language_code;
use crate::document::Date;
use crate::ingest::date::parse_date;
use crate::ingest::metadata::clean;
use crate::line;

/// A block that is not closed within so many lines is text that happens to begin with a rule.
const MAX_LINES: usize = 200;

/// What a front matter declares, and where it ends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) language: Option<String>,
    /// Byte offset behind the closing line; 0 without front matter.
    pub(super) end: usize,
}

#[derive(Clone, Copy)]
enum Syntax {
    Yaml,
    Toml,
}

/// A key in lower case, and its value as written: the rest of its line and the lines that continue it.
struct Field {
    key: String,
    value: String,
}

/// The front matter of a Markdown text; the empty one where there is none.
pub(super) fn read(text: &str) -> FrontMatter {
    let Some((syntax, block, end)) = block(text) else { return FrontMatter::default() };
    let fields = fields(syntax, block);
    let value = |keys: &[&str]| {
        fields.iter().filter(|field| keys.contains(&field.key.as_str())).find_map(|field| value(&field.value))
    };
    FrontMatter {
        title: value(&["title", "titre"]),
        author: value(&["author", "auteur", "autrice", "authors", "auteurs"]),
        date: value(&["date"]).and_then(|date| parse_date(&date)),
        language: value(&["lang", "language", "langue"]).and_then(|language| language_code(&language)),
        end,
    }
}

/// The lines between the fences and the byte offset behind the closing one.
fn block(text: &str) -> Option<(Syntax, &str, usize)> {
    let without_mark = text.trim_start_matches('\u{feff}');
    let mut lines = line::with_ends(without_mark);
    let opening = lines.next()?;
    let (syntax, closings) = match opening.trim_end() {
        "---" => (Syntax::Yaml, ["---", "..."]),
        "+++" => (Syntax::Toml, ["+++", "+++"]),
        _ => return None,
    };
    let start = text.len() - without_mark.len() + opening.len();
    let mut at = start;
    for line in lines.take(MAX_LINES - 1) {
        if closings.contains(&line.trim_end()) {
            let block = &text[start..at];
            return looks_declared(syntax, block).then_some((syntax, block, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Text between two rules is no front matter: its first line is not `key: value`.
fn looks_declared(syntax: Syntax, block: &str) -> bool {
    let first = line::lines(block).find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    first.is_none_or(|line| key_and_value(syntax, line).is_some() || line.starts_with('['))
}

fn fields(syntax: Syntax, block: &str) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for line in line::lines(block) {
        // A TOML table would give its own `title` or `date`, of something else.
        if matches!(syntax, Syntax::Toml) && line.starts_with('[') {
            break;
        }
        if let Some((key, value)) = key_and_value(syntax, line) {
            fields.push(Field { key, value: value.to_owned() });
        } else if let Some(field) = fields.last_mut().filter(|_| !line.starts_with('#')) {
            field.value.push('\n');
            field.value.push_str(line);
        }
    }
    fields
}

/// A line of the top level: a key at its very start, the separator, and what follows.
fn key_and_value(syntax: Syntax, line: &str) -> Option<(String, &str)> {
    let (key, value) = match syntax {
        Syntax::Yaml => line
            .split_once(':')
            .filter(|(_, value)| value.is_empty() || value.starts_with(char::is_whitespace)),
        Syntax::Toml => line.split_once('='),
    }?;
    let name = key.trim_end().trim_matches(['"', '\'']);
    let named = name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    (named && !key.starts_with(char::is_whitespace)).then(|| (name.to_lowercase(), value))
}

/// A string, or the strings of a list put together with commas.
fn value(written: &str) -> Option<String> {
    let (first, rest) = written.split_once('\n').unwrap_or((written, ""));
    match first.trim().chars().next() {
        Some('[') => clean(&list(written).join(", ")),
        Some('|' | '>') => clean(rest),
        Some('#') | None => clean(&rest.lines().filter_map(item).collect::<Vec<_>>().join(", ")),
        Some(_) => clean(&scalar(written)),
    }
}

/// An item of a block list (`- Name`), or the name in a list or map of persons (`- name: Name`).
fn item(line: &str) -> Option<String> {
    let line = line.trim();
    let content = line.strip_prefix('-').map_or(line, str::trim_start);
    match key_and_value(Syntax::Yaml, content) {
        Some((key, value)) => matches!(key.as_str(), "name" | "nom").then(|| scalar(value)),
        None => line.starts_with('-').then(|| scalar(content)),
    }
    .filter(|item| !item.is_empty())
}

/// The items of `[a, "b, c", 'd']`.
fn list(written: &str) -> Vec<String> {
    let inner = written.trim().trim_start_matches('[');
    let mut items = vec![String::new()];
    let mut quote = None;
    for c in inner.chars() {
        match (c, quote) {
            (']', None) => break,
            (',', None) => items.push(String::new()),
            _ => {
                let item = items.last_mut().filter(|_| !matches!(c, '\n'));
                let opens =
                    matches!(c, '"' | '\'') && item.as_ref().is_some_and(|item| item.trim().is_empty());
                quote = if quote == Some(c) { None } else { quote.or(opens.then_some(c)) };
                item.into_iter().for_each(|item| item.push(c));
            }
        }
    }
    items.iter().map(|item| scalar(item)).filter(|item| !item.is_empty()).collect()
}

/// A plain, single-quoted or double-quoted scalar without its quotes, escapes and comment.
fn scalar(written: &str) -> String {
    let written = written.trim();
    match written.chars().next() {
        Some('"') => double_quoted(&written[1..]),
        Some('\'') => single_quoted(&written[1..]),
        _ if matches!(written, "null" | "~") => String::new(),
        _ => written.split(" #").next().unwrap_or_default().trim_end().to_owned(),
    }
}

fn double_quoted(rest: &str) -> String {
    let mut value = String::new();
    let mut chars = rest.chars();
    while let Some(c) = chars.next().filter(|c| *c != '"') {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n' | 't' | 'r' | '\n')) => value.push(' '),
            ('\\', Some('u')) => {
                let digits: String = chars.by_ref().take(4).collect();
                value.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            ('\\', escaped) => value.extend(escaped),
            (c, _) => value.push(c),
        }
    }
    value
}

/// In single quotes only the quote itself is escaped, by doubling it.
fn single_quoted(rest: &str) -> String {
    let mut value = String::new();
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' && chars.next_if_eq(&'\'').is_none() {
            break;
        }
        value.push(c);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_read_however_it_is_written() {
        let cases = [
            ("title: Le Mali", "Le Mali"),
            ("Titre : Le Mali", "Le Mali"),
            ("\"title\": Le Mali # note", "Le Mali"),
            ("title: Mali: la suite", "Mali: la suite"),
            ("title: C# et F#", "C# et F#"),
            ("title: 'L''été'", "L'été"),
            ("title: \"dit \\\"Kouli\\\" \\u00e9\" # note", "dit \"Kouli\" é"),
            ("title: >-\n  Le\n  Mali", "Le Mali"),
            ("title: Le grand\n  Mali", "Le grand Mali"),
            ("draft: true\n# note\n\ntitle:   Le Mali  \r", "Le Mali"),
            ("params:\n  title: Non\ntitle: Oui", "Oui"),
        ];
        for (block, title) in cases {
            let found = read(&format!("---\n{block}\n---\nTexte"));
            assert_eq!(found.title.as_deref(), Some(title), "{block}");
        }
    }

    #[test]
    fn authors_are_a_string_or_a_list() {
        let cases = [
            ("author: Awa Diallo", Some("Awa Diallo")),
            ("auteur: [Awa Diallo, \"Ba, Oumar\"]", Some("Awa Diallo, Ba, Oumar")),
            ("authors:\n  - Awa Diallo\n  - 'Oumar Ba'", Some("Awa Diallo, Oumar Ba")),
            ("auteurs:\n- Awa Diallo\n- Oumar Ba\nlang: fr", Some("Awa Diallo, Oumar Ba")),
            ("author:\n  name: Awa Diallo\n  email: a@b", Some("Awa Diallo")),
            ("author:\n  - email: a@b\n    name: Awa Diallo", Some("Awa Diallo")),
            ("author: [L'Hôte, D'Oro]", Some("L'Hôte, D'Oro")),
            ("author: null", None),
            ("author:", None),
            ("author: \"\"", None),
        ];
        for (block, author) in cases {
            let found = read(&format!("---\n{block}\n---\n"));
            assert_eq!(found.author.as_deref(), author, "{block}");
        }
    }

    #[test]
    fn toml_is_read_up_to_its_first_table() {
        let text = "+++\ntitle = \"Le Mali\"\ndate = 2025-06-30T10:00:00Z\nauthors = [\n  \"Awa\",\n  'Oumar'\n]\n\
                    [extra]\nlang = \"fr\"\n+++\nTexte";
        let found = read(text);
        assert_eq!(found.title.as_deref(), Some("Le Mali"));
        assert_eq!(found.author.as_deref(), Some("Awa, Oumar"));
        assert_eq!(found.date, Date::new(2025, Some(6), Some(30)));
        assert_eq!(found.language, None);
        assert_eq!(&text[found.end..], "Texte");
    }

    #[test]
    fn date_and_language_are_understood() {
        let found = read("---\ndate: 30 mai 2025\nlangue: fr-FR\n---\n");
        assert_eq!((found.date, found.language.as_deref()), (Date::new(2025, Some(5), Some(30)), Some("fr")));
    }

    #[test]
    fn the_body_begins_behind_the_closing_line() {
        let long = format!("---\na: b\n{}---\n", "x\n".repeat(200));
        let cases = [
            ("---\na: b\n---\nT", "T"),
            ("\u{feff}---\r\na: b\r\n...\r\nT", "T"),
            ("---\n---\nT", "T"),
            ("---\na: b\n---", ""),
            ("\n---\na: b\n---\nT", "\n---\na: b\n---\nT"),
            ("---\na: b\nT", "---\na: b\nT"),
            ("---\nUne phrase.\n---\nT", "---\nUne phrase.\n---\nT"),
            ("----\na: b\n----\nT", "----\na: b\n----\nT"),
            ("", ""),
            (&long, &long),
        ];
        for (text, body) in cases {
            assert_eq!(&text[read(text).end..], body, "{text}");
        }
    }
}
