//! The date at a document's head (`Bamako, le 30 mai 2025`, `date 2025-06 …`) or in its file's name.

use super::{after, is_within};
use crate::document::Date;
use crate::ingest::date::{find_date_at_start, fold, parse_date};

/// A date further on in a longer line is told about, not the document's own.
const MAX_DATELINE: usize = 80;
/// Years that a number in a file name may mean; others are more likely numbers of something else.
const YEARS_IN_NAMES: std::ops::RangeInclusive<u16> = 1500..=2100;

/// The date that a line of the document's head gives to the document.
pub(super) fn of_line(line: &str) -> Option<Date> {
    labelled(line).or_else(|| with_place(line)).or_else(|| alone(line)).or_else(|| at_end(line))
}

/// `date 2025-06`, `Date : 30 mai 2025`, `Publié le 30 mai 2025`; the text may run on behind it.
fn labelled(line: &str) -> Option<Date> {
    const LABELS: [&str; 6] =
        ["date de publication", "date de parution", "date", "publié", "publiée", "mis en ligne"];
    let rest = LABELS.iter().find_map(|label| after(line, label))?;
    parse_date(rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':' || c == '='))
}

/// `Koulikoro, le 12 août 1926`; the text may run on behind it.
fn with_place(line: &str) -> Option<Date> {
    let (place, rest) = line.split_once(',')?;
    let date = parse_date(rest).filter(|date| date.month.is_some())?;
    is_place(place).then_some(date)
}

/// A line that is nothing but a day and perhaps an hour: `Vendredi 30 mai 2025 à 10 h 30`.
fn alone(line: &str) -> Option<Date> {
    let (date, end) = find_date_at_start(line).filter(|(date, _)| date.day.is_some())?;
    let rest = &line[end..];
    let words = rest.split(|c: char| !c.is_alphabetic());
    let only_hours = words.into_iter().all(|word| matches!(word, "" | "à" | "h" | "min" | "T" | "Z"));
    (is_within(line, MAX_DATELINE) && only_hours).then_some(date)
}

/// A short line that ends with place and date: `À M. Diallo – Koulikoro, le 12 août 1926`.
fn at_end(line: &str) -> Option<Date> {
    let comma = line.rfind(',').filter(|_| is_within(line, MAX_DATELINE))?;
    let (before, rest) = (&line[..comma], &line[comma + 1..]);
    let place = before.rsplit([',', '–', '—', '|', ':', ';']).next()?;
    let (date, end) = find_date_at_start(rest).filter(|(date, _)| date.month.is_some())?;
    (is_place(place) && !rest[end..].contains(char::is_alphanumeric)).then_some(date)
}

/// Whether these words can name a place: some capitalised words, small words between, no preposition in front.
fn is_place(words: &str) -> bool {
    const SMALL: [&str; 16] = [
        "de", "du", "des", "la", "le", "les", "sur", "sous", "en", "et", "au", "aux", "lès", "sainte",
        "saint", "à",
    ];
    const NOT_FIRST: [&str; 14] = [
        "a", "au", "aux", "en", "dans", "depuis", "des", "vers", "hier", "pour", "par", "selon", "apres",
        "avant",
    ];
    let words: Vec<&str> = words.split_whitespace().take(6).collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase) || word.contains(['\'', '’']);
    let small = |word: &&str| SMALL.contains(word);
    (1..=5).contains(&words.len())
        && words.first().is_some_and(|first| capital(first) && !NOT_FIRST.contains(&fold(first).as_str()))
        && words
            .iter()
            .all(|word| (capital(word) || small(word)) && !word.contains(|c: char| c.is_ascii_digit()))
}

/// A date of at least year and month in a file's name without its extension: `2025-05-30-titre`, `20250530_x`.
pub(super) fn of_name(name: &str) -> Option<Date> {
    let name = name.replace('_', "-");
    let starts = name.char_indices().scan(' ', |before, (at, c)| {
        let begins = c.is_alphanumeric()
            && (!before.is_alphanumeric() || c.is_ascii_digit() && !before.is_ascii_digit());
        *before = c;
        Some(begins.then_some(at))
    });
    let dates = starts.flatten().filter_map(|at| compact(&name[at..]).or_else(|| parse_date(&name[at..])));
    dates.into_iter().find(|date| date.month.is_some() && YEARS_IN_NAMES.contains(&date.year))
}

