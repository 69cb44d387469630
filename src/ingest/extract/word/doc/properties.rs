//! The property set `SummaryInformation` of a compound file: title, author, day of creation.

use encoding_rs::UTF_16LE;

use super::{slice, u16_at, u32_at};
use crate::document::Date;
use crate::ingest::extract::word::code_page::code_page;
use crate::ingest::metadata::clean;

const CODE_PAGE: usize = 1;
const TITLE: usize = 2;
const AUTHOR: usize = 4;
const CREATED: usize = 12;

const SHORT: usize = 0x02;
const BYTES: usize = 0x1e;
const WIDE: usize = 0x1f;
const TIME: usize = 0x40;

/// What the document declares about itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Properties {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) created: Option<Date>,
}

/// Reads the first section of a property set.
pub(super) fn read(set: &[u8]) -> Option<Properties> {
    let section = set.get(u32_at(set, 0x2c)?..)?;
    let count = u32_at(section, 4)?.min(section.len() / 8);
    let value = |id: usize| {
        let entry = (0..count).map(|index| 8 + index * 8).find(|at| u32_at(section, *at) == Some(id))?;
        section.get(u32_at(section, entry + 4)?..)
    };
    let page = value(CODE_PAGE).filter(|value| u32_at(value, 0) == Some(SHORT));
    let page = page.and_then(|value| u16_at(value, 4)).map_or(1252, i32::from);
    Some(Properties {
        title: value(TITLE).and_then(|value| string(value, page)),
        author: value(AUTHOR).and_then(|value| string(value, page)),
        created: value(CREATED).and_then(day),
    })
}

fn string(value: &[u8], page: i32) -> Option<String> {
    let length = u32_at(value, 4)?;
    let text = match (u32_at(value, 0)?, page) {
        (WIDE, _) => UTF_16LE.decode_without_bom_handling(slice(value, 8, length.checked_mul(2)?)?).0,
        (BYTES, 1200) => UTF_16LE.decode_without_bom_handling(slice(value, 8, length)?).0,
        (BYTES, page) => code_page(page).decode_without_bom_handling(slice(value, 8, length)?).0,
        _ => return None,
    };
    clean(text.split('\0').next()?)
}

/// The day of a time that counts tenths of microseconds since 1601.
fn day(value: &[u8]) -> Option<Date> {
    const PER_DAY: u64 = 24 * 60 * 60 * 10_000_000;
    if u32_at(value, 0)? != TIME {
        return None;
    }
    let time = u64::from_le_bytes(slice(value, 4, 8)?.try_into().ok()?);
    let mut days = time / PER_DAY;
    let mut year = 1601;
    // Years of 365 or 366 days; a date beyond the year 9999 is none.
    loop {
        let length = if Date::new(year, Some(2), Some(29)).is_some() { 366 } else { 365 };
        if days < length {
            break;
        }
        days -= length;
        year = Some(year + 1).filter(|year| *year <= 9999)?;
    }
    // Nothing is said where the field was left at zero.
    if year == 1601 {
        return None;
    }
    let dates = (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day)));
    let mut dates = dates.filter_map(|(month, day)| Date::new(year, Some(month), Some(day)));
    dates.nth(usize::try_from(days).ok()?)
}
