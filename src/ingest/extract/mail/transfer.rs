//! Quoted-printable and base64 → bytes. What is damaged or cut off gives what can be read of it.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;

/// A part's body without its transfer encoding.
pub(super) fn decoded<'a>(body: &'a [u8], encoding: &str) -> Cow<'a, [u8]> {
    match encoding {
        "base64" => base64(body).into(),
        "quoted-printable" => quoted_printable(body).into(),
        _ => body.into(),
    }
}

fn base64(body: &[u8]) -> Vec<u8> {
    // Behind the padding stands what mailing lists add, as plain text.
    let encoded = body.split(|byte| *byte == b'=').next().unwrap_or_default();
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/".contains(byte);
    let letters: Vec<u8> = encoded.iter().copied().filter(letter).collect();
    base64_decode(&letters).unwrap_or_default()
}

/// By hand: the library gives a body up at the first `==`.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let text = line.trim_ascii_end();
        let (text, is_soft) = text.strip_suffix(b"=").map_or((text, false), |text| (text, true));
        escapes(text, &mut bytes);
        if !is_soft && line.ends_with(b"\n") {
            bytes.push(b'\n');
        }
    }
    bytes
}

fn escapes(mut text: &[u8], bytes: &mut Vec<u8>) {
    while let Some((&first, rest)) = text.split_first() {
        let escaped = (first == b'=').then(|| hexadecimal(rest.get(..2)?)).flatten();
        bytes.push(escaped.unwrap_or(first));
        text = if escaped.is_some() { &rest[2..] } else { rest };
    }
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digits = digits.iter().all(u8::is_ascii_hexdigit).then_some(digits)?;
    u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &str, encoding: &str) -> String {
        String::from_utf8_lossy(&decoded(body.as_bytes(), encoding)).into_owned()
    }

    #[test]
    fn what_is_damaged_gives_what_is_left() {
        let cases = [
            ("base64", "TGUgTWFsaQ==", "Le Mali"),
            ("base64", "TGUg\r\nTWFs\r\naQ==\r\n", "Le Mali"),
            ("base64", "TGUgTWFsaQ", "Le Mali"),
            ("base64", "TGUgTWFsa", "Le Mal"),
            ("base64", "TGUg*TW!Fs", "Le Mal"),
            ("base64", "TGUgTWFsaQ==\r\n____\r\nListe de Gao", "Le Mali"),
            ("quoted-printable", "L=27=C3=A9t=c3=a9", "L'été"),
            (
                "quoted-printable",
                "une ligne =\r\nlongue  \r\net une autre=20\r\n",
                "une ligne longue\net une autre \n",
            ),
            ("quoted-printable", "a == b =XY = c=", "a == b =XY = c"),
            ("quoted-printable", "=C3=A", "\u{fffd}=A"),
            ("8bit", "a=3Db", "a=3Db"),
        ];
        for (encoding, body, expected) in cases {
            assert_eq!(text(body, encoding), expected, "{body:?}");
        }
    }
}
