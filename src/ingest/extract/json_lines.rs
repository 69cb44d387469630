//! JSON Lines: one record a line, a JSON object with fields such as `id`, `title` and `text`.
//!
//! What else a record says follows its text as `name: value`, one a line, where it is words: a value with white space
//! in it, or a single word of letters such as the name of a town. Numbers, addresses, codes and dates are left out:
//! nobody looks for them, and they would stand in every snippet.

mod value;

use std::iter;

use memchr::memchr;
use value::Value;

use super::{Extracted, language_code};
use crate::document::{Date, Unread};
use crate::ingest::date::parse_date;
use crate::ingest::metadata::clean;
use crate::line;

const ID: &[&str] = &["id", "_id", "docid", "doc_id"];
const TITLE: &[&str] = &["title", "titre"];
const TEXT: &[&str] = &["text", "texte", "body", "content", "contents", "contenu"];
const AUTHOR: &[&str] = &["author", "authors", "auteur", "auteurs"];
const DATE: &[&str] = &["date"];
const LANGUAGE: &[&str] = &["lang", "language", "langue"];

/// One record.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// What the record calls itself.
    pub(crate) id: Option<String>,
    pub(crate) extracted: Extracted,
}

/// Whether what `sample` is the beginning of has a record on each line: the first line is one, or begins as one in a
/// file whose name says so. JSON over several lines is none.
pub(crate) fn is_json_lines(sample: &[u8], extension: &str) -> bool {
    let sample = sample.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(sample).trim_ascii_start();
    if !sample.starts_with(b"{") {
        return false;
    }
    if ["jsonl", "ndjson"].iter().any(|known| extension.eq_ignore_ascii_case(known)) {
        return true;
    }
    match serde_json::from_slice(&sample[..memchr(b'\n', sample).unwrap_or(sample.len())]) {
        Ok(Value::Object(fields)) => Fields(fields).take(TEXT, Value::text).is_some(),
        _ => false,
    }
}

/// The records of a file: the line of each, from 1, its JSON and what was read of it; blank lines are none.
pub(crate) fn records(text: &str) -> impl Iterator<Item = (u32, &str, Result<Record, Unread>)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let numbered = iter::successors(Some(1_u32), |line| line.checked_add(1)).zip(line::lines(text));
    numbered.filter(|(_, line)| !line.trim().is_empty()).map(|(number, line)| (number, line, record(line)))
}

fn record(line: &str) -> Result<Record, Unread> {
    let Ok(Value::Object(fields)) = serde_json::from_str(line) else {
        return Err(Unread::failed("damaged JSON record"));
    };
    let mut fields = Fields(fields);
    let id = fields.take(ID, Value::scalar);
    let title = fields.take(TITLE, |value| value.scalar()?.trim().to_owned().into());
    let author = fields.take(AUTHOR, |value| clean(&value.list()?.join(", ")));
    let date = fields.take(DATE, date);
    let language = fields.take(LANGUAGE, |value| language_code(&value.scalar()?));
    let text = paragraphs([fields.take(TEXT, Value::text), fields.further()]);
    // A record that is but a title is found by it.
    let text = text.or_else(|| title.clone().filter(|title| !title.is_empty()));
    let text = text.ok_or_else(|| Unread::empty("record without text"))?;
    let title = title.as_deref().and_then(clean);
    Ok(Record { id, extracted: Extracted { text, title, author, date, language, ..Extracted::default() } })
}

