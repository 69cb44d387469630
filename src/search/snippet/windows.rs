//! Windows that are chosen → windows that read well: whole sentences while there is room, else more words around.

use super::ELLIPSIS;
use super::layout::Layout;
use crate::document::Span;

/// Code points between two windows.
pub(super) fn between() -> usize {
    ELLIPSIS.chars().count()
}

/// Code points of the windows with what stands between them.
pub(super) fn total(layout: &Layout<'_>, windows: &[Span]) -> usize {
    let lengths: usize = windows.iter().map(|window| layout.length(window)).sum();
    lengths + windows.len().saturating_sub(1) * between()
}

/// The windows in the order of the text, one instead of two where they overlap, or where what lies between takes no more
/// room than an ellipsis and `room`.
pub(super) fn joined(layout: &Layout<'_>, mut windows: Vec<Span>, mut room: usize) -> Vec<Span> {
    windows.sort_by_key(|window| (window.start, window.end));
    let mut apart: Vec<Span> = Vec::new();
    for window in windows {
        match apart.last_mut() {
            Some(last) if layout.length(&(last.end..window.start)) <= between() + room => {
                room -= layout.length(&(last.end..window.start)).saturating_sub(between());
                last.end = last.end.max(window.end);
            }
            _ => apart.push(window),
        }
    }
    apart
}

/// The windows with what else there is room for in `length` code points.
pub(super) fn grown(layout: &Layout<'_>, windows: Vec<Span>, length: usize) -> Vec<Span> {
    let room = |windows: &[Span]| length.saturating_sub(total(layout, windows));
    let steps = [to_sentences, to_words, to_neighbours];
    let windows = steps.into_iter().fold(windows, |windows, step| {
        let room = room(&windows);
        joined(layout, step(layout, windows, room), 0)
    });
    let left = room(&windows);
    joined(layout, windows, left)
}

/// Makes the sentences of as many windows whole as there is room for.
fn to_sentences(layout: &Layout<'_>, mut windows: Vec<Span>, mut room: usize) -> Vec<Span> {
    let missing = |window: &Span| layout.length(&layout.whole_sentences(window)) - layout.length(window);
    windows.sort_by_key(missing);
    for window in &mut windows {
        let cost = missing(window);
        if cost <= room {
            room -= cost;
            *window = layout.whole_sentences(window);
        }
    }
    windows
}

/// Shares the room among the windows that begin or end within a sentence.
fn to_words(layout: &Layout<'_>, mut windows: Vec<Span>, room: usize) -> Vec<Span> {
    let is_cut = |window: &&mut Span| layout.whole_sentences(window) != **window;
    let cut = windows.iter_mut().filter(is_cut).count();
    for window in windows.iter_mut().filter(is_cut) {
        *window = layout.with_context(window, room / cut);
    }
    windows
}

/// Adds the sentences behind each window while they fit, then those before it, if it is whole itself.
fn to_neighbours(layout: &Layout<'_>, mut windows: Vec<Span>, mut room: usize) -> Vec<Span> {
    let is_whole = |window: &&mut Span| layout.whole_sentences(window) == **window;
    for window in windows.iter_mut().filter(is_whole) {
        while let Some(wider) = with_neighbour(layout, window, room) {
            room -= layout.length(&wider) - layout.length(window);
            *window = wider;
        }
    }
    windows
}

fn with_neighbour(layout: &Layout<'_>, window: &Span, room: usize) -> Option<Span> {
    let (next, before) = layout.neighbours(window);
    let next = next.map(|sentence| window.start..sentence.end);
    let before = before.map(|sentence| sentence.start..window.end);
    let fits = |wider: &Span| layout.length(wider) - layout.length(window) <= room;
    next.filter(fits).or_else(|| before.filter(fits))
}
