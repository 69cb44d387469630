//! What a commit says of its files: behind what tantivy writes in `meta.json`, a line for each file of its segments.
//!
//! ```text
//! written 1764240000000000000
//! file 1a2b3c4d 48761 1764239999990000000 7a2aab1d2b6f4feead456d86c022d22d.idx
//! crc32 9e107d9d
//! ```
//!
//! That is the checksum in the file's footer, its size in bytes, and when it was changed last, in nanoseconds since 1970, as is
//! the time of the commit. A file of which this still holds is as it was: no program can set that time back.

use std::fmt::Write as _;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The file that names the segments of the last commit.
pub(super) const META: &str = "meta.json";

/// How the lines behind tantivy's begin. JSON on lines of its own has none such.
const WRITTEN: &str = "\nwritten ";

/// Clocks of file systems are coarse. A file that was changed so shortly before the commit, in nanoseconds, may have been
/// changed behind it as well, without another time.
const COARSE: i128 = 20_000_000;

/// Bytes of new files from which on a commit waits. A search verifies as many in less than half a millisecond.
const MOST_VERIFIED: u64 = 1 << 20;

/// The files of a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// When it was made.
    pub(super) written: i128,
    pub(super) files: Vec<Recorded>,
}

/// A file as it was when it was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recorded {
    pub(super) name: PathBuf,
    checksum: Option<u32>,
    size: u64,
    changed: i128,
}

impl Record {
    /// That of the segments which `meta` names, by their files in `dir`.
    pub(super) fn of_files(dir: &Path, meta: &[u8]) -> io::Result<Self> {
        let meta: serde_json::Value = serde_json::from_slice(meta)?;
        let mut record = Self::default();
        let segments: Vec<(String, String)> =
            meta["segments"].as_array().into_iter().flatten().map(named).collect();
        for item in fs::read_dir(dir)? {
            let name = PathBuf::from(item?.file_name());
            let shown = name.to_string_lossy();
            let is_of = |(id, deletes): &(String, String)| {
                let of_segment = shown.strip_prefix(id.as_str()).is_some_and(|rest| rest.starts_with('.'));
                // Of older commits there are others.
                of_segment && !shown.ends_with(".temp") && (!shown.ends_with(".del") || shown == *deletes)
            };
            if segments.iter().any(is_of) {
                let metadata = fs::metadata(dir.join(&name))?;
                let checksum = Some(checksum(&dir.join(&name))?);
                record.files.push(Recorded {
                    checksum,
                    size: metadata.len(),
                    changed: time_of_change(&metadata),
                    name,
                });
            }
        }
        record.files.sort_by(|one, other| one.name.cmp(&other.name));
        record.written = record.settled();
        Ok(record)
    }

    /// The time now; where many bytes are in files so new that each search would verify them, the time when they no longer are:
    /// the run waits once, instead of every search.
    fn settled(&self) -> i128 {
        let written = now();
        let new = self.files.iter().filter(|file| file.changed + COARSE >= written);
        let (bytes, last) =
            new.fold((0, 0), |(bytes, last), file| (bytes + file.size, file.changed.max(last)));
        if bytes < MOST_VERIFIED {
            return written;
        }
        let wait = u64::try_from(last + COARSE + 1 - written).unwrap_or_default();
        std::thread::sleep(Duration::from_nanos(wait.min(COARSE as u64)));
        now()
    }

    /// That of a `meta.json` without its last line.
    pub(super) fn of(meta: &[u8]) -> Self {
        let lines = memchr::memmem::rfind(meta, WRITTEN.as_bytes()).map_or(&b""[..], |at| &meta[at + 1..]);
        let mut record = Self::default();
        for line in String::from_utf8_lossy(lines).lines() {
            match line.split(' ').collect::<Vec<_>>().as_slice() {
                ["written", written] => record.written = written.parse().unwrap_or_default(),
                ["file", checksum, size, changed, name] => record.files.push(Recorded {
                    name: name.into(),
                    checksum: u32::from_str_radix(checksum, 16).ok(),
                    size: size.parse().unwrap_or_default(),
                    changed: changed.parse().unwrap_or_default(),
                }),
                _ => {}
            }
        }
        record
    }

