//! Encoded words (RFC 2047) as programs write them → as the library reads them.

use std::borrow::Cow;

/// A value without the quotation marks around encoded words, which are not allowed there and common, and with the
/// words joined that follow each other: many programs cut a text in the middle of a letter.
pub(super) fn repaired(value: &str) -> Cow<'_, str> {
    if !value.contains("=?") {
        return value.into();
    }
    let value = value.replace("\"=?", "=?").replace("?=\"", "?=");
    let mut repaired = String::with_capacity(value.len());
    let mut before: Option<Word<'_>> = None;
    let mut rest = value.as_str();
    while let Some((between, word, behind)) = next_word(rest) {
        let follows =
            between.trim_ascii().is_empty() && before.is_some_and(|before| before.goes_on_in(&word));
        if follows {
            repaired.truncate(repaired.len() - "?=".len());
            repaired.push_str(word.text);
        } else {
            repaired.extend([between, "=?", word.encoding, "?", word.text]);
        }
        repaired.push_str("?=");
        (before, rest) = (Some(word), behind);
    }
    repaired.push_str(rest);
    repaired.into()
}

/// `=?utf-8?Q?March=C3=A9?=`
#[derive(Clone, Copy)]
struct Word<'a> {
    /// `utf-8?Q`
    encoding: &'a str,
    text: &'a str,
}

impl Word<'_> {
    /// Whether the next word can be joined to this one: in the same encoding, and not padded.
    fn goes_on_in(&self, next: &Word<'_>) -> bool {
        let is_whole = self.encoding.ends_with(['Q', 'q'])
            || self.text.len().is_multiple_of(4) && !self.text.ends_with('=');
        is_whole && self.encoding.eq_ignore_ascii_case(next.encoding)
    }
}

/// What stands before the next encoded word, the word, and what follows it.
fn next_word(text: &str) -> Option<(&str, Word<'_>, &str)> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find("=?")?;
        if let Some((word, behind)) = word(&text[at + 2..]) {
            return Some((&text[..at], word, behind));
        }
        from = at + 2;
    }
}

/// The word behind `=?`, and what follows it. No line end and no space is in it but where programs forget to encode.
fn word(text: &str) -> Option<(Word<'_>, &str)> {
    // No charset has a longer name; without the limit a long text of `=?` would be searched through for each of them.
    const LONGEST: usize = 40;
    let mut marks =
        text.bytes().take(LONGEST).enumerate().filter(|(_, byte)| *byte == b'?').map(|(at, _)| at);
    let (charset, encoding) = (marks.next()?, marks.next()?);
    if charset == 0 || encoding != charset + 2 {
        return None;
    }
    let rest = &text[encoding + 1..];
    let end = rest.find('?').filter(|end| rest[*end..].starts_with("?="))?;
    Some((Word { encoding: &text[..encoding], text: &rest[..end] }, &rest[end + 2..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_where_that_is_safe() {
        let cases = [
            ("un texte", "un texte"),
            ("=?utf-8?Q?a=C3?=\r\n =?UTF-8?q?=A9b?=", "=?utf-8?Q?a=C3=A9b?="),
            ("=?utf-8?Q?a?==?utf-8?Q?b?= c", "=?utf-8?Q?ab?= c"),
            (
                "=?utf-8?B?TGUg?= =?utf-8?B?TWFsaQ==?= =?utf-8?B?IQ==?=",
                "=?utf-8?B?TGUgTWFsaQ==?= =?utf-8?B?IQ==?=",
            ),
            ("=?utf-8?B?TGU?= =?utf-8?B?TWFs?=", "=?utf-8?B?TGU?= =?utf-8?B?TWFs?="),
            ("=?utf-8?Q?a?= =?iso-8859-1?Q?b?=", "=?utf-8?Q?a?= =?iso-8859-1?Q?b?="),
            ("=?utf-8?Q?a?= et =?utf-8?Q?b?=", "=?utf-8?Q?a?= et =?utf-8?Q?b?="),
            ("\"=?utf-8?Q?Ba=2C_Awa?=\" <a@b.ml>", "=?utf-8?Q?Ba=2C_Awa?= <a@b.ml>"),
            ("=?utf-8?Q?a b?= =?", "=?utf-8?Q?a b?= =?"),
            ("=?=?utf-8?Q?a?=", "=?=?utf-8?Q?a?="),
            ("2 =? 3 ?= =?é?Q?a", "2 =? 3 ?= =?é?Q?a"),
        ];
        for (value, expected) in cases {
            assert_eq!(repaired(value), expected, "{value}");
        }
    }

    #[test]
    fn a_long_value_takes_no_time() {
        for value in ["=?", "=?utf-8?Q?", "=?utf-8?Q?a?= ", "\"=?"] {
            assert!(!repaired(&value.repeat(300_000)).is_empty());
        }
    }
}
