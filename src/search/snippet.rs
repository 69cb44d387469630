//! The part of a passage that shows best why it matches: whole sentences where they fit, else whole words.

use unicode_segmentation::UnicodeSegmentation as _;

use super::highlight::{Match, merged};
use crate::analysis::sentence_ends;
use crate::document::Span;

/// Chooses the stretch of `text` of at most `length` code points that covers most of the weight of different leaves.
///
/// Returns its range and the highlights in it, both in bytes of `text`.
pub(super) fn snippet(text: &str, matches: &[Match], weights: &[f32], length: usize) -> (Span, Vec<Span>) {
    let sentences = sentences(text);
    let windows = windows(text, &sentences, length);
    let value = |window: &Span| (covered(window, matches, weights), window.start);
    // The heaviest; of equals the first.
    let best = windows.into_iter().max_by(|one, other| {
        let (one, other) = (value(one), value(other));
        one.0.total_cmp(&other.0).then(other.1.cmp(&one.1))
    });
    let window = best.unwrap_or(0..0);
    let fits = text[window.clone()].chars().count() <= length;
    let window = if fits { window } else { words_around(text, window, matches, length) };
    let inside = |found: &&Match| window.start <= found.bytes.start && found.bytes.end <= window.end;
    let matches: Vec<Match> = matches.iter().filter(inside).cloned().collect();
    (window, merged(&matches))
}

/// The sentences of `text` without the white space around them.
fn sentences(text: &str) -> Vec<Span> {
    let mut start = 0;
    let spans = sentence_ends(text).map(|end| trimmed(text, std::mem::replace(&mut start, end)..end));
    spans.filter(|span| !span.is_empty()).collect()
}

fn trimmed(text: &str, span: Span) -> Span {
    let part = &text[span.clone()];
    let start = span.start + part.len() - part.trim_start().len();
    start..(start + part.trim().len())
}

/// From each sentence on as many whole sentences as fit; one that is too long stands alone.
fn windows(text: &str, sentences: &[Span], length: usize) -> Vec<Span> {
    let window = |first: usize| {
        let start = sentences[first].start;
        let fits = |last: &&Span| text[start..last.end].chars().count() <= length;
        let last = sentences[first..].iter().take_while(fits).last().unwrap_or(&sentences[first]);
        start..last.end
    };
    (0..sentences.len()).map(window).collect()
}

/// The weight of the different leaves that match inside `window`, and a little for each further match.
fn covered(window: &Span, matches: &[Match], weights: &[f32]) -> f32 {
    let mut seen = vec![false; weights.len()];
    let mut weight = 0.0;
    for found in
        matches.iter().filter(|found| window.start <= found.bytes.start && found.bytes.end <= window.end)
    {
        let share = if std::mem::replace(&mut seen[found.unit], true) { 0.05 } else { 1.0 };
        // A word that is in every passage still counts.
        weight += share * (weights[found.unit] + 0.01);
    }
    weight
}

/// A stretch of `sentence` of at most `length` code points around its first match, from word to word.
fn words_around(text: &str, sentence: Span, matches: &[Match], length: usize) -> Span {
    let first =
        matches.iter().find(|found| sentence.start <= found.bytes.start && found.bytes.end <= sentence.end);
    let anchor = first.map_or(sentence.start, |found| found.bytes.start);
    // A third of the room for what stands before the match.
    let before = text[sentence.start..anchor].char_indices().rev().nth(length / 3).map_or(0, |(at, _)| at);
    let from = sentence.start + before;
    let start = if before == 0 { from } else { next_word(text, from, anchor) };
    let limit =
        text[start..sentence.end].char_indices().nth(length).map_or(sentence.end, |(at, _)| start + at);
    let shown = first.map_or(start, |found| found.bytes.end.min(limit));
    trimmed(text, start..previous_word_end(text, shown, limit, sentence.end))
}

/// The first beginning of a word behind `from`, at most `anchor`.
fn next_word(text: &str, from: usize, anchor: usize) -> usize {
    let part = &text[from..anchor];
    part.char_indices().find(|(_, c)| c.is_whitespace()).map_or(anchor, |(at, c)| from + at + c.len_utf8())
}

/// The last end of a word from `shown` up to `limit`; within a word that is longer than that, the last grapheme's.
fn previous_word_end(text: &str, shown: usize, limit: usize, end: usize) -> usize {
    if limit == end {
        return end;
    }
    let part = &text[shown..limit];
    let space = part.char_indices().rev().find(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let grapheme = || part.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
    shown + space.unwrap_or_else(grapheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, words: &[&str]) -> Vec<Match> {
        let mut all: Vec<Match> = (words.iter().enumerate())
            .flat_map(|(leaf, word)| {
                text.match_indices(word)
                    .map(move |(at, word)| Match { bytes: at..at + word.len(), unit: leaf })
            })
            .collect();
        all.sort_by_key(|found| found.bytes.start);
        all
    }

    fn shown<'t>(text: &'t str, words: &[&str], length: usize) -> &'t str {
        let matches = found(text, words);
        let (bytes, highlights) = snippet(text, &matches, &vec![1.0; words.len()], length);
        assert!(highlights.iter().all(|span| bytes.start <= span.start && span.end <= bytes.end));
        &text[bytes]
    }

    #[test]
    fn the_snippet_is_the_sentences_that_cover_most() {
        let text = "Le port est calme. Le fleuve monte. Le port et le fleuve se touchent. Rien.";
        assert_eq!(shown(text, &["port", "fleuve"], 40), "Le port est calme. Le fleuve monte.");
        assert_eq!(shown(text, &["port", "fleuve"], 34), "Le port et le fleuve se touchent.");
        assert_eq!(shown(text, &["absent"], 20), "Le port est calme.");
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        let text = format!("{} but {}", "mot ".repeat(100).trim_end(), "suite ".repeat(100).trim_end());
        let cut = shown(&text, &["but"], 60);
        assert!(cut.contains(" but ") && cut.chars().count() <= 60, "{cut}");
        assert!(cut.starts_with("mot") && cut.ends_with("suite"), "{cut}");
    }

    #[test]
    fn a_word_longer_than_the_snippet_is_cut_between_graphemes() {
        let text = "e\u{301}".repeat(500);
        let cut = shown(&text, &[], 21);
        assert!(cut.ends_with('\u{301}') && cut.chars().count() <= 21, "{}", cut.chars().count());
    }
}
