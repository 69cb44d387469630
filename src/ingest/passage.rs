//! The cutting rule: a text → passages, which put end to end are the text, byte for byte.
//!
//! A passage is a paragraph. Headings and short paragraphs join what follows them, a last short one what precedes it;
//! a long paragraph is cut at the ends of lines, sentences or words, the first of these that there is.

use unicode_segmentation::UnicodeSegmentation as _;

use super::extract::Extracted;
use crate::analysis::{is_hyphen, sentence_ends};
use crate::document::{Passage, Span};
use crate::line;

/// Bytes under which a paragraph is too short to be cited alone, and joins its neighbour.
const SHORTEST: usize = 200;

/// Bytes over which a paragraph is cut.
const LONGEST: usize = 1200;

/// Bytes up to which a paragraph without a full stop is taken for a heading.
const HEADING: usize = 100;

/// Cuts a text into passages. The bytes before its body (front matter) are one of their own, and none goes from one page
/// to the next, since a citation names the page.
pub(super) fn passages(extracted: &Extracted) -> Vec<Passage> {
    let Extracted { text, body, pages, rows, .. } = extracted;
    let mut lines = Lines::new(text, &extracted.lines);
    let mut passages = Vec::new();
    for (part, page) in parts(text.len(), *body, pages) {
        let cut = if part.end <= *body { vec![part] } else { cut(text, part, *rows) };
        for bytes in cut.into_iter().filter(|bytes| !bytes.is_empty()) {
            let line_starts = line_starts(&extracted.lines, &bytes);
            let lines = (lines.at(bytes.start), lines.at(bytes.end - 1));
            let ordinal = u32::try_from(passages.len()).unwrap_or(u32::MAX);
            let front = bytes.end <= *body;
            passages.push(Passage { ordinal, bytes, lines, line_starts, page, language: None, front });
        }
    }
    passages
}

/// Where in the passage another line of the source begins, of those that are known.
fn line_starts(known: &[(usize, u32)], passage: &Span) -> Vec<(u32, u32)> {
    let from = known.partition_point(|(start, _)| *start <= passage.start);
    let within = known[from..].iter().take_while(|(start, _)| *start < passage.end);
    // A passage is short.
    within.filter_map(|(start, line)| Some((u32::try_from(start - passage.start).ok()?, *line))).collect()
}

/// What is cut on its own: front matter and body, or the pages.
fn parts(length: usize, body: usize, pages: &[(usize, u32)]) -> Vec<(Span, Option<u32>)> {
    let mut starts = vec![(0, None)];
    starts.extend((body > 0).then_some((body, None)));
    starts.extend(pages.iter().map(|(start, page)| (*start, Some(*page))));
    let ends: Vec<usize> = starts.iter().skip(1).map(|(start, _)| *start).chain([length]).collect();
    let parts = starts.into_iter().zip(ends).map(|((start, page), end)| (start..end, page));
    parts.filter(|(part, _)| !part.is_empty()).collect()
}

fn cut(text: &str, part: Span, rows: bool) -> Vec<Span> {
    let mut passages = Vec::new();
    let mut open = part.start..part.start;
    for block in paragraphs(text, part) {
        let after_heading = is_heading(&text[open.clone()]);
        let large = open.len() + block.len() > LONGEST && !after_heading;
        let full = !open.is_empty() && (open.len() >= SHORTEST || large);
        let heading = !open.is_empty() && is_heading(&text[block.clone()]) && !after_heading;
        if full || heading {
            passages.push(std::mem::replace(&mut open, block.start..block.start));
        }
        open.end = block.end;
        if open.len() > LONGEST {
            let mut parts = split(text, open.clone(), rows);
            open = parts.pop().unwrap_or(open.end..open.end);
            passages.extend(parts);
        }
    }
    close(text, open, &mut passages);
    passages
}

