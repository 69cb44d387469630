//! Bytes → text: which character encoding a file is in, and whether it is text at all.

mod declared;
mod legacy;
mod twice;
mod utf_16;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::document::Unread;

pub(super) use declared::declared;

/// Decoded text and the name of the encoding that it was in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: String,
}

/// What UTF-8 is called that was broken, and whose text was repaired.
const DAMAGED: &str = "UTF-8 (damaged)";
const TWICE: &str = "UTF-8 (double-encoded)";

/// Whether the text of a file in what is called `encoding` is not what its bytes say.
pub(super) fn is_repaired(encoding: &str) -> bool {
    [DAMAGED, TWICE].contains(&encoding)
}

/// Bytes looked at to tell text from other data.
pub(super) const SAMPLE: usize = 8 << 10;

/// Decodes a file's bytes, or says why they are not text.
///
/// Valid UTF-8 is taken as it is, byte for byte, a byte order mark included, so that offsets in the text are offsets in
/// the file; but where it was encoded twice, the text is what its author wrote. `declared` is an encoding that the file
/// itself names.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<Decoded, Unread> {
    if let Some((encoding, mark)) = utf_16::encoding(&bytes) {
        return Ok(decoded(&bytes[mark..], encoding));
    }
    if let Some(reason) = not_text(&bytes) {
        return Err(reason);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(utf_8(text)),
        Err(error) => error.into_bytes(),
    };
    if is_damaged_utf8(&bytes) {
        return Ok(Decoded { text: repaired(&bytes), encoding: DAMAGED.into() });
    }
    let declared = declared.filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible());
    Ok(decoded(&bytes, declared.unwrap_or_else(|| legacy::guess(&bytes))))
}

fn utf_8(text: String) -> Decoded {
    match twice::undone(&text) {
        Some(once) => Decoded { text: once, encoding: TWICE.into() },
        None => Decoded { text, encoding: UTF_8.name().into() },
    }
}

fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name().into() }
}

/// UTF-8 with a few broken places, such as a file cut in the middle of a character: hardly any other encoding has a
/// run of valid multi-byte sequences.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    valid > broken
}

/// UTF-8 with the bytes that are none read as Windows-1252, from which such text is mostly pasted together.
fn repaired(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    text
}

/// The byte order mark of UTF-32, little-endian, which begins like that of UTF-16.
const UTF_32: &[u8] = &[0xFF, 0xFE, 0, 0];

/// The beginning of a text, of which two bytes may be a character, with its ASCII characters a byte each.
pub(super) fn as_utf_8(sample: &[u8]) -> Cow<'_, [u8]> {
    match utf_16::encoding(sample) {
        Some((encoding, mark)) => {
            let (text, _) = encoding.decode_without_bom_handling(&sample[mark..]);
            Cow::Owned(text.into_owned().into_bytes())
        }
        None => Cow::Borrowed(sample),
    }
}

/// Why a file that begins with `bytes` is not text; its first [`SAMPLE`] bytes are enough to tell.
pub(super) fn not_text(bytes: &[u8]) -> Option<Unread> {
    if bytes.starts_with(UTF_32) {
        return Some(Unread::skipped("UTF-32, an encoding that is not read"));
    }
    if utf_16::encoding(bytes).is_some() {
        return None;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let control = |byte: &&u8| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127);
    let controls = sample.iter().filter(control).count();
    (sample.contains(&0) || controls * 10 > sample.len()).then(|| Unread::skipped("binary data"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, String), Unread> {
        decode(bytes.to_vec(), None).map(|decoded| (decoded.text, decoded.encoding))
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "Le cœur de l’été : « déjà vu », dit-elle à Ségou où coule le fleuve.";
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        let mut utf_16 = vec![0xFF, 0xFE];
        utf_16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let mut cut = text.repeat(3).into_bytes();
        let e_acute = cut.iter().rposition(|byte| *byte == 0xC3).expect("the text has an accent");
        cut.truncate(e_acute + 1);
        let table: [(&[u8], &str); 4] = [
            (text.as_bytes(), "UTF-8"),
            (&windows, "windows-1252"),
            (&utf_16, "UTF-16LE"),
            (&cut, "UTF-8 (damaged)"),
        ];
        for (bytes, encoding) in table {
            let (decoded, name) = read(bytes).expect("it is text");
            assert_eq!(name, encoding);
            assert!(decoded.starts_with("Le cœur de l’été : « déjà vu »"), "{encoding}: {decoded}");
        }
    }

    #[test]
    fn a_few_bytes_of_another_encoding_spoil_nothing() {
        let mut bytes = "Les pêcheurs coulent à Koulikoro, où l’été est sec. ".repeat(3).into_bytes();
        bytes.extend(b"caf\xE9 cr\xE8me d\xE9j\xE0.");
        let (text, _) = read(&bytes).expect("it is text");
        assert!(text.starts_with("Les pêcheurs") && text.ends_with("café crème déjà."), "{text}");
    }

    #[test]
    fn what_is_not_text_is_named() {
        assert_eq!(read(b"abc\0def"), Err(Unread::skipped("binary data")));
        assert_eq!(read(&[1, 2, 3, 4, 5, 6]), Err(Unread::skipped("binary data")));
    }

    #[test]
    fn a_utf8_byte_order_mark_stays_in_the_text() {
        let (text, _) = read("\u{FEFF}Été".as_bytes()).expect("it is text");
        assert_eq!(text, "\u{FEFF}Été");
    }
}
