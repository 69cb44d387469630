//! The date at a document's head: `Bamako, le 30 mai 2025`, `date 2025-06 …`.

use super::act::{is_event, of_act, of_closing};
use super::{after, byline, is_within};
use crate::document::Date;
use crate::ingest::date::{find_date_at_start, fold, may_have_date, parse_date};

/// A date further on in a longer line is told about, not the document's own.
const MAX_DATELINE: usize = 80;

/// The date that the lines of a document's head give to the document.
pub(super) fn of_head(head: &[&str]) -> Option<Date> {
    // An act is the document where it is its title, below a letterhead in capitals at most; else it is cited.
    let above = head.iter().take_while(|line| !line.contains(char::is_lowercase)).count();
    let titles = &head[..head.len().min(above + 1)];
    head.iter().find_map(|line| of_dateline(line)).or_else(|| titles.iter().find_map(|line| of_act(line)))
}

/// The date of a line that is there to tell date and place, and so is no title.
pub(super) fn of_dateline(line: &str) -> Option<Date> {
    if !may_have_date(line) {
        return None;
    }
    labelled(line)
        .or_else(|| published(line))
        .or_else(|| with_place(line))
        .or_else(|| alone(line))
        .or_else(|| at_end(line))
        .or_else(|| beside_mark(line))
        .or_else(|| of_closing(line))
}

/// `date 2025-06`, `Date : 30 mai 2025`, `Publié le 30 mai 2025`; the text may run on behind it.
fn labelled(line: &str) -> Option<Date> {
    const LABELS: [&str; 16] = [
        "date de publication",
        "date de parution",
        "date de mise en ligne",
        "date d'edition",
        "date de creation",
        "date de redaction",
        "date",
        "date du",
        "publie",
        "publiee",
        "publication",
        "mis en ligne",
        "mise en ligne",
        "poste",
        "paru",
        "parution",
    ];
    LABELS.iter().find_map(|label| after(line, label).and_then(value))
}

/// `Mis à jour le 31 mai 2025`: a later day than the document's own, for want of that.
pub(super) fn of_update(line: &str) -> Option<Date> {
    const LABELS: [&str; 6] = [
        "derniere mise a jour",
        "derniere modification",
        "mis a jour",
        "mise a jour",
        "modifie",
        "actualise",
    ];
    if !may_have_date(line) {
        return None;
    }
    LABELS.iter().find_map(|label| after(line, label).and_then(value))
}

/// The date behind a label; a colon may stand before or behind `le`.
fn value(rest: &str) -> Option<Date> {
    let marks = |c: char| c.is_whitespace() || matches!(c, ':' | '=');
    let rest = rest.trim_start_matches(marks);
    parse_date(after(rest, "le").unwrap_or(rest).trim_start_matches(marks))
}

/// `Paru dans L’Essor du 3 mars 1995`, `Édition du 30 mai 2025`, `Par Awa Diallo Publié le 30 mai 2025`.
fn published(line: &str) -> Option<Date> {
    const OPENINGS: [&str; 9] =
        ["publie", "publiee", "poste", "paru", "parue", "mis en ligne", "edition", "numero", "en date"];
    if let Some((_, told)) = line.split_once(" Publié") {
        return value(told);
    }
    OPENINGS.iter().find(|opening| after(line, opening).is_some())?;
    last_date(line).map(|(_, date)| date)
}

/// `Koulikoro, le 12 août 1926`; the text may run on behind it.
fn with_place(line: &str) -> Option<Date> {
    let (place, rest) = line.split_once(',')?;
    let date = parse_date(rest).filter(|date| date.month.is_some())?;
    is_place(place).then_some(date)
}

/// A line that is nothing but a day and perhaps an hour, or a month: `Vendredi 30 mai 2025 à 10 h 30`, `Mai 2025`.
fn alone(line: &str) -> Option<Date> {
    // As a letter has it; a text would run on.
    let line = after(line, "a").and_then(|rest| rest.split_once(',')).map_or(line, |(_, rest)| rest);
    let (date, end) = find_date_at_start(line)?;
    let named_month = date.month.is_some() && line[..end].contains(char::is_alphabetic);
    (is_within(line, MAX_DATELINE) && (date.day.is_some() || named_month) && is_hour(&line[end..]))
        .then_some(date)
}

