//! The encodings of one byte a character from before Unicode. chardetng tells most of them apart; French text also
//! comes in two that it does not know, Mac Roman and ISO-8859-15.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH, WINDOWS_1252};

/// Bytes of a file that are looked at for French letters: enough to be sure.
const SAMPLE: usize = 1 << 18;
/// By how many more French letters one reading must win over the usual one.
const MARGIN: isize = 2;

/// The encoding that `bytes`, which are not UTF-8, are most likely in.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if is_macintosh(sample) {
        return MACINTOSH;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // The hint of a French top-level domain settles what a short text leaves open.
    let guess = detector.guess(Some(b"fr"), Utf8Detection::Deny);
    if guess == WINDOWS_1252 && is_latin_9(bytes) { ISO_8859_15 } else { guess }
}

/// Whether many bytes above ASCII read as French letters in Mac Roman, and fewer do in Windows-1252.
fn is_macintosh(sample: &[u8]) -> bool {
    let high = sample.iter().filter(|byte| !byte.is_ascii()).count().cast_signed();
    let (mac, windows) = (french(sample, MACINTOSH), french(sample, WINDOWS_1252));
    mac >= windows + MARGIN && mac * 4 > high
}

/// How French a reading is: the accented letters beside plain ones, less the signs that stand where a letter should.
fn french(sample: &[u8], encoding: &'static Encoding) -> isize {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let (mut score, mut before) = (0, ' ');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            score += weight(before, c, chars.peek().copied().unwrap_or(' '));
        }
        before = c;
    }
    score
}

fn weight(before: char, c: char, after: char) -> isize {
    let (follows, leads) = (before.is_ascii_alphabetic(), after.is_ascii_alphabetic());
    match c {
        'à' => 1,
        'é' | 'è' | 'ê' | 'ç' | 'ï' | 'ù' => isize::from(follows || leads),
        // No word ends with these, but what they are in the other encoding does: `Nom™`, `mot”`.
        'â' | 'ë' | 'î' | 'ô' | 'û' | 'œ' => isize::from(leads),
        'É' | 'È' | 'Ê' | 'À' | 'Â' | 'Ç' | 'Î' | 'Ô' | 'Û' | 'Œ' if !before.is_lowercase() => {
            isize::from(follows || leads)
        }
        '’' | '‘' => isize::from(follows && after.is_alphabetic()),
        '«' | '“' | '»' | '”' | '…' | '–' | '—' | '\u{a0}' | '°' | '€' | '™' | '®' => 0,
        // A capital or a sign within a word, or a control character.
        _ if before.is_ascii_lowercase() || c.is_control() => -1,
        _ => 0,
    }
}

/// Whether text that may be Windows-1252 is ISO-8859-15, which has `œ`, `Œ` and `€` where the other has `½`, `¼` and
/// `¤`, and nothing but control characters in 80 to 9F.
fn is_latin_9(bytes: &[u8]) -> bool {
    let (mut latin_9, mut windows) = (0_usize, 0_usize);
    let mut before = b' ';
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            0x80..=0x9F => return false,
            // A price; `¤` also marks the items of a list.
            0xA4 => latin_9 += usize::from(follows_digit(&bytes[..at])),
            // `c½ur`, but `1½` and `½ tasse`.
            0xBC | 0xBD => {
                let after = bytes.get(at + 1).copied().unwrap_or(b' ');
                let letter = after.is_ascii_alphabetic() && !before.is_ascii_digit();
                *(if letter { &mut latin_9 } else { &mut windows }) += 1;
            }
            _ => {}
        }
        before = byte;
    }
    latin_9 > windows
}

fn follows_digit(before: &[u8]) -> bool {
    let digits = before.iter().rev().find(|byte| !matches!(byte, b' ' | 0xA0));
    digits.is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` in an encoding of one byte a character, through its own decoder.
    fn encode(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let byte =
            |c: char| (0..=255).find(|byte| encoding.decode_without_bom_handling(&[*byte]).0.chars().eq([c]));
        text.chars().map(|c| byte(c).expect("the encoding has the letter")).collect()
    }

    const TEXTS: [&str; 7] = [
        "Le cœur de l’été : « déjà vu », dit-elle à Ségou où coule le fleuve.",
        "Les pêcheurs, dès l'aube, ont tiré leurs filets à terre.",
        "RÉPUBLIQUE DU MALI – MINISTÈRE DE L’ÉLEVAGE – DÉCRET DU 3 AOÛT",
        "L’arrêté n° 12 prévoit une aide de 3 000 euros… « Ça suffit », a déclaré l’élu.",
        "Élèves, maîtres et forêts : où êtes-vous ? Noël approche, l’hôpital brûle.",
        "été déjà là",
        "français, française, maïs, ambiguë, châtaigne",
    ];

    #[test]
    fn mac_roman_and_windows_1252_are_told_apart() {
        for text in TEXTS {
            assert_eq!(guess(&encode(text, MACINTOSH)), MACINTOSH, "{text}");
            assert_eq!(guess(&encode(text, WINDOWS_1252)), WINDOWS_1252, "{text}");
        }
    }

    #[test]
    fn what_is_left_open_is_windows_1252() {
        let cases: [&[u8]; 6] = [
            b"caf\xE9",
            b"\xAB oui \xBB",
            b"10 \x80",
            b"l\x92a",
            b"na\xEFve et \x93oui\x94",
            b"d\x91un mot\x94, d\x91un Nom\x99",
        ];
        for bytes in cases {
            assert_eq!(guess(bytes), WINDOWS_1252, "{bytes:?}");
        }
    }

    #[test]
    fn latin_9_is_known_by_its_own_letters() {
        for text in ["Le cœur et l'œuvre sont à Ségou.", "Prix : 10 € l'unité.", "Œuvre complète à 3 €"]
        {
            assert_eq!(guess(&encode(text, ISO_8859_15)), ISO_8859_15, "{text}");
        }
        for text in ["¤ un thé\n¤ deux thés", "½ tasse de thé et 1½ pot", "À 3 €, c'est donné", "déjà l'été"]
        {
            assert_eq!(guess(&encode(text, WINDOWS_1252)), WINDOWS_1252, "{text}");
        }
    }

    #[test]
    fn other_alphabets_are_left_to_the_detector() {
        let (russian, ..) =
            encoding_rs::WINDOWS_1251.encode("Над рекой стоит туман, и рыбаки ждут утра на берегу.");
        assert_eq!(guess(&russian).name(), "windows-1251");
        let (greek, ..) = encoding_rs::ISO_8859_7.encode("Οι ψαράδες περιμένουν στην όχθη του ποταμού.");
        assert!(["ISO-8859-7", "windows-1253"].contains(&guess(&greek).name()));
        let (czech, ..) =
            encoding_rs::WINDOWS_1250.encode("Příliš žluťoučký kůň úpěl ďábelské ódy, řekl učitel.");
        assert_eq!(guess(&czech).name(), "windows-1250");
    }
}
