//! Accents drawn as glyphs of their own, as old TeX fonts do, join the letter that they stand on.

use unicode_normalization::char::compose;

use super::glyph::Glyph;

/// Puts each accent that overlaps the letter before or behind it into that letter.
pub(super) fn join(glyphs: &mut Vec<Glyph>) {
    let mut joined: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut waiting: Option<(Glyph, char)> = None;
    for mut glyph in glyphs.drain(..) {
        if let Some((accent, mark)) = waiting.take() {
            match accented(&glyph, &accent, mark) {
                Some(text) => glyph.text = text,
                None => joined.push(accent),
            }
        }
        let Some(mark) = combining(&glyph) else {
            joined.push(glyph);
            continue;
        };
        let before = joined.last_mut();
        match before.and_then(|letter| Some((accented(letter, &glyph, mark)?, letter))) {
            Some((text, letter)) => letter.text = text,
            None => waiting = Some((glyph, mark)),
        }
    }
    joined.extend(waiting.map(|(accent, _)| accent));
    *glyphs = joined;
}

/// The letter with the accent, where the accent stands on it or under it.
fn accented(letter: &Glyph, accent: &Glyph, mark: char) -> Option<String> {
    let centre = |glyph: &Glyph| glyph.x + glyph.advance / 2.0;
    let overlaps = letter.angle == accent.angle
        && (centre(letter) - centre(accent)).abs() < letter.size * 0.25
        && (letter.y - accent.y).abs() < letter.size;
    let mut chars = letter.text.chars();
    let base = match (chars.next()?, chars.next()) {
        ('ı', None) => 'i',
        ('ȷ', None) => 'j',
        (base, None) if base.is_alphabetic() => base,
        _ => return None,
    };
    let text = || compose(base, mark).map_or_else(|| format!("{base}{mark}"), String::from);
    overlaps.then(text)
}

/// The combining form of a glyph that is an accent.
fn combining(glyph: &Glyph) -> Option<char> {
    let mut chars = glyph.text.chars();
    Some(match (chars.next()?, chars.next()) {
        ('`' | 'ˋ', None) => '\u{300}',
        ('´' | 'ˊ', None) => '\u{301}',
        ('^' | 'ˆ', None) => '\u{302}',
        ('~' | '˜', None) => '\u{303}',
        ('¯' | 'ˉ', None) => '\u{304}',
        ('˘', None) => '\u{306}',
        ('˙', None) => '\u{307}',
        ('¨', None) => '\u{308}',
        ('˚', None) => '\u{30a}',
        ('˝', None) => '\u{30b}',
        ('ˇ', None) => '\u{30c}',
        ('¸', None) => '\u{327}',
        ('˛', None) => '\u{328}',
        (mark @ '\u{300}'..='\u{36f}', None) => mark,
        _ => return None,
    })
}
