//! The date at a document's head (`Bamako, le 30 mai 2025`, `date 2025-06 …`) or in its file's name.

use super::{after, byline, is_within};
use crate::document::Date;
use crate::ingest::date::{find_date_at_start, fold, parse_date};

/// A date further on in a longer line is told about, not the document's own.
const MAX_DATELINE: usize = 80;
/// Longest title of an act, in code points, that is looked at for a date.
const MAX_ACT: usize = 300;
/// Years that a number in a file name may mean; others are more likely numbers of something else.
const YEARS_IN_NAMES: std::ops::RangeInclusive<u16> = 1500..=2100;

/// The date that the lines of a document's head give to the document.
pub(super) fn of_head(head: &[&str]) -> Option<Date> {
    // An act is the document where it is its title, below a letterhead in capitals at most; else it is cited.
    let above = head.iter().take_while(|line| !line.contains(char::is_lowercase)).count();
    let titles = &head[..head.len().min(above + 1)];
    head.iter().find_map(|line| of_dateline(line)).or_else(|| titles.iter().find_map(|line| of_act(line)))
}

/// The date of a line that is there to tell date and place, and so is no title.
pub(super) fn of_dateline(line: &str) -> Option<Date> {
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
fn last_date(line: &str) -> Option<(&str, Date)> {
    let starts = line.match_indices([' ', '\u{a0}']).map(|(at, space)| at + space.len()).take(40);
    starts.into_iter().find_map(|at| {
        let (date, end) = find_date_at_start(&line[at..]).filter(|(date, _)| date.month.is_some())?;
        is_hour(&line[at + end..]).then_some((&line[..at], date))
    })
}

/// The date in the title of an act, of the minutes of a meeting or of an issue: `Décret n° 12 du 3 mai 2024 portant…`,
/// `Séance du 3 mai 2024`, `Rapport annuel – mai 2025`.
fn of_act(line: &str) -> Option<Date> {
    const ACTS: [&str; 26] = [
        "loi",
        "decret",
        "arrete",
        "ordonnance",
        "circulaire",
        "decision",
        "deliberation",
        "instruction",
        "note",
        "jugement",
        "arret",
        "proces-verbal",
        "compte",
        "compte-rendu",
        "seance",
        "reunion",
        "conseil",
        "communique",
        "rapport",
        "bulletin",
        "journal",
        "lettre",
        "courrier",
        "discours",
        "audience",
        "avis",
    ];
    // Then the date is that of what the act is about.
    const ABOUT: [&str; 8] =
        ["sur", "relatif", "relative", "concernant", "après", "depuis", "contre", "jusqu’au"];
    let first = fold(line.split_whitespace().next()?);
    if !ACTS.contains(&first.as_str()) || !is_within(line, MAX_ACT) {
        return None;
    }
    let (before, date) = last_date(line).or_else(|| before_subject(line))?;
    let tells = |word: &str| ABOUT.contains(&word) || is_event(word);
    (!before.split(|c: char| !c.is_alphabetic() && c != '’').any(tells)).then_some(date)
}

/// `… du 3 mai 2024 portant création d’un port`
fn before_subject(line: &str) -> Option<(&str, Date)> {
    const SUBJECTS: [&str; 12] = [
        "portant",
        "relatif",
        "relative",
        "relatifs",
        "relatives",
        "fixant",
        "modifiant",
        "autorisant",
        "approuvant",
        "instituant",
        "pris",
        "prise",
    ];
    line.match_indices(" du ").find_map(|(at, du)| {
        let rest = &line[at + du.len()..];
        let (date, end) = find_date_at_start(rest).filter(|(date, _)| date.day.is_some())?;
        let subject = rest[end..].split_whitespace().next()?;
        SUBJECTS.contains(&fold(subject).as_str()).then_some((&line[..at], date))
    })
}

/// `Fait à Bamako, le 30 mai 2025`, as acts end.
pub(super) fn of_closing(line: &str) -> Option<Date> {
    let rest = after(line, "fait")?.trim_start();
    let place = |rest| after(rest, "a").or_else(|| after(rest, "en"));
    let day = |date: &Date| date.day.is_some();
    match after(rest, "le") {
        Some(date) => parse_date(date).filter(day),
        None => place(rest).and_then(last_date).map(|(_, date)| date).filter(day),
    }
}

/// What happened and is told about: its date is not the document's.
fn is_event(word: &str) -> bool {
    const EVENTS: [&str; 22] = [
        "bataille",
        "massacre",
        "attentat",
        "attaque",
        "assassinat",
        "mort",
        "naissance",
        "guerre",
        "traite",
        "accord",
        "accords",
        "coup",
        "revolution",
        "insurrection",
        "emeute",
        "greve",
        "catastrophe",
        "accident",
        "seisme",
        "incendie",
        "crue",
        "naufrage",
    ];
    EVENTS.contains(&fold(word).as_str())
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

/// A date of at least year and month in a file's name without its extension: `2025-05-30-titre`, `20250530_x`.
pub(super) fn of_name(name: &str) -> Option<Date> {
    let name = name.replace('_', "-");
    let starts = name.char_indices().scan(' ', |before, (at, c)| {
        let begins = c.is_alphanumeric()
            && (!before.is_alphanumeric() || c.is_ascii_digit() && !before.is_ascii_digit());
        *before = c;
        Some(begins.then_some(at))
    });
    let date = |name: &str| compact(name).or_else(|| spaced(name)).or_else(|| parse_date(name));
    let dates = starts.flatten().filter_map(|at| date(&name[at..]));
    dates.into_iter().find(|date| date.month.is_some() && YEARS_IN_NAMES.contains(&date.year))
}

/// `2025 05 30`
fn spaced(name: &str) -> Option<Date> {
    let day = name.get(..10).filter(|day| day.matches(' ').count() == 2)?;
    parse_date(&day.replace(' ', "-")).filter(|date| date.day.is_some())
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
            of_head(&[&text]);
            of_name(&text);
        }
    }
}
