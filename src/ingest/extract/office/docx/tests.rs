use proptest::prelude::*;

use super::*;
use crate::document::Date;
use crate::ingest::extract::office::package::tests::zip;

const RELATIONSHIPS: &str = "<Relationships>\
    <Relationship Id='s' Type='http://a.b/styles' Target='styles.xml'/>\
    <Relationship Id='f' Type='http://a.b/footnotes' Target='/word/footnotes.xml'/>\
    <Relationship Id='e' Type='http://a.b/endnotes' Target='endnotes.xml'/>\
    <Relationship Id='c' Type='http://a.b/comments' Target='comments.xml'/>\
    <Relationship Id='h1' Type='http://a.b/header' Target='header1.xml'/>\
    <Relationship Id='h2' Type='http://a.b/header' Target='header2.xml'/>\
    <Relationship Id='g' Type='http://a.b/chart' Target='charts/chart1.xml'/>\
    <Relationship Id='d' Type='http://a.b/diagramData' Target='diagrams/data1.xml'/>\
    <Relationship Id='x' Type='http://a.b/header' Target='http://a.b/' TargetMode='External'/>\
    </Relationships>";

/// A document with this body and these other parts.
fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<?xml version='1.0'?><w:document><w:body>{body}</w:body></w:document>");
    let mut parts = vec![
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", document.as_str()),
        ("word/_rels/document.xml.rels", RELATIONSHIPS),
    ];
    parts.extend(more);
    zip(&parts)
}

fn text_with(body: &str, more: &[(&str, &str)]) -> String {
    extract(&docx(body, more)).map_or_else(|error| error.reason, |found| found.text)
}

#[test]
fn the_text_is_what_is_printed() {
    let cases = [
        (
            "a_paragraph",
            "<w:p><w:r><w:t>Un </w:t></w:r><w:r><w:t>mot</w:t></w:r></w:p><w:p><w:r><w:t>Deux</w:t></w:r></w:p>",
            "Un mot\n\nDeux",
        ),
        ("other prefixes", "<n:p><n:r><n:t>Un</n:t></n:r></n:p>", "Un"),
        (
            "breaks and tabs",
            "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>",
            "a\tb\nc",
        ),
        (
            "hyphens",
            "<w:p><w:r><w:t>peut</w:t><w:noBreakHyphen/><w:t>être</w:t></w:r></w:p>",
            "peut\u{2011}être",
        ),
        ("symbols", "<w:p><w:r><w:sym w:char='F0E0'/><w:sym w:char='00E9'/><w:t>té</w:t></w:r></w:p>", "été"),
        ("a link", "<w:p><w:hyperlink r:id='x'><w:r><w:t>le lien</w:t></w:r></w:hyperlink></w:p>", "le lien"),
        (
            "a field",
            "<w:p><w:r><w:instrText> DATE </w:instrText></w:r><w:r><w:t>30 mai</w:t></w:r></w:p>",
            "30 mai",
        ),
        (
            "a form",
            "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Nom</w:t></w:r></w:p></w:sdtContent></w:sdt>",
            "Nom",
        ),
        ("a formula", "<w:p><m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath></w:p>", "x+1"),
        (
            "inserted and deleted",
            "<w:p><w:ins><w:r><w:t>oui</w:t></w:r></w:ins><w:del><w:r><w:delText>non</w:delText></w:r></w:del></w:p>",
            "oui",
        ),
        (
            "moved",
            "<w:p><w:moveFrom><w:r><w:t>ici</w:t></w:r></w:moveFrom></w:p><w:p><w:moveTo><w:r><w:t>ici</w:t></w:r></w:moveTo></w:p>",
            "ici",
        ),
        (
            "a table",
            "<w:p><w:r><w:t>avant</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "avant\n\na\tb\nc",
        ),
        (
            "a text box",
            "<w:p><w:r><w:t>Un</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>boîte</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>boîte</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t> mot</w:t></w:r></w:p>",
            "Un mot\n\nboîte",
        ),
        (
            "old text box",
            "<w:p><w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>boîte</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>",
            "boîte",
        ),
        (
            "a list",
            "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>un</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val='Puces'/></w:pPr><w:r><w:t>deux</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr><w:r><w:t>fin</w:t></w:r></w:p>",
            "un\ndeux\n\nfin",
        ),
        ("nothing", "<w:p/>", "no text in it"),
        ("not closed", "<w:p>", "damaged Word document"),
    ];
    let styles = "<w:styles><w:style w:styleId='Base'><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId='Puces'><w:basedOn w:val='Base'/></w:style></w:styles>";
    for (case, body, expected) in cases {
        assert_eq!(text_with(body, &[("word/styles.xml", styles)]), expected, "{case}");
    }
}

