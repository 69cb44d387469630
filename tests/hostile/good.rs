//! One good file of each format, which says a word of its own.

use std::io::{Cursor, Write as _};

use crate::containers::{gzip, zip};

/// A good file: its name, what `corpus` calls its format, the path of the document in it, and its bytes.
pub(crate) struct Good {
    pub(crate) name: &'static str,
    pub(crate) format: &'static str,
    /// Behind the file's own path.
    pub(crate) place: &'static str,
    pub(crate) word: &'static str,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn files() -> Vec<Good> {
    let good = |name, format, place, word, bytes| Good { name, format, place, word, bytes };
    vec![
        good("a.txt", "text", "", "aigrette", say("aigrette").into()),
        good("a.html", "html", "", "bécasse", format!("<html><p>{}</p></html>", say("bécasse")).into()),
        good("a.md", "markdown", "", "cormoran", format!("# Oiseaux\n\n{}\n", say("cormoran")).into()),
        good("a.csv", "csv", "", "dindon", "oiseau;lieu\ndindon;Gao\npoule;Kayes\n".into()),
        good("a.docx", "docx", "", "étourneau", docx(&say("étourneau"))),
        good("a.odt", "odt", "", "faucon", odt(&say("faucon"))),
        good("a.pptx", "pptx", "", "gobemouche", pptx(&say("gobemouche"))),
        good("a.xlsx", "xlsx", "", "hirondelle", xlsx("hirondelle")),
        good("a.ods", "ods", "", "ibis", ods("ibis")),
        good("a.epub", "epub", "", "jacana", epub(&say("jacana"))),
        good("a.pdf", "pdf", "", "kagou", pdf_of_text(&say("kagou"))),
        good("a.rtf", "rtf", "", "loriot", format!("{{\\rtf1\\ansi {}\\par}}", say("loriot")).into()),
        good("a.doc", "doc", "", "martinet", doc(&say("martinet"))),
        good("a.eml", "mail", "", "nandou", mail(&say("nandou")).into()),
        good("a.mbox", "mail", "", "outarde", mbox(&["outarde", "poule"]).into()),
        good("a.jsonl", "json-lines", "", "pinson", format!("{{\"text\": \"{}\"}}\n", say("pinson")).into()),
        good("a.txt.gz", "text", "", "quetzal", gzip(say("quetzal"))),
        good("a.zip", "text", "/b/c.txt", "rossignol", zip(&[("b/c.txt", say("rossignol"))])),
    ]
}

fn say(word: &str) -> String {
    format!("Le {word} attend au bord du fleuve, et la pluie tombe.")
}

pub(super) fn mail(body: &str) -> String {
    format!(
        "From: Awa <awa@exemple.ml>\r\nSubject: Le fleuve\r\nDate: Fri, 30 May 2025 08:15:00 +0000\r\n\
         Message-ID: <un@exemple.ml>\r\n\r\n{body}\r\n"
    )
}

/// A mail for each word.
pub(super) fn mbox(words: &[&str]) -> String {
    let mail = |word: &&str| {
        format!("From a@x.ml Fri May 30 08:15:00 2025\n{}\n", mail(&say(word)).replace("\r\n", "\n"))
    };
    words.iter().map(mail).collect()
}

pub(super) fn docx(text: &str) -> Vec<u8> {
    docx_of(&format!("<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"))
}

/// A document of this XML.
pub(crate) fn docx_of(document: &str) -> Vec<u8> {
    zip(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            "<R><Relationship Id='r' Type='http://a.b/officeDocument' Target='word/document.xml'/></R>",
        ),
        ("word/document.xml", document),
    ])
}

fn odt(text: &str) -> Vec<u8> {
    odt_of(&format!(
        "<office:document-content><office:body><office:text><text:p>{text}</text:p></office:text></office:body></office:document-content>"
    ))
}

pub(super) fn odt_of(content: &str) -> Vec<u8> {
    zip(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)])
}

