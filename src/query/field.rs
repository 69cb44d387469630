//! Filters on properties of a document: `titre:`, `auteur:`, `date:`, `langue:`, `chemin:`.

use super::lexer::{Lexer, has_alphanumeric, operator, text_of};
use super::{DateRange, Node, lexer::Operator};

/// A property of the document and the values of which it has to have one; there is always at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// `titre:`, `title:`: a word or a phrase of the title, as typed.
    Title(Vec<String>),
    /// `auteur:`, `author:`: a word or a phrase of the author's name, as typed.
    Author(Vec<String>),
    /// `langue:`, `lang:`, `language:`: a language code of two or three lower-case ASCII letters.
    Language(Vec<String>),
    /// `chemin:`, `path:`: a part of the path or a pattern, as typed.
    Path(Vec<String>),
    /// `date:`: when the document dates from.
    Date(Vec<DateRange>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Author,
    Date,
    Language,
    Path,
}

const NAMES: [(&str, Field); 10] = [
    ("titre", Field::Title),
    ("title", Field::Title),
    ("auteur", Field::Author),
    ("author", Field::Author),
    ("date", Field::Date),
    ("langue", Field::Language),
    ("lang", Field::Language),
    ("language", Field::Language),
    ("chemin", Field::Path),
    ("path", Field::Path),
];

/// Characters between values.
const SEPARATORS: [char; 2] = [',', ';'];

/// A value as it was typed.
struct Value {
    text: String,
    quoted: bool,
    at: usize,
}

impl Value {
    /// What a value that is none of its field is read as.
    fn into_words(self) -> Node {
        match self.quoted {
            true => Node::Phrase { text: self.text, slop: 0 },
            false => Node::Word(self.text),
        }
    }
}

