//! UTF-8 that was read as Windows-1252 or ISO-8859-1 and written as UTF-8 again: `dÃ©jÃ  l’Ã©tÃ©`, undone line by line.
//!
//! A line is what its author wrote, or it decodes back strictly: every character of it is one byte of an encoding, and
//! the bytes are UTF-8 of letters and marks that French has. A line with a single `é` of its own does not.

use std::str;

/// Places that must be mended before a file counts as encoded twice: a text may quote one (`Ã©`).
const FEWEST: usize = 2;
/// The same where other lines have letters beyond ASCII of their own.
const FEWEST_OF_MIXED: usize = 4;

/// The characters that Windows-1252 has in 80 to 9F; where it has none, the control character that readers make of it.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text as it was before its second encoding, where it had one.
pub(super) fn undone(text: &str) -> Option<String> {
    // What every French text encoded twice holds: the first half of an accented letter, or of an apostrophe.
    if !text.contains('Ã') && !text.contains("â€") {
        return None;
    }
    let mut once = String::with_capacity(text.len());
    let (mut mended, mut genuine) = (0, false);
    for line in text.split_inclusive(['\n', '\r']) {
        match undone_line(line) {
            Some(line) => {
                mended += line.chars().filter(|c| !c.is_ascii()).count();
                once.push_str(&line);
            }
            None => {
                genuine |= !line.is_ascii();
                once.push_str(line);
            }
        }
    }
    (mended >= if genuine { FEWEST_OF_MIXED } else { FEWEST }).then_some(once)
}

/// A line that holds something encoded twice and nothing else beyond ASCII.
fn undone_line(line: &str) -> Option<String> {
    if line.is_ascii() {
        return None;
    }
    let bytes: Vec<u8> = line.chars().map(byte).collect::<Option<_>>()?;
    let once = str::from_utf8(&bytes).ok()?;
    once.chars().all(|c| c.is_ascii() || is_expected(c)).then(|| once.to_owned())
}

/// The byte that was read as `c`.
fn byte(c: char) -> Option<u8> {
    // As ISO-8859-1, 80 to 9F are the control characters of the same numbers.
    u8::try_from(u32::from(c))
        .ok()
        .or_else(|| (0x80..).zip(UPPER).find(|(_, upper)| *upper == c).map(|(byte, _)| byte))
}

/// What French text holds beyond ASCII; what is found elsewhere was more likely meant as it stands (`CAFÉ…`).
fn is_expected(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{17f}' | '\u{300}'..='\u{36f}' | '\u{2002}'..='\u{2044}' | '€' | '™' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    fn twice(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    const TEXT: &str =
        "Le cœur de l’été : « déjà vu », dit-elle à Ségou.\nÀ l’Œuvre… 10 € — naïve e\u{301}te\u{301} !\n";

    #[test]
    fn a_text_encoded_twice_is_what_its_author_wrote() {
        assert!(twice(TEXT).contains("Ã©tÃ©"));
        assert_eq!(undone(&twice(TEXT)).as_deref(), Some(TEXT));
        let latin_1: String = TEXT.bytes().map(char::from).collect();
        assert_eq!(undone(&latin_1).as_deref(), Some(TEXT));
        assert_eq!(undone(&twice("\u{feff}L’été")).as_deref(), Some("\u{feff}L’été"));
    }

    #[test]
    fn lines_of_a_mixed_text_are_mended_one_by_one() {
        let mixed = format!("À l’été\r\n{}Sans accent\n« Ã© »\n", twice(TEXT));
        assert_eq!(undone(&mixed), Some(format!("À l’été\r\n{TEXT}Sans accent\n« Ã© »\n")));
    }

    #[test]
    fn what_was_meant_so_stays() {
        let cases = [
            "",
            "Le cœur de l’été : « déjà vu ».",
            "On lit Ã© au lieu de é.",
            "On lit Ã©.",
            "On lit Ã©.\nOn lit Ã¨.\nC’est une faute.",
            "SÃO PAULO, CAFÉ…",
            "São Paulo, Grão-Pará, irmã",
            "Ã",
            "â€",
            "VÃ© « Ã© » Ã©",
        ];
        for text in cases {
            assert_eq!(undone(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_a_result(text in "([Ãâ€™©Å“Â é\n\r]|\\PC){0,60}") {
            undone(&text);
        }

        #[test]
        fn a_text_in_french_letters_comes_back(text in "[a-zéèàçùœ’« »\n]{0,60}") {
            let expected = text.chars().filter(|c| !c.is_ascii()).count() >= FEWEST && twice(&text).contains(['Ã', '€']);
            if expected {
                prop_assert_eq!(undone(&twice(&text)), Some(text));
            }
        }
    }
}