pub(super) fn pptx(text: &str) -> Vec<u8> {
    let slide = format!(
        "<p:sld><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
    );
    zip(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "ppt/presentation.xml",
            "<p:presentation><p:sldIdLst><p:sldId id='1' r:id='a'/></p:sldIdLst></p:presentation>",
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            "<R><Relationship Id='a' Type='http://a.b/slide' Target='slides/slide1.xml'/></R>",
        ),
        ("ppt/slides/slide1.xml", &slide),
    ])
}

fn xlsx(text: &str) -> Vec<u8> {
    xlsx_of(&format!("<row r='1'><c r='A1' t='inlineStr'><is><t>{text}</t></is></c></row>"))
}

/// A sheet of these rows.
pub(crate) fn xlsx_of(rows: &str) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns='{relations}'><Relationship Id='r1' Type='{office}/{kind}' Target='{target}'/></Relationships>"
        )
    };
    let workbook = format!(
        "<workbook xmlns='{main}' xmlns:r='{office}'><sheets><sheet name='Un' sheetId='1' r:id='r1'/></sheets></workbook>"
    );
    zip(&[
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns='{main}'><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ])
}

fn ods(text: &str) -> Vec<u8> {
    ods_of(&format!(
        "<table:table-row><table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell></table:table-row>"
    ))
}

pub(super) fn ods_of(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name='Un'>{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

pub(crate) fn epub(text: &str) -> Vec<u8> {
    let chapter = format!("<html><body><p>{text}</p></body></html>");
    zip(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path='a.opf'/></rootfiles></container>",
        ),
        (
            "a.opf",
            "<package><manifest><item id='c' href='c.xhtml' media-type='application/xhtml+xml'/></manifest>\
             <spine><itemref idref='c'/></spine></package>",
        ),
        ("c.xhtml", &chapter),
    ])
}

/// A PDF of these objects, numbered from 1, the first of which is the catalogue.
pub(crate) fn pdf<O: AsRef<[u8]>>(objects: &[O], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend([format!("{number} 0 obj\n").as_bytes(), object.as_ref(), b"\nendobj\n"].concat());
    }
    let (start, size) = (file.len(), objects.len() + 1);
    file.extend(
        format!("{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    file
}

pub(crate) fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{entries}/Length {}>>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

pub(crate) const CATALOGUE: &str = "<</Type/Catalog/Pages 2 0 R>>";
pub(super) const PAGES: &str = "<</Type/Pages/Kids[4 0 R]/Count 1/MediaBox[0 0 600 800]>>";
pub(crate) const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
pub(super) const PAGE: &str =
    "<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F 3 0 R>>/XObject<</X 6 0 R>>>>>>";

/// A PDF of one page with this content, object 5, and perhaps more objects.
pub(super) fn pdf_of(content: Vec<u8>, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = [CATALOGUE, PAGES, HELVETICA, PAGE].map(|object| object.as_bytes().to_vec()).to_vec();
    objects.push(content);
    objects.extend_from_slice(more);
    pdf(&objects, "")
}

fn pdf_of_text(text: &str) -> Vec<u8> {
    pdf_of(stream("", format!("BT /F 10 Tf 50 700 Td ({text}) Tj ET").as_bytes()), &[])
}

/// A Word document of one piece, in the encoding of two bytes a character.
fn doc(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap().to_le_bytes();
    let begin = 0x800_u32;
    let pieces: Vec<u8> =
        [&[2, 16, 0, 0, 0, 0, 0, 0, 0], length.as_slice(), &[0, 0], &begin.to_le_bytes(), &[0, 0]].concat();
    let mut main = vec![0; 0x800];
    let fields = [
        (0x00, 0xa5ec_u32.to_le_bytes()),
        (0x02, 193_u32.to_le_bytes()),
        (0x0a, 0x0200_u32.to_le_bytes()),
        (0x4c, length),
        (0x1a6, u32::try_from(pieces.len()).unwrap().to_le_bytes()),
    ];
    for (at, value) in fields {
        main[at..at + 4].copy_from_slice(&value);
    }
    main.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in [("/WordDocument", main), ("/1Table", pieces)] {
        file.create_stream(name).unwrap().write_all(&bytes).unwrap();
    }
    file.into_inner().into_inner()
}