/// Adds the last passage, or joins it to the one before if it is short, such as a signature.
fn close(text: &str, open: Span, passages: &mut Vec<Span>) {
    match passages.last_mut() {
        Some(last) if text[open.clone()].trim().len() < SHORTEST && open.end - last.start <= LONGEST => {
            last.end = open.end;
        }
        _ => passages.push(open),
    }
}

fn is_heading(block: &str) -> bool {
    let block = block.trim();
    block.starts_with('#') || block.len() <= HEADING && !block.ends_with(['.', '!', '?', '…', ',', ';', '»'])
}

/// The stretches between blank lines, each with the blank lines behind it; the first with those before it.
fn paragraphs(text: &str, part: Span) -> impl Iterator<Item = Span> + '_ {
    let text = &text[..part.end];
    let mut from = part.start;
    std::iter::from_fn(move || {
        let start = from;
        from = paragraph_end(text, from);
        (start < from).then_some(start..from)
    })
}

fn paragraph_end(text: &str, from: usize) -> usize {
    let mut content = false;
    let mut blank_seen = false;
    let mut at = from;
    for line in line::with_ends(&text[from..]) {
        let blank = line.trim().is_empty();
        if !blank && content && blank_seen {
            return at;
        }
        blank_seen = blank && content;
        content |= !blank;
        at += line.len();
    }
    text.len()
}

/// Cuts a long stretch into parts of at most `LONGEST` bytes, of about the same length; `rows` end anywhere.
fn split(text: &str, span: Span, rows: bool) -> Vec<Span> {
    let count = span.len().div_ceil(LONGEST);
    let ideal = span.len().div_ceil(count);
    let mut parts = Vec::with_capacity(count);
    let mut start = span.start;
    while span.end - start > LONGEST {
        let end = start + break_near(&text[start..span.end], ideal, rows);
        parts.push(start..end);
        start = end;
    }
    parts.push(start..span.end);
    parts
}

/// Where to end the first part of `rest`, which is longer than `LONGEST`: near `ideal`, at most at `LONGEST`.
fn break_near(rest: &str, ideal: usize, rows: bool) -> usize {
    let window = &rest[..rest.floor_char_boundary(LONGEST)];
    let nearest = |ends: &mut dyn Iterator<Item = usize>| {
        ends.filter(|end| (SHORTEST..window.len()).contains(end)).min_by_key(|end| end.abs_diff(ideal))
    };
    let mut end = 0;
    let lines = line::with_ends(window).map(|line| {
        end += line.len();
        (end, rows || ends_sentence(line))
    });
    let sentences = &mut sentence_ends(window);
    // A word may be cut at the end of a line, and stays in one passage.
    let spaces = window
        .match_indices(char::is_whitespace)
        .filter(|(at, _)| !window[..*at].trim_end().ends_with(is_hyphen));
    let words = &mut spaces.map(|(at, space)| at + space.len());
    nearest(&mut lines.filter_map(|(end, ends_sentence)| ends_sentence.then_some(end)))
        .or_else(|| nearest(sentences))
        .or_else(|| nearest(words))
        .unwrap_or_else(|| grapheme_boundary(rest, window.len()))
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end().ends_with(['.', '!', '?', '…', '»', ':', ';'])
}

/// The last boundary between graphemes up to `limit`; a single grapheme longer than that is cut between characters.
fn grapheme_boundary(rest: &str, limit: usize) -> usize {
    let window = &rest[..rest.floor_char_boundary(limit)];
    let last = window.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
    if last > 0 { last } else { window.len() }
}

