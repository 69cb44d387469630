//! A word → its exact form: accents and capitals as written, in one Unicode form, with one apostrophe; and what an index
//! holds of that.

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

/// Stands between a folded word and how it is written. Neither has a space.
const WRITTEN: char = ' ';

/// Stands for how a compound is written: not as the one word that it is taken as. No exact form has a hyphen.
pub(super) const IN_PARTS: &str = "-";

/// The term that an index holds of a word that is not written as it is folded: `Pêche` is `peche Pê`. `None` of one that
/// is, of which the folded term says all.
pub(crate) fn spelling(folded: &str, exact: &str) -> Option<String> {
    let mut spelling = String::new();
    push_spelling(folded, exact, &mut spelling);
    Some(spelling).filter(|spelling| !spelling.is_empty())
}

/// What the spellings of a folded word begin with, and no other term.
pub(crate) fn before_spellings(folded: &str) -> String {
    let mut begin = folded.to_owned();
    begin.push(WRITTEN);
    begin
}

/// Writes the word's term behind what `spelling` holds; nothing of a word that is written as it is folded.
pub(super) fn push_spelling(folded: &str, exact: &str, spelling: &mut String) {
    if folded == exact {
        return;
    }
    // The letters that both end in tell nothing, and without them many terms end alike, which makes a small dictionary.
    let alike = folded.chars().rev().zip(exact.chars().rev()).take_while(|(one, other)| one == other);
    let alike: usize = alike.map(|(letter, _)| letter.len_utf8()).sum();
    spelling.push_str(folded);
    spelling.push(WRITTEN);
    spelling.push_str(&exact[..exact.len() - alike]);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::analysis::{Kind, tokens};

    #[test]
    fn only_what_is_not_written_as_folded_has_a_spelling() {
        let table = [
            ("cote", None),
            ("2025", None),
            ("10 000", None),
            ("Cote", Some("cote C")),
            ("COTE", Some("cote COTE")),
            ("côte", Some("cote cô")),
            ("co\u{302}te", Some("cote cô")),
            ("côté", Some("cote côté")),
            ("cœur", Some("coeur cœ")),
            ("O.N.U.", Some("onu O.N.U.")),
            ("aujourd’hui", Some("aujourdhui aujourd'")),
            ("10.000", Some("10000 10.")),
            ("3,5", Some("3.5 3,")),
        ];
        for (text, expected) in table {
            let token = tokens(text).next().expect("a word");
            assert_eq!(spelling(&token.folded, &token.exact).as_deref(), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_two_exact_forms_share_a_spelling(text in "[aAàÀâeEéœ.'0-9,Kß\u{301} -]{0,60}") {
            let mut known = BTreeMap::new();
            for token in tokens(&text).filter(|token| token.kind != Kind::Compound) {
                let spelling = spelling(&token.folded, &token.exact).unwrap_or(token.folded);
                let exact = known.entry(spelling).or_insert_with(|| token.exact.clone());
                proptest::prop_assert_eq!(&*exact, &token.exact);
            }
        }
    }
}
