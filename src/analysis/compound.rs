//! Words → words and what hyphens join: `week-end` is the words `week` and `end` and the word `weekend`; `Kouli-⏎koro`,
//! cut at the end of a line, is `Koulikoro`.
//!
//! Nothing in a text tells `Kouli-⏎koro` from `Saint-⏎Louis`. Where the lexicon knows the two halves as one word they are
//! that word; else both readings are found.

use std::collections::VecDeque;

use super::fold::fold;
use super::lexicon::Lexicon;
use super::segment::{Words, is_hyphen, words};
use super::{Kind, stop_words};
use crate::document::Span;
use crate::line;

/// Words that one compound may join. A longer chain of hyphens is an address or a line of a table.
const MOST_PARTS: usize = 6;

/// A word of a text, or several that hyphens join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) bytes: Span,
    /// Position of the word, or of the first of those joined.
    pub(super) position: usize,
    /// How many positions it takes.
    pub(super) length: usize,
    pub(super) kind: Kind,
    /// It stands again for what began at a position before, so that a phrase can tell how far that goes.
    pub(super) rest: bool,
}

/// The pieces of a text in the order of their positions.
#[derive(Debug, Clone)]
pub(super) struct Pieces<'t> {
    text: &'t str,
    words: Words<'t>,
    next_position: usize,
    /// The rest of the compound in hand.
    waiting: VecDeque<Piece>,
}