fn paragraphs(parts: [Option<String>; 2]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

fn date(value: &Value) -> Option<Date> {
    parse_date(&value.scalar()?)
}

/// The fields of a record that are not used yet, in order.
struct Fields(Vec<(String, Value)>);

impl Fields {
    /// The first of the named fields that `read` understands; it is not used again.
    fn take<T>(&mut self, names: &[&str], read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        for wanted in names {
            let named = |(_, (name, _)): &(usize, &(String, Value))| name.eq_ignore_ascii_case(wanted);
            let found = self.0.iter().enumerate().filter(named);
            if let Some((at, value)) = found.filter_map(|(at, (_, value))| Some((at, read(value)?))).next() {
                self.0.remove(at);
                return Some(value);
            }
        }
        None
    }

    /// The words of all fields left, one value a line.
    fn further(self) -> Option<String> {
        let mut lines = Vec::new();
        // A stack and not recursion; the values of a list and of an object keep their order.
        let mut left: Vec<(String, Value)> = self.0.into_iter().rev().collect();
        while let Some((name, value)) = left.pop() {
            match value {
                Value::String(text) if is_words(&text) => lines.push(format!("{name}: {}", text.trim())),
                Value::List(values) => {
                    left.extend(values.into_iter().rev().map(|value| (name.clone(), value)))
                }
                Value::Object(fields) => left.extend(fields.into_iter().rev()),
                Value::String(_) | Value::Number(_) | Value::Other => {}
            }
        }
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

/// Letters and digits of a single word that is no code, such as `covid19`.
const LONGEST_WORD: usize = 12;

/// Whether a value is text: several words, or one of letters, or of letters and then digits.
fn is_words(value: &str) -> bool {
    let value = value.trim();
    let is_word = || value.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'));
    let is_name = || {
        let digits = value.trim_start_matches(char::is_alphabetic);
        value.len() <= LONGEST_WORD
            && digits.len() < value.len()
            && digits.chars().all(|c| c.is_ascii_digit())
    };
    value.chars().any(char::is_alphabetic) && (value.contains(char::is_whitespace) || is_word() || is_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(line: &str) -> Record {
        record(line).expect("it is a record")
    }

    #[test]
    fn a_record_says_what_it_is() {
        let found = only(
            r#"{"_id": "d1", "titre": " Le  marché ", "texte": "Il ouvre\nlundi.", "authors": ["Awa Diarra", "Oumar Ba"],
                "date": "2026-03-03T10:00:00Z", "lang": "fr-FR"}"#,
        );
        assert_eq!(found.id.as_deref(), Some("d1"));
        assert_eq!(found.extracted.text, "Il ouvre\nlundi.");
        assert_eq!(found.extracted.title.as_deref(), Some("Le marché"));
        assert_eq!(found.extracted.author.as_deref(), Some("Awa Diarra, Oumar Ba"));
        assert_eq!(found.extracted.date, Date::new(2026, Some(3), Some(3)));
        assert_eq!(found.extracted.language.as_deref(), Some("fr"));
    }

    #[test]
    fn the_same_in_other_words() {
        let cases = [
            (r#"{"id": 7, "contents": "x", "auteur": "Awa", "date": 2026}"#, "x"),
            (r#"{"DocID": 7, "Body": "x", "author": "Awa", "date": "2026"}"#, "x"),
            (r#"{"id": "7", "content": ["x", "y"], "auteurs": ["Awa"], "date": "2026"}"#, "x\n\ny"),
        ];
        for (line, text) in cases {
            let found = only(line);
            assert_eq!((found.id.as_deref(), found.extracted.text.as_str()), (Some("7"), text), "{line}");
            assert_eq!(found.extracted.author.as_deref(), Some("Awa"), "{line}");
            assert_eq!(found.extracted.date, Date::new(2026, None, None), "{line}");
        }
    }

    #[test]
    fn further_words_follow_the_text_and_codes_do_not() {
        let cases = [
            (r#"{"text": "x", "sujet": "G20", "code": "a1b2", "n": "12"}"#, "x\n\nsujet: G20"),
            (r#"{"ville": "Ségou", "text": "x", "avis": "très bon"}"#, "x\n\nville: Ségou\navis: très bon"),
            (
                r#"{"text": "x", "lieu": {"nom": "Kayes", "n": [1, "le fleuve", {"a": "l’eau"}]}, "z": "fin"}"#,
                "x\n\nnom: Kayes\nn: le fleuve\na: l’eau\nz: fin",
            ),
            (
                r#"{"text": "x", "url": "https://a.b/c", "hash": "a8f3", "le": "2026-03-03", "oui": true, "rien": null}"#,
                "x",
            ),
            (r#"{"text": "x", "text": "encore un"}"#, "x\n\ntext: encore un"),
            (r#"{"text": "x", "date": "un jour de mars"}"#, "x\n\ndate: un jour de mars"),
            (r#"{"question": "Qui vient ?", "answer": "Awa"}"#, "question: Qui vient ?\nanswer: Awa"),
            (r#"{"id": "d1", "title": "Le marché"}"#, "Le marché"),
            (r#"{"text": "", "title": "Le marché"}"#, "Le marché"),
        ];
        for (line, text) in cases {
            assert_eq!(only(line).extracted.text, text, "{line}");
        }
    }

    #[test]
    fn lines_are_counted_and_bad_ones_say_why() {
        let deep = format!("{{\"text\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let damaged = Unread::failed("damaged JSON record");
        let empty = Unread::empty("record without text");
        let cases = [
            ("{\"text\": \"x\"", &damaged),
            ("[\"x\"]", &damaged),
            ("\"x\"", &damaged),
            ("{\"text\": \"\\ud800\"}", &damaged),
            ("{\"text\": \"a\0b\"}", &damaged),
            (deep.as_str(), &damaged),
            ("{}", &empty),
            ("{\"id\": \"d1\", \"text\": \" \", \"title\": null}", &empty),
            ("{\"text\": 12}", &empty),
        ];
        for (line, reason) in cases {
            let start: String = line.chars().take(40).collect();
            assert_eq!(record(line).as_ref(), Err(reason), "{start}");
        }
        let text = "\u{feff}{\"text\": \"un\"}\r\n\n  \n{\n{\"text\": \"\\u0000deux\"}";
        let found: Vec<_> = records(text).map(|(line, _, found)| (line, found.is_ok())).collect();
        assert_eq!(found, [(1, true), (4, false), (5, true)]);
    }

    #[test]
    fn a_file_is_told_by_its_first_line() {
        let cases = [
            ("{\"id\": 1, \"text\": \"x\"}\n{\"id\": 2}", "txt", true),
            ("\u{feff}\n{\"texte\": \"x\"}\r\n", "json", true),
            ("{\"text\": \"coupé ici", "jsonl", true),
            ("{\"a\": 1}", "NDJSON", true),
            ("{\"text\": \"coupé ici", "json", false),
            ("{\n  \"text\": \"x\"\n}\n", "json", false),
            ("{\"name\": \"x\"}\n", "json", false),
            ("[{\"text\": \"x\"}]\n", "jsonl", false),
            ("Une phrase.\n{\"text\": \"x\"}\n", "jsonl", false),
            ("", "jsonl", false),
        ];
        for (sample, extension, expected) in cases {
            assert_eq!(is_json_lines(sample.as_bytes(), extension), expected, "{sample:?} {extension}");
        }
    }

    #[test]
    fn long_lines_take_no_time() {
        let long = format!("{{\"text\": \"{}\"}}", "mot ".repeat(2_500_000));
        assert_eq!(only(&long).extracted.text.len(), 10_000_000);
        let fields: String = (0..200_000).map(|at| format!("\"n{at}\": \"un mot\", ")).collect();
        assert_eq!(only(&format!("{{{fields}\"text\": \"x\"}}")).extracted.text.lines().count(), 200_002);
    }
}
