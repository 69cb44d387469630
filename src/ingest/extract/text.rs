//! Plain text: the file is the text, and declares nothing.

use super::Extracted;

/// The decoded text itself, moved and not copied.
pub(super) fn extract(decoded: String) -> Extracted {
    Extracted { text: decoded, ..Extracted::default() }
}

/// The same of a table whose rows are its lines.
pub(super) fn extract_rows(decoded: String) -> Extracted {
    Extracted { rows: true, ..extract(decoded) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_rewritten() {
        let source = "\u{feff} date 2025-06 L’été\r\n\u{a0}« Mali »\0\n\n";
        assert_eq!(extract(source.to_owned()), Extracted { text: source.to_owned(), ..Extracted::default() });
    }
}