impl Lexer<'_> {
    /// Reads a filter if one begins here; false where there is none.
    pub(super) fn filter(&mut self) -> bool {
        let at = self.at();
        let Some(name) = self.field_name() else { return false };
        let Some(field) = known_field(&name) else {
            self.suggest_field(&name, at);
            return false;
        };
        // Names are ASCII letters, so characters are cells; one more for the colon.
        self.pos += name.len() + 1;
        let values = self.values();
        if values.is_empty() {
            self.notes.warn(at, format!("no value follows `{name}:`: read as a word"));
            self.leaf(Node::Word(name), at);
        } else {
            self.filter_leaf(field, &name, values, at);
        }
        true
    }

    /// The letters before a colon that comes next.
    fn field_name(&self) -> Option<String> {
        let mut name = String::new();
        for pos in self.pos.. {
            match self.cell(pos)? {
                cell if cell.is_any(&[':']) => break,
                cell if !cell.escaped && cell.ch.is_alphabetic() => name.push(cell.ch),
                _ => return None,
            }
        }
        (!name.is_empty()).then_some(name)
    }

    /// Warns of a name that looks like a misspelt one, unless it is the scheme of an address or ends a clause.
    fn suggest_field(&mut self, name: &str, at: usize) {
        let value = self.cell(self.pos + name.chars().count() + 1);
        if value.is_none_or(|cell| cell.is_space() || cell.is_any(&['/'])) {
            return;
        }
        if let Some(near) = near_name(name) {
            self.notes.warn(at, format!("`{name}:` is no field: read as a word; did you mean `{near}:`?"));
        }
    }

    /// The values behind the colon: one, several with commas, or a list in parentheses.
    fn values(&mut self) -> Vec<Value> {
        let mut values = Vec::new();
        if self.next_is(&['(']) {
            self.listed_values(&mut values);
            return values;
        }
        loop {
            values.extend(self.value());
            let again =
                self.next_is(&SEPARATORS) && self.cell(self.pos + 1).is_some_and(|cell| !cell.is_space());
            if values.is_empty() || !again {
                return values;
            }
            self.pos += 1;
        }
    }

    fn listed_values(&mut self, values: &mut Vec<Value>) {
        let open = self.at();
        self.pos += 1;
        while let Some(cell) = self.cell(self.pos) {
            if self.accept(&[')']) {
                return;
            }
            match self.value() {
                Some(value) if !value.quoted => match operator(&value.text) {
                    Some(Operator::Or) => {}
                    Some(_) => {
                        let message =
                            format!("a list of values means any of them: `{}` is ignored", value.text);
                        self.notes.warn(value.at, message);
                    }
                    None => values.push(value),
                },
                Some(value) => values.push(value),
                // A space, a separator or something that has no meaning in a list.
                None => {
                    if !cell.is_space() && !cell.is_any(&SEPARATORS) {
                        self.notes.warn(
                            cell.at,
                            format!("`{}` has no meaning in a list of values: ignored", cell.ch),
                        );
                    }
                    self.pos += 1;
                }
            }
        }
        self.notes.warn(open, "`(` is not closed: the list goes to the end of the query");
    }

    fn value(&mut self) -> Option<Value> {
        let at = self.at();
        let quoted = self.quoted();
        let is_quoted = quoted.is_some();
        let text = quoted.unwrap_or_else(|| text_of(&self.take_run(&SEPARATORS)).trim().to_owned());
        (is_quoted || !text.is_empty()).then_some(Value { text, quoted: is_quoted, at })
    }

    /// Adds the filter with those values that it can have; where there are none, the values as words.
    fn filter_leaf(&mut self, field: Field, name: &str, values: Vec<Value>, at: usize) {
        let mut bad = Vec::new();
        let filter = match field {
            Field::Title => Filter::Title(self.texts(name, values, &mut bad)),
            Field::Author => Filter::Author(self.texts(name, values, &mut bad)),
            Field::Language => {
                Filter::Language(accepted(values, &mut bad, |value| language_code(&value.text)))
            }
            Field::Path => {
                let path = |value: &Value| (!value.text.is_empty()).then(|| value.text.clone());
                Filter::Path(accepted(values, &mut bad, path))
            }
            Field::Date => Filter::Date(accepted(values, &mut bad, |value| self.date_range(value))),
        };
        let some = bad.is_empty() || !filter.is_empty();
        for value in &bad {
            let read = if some { "ignored" } else { "read as words" };
            self.notes.warn(value.at, format!("`{}` {}: {read}", value.text, field.complaint()));
        }
        if some {
            self.leaf(Node::Filter(filter), at);
        } else {
            bad.into_iter().for_each(|value| {
                let at = value.at;
                self.leaf(value.into_words(), at);
            });
        }
    }

    /// Values in which words are searched.
    fn texts(&mut self, name: &str, values: Vec<Value>, bad: &mut Vec<Value>) -> Vec<String> {
        accepted(values, bad, |value| {
            if !value.quoted && value.text.ends_with(['*', '~']) {
                self.notes.warn(value.at, format!("`*` and `~` have no meaning in `{name}:`"));
            }
            has_alphanumeric(&value.text).then(|| value.text.clone())
        })
    }

    fn date_range(&mut self, value: &Value) -> Option<DateRange> {
        let range = DateRange::parse(&value.text)?;
        if !range.is_reversed() {
            return Some(range);
        }
        let turned = range.reversed();
        self.notes.warn(value.at, format!("`{}` ends before it begins: read as `{turned}`", value.text));
        Some(turned)
    }
}

impl Filter {
    fn is_empty(&self) -> bool {
        match self {
            Self::Title(values) | Self::Author(values) | Self::Language(values) | Self::Path(values) => {
                values.is_empty()
            }
            Self::Date(ranges) => ranges.is_empty(),
        }
    }
}

impl Field {
    /// What is wrong with a bad value.
    fn complaint(self) -> &'static str {
        match self {
            Self::Date => "is not a date (write 2025, 2025-06, 2025-06-30 or 2025-05..2025-06)",
            Self::Language => "is not a language code (write fr, en, …)",
            Self::Title | Self::Author => "has no word in it",
            Self::Path => "is an empty path",
        }
    }
}

/// What `accept` makes of the values; those of which it makes nothing go to `bad`.
fn accepted<T>(
    values: Vec<Value>,
    bad: &mut Vec<Value>,
    mut accept: impl FnMut(&Value) -> Option<T>,
) -> Vec<T> {
    let mut good = Vec::with_capacity(values.len());
    for value in values {
        match accept(&value) {
            Some(read) => good.push(read),
            None => bad.push(value),
        }
    }
    good
}

