//! Values of `date:`.

use crate::document::Date;

/// A stretch of time, both ends included and each as precise as it was typed; an end that is `None` is open.
///
/// It begins with the first day that `from` may mean and ends with the last day that `until` may mean.
/// At least one end is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    /// The earliest date.
    pub from: Option<Date>,
    /// The latest date.
    pub until: Option<Date>,
}

impl DateRange {
    /// Reads `2025`, `2025-05..2025-06`, `2025-05..`, `..2024`, `>=2024`, `<2023` and the like; `None` where the
    /// text is none of these. The ends stay as typed, even when they are in the wrong order.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let date = |text: &str| text.parse::<Date>().ok();
        if let Some((from, until)) = text.split_once("..") {
            // An end that is absent is open; an end that is there has to be a date.
            let end = |text: &str| if text.trim().is_empty() { Some(None) } else { date(text).map(Some) };
            let range = Self { from: end(from)?, until: end(until)? };
            return (range.from.is_some() || range.until.is_some()).then_some(range);
        }
        let compared = |signs: [&str; 2]| signs.iter().find_map(|sign| text.strip_prefix(sign));
        if let Some(rest) = compared([">=", "≥"]) {
            Some(Self { from: Some(date(rest)?), until: None })
        } else if let Some(rest) = compared(["<=", "≤"]) {
            Some(Self { from: None, until: Some(date(rest)?) })
        } else if let Some(rest) = text.strip_prefix('>') {
            Some(Self { from: Some(next(date(rest)?)?), until: None })
        } else if let Some(rest) = text.strip_prefix('<') {
            Some(Self { from: None, until: Some(previous(date(rest)?)?) })
        } else {
            let only = date(text)?;
            Some(Self { from: Some(only), until: Some(only) })
        }
    }

    /// Whether it ends before it begins.
    pub(super) fn is_reversed(self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if from.first_day() > until.last_day())
    }

    pub(super) fn reversed(self) -> Self {
        Self { from: self.until, until: self.from }
    }
}

/// `2025`, `2025-05..2025-06`, `2025-05..` or `..2024`.
impl std::fmt::Display for DateRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.from, self.until) {
            (Some(from), Some(until)) if from == until => write!(f, "{from}"),
            (Some(from), Some(until)) => write!(f, "{from}..{until}"),
            (Some(from), None) => write!(f, "{from}.."),
            (None, Some(until)) => write!(f, "..{until}"),
            (None, None) => f.write_str(".."),
        }
    }
}

/// The year, month or day after this one, as precise as it; `None` after the year 9999.
fn next(date: Date) -> Option<Date> {
    let year = || Date::new(date.year + 1, date.month.and(Some(1)), date.day.and(Some(1)));
    let Some(month) = date.month else { return year() };
    let month = || Date::new(date.year, Some(month + 1), date.day.and(Some(1)));
    let day = date.day.and_then(|day| Date::new(date.year, date.month, Some(day + 1)));
    day.or_else(month).or_else(year)
}

/// The year, month or day before this one, as precise as it; `None` before the year 1.
fn previous(date: Date) -> Option<Date> {
    let Some(month) = date.month else { return Date::new(date.year - 1, None, None) };
    if let Some(day) = date.day.filter(|day| *day > 1) {
        return Date::new(date.year, date.month, Some(day - 1));
    }
    let before =
        Date::new(date.year, Some(month - 1), None).or_else(|| Date::new(date.year - 1, Some(12), None))?;
    let last = u8::try_from(before.last_day() % 100).ok();
    Date::new(before.year, before.month, date.day.and(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_and_written() {
        let cases = [
            ("2025", "2025"),
            ("2025-5", "2025-05"),
            ("2025-05-31", "2025-05-31"),
            ("2025-05..2025-06", "2025-05..2025-06"),
            ("2025-05..", "2025-05.."),
            ("..2024", "..2024"),
            ("2024..2024", "2024"),
            ("2024 .. 2025", "2024..2025"),
            (">=2024", "2024.."),
            ("≥ 2024", "2024.."),
            ("<=2024-02", "..2024-02"),
            (">2024", "2025.."),
            (">2024-12", "2025-01.."),
            (">2024-02-28", "2024-02-29.."),
            (">2024-02-29", "2024-03-01.."),
            (">2024-12-31", "2025-01-01.."),
            ("<2023", "..2022"),
            ("<2023-01", "..2022-12"),
            ("<2024-03-01", "..2024-02-29"),
            ("<2024-01-01", "..2023-12-31"),
        ];
        for (text, expected) in cases {
            let range = DateRange::parse(text).expect(text);
            assert_eq!(range.to_string(), expected, "{text}");
            assert_eq!(DateRange::parse(expected), Some(range), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_range() {
        let cases = [
            "",
            "hier",
            "..",
            "2025-13",
            "2025-02-30",
            "2025..hier",
            "20..21",
            ">9999",
            "<0001",
            ">",
            "1...2",
            "=2025",
        ];
        for text in cases {
            assert_eq!(DateRange::parse(text), None, "{text}");
        }
    }

    #[test]
    fn reversed_only_where_the_ends_do_not_meet() {
        for (text, expected) in
            [("2025..2024", true), ("2024..2025", false), ("2025-06..2025", false), ("2025..2025-06", false)]
        {
            assert_eq!(DateRange::parse(text).map(DateRange::is_reversed), Some(expected), "{text}");
        }
    }
}
