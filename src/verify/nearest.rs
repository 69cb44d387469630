//! The stretch of a text that is most like a quotation, and the words that differ.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

use super::bounds::parts_word;
use super::words::words;
use crate::document::Span;

/// What stands in the place of a quotation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Near {
    /// Where it stands, in bytes of the text.
    pub(super) bytes: Span,
    /// How it came of the quotation.
    pub(super) pieces: Vec<Piece>,
    /// The share of the quotation's letters that are in words it still has, in their order.
    pub(super) kept: f32,
}

/// A stretch of a quotation beside what it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words that are as they were.
    Same(String),
    /// Words that are others now; one of the two may be empty.
    Changed {
        /// As they were cited.
        old: String,
        /// As they are.
        new: String,
    },
}

/// What has less than this share of a quotation is not what became of it.
const LEAST: f32 = 0.5;

/// Comparisons of words that finding the exact ends of a stretch may take.
const MOST_COMPARISONS: usize = 8 << 20;

/// How long the words of one quotation are compared; then what is left counts as changed. Only quotations of many
/// thousand words take so long.
const LONGEST: Duration = Duration::from_secs(2);

/// A number for each different word of the quotation, and this for all others.
const OTHER: u32 = 0;

/// The stretch of `text` that has most of the words of `quoted`; of equals the one nearest to the byte `around`.
pub(super) fn nearest(text: &str, quoted: &str, around: usize) -> Option<Near> {
    let wanted: Vec<(Span, &str)> = words(quoted).collect();
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    for (_, word) in &wanted {
        let next = numbers.len() as u32 + 1;
        numbers.entry(word).or_insert(next);
    }
    let ids: Vec<u32> = wanted.iter().map(|(_, word)| numbers[word]).collect();
    let weights: Vec<usize> = wanted.iter().map(|(_, word)| word.len()).collect();
    let held: Vec<(usize, u32)> =
        words(text).map(|(at, word)| (at.start, numbers.get(word).copied().unwrap_or(OTHER))).collect();
    let rough = likest(&ids, &weights, &held, around)?;
    let fitted = fitted(&ids, &held[rough.clone()])
        .map_or(rough.clone(), |within| rough.start + within.start..rough.start + within.end);
    let last = held.get(fitted.end.checked_sub(1)?)?.0;
    let start = whole_start(text, held.get(fitted.start)?.0);
    let end = whole_end(text, last);
    let now: Vec<(Span, &str)> = words(&text[start..end]).collect();
    let pieces = pieces(quoted, &wanted, &text[start..end], &now);
    let all: usize = weights.iter().sum();
    let kept = kept(&pieces) as f32 / all.max(1) as f32;
    (kept >= LEAST).then_some(Near { bytes: start..end, pieces, kept })
}

/// Where the word at `start` begins or, of a number with spaces between its digits, the first of its words.
fn whole_start(text: &str, mut start: usize) -> usize {
    while parts_word(text, start) {
        let before = text[..start].trim_end();
        start = before
            .char_indices()
            .rev()
            .find(|(_, c)| c.is_whitespace())
            .map_or(0, |(at, c)| at + c.len_utf8());
    }
    start
}

/// Where the word at `last` ends or, of a number with spaces between its digits, the last of its words.
fn whole_end(text: &str, last: usize) -> usize {
    let end_of = |start: usize| start + text[start..].find(char::is_whitespace).unwrap_or(text.len() - start);
    let mut end = end_of(last);
    while parts_word(text, end) {
        end = end_of(end + text[end..].find(|c: char| !c.is_whitespace()).unwrap_or(0));
    }
    end
}

/// The words of the text, as many as the quotation has and some to each side, among which most of its letters are.
fn likest(ids: &[u32], weights: &[usize], held: &[(usize, u32)], around: usize) -> Option<Span> {
    let mut wanted = vec![0_i64; ids.len() + 1];
    let mut weight_of = vec![0; ids.len() + 1];
    for (id, weight) in ids.iter().zip(weights) {
        wanted[*id as usize] += 1;
        weight_of[*id as usize] = *weight;
    }
    let (length, mut score, mut best) = (ids.len(), 0, None);
    for end in 0..held.len() {
        let id = held[end].1 as usize;
        score += if id != OTHER as usize && wanted[id] > 0 { weight_of[id] } else { 0 };
        wanted[id] -= 1;
        if let Some(left) = end.checked_sub(length) {
            let id = held[left].1 as usize;
            wanted[id] += 1;
            score -= if id != OTHER as usize && wanted[id] > 0 { weight_of[id] } else { 0 };
        }
        let start = (end + 1).saturating_sub(length);
        let near = std::cmp::Reverse(held[start].0.abs_diff(around));
        if best.is_none_or(|(most, nearest, _)| (score, near) > (most, nearest)) {
            best = Some((score, near, start));
        }
    }
    let (score, _, start) = best?;
    let all: usize = weights.iter().sum();
    let margin = length / 2 + 8;
    ((score as f32) >= LEAST * all as f32)
        .then(|| start.saturating_sub(margin)..(start + length + margin).min(held.len()))
}

