use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::document::Date;

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a new part");
        writer.write_all(content.as_bytes()).expect("a vector takes all");
    }
    writer.finish().expect("a vector takes all").into_inner()
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook of these sheets; style 1 is a date, style 2 a date with a time, style 3 a duration.
fn xlsx(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut list = String::new();
    let mut relations = String::new();
    for (index, (name, _)) in sheets.iter().enumerate() {
        list += &format!(r#"<sheet name="{name}" sheetId="{0}" r:id="r{0}"/>"#, index + 1);
        relations += &format!(
            r#"<Relationship Id="r{0}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{0}.xml"/>"#,
            index + 1
        );
    }
    let workbook =
        format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{list}</sheets></workbook>"#);
    let relations = format!(r#"<Relationships xmlns="{RELATIONS}">{relations}</Relationships>"#);
    let root = format!(
        r#"<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let styles = format!(
        r#"<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="[h]:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="170"/></cellXfs></styleSheet>"#
    );
    let properties = r#"<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Budget</dc:title><dc:creator>Awa Sow</dc:creator><dcterms:created>2023-05-04T10:00:00Z</dcterms:created></cp:coreProperties>"#;
    let mut parts = vec![
        ("_rels/.rels".to_owned(), root),
        ("xl/workbook.xml".to_owned(), workbook),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations),
        ("xl/styles.xml".to_owned(), styles),
        ("docProps/core.xml".to_owned(), properties.to_owned()),
    ];
    for (index, (_, rows)) in sheets.iter().enumerate() {
        let sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
        parts.push((format!("xl/worksheets/sheet{}.xml", index + 1), sheet));
    }
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, part)| (name.as_str(), part.as_str())).collect();
    package(&parts)
}

fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    let meta = "<m><office:meta><meta:initial-creator>Awa Sow</meta:initial-creator><meta:creation-date>2023-05-04T10:00:00</meta:creation-date><dc:title>Mil &amp; sorgho</dc:title></office:meta></m>";
    package(&[("content.xml", &content), ("meta.xml", meta)])
}

/// Reads a workbook as what it is.
fn read_any(bytes: &[u8]) -> Result<Extracted, Unread> {
    let is_ods = || memchr::memmem::find(bytes, b"content.xml").is_some();
    let format = if is_ods() { Format::Ods } else { Format::Xlsx };
    extract(if bytes.starts_with(b"\xd0\xcf") { Format::Xls } else { format }, bytes)
}

fn text_of(bytes: &[u8]) -> String {
    read_any(bytes).map(|found| found.text).unwrap_or_else(|unread| unread.reason)
}

fn string(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn a_row_is_a_line_and_empty_cells_count_only_between_others() {
    let rows = format!(
        r#"<row r="3">{}{}</row><row r="4"><c r="A4"/></row><row r="9"><c r="B9"/>{}<c r="E9"/></row>"#,
        string("B3", "Mil"),
        string("D3", "Sorgho &amp; riz"),
        string("C9", "à part")
    );
    let found = read_any(&xlsx(&[("Feuil1", &rows)])).unwrap_or_default();
    assert_eq!(found.text, "Mil\t\tSorgho & riz\nà part");
    assert!(found.rows);
}

#[test]
fn a_sheet_stands_behind_its_name_where_that_tells_something() {
    let row = |text| format!("<row>{}</row>", string("A1", text));
    let (one, two) = (row("un"), row("deux"));
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("Feuil1", &one)], "un"),
        (&[("Ventes 2024", &one)], "Ventes 2024\n\nun"),
        (&[("Feuil1", &one), ("Feuil2", "")], "un"),
        (&[("Feuil1", &one), ("Feuil2", &two)], "Feuil1\n\nun\n\nFeuil2\n\ndeux"),
    ];
    for (sheets, text) in cases {
        assert_eq!(text_of(&xlsx(sheets)), text, "{sheets:?}");
    }
}

