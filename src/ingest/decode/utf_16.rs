//! UTF-16, with a byte order mark or known by its shape: every other byte of a text in Latin letters is zero.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::SAMPLE;

/// Units that a text without a mark must have to be known.
const FEWEST: usize = 8;

/// Which UTF-16 a file is in, and the length of its byte order mark.
pub(super) fn encoding(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    let mark = Encoding::for_bom(bytes).filter(|(encoding, _)| [UTF_16LE, UTF_16BE].contains(encoding));
    mark.or_else(|| unmarked(bytes).map(|encoding| (encoding, 0)))
}

fn unmarked(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    // Text in another encoding has no zeros, and is known by that at little cost.
    if !sample.contains(&0) {
        return None;
    }
    let (pairs, _) = sample.as_chunks::<2>();
    let reads = |unit: fn([u8; 2]) -> u16| is_latin(pairs.iter().map(|pair| unit(*pair)));
    match () {
        () if reads(u16::from_le_bytes) => Some(UTF_16LE),
        () if reads(u16::from_be_bytes) => Some(UTF_16BE),
        () => None,
    }
}

/// Whether nearly all units are Latin letters, digits and punctuation, and none is a control character: data that
/// only happens to hold zeros has some.
fn is_latin(units: impl Iterator<Item = u16> + Clone) -> bool {
    let all = units.clone().count();
    let latin = units.clone().filter(|unit| matches!(unit, 32..=0x36F | 0x2000..=0x20CF)).count();
    let white = units.clone().filter(|unit| matches!(unit, 9..=13)).count();
    let control = |unit: u16| matches!(unit, 0..=8 | 14..=26 | 28..=31 | 0x7F..=0x9F | 0xFFFE..=0xFFFF);
    all >= FEWEST && (latin + white) * 10 >= all * 9 && latin > white && !units.into_iter().any(control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_text_without_a_mark_is_known() {
        for text in
            ["Le cœur de l’été.\r\n", "\tŒuvre : « à 10 € »…\n\n", "Une note 🎵 sur le fleuve, en été."]
        {
            let (little, big) = (units(text, u16::to_le_bytes), units(text, u16::to_be_bytes));
            assert_eq!(encoding(&little), Some((UTF_16LE, 0)), "{text}");
            assert_eq!(encoding(&big), Some((UTF_16BE, 0)), "{text}");
            let marked = units(&format!("\u{feff}{text}"), u16::to_be_bytes);
            assert_eq!(encoding(&marked), Some((UTF_16BE, 2)), "{text}");
        }
    }

    #[test]
    fn data_with_zeros_is_not() {
        let numbers: Vec<u8> = (0..4000_u16).flat_map(u16::to_le_bytes).collect();
        let samples: Vec<u8> = (0..400_u16).flat_map(|n| (n * 163).to_be_bytes()).collect();
        let wide: Vec<u8> = "UTF-32 n’en est pas".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let cases: [&[u8]; 7] =
            [b"", b"a\0b\0", b"Texte.\0", b"un\0deux\0trois\0quatre\0", &numbers, &samples, &wide];
        for bytes in cases {
            assert_eq!(encoding(bytes), None, "{bytes:?}");
        }
    }
}
