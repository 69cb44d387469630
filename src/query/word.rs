//! Words and what may stand at their end: `mot*`, `mot~`, `mot~2`.

use super::Node;
use super::lexer::{Cell, Lexer, has_alphanumeric, text_of};
use super::limits::MIN_PREFIX_LETTERS;

/// Punctuation of the sentence around a word; dots stay, for `O.N.U.`.
const PUNCTUATION: [char; 6] = [',', ';', '?', '!', ':', '…'];
const WILDCARDS: [char; 2] = ['*', '~'];

/// The operator at the end of a word.
enum Suffix {
    None,
    Star,
    /// `~`, and the digits behind it.
    Tilde(String),
}

impl Lexer<'_> {
    /// The word that a run of characters is; `None` where there is nothing to search in it.
    pub(super) fn word(&mut self, cells: &[Cell]) -> Option<Node> {
        let cells = trim(cells, &PUNCTUATION);
        let at = cells.first()?.at;
        let (stem, suffix) = split_suffix(cells);
        let text = text_of(stem);
        let stray = stem.iter().any(|cell| cell.is_any(&WILDCARDS));
        if stray || (!has_alphanumeric(&text) && !matches!(suffix, Suffix::None)) {
            let place = "`*` and `~` are operators at the end of a word only: read as a word";
            self.notes.warn(at, place);
            return Some(Node::Word(text_of(trim(trim(cells, &WILDCARDS), &PUNCTUATION))));
        }
        Some(match suffix {
            Suffix::None => Node::Word(text),
            Suffix::Star => self.prefix(text, at),
            Suffix::Tilde(digits) => self.fuzzy(text, &digits, at),
        })
    }

    /// The text of a run in which wildcards mean nothing.
    pub(super) fn literal_word(&mut self, cells: &[Cell]) -> String {
        let cells = trim(cells, &PUNCTUATION);
        let (stem, suffix) = split_suffix(cells);
        if let (false, Some(first)) = (matches!(suffix, Suffix::None), cells.first()) {
            self.notes.warn(first.at, "`*` and `~` have no meaning after an exact word: ignored");
        }
        text_of(stem)
    }

    fn prefix(&mut self, text: String, at: usize) -> Node {
        if text.chars().filter(|ch| ch.is_alphanumeric()).count() < MIN_PREFIX_LETTERS {
            let message =
                format!("a prefix needs at least {MIN_PREFIX_LETTERS} letters: `{text}` is read as a word");
            self.notes.warn(at, message);
            return Node::Word(text);
        }
        Node::Prefix(text)
    }

    fn fuzzy(&mut self, word: String, digits: &str, at: usize) -> Node {
        let distance = match digits {
            "" => None,
            "1" => Some(1),
            "2" => Some(2),
            _ => {
                self.notes.warn(at, format!("the distance after `~` is 1 or 2: `~{digits}` is read as `~2`"));
                Some(2)
            }
        };
        Node::Fuzzy { word, distance }
    }
}

/// The word and the operator at its end.
fn split_suffix(cells: &[Cell]) -> (&[Cell], Suffix) {
    let stars = cells.iter().rev().take_while(|cell| cell.is_any(&['*'])).count();
    if stars > 0 {
        return (trim(&cells[..cells.len() - stars], &PUNCTUATION), Suffix::Star);
    }
    let digits = cells.iter().rev().take_while(|cell| !cell.escaped && cell.ch.is_ascii_digit()).count();
    match cells[..cells.len() - digits].split_last() {
        Some((tilde, stem)) if tilde.is_any(&['~']) => {
            let digits = text_of(&cells[cells.len() - digits..]);
            (trim(stem, &PUNCTUATION), Suffix::Tilde(digits))
        }
        _ => (cells, Suffix::None),
    }
}

/// Without the characters of `set` at both ends.
fn trim<'c>(cells: &'c [Cell], set: &[char]) -> &'c [Cell] {
    let Some(start) = cells.iter().position(|cell| !cell.is_any(set)) else { return &[] };
    let end = cells.iter().rposition(|cell| !cell.is_any(set)).map_or(start, |last| last + 1);
    &cells[start..end]
}

#[cfg(test)]
mod tests {
    use super::super::{Node, parse};

    #[test]
    fn words_stay_as_typed() {
        let cases = [
            ("Saint-Louis", "Saint-Louis"),
            ("aujourd'hui", "aujourd'hui"),
            ("aujourd’hui", "aujourd’hui"),
            ("O.N.U.", "O.N.U."),
            ("parviennent-ils", "parviennent-ils"),
            ("C++", "C++"),
            ("n°5", "n°5"),
            ("député(e)s", "député(e)s"),
            ("l'ONU:", "l'ONU"),
            ("Mali,", "Mali"),
            ("alors ?!", "alors"),
            ("http://exemple.ml/a:b", "http://exemple.ml/a:b"),
            ("12:30", "12:30"),
            ("Note:texte", "Note:texte"),
            ("et", "et"),
            ("ou", "ou"),
            ("NON", "NON"),
            ("--all", "--all"),
            ("\\-mot", "-mot"),
            ("\\OU", "OU"),
            ("a\\ b", "a b"),
            ("mot\\*", "mot*"),
            ("titre\\:x", "titre:x"),
            ("fin\\", "fin\\"),
        ];
        for (text, word) in cases {
            let parsed = parse(text);
            assert_eq!(parsed.query.clauses(), [Node::Word(word.into())], "{text}");
            assert_eq!(parsed.warnings, [], "{text}");
        }
    }

    #[test]
    fn operators_at_the_end_of_a_word() {
        let fuzzy = |word: &str, distance| Node::Fuzzy { word: word.into(), distance };
        let cases = [
            ("Koulik*", Node::Prefix("Koulik".into())),
            ("Koulik**,", Node::Prefix("Koulik".into())),
            ("Koulikro~", fuzzy("Koulikro", None)),
            ("Koulikro~1", fuzzy("Koulikro", Some(1))),
            ("2024~2", fuzzy("2024", Some(2))),
            ("=Touré", Node::Exact("Touré".into())),
            ("=OU", Node::Exact("OU".into())),
        ];
        for (text, node) in cases {
            let parsed = parse(text);
            assert_eq!((parsed.query.clauses(), &parsed.warnings[..]), (&[node][..], &[][..]), "{text}");
        }
    }

    #[test]
    fn misplaced_operators_warn_and_leave_words() {
        let cases = [
            ("*mot", "mot", 0),
            ("m*t", "\\m\\*t", 0),
            ("le mot~abc", "le \\mot\\~abc", 3),
            ("*mot*", "mot", 0),
            ("m*", "m", 0),
            ("*", "", 0),
            ("a ~", "a", 2),
            ("mot~3", "mot~2", 0),
            ("=mot*", "=mot", 1),
        ];
        for (text, shown, at) in cases {
            let parsed = parse(text);
            assert_eq!(parsed.query.to_string(), shown, "{text}");
            assert_eq!(parsed.warnings.iter().map(|warning| warning.at).collect::<Vec<_>>(), [at], "{text}");
        }
    }
}
