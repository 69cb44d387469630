//! A word → its folded term: no case, accents, ligatures, apostrophes or invisible characters.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::number;

/// Bytes that a term may have at most; of a longer word the beginning is the term. Longer runs are data, not words,
/// and tantivy drops terms of 64 KiB without a word.
pub(super) const LONGEST_TERM: usize = 255;

/// Writes the folded form of `word` into `folded`, which is cleared first.
pub(super) fn fold(word: &str, folded: &mut String) {
    folded.clear();
    if word.starts_with(|c: char| c.is_ascii_digit()) && number::length(word) == word.len() {
        return number::fold(word, folded);
    }
    // Most words are plain small letters to their end, or nearly.
    let plain = word.bytes().take(LONGEST_TERM).take_while(u8::is_ascii_lowercase).count();
    folded.push_str(&word[..plain]);
    for c in word[plain..].chars() {
        if folded.len() >= LONGEST_TERM {
            break;
        }
        match c {
            // What is frequent in French, for speed; the rule below makes the same of it.
            'é' | 'è' | 'ê' => folded.push('e'),
            'à' | 'â' => folded.push('a'),
            'ç' => folded.push('c'),
            'î' | 'ï' => folded.push('i'),
            'ô' => folded.push('o'),
            'ù' | 'û' => folded.push('u'),
            _ if c.is_ascii() => push(c, folded),
            _ => decompose_compatible(c, |part| push(part, folded)),
        }
    }
}

fn push(c: char, folded: &mut String) {
    match c {
        'a'..='z' | '0'..='9' => folded.push(c),
        'A'..='Z' => folded.push(c.to_ascii_lowercase()),
        // What Unicode does not decompose, as a French typist writes it.
        'œ' | 'Œ' => folded.push_str("oe"),
        'æ' | 'Æ' => folded.push_str("ae"),
        'ß' | 'ẞ' => folded.push_str("ss"),
        'ł' | 'Ł' => folded.push('l'),
        'ø' | 'Ø' => folded.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' | 'ɗ' | 'Ɗ' => folded.push('d'),
        'ħ' | 'Ħ' => folded.push('h'),
        'ı' => folded.push('i'),
        'þ' | 'Þ' => folded.push_str("th"),
        // Letters of the languages of West Africa.
        'ɓ' | 'Ɓ' => folded.push('b'),
        'ɛ' | 'Ɛ' => folded.push('e'),
        'ɔ' | 'Ɔ' => folded.push('o'),
        'ɲ' | 'Ɲ' | 'ŋ' | 'Ŋ' => folded.push('n'),
        'ƙ' | 'Ƙ' => folded.push('k'),
        'ƴ' | 'Ƴ' => folded.push('y'),
        // A final sigma is a sigma.
        'ς' => folded.push('σ'),
        _ if super::segment::is_apostrophe(c) || is_combining_mark(c) => {}
        _ => folded.extend(c.to_lowercase().filter(|c| c.is_alphanumeric())),
    }
}
