use proptest::prelude::*;

use super::*;
use crate::document::Date;
use crate::ingest::extract::office::package::tests::zip;

/// A document with this body and these other parts.
fn odf(body: &str, more: &[(&str, &str)]) -> Result<Extracted, Unread> {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name='P1' style:parent-style-name='Title'/>\
         </office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    );
    let mut parts = vec![("content.xml", content.as_str())];
    parts.extend(more);
    extract(&zip(&parts))
}

fn text_of(body: &str) -> String {
    odf(body, &[]).map_or_else(|error| error.reason, |found| found.text)
}

#[test]
fn the_text_is_what_is_printed() {
    let cases = [
        (
            "paragraphs",
            "<text:h>Titre</text:h>\n <text:p>Un\n  <text:span>mot</text:span></text:p><text:p/><text:p>Deux</text:p>",
            "Titre\n\nUn mot\n\nDeux",
        ),
        ("spaces", "<text:p>a <text:s text:c='2'/>b<text:tab/>c<text:line-break/>d</text:p>", "a   b\tc\nd"),
        ("endless spaces", "<text:p>a<text:s text:c='4000000000'/></text:p>", "a"),
        ("a link", "<text:p>Voir <text:a xlink:href='x'>le lien</text:a>.</text:p>", "Voir le lien."),
        (
            "deleted",
            "<text:tracked-changes><text:deletion><text:p>non</text:p></text:deletion></text:tracked-changes><text:p>o<text:change/>ui</text:p>",
            "oui",
        ),
        (
            "a note",
            "<text:p>Un<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Au pied.</text:p></text:note-body></text:note> mot</text:p>",
            "Un mot\n\nAu pied.",
        ),
        (
            "a comment",
            "<text:p>Un<office:annotation><dc:creator>Awa</dc:creator><text:p>À voir.</text:p></office:annotation> mot</text:p>",
            "Un mot\n\nÀ voir.",
        ),
        (
            "a text box",
            "<text:p>Un<draw:frame><draw:text-box><text:p>boîte</text:p></draw:text-box><svg:title>non</svg:title><svg:desc>non</svg:desc></draw:frame> mot</text:p>",
            "Un mot\n\nboîte",
        ),
        (
            "a table",
            "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated='1000000'><table:table-cell><text:p>c</text:p></table:table-cell><table:covered-table-cell><text:p>non</text:p></table:covered-table-cell></table:table-row></table:table>",
            "a\tb\nc",
        ),
        (
            "a list",
            "<text:list><text:list-item><text:p>un</text:p></text:list-item><text:list-item><text:p>deux</text:p></text:list-item></text:list><text:p>fin</text:p>",
            "un\ndeux\n\nfin",
        ),
        (
            "contents",
            "<text:table-of-content><text:table-of-content-source><text:index-title-template>Table</text:index-title-template></text:table-of-content-source><text:index-body><text:p>Table</text:p></text:index-body></text:table-of-content>",
            "Table",
        ),
        (
            "the field of the title",
            "<text:p>Voir <text:title>Le cahier</text:title></text:p>",
            "Voir Le cahier",
        ),
        ("nothing", "<text:p/>", "no text in it"),
    ];
    for (case, body, expected) in cases {
        assert_eq!(text_of(body), expected, "{case}");
    }
}

#[test]
fn slides_are_pages_with_their_notes_behind_them() {
    let frame = |class: &str, text: &str| {
        format!(
            "<draw:frame presentation:class='{class}'><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"
        )
    };
    let body = format!(
        "<presentation:footer-decl>Mairie de Ségou</presentation:footer-decl><draw:page>{}{}<presentation:notes>{}{}</presentation:notes></draw:page>\
         <draw:page/><draw:page>{}</draw:page>",
        frame("title", "Été"),
        frame("outline", "Un"),
        frame("page-number", "1"),
        frame("notes", "À dire."),
        frame("title", "Fin"),
    );
    let found = odf(&body, &[]).expect("a presentation");
    assert_eq!(found.text, "Été\n\nUn\n\nÀ dire.\n\nFin\n\nMairie de Ségou");
    assert_eq!(found.pages, [(0, 1), (21, 3)]);
    assert_eq!(found.title.as_deref(), Some("Été"));
    let empty = "<draw:page><draw:frame presentation:placeholder='true'><draw:text-box><text:p>Cliquez</text:p></draw:text-box></draw:frame></draw:page>";
    assert_eq!(text_of(empty), "no text in it");
}

