//! Where words and numbers of a text begin and end: a quotation that stops within one says something else.

use unicode_normalization::char::is_combining_mark;

use crate::document::Span;

/// Whether a stretch begins where a word of the text begins, and ends where one ends.
pub(super) fn stands(text: &str, bytes: &Span) -> bool {
    !parts_word(text, bytes.start) && !parts_word(text, bytes.end)
}

/// Whether the byte `at` is within a word or a number, or within a character: what is cited may be any bytes.
pub(super) fn parts_word(text: &str, at: usize) -> bool {
    let Some((before, behind)) = text.split_at_checked(at) else { return at < text.len() };
    let (Some(last), Some(next)) = (before.chars().next_back(), behind.chars().next()) else { return false };
    joins(last, next)
        || is_sign_within(before, next, &behind[next.len_utf8()..])
        || is_sign_within(&before[..before.len() - last.len_utf8()], last, behind)
}

fn joins(last: char, next: char) -> bool {
    let is_note = is_raised(next) && !last.is_numeric();
    let are_words = has_no_spaces(last) && has_no_spaces(next) && !is_combining_mark(next);
    is_of_word(last) && is_of_word(next) && !is_note && !are_words
}

fn is_of_word(c: char) -> bool {
    // Also hyphens and joiners that do not show.
    c.is_alphanumeric()
        || is_combining_mark(c)
        || matches!(c, '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{2060}')
}

/// A digit behind a word, which is the mark of a note.
fn is_raised(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Scripts that part no words, so that any of their letters may be the end of one.
fn has_no_spaces(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether `sign`, with this before and behind it, is within a number: a decimal sign, or one between groups of digits. A
/// space is that only before a group of three and behind one of no more: years and counts stand beside one another too.
fn is_sign_within(before: &str, sign: char, behind: &str) -> bool {
    let left = before.chars().rev().take(4).take_while(|c| c.is_numeric()).count();
    let right = behind.chars().take(4).take_while(|c| c.is_numeric()).count();
    match sign {
        '.' | ',' | '\'' | '’' | '·' | '٫' | '٬' => left > 0 && right > 0,
        ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}' => (1..=3).contains(&left) && right == 3,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_stands_between_whole_words_and_numbers() {
        // What is looked for stands between the bars.
        let table = [
            ("|Le préfet est mort|", true),
            ("|Le préfet est mort|.", true),
            ("|Le préfet est mort|ifié", false),
            ("im|mort|", false),
            ("l’|été|", true),
            ("|e|\u{301}te\u{301}", false),
            ("|mort|\u{AD}ifié", false),
            ("|mort|-né", true),
            ("le |mot|¹", true),
            ("|10|²", false),
            ("de |1500|0 francs", false),
            ("|1500|, dit-il", true),
            ("|150|,5", false),
            ("|150,|5", false),
            ("|150|.000", false),
            ("|150|. 000", true),
            ("|150| 000", false),
            ("|150|\u{A0}000", false),
            ("|150|\u{202F}000", false),
            ("|150| 0000", true),
            ("en |1960| 150 000", true),
            ("en 1960 |150 000|", true),
            ("1 |500|", false),
            ("1,|5|", false),
            ("|150|\n000", true),
            ("尼|日|尔", true),
        ];
        for (shown, expected) in table {
            let start = shown.find('|').expect("a bar");
            let end = shown.rfind('|').expect("a bar") - 1;
            assert_eq!(stands(&shown.replace('|', ""), &(start..end)), expected, "{shown:?}");
        }
    }
}
