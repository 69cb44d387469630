use super::*;
use crate::document::Date;

fn text_of(rtf: &str) -> String {
    extract(rtf.as_bytes()).map(|found| found.text).unwrap_or_else(|unread| unread.reason)
}

/// A document of this content, with the fonts that the tests use.
fn document(content: &str) -> String {
    let fonts = r"{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fcharset204 Arial CYR{\*\falt Autre};}{\f2\fcharset77 Geneva;}}";
    text_of(&format!(r"{{\rtf1\ansi\ansicpg1252\deff0{fonts}{content}}}"))
}

#[test]
fn letters_are_read_in_the_code_page_of_their_font() {
    let cases = [
        (r"L\'92\'e9t\'e9 \'e0 Gao, \'9cuvre", "L’été à Gao, œuvre"),
        (r"{\f1 \'cf\'f0\'e8} apr\'e8s", "При après"),
        (r"{\f2 caf\'8e} caf\'e9", "café café"),
        (r"\f1\'e9\plain\'e9", "йé"),
        (r"\'zz fin", "?zz fin"),
    ];
    for (content, text) in cases {
        assert_eq!(document(content), text, "{content}");
    }
    assert_eq!(text_of("{\\rtf1 \\'e9té}"), "été");
    assert_eq!(extract(b"{\\rtf1 \xe9t\\'e9}").map(|found| found.text).as_deref(), Ok("été"));
    assert_eq!(text_of(r"{\rtf1\mac caf\'8e}"), "café");
    assert_eq!(text_of(r"{\rtf1\ansi\ansicpg1250 \'9aest}"), "šest");
    assert_eq!(text_of(r"{\rtf1\ansi\ansicpg932 \'93\'fa\'96\'7b}"), "日本");
    assert_eq!(text_of(r"{\rtf1\ansi\ansicpg65001 \'c3\'a9t\'c3\'a9}"), "été");
}

#[test]
fn a_unicode_character_replaces_its_substitutes() {
    let cases = [
        (r"\u233?t\u233?", "été"),
        (r"\u8212-tiret", "—tiret"),
        (r"\u8217\'92eau", "’eau"),
        (r"{\uc0\u233 t}{\uc2\u233\'3f\'3ft}\u233?t", "ététét"),
        (r"\u8220\ldblquote mot", "“mot"),
        (r"\u233\par a", "é\n\na"),
        (r"\u233{}a", "éa"),
        (r"\u55357?\u56832?", "😀"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"a\u55357?b", "ab"),
        (r"\u-4051?gras", "gras"),
        (r"a\u61614?b", "a b"),
        (r"\uc2000000000\u233 123456789", "é9"),
    ];
    for (content, text) in cases {
        assert_eq!(document(content), text, "{content}");
    }
}