impl<'t> Pieces<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, words: words(text), next_position: 0, waiting: VecDeque::new() }
    }

    pub(super) fn next(&mut self, lexicon: &Lexicon) -> Option<Piece> {
        if let Some(piece) = self.waiting.pop_front() {
            return Some(piece);
        }
        let word = self.words.next()?;
        if self.text[word.end..].starts_with(is_hyphen) {
            let parts = self.parts(word, lexicon);
            self.waiting = self.pieces(&parts, lexicon).into();
            self.next_position += parts.len();
            return self.waiting.pop_front();
        }
        self.next_position += 1;
        Some(Piece {
            bytes: word,
            position: self.next_position - 1,
            length: 1,
            kind: Kind::Word,
            rest: false,
        })
    }

    /// The words of a compound, and what they are together, by position.
    fn pieces(&self, parts: &[Part], lexicon: &Lexicon) -> Vec<Piece> {
        let mut pieces: Vec<Piece> =
            (0..parts.len()).map(|at| self.piece(parts, at, 1, Kind::Word, false)).collect();
        let mut join = |first: usize, length: usize, kind| {
            pieces.extend((first..first + length).map(|at| Piece {
                position: self.next_position + at,
                ..self.piece(parts, first, length, kind, at > first)
            }));
        };
        for second in
            (1..parts.len()).filter(|at| parts[*at].cut && self.may_be_cut(&parts[at - 1..=*at], lexicon))
        {
            join(second - 1, 2, Kind::Cut);
        }
        let only_cut = parts.len() == 2 && parts[1].cut;
        if parts.len() > 1 && !only_cut && self.is_compound(parts, lexicon) {
            join(0, parts.len(), Kind::Compound);
        }
        // A word stands before what it is a part of.
        pieces.sort_by_key(|piece| piece.position);
        pieces
    }

    fn piece(&self, parts: &[Part], first: usize, length: usize, kind: Kind, rest: bool) -> Piece {
        let bytes = parts[first].bytes.start..parts[first + length - 1].bytes.end;
        Piece { bytes, position: self.next_position + first, length, kind, rest }
    }

    /// The words from `first` on that hyphens join, the halves of known words put together.
    fn parts(&mut self, first: Span, lexicon: &Lexicon) -> Vec<Part> {
        let mut parts = vec![Part { bytes: first, cut: false }];
        while let Some((word, ahead)) = self.joined_word(&parts).filter(|_| parts.len() < MOST_PARTS) {
            self.words = ahead;
            // A narrow column may cut a word more than once.
            let run = parts.iter().rposition(|part| !part.cut).unwrap_or(0);
            let whole =
                (run..parts.len()).find(|from| word.cut && self.is_one_word(&parts[*from..], &word, lexicon));
            match whole {
                Some(from) => {
                    parts.truncate(from + 1);
                    parts[from].bytes.end = word.bytes.end;
                }
                None => parts.push(word),
            }
        }
        parts
    }

    /// The word that a hyphen joins to the last of `parts`, or, behind a hyphen, an apostrophe (`Côte-d'Or`).
    fn joined_word(&self, parts: &[Part]) -> Option<(Part, Words<'t>)> {
        let end = parts.last()?.bytes.end;
        let mut ahead = self.words.clone();
        let bytes = ahead.next()?;
        let gap = &self.text[end..bytes.start];
        let elided = parts.len() > 1 && super::segment::is_one_apostrophe(gap);
        let behind = gap.strip_prefix(is_hyphen).filter(|behind| behind.is_empty() || is_line_break(behind));
        let cut = behind.is_some_and(|behind| !behind.is_empty())
            && self.text[..end].ends_with(char::is_alphabetic)
            && self.text[bytes.start..].starts_with(char::is_lowercase);
        (elided || behind.is_some()).then_some((Part { bytes, cut }, ahead))
    }

    /// Whether the halves are one word of the dictionary, and neither a compound of it nor each a word.
    fn is_one_word(&self, halves: &[Part], last: &Part, lexicon: &Lexicon) -> bool {
        let Some(first) = halves.first() else { return false };
        let whole = first.bytes.start..last.bytes.end;
        let words = || halves.iter().chain([last]).all(|half| self.is_known(half.bytes.clone(), lexicon));
        self.is_known(whole.clone(), lexicon)
            && !lexicon.is_compound(&hyphenated(&self.text[whole]))
            && !words()
            && self.may_be_cut(&[first.clone(), last.clone()], lexicon)
    }

    fn is_known(&self, bytes: Span, lexicon: &Lexicon) -> bool {
        let mut word = String::new();
        fold(&self.text[bytes], &mut word);
        lexicon.lemma(&word, &mut String::new())
    }

    /// Whether two halves at the end of a line may be one word, and not a verb and its pronoun (`peut-⏎on`, `joue-⏎t-il`).
    fn may_be_cut(&self, halves: &[Part], lexicon: &Lexicon) -> bool {
        let mut folded = [String::new(), String::new()];
        for (half, folded) in halves.iter().zip(&mut folded) {
            fold(&self.text[half.bytes.clone()], folded);
        }
        folded.iter().all(|half| !half.is_empty())
            && !(stop_words::is_clitic(&folded[1]) && self.is_known(halves[0].bytes.clone(), lexicon))
    }

    /// Whether the words may be written as one. A verb and its pronoun are not (`parviennent-ils`), nor are numbers.
    fn is_compound(&self, parts: &[Part], lexicon: &Lexicon) -> bool {
        let whole = hyphenated(&self.text[parts[0].bytes.start..parts[parts.len() - 1].bytes.end]);
        let mut words = whole.split('-');
        let first = words.next().unwrap_or_default();
        let only_clitics = words.clone().all(stop_words::is_clitic);
        let numbers = whole.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        // A mark without a letter folds to nothing, and joins nothing.
        let marks = first.is_empty() || words.any(str::is_empty);
        !numbers && !marks && (!only_clitics || lexicon.is_compound(&whole))
    }
}

/// A word of a compound.
#[derive(Clone)]
struct Part {
    bytes: Span,
    /// Whether a line ends before it that may have cut a word.
    cut: bool,
}

/// What may stand between the hyphen at the end of a line and the rest of the word: one line break, and blanks.
fn is_line_break(gap: &str) -> bool {
    line::count_ends(gap.as_bytes(), 0..gap.len()) == 1
        && gap.bytes().all(|byte| matches!(byte, b'\n' | b'\r' | b' ' | b'\t'))
}

