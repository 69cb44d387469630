//! A folded term → its stem, by which inflected forms find each other.

use super::lexicon::Lexicon;
use super::unknown;

/// Writes the stem of the folded term into `stem`, which is cleared first: its lemma by the lexicon, or what the rules
/// for unknown words make of it.
pub(super) fn stem(folded: &str, lexicon: &Lexicon, stem: &mut String) {
    if !lexicon.lemma(folded, stem) {
        unknown::stem(folded, stem);
    }
}
