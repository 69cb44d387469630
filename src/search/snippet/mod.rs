//! The parts of a passage that show best why it matches: up to three windows, which together hold the most weight of
//! different units; whole sentences where they fit, else whole words.

mod finder;
mod layout;
mod windows;

use std::cmp::Reverse;

use finder::Finder;
use layout::Layout;

use super::highlight::{Match, merged};
use crate::document::Span;

/// What stands between two windows of a snippet.
pub const ELLIPSIS: &str = " … ";

/// Windows that a snippet may have; more would be a list of words.
const MOST_WINDOWS: usize = 3;

/// Chooses windows of `text` that take at most `length` code points, ellipses included.
///
/// Returns the windows and the highlights in them, both in bytes of `text`, ascending and apart from each other. There is
/// no window where a text is blank or a single grapheme is longer than `length`.
pub(super) fn snippet(
    text: &str,
    matches: &[Match],
    weights: &[f32],
    length: usize,
) -> (Vec<Span>, Vec<Span>) {
    let layout = Layout::new(text);
    let finder = Finder::new(&layout, matches);
    let plan = Plan { layout: &layout, finder: &finder, weights: whole_numbers(weights), length };
    let windows = plan.windows(matches);
    let shown = |found: &&Match| windows.iter().any(|window| holds(window, &found.bytes));
    let shown: Vec<Match> = matches.iter().filter(shown).cloned().collect();
    (windows, merged(&shown))
}

fn holds(window: &Span, part: &Span) -> bool {
    window.start <= part.start && part.end <= window.end
}

/// Weights whose sums do not depend on their order. A word that is in every passage still counts.
fn whole_numbers(weights: &[f32]) -> Vec<u64> {
    weights.iter().map(|weight| 10 + (weight.clamp(0.0, 1e6) * 1e3) as u64).collect()
}

/// What the choice of windows depends on.
struct Plan<'a> {
    layout: &'a Layout<'a>,
    finder: &'a Finder<'a>,
    weights: Vec<u64>,
    length: usize,
}

impl Plan<'_> {
    /// One, two or three windows: as many as show the most; of equals those of whole sentences, then the fewest.
    fn windows(&self, matches: &[Match]) -> Vec<Span> {
        let mut units: Vec<usize> = matches.iter().map(|found| found.unit).collect();
        units.sort_unstable();
        units.dedup();
        let most = units.len().clamp(1, MOST_WINDOWS);
        let plans = (1..=most).map(|count| (self.at_most(count), count));
        let best = plans.max_by_key(|(windows, count)| {
            let whole = windows.iter().all(|window| self.layout.whole_sentences(window) == *window);
            (self.shown(windows), whole, Reverse(*count))
        });
        best.map(|(windows, _)| windows).unwrap_or_default()
    }

    /// The weight of the different units in `windows`.
    fn shown(&self, windows: &[Span]) -> u64 {
        let mut weights = self.weights.clone();
        let units = windows.iter().flat_map(|window| self.finder.units_in(window));
        units.map(|unit| std::mem::take(&mut weights[unit])).sum()
    }

    /// The best window within its share of the room, then further ones that show what the others do not.
    fn at_most(&self, count: usize) -> Vec<Span> {
        let mut weights = self.weights.clone();
        let mut chosen: Vec<Span> = Vec::new();
        for to_come in (1..=count).rev() {
            let taken = windows::total(self.layout, &chosen)
                + windows::between() * (chosen.len().min(1) + to_come - 1);
            let share = self.length.saturating_sub(taken) / to_come;
            let Some(best) = self.finder.best(share, &weights) else { break };
            // One window takes what fits; the first of several units room for the others.
            let window = if count == 1 { best.window } else { best.least };
            self.finder.units_in(&window).for_each(|unit| weights[unit] = 0);
            chosen.push(window);
            chosen = windows::joined(self.layout, chosen, 0);
        }
        if chosen.is_empty() {
            chosen.extend(self.beginning());
        }
        windows::grown(self.layout, chosen, self.length)
    }

    /// For a text without a match that fits: where the first one begins, or the text does.
    fn beginning(&self) -> Option<Span> {
        let found = self.finder.first().map(|found| found.bytes.start);
        let at = found.or_else(|| self.layout.sentences().first().map(|sentence| sentence.start))?;
        let grapheme = self.layout.aligned(&(at..at + 1));
        (self.layout.length(&grapheme) <= self.length).then_some(grapheme)
    }
}

#[cfg(test)]
mod tests;
