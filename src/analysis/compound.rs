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

/// Words that one compound may join. A longer chain of hyphens is an address or a line of a table.
const MOST_PARTS: usize = 6;

/// A word of a text, or several that hyphens join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) bytes: Span,
    /// Position of the word, or of the first of those joined; of a cut word, of either half.
    pub(super) position: usize,
    pub(super) kind: Kind,
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
            self.take_compound(word, lexicon);
            return self.waiting.pop_front();
        }
        Some(self.word(word))
    }

    fn word(&mut self, bytes: Span) -> Piece {
        self.next_position += 1;
        Piece { bytes, position: self.next_position - 1, kind: Kind::Word }
    }

    /// Puts the words that hyphens join to `first`, and what they are together, in the queue.
    fn take_compound(&mut self, first: Span, lexicon: &Lexicon) {
        let parts = self.parts(first, lexicon);
        let only_cut = parts.len() == 2 && parts[1].cut;
        let whole = (parts.len() > 1 && !only_cut && self.is_compound(&parts, lexicon))
            .then(|| parts[0].bytes.start..parts[parts.len() - 1].bytes.end);
        let from = self.next_position;
        let joined = |bytes: &Span, position, kind| Piece { bytes: bytes.clone(), position, kind };
        let mut before: Option<&Part> = None;
        for (part, position) in parts.iter().zip(from..) {
            let word = self.word(part.bytes.clone());
            self.waiting.push_back(word);
            if let Some(whole) = whole.as_ref().filter(|_| position == from) {
                self.waiting.push_back(joined(whole, position, Kind::Compound));
            }
            if let Some(before) = before.filter(|_| part.cut) {
                // A phrase may come from either side.
                let cut = before.bytes.start..part.bytes.end;
                self.waiting.push_back(joined(&cut, position - 1, Kind::Cut));
                self.waiting.push_back(joined(&cut, position, Kind::Cut));
            }
            before = Some(part);
        }
    }

    /// The words from `first` on that hyphens join, the halves of known words put together.
    fn parts(&mut self, first: Span, lexicon: &Lexicon) -> Vec<Part> {
        let mut parts = vec![Part { bytes: first, cut: false }];
        while let Some((word, ahead)) = self.joined_word(&parts).filter(|_| parts.len() < MOST_PARTS) {
            self.words = ahead;
            match parts.last_mut() {
                Some(half) if word.cut && self.is_known(half.bytes.start..word.bytes.end, lexicon) => {
                    half.bytes.end = word.bytes.end;
                }
                _ => parts.push(word),
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

    /// Whether the halves are one word of the dictionary and no compound of it.
    fn is_known(&self, bytes: Span, lexicon: &Lexicon) -> bool {
        let (mut word, mut lemma) = (String::new(), String::new());
        fold(&self.text[bytes.clone()], &mut word);
        lexicon.lemma(&word, &mut lemma) && !lexicon.is_compound(&hyphenated(&self.text[bytes]))
    }

    /// Whether the words may be written as one. A verb and its pronoun are not (`parviennent-ils`), nor are numbers.
    fn is_compound(&self, parts: &[Part], lexicon: &Lexicon) -> bool {
        let words = parts.iter().map(|part| &self.text[part.bytes.clone()]);
        let mut folded = String::new();
        let mut clitic = |word: &str| {
            fold(word, &mut folded);
            stop_words::is_clitic(&folded)
        };
        let only_clitics = words.clone().skip(1).all(&mut clitic);
        let numbers = words.clone().all(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        let whole = &self.text[parts[0].bytes.start..parts[parts.len() - 1].bytes.end];
        !numbers && (!only_clitics || lexicon.is_compound(&hyphenated(whole)))
    }
}

/// A word of a compound.
struct Part {
    bytes: Span,
    /// Whether a line ends before it that may have cut a word.
    cut: bool,
}

/// What may stand between the hyphen at the end of a line and the rest of the word: one line break, and blanks.
fn is_line_break(gap: &str) -> bool {
    gap.bytes().filter(|byte| *byte == b'\n').count() == 1
        && gap.bytes().all(|byte| matches!(byte, b'\n' | b'\r' | b' ' | b'\t'))
}

/// The words of `text`, folded, with plain hyphens between them.
pub(super) fn hyphenated(text: &str) -> String {
    let mut joined = String::new();
    let mut folded = String::new();
    for word in words(text) {
        fold(&text[word], &mut folded);
        if !joined.is_empty() {
            joined.push('-');
        }
        joined.push_str(&folded);
    }
    joined
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
            ("à Kouli-\nkoro hier", "a@0 kouli@1 koro@2 [koulikoro]@1 [koulikoro]@2 hier@3"),
            ("porte-\nmonnaie", "porte@0 monnaie@1 [portemonnaie]@0 [portemonnaie]@1"),
            ("Saint-\nLouis", "saint@0 (saintlouis)@0 louis@1"),
            (
                "Boulogne-Billan-\ncourt",
                "boulogne@0 (boulognebillancourt)@0 billan@1 court@2 [billancourt]@1 [billancourt]@2",
            ),
            ("week-\nend", "week@0 end@1 [weekend]@0 [weekend]@1"),
            ("fin-\n\nsuite", "fin@0 suite@1"),
            ("1990-\n1995", "1990@0 1995@1"),
        ];
        for (text, expected) in table {
            assert_eq!(terms(text), expected, "{text:?}");
        }
    }
}
