//! The words of a text, as often as they stand in it.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

/// How often each word stands in a text.
pub(crate) struct Words(HashMap<String, usize>);

/// Whether a word is one that people write, rather than glyphs of another kind.
pub(crate) fn plausible(word: &str) -> bool {
    let vowel = |c: char| "aeiouyœæ".contains(c.to_lowercase().nfd().next().unwrap_or(c));
    word.chars().count() >= 4 && word.chars().all(char::is_alphabetic) && word.chars().any(vowel)
}

impl Words {
    /// Letters and digits in NFKC, so that a ligature is its letters; a word that a line end cuts is one.
    pub(crate) fn of(text: &str) -> Self {
        let joined = text.replace("-\n", "").replace(['\u{ad}', '\u{2010}'], "");
        let composed: String = joined.nfkc().collect();
        let mut words = HashMap::new();
        for word in composed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            *words.entry(word.to_owned()).or_default() += 1;
        }
        Self(words)
    }

    /// Those that `choose` takes.
    pub(crate) fn only(&self, choose: impl Fn(&str) -> bool) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(word, _)| choose(word))
                .map(|(word, count)| (word.clone(), *count))
                .collect(),
        )
    }

    pub(crate) fn count(&self) -> usize {
        self.0.values().sum()
    }

    /// How many words stand in both.
    pub(crate) fn in_common(&self, other: &Self) -> usize {
        self.0.iter().map(|(word, count)| (*count).min(other.0.get(word).copied().unwrap_or(0))).sum()
    }

    /// Which share of these words stands in `other`; all, if there are none.
    pub(crate) fn share_in(&self, other: &Self) -> f64 {
        match self.count() {
            0 => 1.0,
            count => self.in_common(other) as f64 / count as f64,
        }
    }
}
