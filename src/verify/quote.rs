//! A quotation in a text: word for word, or what became of it.

use std::collections::HashMap;

use memchr::memmem;

use super::bounds::stands;
use super::nearest::{Near, Piece, nearest};
use super::text::Text;
use super::words::words;
use super::{Citation, CitedPlace};
use crate::document::Span;
use crate::search::ELLIPSIS;

/// What a text has of a quotation.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Judged {
    /// It, where it was cited.
    There(At),
    /// It, elsewhere.
    Elsewhere(At),
    /// Something like it.
    Near(At, Vec<Piece>, f32),
}

/// A place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct At {
    pub(super) bytes: Span,
    pub(super) lines: (u32, u32),
    pub(super) page: Option<u32>,
    /// What stands there; of several parts, with ellipses between them.
    pub(super) text: String,
    /// Whether that is the quotation byte for byte, white space at its ends aside.
    pub(super) exact: bool,
}

impl Judged {
    /// Whether it is a better answer than another.
    pub(super) fn is_better(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Near(.., kept), Self::Near(.., other)) => kept > other,
            _ => self.rank() > other.rank(),
        }
    }

    /// Whether the quotation is there word for word.
    pub(super) fn is_found(&self) -> bool {
        !matches!(self, Self::Near(..))
    }

    fn rank(&self) -> u8 {
        match self {
            Self::There(_) => 2,
            Self::Elsewhere(_) => 1,
            Self::Near(..) => 0,
        }
    }
}

/// A quotation, what it is looked for in, and whether that has the cited bytes, which is asked only where it counts.
struct Sought<'s> {
    cited: &'s CitedPlace,
    text: &'s Text<'s>,
    is_as_cited: &'s dyn Fn() -> bool,
}

/// What `text` has of the quotation: itself, or what is nearest to it, part by part.
pub(super) fn judge(citation: &Citation, text: &Text<'_>, is_as_cited: &dyn Fn() -> bool) -> Option<Judged> {
    find(citation, text, is_as_cited).or_else(|| {
        let Citation { text: quoted, place, .. } = citation;
        let sought = Sought { cited: place, text, is_as_cited };
        let around = place.bytes.as_ref().map_or(0, |bytes| bytes.start);
        let parts = parts(quoted);
        let mut from = 0;
        let judged = parts.iter().map(|part| {
            if let Some(found) = sought.nearest(part, from) {
                from = place_of(&found).bytes.end;
                return Some(found);
            }
            // What stands before the parts before it is none of the quotation.
            let near = nearest(text.text, part, around).filter(|near| near.bytes.start >= from);
            near.map(|near| judged_near(text, near))
        });
        joined(&parts, judged.collect(), text)
    })
}

/// The quotation in `text`: as it is or, if an ellipsis of a snippet parts it, all of its parts in their order.
pub(super) fn find(citation: &Citation, text: &Text<'_>, is_as_cited: &dyn Fn() -> bool) -> Option<Judged> {
    let Citation { text: quoted, place, .. } = citation;
    let sought = Sought { cited: place, text, is_as_cited };
    sought.nearest(quoted, 0).or_else(|| {
        let parts = parts(quoted);
        let found = sought.in_order(&parts)?;
        joined(&parts, found.into_iter().map(Some).collect(), text)
    })
}

fn parts(quoted: &str) -> Vec<&str> {
    quoted.split(ELLIPSIS).filter(|part| !part.trim().is_empty()).collect()
}

