//! Spreadsheets: XLSX, XLSB, XLS, ODS.

#![no_main]

use corpus_fuzz::packages::{compound, package, pieces};
use corpus_fuzz::{checks, panics};
use libfuzzer_sys::fuzz_target;

type Fixed = &'static [(&'static str, &'static str)];

const XLSX: &[&str] = &[
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "docProps/core.xml",
    "xl/workbook.xml",
];
const XLSX_FIXED: Fixed = &[
    ("[Content_Types].xml", "<Types/>"),
    (
        "_rels/.rels",
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
         <Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' \
         Target='xl/workbook.xml'/></Relationships>",
    ),
    (
        "xl/workbook.xml",
        "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' \
         xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>\
         <sheets><sheet name='Un' sheetId='1' r:id='r1'/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
         <Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' \
         Target='worksheets/sheet1.xml'/></Relationships>",
    ),
];
const XLSB: &[&str] =
    &["xl/worksheets/sheet1.bin", "xl/workbook.bin", "xl/sharedStrings.bin", "xl/styles.bin"];
const XLSB_FIXED: Fixed = &[
    ("[Content_Types].xml", "<Types/>"),
    (
        "xl/_rels/workbook.bin.rels",
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
         <Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' \
         Target='worksheets/sheet1.bin'/></Relationships>",
    ),
];
const ODS: &[&str] = &["content.xml", "meta.xml", "META-INF/manifest.xml"];
const ODS_FIXED: Fixed = &[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")];

// The first byte says of which kind the sheet is whose parts follow it.
fuzz_target!(
    // In damaged files calamine takes places for given that are not there.
    init: panics::contained_in(&["calamine"]),
    |bytes: &[u8]| {
        let Some((kind, rest)) = bytes.split_first() else { return };
        match kind {
            b'x' => checks::file(&package(XLSX, XLSX_FIXED, &pieces(rest)), "a.xlsx"),
            b'b' => checks::file(&package(XLSB, XLSB_FIXED, &pieces(rest)), "a.xlsb"),
            b'o' => checks::file(&package(ODS, ODS_FIXED, &pieces(rest)), "a.ods"),
            b's' => checks::file(&compound(&[("Workbook", rest)]), "a.xls"),
            _ => {}
        }
    }
);
