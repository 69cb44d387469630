//! Text → words, as byte ranges: letters, digits and what may stand inside a word.

use unicode_normalization::char::is_combining_mark;

use super::{acronym, number};
use crate::document::Span;

/// The words of `text` from left to right, not overlapping, none empty.
pub(super) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

#[derive(Debug, Clone)]
pub(super) struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let start = self.start()?;
        let end = start + length(self.text, start);
        self.at = end;
        Some(start..end)
    }
}

impl Words<'_> {
    /// Where the next word begins.
    fn start(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        loop {
            // What is ASCII needs no look at the tables of Unicode.
            at += bytes[at..]
                .iter()
                .take_while(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
                .count();
            match self.text[at..].chars().next()? {
                c if starts_word(c) => return Some(at),
                c => at += c.len_utf8(),
            }
        }
    }
}

/// Length in bytes of the number, acronym or word that begins at `start`.
fn length(text: &str, start: usize) -> usize {
    let (before, rest) = text.split_at(start);
    let compound = match rest.as_bytes() {
        [b'0'..=b'9', ..] if number::goes_on(before) => 0,
        [b'0'..=b'9', ..] => number::length(rest),
        // No letter with a stop behind it, plain or marked, and no look for more.
        [b'a'..=b'z' | b'A'..=b'Z', b'a'..=b'z' | b'A'..=b'Z', ..] => 0,
        _ => acronym::length(rest),
    };
    if compound > 0 { compound } else { word_length(rest) }
}

/// Length in bytes of the word that `rest` begins with, a run of letters and digits.
fn word_length(rest: &str) -> usize {
    // What is plain ends nothing and needs no look around; nor does what stands behind it, if that is plain.
    let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let ends = |next: &u8| next.is_ascii() && !is_apostrophe(char::from(*next));
    if plain > 0 && rest.as_bytes().get(plain).is_none_or(ends) {
        return plain;
    }
    let mut end = plain;
    // Counted from the first superscript on, since few words have one.
    let mut letters: Option<usize> = None;
    let mut chars = rest[plain..].char_indices();
    while let Some((at, c)) = chars.next() {
        let at = plain + at;
        let after = chars.as_str();
        if is_superscript_digit(c) && *letters.get_or_insert_with(|| self::letters(&rest[..at])) >= FOOTNOTED
        {
            break;
        } else if starts_word(c) || is_combining_mark(c) {
            end = at + c.len_utf8();
            letters = letters.map(|letters| letters + usize::from(c.is_alphabetic()));
        } else if is_apostrophe(c) {
            if !after.starts_with(starts_word) || is_elision(&rest[..at], after) {
                break;
            }
        } else if !(is_invisible(c)
            || is_line_break(c) && is_cut(&rest[..at])
            || is_indentation(&rest[..at], c))
        {
            break;
        }
    }
    end
}

fn starts_word(c: char) -> bool {
    // The letters of French come first, for speed.
    c.is_ascii_alphanumeric()
        || matches!(c, 'à'..='ö' | 'ø'..='ÿ' | 'À'..='Ö' | 'œ')
        || c.is_alphanumeric() && !is_apostrophe(c) && !is_fraction(c)
        || c == '№'
}

/// Letters behind which a superscript digit is the mark of a note (`Ségou²`), not an exponent (`km²`).
const FOOTNOTED: usize = 3;

fn is_superscript_digit(c: char) -> bool {
    matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹')
}

fn letters(word: &str) -> usize {
    word.chars().filter(|c| c.is_alphabetic()).count()
}

/// A fraction in one character, whose parts must not run into the number before it (`3½`).
fn is_fraction(c: char) -> bool {
    matches!(c, '¼'..='¾' | '⅐'..='⅟' | '↉')
}

/// Every character in use as an apostrophe: typewriter, typographic, modifier letters (the ayin and hamza of
/// transcriptions among them), accents, prime, full width.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | '\u{02BB}'..='\u{02BF}' | '´' | '`' | '′' | '＇')
}

/// Every hyphen that joins words: typewriter, the sign of a cut in old scans, typographic, no-break, small, full width.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '¬' | '\u{2010}' | '\u{2011}' | '\u{FE63}' | '\u{FF0D}')
}

/// Whether `text` is an apostrophe and nothing else.
pub(super) fn is_one_apostrophe(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_apostrophe) && chars.next().is_none()
}

/// Characters that show nothing and separate nothing: soft hyphen, zero-width space and joiners, byte order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether a word is cut here by a soft hyphen, which shows at the end of a line; a break of two characters counts once.
fn is_cut(before: &str) -> bool {
    before.strip_suffix('\r').unwrap_or(before).ends_with('\u{AD}')
}

/// Whether a blank stands at the beginning of the line that goes on with a cut word.
fn is_indentation(before: &str, c: char) -> bool {
    matches!(c, ' ' | '\t') && before.ends_with(['\n', '\r', ' ', '\t'])
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// Words that lose their last vowel before a vowel or a mute h. What keeps its apostrophe (`aujourd'hui`, `quelqu'un`,
/// `O'Brien`) is not among them and stays one word.
const ELIDED: [&str; 14] =
    ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"];

/// Whether an apostrophe between `before` and `after` ends a word: `l|armée`, but `N'Djamena`.
///
/// Elision needs a vowel sound: a consonant before a small letter is a name (`N'Golo`, `D'Souza`), but for the nasal
/// that begins another (`d'Ndiaye`, `d'Mbappé`); one before a capital may be an acronym that is spelled out (`d'RFI`).
/// `ne` and `me` only stand before verbs, and `presqu'île` is one word.
fn is_elision(before: &str, after: &str) -> bool {
    let Some(elided) = ELIDED.iter().find(|word| word.eq_ignore_ascii_case(before)) else { return false };
    let mut letters = after.chars().filter(|c| !is_combining_mark(*c)).map(|c| c.to_ascii_lowercase());
    let (first, second) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    let spelled_out = || !after.chars().nth(1).is_some_and(char::is_lowercase);
    let before_nasal = || matches!(first, 'm' | 'n') && is_consonant(second);
    match *elided {
        "presqu" => !(matches!(first, 'i' | 'î' | 'Î') && second == 'l'),
        "n" | "m" => !is_consonant(first),
        _ => !is_consonant(first) || spelled_out() || before_nasal(),
    }
}

fn is_consonant(letter: char) -> bool {
    "bcdfgjklmnpqrstvwxz".contains(letter)
}
