//! The text of a document, or the lines around one of it.

use anyhow::{Result, bail};

use crate::index::{Entry, Index, StoredPassage};
use crate::line;

/// A document's text or a part of it.
#[derive(Debug, Clone)]
pub struct Excerpt {
    /// Path of the file, as it can be typed from the current directory.
    pub path: String,
    /// The file's entry in the catalogue.
    pub entry: Entry,
    /// The extracted text, or lines of it, as they are.
    pub text: String,
}

/// Looks up `place`, which is `PATH` or `PATH:LINE`; with a line (from 1), the text is that line and `context` lines
/// before and behind it, or, where the text is not line by line that of the file, the passages (HTML) or the record
/// (JSON Lines, mbox) there.
///
/// # Errors
///
/// The index does not hold the file, the file was not read, or it has no such line.
pub fn show(index: &Index, place: &str, context: usize) -> Result<Excerpt> {
    let (entry, line) = index.place(place)?;
    let path = index.paths().shown(&entry.key);
    let text = match line {
        None => whole(index, &entry.key)?,
        Some(_) if entry.record.is_some() => whole(index, &entry.key)?,
        Some(line) if !entry.has_lines_of_text() => passages_at(index, &entry.key, line)?,
        Some(line) => lines_around(&whole(index, &entry.key)?, line, context),
    };
    match line {
        Some(line) if text.is_empty() => bail!("{path}: has no text at line {line}"),
        _ => Ok(Excerpt { path, entry, text }),
    }
}

fn lines_around(text: &str, line: u32, context: usize) -> String {
    let line = usize::try_from(line).unwrap_or(usize::MAX);
    if line > line::with_ends(text).count() {
        return String::new();
    }
    let first = line.saturating_sub(context.saturating_add(1));
    line::with_ends(text).take(line.saturating_add(context)).skip(first).collect()
}

fn whole(index: &Index, key: &str) -> Result<String> {
    Ok(index.passages_of(key)?.into_iter().map(|passage| passage.text).collect())
}

fn passages_at(index: &Index, key: &str, line: u32) -> Result<String> {
    let passages = index.passages_of(key)?;
    let standing = StoredPassage::standing_at(&passages, line);
    Ok(standing.into_iter().map(|place| passages[place].text.as_str()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let text = "un\ndeux\ntrois\nquatre";
        let table = [
            (1, 0, "un\n"),
            (2, 1, "un\ndeux\ntrois\n"),
            (4, 9, text),
            (4, 0, "quatre"),
            (5, 0, ""),
            (5, 9, ""),
        ];
        assert_eq!(lines_around("un\rdeux\r\rquatre", 2, 1), "un\rdeux\r\r");
        for (line, context, shown) in table {
            assert_eq!(lines_around(text, line, context), shown, "{line} ± {context}");
        }
    }
}
