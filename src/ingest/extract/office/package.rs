//! Zip files: a package of named parts, as office documents and e-books are, or a plain archive of documents.

use std::collections::HashMap;
use std::io::{self, Cursor, Read as _};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::document::{Format, Unread};

/// Bytes that one part may have when unpacked. The size that its header states may lie.
pub(in crate::ingest) const MAX_PART: u64 = 256 << 20;

/// Bytes that the text of all parts together may have.
pub(in crate::ingest::extract) const MAX_TEXT: usize = 256 << 20;

/// What the zip file in `bytes` is, by what it holds; an archive if it is no document.
///
/// # Errors
///
/// As for [`Package::open`].
pub(crate) fn format(bytes: &[u8]) -> Result<Format, Unread> {
    Package::open(bytes).map(|package| package.format())
}

/// A zip file whose parts are found by name.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// How many entries the end of the directory counts.
    entries: usize,
    /// Where in the archive a name in lower case is. Names do not depend on case, as few writers make use of.
    places: HashMap<String, usize>,
}

impl<'a> Package<'a> {
    /// Reads the directory of the zip file; no part is unpacked yet.
    ///
    /// # Errors
    ///
    /// It is no zip file, or its directory is damaged.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Unread> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unread(&error))?;
        let names = archive.file_names().map(|name| name.map(|name| part_name(&name)));
        let names: Vec<String> = names.collect::<Result<_, _>>().map_err(|error| unread(&error))?;
        let places = (0..).zip(&names).map(|(index, name)| (name.to_lowercase(), index)).collect();
        Ok(Self { archive, names, entries: entries(bytes), places })
    }

    /// The unpacked bytes of a part; `None` where there is no part of this name.
    ///
    /// # Errors
    ///
    /// The part is encrypted, damaged or too large.
    pub(crate) fn part(&self, name: &str) -> Result<Option<Vec<u8>>, Unread> {
        match self.index(name) {
            Some(index) => self.unpack(index, MAX_PART).map(Some),
            None => Ok(None),
        }
    }

    /// The files in an archive, in its order: the name of each, and its number for [`Package::file`].
    pub(crate) fn files(&self) -> impl Iterator<Item = (usize, &str)> {
        self.names.iter().map(String::as_str).enumerate().filter(|(_, name)| !name.ends_with('/'))
    }

    /// The unpacked bytes of a file, which are taken off `room`, also where they come to nothing.
    ///
    /// # Errors
    ///
    /// As for [`Package::part`], or there is no room for it.
    pub(crate) fn file(&self, number: usize, room: &mut u64) -> Result<Vec<u8>, Unread> {
        let mut bytes = Vec::new();
        let unpacked = self.unpack_to(&mut bytes, number, MAX_PART.min(*room));
        *room = room.saturating_sub(bytes.len() as u64);
        unpacked.map(|()| bytes)
    }

    /// How many entries there are besides these: of several with one name, the library knows the last.
    pub(crate) fn lost(&self) -> usize {
        self.entries.saturating_sub(self.names.len())
    }

    /// Whether there is a part of this name.
    pub(in crate::ingest::extract) fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// Unpacks a part to nowhere, for readers that do not limit what they unpack.
    ///
    /// # Errors
    ///
    /// The part is too large. Whether one that is damaged matters, its reader decides.
    pub(in crate::ingest::extract) fn measure(&self, number: usize) -> Result<(), Unread> {
        let mut archive = self.archive.clone();
        let Ok(part) = archive.by_index(number) else { return Ok(()) };
        let size = io::copy(&mut part.take(MAX_PART + 1), &mut io::sink()).unwrap_or_default();
        if size > MAX_PART { Err(too_large()) } else { Ok(()) }
    }

    /// What the zip file is.
    fn format(&self) -> Format {
        let mimetype = self.part("mimetype").ok().flatten().unwrap_or_default();
        if let Some(format) = format_of_mimetype(mimetype.trim_ascii()) {
            return format;
        }
        let holds = |folder: &str| self.names.iter().any(|name| name.starts_with(folder));
        match () {
            () if self.index("META-INF/container.xml").is_some() && self.has_ending(".opf") => Format::Epub,
            () if self.index("[Content_Types].xml").is_none() => Format::Zip,
            () if holds("word/") => Format::Docx,
            () if holds("ppt/") => Format::Pptx,
            () if holds("xl/") => Format::Xlsx,
            () => Format::Zip,
        }
    }

    fn has_ending(&self, ending: &str) -> bool {
        self.names.iter().any(|name| name.ends_with(ending))
    }

    fn index(&self, name: &str) -> Option<usize> {
        let exact = self.archive.index_for_name(name);
        exact.or_else(|| self.places.get(&name.to_lowercase()).copied())
    }

    fn unpack(&self, index: usize, limit: u64) -> Result<Vec<u8>, Unread> {
        let mut bytes = Vec::new();
        self.unpack_to(&mut bytes, index, limit).map(|()| bytes)
    }

    fn unpack_to(&self, bytes: &mut Vec<u8>, index: usize, limit: u64) -> Result<(), Unread> {
        // Reading moves the archive's position; a clone shares the directory and costs nothing.
        let mut archive = self.archive.clone();
        let mut file = archive.by_index(index).map_err(|error| unread(&error))?;
        if file.size() > limit {
            return Err(too_large());
        }
        file.by_ref().take(limit + 1).read_to_end(bytes).map_err(|_| damaged())?;
        if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(()) }
    }
}

/// How many entries the record at the end of a zip file counts; none where it leaves that to the larger record of zip64.
fn entries(bytes: &[u8]) -> usize {
    const END: &[u8] = b"PK\x05\x06";
    let count = memmem::rfind(bytes, END).and_then(|at| bytes.get(at + 10..at + 12));
    match count {
        Some([low, high]) if (*low, *high) != (0xFF, 0xFF) => usize::from(u16::from_le_bytes([*low, *high])),
        _ => 0,
    }
}

/// Some writers separate folders with `\`, or begin with `/`.
fn part_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_owned()
}

fn format_of_mimetype(mimetype: &[u8]) -> Option<Format> {
    if mimetype == b"application/epub+zip" {
        return Some(Format::Epub);
    }
    // Templates have a suffix: `text-template`, `text-master`.
    let document = mimetype.strip_prefix(b"application/vnd.oasis.opendocument.")?;
    match document.split(|&byte| byte == b'-').next()? {
        b"text" => Some(Format::Odt),
        b"presentation" | b"graphics" => Some(Format::Odp),
        b"spreadsheet" => Some(Format::Ods),
        _ => None,
    }
}

fn unread(error: &ZipError) -> Unread {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Unread::failed("encrypted")
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Unread::failed("zip file compressed in an unknown way")
        }
        _ => damaged(),
    }
}

fn damaged() -> Unread {
    Unread::failed("damaged zip file")
}

/// That something would need too much memory.
pub(in crate::ingest) fn too_large() -> Unread {
    Unread::failed("too large when unpacked")
}

#[cfg(test)]
pub(super) mod tests;