fn language_code(text: &str) -> Option<String> {
    let letters = text.bytes().all(|byte| byte.is_ascii_alphabetic());
    (letters && (2..=3).contains(&text.len())).then(|| text.to_ascii_lowercase())
}

fn known_field(name: &str) -> Option<Field> {
    NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
}

/// The field name that `name` may be a misspelling of.
fn near_name(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let letters = name.chars().count();
    // In a short word one wrong letter is enough to make another word.
    let allowed = if letters <= 4 { 1 } else { 2 };
    if !(3..=10).contains(&letters) {
        return None;
    }
    let nearest = NAMES.iter().map(|(known, _)| (edit_distance(&name, known), *known)).min()?;
    (nearest.0 <= allowed).then_some(nearest.1)
}

/// Levenshtein distance in characters.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn filters_are_read_by_any_of_their_names() {
        let cases = [
            ("titre:Mali", "titre:Mali"),
            ("TITLE:Mali", "titre:Mali"),
            ("Auteur:Fofana", "auteur:Fofana"),
            ("author:\"Moussa Fofana\"", "auteur:\"Moussa Fofana\""),
            ("titre:« Le Mali »", "titre:\"Le Mali\""),
            ("lang:FR", "langue:fr"),
            ("language:fr", "langue:fr"),
            ("langue:(fr OU en)", "langue:(fr OU en)"),
            ("lang:(fr en)", "langue:(fr OU en)"),
            ("lang:fr,en, mali", "langue:(fr OU en) mali"),
            ("path:rapports/**/*.md", "chemin:rapports/**/*.md"),
            ("chemin:\"a b (1)\"", "chemin:\"a b (1)\""),
            ("titre:(\"OU\" Mali)", "titre:(\"OU\" OU Mali)"),
            ("date:2025", "date:2025"),
            ("date:2025-05..2025-06", "date:2025-05..2025-06"),
            ("date:(2023, >=2025)", "date:(2023 OU 2025..)"),
            ("date:<2023", "date:..2022"),
            ("-lang:en +titre:Mali", "-langue:en +titre:Mali"),
            ("(titre:Mali OU auteur:Touré)", "titre:Mali OU auteur:Touré"),
        ];
        for (text, shown) in cases {
            let parsed = parse(text);
            assert_eq!(parsed.query.to_string(), shown, "{text}");
            assert_eq!(parsed.warnings, [], "{text}");
        }
    }

    #[test]
    fn what_is_no_filter_warns_and_leaves_words() {
        let cases = [
            ("date:hier", "hier", 5, "is not a date"),
            ("date:\"hier soir\" x", "\"hier soir\" x", 5, "read as words"),
            ("date:(2025 hier)", "date:2025", 11, "ignored"),
            ("langue:française", "française", 7, "language code"),
            ("le titre: Mali", "le titre Mali", 3, "no value"),
            ("titre:\"?\"", "", 6, "no word"),
            ("lang:(fr ET en)", "langue:(fr OU en)", 9, "any of them"),
            ("lang:(fr", "langue:fr", 5, "not closed"),
            ("lang:(fr (en)", "langue:(fr OU en)", 9, "no meaning"),
            ("titre:Mal*", "titre:Mal*", 6, "no meaning"),
            ("date:2025..2024", "date:2024..2025", 5, "ends before it begins"),
            ("autor:Fofana", "\\autor\\:Fofana", 0, "`author:`"),
            ("titres:Mali", "\\titres\\:Mali", 0, "`titre:`"),
            ("daté:2025", "\\daté\\:2025", 0, "`date:`"),
        ];
        for (text, shown, at, message) in cases {
            let parsed = parse(text);
            assert_eq!(parsed.query.to_string(), shown, "{text}");
            assert_eq!(parsed.warnings.len(), 1, "{text}: {:?}", parsed.warnings);
            let warning = &parsed.warnings[0];
            assert!(warning.at == at && warning.message.contains(message), "{text}: {warning:?}");
        }
    }
}
