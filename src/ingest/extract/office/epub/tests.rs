use super::*;
use crate::document::Date;
use crate::ingest::extract::office::package::tests::zip;

const CONTAINER: &str =
    "<container><rootfiles><rootfile full-path='OEBPS/livre.opf'/></rootfiles></container>";

const OPF: &str = "<package><metadata><dc:title>Contes du fleuve</dc:title><dc:creator>Awa Diallo</dc:creator>\
    <dc:creator>Oumar Ba</dc:creator><dc:date>1998-05-12</dc:date><dc:language>fr</dc:language></metadata>\
    <manifest><item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>\
    <item id='c2' href='textes/deux.xhtml' media-type='application/xhtml+xml'/>\
    <item id='c1' href='textes/l%27un.xhtml#debut' media-type='application/xhtml+xml'/>\
    <item id='i' href='image.png' media-type='image/png'/></manifest>\
    <spine><itemref idref='n'/><itemref idref='i'/><itemref idref='c1'/><itemref idref='c2' linear='no'/><itemref idref='x'/></spine></package>";

fn epub(more: &[(&str, &str)]) -> Result<Extracted, Unread> {
    let mut parts = vec![
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/livre.opf", OPF),
        ("OEBPS/nav.xhtml", "<nav>Table</nav>"),
    ];
    parts.extend(more);
    extract(&zip(&parts))
}

const CHAPTERS: [(&str, &str); 2] = [
    ("OEBPS/textes/deux.xhtml", "<html><head><title>x</title></head><body><h1>Deux</h1></body></html>"),
    (
        "OEBPS/textes/l'un.xhtml",
        "<?xml version='1.0'?><html><body><h1>Un</h1><p>Le <i>puits</i></p><aside>Note</aside></body></html>",
    ),
];

fn encryption(uri: &str) -> String {
    format!(
        "<encryption><EncryptedData><CipherData><CipherReference URI='{uri}'/></CipherData></EncryptedData></encryption>"
    )
}

#[test]
fn chapters_come_in_the_order_of_the_spine_without_the_table_of_contents() {
    let found = epub(&CHAPTERS).expect("a book");
    assert_eq!(found.text, "Un\n\nLe puits\n\nNote\n\nDeux");
    assert_eq!(found.title.as_deref(), Some("Contes du fleuve"));
    assert_eq!(found.author.as_deref(), Some("Awa Diallo, Oumar Ba"));
    assert_eq!(found.date, Date::new(1998, Some(5), Some(12)));
    assert_eq!(found.language.as_deref(), Some("fr"));
}

#[test]
fn a_chapter_that_is_missing_does_not_take_the_others_with_it() {
    assert_eq!(epub(&CHAPTERS[..1]).map(|found| found.text).as_deref(), Ok("Deux"));
    assert_eq!(epub(&[]), Err(Unread::failed(DAMAGED)));
    assert_eq!(epub(&[("OEBPS/textes/deux.xhtml", "<p/>")]), Err(Unread::empty("no text in it")));
    assert_eq!(extract(&zip(&[("META-INF/container.xml", CONTAINER)])), Err(Unread::failed(DAMAGED)));
    assert_eq!(extract(&zip(&[])), Err(Unread::failed(DAMAGED)));
}

#[test]
fn a_book_is_encrypted_where_a_chapter_is() {
    let with = |uri: &str| epub(&[CHAPTERS[0], CHAPTERS[1], ("META-INF/encryption.xml", &encryption(uri))]);
    assert_eq!(with("OEBPS/textes/l%27un.xhtml"), Err(Unread::failed("encrypted e-book")));
    assert!(with("OEBPS/police.otf").is_ok());
}

#[test]
fn a_reference_is_decoded() {
    let cases =
        [("a%20b.xhtml#c", "a b.xhtml"), ("%C3%A9", "é"), ("100%", "100%"), ("%zz%2", "%zz%2"), ("", "")];
    for (reference, name) in cases {
        assert_eq!(percent_decoded(reference), name, "{reference}");
    }
}
