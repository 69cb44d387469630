//! What a hit in each kind of document says of its place, and how documents are laid out as text.

use crate::containers::zip;
use crate::folder::Folder;
use crate::hostile::bombs::drawn_twice;
use crate::hostile::good::{CATALOGUE, HELVETICA, docx_of, pdf, stream, xlsx_of};
use crate::wire::{Hit, Report, Results};

fn hit(folder: &Folder, query: &str) -> Hit {
    folder.corpus(["search", "--json", query]).ok().json::<Results>().hits.remove(0)
}

/// A PDF with these lines on each page, in WinAnsi.
pub(crate) fn pdf_of_pages(pages: &[&[&str]]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", 4 + 2 * page)).collect();
    let tree = format!("<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 600 800]>>", pages.len());
    let mut objects: Vec<Vec<u8>> = vec![CATALOGUE.into(), tree.into_bytes(), HELVETICA.into()];
    for (number, lines) in pages.iter().enumerate() {
        let contents = 5 + 2 * number;
        objects.push(
            format!("<</Type/Page/Parent 2 0 R/Contents {contents} 0 R/Resources<</Font<</F 3 0 R>>>>>>")
                .into_bytes(),
        );
        let shown: String = lines.iter().map(|line| format!("({line}) Tj 0 -12 Td ")).collect();
        let drawing = format!("BT /F 10 Tf 50 700 Td {shown}ET");
        objects.push(stream("", &encoding_rs::WINDOWS_1252.encode(&drawing).0));
    }
    pdf(&objects, "/Info<</Title(Rapport annuel)/Author(Awa Fofana)/CreationDate(D:20240503)>>")
}

#[test]
fn a_hit_in_a_pdf_names_the_page_that_a_viewer_shows() {
    let pages: [&[&str]; 4] = [
        &["Le héron attend au bord."],
        &[],
        &["Le butor dort à Kouli-", "koro, près du fleuve."],
        &["La grue passe."],
    ];
    let folder = Folder::with(&[("docs/rapport.pdf", pdf_of_pages(&pages))]);
    folder.corpus(["index", "docs"]).ok();
    for (word, page) in [("héron", 1), ("butor", 3), ("Koulikoro", 3), ("grue", 4)] {
        let hit = hit(&folder, word);
        assert_eq!(hit.passage.page, Some(page), "{word}");
        assert_eq!(hit.document.format.as_deref(), Some("pdf"));
    }
    let document = hit(&folder, "grue").document;
    assert_eq!(document.title.as_deref(), Some("Rapport annuel"));
    assert_eq!(
        (document.author.as_deref(), document.date.as_deref()),
        (Some("Awa Fofana"), Some("2024-05-03"))
    );
    let shown = folder.corpus(["search", "butor"]).ok().out;
    assert!(shown.contains("docs/rapport.pdf:3 · p. 3 · 2024-05-03 · Rapport annuel"), "{shown}");
    assert_eq!(folder.corpus(["show", "docs/rapport.pdf:3", "-C", "0"]).ok().out, "Le butor dort à Kouli-\n");
}

#[test]
fn a_pdf_without_text_says_that_it_needs_ocr() {
    let folder = Folder::with(&[("docs/scan.pdf", pdf_of_pages(&[&[], &[]]))]);
    folder.corpus(["index", "docs"]).ok();
    let listed = folder.corpus(["list", "--skipped"]).ok().out;
    assert_eq!(listed, "docs/scan.pdf: empty: PDF without text: a scan that needs OCR\n");
}

#[test]
fn a_slide_is_a_page() {
    let slide = |text: &str| {
        format!(
            "<p:sld><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>\
             </p:spTree></p:cSld></p:sld>"
        )
    };
    let presentation = zip(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "ppt/presentation.xml",
            "<p:presentation><p:sldIdLst><p:sldId id='1' r:id='b'/><p:sldId id='2' r:id='a'/></p:sldIdLst></p:presentation>",
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            "<R><Relationship Id='a' Type='http://a.b/slide' Target='slides/slide1.xml'/>\
             <Relationship Id='b' Type='http://a.b/slide' Target='slides/slide2.xml'/></R>",
        ),
        ("ppt/slides/slide1.xml", &slide("Le butor dort dans les roseaux.")),
        ("ppt/slides/slide2.xml", &slide("Le héron attend au bord du fleuve.")),
    ]);
    let folder = Folder::with(&[("docs/a.pptx", presentation)]);
    folder.corpus(["index", "docs"]).ok();
    assert_eq!(hit(&folder, "héron").passage.page, Some(1), "in the order of the presentation");
    assert_eq!(hit(&folder, "butor").passage.page, Some(2));
}

