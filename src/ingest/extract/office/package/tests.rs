use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::document::Shortfall;

/// A zip file of these parts.
pub(in crate::ingest::extract) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a new part");
        writer.write_all(content.as_bytes()).expect("memory takes all");
    }
    writer.finish().expect("memory takes all").into_inner()
}

#[test]
fn the_kind_is_told_by_the_parts() {
    let odf = "application/vnd.oasis.opendocument.";
    let types = ("[Content_Types].xml", "<Types/>");
    let cases = [
        (vec![types, ("word/document.xml", "")], Format::Docx),
        (vec![types, ("word\\document.xml", "")], Format::Docx),
        (vec![types, ("ppt/presentation.xml", ""), ("ppt/embeddings/a.xlsx", "")], Format::Pptx),
        (vec![types, ("xl/workbook.bin", "")], Format::Xlsx),
        (vec![types, ("autre/a.xml", "")], Format::Zip),
        (vec![("word/document.xml", "")], Format::Zip),
        (vec![("mimetype", "application/epub+zip\n")], Format::Epub),
        (vec![("META-INF/container.xml", ""), ("a/livre.opf", "")], Format::Epub),
        (vec![("mimetype", "text/plain"), ("a.txt", "")], Format::Zip),
        (vec![], Format::Zip),
    ];
    for (parts, expected) in cases {
        assert_eq!(format(&zip(&parts)), Ok(expected), "{parts:?}");
    }
    for (name, expected) in [
        ("text", Format::Odt),
        ("text-template", Format::Odt),
        ("presentation", Format::Odp),
        ("graphics", Format::Odp),
        ("spreadsheet-template", Format::Ods),
        ("formula", Format::Zip),
    ] {
        assert_eq!(format(&zip(&[("mimetype", &format!("{odf}{name}"))])), Ok(expected), "{name}");
    }
    assert_eq!(format(b"Du texte."), Err(Unread::failed("damaged zip file")));
}

#[test]
fn a_part_is_found_by_its_name_whatever_the_case_and_the_separator() {
    let bytes = zip(&[("Word\\Document.xml", "le puits"), ("/a.txt", "absolu"), ("../b.txt", "au-dessus")]);
    let package = Package::open(&bytes).expect("a zip file");
    let names: Vec<&str> = package.files().map(|(_, name)| name).collect();
    assert_eq!(names, ["Word/Document.xml", "a.txt", "../b.txt"]);
    assert_eq!(package.part("word/document.xml"), Ok(Some(b"le puits".to_vec())));
    assert_eq!(package.part("a.txt"), Ok(Some(b"absolu".to_vec())));
    assert_eq!(package.part("b.txt"), Ok(None));
}

#[test]
fn damage_is_said() {
    let whole = zip(&[("a.txt", &"le puits de Nara ".repeat(50))]);
    let reason = |bytes: &[u8]| {
        let found = Package::open(bytes).and_then(|package| package.part("a.txt"));
        found.expect_err("damaged").reason
    };
    for tenth in 0..10 {
        assert_eq!(reason(&whole[..whole.len() * tenth / 10]), "damaged zip file", "{tenth} tenths");
    }
    let mut changed = whole.clone();
    changed[45] ^= 0xff;
    assert_eq!(reason(&changed), "damaged zip file", "the checksum does not fit");
}

#[test]
fn an_encrypted_part_is_no_damage() {
    // The flag alone, in the local header and in the directory.
    let mut bytes = zip(&[("a.txt", "le puits")]);
    let directory = memmem::find(&bytes, b"PK\x01\x02").expect("a directory");
    bytes[6] |= 1;
    bytes[directory + 8] |= 1;
    let package = Package::open(&bytes).expect("a directory that can be read");
    assert_eq!(package.part("a.txt"), Err(Unread::failed("encrypted")));
}

#[test]
fn what_unpacks_to_too_much_is_given_up_whatever_its_header_says() {
    let mut bytes = zip(&[("a", &"le puits de Nara ".repeat(5000))]);
    let unpack = |bytes: &[u8], limit| Package::open(bytes).and_then(|package| package.unpack(0, limit));
    assert_eq!(unpack(&bytes, 85_000).map(|part| part.len()), Ok(85_000));
    assert_eq!(unpack(&bytes, 84_999), Err(too_large()));
    let directory = memmem::find(&bytes, b"PK\x01\x02").expect("a directory");
    for size in [22, directory + 24] {
        bytes[size..size + 4].copy_from_slice(&8_u32.to_le_bytes());
    }
    assert_eq!(unpack(&bytes, 84_999).map_err(|error| error.kind), Err(Shortfall::Failed));
}

#[test]
fn what_is_unpacked_is_taken_off_the_room_there_is() {
    let bytes = zip(&[("a", "1234"), ("b", "12345"), ("c", "12")]);
    // A flipped bit of the first one's checksum.
    let mut damaged = bytes.clone();
    let at = memmem::find(&bytes, b"PK\x01\x02").expect("a directory");
    damaged[at + 16] ^= 1;
    for (archive, first) in [(&bytes, Ok(4)), (&damaged, Err(super::damaged()))] {
        let (package, mut room) = (Package::open(archive).expect("a zip file"), 8);
        let mut unpack = |number| package.file(number, &mut room).map(|bytes| bytes.len());
        assert_eq!([unpack(0), unpack(1), unpack(2)], [first, Err(too_large()), Ok(2)]);
        assert_eq!(room, 2);
    }
}
