//! Files with elements within elements, and files that refer to themselves.

use super::bad::{File, named};
use super::good::{self, CATALOGUE, HELVETICA, PAGE, PAGES, pdf, pdf_of, stream};
use crate::containers::zip;

/// Elements within elements.
pub(super) fn deep() -> Vec<File> {
    [10_000, 100_000].into_iter().flat_map(deep_to).collect()
}

fn deep_to(depth: usize) -> Vec<File> {
    let wrap =
        |open: &str, text: &str, close: &str| format!("{}{text}{}", open.repeat(depth), close.repeat(depth));
    let text = "<w:p><w:r><w:t>fond</w:t></w:r></w:p>";
    let table = wrap("<w:tbl><w:tr><w:tc>", text, "</w:tc></w:tr></w:tbl>");
    let document = |body: &str| format!("<w:document><w:body>{body}</w:body></w:document>");
    let content = |body: &str| {
        format!(
            "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
        )
    };
    let parts = |depth: usize| -> String {
        let head =
            |number| format!("Content-Type: multipart/mixed; boundary=\"b{number}\"\r\n\r\n--b{number}\r\n");
        (0..depth).map(head).collect()
    };
    let arrays = wrap("[", "", "]");
    let dictionaries = wrap("<</A ", "0", ">>");
    let files = vec![
        ("a.html", wrap("<div>", "fond", "</div>").into_bytes()),
        ("b.html", wrap("<ul><li>", "fond", "").into_bytes()),
        ("c.html", wrap("<nav><table><tr><td>", "fond", "").into_bytes()),
        ("a.md", wrap("> ", "fond", "").into_bytes()),
        ("b.md", wrap("[", "fond", "](x)").into_bytes()),
        ("a.docx", good::docx_of(&document(&table))),
        ("b.docx", good::docx_of(&document(&wrap("<w:p><w:r><w:txbxContent>", "fond", "")))),
        ("c.docx", good::docx_of(&wrap("<w:document><w:body>", "fond", ""))),
        (
            "a.odt",
            good::odt_of(&content(&wrap(
                "<text:list><text:list-item>",
                "fond",
                "</text:list-item></text:list>",
            ))),
        ),
        ("b.odt", good::odt_of(&content(&wrap("<text:p><text:note><text:note-body>", "fond", "")))),
        ("a.epub", good::epub(&wrap("<div>", "fond", "</div>"))),
        ("a.pptx", good::pptx(&wrap("<p:grpSp>", "fond", "</p:grpSp>"))),
        ("a.xlsx", good::xlsx_of(&wrap("<row><c><is>", "fond", "</is></c></row>"))),
        ("a.ods", good::ods_of(&wrap("<table:table-row><table:table-cell>", "fond", ""))),
        ("a.rtf", format!("{{\\rtf1\\ansi {}", wrap("{", "fond", "}}")).into_bytes()),
        ("b.rtf", format!("{{\\rtf1\\ansi {}", wrap("{\\*\\shptxt {\\field ", "fond", "")).into_bytes()),
        ("a.jsonl", format!("{{\"text\": {}}}\n", wrap("[", "\"fond\"", "]")).into_bytes()),
        (
            "b.jsonl",
            format!("{{\"text\": \"un fond\", \"b\": {}1}}\n", wrap("{\"a\":", "1", "}")).into_bytes(),
        ),
        (
            "a.eml",
            format!("From: a@x.ml\r\nSubject: x\r\nMIME-Version: 1.0\r\n{}\r\n\r\nfond", parts(depth))
                .into_bytes(),
        ),
        (
            "b.eml",
            wrap("From: a@x.ml\r\nSubject: x\r\nContent-Type: message/rfc822\r\n\r\n", "fond", "")
                .into_bytes(),
        ),
        ("a.pdf", pdf_of(stream("", format!("BT /F 10 Tf {arrays} TJ (fond) Tj ET").as_bytes()), &[])),
        ("b.pdf", pdf(&[CATALOGUE.replace(">>", &format!("/A {arrays}/B {dictionaries}>>"))], "")),
        ("c.pdf", pdf_of(stream("", wrap("q BT ", "(fond) Tj ", "ET Q ").as_bytes()), &[])),
        ("d.pdf", tree(depth)),
        ("e.pdf", forms(depth)),
    ];
    files.into_iter().map(|(name, bytes)| (format!("nested/{depth}-{name}"), bytes)).collect()
}

