//! Bitmap fonts of old TeX files name their glyphs `a65`, not `A`: the code tells, in one of TeX's two encodings.

use super::glyph::Glyph;

/// The first codes of the encoding T1, from 0: accents, quotation marks, dashes, ligatures.
const T1: [&str; 32] = [
    "`", "´", "ˆ", "˜", "¨", "˝", "˚", "ˇ", "˘", "¯", "˙", "¸", "˛", "‚", "‹", "›", "“", "”", "„", "«", "»",
    "–", "—", "", "", "ı", "ȷ", "ff", "fi", "fl", "ffi", "ffl",
];
/// The first codes of the encoding OT1.
const OT1: [&str; 32] = [
    "Γ", "Δ", "Θ", "Λ", "Ξ", "Π", "Σ", "Υ", "Φ", "Ψ", "Ω", "ff", "fi", "fl", "ffi", "ffl", "ı", "ȷ", "`",
    "´", "ˇ", "˘", "¯", "˚", "¸", "ß", "æ", "œ", "ø", "Æ", "Œ", "Ø",
];
/// The codes 128 to 191 of T1.
const T1_FROM_128: &str = "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£";

/// So few codes prove nothing.
const FEW: usize = 50;

/// Tells, from the codes of the pages so far, whether a document's codes are those of characters: converters may also
/// number the glyphs as they come.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// Digits and points apart, which are many in an index and say nothing.
    told: usize,
    letters: usize,
    /// The letters that make two thirds of any text in French or English.
    usual: usize,
}

impl Codes {
    /// Gives a page's glyphs without a character the one that TeX's encoding has, where the codes look like text;
    /// else leaves them out. Returns how many it leaves out.
    pub(super) fn guess(&mut self, glyphs: &mut Vec<Glyph>) -> usize {
        let codes: Vec<u8> = glyphs.iter().filter_map(|glyph| glyph.code).collect();
        self.count(&codes);
        // Any page has an `fi`, in OT1 among the first codes, and a French one an accent, in T1 among the last.
        let ot1_only =
            !codes.iter().any(|&code| code >= 0xc0) && codes.iter().any(|&code| (11..=15).contains(&code));
        if self.are_text() {
            for glyph in glyphs.iter_mut() {
                if let Some(code) = glyph.code.take() {
                    glyph.text = if ot1_only { ot1(code) } else { t1(code) };
                }
            }
        }
        let before = glyphs.len();
        glyphs.retain(|glyph| !glyph.text.is_empty());
        before - glyphs.len()
    }

    fn count(&mut self, codes: &[u8]) {
        let count = |is: fn(u8) -> bool| codes.iter().filter(|code| is(**code)).count();
        self.told += count(|code| !(33..=64).contains(&code));
        self.letters += count(|code| code.is_ascii_alphabetic());
        self.usual += count(|code| b"aeinrst".contains(&code.to_ascii_lowercase()));
    }

    fn are_text(&self) -> bool {
        self.told < FEW || (self.letters * 10 >= self.told * 6 && self.usual * 10 >= self.letters * 4)
    }
}

fn t1(code: u8) -> String {
    match code {
        0..=31 => T1[usize::from(code)].to_owned(),
        32 => "␣".to_owned(),
        39 => "’".to_owned(),
        96 => "‘".to_owned(),
        127 => "-".to_owned(),
        128..=191 => T1_FROM_128.chars().nth(usize::from(code) - 128).map(String::from).unwrap_or_default(),
        0xd7 => "Œ".to_owned(),
        0xf7 => "œ".to_owned(),
        0xdf => "SS".to_owned(),
        0xff => "ß".to_owned(),
        _ => char::from(code).to_string(),
    }
}

fn ot1(code: u8) -> String {
    match code {
        0..=31 => OT1[usize::from(code)].to_owned(),
        34 => "”".to_owned(),
        39 => "’".to_owned(),
        60 => "¡".to_owned(),
        62 => "¿".to_owned(),
        92 => "“".to_owned(),
        94 => "ˆ".to_owned(),
        95 => "˙".to_owned(),
        96 => "‘".to_owned(),
        123 => "–".to_owned(),
        124 => "—".to_owned(),
        125 => "˝".to_owned(),
        126 => "˜".to_owned(),
        127 => "¨".to_owned(),
        128..=255 => String::new(),
        _ => char::from(code).to_string(),
    }
}
