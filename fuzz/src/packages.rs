//! Files that are packages of parts, made around what the fuzzer makes: their checksums and directories are right, so that
//! it is the readers of the parts that are tried.

use std::io::{Cursor, Write as _};

use cfb::CompoundFile;
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Stands between the parts of an input.
const SEPARATOR: &[u8] = b"%%%%\n";

/// The parts of an input.
pub fn pieces(data: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut rest = data;
    while let Some(at) = rest.windows(SEPARATOR.len()).position(|window| window == SEPARATOR) {
        pieces.push(&rest[..at]);
        rest = &rest[at + SEPARATOR.len()..];
    }
    pieces.push(rest);
    pieces
}

/// A zip file of these parts, not compressed; of several with one name, the first.
pub fn zip<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        // The writer refuses a name that it has.
        if archive.start_file(name, options).is_ok() {
            archive.write_all(content).expect("memory takes all");
        }
    }
    archive.finish().expect("memory takes all").into_inner()
}

/// A zip file with what the fuzzer made as the parts with these names, as many as there are, before these `fixed` ones.
pub fn package(fuzzed: &[&str], fixed: &[(&str, &str)], pieces: &[&[u8]]) -> Vec<u8> {
    let made = fuzzed.iter().copied().zip(pieces.iter().copied());
    zip(made.chain(fixed.iter().map(|(name, content)| (*name, content.as_bytes()))))
}

/// A compound file of these streams.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes all");
    for (name, content) in streams {
        let mut stream = file.create_stream(name).expect("memory takes all");
        stream.write_all(content).expect("memory takes all");
    }
    file.into_inner().into_inner()
}

/// A gzip file.
pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}