/// Where among `held` the words `ids` come with the fewest left out, added and exchanged; nothing where these are too
/// many to tell.
fn fitted(ids: &[u32], held: &[(usize, u32)]) -> Option<Span> {
    if ids.len().saturating_mul(held.len()) > MOST_COMPARISONS {
        return None;
    }
    // For each number of words of the text: the cost of the quotation so far ending there, how many of its words have then
    // no equal, and where it begins.
    let mut row: Vec<(usize, usize, usize)> = (0..=held.len()).map(|end| (0, 0, end)).collect();
    for (done, id) in (1..).zip(ids) {
        let mut diagonal = std::mem::replace(&mut row[0], (done, done, 0));
        for (end, (_, other)) in (1..).zip(held) {
            let differs = usize::from(id != other);
            let exchanged = (diagonal.0 + differs, diagonal.1 + differs, diagonal.2);
            let left_out = (row[end].0 + 1, row[end].1 + 1, row[end].2);
            let added = (row[end - 1].0 + 1, row[end - 1].1, row[end - 1].2);
            diagonal = row[end];
            // Of equals an exchange: what stands in the place of a word is shown.
            let cells = [exchanged, left_out, added].into_iter();
            row[end] = cells.min_by_key(|(cost, unequal, _)| (*cost, *unequal))?;
        }
    }
    let ends = row.iter().enumerate();
    let best = ends.min_by_key(|(end, (cost, unequal, _))| (*cost, *unequal, held.len() - *end));
    best.map(|(end, (_, _, start))| *start..end).filter(|span| !span.is_empty())
}

fn pieces(quoted: &str, wanted: &[(Span, &str)], text: &str, now: &[(Span, &str)]) -> Vec<Piece> {
    let old: Vec<&str> = wanted.iter().map(|(_, word)| *word).collect();
    let new: Vec<&str> = now.iter().map(|(_, word)| *word).collect();
    let cut = |text: &str, words: &[(Span, &str)]| match words {
        [] => String::new(),
        [first, ..] => text[first.0.start..words[words.len() - 1].0.end].to_owned(),
    };
    let deadline = Some(Instant::now() + LONGEST);
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, deadline);
    ops.into_iter()
        .map(|op| {
            let old = cut(quoted, &wanted[op.old_range()]);
            match op.tag() {
                DiffTag::Equal => Piece::Same(old),
                _ => Piece::Changed { old, new: cut(text, &now[op.new_range()]) },
            }
        })
        .collect()
}

/// Bytes of the words that are as they were.
fn kept(pieces: &[Piece]) -> usize {
    let same = pieces.iter().filter_map(|piece| match piece {
        Piece::Same(text) => Some(text),
        Piece::Changed { .. } => None,
    });
    same.flat_map(|text| words(text).map(|(_, word)| word.len())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces as wdiff writes them.
    fn shown(pieces: &[Piece]) -> String {
        let show = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Changed { old, new } => format!("[{old}|{new}]"),
        };
        pieces.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_stretch_is_the_one_that_came_of_the_quotation() {
        let before = "Rien n’est dit ici du port ni de la ville. ".repeat(40);
        let quoted = "Le port de Koulikoro est fermé ; le fleuve en crue emporte le pont.";
        let table = [
            (
                "Le port de Koulikoro est rouvert ; le fleuve en crue emporte le pont.",
                "Le port de Koulikoro est [fermé|rouvert] ; le fleuve en crue emporte le pont.",
            ),
            (
                "Le port de Koulikoro est fermé ; le fleuve emporte le pont.",
                "Le port de Koulikoro est fermé ; le fleuve [en crue|] emporte le pont.",
            ),
            (
                "Le vieux port de Koulikoro est fermé ; le fleuve en crue emporte le pont.",
                "Le [|vieux] port de Koulikoro est fermé ; le fleuve en crue emporte le pont.",
            ),
            (
                "Ce port de Koulikoro est fermé ; le fleuve en crue emporte le bac.",
                "[Le|Ce] port de Koulikoro est fermé ; le fleuve en crue emporte le [pont.|bac.]",
            ),
        ];
        for (now, expected) in table {
            let text = format!("{before}{now} {before}");
            let near = nearest(&text, quoted, 0).expect("it is near");
            assert_eq!((&text[near.bytes], shown(&near.pieces).as_str()), (now, expected));
        }
        assert_eq!(nearest(&before, quoted, 0), None, "a few small words are not it");
        assert_eq!(nearest("", quoted, 0), None);
        assert_eq!(nearest(&before, "Koulikoro", 0), None);
    }

    #[test]
    fn of_equal_stretches_the_nearest_to_the_cited_place_is_it() {
        let text = format!("Le bac attend Awa. {} Le bac attend Issa.", "Rien. ".repeat(50));
        for (around, expected) in [(0, "Awa."), (text.len(), "Issa.")] {
            let near = nearest(&text, "Le bac attend Oumar.", around).expect("it is near");
            assert!(text[near.bytes].ends_with(expected), "{around}");
        }
    }

    #[test]
    fn long_quotations_take_no_endless_time() {
        let text: String = (0..60_000).map(|number| format!("mot{} ", number % 20_000)).collect();
        let quoted = text.replace("mot7 ", "mot ");
        let near = nearest(&text, &quoted, 0).expect("it is near");
        assert!(near.kept > 0.9);
    }
}