/// The source line of places in a text that are asked for in ascending order.
struct Lines<'t> {
    text: &'t str,
    known: &'t [(usize, u32)],
    at: usize,
    line: u32,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str, known: &'t [(usize, u32)]) -> Self {
        Self { text, known, at: 0, line: 1 }
    }

    /// The line, from 1, of the byte at `offset`.
    fn at(&mut self, offset: usize) -> u32 {
        if self.known.is_empty() {
            let ended = line::count_ends(self.text.as_bytes(), self.at..offset);
            self.line = self.line.saturating_add(ended);
            self.at = offset;
            return self.line;
        }
        let next = self.known.partition_point(|(start, _)| *start <= offset);
        next.checked_sub(1).map_or(1, |place| self.known[place].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_all(text: &str, lines: &[(usize, u32)]) -> Vec<Passage> {
        passages(&Extracted { text: text.into(), lines: lines.to_vec(), ..Extracted::default() })
    }

    fn texts(text: &str) -> Vec<&str> {
        cut_all(text, &[]).into_iter().map(|passage| &text[passage.bytes]).collect()
    }

    #[test]
    fn paragraphs_are_passages_and_headings_join_what_follows() {
        let long = "Une phrase de taille moyenne. ".repeat(9);
        let text = format!("# Titre\n\n{long}\n\n{long}\n\n## Suite\n\n{long}\n\nPar Awa Diarra");
        let found = texts(&text);
        assert_eq!(found.len(), 3);
        assert!(found[0].starts_with("# Titre\n\nUne"));
        assert!(found[2].starts_with("## Suite\n\nUne") && found[2].ends_with("Par Awa Diarra"));
    }

    #[test]
    fn a_long_paragraph_is_cut_between_sentences() {
        let text = "Voici une phrase qui compte pour une. ".repeat(100);
        for passage in texts(&text) {
            assert!(passage.len() <= LONGEST, "{}", passage.len());
            assert!(passage.ends_with("une. "), "{passage}");
        }
    }

    #[test]
    fn a_text_without_spaces_is_cut_between_graphemes() {
        let text = "e\u{301}".repeat(2000);
        for passage in texts(&text) {
            assert!(passage.len() <= LONGEST && passage.starts_with('e'), "{}", passage.len());
        }
    }

    #[test]
    fn a_heading_joins_what_follows_however_long() {
        let text = format!("# L\n\n{}", "- un élément de la liste du jardin\n".repeat(100));
        assert!(texts(&text)[0].starts_with("# L\n\n- un"), "{}", texts(&text)[0]);
    }

    #[test]
    fn one_endless_grapheme_is_cut_between_characters() {
        let text = format!("e{}", "\u{301}".repeat(5000));
        assert!(texts(&text).len() < 12, "{}", texts(&text).len());
    }

    #[test]
    fn each_kind_of_line_end_gives_the_same_passages_and_lines() {
        let paragraph = "Une phrase de taille moyenne,\nsur deux lignes. ".repeat(8);
        let text = format!("Titre\n\n{paragraph}\n\n{paragraph}\n- un\n- deux\n\n{}", paragraph.repeat(4));
        let shape = |text: &str| -> Vec<_> {
            let cut = cut_all(text, &[]).into_iter();
            cut.map(|passage| (passage.lines, text[passage.bytes].trim_end().chars().last())).collect()
        };
        assert!(shape(&text).len() > 3);
        assert_eq!(shape(&text.replace('\n', "\r")), shape(&text));
        assert_eq!(shape(&text.replace('\n', "\r\n")), shape(&text));
    }

    #[test]
    fn lines_are_those_of_the_source() {
        let text = format!("\nUn.\n\n{}\n\n{}\n", "Deux. ".repeat(40), "Trois. ".repeat(40));
        let lines: Vec<_> = cut_all(&text, &[]).iter().map(|passage| passage.lines).collect();
        assert_eq!(lines, [(1, 5), (6, 6)]);
        let mapped = cut_all(&text, &[(0, 10), (6, 12), (248, 30)]);
        assert_eq!(mapped.iter().map(|passage| passage.lines).collect::<Vec<_>>(), [(10, 12), (30, 30)]);
        assert_eq!(mapped[0].line_starts, [(6, 12)]);
        assert_eq!(mapped[1].line_starts, []);
    }
}
