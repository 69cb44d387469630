//! Compound files, in which the office programs of the nineties keep their streams: which of them a file is.

use std::io::Cursor;

use cfb::CompoundFile;

use crate::document::{Format, Unread};

/// What the compound file in `bytes` is, by the streams that it holds.
///
/// # Errors
///
/// It is damaged, holds an encrypted document of a newer program, or is of a kind that is not read.
pub(crate) fn format(bytes: &[u8]) -> Result<Format, Unread> {
    let compound =
        CompoundFile::open(Cursor::new(bytes)).map_err(|_| Unread::failed("damaged office document"))?;
    match () {
        () if compound.is_stream("WordDocument") => Ok(Format::Doc),
        () if compound.is_stream("Workbook") || compound.is_stream("Book") => Ok(Format::Xls),
        () if compound.is_stream("EncryptedPackage") => Err(Unread::failed("encrypted office document")),
        () => Err(Unread::skipped("old office file of another kind, such as a presentation or a message")),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn compound(streams: &[&str]) -> Vec<u8> {
        let mut compound = CompoundFile::create(Cursor::new(Vec::new())).expect("a new file");
        for name in streams {
            let mut stream = compound.create_stream(name).expect("a new stream");
            stream.write_all(b"a").expect("memory takes all");
        }
        compound.flush().expect("memory takes all");
        compound.into_inner().into_inner()
    }

    #[test]
    fn the_streams_tell_what_a_compound_file_holds() {
        let cases: [(&[&str], Option<Format>, &str); 5] = [
            (&["WordDocument"], Some(Format::Doc), ""),
            (&["Workbook"], Some(Format::Xls), ""),
            (&["Book"], Some(Format::Xls), ""),
            (&["EncryptedPackage", "EncryptionInfo"], None, "encrypted"),
            (&["PowerPoint Document"], None, "old office file"),
        ];
        for (streams, expected, reason) in cases {
            let found = format(&compound(streams));
            assert_eq!(found.clone().ok(), expected, "{streams:?}");
            assert!(found.err().is_none_or(|unread| unread.reason.starts_with(reason)), "{streams:?}");
        }
        let damaged = format(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        assert_eq!(damaged, Err(Unread::failed("damaged office document")));
    }
}
