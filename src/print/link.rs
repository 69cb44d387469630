//! File paths as parts of links.

use std::path::Path;

/// The path as it stands in a URL: all bytes but letters, digits, `/` and a few marks are percent-encoded, so that it can
/// begin no scheme such as `javascript:`, has no query, and needs no escape in a terminal's link, in HTML or in Markdown.
pub(super) fn encoded(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    bytes
        .map(|byte| match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                char::from(*byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_a_path_is_left() {
        let table = [
            ("docs/été 1.md", "docs/%C3%A9t%C3%A9%201.md"),
            ("javascript:alert(1)", "javascript%3Aalert%281%29"),
            ("a\"><script>#?.md", "a%22%3E%3Cscript%3E%23%3F.md"),
            ("a\u{1b}\n\\b", "a%1B%0A%5Cb"),
        ];
        for (path, expected) in table {
            assert_eq!(encoded(Path::new(path)), expected);
        }
    }
}
