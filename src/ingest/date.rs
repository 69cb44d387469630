//! Dates as French documents write them, read from the start of a text.
//!
//! Understood: ISO (`2025`, `2025-06`, `2025-06-30`, a time behind it), `30/05/2025`, `30.05.2025`, `05/2025`,
//! `1er mars 2024`, `lundi 30 mai 2025`, `mai 2025`, abbreviated months, any case, with or without accents.
//! Two-digit years are not: nobody can tell their century.

use crate::document::Date;

/// The date that `text` begins with, or `None`.
///
/// What follows the date does not matter (a time, a remark), as long as it is not part of the same word.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    find_date_at_start(text).map(|(date, _)| date)
}

/// The date at the start of `text` and the byte offset in `text` where it ends.
///
/// White space, `le` and the name of a week-day may precede it.
pub(crate) fn find_date_at_start(text: &str) -> Option<(Date, usize)> {
    let rest = without_prefix(text);
    let (date, end) = iso(rest).or_else(|| day_first(rest)).or_else(|| in_words(rest))?;
    ends_there(&rest[end..]).then_some((date, text.len() - rest.len() + end))
}

/// Whether there may be a date in a text: each has a year of four digits. Most lines have none, and need not be read for it.
pub(super) fn may_have_date(text: &str) -> bool {
    let mut digits = 0;
    text.bytes().any(|byte| {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        digits == 4
    })
}

/// Lower-case letters without their accents, for comparing a word with a short list of French words.
///
/// Far simpler than the analysis chain, which stages of ingestion do not import: the lists are ours.
pub(super) fn fold(word: &str) -> String {
    let combining = |c: &char| !('\u{300}'..='\u{36f}').contains(c);
    word.chars().flat_map(char::to_lowercase).filter(combining).map(without_accent).collect()
}

/// A lower-case letter without its accent, where it is one of those that French has.
pub(super) fn without_accent(letter: char) -> char {
    match letter {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        other => other,
    }
}

