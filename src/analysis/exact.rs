//! A word → its exact form: accents and capitals as written, in one Unicode form, with one apostrophe.

use unicode_normalization::UnicodeNormalization as _;

use super::fold::LONGEST_TERM;
use super::segment::{is_apostrophe, is_hyphen, is_invisible};

/// Writes the exact form of `word` into `exact`, which is cleared first.
pub(super) fn exact(word: &str, exact: &mut String) {
    exact.clear();
    let settled = |c: char| c.is_ascii_alphanumeric() || matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ');
    if word.len() <= LONGEST_TERM / 4 && word.chars().all(settled) {
        return exact.push_str(word);
    }
    // Spaces are in grouped numbers; hyphens and line breaks in words that are cut at the end of a line.
    let shown = word.chars().filter(|c| !(is_invisible(*c) || is_hyphen(*c) || c.is_whitespace()));
    let chars = shown.map(|c| if is_apostrophe(c) { '\'' } else { c });
    if word.is_ascii() {
        exact.extend(chars.take(LONGEST_TERM));
    } else {
        exact.extend(chars.nfc().take(LONGEST_TERM / 4));
    }
}