#[test]
fn a_row_is_a_line_in_tables_of_every_kind() {
    let table = docx_of(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Kayes</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr>\
         <w:tr><w:tc><w:p><w:r><w:t>Gao</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>7</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    );
    let cell = |place: &str, text: &str| format!("<c r='{place}' t='inlineStr'><is><t>{text}</t></is></c>");
    let row = |number: usize, town: &str, count: usize| {
        format!(
            "<row r='{number}'>{}<c r='B{number}'><v>{count}</v></c></row>",
            cell(&format!("A{number}"), town)
        )
    };
    let sheet = xlsx_of(&(row(1, "Kayes", 12) + &row(2, "Gao", 7)));
    let folder = Folder::with(&[
        ("docs/a.docx", table.as_slice()),
        ("docs/b.xlsx", &sheet),
        ("docs/c.tsv", b"Kayes\t12\nGao\t7"),
    ]);
    folder.corpus(["index", "docs"]).ok();
    // The sheet stands behind its name.
    for (path, before) in [("docs/a.docx", ""), ("docs/b.xlsx", "Un\n\n"), ("docs/c.tsv", "")] {
        let shown = folder.corpus(["show", path]).ok().out;
        assert_eq!(shown.trim_end(), format!("{before}Kayes\t12\nGao\t7"), "{path}");
        let found: Results = folder.corpus(["search", "--json", "Gao", path]).ok().json();
        assert_eq!(found.hits[0].snippet.line, before.lines().count() + 2, "{path}");
    }
}

#[test]
fn passages_of_a_table_end_at_the_ends_of_rows() {
    let rows: String =
        (0..400).map(|row| format!("ville {row};un habitant. Et un autre;{}\n", row * 7)).collect();
    let folder = Folder::with(&[("docs/a.csv", rows)]);
    folder.corpus(["index", "docs"]).ok();
    let passages = folder.index().passages_of("docs/a.csv").unwrap();
    assert!(passages.len() > 5);
    assert!(passages.iter().all(|passage| passage.text.ends_with('\n')));
}

#[test]
fn a_hit_in_a_page_of_html_names_the_line_of_its_word() {
    let page = "<html><body>\n<h1>Titre</h1>\n<p>Un.</p>\n<p>Deux.</p>\n<p>Trois\n mots.</p>\n<p>Un okapi.</p>\n</body></html>";
    let folder = Folder::with(&[("docs/a.html", page)]);
    folder.corpus(["index", "docs"]).ok();
    for (word, line) in [("titre", 2), ("deux", 4), ("trois", 5), ("mots", 6), ("okapi", 7)] {
        let hit = hit(&folder, word);
        assert_eq!((hit.snippet.line, hit.passage.lines), (line, [2, 7]), "{word}");
    }
}

#[test]
fn what_took_too_long_is_tried_again_where_there_is_more_time() {
    let folder = Folder::with(&[("docs/lent.pdf", drawn_twice())]);
    let run = |seconds: &str| {
        folder.corpus(["index", "--json", "--timeout", seconds, "docs"]).ok().json::<Report>()
    };
    let first = run("1");
    assert_eq!((first.added, first.unread.failed), (1, 1));
    folder.set_back("docs/lent.pdf");
    assert_eq!(run("1").unread.failed, 1, "with a settled time of change");
    assert_eq!(run("1").unchanged, 1);
    let more = run("2");
    assert_eq!((more.updated, more.unread.failed), (1, 1));
    assert!(more.skipped.keys().any(|reason| reason.contains("than 2 s")), "{more:?}");
}