/// A tree of pages of which each branch holds but the next.
fn tree(depth: usize) -> Vec<u8> {
    let branch =
        |number| format!("<</Type/Pages/Parent {} 0 R/Kids[{} 0 R]/Count 1>>", number - 1, number + 1);
    let mut objects = vec![CATALOGUE.to_owned()];
    objects.extend((2..depth + 2).map(branch));
    objects.push("<</Type/Page/MediaBox[0 0 600 800]>>".to_owned());
    pdf(&objects, "")
}

/// Forms each of which draws the next.
fn forms(depth: usize) -> Vec<u8> {
    let form = |number| {
        let next = number + 1;
        stream(
            &format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>"),
            b"/X Do",
        )
    };
    pdf_of(stream("", b"/X Do"), &(6..depth + 6).map(form).collect::<Vec<_>>())
}

/// What refers to itself.
pub(super) fn cycles() -> Vec<File> {
    let form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>";
    let in_itself = (0..9).fold(b"fond".to_vec(), |inner, _| zip(&[("itself.zip", inner)]));
    let relations =
        "<R><Relationship Id='r' Type='http://a.b/officeDocument' Target='_rels/.rels'/></R>".to_owned();
    let book = "<container><rootfiles><rootfile full-path='META-INF/container.xml'/></rootfiles></container>";
    named(vec![
        ("cycles/tree.pdf", pdf(&[CATALOGUE, "<</Type/Pages/Kids[2 0 R 2 0 R 1 0 R]/Count 9>>"], "")),
        (
            "cycles/parent.pdf",
            pdf(&[CATALOGUE, PAGES, HELVETICA, "<</Type/Page/Parent 4 0 R/Contents[4 0 R]>>"], ""),
        ),
        ("cycles/form.pdf", pdf_of(stream("", b"/X Do"), &[stream(form, b"/X Do /X Do")])),
        ("cycles/reference.pdf", pdf(&["1 0 R"], "")),
        (
            "cycles/length.pdf",
            pdf(&[CATALOGUE, PAGES, HELVETICA, PAGE, "<</Length 5 0 R>>\nstream\nx\nendstream"], ""),
        ),
        ("cycles/previous.pdf", previous()),
        (
            "cycles/font.pdf",
            pdf(
                &[
                    CATALOGUE,
                    PAGES,
                    "<</Type/Font/Subtype/Type0/DescendantFonts[3 0 R]/ToUnicode 3 0 R>>",
                    PAGE,
                    "<</Length 27>>\nstream\nBT /F 9 Tf (fond) Tj ET    \nendstream",
                ],
                "",
            ),
        ),
        ("cycles/itself.zip", in_itself),
        (
            "cycles/relations.docx",
            zip(&[("[Content_Types].xml", "<Types/>"), ("_rels/.rels", &relations), ("word/x", "")]),
        ),
        (
            "cycles/book.epub",
            zip(&[("mimetype", "application/epub+zip"), ("META-INF/container.xml", book), ("x.opf", "")]),
        ),
    ])
}

/// A table of references that names itself as the one before it.
fn previous() -> Vec<u8> {
    let file = pdf(&[CATALOGUE, PAGES, HELVETICA, PAGE], "");
    let start = file.windows(5).position(|window| window == b"xref\n").unwrap();
    pdf(&[CATALOGUE, PAGES, HELVETICA, PAGE], &format!("/Prev {start}"))
}
