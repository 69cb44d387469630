//! A word → its exact form: accents and capitals as written, in one Unicode form, with one apostrophe.

use unicode_normalization::UnicodeNormalization as _;

use super::segment::{is_apostrophe, is_invisible};

/// Bytes that a term may have at most; see the folded form.
const LONGEST_TERM: usize = 255;

/// Writes the exact form of `word` into `exact`, which is cleared first.
pub(super) fn exact(word: &str, exact: &mut String) {
    exact.clear();
    let shown = word.chars().filter(|c| !is_invisible(*c));
    let chars = shown.map(|c| if is_apostrophe(c) { '\'' } else { c });
    if word.is_ascii() {
        exact.extend(chars.take(LONGEST_TERM));
    } else {
        exact.extend(chars.nfc().take(LONGEST_TERM / 4));
    }
}
