//! Characters that a terminal would obey rather than show, made visible.

use std::borrow::Cow;

/// `text` with every control character and every change of writing direction in a visible form, so that neither a
/// document nor a file name can move the cursor, recolour the screen or swap the order of what is read. Line breaks and
/// tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\u{1}'..='\u{1F}' | '\0' if is_obeyed(c) => {
                // The block of control pictures begins at U+2400, in the order of the controls.
                shown.extend(char::from_u32(0x2400 + u32::from(c)));
            }
            '\u{7F}' => shown.push('␡'),
            _ if is_obeyed(c) => shown.push_str(&format!("‹U+{:04X}›", u32::from(c))),
            _ => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// As [`visible`], with line breaks and tabs made visible too: for names and titles, which stand within a line.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\t']) {
        return visible(&text.replace('\n', "␊").replace('\t', "␉")).into_owned().into();
    }
    visible(text)
}

fn is_obeyed(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Embeddings, overrides and isolates of the bidirectional algorithm.
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        let table = [
            ("été\n\tok", "été\n\tok"),
            ("\u{1B}[31mrouge", "␛[31mrouge"),
            ("a\rb\0c\u{7F}", "a␍b␀c␡"),
            ("\u{9B}31m", "‹U+009B›31m"),
            ("a\u{202E}txt.exe", "a‹U+202E›txt.exe"),
        ];
        for (text, shown) in table {
            assert_eq!(visible(text), shown);
        }
        assert_eq!(visible_line("a\nb\t\u{1B}"), "a␊b␉␛");
    }
}
