//! What is handed in → citations: an object a line, or objects over several lines as jq prints them, or the whole of
//! `corpus search --json`.

use std::collections::VecDeque;

use serde_json::Value;

use super::Citation;

/// What stands on some line of the input: a citation, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Line of the input, from 1, on which the object begins.
    pub line: usize,
    /// The citation.
    pub citation: Result<Citation, String>,
}

/// All citations in `input`. What is no JSON costs its line and no other.
pub fn items(input: &[u8]) -> Vec<Item> {
    // Some editors put a byte order mark before the text.
    let mut rest = input.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input);
    let (mut items, mut line) = (Vec::new(), 1);
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let (first, mut taken) = (&rest[..end], end);
        if !first.trim_ascii().is_empty() {
            let value = match serde_json::from_slice(first) {
                Err(error) if error.is_eof() => several_lines(rest).map(|(value, length)| {
                    taken = length;
                    value
                }),
                parsed => parsed,
            };
            match value {
                Ok(value) => add(&mut items, line, value),
                Err(error) => {
                    let error = error.to_string();
                    // The place that serde names counts from the beginning of the object.
                    let reason = error.split(" at line ").next().unwrap_or_default();
                    items.push(Item { line, citation: Err(format!("is no JSON object: {reason}")) });
                }
            }
        }
        line += memchr::memchr_iter(b'\n', &rest[..taken]).count();
        rest = &rest[taken..];
    }
    items
}

/// The value that `text` begins with, and how many bytes it takes.
fn several_lines(text: &[u8]) -> serde_json::Result<(Value, usize)> {
    let mut values = serde_json::Deserializer::from_slice(text).into_iter();
    match values.next() {
        Some(value) => value.map(|value| (value, values.byte_offset())),
        None => Ok((Value::Null, text.len())),
    }
}

/// Adds what a value holds: an object is a citation or has hits, and a list is of such.
fn add(items: &mut Vec<Item>, line: usize, value: Value) {
    let mut left = VecDeque::from([value]);
    while let Some(mut value) = left.pop_front() {
        let hits = value.get_mut("hits").map(Value::take);
        match (hits, value) {
            (Some(Value::Array(hits)), _) => left.extend(hits),
            (_, Value::Array(values)) => left.extend(values),
            (_, value) => match Citation::all_of(&value) {
                Ok(all) => {
                    items.extend(all.into_iter().map(|citation| Item { line, citation: Ok(citation) }))
                }
                Err(reason) => items.push(Item { line, citation: Err(reason) }),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines and paths, or reasons.
    fn read(input: &str) -> Vec<(usize, String)> {
        let told =
            |citation: Result<Citation, String>| citation.map_or_else(|reason| reason, |found| found.path);
        items(input.as_bytes()).into_iter().map(|item| (item.line, told(item.citation))).collect()
    }

    #[test]
    fn objects_are_read_a_line_over_lines_and_as_hits() {
        let (a, b) = (r#"{"path":"a","text":"x"}"#, r#"{"path":"b","text":"x"}"#);
        let over = |object: &str| object.replace(",", ",\n").replace("{", "{\n").replace("}", "\n}");
        let both = vec![(1, "a".to_owned()), (2, "b".to_owned())];
        assert_eq!(read(&format!("{a}\n{b}\n")), both);
        assert_eq!(read(&format!("\u{feff}{a}\r\n{b}")), both);
        assert_eq!(read(&format!("{}\n\n{b}", over(a))), [(1, "a".to_owned()), (6, "b".to_owned())]);
        assert_eq!(read(&format!("{}{}", over(a), over(b))), [(1, "a".to_owned()), (4, "b".to_owned())]);
        for whole in [format!("{{\"hits\": [{a}, {b}]}}"), format!("[{a},\n{b}]")] {
            assert_eq!(read(&whole), [(1, "a".to_owned()), (1, "b".to_owned())], "{whole}");
        }
        assert!(read("\n\n").is_empty() && read("{\"hits\": []}").is_empty());
    }

    #[test]
    fn a_line_that_is_no_citation_costs_no_other() {
        let a = r#"{"path":"a","text":"x"}"#;
        let found = read(&format!("# Notes\n{a}\n{{\"path\"\n{a}\n\"a\"\n{a}\n{{\"path\":"));
        let read: Vec<usize> = found.iter().filter(|(_, told)| told == "a").map(|(line, _)| *line).collect();
        assert_eq!((read.as_slice(), found.len()), ([2, 4, 6].as_slice(), 7), "{found:?}");
        assert!(found[0].1.starts_with("is no JSON object") && !found[0].1.contains("line"), "{found:?}");
        assert_eq!(items(b"\xFF\xFE\n{}").len(), 2);
    }

    #[test]
    fn endless_beginnings_take_no_time() {
        let input = "{\"a\":\n".repeat(5_000) + &"[1,\n".repeat(5_000);
        assert_eq!(items(input.as_bytes()).len(), 10_000);
    }
}
