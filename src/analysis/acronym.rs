//! Dotted acronyms: `O.N.U.` is the word `ONU`.

use unicode_normalization::char::is_combining_mark;

/// Letters that make an acronym: one with a stop is an initial or an abbreviation (`M.`, `A.`).
const FEWEST: usize = 2;

/// Letters that it may have. A longer row is data, which is not to be read to its end from each of its letters.
const MOST: usize = 20;

/// Length in bytes of the dotted acronym that `rest` begins with, 0 where it begins with none. Its last stop belongs to
/// it; initials with spaces between them (`J. B. Say`) are words of their own.
pub(super) fn length(rest: &str) -> usize {
    let (mut length, mut letters) = (0, 0);
    loop {
        let letter = letter(&rest[length..]);
        let after = &rest[length + letter..];
        if letter == 0 || after.starts_with(char::is_alphanumeric) {
            // What follows the last stop is a word: `c.à.d` is three letters, `J.Dupont` an initial and a name.
            return if letter == 0 && letters >= FEWEST { length } else { 0 };
        }
        letters += 1;
        if letters > MOST {
            return 0;
        }
        length += letter;
        if !after.starts_with('.') {
            return if letters >= FEWEST { length } else { 0 };
        }
        length += 1;
    }
}

/// Bytes of the letter, with its marks, that `rest` begins with.
fn letter(rest: &str) -> usize {
    let Some(first) = rest.chars().next().filter(|c| c.is_alphabetic()) else { return 0 };
    let marks = rest[first.len_utf8()..].chars().take_while(|c| is_combining_mark(*c));
    first.len_utf8() + marks.map(char::len_utf8).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::super::{tests::folded, tokens};

    #[test]
    fn dotted_letters_are_one_word() {
        let table = [
            ("l’O.N.U. et la S.N.C.F, l'E\u{301}.N.A.", "l onu et la sncf l ena"),
            ("U.S.A", "usa"),
            ("J. B. Say, M. Keïta", "j b say m keita"),
            ("J.Dupont", "j dupont"),
            ("plan A. Suite", "plan a suite"),
            ("www.exemple.fr", "www exemple fr"),
            ("p. 3, art. L.123", "p 3 art l 123"),
        ];
        for (text, terms) in table {
            assert_eq!(folded(text), terms, "{text}");
        }
    }

    #[test]
    fn the_last_stop_belongs_to_it() {
        let text = "À l'O.N.U., hier";
        let words: Vec<_> = tokens(text).map(|token| &text[token.bytes]).collect();
        assert_eq!(words, ["À", "l", "O.N.U.", "hier"]);
    }
}
