//! The date of an act, in its title or where it closes: `Décret n° 12 du 3 mai 2024 portant…`, `Fait à Bamako, le …`.

use super::dateline::last_date;
use super::{after, is_within};
use crate::document::Date;
use crate::ingest::date::{find_date_at_start, fold, parse_date};

/// Longest title of an act, in code points, that is looked at for a date.
const MAX_ACT: usize = 300;

/// The date in the title of an act, of the minutes of a meeting or of an issue: `Décret n° 12 du 3 mai 2024 portant…`,
/// `Séance du 3 mai 2024`, `Rapport annuel – mai 2025`.
pub(super) fn of_act(line: &str) -> Option<Date> {
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
pub(super) fn is_event(word: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_of_an_act_holds_its_date() {
        let cases = [
            ("Décret n° 2024-123 du 3 mai 2024 portant création d’un port", Some("2024-05-03")),
            ("Procès-verbal de la séance du lundi 3 juin 2024", Some("2024-06-03")),
            ("Bulletin d’information – mai 2025", Some("2025-05")),
            ("Rapport sur le séisme du 3 mai 2024", None),
            ("Note relative au 3 mai 2024", None),
            ("Loi du 9 décembre 1905 : cent ans après", None),
            ("La séance du 3 mai 2024", None),
            ("Décret", None),
            ("", None),
        ];
        for (line, date) in cases {
            assert_eq!(of_act(line).map(|date| date.to_string()).as_deref(), date, "{line}");
        }
    }
}