/// The compound that the dictionary has of a folded word written as one, with its hyphens: `porte-monnaie`.
pub(super) fn apart(word: &str, lexicon: &Lexicon) -> Option<String> {
    let cuts = || (1..word.len()).filter(|cut| word.is_char_boundary(*cut));
    let in_two = cuts().map(|cut| format!("{}-{}", &word[..cut], &word[cut..]));
    let in_three = cuts().flat_map(|first| {
        cuts()
            .filter(move |second| *second > first)
            .map(move |second| format!("{}-{}-{}", &word[..first], &word[first..second], &word[second..]))
    });
    in_two.chain(in_three).find(|compound| lexicon.is_compound(compound))
}

/// The words of `text`, folded, with plain hyphens between them.
pub(super) fn hyphenated(text: &str) -> String {
    let mut folded = String::new();
    let words = words(text).map(|word| {
        fold(&text[word], &mut folded);
        folded.clone()
    });
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::super::tokens;
    use super::*;

    /// The folded terms of a text with their positions; compounds in parentheses, cut words in brackets.
    fn terms(text: &str) -> String {
        let shown = tokens(text).map(|token| match token.kind {
            Kind::Word => format!("{}@{}", token.folded, token.position),
            Kind::Compound => format!("({})@{}", token.folded, token.position),
            Kind::Cut => format!("[{}]@{}", token.folded, token.position),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn hyphens_join_words() {
        let table = [
            ("un week-end", "un@0 week@1 (weekend)@1 end@2"),
            ("week\u{2011}end week\u{2010}end", "week@0 (weekend)@0 end@1 week@2 (weekend)@2 end@3"),
            ("arc-en-ciel", "arc@0 (arcenciel)@0 en@1 ciel@2"),
            ("Côte-d’Or", "cote@0 (cotedor)@0 d@1 or@2"),
            ("COVID-19", "covid@0 (covid19)@0 19@1"),
            ("parviennent-ils", "parviennent@0 ils@1"),
            ("a-t-il donne-le-lui", "a@0 t@1 il@2 donne@3 le@4 lui@5"),
            ("rendez-vous", "rendez@0 (rendezvous)@0 vous@1"),
            ("2024-2025", "2024@0 2025@1"),
            ("un - deux -trois", "un@0 deux@1 trois@2"),
            ("fin-", "fin@0"),
        ];
        for (text, expected) in table {
            assert_eq!(terms(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_cut_at_the_end_of_a_line_is_one_word() {
        let table = [
            ("infor-\nmation", "information@0"),
            ("infor¬\nmation", "information@0"),
            ("infor-\r\n  mation vue", "information@0 vue@1"),
            ("à Kouli-\nkoro hier", "a@0 kouli@1 [koulikoro]@1 koro@2 hier@3"),
            ("porte-\nmonnaie", "porte@0 [portemonnaie]@0 monnaie@1"),
            ("Saint-\nLouis", "saint@0 (saintlouis)@0 louis@1"),
            (
                "Boulogne-Billan-\ncourt",
                "boulogne@0 (boulognebillancourt)@0 billan@1 [billancourt]@1 court@2",
            ),
            ("week-\nend", "week@0 [weekend]@0 end@1"),
            ("gou-\nver-\nnement", "gouvernement@0"),
            ("que peut-\non faire", "que@0 peut@1 on@2 faire@3"),
            ("joue-\nt-elle", "joue@0 t@1 elle@2"),
            ("mal-\nadroit", "mal@0 [maladroit]@0 adroit@1"),
            ("\u{93E}-\nzqxv", "@0 zqxv@1"),
            ("fin-\n\nsuite", "fin@0 suite@1"),
            ("1990-\n1995", "1990@0 1995@1"),
        ];
        for (text, expected) in table {
            assert_eq!(terms(text), expected, "{text:?}");
        }
    }
}
