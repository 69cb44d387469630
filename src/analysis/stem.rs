//! A folded term → its stem, by which inflected forms find each other.

use frostem::{Algorithm, Stemmer};

/// Letters up to which a word only loses a plural ending: `Mali` is not a form of `mal`.
const SHORT: usize = 4;

/// Writes the stem of the folded term into `stem`, which is cleared first.
///
/// Snowball's French stemmer, after folding: the stem of a word typed without accents is then that of the word itself.
pub(super) fn stem(folded: &str, stem: &mut String) {
    stem.clear();
    if folded.len() <= SHORT {
        let plural = folded.len() == SHORT && folded.ends_with(['s', 'x']) && folded.is_ascii();
        stem.push_str(if plural { &folded[..SHORT - 1] } else { folded });
    } else {
        stem.push_str(&Stemmer::new(Algorithm::French).stem(folded));
    }
}
