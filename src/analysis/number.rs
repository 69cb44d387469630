//! Numbers as French writes them: grouped by three, with a decimal comma. One number is one word.

/// Digits of a group.
const GROUP: usize = 3;

/// Groups that a number may have. A longer run is data, which is not to be read to its end from each of its places.
const MOST_GROUPS: usize = 8;

/// Length in bytes of the grouped or decimal number that `rest` begins with, 0 where it begins with neither.
///
/// `10 000` and `10.000` are grouped: up to three digits, then groups of exactly three. `3,5` has decimals, unless more
/// digits follow as in dates and lists: `12.05.2025`, `1,2,3`.
pub(super) fn length(rest: &str) -> usize {
    let whole = digits(rest);
    let grouped = whole + groups(rest, whole);
    let decimals = decimals(rest, grouped);
    match () {
        () if whole == 0 || decimals == 0 && grouped == whole => 0,
        () if ends(rest, grouped + decimals) => grouped + decimals,
        () if grouped > whole && decimals > 0 && ends(rest, grouped) => grouped,
        () => 0,
    }
}

/// Whether `before` ends in the middle of a date or a list, `12.` or `1,`.
pub(super) fn goes_on(before: &str) -> bool {
    before.strip_suffix(['.', ',']).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
}

/// Bytes of the groups of three behind the first `whole` digits; the space or stop between them is always the same.
fn groups(rest: &str, whole: usize) -> usize {
    let Some(separator) = rest[whole..].chars().next().filter(|c| is_space(*c) || *c == '.') else {
        return 0;
    };
    if whole > GROUP || rest.starts_with('0') {
        return 0;
    }
    let step = separator.len_utf8() + GROUP;
    let is_group = |at: &usize| {
        let group = rest[*at..].strip_prefix(separator);
        group.is_some_and(|group| digits(group) == GROUP)
    };
    let count = (0..MOST_GROUPS).map(|number| whole + number * step).take_while(is_group).count();
    count * step
}

/// Bytes of a decimal comma or point at `at` and the digits behind it.
fn decimals(rest: &str, at: usize) -> usize {
    match rest[at..].strip_prefix([',', '.']).map(digits) {
        None | Some(0) => 0,
        Some(digits) => 1 + digits,
    }
}

/// Whether a number may end at `at`: neither a letter nor more of a list follows.
fn ends(rest: &str, at: usize) -> bool {
    let mut next = rest[at..].chars();
    match next.next() {
        Some(',' | '.') => !next.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric(),
        None => true,
    }
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Spaces that group digits: plain, no-break, of a digit's width, thin, narrow no-break.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{2007}' | '\u{2009}' | '\u{202F}')
}

/// Writes the folded form of a word that [`length`] found into `folded`: digits without groups, decimals behind a point.
pub(super) fn fold(number: &str, folded: &mut String) {
    let whole = digits(number);
    let grouped = whole + groups(number, whole);
    folded.extend(number[..grouped].chars().filter(char::is_ascii_digit));
    if let Some(decimals) = number[grouped..].get(1..) {
        // `1,234` is no group, and must not become one.
        let ambiguous = grouped <= GROUP && decimals.len() == GROUP && !number.starts_with('0');
        folded.push(if ambiguous { ',' } else { '.' });
        folded.push_str(decimals);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::folded;

    #[test]
    fn one_number_is_one_word() {
        let table = [
            ("10 000 10\u{A0}000 10\u{202F}000", "10000 10000 10000"),
            ("10\u{2007}000", "10000"),
            ("10\u{2009}000 hommes, 10.000 femmes", "10000 hommes 10000 femmes"),
            ("1 234 567,89 et 1.234.567", "1234567.89 et 1234567"),
            ("3,5 % ou 3.5 %", "3.5 ou 3.5"),
            ("0,125 0.125 1,234", "0.125 0.125 1,234"),
            ("12.05.2025, 1,2,3", "12 05 2025 1 2 3"),
            ("2024 125", "2024 125"),
            ("01 23 45 67", "01 23 45 67"),
            ("12 345 67", "12345 67"),
            ("10 000F et 5 000 F", "10 000f et 5000 f"),
            ("en 1990. 12 morts, 300, 400", "en 1990 12 morts 300 400"),
            ("2e 2ème 1er 1ᵉʳ IIe m² 5G", "2e 2eme 1er 1er iie m2 5g"),
            ("192.168.1.1", "192 168 1 1"),
        ];
        for (text, terms) in table {
            assert_eq!(folded(text), terms, "{text}");
        }
    }
}
