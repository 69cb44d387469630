use proptest::prelude::*;

use super::*;
use crate::document::Date;
use crate::ingest::extract::office::package::tests::zip;

/// A presentation of two slides, the second of which comes first, and these other parts.
fn pptx(first: &str, second: &str, more: &[(&str, &str)]) -> Result<Extracted, Unread> {
    let slide = |shapes: &str| format!("<p:sld><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>");
    let (first, second) = (slide(first), slide(second));
    let mut parts = vec![
        (
            "ppt/presentation.xml",
            "<p:presentation><p:sldIdLst><p:sldId id='256' r:id='b'/><p:sldId id='257' r:id='a'/></p:sldIdLst></p:presentation>",
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            "<R><Relationship Id='a' Type='http://a.b/slide' Target='slides/slide1.xml'/>\
             <Relationship Id='b' Type='http://a.b/slide' Target='slides/slide2.xml'/></R>",
        ),
        ("ppt/slides/slide2.xml", first.as_str()),
        ("ppt/slides/slide1.xml", second.as_str()),
    ];
    parts.extend(more);
    extract(&zip(&parts))
}

fn text_of(slide: &str) -> String {
    pptx(slide, "", &[]).map_or_else(|error| error.reason, |found| found.text)
}

/// A shape with one paragraph, for the purpose of a placeholder.
fn shape(kind: &str, text: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:nvPr><p:ph type='{kind}'/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
}

#[test]
fn slides_come_in_the_order_of_the_presentation_and_are_pages() {
    let found = pptx(&shape("title", "Été"), &shape("body", "Deux"), &[]).expect("a presentation");
    assert_eq!(found.text, "Été\n\nDeux");
    assert_eq!(found.pages, [(0, 1), (7, 2)]);
    let found = pptx("", &shape("body", "Deux"), &[]).expect("a presentation");
    assert_eq!(found.pages, [(0, 2)], "an empty slide is counted");
}

#[test]
fn shapes_are_paragraphs_and_their_paragraphs_lines() {
    let paragraph =
        |text: &str| format!("<a:p><a:pPr><a:tab/></a:pPr><a:r><a:rPr/><a:t>{text}</a:t></a:r></a:p>");
    let (one, two) = (paragraph("un"), paragraph("deux"));
    let cases = [
        (format!("<p:sp><p:txBody>{one}{two}</p:txBody></p:sp><p:sp><p:txBody>{one}</p:txBody></p:sp>"), "un\ndeux\n\nun"),
        (format!("<p:grpSp><p:grpSp><p:sp><p:txBody>{one}</p:txBody></p:sp></p:grpSp></p:grpSp>"), "un"),
        (
            format!(
                "<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody>{one}</a:txBody></a:tc><a:tc><a:txBody>{two}</a:txBody></a:tc></a:tr>\
                 <a:tr><a:tc><a:txBody>{two}</a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>"
            ),
            "un\tdeux\ndeux",
        ),
        (
            format!(
                "<mc:AlternateContent><mc:Choice><p:sp><p:txBody>{one}</p:txBody></p:sp></mc:Choice>\
                 <mc:Fallback><p:sp><p:txBody>{two}</p:txBody></p:sp></mc:Fallback></mc:AlternateContent>"
            ),
            "un",
        ),
        ("<p:sp><p:txBody><a:p><a:r><a:t>un</a:t></a:r><a:br/><a:fld type='slidenum'><a:t>3</a:t></a:fld></a:p></p:txBody></p:sp>".to_owned(), "un"),
        (shape("sldNum", "3"), "no text in it"),
        ("<p:sp>".to_owned(), "damaged presentation"),
    ];
    for (slide, expected) in cases {
        assert_eq!(text_of(&slide), expected, "{slide}");
    }
}

#[test]
fn notes_and_comments_follow_their_slide_and_footers_come_once() {
    let notes = format!(
        "<p:notes>{}{}{}</p:notes>",
        shape("sldImg", "non"),
        shape("body", "À dire."),
        shape("sldNum", "1")
    );
    let more = [
        (
            "ppt/slides/_rels/slide2.xml.rels",
            "<R><Relationship Id='n' Type='http://a.b/notesSlide' Target='../notesSlides/notesSlide1.xml'/>\
             <Relationship Id='c' Type='http://a.b/comments' Target='../comments/comment1.xml'/></R>",
        ),
        ("ppt/notesSlides/notesSlide1.xml", notes.as_str()),
        ("ppt/comments/comment1.xml", "<p:cmLst><p:cm><p:text>À revoir.</p:text></p:cm></p:cmLst>"),
    ];
    let first = shape("body", "Un") + &shape("ftr", "Mairie de Ségou");
    let second = shape("body", "Deux") + &shape("ftr", "Mairie de Ségou");
    let found = pptx(&first, &second, &more).expect("a presentation");
    assert_eq!(found.text, "Un\n\nMairie de Ségou\n\nÀ dire.\n\nÀ revoir.\n\nDeux");
}

#[test]
fn the_title_is_declared_or_that_of_the_first_slide() {
    let core = |title: &str| {
        format!("<p><title>{title}</title><creator>Awa</creator><created>2024-03-02</created></p>")
    };
    let slide = shape("ctrTitle", "Les puits");
    let cases = [("Le cahier", "Le cahier"), ("Présentation PowerPoint", "Les puits")];
    for (declared, title) in cases {
        let found = pptx(&slide, "", &[("docProps/core.xml", &core(declared))]).expect("a presentation");
        assert_eq!(found.title.as_deref(), Some(title));
        assert_eq!((found.author.as_deref(), found.date), (Some("Awa"), Date::new(2024, Some(3), Some(2))));
    }
}

#[test]
fn depth_costs_nothing() {
    for name in ["p:grpSp", "p:sp", "p:txBody", "a:tbl", "a:p", "mc:AlternateContent"] {
        let nested =
            format!("{}{}", format!("<{name}>").repeat(100_000), format!("</{name}>").repeat(100_000));
        assert_eq!(text_of(&(shape("body", "Oui") + &nested)), "Oui", "{name}");
    }
}

proptest! {
    #[test]
    fn the_text_is_tidy_whatever_the_elements(
        tags in prop::collection::vec("(p:sp|p:txBody|a:tbl|a:tr|a:tc|a:p|a:t|a:br|mc:Choice|mc:AlternateContent)", 0..12),
        text in "[aé \n\t]{0,4}"
    ) {
        let open: String = tags.iter().map(|tag| format!("<{tag}>{text}")).collect();
        let body = tags.iter().rev().fold(open, |body, tag| format!("{body}a</{tag}>"));
        if let Ok(found) = pptx(&body, &body, &[]) {
            prop_assert_eq!(found.text.trim(), &found.text);
            prop_assert!(!found.text.contains("\n\n\n") && !found.text.contains(" \n"), "{:?}", found.text);
            prop_assert!(found.pages.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
            prop_assert!(found.pages.iter().all(|&(at, _)| found.text.is_char_boundary(at) && at < found.text.len()));
        }
    }
}