#[test]
fn a_special_character_is_what_it_stands_for() {
    let cases = [
        (r"a\emdash b\endash c", "a—b–c"),
        (r"\lquote a\rquote  \ldblquote b\rdblquote", "‘a’ “b”"),
        (r"\bullet  12\~000\_F", "• 12\u{a0}000\u{2011}F"),
        (r"porte\-feuille", "portefeuille"),
        (r"a\tab b", "a\tb"),
        (r"\{a\}\\", r"{a}\"),
    ];
    for (content, text) in cases {
        assert_eq!(document(content), text, "{content}");
    }
}

#[test]
fn paragraphs_and_lines_end_where_they_are_marked() {
    let cases = [
        (r"Un\par Deux", "Un\n\nDeux"),
        (r"Un\par\par\par Deux\par", "Un\n\nDeux"),
        (r"Un\line Deux", "Un\nDeux"),
        (r"Un \page  Deux\sect Trois", "Un\n\nDeux\n\nTrois"),
        ("Un\\\nDeux", "Un\n\nDeux"),
        ("Un mot cou\r\npé", "Un mot coupé"),
    ];
    for (content, text) in cases {
        assert_eq!(document(content), text, "{content}");
    }
}

#[test]
fn a_table_row_is_a_line_and_its_cells_are_separated_by_tabs() {
    let row = r"\trowd\cellx1\cellx2\cellx3\pard\intbl ";
    let table = format!(
        r"Avant\par{row}Mil\cell\cell 12\cell\row {row}Un\par deux\line trois\cell\cell\cell\row {row}\cell\cell\cell\row {row}\cell fin\cell\row\pard Après"
    );
    let expected = "Avant\n\nMil\t\t12\nUn deux trois\nfin\n\nAprès";
    assert_eq!(document(&table), expected);
}

#[test]
fn what_is_not_for_reading_is_left_out() {
    let cases = [
        r"{\colortbl;\red0;}{\stylesheet{\s1 Titre;}}texte",
        r"{\*\generator Machine;}{\*\inconnu x{y}z}texte",
        r"{\header En-tête}{\footerf Pied}texte",
        r"{\v caché}{\deleted supprimé}texte\v caché\v0",
        r"{\pict\wmetafile8 0102{\*\blipuid ff}0304}texte",
        r"{\object{\*\objdata 0102}{\result texte}}",
        r"{\field{\*\fldinst HYPERLINK ici}{\fldrslt texte}}",
        r"{\listtext\'b7\tab}texte",
        r"{\xe entrée}te{\*\bkmkstart signet}xte",
        "{\\pict\\bin5 }}{{\\}te\\bin3 }}}xte",
    ];
    for content in cases {
        assert_eq!(document(content), "texte", "{content}");
    }
}

#[test]
fn the_number_of_a_list_item_is_kept() {
    assert_eq!(document(r"{\listtext\pard 1.\tab}Un\par{\pntext b)\tab}deux"), "1. Un\n\nb) deux");
}

#[test]
fn notes_comments_and_text_boxes_stand_behind_the_text() {
    let content = r"Un{\super\chftn}{\footnote\pard{\super\chftn} La note.\par Sa suite.} mot{\*\atnauthor Awa}{\*\annotation{\*\atnref 1} Remarque.}.\par{\shp{\*\shpinst{\sp{\sn x}{\sv 202}}{\shptxt Cadre.\par}}{\shprslt Cadre.}}Fin.";
    assert_eq!(document(content), "Un mot.\n\nFin.\n\nLa note.\n\nSa suite.\n\nRemarque.\n\nCadre.");
}

#[test]
fn properties_are_read() {
    let found = extract(
        br"{\rtf1\ansi{\info{\title Proc\'e8s-verbal}{\upr{\author Awa}{\*\ud{\author Aw\u257?}}}{\subject Non}{\creatim\yr2019\mo3\dy7\hr9}{\revtim\yr2020\mo1\dy1}}Texte}",
    )
    .unwrap_or_default();
    assert_eq!(found.text, "Texte");
    assert_eq!(found.title.as_deref(), Some("Procès-verbal"));
    assert_eq!(found.author.as_deref(), Some("Awa"));
    assert_eq!(found.date, Date::new(2019, Some(3), Some(7)));
}

#[test]
fn what_was_read_of_a_file_cut_short_is_kept() {
    assert_eq!(text_of(r"{\rtf1 Un\par {\b deux"), "Un\n\ndeux");
    assert_eq!(text_of(r"{\rtf1 Un\par deux\'e"), "Un\n\ndeux?e");
    assert_eq!(text_of(r"{\rtf1 Un} deux"), "Un");
    assert_eq!(text_of("{\\rtf1 Un\\bin99999 deux"), "Un");
    assert_eq!(text_of(r"{\rtf1 {\pict 0102}\par}"), "no text in the RTF document");
    assert_eq!(text_of(r"{\rtf1\u11*}"), "no text in the RTF document");
    assert_eq!(text_of("Du texte"), "damaged RTF document");
}

#[test]
fn groups_may_be_nested_as_deep_as_they_like() {
    let deep = 100_000;
    let rtf = format!("{{\\rtf1 a{}b{}c}}", "{".repeat(deep), "}".repeat(deep));
    assert_eq!(text_of(&rtf), "abc");
}

proptest::proptest! {
    #[test]
    fn no_content_is_too_strange(content in r"([{}\\;*'a-f0-9 é]|\\u-?[0-9]{1,6}|\\(uc|bin|f|par|cell|row|intbl|v|footnote|info|title|fonttbl|fcharset|mac|listtext|shpinst|shptxt)[0-9]?|\PC){0,80}") {
        let found = extract(format!("{{\\rtf1{content}").as_bytes());
        proptest::prop_assert!(found.is_err() || found.is_ok_and(|found| !found.text.trim().is_empty()));
    }
}