impl Sought<'_> {
    /// The places of all parts, none before the end of the one before it: those that were cited; else from the first part that
    /// is nearest to these on; else from the first in the text on.
    fn in_order(&self, parts: &[&str]) -> Option<Vec<Judged>> {
        let (first, others) = parts.split_first()?;
        let following = |found: Judged| {
            let mut found = vec![found];
            for part in others {
                found.push(self.earliest(part, place_of(found.last()?).bytes.end)?);
            }
            Some(found)
        };
        self.all_there(parts)
            .or_else(|| following(self.nearest(first, 0)?))
            .or_else(|| following(self.earliest(first, 0)?))
    }

    fn all_there(&self, parts: &[&str]) -> Option<Vec<Judged>> {
        let mut from = 0;
        let there = parts.iter().map(|part| {
            let (bytes, exact) = self.place(part, from, |mut places| {
                Iterator::find(&mut places, |bytes| self.holds(part, bytes))
            })?;
            from = bytes.end;
            Some(self.judged(part, bytes, exact))
        });
        there.collect()
    }

    /// The first place, whatever white space is within it.
    fn earliest(&self, quoted: &str, from: usize) -> Option<Judged> {
        let exact = self.exact(quoted, from).next().map(|bytes| (bytes, true));
        let spaced = self.spaced(quoted, from).next().map(|bytes| (bytes, false));
        let (bytes, exact) = exact.into_iter().chain(spaced).min_by_key(|(bytes, _)| bytes.start)?;
        Some(self.judged(quoted, bytes, exact))
    }

    /// The cited place before others, and of these the nearest to it.
    fn nearest(&self, quoted: &str, from: usize) -> Option<Judged> {
        let distance = |bytes: &Span| {
            let from_bytes = self.cited.bytes.as_ref().map(|cited| cited.start.abs_diff(bytes.start));
            let from_line =
                || self.cited.lines.map_or(0, |lines| lines.0.abs_diff(self.text.lines(bytes).0) as usize);
            (!self.holds(quoted, bytes), from_bytes.unwrap_or_else(from_line))
        };
        let (bytes, exact) = self.place(quoted, from, |places| places.min_by_key(distance))?;
        Some(self.judged(quoted, bytes, exact))
    }

    /// One of the places where the quotation stands as it is or, if there is none, with other white space; and which.
    fn place(
        &self,
        quoted: &str,
        from: usize,
        choose: impl Fn(&mut dyn Iterator<Item = Span>) -> Option<Span>,
    ) -> Option<(Span, bool)> {
        let exact = choose(&mut self.exact(quoted, from)).map(|bytes| (bytes, true));
        exact.or_else(|| choose(&mut self.spaced(quoted, from)).map(|bytes| (bytes, false)))
    }

    fn exact<'a>(&'a self, quoted: &'a str, from: usize) -> impl Iterator<Item = Span> + 'a {
        let found = occurrences(self.text.text, from, quoted.trim());
        found.filter(move |bytes| self.is_whole(quoted, bytes))
    }

    fn spaced<'a>(&'a self, quoted: &'a str, from: usize) -> impl Iterator<Item = Span> + 'a {
        let found = spaced_otherwise(self.text.text, quoted.trim()).into_iter();
        found.filter(move |bytes| bytes.start >= from && self.is_whole(quoted, bytes))
    }

    /// Whether the quotation has whole words there, or is cut as it was cut when the text had these bytes.
    fn is_whole(&self, quoted: &str, bytes: &Span) -> bool {
        stands(self.text.text, bytes)
            || self.cited.bytes.is_some() && self.holds(quoted, bytes) && (self.is_as_cited)()
    }

    fn holds(&self, quoted: &str, bytes: &Span) -> bool {
        self.text.holds(self.cited, bytes, quoted, lead(quoted))
    }

    fn judged(&self, quoted: &str, bytes: Span, exact: bool) -> Judged {
        let holds = self.holds(quoted, &bytes);
        // White space at the ends is shown with the quotation where it is there.
        let whole = bytes.start.saturating_sub(lead(quoted));
        let widened = whole..whole + quoted.len();
        let bytes = if self.text.text.get(widened.clone()) == Some(quoted) { widened } else { bytes };
        let at = at(self.text, bytes, exact);
        if holds { Judged::There(at) } else { Judged::Elsewhere(at) }
    }
}

/// Bytes of white space at the beginning.
fn lead(quoted: &str) -> usize {
    quoted.len() - quoted.trim_start().len()
}

