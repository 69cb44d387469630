//! A text as a snippet sees it: where graphemes, words and sentences begin and end, and how long a stretch of it is.
//!
//! Places are bytes of the text, lengths are code points.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::analysis::sentence_ends;
use crate::document::Span;

/// Code points beyond which a run without spaces (a link, a table without blanks) is no word to be kept whole.
const LONGEST_WORD: usize = 40;

pub(super) struct Layout<'t> {
    text: &'t str,
    /// Where each grapheme begins, and the end of the text.
    boundaries: Vec<Boundary>,
    /// The sentences without the white space around them.
    sentences: Vec<Span>,
}

struct Boundary {
    byte: usize,
    /// Code points before it.
    points: usize,
}

impl<'t> Layout<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut layout = Self { text, boundaries: boundaries(text), sentences: Vec::new() };
        let mut start = 0;
        let sentences = sentence_ends(text).map(|end| trimmed(text, std::mem::replace(&mut start, end)..end));
        layout.sentences =
            sentences.filter(|span| !span.is_empty()).map(|span| layout.aligned(&span)).collect();
        layout
    }

    pub(super) fn sentences(&self) -> &[Span] {
        &self.sentences
    }

    /// Code points in `span`, whose ends are those of graphemes.
    pub(super) fn length(&self, span: &Span) -> usize {
        self.points(span.end).saturating_sub(self.points(span.start))
    }

    fn points(&self, byte: usize) -> usize {
        let next = self.boundaries.partition_point(|boundary| boundary.byte < byte);
        self.boundaries.get(next).map_or(0, |boundary| boundary.points)
    }

    /// `span` with the graphemes at its ends whole.
    pub(super) fn aligned(&self, span: &Span) -> Span {
        let behind = self.boundaries.partition_point(|boundary| boundary.byte <= span.start);
        let end = self.boundaries.partition_point(|boundary| boundary.byte < span.end);
        self.byte(behind.saturating_sub(1))..self.byte(end)
    }

    /// The last end of a grapheme that is at most so many code points behind `from`.
    pub(super) fn ahead(&self, from: usize, points: usize) -> usize {
        let most = self.points(from).saturating_add(points);
        let beyond = self.boundaries.partition_point(|boundary| boundary.points <= most);
        self.byte(beyond.saturating_sub(1))
    }

    /// The first beginning of a grapheme that is at most so many code points before `from`.
    fn back(&self, from: usize, points: usize) -> usize {
        let least = self.points(from).saturating_sub(points);
        self.byte(self.boundaries.partition_point(|boundary| boundary.points < least))
    }

    fn byte(&self, boundary: usize) -> usize {
        self.boundaries.get(boundary).map_or(self.text.len(), |boundary| boundary.byte)
    }

    fn is_boundary(&self, byte: usize) -> bool {
        self.boundaries.binary_search_by_key(&byte, |boundary| boundary.byte).is_ok()
    }

    /// `span` with the sentences at its ends whole.
    pub(super) fn whole_sentences(&self, span: &Span) -> Span {
        let first = self.sentences.partition_point(|sentence| sentence.end <= span.start);
        let behind = self.sentences.partition_point(|sentence| sentence.start < span.end);
        let start = self.sentences.get(first).map_or(span.start, |sentence| sentence.start);
        let last = behind.checked_sub(1).and_then(|last| self.sentences.get(last));
        start.min(span.start)..last.map_or(span.end, |sentence| sentence.end.max(span.end))
    }

    /// The sentence behind `span`, and the one before it.
    pub(super) fn neighbours(&self, span: &Span) -> (Option<&Span>, Option<&Span>) {
        let next = self.sentences.partition_point(|sentence| sentence.start < span.end);
        let before = self.sentences.partition_point(|sentence| sentence.end <= span.start);
        (self.sentences.get(next), before.checked_sub(1).and_then(|before| self.sentences.get(before)))
    }

    /// `span` with the words at its ends whole where that takes at most `room`, the first word (`l’armée`) rather than
    /// the last.
    pub(super) fn whole_words(&self, span: &Span, room: usize) -> Span {
        let (start, end) = (self.start_before(span.start), self.end_behind(span.end));
        let choices = [start..end, start..span.end, span.start..end];
        choices.into_iter().find(|choice| self.length(choice) <= room).unwrap_or_else(|| span.clone())
    }

    /// The last beginning of a word up to `at`, which is within it; `at` if that is too far away.
    pub(super) fn start_before(&self, at: usize) -> usize {
        let from = self.back(at, LONGEST_WORD);
        let near = || self.places(from..at).rev();
        near().find(|at| self.is_start(*at)).or_else(|| near().find(|at| self.is_joint(*at))).unwrap_or(at)
    }

    /// The first end of a word from `at` on; `at` if that is too far away.
    fn end_behind(&self, at: usize) -> usize {
        let near = self.places(at..self.ahead(at, LONGEST_WORD));
        near.into_iter().find(|at| self.is_end(*at)).unwrap_or(at)
    }

    /// `span` with at most `room` more around it: whole sentences on the sides where half of the room is enough, else
    /// from word to word, a third of the room before it.
    pub(super) fn with_context(&self, span: &Span, room: usize) -> Span {
        let whole = self.whole_sentences(span);
        let before = self.length(&(whole.start..span.start));
        let behind = self.length(&(span.end..whole.end));
        let before = match (before <= room / 2, behind <= room / 2) {
            (true, _) => before,
            (_, true) => room - behind,
            _ => room / 3,
        };
        let start_within = |room| {
            let from = self.back(span.start, room).max(whole.start);
            self.first_start(&(from..span.start), &whole)
        };
        let left = |start: usize, end: usize| {
            room.saturating_sub(self.length(&(start..span.start)) + self.length(&(span.end..end)))
        };
        let start = start_within(before);
        let limit = self.ahead(span.end, left(start, span.end)).min(whole.end);
        let end = self.last_end(&(span.end..limit), &whole);
        // What was no use behind it may be before it.
        start_within(left(span.start, end)).min(start)..end
    }

    /// The first beginning of a word in `part`, else its end.
    fn first_start(&self, part: &Span, whole: &Span) -> usize {
        if part.start == whole.start {
            return part.start;
        }
        let find = |is: &dyn Fn(usize) -> bool| self.places(part.clone()).find(|at| is(*at));
        find(&|at| self.is_start(at)).or_else(|| find(&|at| self.is_joint(at))).unwrap_or(part.end)
    }

    /// The last end of a word in `part`; within a word that is longer than that, the last grapheme's.
    fn last_end(&self, part: &Span, whole: &Span) -> usize {
        if part.end == whole.end {
            return part.end;
        }
        let find = |is: &dyn Fn(usize) -> bool| self.places(part.clone()).rev().find(|at| is(*at));
        find(&|at| self.is_end(at)).or_else(|| find(&|at| self.is_joint(at))).unwrap_or(part.end)
    }

    /// The places between characters in `part`, its ends included.
    fn places(&self, part: Span) -> impl DoubleEndedIterator<Item = usize> {
        let start = part.start;
        let end = part.end;
        self.text[part].char_indices().map(move |(at, _)| start + at).chain([end])
    }

    fn around(&self, at: usize) -> (Option<char>, Option<char>) {
        (self.text[..at].chars().next_back(), self.text[at..].chars().next())
    }

    /// Whether a window may begin here: a word does, or a mark that belongs to the one behind it.
    fn is_start(&self, at: usize) -> bool {
        let (before, behind) = self.around(at);
        let begins =
            |c: char| !c.is_whitespace() && !matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '»' | ')');
        before.is_none_or(is_space) && behind.is_some_and(begins) && self.is_boundary(at)
    }

    /// Whether a window may end here: a word does, or a mark that belongs to the one before it.
    fn is_end(&self, at: usize) -> bool {
        let (before, behind) = self.around(at);
        let ends = |c: char| !c.is_whitespace() && !matches!(c, '«' | '(' | '“');
        before.is_some_and(ends) && behind.is_none_or(is_space) && self.is_boundary(at)
    }

    /// Whether a run without spaces may be cut here, behind a mark; an apostrophe is none.
    fn is_joint(&self, at: usize) -> bool {
        let mark = |c: char| {
            c.is_ascii_punctuation() && !matches!(c, '\'' | '`')
                || matches!(c, '«' | '»' | '“' | '”' | '…' | '–' | '—' | '•' | '\u{A0}' | '\u{202F}')
        };
        let (before, behind) = self.around(at);
        before.is_some_and(mark) && behind.is_some_and(char::is_alphanumeric) && self.is_boundary(at)
    }
}

/// White space to break at; a no-break space keeps « and its word together.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}')
}

fn boundaries(text: &str) -> Vec<Boundary> {
    let mut points = 0;
    let mut boundaries: Vec<Boundary> = (text.grapheme_indices(true))
        .map(|(byte, grapheme)| {
            let before = points;
            points += grapheme.chars().count();
            Boundary { byte, points: before }
        })
        .collect();
    boundaries.push(Boundary { byte: text.len(), points });
    boundaries
}

fn trimmed(text: &str, span: Span) -> Span {
    let part = &text[span.clone()];
    let start = span.start + part.len() - part.trim_start().len();
    start..(start + part.trim().len())
}
