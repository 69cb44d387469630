//! A query as it may be typed otherwise, or mistyped.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Another way to type a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Without accents.
    Unaccented,
    /// In capitals.
    Capitals,
    /// Decomposed (NFD), as some systems write accents.
    Decomposed,
    /// With the apostrophe of print.
    Curly,
    /// With one letter wrong in the longest word.
    Misspelled,
}

impl Variant {
    /// Every variant.
    pub const ALL: [Self; 5] =
        [Self::Unaccented, Self::Capitals, Self::Decomposed, Self::Curly, Self::Misspelled];

    /// Its name in one word or two.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unaccented => "no accents",
            Self::Capitals => "capitals",
            Self::Decomposed => "NFD",
            Self::Curly => "curly apostrophes",
            Self::Misspelled => "one letter wrong",
        }
    }

    /// The query so typed.
    pub fn of(self, query: &str) -> String {
        match self {
            Self::Unaccented => query.nfd().filter(|c| !is_combining_mark(*c)).nfc().collect(),
            Self::Capitals => query.to_uppercase(),
            Self::Decomposed => query.nfd().collect(),
            Self::Curly => query.replace('\'', "’"),
            Self::Misspelled => misspelled(query),
        }
    }
}

/// The letter in the middle of the longest word (the first of equals) is the next one in the alphabet.
fn misspelled(query: &str) -> String {
    let mut longest: Vec<(usize, char)> = Vec::new();
    let mut word: Vec<(usize, char)> = Vec::new();
    for (at, c) in query.char_indices().chain([(query.len(), ' ')]) {
        if c.is_alphabetic() {
            word.push((at, c));
        } else if word.len() > longest.len() {
            longest = std::mem::take(&mut word);
        } else {
            word.clear();
        }
    }
    let Some((at, c)) = longest.get(longest.len() / 2).copied() else { return query.to_owned() };
    let wrong = match c {
        'a'..='y' | 'A'..='Y' => char::from_u32(c as u32 + 1).unwrap_or(c),
        _ => 'e',
    };
    format!("{}{wrong}{}", &query[..at], &query[at + c.len_utf8()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_typed_otherwise() {
        let table = [
            (Variant::Unaccented, "l'été à Ségou", "l'ete a Segou"),
            (Variant::Capitals, "l'été", "L'ÉTÉ"),
            (Variant::Decomposed, "été", "e\u{301}te\u{301}"),
            (Variant::Curly, "l'été d'un", "l’été d’un"),
            (Variant::Misspelled, "le port de Koulikoro", "le port de Kouljkoro"),
            (Variant::Misspelled, "ça été", "ça éué"),
            (Variant::Misspelled, "1 2", "1 2"),
            (Variant::Misspelled, "", ""),
        ];
        for (variant, query, expected) in table {
            assert_eq!(variant.of(query), expected, "{variant:?} {query}");
        }
    }
}