fn at(text: &Text<'_>, bytes: Span, exact: bool) -> At {
    let quoted = text.text.get(bytes.clone()).unwrap_or_default().to_owned();
    At { lines: text.lines(&bytes), page: text.page(bytes.start), text: quoted, bytes, exact }
}

fn judged_near(text: &Text<'_>, near: Near) -> Judged {
    Judged::Near(at(text, near.bytes, false), near.pieces, near.kept)
}

fn occurrences<'t>(text: &'t str, from: usize, quoted: &'t str) -> impl Iterator<Item = Span> + 't {
    let found = memmem::find_iter(&text.as_bytes()[from..], quoted.as_bytes());
    found.map(move |start| from + start..from + start + quoted.len())
}

/// Where the same words stand with other white space between them: a line may break elsewhere. The first and the last of
/// them may be parts of words, as of `l’été`.
///
/// Words are compared as numbers, so that a text of few different words, as made to take long, takes no longer.
fn spaced_otherwise(text: &str, quoted: &str) -> Vec<Span> {
    let wanted: Vec<&str> = words(quoted).map(|(_, word)| word).collect();
    let [first, within @ .., last] = wanted.as_slice() else { return Vec::new() };
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    for word in within {
        let next = numbers.len() as u32 + 1;
        numbers.entry(word).or_insert(next);
    }
    let held: Vec<(Span, &str)> = words(text).collect();
    let number = |word: &&str| code(numbers.get(word).copied().unwrap_or_default());
    let coded: Vec<u8> = held.iter().flat_map(|(_, word)| number(word)).collect();
    let sought: Vec<u8> = within.iter().flat_map(number).collect();
    let at = |start: usize| {
        let (before, behind) = (held.get(start.checked_sub(1)?)?, held.get(start + within.len())?);
        let is_it = before.1.ends_with(first) && behind.1.starts_with(last);
        is_it.then(|| before.0.end - first.len()..behind.0.start + last.len())
    };
    match within {
        [] => (1..held.len()).filter_map(at).collect(),
        _ => memmem::find_iter(&coded, &sought).filter_map(|place| at(place / CODE)).collect(),
    }
}

/// Bytes of a word's number.
const CODE: usize = 4;

/// A word's number in bytes, of which only the first has the highest bit: they are found as a whole or not at all.
fn code(number: u32) -> [u8; CODE] {
    let bits = |shift: u32| (number >> shift & 0x7F) as u8;
    [bits(21) | 0x80, bits(14), bits(7), bits(0)]
}

/// What was found of each part, as one answer.
fn joined(parts: &[&str], mut judged: Vec<Option<Judged>>, text: &Text<'_>) -> Option<Judged> {
    if let [only] = judged.as_mut_slice() {
        return only.take();
    }
    let places: Vec<&At> = judged.iter().flatten().map(place_of).collect();
    let start = places.iter().map(|at| at.bytes.start).min()?;
    let end = places.iter().map(|at| at.bytes.end).max()?;
    let whole = At {
        text: places.iter().map(|at| at.text.trim()).collect::<Vec<_>>().join(ELLIPSIS),
        exact: places.iter().all(|at| at.exact),
        lines: text.lines(&(start..end)),
        page: text.page(start),
        bytes: start..end,
    };
    if judged.iter().all(|found| matches!(found, Some(Judged::There(_)))) {
        return Some(Judged::There(whole));
    }
    if judged.iter().all(|found| found.as_ref().is_some_and(Judged::is_found)) {
        return Some(Judged::Elsewhere(whole));
    }
    let (mut pieces, mut kept, mut length) = (Vec::new(), 0.0, 0.0);
    for (part, found) in parts.iter().zip(judged) {
        if !pieces.is_empty() {
            pieces.push(Piece::Same(ELLIPSIS.trim().to_owned()));
        }
        let weight = part.len() as f32;
        length += weight;
        match found {
            Some(Judged::Near(_, near, share)) => {
                pieces.extend(near);
                kept += share * weight;
            }
            Some(_) => {
                pieces.push(Piece::Same(part.trim().to_owned()));
                kept += weight;
            }
            None => pieces.push(Piece::Changed { old: part.trim().to_owned(), new: String::new() }),
        }
    }
    Some(Judged::Near(whole, pieces, kept / length.max(1.0)))
}

