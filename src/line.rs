//! Where lines end: with `\n`, with `\r\n`, or with `\r` alone as on old Macs. Whoever counts lines or walks over them
//! does it here, so that a passage, a snippet and `show` mean the same line.

use std::ops::Range;

use memchr::memchr2_iter;

/// Whether a line ends with the byte at `at`.
fn ends(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'\n' => true,
        // `\r\r\n`, from a text converted once too often, is one end too.
        b'\r' => !matches!(&bytes[at + 1..], [b'\n', ..] | [b'\r', b'\n', ..]),
        _ => false,
    }
}

/// How many lines of `bytes` end within `range`.
pub(crate) fn count_ends(bytes: &[u8], range: Range<usize>) -> u32 {
    let part = bytes.get(range.clone()).unwrap_or_default();
    let candidates = memchr2_iter(b'\n', b'\r', part).map(|at| range.start + at);
    u32::try_from(candidates.filter(|at| ends(bytes, *at)).count()).unwrap_or(u32::MAX)
}

/// The lines of `text`, each with its end.
pub(crate) fn with_ends(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let candidates = memchr2_iter(b'\n', b'\r', bytes).filter(|at| ends(bytes, *at)).map(|at| at + 1);
    let mut start = 0;
    candidates.chain([text.len()]).filter_map(move |end| {
        let line = &text[start..end];
        start = end;
        (!line.is_empty()).then_some(line)
    })
}

/// The lines of `text` without their ends.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    with_ends(text).map(|line| line.trim_end_matches(['\n', '\r']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_kind_of_line_end_counts_once() {
        let cases: [(&str, &[&str]); 8] = [
            ("", &[]),
            ("un", &["un"]),
            ("un\ndeux\n", &["un\n", "deux\n"]),
            ("un\r\ndeux\r\n", &["un\r\n", "deux\r\n"]),
            ("un\rdeux\r", &["un\r", "deux\r"]),
            ("un\r\rdeux", &["un\r", "\r", "deux"]),
            ("un\r\r\ndeux", &["un\r\r\n", "deux"]),
            ("\n\r\n\r", &["\n", "\r\n", "\r"]),
        ];
        for (text, parts) in cases {
            assert_eq!(with_ends(text).collect::<Vec<_>>(), parts, "{text:?}");
        }
        assert_eq!(lines("un\r\ndeux\r\rtrois").collect::<Vec<_>>(), ["un", "deux", "", "trois"]);
    }

    proptest! {
        #[test]
        fn counting_and_walking_agree(text in "[aé\n\r]{0,20}", at in 0..20_usize) {
            let bytes = text.as_bytes();
            let ended = with_ends(&text).filter(|line| line.ends_with(['\n', '\r'])).count();
            prop_assert_eq!(count_ends(bytes, 0..bytes.len()) as usize, ended);
            prop_assert_eq!(with_ends(&text).collect::<String>(), text.clone());
            let at = at.min(bytes.len());
            let parts = count_ends(bytes, 0..at) + count_ends(bytes, at..bytes.len());
            prop_assert_eq!(parts as usize, ended, "a count in parts");
        }
    }
}