#[test]
fn headers_come_last_and_once() {
    let styles = "<s><style:style style:name='a'/><style:master-page><style:header><text:p>Mairie de Ségou</text:p></style:header>\
        <style:header-left><text:p>Mairie de Ségou</text:p></style:header-left>\
        <style:footer><text:p><text:page-number>1</text:page-number></text:p></style:footer>\
        <draw:frame><draw:text-box><text:p>Cliquez</text:p></draw:text-box></draw:frame></style:master-page></s>";
    let found = odf("<text:p>Le corps</text:p>", &[("styles.xml", styles)]).expect("a text");
    assert_eq!(found.text, "Le corps\n\nMairie de Ségou");
}

#[test]
fn the_title_is_declared_or_the_first_heading() {
    let meta = "<m><dc:title>Le cahier</dc:title><meta:initial-creator>Awa</meta:initial-creator>\
        <meta:creation-date>2024-03-02T10:00:00</meta:creation-date><dc:language>fr-FR</dc:language></m>";
    let cases = [
        ("<text:p>Avant</text:p><text:h>La forge</text:h><text:h>Non</text:h>", "La forge"),
        ("<text:p text:style-name='P1'>La forge</text:p><text:h>Non</text:h>", "La forge"),
        ("<text:p text:style-name='Title'>La forge</text:p>", "La forge"),
    ];
    for (body, title) in cases {
        assert_eq!(odf(body, &[]).expect("a text").title.as_deref(), Some(title), "{body}");
        let found = odf(body, &[("meta.xml", meta)]).expect("a text");
        assert_eq!(found.title.as_deref(), Some("Le cahier"));
        assert_eq!((found.author.as_deref(), found.language.as_deref()), (Some("Awa"), Some("fr")));
        assert_eq!(found.date, Date::new(2024, Some(3), Some(2)));
    }
}

#[test]
fn encryption_and_damage_are_said() {
    let manifest = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    assert_eq!(odf("\u{1}", &[("META-INF/manifest.xml", manifest)]), Err(Unread::failed("encrypted")));
    assert_eq!(odf("<text:p>", &[]), Err(Unread::failed(DAMAGED)));
    assert_eq!(extract(&zip(&[("meta.xml", "<m/>")])), Err(Unread::failed(DAMAGED)));
}

#[test]
fn depth_costs_nothing() {
    for name in [
        "text:p",
        "text:span",
        "text:list",
        "table:table",
        "draw:text-box",
        "draw:frame",
        "text:note-body",
        "draw:page",
    ] {
        let nested =
            format!("{}{}", format!("<{name}>").repeat(100_000), format!("</{name}>").repeat(100_000));
        assert_eq!(text_of(&format!("<text:p>Oui</text:p>{nested}")), "Oui", "{name}");
    }
}

proptest! {
    #[test]
    fn the_text_is_tidy_whatever_the_elements(
        tags in prop::collection::vec("(text:p|text:h|text:list|table:table|table:table-row|table:table-cell|draw:frame|draw:text-box|draw:page|text:note-body|style:header|text:s)", 0..12),
        text in "[aé \n\t]{0,4}"
    ) {
        let open: String = tags.iter().map(|tag| format!("<{tag}>{text}")).collect();
        let body = tags.iter().rev().fold(open, |body, tag| format!("{body}a</{tag}>"));
        if let Ok(found) = odf(&body, &[]) {
            prop_assert_eq!(found.text.trim(), &found.text);
            prop_assert!(!found.text.contains("\n\n\n") && !found.text.contains(" \n"), "{:?}", found.text);
            prop_assert!(found.pages.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
            prop_assert!(found.pages.iter().all(|&(at, _)| found.text.is_char_boundary(at) && at < found.text.len()));
        }
    }
}