fn place_of(judged: &Judged) -> &At {
    match judged {
        Judged::There(at) | Judged::Elsewhere(at) | Judged::Near(at, ..) => at,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Document;
    use crate::ingest::{Found, FoundText, cut};

    fn found(text: &str) -> Found {
        let document = Document { text: text.into(), ..Document::default() };
        let content = FoundText { sha256: String::new(), document, passages: cut(text) };
        Found { place: String::new(), record: None, content: Ok(content) }
    }

    #[test]
    fn words_are_found_whatever_parts_them() {
        let table = [
            ("Le port\nde  Gao dort.", "port de Gao", Some("port\nde  Gao")),
            ("Le port\nde Gao", "le port de Gao", None),
            ("Le port\nde Gao", "rt de Ga", Some("rt\nde Ga")),
            ("Le port\nde Gao", "Le port", Some("Le port")),
            ("Le\nport", "Le port", Some("Le\nport")),
            ("Le port, de\nGao", "port de Gao", None),
            ("un un un\nun deux", "un un un deux", Some("un un\nun deux")),
            ("un", "un deux", None),
            ("", "un deux", None),
        ];
        for (text, quoted, expected) in table {
            let found = spaced_otherwise(text, quoted).into_iter().next();
            assert_eq!(found.map(|span| &text[span]), expected, "{quoted:?} in {text:?}");
        }
    }

    #[test]
    fn a_text_of_one_word_takes_no_endless_time() {
        let found = found(&"a ".repeat(1_000_000));
        let read = Text::of(&found).expect("it was read");
        for quoted in ["a ".repeat(600) + "b", "a\n".repeat(600)] {
            let citation = Citation { text: quoted, ..Citation::default() };
            assert!(judge(&citation, &read, &|| false).is_some());
        }
    }

    proptest! {
        /// What is cut out of a text stands in it, and at its own place.
        #[test]
        fn a_cut_is_found_where_it_was_made(text in "(?s)([a-cé \n\r…]|\\PC){0,60}", from in 0..60_usize, length in 1..60_usize) {
            let start = text.floor_char_boundary(from);
            let end = text.floor_char_boundary(from + length);
            prop_assume!(!text[start..end].trim().is_empty());
            let place = CitedPlace { bytes: Some(start..end), ..CitedPlace::default() };
            let citation = Citation { text: text[start..end].into(), place, ..Citation::default() };
            let found = found(&text);
            let read = Text::of(&found).expect("it was read");
            match judge(&citation, &read, &|| true) {
                Some(Judged::There(at)) => {
                    prop_assert_eq!((at.bytes, at.exact), (start..end, true));
                }
                other => prop_assert!(false, "{:?}", other),
            }
        }

        /// No quotation is too strange, and what is shown of a text is of that text.
        #[test]
        fn whatever_is_cited_has_an_answer(
            text in "(?s)([a-cé \n\r…]|\\PC){0,60}",
            quoted in "(?s)([a-cé \n\r…]|\\PC){1,30}",
            bytes in prop::option::of((0..90_usize, 0..90_usize)),
            line in prop::option::of(0..9_u32),
        ) {
            let bytes = bytes.map(|(start, length)| start..start + length);
            let place = CitedPlace { bytes, lines: line.map(|line| (line, line)), page: None };
            let citation = Citation { text: quoted, place, ..Citation::default() };
            let found = found(&text);
            let read = Text::of(&found).expect("it was read");
            if let Some(judged) = judge(&citation, &read, &|| false) {
                let at = place_of(&judged);
                prop_assert!(text.get(at.bytes.clone()).is_some());
                prop_assert!(at.lines.0 <= at.lines.1 && at.lines.0 > 0);
            }
        }
    }
}
