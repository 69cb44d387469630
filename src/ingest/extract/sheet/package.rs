//! Which kind of workbook the bytes are, and whether it may be unpacked.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::damaged;
use crate::document::Unread;

/// How compound files begin.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Largest part of a package, in bytes as unpacked.
pub(super) const MAX_PART: u64 = 256 << 20;

/// The kinds of workbook that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Package {
    Xlsx,
    Xlsb,
    Ods,
    Xls,
}

/// The kind of a workbook, by its content and not by its name.
pub(super) fn kind(bytes: &[u8]) -> Result<Package, Unread> {
    if bytes.starts_with(COMPOUND) {
        return Ok(Package::Xls);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    let kind = match (has("content.xml"), has("xl/workbook.bin")) {
        (true, _) => Package::Ods,
        (_, true) => Package::Xlsb,
        _ => Package::Xlsx,
    };
    for index in 0..archive.len() {
        measure(&mut archive, index)?;
    }
    Ok(kind)
}

/// Unpacks a part to nowhere: what it declares as its size need not be true, and the reader trusts it.
fn measure(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Result<(), Unread> {
    // Whether a damaged part matters, the reader decides.
    let Ok(part) = archive.by_index(index) else { return Ok(()) };
    let size = io::copy(&mut part.take(MAX_PART + 1), &mut io::sink()).unwrap_or_default();
    if size > MAX_PART { Err(too_large()) } else { Ok(()) }
}

pub(super) fn too_large() -> Unread {
    Unread::failed("too large when unpacked")
}
