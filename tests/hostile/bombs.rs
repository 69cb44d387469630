//! Files that are small and swell when they are unpacked or drawn.

use std::io::{Cursor, Read, Write as _};

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::bad::{File, named};
use super::good::{self, CATALOGUE, pdf, pdf_of, stream};
use crate::containers::{gzip, zip};

/// What is small and swells.
pub(super) fn all() -> Vec<File> {
    let zeros = || std::io::repeat(0).take(300 << 20);
    let mut compressed = GzEncoder::new(Vec::new(), Compression::default());
    std::io::copy(&mut zeros(), &mut compressed).unwrap();
    let gz = compressed.finish().unwrap();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    std::io::copy(&mut zeros(), &mut zlib).unwrap();
    let zlib = zlib.finish().unwrap();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    std::io::copy(&mut zeros(), &mut archive).unwrap();
    let archive = archive.finish().unwrap().into_inner();
    let docx = swollen(&archive, &["[Content_Types].xml"], "word/document.xml");
    let odt = swollen(&archive, &[], "content.xml");
    let nested = (0..4)
        .fold(archive.clone(), |inner, _| zip(&[("a.zip", &inner), ("b.zip", &inner), ("c.zip", &inner)]));
    let entities: String =
        (1..30).map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10))).collect();
    let laughs = |root: &str, text: &str| {
        format!(
            "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e0 \"ha\">{entities}]>{}",
            root.replace("TEXT", text)
        )
    };
    let word = "<w:document><w:body><w:p><w:r><w:t>TEXT</w:t></w:r></w:p></w:body></w:document>";
    let open = "<office:document-content><office:body><office:text><text:p>TEXT</text:p></office:text></office:body></office:document-content>";
    let twice = {
        let mut outer = ZlibEncoder::new(Vec::new(), Compression::default());
        outer.write_all(&zlib).unwrap();
        outer.finish().unwrap()
    };
    let cell = "<table:table-cell table:number-columns-repeated='1000000000' office:value-type='string'><text:p>fond</text:p></table:table-cell>";
    named(vec![
        ("bombs/zeros.gz", gz.clone()),
        ("bombs/zeros.gz.gz", gzip(&gz)),
        ("bombs/zeros.zip", archive),
        ("bombs/zeros.docx", docx),
        ("bombs/zeros.odt", odt),
        ("bombs/nested.zip", nested),
        ("bombs/flate.pdf", pdf_of(stream("/Filter/FlateDecode", &zlib), &[])),
        ("bombs/flate-twice.pdf", pdf_of(stream("/Filter[/FlateDecode/FlateDecode]", &twice), &[])),
        ("bombs/entities.docx", good::docx_of(&laughs(word, "&e29;"))),
        ("bombs/entities.odt", good::odt_of(&laughs(open, "&e29;"))),
        ("bombs/entities.xml", laughs("<a>TEXT</a>", "&e29;").into_bytes()),
        (
            "bombs/columns.ods",
            good::ods_of(&format!(
                "<table:table-row table:number-rows-repeated='1000000000'>{cell}</table:table-row>"
            )),
        ),
        (
            "bombs/corner.xlsx",
            good::xlsx_of(
                "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>",
            ),
        ),
        ("bombs/drawn-twice.pdf", drawn_twice()),
        ("bombs/pages.pdf", pdf(&[CATALOGUE, "<</Type/Pages/Kids[]/Count 2000000000>>"], "")),
        ("bombs/words.txt.gz", gzip("Le fleuve monte. ".repeat(200_000))),
    ])
}

/// A package with these empty parts and the file of `archive` under another name.
fn swollen(archive: &[u8], parts: &[&str], name: &str) -> Vec<u8> {
    let mut bomb = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    if parts.is_empty() {
        package.start_file("mimetype", SimpleFileOptions::default()).unwrap();
        package.write_all(b"application/vnd.oasis.opendocument.text").unwrap();
    }
    for part in parts {
        package.start_file(*part, SimpleFileOptions::default()).unwrap();
    }
    package.raw_copy_file_rename(bomb.by_index(0).unwrap(), name).unwrap();
    package.finish().unwrap().into_inner()
}

/// Forms each of which draws the next one twice.
pub(crate) fn drawn_twice() -> Vec<u8> {
    let form = |number| {
        let next = number + 1;
        let head = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]";
        stream(&format!("{head}/Resources<</XObject<</X {next} 0 R>>>>"), b"/X Do /X Do")
    };
    pdf_of(stream("", b"/X Do"), &(6..60).map(form).collect::<Vec<_>>())
}
