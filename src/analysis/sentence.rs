//! Where French sentences end. Passages are cut there and snippets begin and end there.

/// Byte offsets in `text` at which a sentence is over, ascending: each lies behind the white space that follows the
/// sentence, where the next one begins; the end of a text that is not empty is the last of them.
///
/// A sentence ends with `.`, `!`, `?` or `…`, and the closing quotes and brackets behind it, before white space and a
/// beginning (a capital, a digit, an opening quote, a dash); or with a blank line, or the end of a line before a list item, a table
/// row or a heading. The stop of an abbreviation
/// (`M. Keïta`, `art. 3`) or of initials (`J. B. Say`) ends none.
pub fn sentence_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        (from < text.len()).then(|| {
            from = next_end(text, from);
            from
        })
    })
}

fn next_end(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(offset) = text[at..].find(['.', '!', '?', '…', '\n', '\r']) {
        let stop = at + offset;
        let c = text[stop..].chars().next().unwrap_or('\n');
        at = stop + c.len_utf8();
        let next = match c {
            '\r' if text[at..].starts_with('\n') => None,
            '\n' | '\r' => after_line(text, at),
            _ => after_stop(text, from, stop),
        };
        if let Some(next) = next {
            return next;
        }
    }
    text.len()
}

/// The end of the white space behind a line break at `at`, if a blank line or the mark of a line of its own follows.
fn after_line(text: &str, at: usize) -> Option<usize> {
    let next = text[at..].trim_start();
    let start = text.len() - next.len();
    let marked =
        next.starts_with(['|', '#', '•']) || ["- ", "* ", "— "].iter().any(|mark| next.starts_with(mark));
    (marked || text[at..start].contains(['\n', '\r'])).then_some(start)
}

/// The beginning of the next sentence, if the mark at `stop` ends one that began at `from`.
fn after_stop(text: &str, from: usize, stop: usize) -> Option<usize> {
    let tail = text[stop..].trim_start_matches(['.', '!', '?', '…']);
    // A closing guillemet stands behind a space of its own.
    let closed = tail.trim_start_matches(closes);
    let spaced = closed.trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    let closed = if spaced.starts_with('»') { spaced.trim_start_matches(closes) } else { closed };
    let next = closed.trim_start();
    let here = text.len() - closed.len();
    let plain_stop = &text[stop..here] == ".";
    let ends = next.is_empty()
        || next.len() < closed.len()
            && next.starts_with(begins)
            && !(plain_stop && is_abbreviation(&text[from..stop]));
    ends.then_some(text.len() - next.len())
}

fn closes(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '*' | '_')
}

fn begins(c: char) -> bool {
    c.is_uppercase()
        || c.is_numeric()
        || matches!(c, '«' | '"' | '“' | '(' | '[' | '—' | '–' | '-' | '*' | '#' | '•')
}

/// Abbreviations that are written with a stop before a capital or a number.
const ABBREVIATIONS: [&str; 30] = [
    "M", "MM", "Mme", "Mlle", "Mgr", "Me", "Dr", "Pr", "St", "Ste", "Cie", "art", "al", "av", "bd", "cf",
    "chap", "éd", "env", "ex", "fig", "ibid", "no", "p", "pp", "tél", "trad", "vol", "op", "apr",
];

/// Whether the last word of `before`, which a stop follows, is an abbreviation or an initial.
fn is_abbreviation(before: &str) -> bool {
    let word =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '«' | '-')).next().unwrap_or(before);
    let last = word.rsplit(['.', '’', '\'']).next().unwrap_or(word);
    let initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    initial || ABBREVIATIONS.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_french_ends_them() {
        // `|` stands where a sentence is over.
        let table = [
            "Il est là. |Elle part.",
            "M. Keïta est venu. |Il parle.",
            "Voir l’art. 3 du code. |Puis l’art. 4.",
            "J. B. Say l’a écrit. |C’est vrai.",
            "Il dit : « C’est fini. » |Puis il sort.",
            "Vraiment ? |Oui ! |Bien… |Alors partons.",
            "Le prix est de 3.5 francs. |Cher.",
            "Un titre\n\n|Un texte sans fin",
            "Une ligne\ncoupée. |Fin.",
            "Une liste :\n|- un\n|- deux\n|# Titre",
            "etc. et ainsi de suite. |Fin.",
            "Une ligne\rcoupée.\r|Fin\r\r|- un\r|- deux\r\nde suite\r\n\r\n|Fin",
            "(C’est dit.) |Bon.",
        ];
        for marked in table {
            let text = marked.replace('|', "");
            let mut shown = String::new();
            let mut from = 0;
            for end in sentence_ends(&text) {
                shown.push_str(&text[from..end]);
                if end < text.len() {
                    shown.push('|');
                }
                from = end;
            }
            assert_eq!(shown, marked);
        }
    }
}
