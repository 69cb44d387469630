//! The date in a file's name: `2025-05-30-titre.txt`, `20250530_titre.txt`, `rapport-mai-2025.txt`.

use crate::document::Date;
use crate::ingest::date::parse_date;

/// Years that a number in a file name may mean; others are more likely numbers of something else.
const YEARS_IN_NAMES: std::ops::RangeInclusive<u16> = 1500..=2100;

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
        fn any_name_gives_a_result(name in "([A-Z0-9é,–. -]|le|mai|2025|\\PC){0,40}") {
            of_name(&name);
        }
    }
}