fn without_prefix(text: &str) -> &str {
    const WORDS: [&str; 8] = ["le", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    const DAYS: [&str; 7] = ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"];
    let mut rest = text.trim_start();
    loop {
        let mut scan = Scan { rest };
        let word = fold(scan.word());
        // `mar.` is Tuesday before a day; without its stop it may be March.
        let short = DAYS.contains(&word.as_str()) && scan.symbol(&['.']).is_some();
        if !short && !WORDS.contains(&word.as_str()) {
            return rest;
        }
        scan.symbol(&[',']);
        rest = scan.rest.trim_start();
    }
}

/// `2025`, `2025-06`, `2025-06-30`; `/` and `.` may stand for the hyphen.
fn iso(text: &str) -> Option<(Date, usize)> {
    let mut scan = Scan { rest: text };
    let year = scan.number(4..=4)?;
    let year_only = Date::new(year, None, None).map(|date| (date, scan.offset_in(text)));
    let Some(separator) = scan.symbol(&['-', '/', '.']).filter(|_| scan.at_digit()) else {
        return year_only;
    };
    let month = scan.number(1..=2)?;
    let before_day = scan.rest;
    let day = scan.symbol(&[separator]).and_then(|_| scan.number(1..=2));
    if day.is_none() {
        scan.rest = before_day;
    }
    Some((date_of(year, Some(month), day)?, scan.offset_in(text)))
}

/// `30/05/2025` or `05/2025`; `.` and `-` may stand for the slash.
fn day_first(text: &str) -> Option<(Date, usize)> {
    let mut scan = Scan { rest: text };
    let first = scan.number(1..=2)?;
    let separator = scan.symbol(&['/', '.', '-'])?;
    let date = if let Some(year) = scan.number(4..=4) {
        date_of(year, Some(first), None)?
    } else {
        let month = scan.number(1..=2)?;
        scan.symbol(&[separator])?;
        date_of(scan.number(4..=4)?, Some(month), Some(first))?
    };
    Some((date, scan.offset_in(text)))
}

/// `1er mars 2024`, `30 mai 2025`, `mai 2025`; hyphens may stand for the spaces, as in file names.
fn in_words(text: &str) -> Option<(Date, usize)> {
    let mut scan = Scan { rest: text };
    let day = scan.number(1..=2);
    if day == Some(1) {
        // Text taken from print may have a space before the raised letters.
        const ORDINALS: [&str; 5] = ["er", "ER", "ᵉʳ", " er", "\u{a0}er"];
        scan.rest = ORDINALS.iter().find_map(|er| scan.rest.strip_prefix(er)).unwrap_or(scan.rest);
    }
    if day.is_some() {
        scan.gap()?;
    }
    let month = month_named(scan.word())?;
    scan.symbol(&['.']);
    scan.gap()?;
    let year = scan.number(4..=4)?;
    Some((date_of(year, Some(month), day)?, scan.offset_in(text)))
}

fn date_of(year: u16, month: Option<u16>, day: Option<u16>) -> Option<Date> {
    let small = |number: u16| u8::try_from(number).ok();
    Date::new(year, month.and_then(small), day.and_then(small))
}

/// The number of a month from its name or an unambiguous beginning of three letters or more.
fn month_named(word: &str) -> Option<u16> {
    const MONTHS: [&str; 12] = [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ];
    let word = fold(word);
    let mut matching = (1..).zip(MONTHS).filter(|(_, month)| word.len() >= 3 && month.starts_with(&word));
    match (matching.next(), matching.next()) {
        (Some((number, _)), None) => Some(number),
        _ => None,
    }
}

/// Whether a date may end before `rest`: not in the middle of a word or number, but before an ISO time.
fn ends_there(rest: &str) -> bool {
    let mut next = rest.chars();
    match next.next() {
        Some('T' | 't') => next.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric(),
        None => true,
    }
}

/// A place in a text; each method takes what it names from the front of `rest`, or leaves `rest` alone.
struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    fn offset_in(&self, text: &str) -> usize {
        text.len() - self.rest.len()
    }

    fn at_digit(&self) -> bool {
        self.rest.starts_with(|c: char| c.is_ascii_digit())
    }

    /// A number of so many digits and no more.
    fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<u16> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let number = digits.contains(&length).then(|| self.rest[..length].parse().ok()).flatten();
        self.rest = if number.is_some() { &self.rest[length..] } else { self.rest };
        number
    }

    fn symbol(&mut self, allowed: &[char]) -> Option<char> {
        let symbol = self.rest.chars().next().filter(|c| allowed.contains(c))?;
        self.rest = &self.rest[symbol.len_utf8()..];
        Some(symbol)
    }

    /// The letters ahead, none included; at most the 20 that the longest word of a date could need.
    fn word(&mut self) -> &'a str {
        let letter = |c: char| c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c);
        let length = self.rest.chars().take(20).take_while(|c| letter(*c)).map(char::len_utf8).sum();
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        word
    }

    /// White space or hyphens, at least one.
    fn gap(&mut self) -> Option<()> {
        let rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == '-');
        let found = rest.len() < self.rest.len();
        self.rest = rest;
        found.then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        let cases = [
            ("2025", "2025"),
            ("2025-06", "2025-06"),
            ("2025-06-30", "2025-06-30"),
            ("  2025-6-3", "2025-06-03"),
            ("2025/06/30", "2025-06-30"),
            ("2025-06-30T10:15:00+02:00", "2025-06-30"),
            ("2025-06-30 10:15", "2025-06-30"),
            ("2025-06. Puis", "2025-06"),
            ("30/05/2025", "2025-05-30"),
            ("30.05.2025", "2025-05-30"),
            ("30-05-2025", "2025-05-30"),
            ("05/2025", "2025-05"),
            ("1er mars 2024", "2024-03-01"),
            ("1ᵉʳ mars 2024", "2024-03-01"),
            ("1 er mars 2024", "2024-03-01"),
            ("ven. 30 mai 2025", "2025-05-30"),
            ("mar. 3 juin 2025", "2025-06-03"),
            ("mar 2025", "2025-03"),
            ("30 mai 2025", "2025-05-30"),
            ("30\u{a0}mai\u{202f}2025", "2025-05-30"),
            ("30-mai-2025", "2025-05-30"),
            ("mai 2025", "2025-05"),
            ("12 août 1926", "1926-08-12"),
            ("12 aou\u{302}t 1926", "1926-08-12"),
            ("12 AOUT 1926", "1926-08-12"),
            ("3 FÉVRIER 2020", "2020-02-03"),
            ("3 févr. 2020", "2020-02-03"),
            ("3 janv. 2020", "2020-01-03"),
            ("3 sept. 2020", "2020-09-03"),
            ("3 déc. 2020", "2020-12-03"),
            ("3 juil. 2020", "2020-07-03"),
            ("le 3 mars 2020", "2020-03-03"),
            ("Vendredi 30 mai 2025", "2025-05-30"),
            ("lundi, le 30 juin 2025 à midi", "2025-06-30"),
        ];
        for (text, date) in cases {
            assert_eq!(parse_date(text).map(|d| d.to_string()).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let cases = [
            "",
            "date",
            "25",
            "30/05/25",
            "30 mai 25",
            "30 mai",
            "mai",
            "2025-13",
            "2025-02-30",
            "31/02/2025",
            "2025-2026",
            "20250530",
            "2025e année",
            "3 jui 2020",
            "3 ma 2020",
            "3 s 2020",
            "30mai 2025",
            "12345",
            "2025-06x",
            "0000",
            "le",
            "lundi",
        ];
        for text in cases {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn the_offset_is_where_the_date_ends() {
        let cases = [
            ("2025-06 L’Alliance", 7),
            (" le 1er mars 2024, à", 17),
            ("2025-06- x", 7),
            ("12 août 1926.", 13),
        ];
        for (text, end) in cases {
            assert_eq!(find_date_at_start(text).map(|(_, end)| end), Some(end), "{text}");
        }
    }

    proptest! {
        #[test]
        fn where_there_may_be_no_date_there_is_none(text in "(le |lundi |[0-9]{1,5}|[-/. ]|mai |juin |[a-z]{1,3}){0,9}") {
            if !may_have_date(&text) {
                prop_assert_eq!(find_date_at_start(&text), None);
            }
        }

        #[test]
        fn any_text_gives_a_result(text in "\\PC{0,40}") {
            if let Some((_, end)) = find_date_at_start(&text) {
                prop_assert!(text.is_char_boundary(end));
            }
        }

        #[test]
        fn a_written_date_is_read_back(year in 1000u16..=9999, month in 1u8..=12, day in 1u8..=28) {
            let date = Date::new(year, Some(month), Some(day));
            prop_assert_eq!(parse_date(&format!("{year}-{month:02}-{day:02}")), date);
            prop_assert_eq!(parse_date(&format!("{day}.{month}.{year}")), date);
        }
    }
}