    /// What tantivy wrote of a `meta.json` without its last line.
    pub(super) fn without(mut meta: Vec<u8>) -> Vec<u8> {
        if let Some(at) = memchr::memmem::rfind(&meta, WRITTEN.as_bytes()) {
            meta.truncate(at + 1);
        }
        meta
    }

    pub(super) fn to_lines(&self) -> String {
        let mut lines = format!("{}{}\n", &WRITTEN[1..], self.written);
        for Recorded { name, checksum, size, changed } in &self.files {
            // Writing to a string cannot fail.
            let _ = writeln!(
                lines,
                "file {:08x} {size} {changed} {}",
                checksum.unwrap_or_default(),
                name.display()
            );
        }
        lines
    }
}

fn now() -> i128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_nanos() as i128)
}

/// The name of a segment, and that of the file with what is deleted in it, if it has one.
fn named(segment: &serde_json::Value) -> (String, String) {
    let id = segment["segment_id"].as_str().unwrap_or_default().replace('-', "");
    let deletes = segment["deletes"]["opstamp"].as_u64().map(|opstamp| format!("{id}.{opstamp}.del"));
    (id, deletes.unwrap_or_default())
}

impl Recorded {
    /// A file of which nothing is known but its name.
    pub(super) fn unknown(name: PathBuf) -> Self {
        Self { name, checksum: None, size: 0, changed: 0 }
    }

    /// Whether nothing touched the file since, which lies in `dir`, by its times.
    pub(super) fn is_as_recorded(&self, dir: &Path, written: i128) -> bool {
        let now = fs::metadata(dir.join(&self.name));
        let same = |now: Metadata| now.len() == self.size && time_of_change(&now) == self.changed;
        self.changed + COARSE < written && now.is_ok_and(same)
    }

    /// Whether the file's footer has the recorded checksum, if there is one.
    pub(super) fn has_checksum_of(&self, dir: &Path) -> bool {
        self.checksum.is_none() || checksum(&dir.join(&self.name)).ok() == self.checksum
    }
}

/// The checksum in the footer that tantivy gives its files: JSON, its length, and a number by which it is known.
fn checksum(path: &Path) -> io::Result<u32> {
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "a file without a footer");
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(1_024)))?;
    file.read_to_end(&mut end)?;
    let numbers = end.len().checked_sub(8).ok_or_else(damaged)?;
    let size =
        u32::from_le_bytes([end[numbers], end[numbers + 1], end[numbers + 2], end[numbers + 3]]) as usize;
    let footer = numbers.checked_sub(size).map(|start| &end[start..numbers]).ok_or_else(damaged)?;
    let footer: serde_json::Value = serde_json::from_slice(footer)?;
    footer["crc"].as_u64().and_then(|crc| u32::try_from(crc).ok()).ok_or_else(damaged)
}

/// The time of the last change, of the content or of what the file is called and who may read it.
#[cfg(unix)]
fn time_of_change(metadata: &Metadata) -> i128 {
    use std::os::unix::fs::MetadataExt as _;
    i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec())
}

/// The time of the last change of the content.
#[cfg(not(unix))]
fn time_of_change(metadata: &Metadata) -> i128 {
    let since = |time: SystemTime| time.duration_since(UNIX_EPOCH).ok();
    metadata.modified().ok().and_then(since).map_or(0, |time| time.as_nanos() as i128)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_later_than_its_large_files() {
        let changed = now();
        let file = Recorded { name: "a.store".into(), checksum: Some(1), size: MOST_VERIFIED, changed };
        let record = Record { written: 0, files: vec![file] };
        assert!(record.settled() > changed + COARSE);
    }

    #[test]
    fn what_is_written_is_read() {
        let file = |name: &str, checksum| Recorded {
            name: name.into(),
            checksum: Some(checksum),
            size: 9,
            changed: 12,
        };
        let record = Record { written: 55, files: vec![file("a.idx", 1), file("b.12.del", u32::MAX)] };
        let meta = format!("{{\n  \"payload\": \"\\nwritten 7\"\n}}\n{}", record.to_lines());
        assert_eq!(Record::of(meta.as_bytes()), record);
        assert_eq!(Record::without(meta.into_bytes()), b"{\n  \"payload\": \"\\nwritten 7\"\n}\n");
        assert_eq!(Record::of(b"{}\n"), Record::default());
        assert_eq!(Record::without(b"{}\n".to_vec()), b"{}\n");
    }
}
