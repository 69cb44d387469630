//! What is packed: zip archives and gzip.

use std::io::Read as _;
use std::path::Path;

use anyhow::Result;
use flate2::read::MultiGzDecoder;

use super::{Item, Reader};
use crate::document::{Format, Unread};
use crate::ingest::extract::office::package::{MAX_PART, Package, too_large};

/// Most bytes that all of a file is unpacked to: a small one may swell without end.
pub(super) const MOST_UNPACKED: u64 = 4 << 30;

impl Reader<'_> {
    /// The file within has the path of the compressed one.
    pub(super) fn gzip(&mut self, item: Item<'_>) -> Result<()> {
        let mut bytes = Vec::new();
        let read = MultiGzDecoder::new(item.bytes.as_slice()).take(MAX_PART + 1).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        if size > MAX_PART.min(self.room) {
            return self.fail(&item, too_large());
        }
        self.room -= size;
        // What stands before the damage is read all the same, if there is anything.
        if read.is_err() && bytes.is_empty() {
            return self.fail(&item, Unread::failed("damaged gzip file"));
        }
        let cut = read.is_err().then_some("damaged gzip file");
        let stem = item.name.file_stem().unwrap_or_default();
        let depth = item.depth + 1;
        self.item(Item { bytes, name: Path::new(stem), depth, cut: item.cut.or(cut), ..item })
    }

    pub(super) fn archive(&mut self, item: &Item<'_>) -> Result<()> {
        let package = match Package::open(&item.bytes) {
            Ok(package) => package,
            Err(unread) => return self.fail(item, unread),
        };
        self.contains(item, Format::Zip);
        for (index, name) in package.files() {
            let place = self.places.below(&item.place, name);
            let Some(number) = self.begin(&place)? else { continue };
            let unpacked = package.file(index, &mut self.room);
            let name = Path::new(name);
            let inside =
                |bytes| Item { bytes, name, place, record: None, number, depth: item.depth + 1, cut: None };
            match unpacked {
                Ok(bytes) => self.item(inside(bytes))?,
                // One line for all that there is no room for.
                Err(unread) if unread == too_large() && self.room < MAX_PART => {
                    return self.rest(item, "the rest of it is too large when unpacked");
                }
                Err(unread) => self.fail(&inside(Vec::new()), unread)?,
            }
        }
        match package.lost() {
            0 => Ok(()),
            _ => self.rest(item, "entries of one name, of which the last was read"),
        }
    }

    /// Reports at one place below the item what was not read of it.
    pub(super) fn rest(&mut self, item: &Item<'_>, reason: &str) -> Result<()> {
        let place = self.places.below(&item.place, "…");
        match self.begin(&place)? {
            Some(number) => self.part(number, place, 0, None, || Err(Unread::failed(reason))),
            None => Ok(()),
        }
    }
}
