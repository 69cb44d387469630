//! What a cell of a spreadsheet shows.

use calamine::{Data, ExcelDateTime};

/// The cell's value as a reader of the sheet sees it; empty for errors such as `#N/A`.
pub(super) fn shown(value: &Data) -> String {
    match value {
        Data::String(text) => one_line(text),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => decimal(*number),
        Data::Bool(true) => "VRAI".to_owned(),
        Data::Bool(false) => "FAUX".to_owned(),
        Data::DateTime(moment) => date_and_time(moment),
        Data::DateTimeIso(iso) => {
            let (date, time) = iso.split_once('T').unwrap_or((iso, ""));
            joined(date, without_seconds(time.split('.').next().unwrap_or_default()))
        }
        Data::DurationIso(iso) => duration(iso),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// A cell's text on one line: every line break and tab is a space.
pub(super) fn one_line(text: &str) -> String {
    let broken = |c: char| matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}');
    text.split(broken).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A fraction has fifteen digits at most: the rest is what binary numbers leave, as in 0.30000000000000004.
fn decimal(number: f64) -> String {
    let whole = number.fract() == 0.0;
    let rounded = if whole { number } else { format!("{number:.14e}").parse().unwrap_or(number) };
    if !rounded.is_finite() {
        String::new()
    } else if rounded != 0.0 && !(1e-9..1e21).contains(&rounded.abs()) {
        format!("{rounded:e}")
    } else {
        rounded.to_string()
    }
}

fn date_and_time(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if moment.is_duration() {
        let seconds = (moment.as_f64() * 86_400.0).round();
        let (minutes, second) = ((seconds / 60.0).floor(), seconds.rem_euclid(60.0));
        let clock = format!("{:02}:{:02}:{second:02}", (minutes / 60.0).floor(), minutes.rem_euclid(60.0));
        return without_seconds(&clock).to_owned();
    }
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    // Below one day there is no date, only a time of day.
    if moment.as_f64() < 1.0 {
        return without_seconds(&clock).to_owned();
    }
    joined(&format!("{year:04}-{month:02}-{day:02}"), without_seconds(&clock))
}

/// Midnight is how a date without a time is stored.
fn joined(date: &str, time: &str) -> String {
    if matches!(time, "" | "00:00") { date.to_owned() } else { format!("{date} {time}") }
}

fn without_seconds(time: &str) -> &str {
    time.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(time)
}

/// `PT08H30M00S` as `08:30`.
fn duration(iso: &str) -> String {
    let Some(clock) = iso.strip_prefix("PT").and_then(|rest| rest.strip_suffix('S')) else {
        return iso.to_owned();
    };
    let clock = clock.replace(['H', 'M'], ":");
    without_seconds(clock.split(['.', ',']).next().unwrap_or_default()).to_owned()
}