#[test]
fn a_cell_shows_what_a_reader_sees() {
    let cases = [
        ("<v>1250000</v>", "", "1250000"),
        ("<v>1234567890123456</v>", "", "1234567890123456"),
        ("<v>14.5</v>", "", "14.5"),
        ("<v>0.30000000000000004</v>", "", "0.3"),
        ("<v>1E-7</v>", "", "0.0000001"),
        ("<v>1E+300</v>", "", "1e300"),
        ("<v>1</v>", r#"t="b""#, "VRAI"),
        ("<v>0</v>", r#"t="b""#, "FAUX"),
        ("<v>45442</v>", r#"s="1""#, "2024-05-30"),
        ("<v>45442.354166666664</v>", r#"s="2""#, "2024-05-30 08:30"),
        ("<v>0.354166666666667</v>", r#"s="2""#, "08:30"),
        ("<v>1.25347222222222</v>", r#"s="3""#, "30:05"),
        ("<v>#N/A</v>", r#"t="e""#, ""),
        ("<f>A1+B1</f><v>3</v>", "", "3"),
        ("<is><t>deux\nlignes\tet  demie </t></is>", r#"t="inlineStr""#, "deux lignes et  demie"),
    ];
    for (value, kind, shown) in cases {
        let row = format!(r#"<row>{}<c r="B1" {kind}>{value}</c></row>"#, string("A1", "a"));
        let expected = format!("a\t{shown}");
        assert_eq!(text_of(&xlsx(&[("Feuil1", &row)])), expected.trim_end(), "{value}");
    }
}

#[test]
fn one_cell_in_the_last_corner_costs_nothing() {
    let rows = format!(
        r#"<row r="1">{}</row><row r="1048576">{}</row>"#,
        string("A1", "début"),
        string("XFD1048576", "coin")
    );
    assert_eq!(text_of(&xlsx(&[("Feuil1", &rows)])), "début\ncoin");
    let empty = r#"<table:table-cell table:number-columns-repeated="16383"/>"#;
    let filled = "<table:table-cell><text:p>x</text:p></table:table-cell>";
    let table = format!(
        r#"<table:table table:name="Feuille1"><table:table-row table:number-rows-repeated="1048575">{empty}</table:table-row>{}</table:table>"#,
        format!("<table:table-row>{empty}{filled}</table:table-row>").repeat(2000)
    );
    assert_eq!(text_of(&ods(&table)).len(), 2 * 2000 - 1);
}

#[test]
fn what_takes_too_much_room_is_refused() {
    let cell = format!(
        r#"<table:table-cell table:number-columns-repeated="4294967295"><text:p>{}</text:p></table:table-cell>"#,
        "a".repeat(20_000)
    );
    let table =
        format!(r#"<table:table table:name="a"><table:table-row>{cell}</table:table-row></table:table>"#);
    assert_eq!(text_of(&ods(&table)), "too large when unpacked");
}

#[test]
fn properties_are_read() {
    let row = format!("<row>{}</row>", string("A1", "un"));
    let table = r#"<table:table table:name="a"><table:table-row><table:table-cell><text:p>un</text:p></table:table-cell></table:table-row></table:table>"#;
    for (bytes, title) in [(xlsx(&[("Feuil1", &row)]), "Budget"), (ods(table), "Mil & sorgho")] {
        let found = read_any(&bytes).unwrap_or_default();
        assert_eq!(found.title.as_deref(), Some(title));
        assert_eq!(found.author.as_deref(), Some("Awa Sow"));
        assert_eq!(found.date, Date::new(2023, Some(5), Some(4)));
    }
}

#[test]
fn an_ods_cell_shows_its_value() {
    let cases = [
        (r#"office:value-type="float" office:value="14.50"><text:p>14,50 F</text:p>"#, "14.5"),
        (
            r#"office:value-type="date" office:date-value="2024-05-30"><text:p>30/05/24</text:p>"#,
            "2024-05-30",
        ),
        (r#"office:value-type="date" office:date-value="2024-05-30T08:30:00">"#, "2024-05-30 08:30"),
        (r#"office:value-type="time" office:time-value="PT30H05M00S">"#, "30:05"),
        (r#"office:value-type="boolean" office:boolean-value="true">"#, "VRAI"),
        (
            r#"office:value-type="string" calcext:value-type="error" office:string-value=""><text:p>#N/A</text:p>"#,
            "",
        ),
        (
            r#"office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>un<text:s/>mot</text:p><text:p>d&apos;ici &#233;</text:p>"#,
            "un mot d'ici é",
        ),
        (r#"table:number-columns-repeated="2" office:value-type="float" office:value="3">"#, "3\t3"),
    ];
    for (cell, shown) in cases {
        let table = format!(
            r#"<table:table table:name="Feuille1"><table:table-row><table:table-cell {cell}</table:table-cell><table:table-cell><text:p>fin</text:p></table:table-cell></table:table-row></table:table>"#
        );
        assert_eq!(text_of(&ods(&table)), format!("{shown}\tfin").trim_start(), "{cell}");
    }
}

#[test]
fn a_table_that_does_not_end_is_read_up_to_there() {
    let content = r#"<table:table table:name="Feuille1"><table:table-row><table:table-cell><text:p>un</text:p></table:table-cell>"#;
    assert_eq!(text_of(&package(&[("content.xml", content)])), "un");
}

#[test]
fn the_reason_tells_why_nothing_was_read() {
    let manifest = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let cases = [
        (b"PK\x03\x04".to_vec(), "damaged zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "damaged spreadsheet"),
        (package(&[("a.xml", "a")]), "damaged spreadsheet"),
        (xlsx(&[("Feuil1", "<row><c")]), "damaged spreadsheet"),
        (xlsx(&[("Feuil1", "")]), "no text in the spreadsheet"),
        (package(&[("content.xml", "x"), ("META-INF/manifest.xml", manifest)]), "encrypted"),
    ];
    for (bytes, reason) in cases {
        assert_eq!(text_of(&bytes), reason);
    }
}

#[test]
fn a_damaged_sheet_does_not_take_the_others_with_it() {
    let row = format!("<row>{}</row>", string("A1", "un"));
    assert_eq!(text_of(&xlsx(&[("Feuil1", "<row><c"), ("Feuil2", &row)])), "un");
}