#[test]
fn each_note_follows_its_paragraph_once() {
    let body = "<w:p><w:r><w:t>Un</w:t><w:footnoteReference w:id='2'/><w:t> mot</w:t><w:endnoteReference w:id='2'/></w:r></w:p>\
        <w:p><w:r><w:t>Deux</w:t><w:commentReference w:id='0'/><w:footnoteReference w:id='2'/></w:r></w:p>";
    let footnotes = "<w:footnotes><w:footnote w:type='separator' w:id='0'><w:p><w:r><w:t>non</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id='2'><w:p><w:r><w:footnoteRef/><w:t> Au pied.</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id='9'><w:p><w:r><w:t>sans renvoi</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let endnotes =
        "<w:endnotes><w:endnote w:id='2'><w:p><w:r><w:t>À la fin.</w:t></w:r></w:p></w:endnote></w:endnotes>";
    let comments =
        "<w:comments><w:comment w:id='0'><w:p><w:r><w:t>À voir.</w:t></w:r></w:p></w:comment></w:comments>";
    let parts =
        [("word/footnotes.xml", footnotes), ("word/endnotes.xml", endnotes), ("word/comments.xml", comments)];
    assert_eq!(text_with(body, &parts), "Un mot\n\nAu pied.\n\nÀ la fin.\n\nDeux\n\nÀ voir.");
}

#[test]
fn headers_come_last_and_once() {
    let body = "<w:p><w:pPr><w:sectPr><w:headerReference r:id='h1'/></w:sectPr></w:pPr><w:r><w:t>Le corps</w:t></w:r></w:p>\
        <w:sectPr><w:headerReference w:id='0' r:id='h1'/><w:headerReference r:id='h2'/><w:headerReference r:id='x'/></w:sectPr>";
    let header = "<w:hdr><w:p><w:r><w:t>Mairie de Ségou</w:t></w:r></w:p></w:hdr>";
    assert_eq!(
        text_with(body, &[("word/header1.xml", header), ("word/header2.xml", header)]),
        "Le corps\n\nMairie de Ségou"
    );
    let number = "<w:hdr><w:p><w:r><w:t>12</w:t></w:r></w:p></w:hdr>";
    assert_eq!(text_with(body, &[("word/header1.xml", number)]), "Le corps");
}

#[test]
fn charts_and_diagrams_say_their_words() {
    let body = "<w:p><w:r><w:t>Un</w:t><c:chart r:id='g'/><dgm:relIds r:dm='d' r:lo='x'/></w:r></w:p>";
    let labels = "<c:strCache><c:pt><c:v>Nara</c:v></c:pt></c:strCache><c:numCache><c:pt><c:v>12</c:v></c:pt></c:numCache>";
    let chart = format!("<c:c><a:p><a:r><a:t>Les puits</a:t></a:r></a:p>{labels}{labels}</c:c>");
    let diagram = "<d><dgm:pt><a:p><a:r><a:t>Creuser</a:t></a:r></a:p></dgm:pt></d>";
    let parts = [("word/charts/chart1.xml", chart.as_str()), ("word/diagrams/data1.xml", diagram)];
    assert_eq!(text_with(body, &parts), "Un\n\nLes puits\n\nNara\n\nCreuser");
}