/// Whether nothing but the time of day follows a date.
fn is_hour(rest: &str) -> bool {
    let mut words = rest.split(|c: char| !c.is_alphabetic());
    words.all(|word| matches!(word, "" | "à" | "h" | "min" | "T" | "Z"))
}

/// A short line that ends with place and date: `À M. Diallo – Koulikoro, le 12 août 1926`.
fn at_end(line: &str) -> Option<Date> {
    let comma = line.rfind(',').filter(|_| is_within(line, MAX_DATELINE))?;
    let (before, rest) = (&line[..comma], &line[comma + 1..]);
    let place = before.rsplit([',', '–', '—', '|', ':', ';']).next()?;
    let (date, end) = find_date_at_start(rest).filter(|(date, _)| date.month.is_some())?;
    (is_place(place) && !rest[end..].contains(char::is_alphanumeric)).then_some(date)
}

/// `Bamako | 30 mai 2025`, `BAMAKO (AFP) - 30 mai 2025`, `Par Awa Diallo – 30 mai 2025`.
///
/// A dash also stands in titles (`Verdun – 21 février 1916`); a name in capitals or of an author before it does not.
fn beside_mark(line: &str) -> Option<Date> {
    let line = Some(line).filter(|line| is_within(line, MAX_DATELINE))?;
    let dated = |part: &str| labelled(part.trim()).or_else(|| alone(part.trim()));
    if line.contains(['|', '•', '·']) {
        return line.split(['|', '•', '·']).find_map(dated);
    }
    let (before, date) = last_date(line)?;
    let before = before.trim_end().strip_suffix(['-', '–', '—', ',']).map(str::trim_end)?;
    let capitals = !before.contains(char::is_lowercase) && is_place(before);
    (capitals || byline::of_line(before).is_some()).then_some(date)
}

/// The date that a line of no great length ends with, and what stands before it.
pub(super) fn last_date(line: &str) -> Option<(&str, Date)> {
    let starts = line.match_indices([' ', '\u{a0}']).map(|(at, space)| at + space.len()).take(40);
    starts.into_iter().find_map(|at| {
        let (date, end) = find_date_at_start(&line[at..]).filter(|(date, _)| date.month.is_some())?;
        is_hour(&line[at + end..]).then_some((&line[..at], date))
    })
}

/// Whether these words can name a place: some capitalised words, small words between, no preposition in front.
fn is_place(words: &str) -> bool {
    const SMALL: [&str; 16] = [
        "de", "du", "des", "la", "le", "les", "sur", "sous", "en", "et", "au", "aux", "lès", "sainte",
        "saint", "à",
    ];
    const NOT_FIRST: [&str; 22] = [
        "a", "au", "aux", "en", "dans", "depuis", "des", "vers", "hier", "pour", "par", "selon", "apres",
        "avant", "ne", "nee", "mort", "morte", "decede", "decedee", "signe", "vu",
    ];
    // The agency behind the place.
    let words = words
        .trim()
        .strip_suffix(')')
        .and_then(|words| words.rsplit_once('('))
        .map_or(words, |(place, _)| place);
    let words: Vec<&str> = words.split_whitespace().take(6).collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase) || word.contains(['\'', '’']);
    let small = |word: &&str| SMALL.contains(word);
    (1..=5).contains(&words.len())
        && words.first().is_some_and(|first| {
            capital(first) && !NOT_FIRST.contains(&fold(first).as_str()) && !is_event(first)
        })
        && words
            .iter()
            .all(|word| (capital(word) || small(word)) && !word.contains(|c: char| c.is_ascii_digit()))
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
            assert_eq!(shown(of_head(&[line])).as_deref(), Some(date), "{line}");
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
            "05/2025",
            "2025",
            "Un, deux, trois",
        ];
        for line in cases {
            assert_eq!(of_head(&[line]), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn any_line_gives_a_result(text in "([A-Z0-9é,–. -]|le|mai|2025|\\PC){0,40}") {
            of_head(&[&text]);
        }
    }
}
