//! String → tokens: where a word, a quotation or an operator begins and ends.

use super::Node;
use super::limits::{MAX_SLOP, Notes};

/// A part of the query that the grammar speaks of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Offset in the query string, in code points.
    pub(super) at: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Leaf(Node),
    Open,
    Close,
    /// An operator, and how it was spelled.
    Operator(Operator, String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Must,
    Not,
}

/// A character of the query; an escaped one is never part of the syntax.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    pub(super) ch: char,
    pub(super) escaped: bool,
    /// Offset in the query string, in code points.
    pub(super) at: usize,
}

impl Cell {
    pub(super) fn is_any(self, set: &[char]) -> bool {
        !self.escaped && set.contains(&self.ch)
    }

    pub(super) fn is_space(self) -> bool {
        !self.escaped && self.ch.is_whitespace()
    }
}

/// Opening quotation marks, each with what may close it.
const QUOTES: [(char, &[char]); 5] =
    [('"', &['"']), ('«', &['»']), ('“', &['”', '“']), ('„', &['“', '”']), ('”', &['”'])];
const QUOTE_MARKS: [char; 6] = ['"', '«', '»', '“', '”', '„'];
const PARENTHESES: [char; 2] = ['(', ')'];
/// Hyphen, minus sign and en dash: what keyboards and word processors make of the key.
const MINUSES: [char; 3] = ['-', '−', '–'];

/// All tokens of `text`, in its order.
pub(super) fn tokens(text: &str, notes: &mut Notes) -> Vec<Token> {
    let mut lexer = Lexer { cells: cells(text), pos: 0, tokens: Vec::new(), notes };
    while lexer.skip_spaces() {
        lexer.token();
    }
    lexer.tokens
}

/// Whether `text` is read as the word that it is, alone, after a sign and before anything else.
pub(super) fn is_plain_word(text: &str) -> bool {
    if text.starts_with(MINUSES) || text.starts_with('+') || text.contains('\\') {
        return false;
    }
    let mut notes = Notes::default();
    let tokens = tokens(text, &mut notes);
    let only = matches!(&tokens[..], [Token { kind: Kind::Leaf(Node::Word(word)), .. }] if word == text);
    only && notes.is_clean()
}

/// The operator that is spelled so.
pub(super) fn operator(text: &str) -> Option<Operator> {
    match text {
        "ET" | "AND" => Some(Operator::And),
        "OU" | "OR" => Some(Operator::Or),
        "SAUF" | "NOT" => Some(Operator::Not),
        _ => None,
    }
}

/// The characters as a string, escapes undone.
pub(super) fn text_of(cells: &[Cell]) -> String {
    cells.iter().map(|cell| cell.ch).collect()
}

pub(super) fn has_alphanumeric(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn cells(text: &str) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(text.len());
    let mut chars = text.chars().enumerate();
    while let Some((at, ch)) = chars.next() {
        let escaped = ch == '\\';
        // A backslash that nothing follows stands for itself.
        let ch = if escaped { chars.next().map_or(ch, |(_, next)| next) } else { ch };
        cells.push(Cell { ch, escaped, at });
    }
    cells
}

pub(super) struct Lexer<'n> {
    cells: Vec<Cell>,
    pub(super) pos: usize,
    tokens: Vec<Token>,
    pub(super) notes: &'n mut Notes,
}

