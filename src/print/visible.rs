//! Characters that a terminal would obey, or would not show, made visible.

use std::borrow::Cow;

/// `text` with every control character, every explicit change of writing direction, and whatever hides text in a visible
/// form, so that neither a document nor a file name can move the cursor, recolour the screen or swap the order of what is
/// read. Line breaks and tabs stay.
///
/// Arabic and Hebrew stay readable: what joins their letters is kept, and their implicit directional marks (U+200E, U+200F,
/// U+061C), which have no form of their own, are left out.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_obeyed(c) || is_directional_mark(c)) {
        return Cow::Borrowed(text);
    }
    shown(text, is_obeyed)
}

/// As [`visible`], for names and titles, which stand within a line: line breaks and tabs are made visible too, and so are
/// characters without a form, since a name is told from another by them.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    let is_shown = |c| matches!(c, '\n' | '\t') || is_obeyed(c) || is_unseen(c) || is_directional_mark(c);
    if !text.contains(is_shown) {
        return Cow::Borrowed(text);
    }
    shown(text, is_shown)
}

fn shown(text: &str, is_shown: impl Fn(char) -> bool) -> Cow<'_, str> {
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            // The block of control pictures begins at U+2400, in the order of the controls.
            '\0'..='\u{1F}' if is_shown(c) => shown.extend(char::from_u32(0x2400 + u32::from(c))),
            '\u{7F}' => shown.push('␡'),
            _ if is_shown(c) => shown.push_str(&format!("‹U+{:04X}›", u32::from(c))),
            _ if is_directional_mark(c) => {}
            _ => shown.push(c),
        }
    }
    shown.into()
}

/// What a terminal, or who reads its output, takes for a command. In JSON, which must keep it, it is escaped.
pub(super) fn is_obeyed(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Embeddings, overrides and isolates of the bidirectional algorithm, and the older switches behind them.
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => true,
        // Ends of lines for some readers.
        '\u{2028}' | '\u{2029}' => true,
        // A second text in letters that do not show, and what sets a text between others.
        '\u{E0000}'..='\u{E007F}' | '\u{FFF9}'..='\u{FFFB}' => true,
        _ => c.is_control(),
    }
}

/// Directions without a form, which some text needs; they only move the punctuation next to them.
fn is_directional_mark(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}')
}

/// Spaces without width, joiners, fillers and hyphens that do not show. Those that Persian and emoji need (U+200C, U+200D)
/// are not among them.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}' | '\u{2060}'
            ..='\u{2065}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        // As text, and within a line.
        let table = [
            ("été\n\tok", "été\n\tok", "été␊␉ok"),
            ("\u{1B}[31mrouge", "␛[31mrouge", "␛[31mrouge"),
            ("\u{1B}]8;;http://x\u{7}", "␛]8;;http://x␇", "␛]8;;http://x␇"),
            ("a\rb\0c\u{7F}", "a␍b␀c␡", "a␍b␀c␡"),
            ("\u{9B}31m \u{85}", "‹U+009B›31m ‹U+0085›", "‹U+009B›31m ‹U+0085›"),
            ("a\u{202E}txt.exe", "a‹U+202E›txt.exe", "a‹U+202E›txt.exe"),
            ("\u{2066}a\u{2069}\u{202A}", "‹U+2066›a‹U+2069›‹U+202A›", "‹U+2066›a‹U+2069›‹U+202A›"),
            ("a\u{2028}b\u{2029}", "a‹U+2028›b‹U+2029›", "a‹U+2028›b‹U+2029›"),
            ("a\u{E0041}\u{E007F}", "a‹U+E0041›‹U+E007F›", "a‹U+E0041›‹U+E007F›"),
            ("\u{FFF9}a\u{FFFB}", "‹U+FFF9›a‹U+FFFB›", "‹U+FFF9›a‹U+FFFB›"),
            ("نهر\u{200F} (النيجر)\u{200E}", "نهر (النيجر)", "نهر‹U+200F› (النيجر)‹U+200E›"),
            ("می\u{200C}خواهم 👩\u{200D}🌾", "می\u{200C}خواهم 👩\u{200D}🌾", "می\u{200C}خواهم 👩\u{200D}🌾"),
            ("a\u{200B}b\u{FEFF}\u{AD}", "a\u{200B}b\u{FEFF}\u{AD}", "a‹U+200B›b‹U+FEFF›‹U+00AD›"),
        ];
        for (text, shown, line) in table {
            assert_eq!(visible(text), shown, "{text:?}");
            assert_eq!(visible_line(text), line, "{text:?}");
        }
    }
}
