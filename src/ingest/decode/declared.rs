//! The encoding that a file names: `<?xml … encoding="…"?>`, or the charset of an HTML page.

use encoding_rs::Encoding;

use crate::document::Format;

/// Bytes in which browsers look for a page's charset.
const HEAD: usize = 1024;

/// The encoding that a file declares, where it is one that is known.
pub(in crate::ingest) fn declared(bytes: &[u8], format: Format) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    xml(head).or_else(|| (format == Format::Html).then(|| html(head)).flatten())
}

/// The first line of an XML file, whatever the file's name.
fn xml(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let declaration = head.strip_prefix(b"<?xml")?;
    let end = declaration.iter().position(|byte| *byte == b'>')?;
    value_of(&declaration[..end], b"encoding")
}

/// `<meta charset="…">` or `<meta http-equiv="Content-Type" content="text/html; charset=…">`.
fn html(head: &[u8]) -> Option<&'static Encoding> {
    value_of(head, b"charset")
}

/// The encoding named behind the first `key =`.
fn value_of(head: &[u8], key: &[u8]) -> Option<&'static Encoding> {
    let found = |window: &[u8]| window.eq_ignore_ascii_case(key);
    let places = head.windows(key.len()).enumerate().filter(|(_, window)| found(window));
    places.map(|(at, _)| head[at + key.len()..].trim_ascii_start()).find_map(|rest| {
        let value = rest.strip_prefix(b"=")?.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\"'>/;?".contains(byte);
        Encoding::for_label(value.split(ends).next()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declared_charset_is_found() {
        let cases = [
            ("<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-15'>", Some("ISO-8859-15")),
            ("<meta charset=\"latin1\">", Some("windows-1252")),
            ("<META CHARSET = 'macintosh' >", Some("macintosh")),
            ("<p>charset</p><meta charset=utf-8>", Some("UTF-8")),
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?><html>", Some("ISO-8859-15")),
            ("<?xml version='1.0'?><meta charset=latin1>", Some("windows-1252")),
            ("<?xml version='1.0' encoding='klingon'?>", None),
            ("<p>charset</p>", None),
            ("<meta charset=", None),
        ];
        for (page, encoding) in cases {
            assert_eq!(declared(page.as_bytes(), Format::Html).map(Encoding::name), encoding, "{page}");
        }
    }

    #[test]
    fn only_pages_have_a_charset_but_any_file_may_be_xml() {
        assert_eq!(declared(b"charset=latin1", Format::Text), None);
        let xml = "\u{feff}<?xml encoding='macintosh'?>";
        assert_eq!(declared(xml.as_bytes(), Format::Text).map(Encoding::name), Some("macintosh"));
    }
}