impl Lexer<'_> {
    fn token(&mut self) {
        let at = self.at();
        if self.accept(&['(']) {
            self.push(Kind::Open, at);
        } else if self.accept(&[')']) {
            self.push(Kind::Close, at);
        } else if let Some(text) = self.quoted() {
            self.phrase(text, at);
        } else if self.accept(&QUOTE_MARKS) {
            self.notes.warn(at, "closing quotation mark without an opening one: ignored");
        } else if let Some(operator) = self.sign() {
            let spelled = text_of(&self.cells[self.pos..=self.pos]);
            self.pos += 1;
            self.push(Kind::Operator(operator, spelled), at);
            let signs = self.tokens.len();
            // The sign goes with what it stands before, if that turns out to be nothing.
            self.token();
            if self.tokens.len() == signs {
                self.tokens.pop();
            }
        } else if self.next_is(&['=']) {
            self.exact(at);
        } else if !self.filter() {
            self.bare(at);
        }
    }

    /// `-` or `+` where it is an operator: at the start of a token and right before something to search.
    fn sign(&self) -> Option<Operator> {
        let operator = match self.cell(self.pos)? {
            cell if cell.is_any(&MINUSES) => Operator::Not,
            cell if cell.is_any(&['+']) => Operator::Must,
            _ => return None,
        };
        let before = self.pos.checked_sub(1).and_then(|pos| self.cell(pos));
        let starts = before.is_none_or(|cell| cell.is_space() || cell.is_any(&PARENTHESES));
        let mut next = self.pos + 1;
        if self.cell(next).is_some_and(|cell| cell.is_any(&['='])) {
            next += 1;
        }
        let target = self.cell(next)?;
        let opens = target.is_any(&['(']) || QUOTES.iter().any(|(mark, _)| target.is_any(&[*mark]));
        let signs = target.is_any(&MINUSES) || target.is_any(&['+']);
        let word = !signs && has_alphanumeric(&text_of(&self.cells[next..self.bare_end(next)]));
        (starts && (opens || word)).then_some(operator)
    }

    /// `=mot` or `="deux mots"`.
    fn exact(&mut self, at: usize) {
        self.pos += 1;
        let text = match self.quoted() {
            Some(text) => {
                if self.slop().is_some() {
                    self.notes.warn(at, "`~` has no meaning after an exact phrase: ignored");
                }
                text
            }
            None if self.accept(&['(']) => {
                self.notes
                    .warn(at, "`=` stands before a word or a phrase, not before a parenthesis: ignored");
                return self.push(Kind::Open, at + 1);
            }
            None => self.exact_word(),
        };
        self.leaf(Node::Exact(text.trim().to_owned()), at);
    }

    fn exact_word(&mut self) -> String {
        let start = self.pos;
        self.pos = self.bare_end(start);
        let cells = self.cells[start..self.pos].to_vec();
        self.literal_word(&cells)
    }

    fn phrase(&mut self, text: String, at: usize) {
        let slop = self.slop().unwrap_or(0);
        self.leaf(Node::Phrase { text, slop }, at);
    }

    /// `~5` after a quotation.
    fn slop(&mut self) -> Option<u32> {
        let at = self.at();
        if !self.accept(&['~']) {
            return None;
        }
        let start = self.pos;
        while self.cell(self.pos).is_some_and(|cell| !cell.escaped && cell.ch.is_ascii_digit()) {
            self.pos += 1;
        }
        let digits = text_of(&self.cells[start..self.pos]);
        if digits.is_empty() {
            self.notes.warn(at, "`~` after a phrase needs a number of words, as in `\"…\"~5`: ignored");
            return Some(0);
        }
        // Digits that do not fit the type are above the limit as well.
        let slop = digits.parse().unwrap_or(u32::MAX);
        if slop > MAX_SLOP {
            self.notes.warn(at, format!("words can be at most {MAX_SLOP} apart: read as `~{MAX_SLOP}`"));
        }
        Some(slop.min(MAX_SLOP))
    }

    /// A quotation that begins here, trimmed; reads to the end of the query where it is not closed.
    pub(super) fn quoted(&mut self) -> Option<String> {
        let open = self.cell(self.pos)?;
        let (mark, closing) = QUOTES.iter().find(|(mark, _)| open.is_any(&[*mark]))?;
        let start = self.pos + 1;
        let closed = self.cells[start..].iter().position(|cell| cell.is_any(closing));
        if closed.is_none() {
            self.notes
                .warn(open.at, format!("`{mark}` is not closed: the phrase goes to the end of the query"));
        }
        let end = closed.map_or(self.cells.len(), |length| start + length);
        self.pos = (end + 1).min(self.cells.len());
        Some(text_of(&self.cells[start..end]).trim().to_owned())
    }

    /// A run of characters without quotes and spaces: an operator or a word.
    fn bare(&mut self, at: usize) {
        let start = self.pos;
        self.pos = self.bare_end(start);
        let cells = self.cells[start..self.pos].to_vec();
        let text = text_of(&cells);
        let literal = cells.iter().any(|cell| cell.escaped);
        match operator(&text).filter(|_| !literal) {
            Some(operator) => self.push(Kind::Operator(operator, text), at),
            None => {
                if let Some(node) = self.word(&cells) {
                    self.leaf(node, at);
                }
            }
        }
    }

    /// Where the run that begins at `start` ends.
    fn bare_end(&self, start: usize) -> usize {
        let mut end = start;
        while let Some(cell) = self.cell(end).filter(|cell| !cell.is_space() && !cell.is_any(&QUOTE_MARKS)) {
            if !cell.is_any(&PARENTHESES) {
                end += 1;
            } else if let Some(after) = self.inner_parenthesis(start, end) {
                end = after;
            } else {
                break;
            }
        }
        end
    }

    /// Past the `)` of a parenthesis that is part of the word begun at `start`, as in `député(e)s`: it holds
    /// nothing but letters, and what stands before it is no operator.
    fn inner_parenthesis(&self, start: usize, open: usize) -> Option<usize> {
        // No operator is longer than four letters; looking no further keeps reading linear.
        let before = &self.cells[start..open];
        let joins = before.len() <= 4 && operator(&text_of(before)).is_some();
        if before.is_empty() || joins || !self.cell(open)?.is_any(&['(']) {
            return None;
        }
        let letters = self.cells[open + 1..].iter().take_while(|cell| cell.ch.is_alphabetic()).count();
        let close = open + 1 + letters;
        (letters > 0 && self.cell(close)?.is_any(&[')'])).then_some(close + 1)
    }

    /// Adds a leaf, unless there is nothing to search in it or no room; without room, reading ends.
    pub(super) fn leaf(&mut self, node: Node, at: usize) {
        let searchable = match &node {
            Node::Word(text) | Node::Phrase { text, .. } | Node::Exact(text) => has_alphanumeric(text),
            _ => true,
        };
        if !searchable {
            return;
        }
        if self.notes.admit(&node, at) {
            self.push(Kind::Leaf(node), at);
        } else {
            self.pos = self.cells.len();
        }
    }

    fn push(&mut self, kind: Kind, at: usize) {
        self.tokens.push(Token { kind, at });
    }

    /// Past the spaces; false at the end of the query.
    fn skip_spaces(&mut self) -> bool {
        while self.cell(self.pos).is_some_and(Cell::is_space) {
            self.pos += 1;
        }
        self.pos < self.cells.len()
    }

    /// The offset of the next character in the query string.
    pub(super) fn at(&self) -> usize {
        let end = || self.cells.last().map_or(0, |last| last.at + 1);
        self.cell(self.pos).map_or_else(end, |cell| cell.at)
    }

    pub(super) fn cell(&self, pos: usize) -> Option<Cell> {
        self.cells.get(pos).copied()
    }

    pub(super) fn next_is(&self, set: &[char]) -> bool {
        self.cell(self.pos).is_some_and(|cell| cell.is_any(set))
    }

    pub(super) fn accept(&mut self, set: &[char]) -> bool {
        let found = self.next_is(set);
        self.pos += usize::from(found);
        found
    }

    /// The characters up to a space, a parenthesis, a quotation mark or one of `also`.
    pub(super) fn take_run(&mut self, also: &[char]) -> Vec<Cell> {
        let ends = |cell: &Cell| {
            cell.is_space() || cell.is_any(&PARENTHESES) || cell.is_any(&QUOTE_MARKS) || cell.is_any(also)
        };
        let run: Vec<Cell> = self.cells[self.pos..].iter().take_while(|cell| !ends(cell)).copied().collect();
        self.pos += run.len();
        run
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Node, parse};

    fn phrase(text: &str, slop: u32) -> Node {
        Node::Phrase { text: text.into(), slop }
    }

    #[test]
    fn quotations_of_all_sorts() {
        let cases = [
            ("\"le Mali\"", phrase("le Mali", 0)),
            ("«\u{a0}le Mali\u{202f}»", phrase("le Mali", 0)),
            ("“le Mali”", phrase("le Mali", 0)),
            ("„le Mali“", phrase("le Mali", 0)),
            ("”le Mali”", phrase("le Mali", 0)),
            ("\"dit \\\"oui\\\"\"", phrase("dit \"oui\"", 0)),
            ("«dit \"oui\"»", phrase("dit \"oui\"", 0)),
            ("\"or du Mali\"~5", phrase("or du Mali", 5)),
            ("=\"Le Mali\"", Node::Exact("Le Mali".into())),
        ];
        for (text, node) in cases {
            let parsed = parse(text);
            assert_eq!((parsed.query.clauses(), &parsed.warnings[..]), (&[node][..], &[][..]), "{text}");
        }
    }

    #[test]
    fn quotations_with_something_wrong() {
        let cases = [
            ("é \"le Mali", "é \"le Mali\"", 2, "`\"` is not closed"),
            ("le« Mali", "le \"Mali\"", 2, "`«` is not closed"),
            ("le» Mali", "le Mali", 2, "without an opening one"),
            ("\"a b\"~ c", "\"a b\" c", 5, "needs a number"),
            ("\"a b\"~99999999999", "\"a b\"~1000", 5, "at most 1000"),
            ("=\"a b\"~5", "=\"a b\"", 0, "no meaning"),
            ("-=(a b)", "-(a b)", 1, "parenthesis"),
            ("\"a b\"*", "\"a b\"", 5, "end of a word"),
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