#[test]
fn the_title_is_declared_or_the_first_heading() {
    let body = "<w:p><w:r><w:t>Avant</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val='T9'/><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>\
        <w:r><w:t>La</w:t><w:br/><w:t>forge</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val='Titre1'/></w:pPr><w:r><w:t>Non</w:t></w:r></w:p>";
    let styles = "<w:styles><w:style w:styleId='T9'><w:name w:val='heading 1'/></w:style></w:styles>";
    let core = "<p><title>Le cahier</title><creator>Awa</creator><created>2024-03-02</created><language>fr</language></p>";
    let found = extract(&docx(body, &[("word/styles.xml", styles)])).expect("a document");
    assert_eq!(found.title.as_deref(), Some("La forge"));
    let found = extract(&docx(body, &[])).expect("a document");
    assert_eq!(found.title.as_deref(), Some("Non"), "a style that is not declared is told by its name");
    let found = extract(&docx(body, &[("docProps/core.xml", core)])).expect("a document");
    assert_eq!(found.title.as_deref(), Some("Le cahier"));
    assert_eq!((found.author.as_deref(), found.language.as_deref()), (Some("Awa"), Some("fr")));
    assert_eq!(found.date, Date::new(2024, Some(3), Some(2)));
}

#[test]
fn the_main_part_may_have_another_name() {
    let parts = [
        (
            "_rels/.rels",
            "<R><Relationship Id='a' Type='http://a.b/officeDocument' Target='/word/document2.xml'/></R>",
        ),
        ("word/document2.xml", "<w:document><w:p><w:r><w:t>Oui</w:t></w:r></w:p></w:document>"),
    ];
    assert_eq!(text_with("<w:p><w:r><w:t>Non</w:t></w:r></w:p>", &parts), "Oui");
    assert_eq!(extract(&zip(&parts[..1])), Err(Unread::failed(DAMAGED)));
}

#[test]
fn depth_and_entities_cost_nothing() {
    let deep = 100_000;
    for name in ["w:p", "w:tbl", "w:txbxContent", "w:sdt", "mc:AlternateContent", "w:footnote", "w:del"] {
        let nested = format!("{}{}", format!("<{name}>").repeat(deep), format!("</{name}>").repeat(deep));
        assert_eq!(text_with(&format!("<w:p><w:r><w:t>Oui</w:t></w:r></w:p>{nested}"), &[]), "Oui", "{name}");
    }
    let mut bomb = "<!DOCTYPE d [<!ENTITY a0 'eau'>".to_owned();
    for level in 1..40 {
        let before = format!("&a{};", level - 1).repeat(10);
        bomb.push_str(&format!("<!ENTITY a{level} '{before}'>"));
    }
    bomb.push_str("]><w:document><w:p><w:r><w:t>Oui&a39;</w:t></w:r></w:p></w:document>");
    assert_eq!(extract(&zip(&[("word/document.xml", &bomb)])).map(|found| found.text).as_deref(), Ok("Oui"));
}

proptest! {
    #[test]
    fn the_text_is_tidy_whatever_the_elements(
        tags in prop::collection::vec("(w:p|w:tbl|w:tr|w:tc|w:txbxContent|w:t|w:br|mc:Choice|mc:AlternateContent|w:footnote|w:del)", 0..12),
        text in "[aé \n\t]{0,4}"
    ) {
        let open: String = tags.iter().map(|tag| format!("<{tag}>{text}")).collect();
        let body = tags.iter().rev().fold(open, |body, tag| format!("{body}a</{tag}>"));
        if let Ok(found) = extract(&docx(&body, &[])) {
            prop_assert_eq!(found.text.trim(), &found.text);
            prop_assert!(!found.text.contains("\n\n\n") && !found.text.contains(" \n"), "{:?}", found.text);
            prop_assert!(found.pages.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
            prop_assert!(found.pages.iter().all(|&(at, _)| found.text.is_char_boundary(at) && at < found.text.len()));
        }
    }
}