/// `20250530`
fn compact(name: &str) -> Option<Date> {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 8 {
        return None;
    }
    let number = |range: std::ops::Range<usize>| name[range].parse::<u16>().ok();
    let small = |range| number(range).and_then(|n| u8::try_from(n).ok());
    Date::new(number(0..4)?, Some(small(4..6)?), Some(small(6..8)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(date: Option<Date>) -> Option<String> {
        date.map(|date| date.to_string())
    }

    #[test]
    fn a_line_at_the_head_dates_the_document() {
        let cases = [
            ("date 2025-06 L’Alliance fait face à une menace", "2025-06"),
            ("date: 2025-06-30", "2025-06-30"),
            ("Date : 30 mai 2025", "2025-05-30"),
            ("DATE 2025", "2025"),
            ("Date de publication : 05/2025", "2025-05"),
            ("Publié le 30 mai 2025 à 10h30 par la rédaction", "2025-05-30"),
            ("Koulikoro, le 12 août 1926", "1926-08-12"),
            ("Bamako, 30 mai 2025", "2025-05-30"),
            ("Bamako, mai 2025", "2025-05"),
            ("Saint-Louis du Sénégal, le 1er mars 1926.", "1926-03-01"),
            ("L’Haÿ-les-Roses, le 1er mars 1926", "1926-03-01"),
            (
                "BAMAKO, 30 mai 2025 (Agence) – Des hommes armés ont attaqué hier un poste de la région, dit-on",
                "2025-05-30",
            ),
            ("Lettre à M. Diallo, Koulikoro, le 12 août 1926", "1926-08-12"),
            ("Agence – Bamako, le 30/05/2025.", "2025-05-30"),
            ("Le 30 mai 2025", "2025-05-30"),
            ("Vendredi 30 mai 2025 à 10 h 30", "2025-05-30"),
            ("2025-05-30T10:00:00Z", "2025-05-30"),
        ];
        for (line, date) in cases {
            assert_eq!(shown(of_line(line)).as_deref(), Some(date), "{line}");
        }
    }

    #[test]
    fn a_date_in_a_sentence_is_not_the_document_s() {
        let cases = [
            "",
            "dates 2025",
            "La date 2025-06 est passée",
            "Au matin du 30 mai 2025, des hommes ont attaqué",
            "Le 30 mai 2025, des hommes ont attaqué",
            "En France, le 3 mai 1920, rien ne se passa",
            "Le traité signé à Paris, le 3 mai 1920",
            "Paris, 2025",
            "Paris, le 3 mai",
            "mai 2025",
            "2025",
            "Un, deux, trois",
        ];
        for line in cases {
            assert_eq!(of_line(line), None, "{line}");
        }
    }

    #[test]
    fn a_file_s_name_may_hold_a_date() {
        let cases = [
            ("2025-05-30-titre", Some("2025-05-30")),
            ("20250530_x", Some("2025-05-30")),
            ("IMG20250530", Some("2025-05-30")),
            ("2025_05_30_titre", Some("2025-05-30")),
            ("rapport 2024-11", Some("2024-11")),
            ("rapport_du_30-05-2025_v2", Some("2025-05-30")),
            ("rapport-mai-2025", Some("2025-05")),
            ("note du 1er août 1926", Some("1926-08-01")),
            ("2025", None),
            ("rapport 2024", None),
            ("saison 2024-25", None),
            ("1234567890", None),
            ("99991231", None),
            ("cf31e31d74eda29e", None),
            ("", None),
        ];
        for (name, date) in cases {
            assert_eq!(shown(of_name(name)).as_deref(), date, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_line_and_name_give_a_result(text in "([A-Z0-9é,–. -]|le|mai|2025|\\PC){0,40}") {
            of_line(&text);
            of_name(&text);
        }
    }
}
