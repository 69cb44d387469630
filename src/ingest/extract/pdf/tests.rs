use super::*;
use crate::document::{Date, Shortfall};
use proptest::prelude::*;

/// A PDF of these objects, numbered from 1, the first of which is the catalogue.
fn pdf(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = "%PDF-1.5\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    let size = objects.len() + 1;
    file += &format!("{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}

fn stream(entries: &str, data: &str) -> String {
    format!("<<{entries}/Length {}>>\nstream\n{data}\nendstream", data.len())
}

const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

/// A PDF whose pages have these contents and the font F; `page` is put in their dictionaries.
fn pages_with(font: &str, page: &str, contents: &[&str]) -> Vec<String> {
    let kids: String = (0..contents.len()).map(|at| format!("{} 0 R ", 4 + 2 * at)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R/Lang(fr-FR)>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 600 800]>>", contents.len()),
        font.to_owned(),
    ];
    for (at, content) in contents.iter().enumerate() {
        let resources = "/Resources<</Font<</F 3 0 R>>>>";
        objects.push(format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R{resources}{page}>>", 5 + 2 * at));
        objects.push(stream("", content));
    }
    objects
}

fn pages(contents: &[&str]) -> Vec<u8> {
    pdf(&pages_with(HELVETICA, "", contents), "")
}

/// The text of one page with this content.
fn text_of(content: &str) -> String {
    extract(&pages(&[content])).expect("text").text
}

/// Lines of text at these places.
fn lines_at(lines: &[(i32, i32, &str)]) -> String {
    let show = |(x, y, text): &(i32, i32, &str)| format!("BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n");
    lines.iter().map(show).collect()
}

#[test]
fn words_are_told_by_their_distance() {
    let cases = [
        (
            "BT /F 10 Tf 50 700 Td [(Kouli) -20 (ko) 30 (ro) -333 (et) -250 (Kayes)] TJ ET",
            "Koulikoro et Kayes",
        ),
        ("BT /F 10 Tf 50 700 Td (Kayes et Kita) Tj ET", "Kayes et Kita"),
        ("BT /F 10 Tf 50 700 Td [(A) -150 (v) -150 (e) -150 (n) -150 (i) -150 (r)] TJ ET", "Avenir"),
        ("BT /F 10 Tf 50 700 Td [(a) -220 (mod) -220 (b)] TJ ET", "a mod b"),
        ("BT /F 10 Tf 90 Tz 50 700 Td (Kayes et Kita) Tj ET", "Kayes et Kita"),
    ];
    for (content, text) in cases {
        assert_eq!(text_of(content), text, "{content}");
    }
}

#[test]
fn an_accent_of_its_own_joins_the_letter_under_it() {
    let cases = [
        ("[(\\264) 444.5 (ecole)] TJ", "école"),
        ("[(fran) -1 (c) 416.5 (\\270) -83.5 (ais)] TJ", "français"),
        ("[(a) (\\264) (e)] TJ", "a´e"),
        ("[(\\264) 444.5 (5)] TJ", "´5"),
    ];
    for (show, text) in cases {
        let found = text_of(&format!("BT /F 10 Tf 50 700 Td {show} ET"));
        assert_eq!(found.replace([' ', '\n'], ""), text, "{show}");
    }
}

#[test]
fn paragraphs_are_told_by_spacing_indentation_and_size() {
    let spaced = lines_at(&[
        (50, 700, "Le fleuve monte depuis lundi et la ville"),
        (50, 688, "attend la crue, dit le maire."),
        (50, 668, "Les routes du sud sont coupees depuis"),
        (50, 656, "trois jours."),
    ]);
    let indented = lines_at(&[
        (50, 700, "Le fleuve monte depuis lundi et la ville"),
        (50, 688, "attend la crue."),
        (65, 676, "Les routes du sud sont coupees depuis"),
        (50, 664, "trois jours."),
    ]);
    let list = lines_at(&[
        (50, 700, "- Le fleuve monte depuis lundi et la ville"),
        (60, 688, "attend la crue sans aucune impatience dit"),
        (50, 676, "- Les routes du sud sont coupees"),
    ]);
    let heading = "BT /F 16 Tf 50 700 Td (La crue) Tj /F 10 Tf 0 -15 Td (Le fleuve monte.) Tj ET";
    let cases = [
        (spaced.as_str(), "ville\nattend la crue, dit le maire.\n\nLes routes"),
        (&indented, "ville\nattend la crue.\n\nLes routes du sud sont coupees depuis\ntrois"),
        (&list, "ville\nattend la crue sans aucune impatience dit\n- Les"),
        (heading, "La crue\n\nLe fleuve monte."),
    ];
    for (content, part) in cases {
        let text = text_of(content);
        assert!(text.contains(part), "{text:?} has no {part:?}");
    }
}

#[test]
fn columns_are_read_as_they_are_drawn_and_a_table_row_is_a_line() {
    let columns = lines_at(&[
        (50, 700, "Le fleuve mon-"),
        (50, 688, "te depuis lundi."),
        (300, 700, "Les routes du sud"),
        (300, 688, "sont coupees."),
    ]);
    assert_eq!(text_of(&columns), "Le fleuve mon-\nte depuis lundi.\n\nLes routes du sud\nsont coupees.");
    let rows = lines_at(&[(50, 700, "Kayes"), (200, 700, "12"), (50, 688, "Kita"), (200, 688, "7")]);
    assert_eq!(text_of(&rows), "Kayes\t12\nKita\t7");
}

#[test]
fn columns_that_are_drawn_row_by_row_are_read_one_after_the_other() {
    let rows = [
        ("Le fleuve monte depuis lundi", "Les routes du sud sont cou-"),
        ("et la ville attend la crue,", "pees depuis trois jours et"),
        ("dit le maire de la commune,", "les convois de vivres passent"),
        ("qui demande aux habitants", "par la piste du nord, plus"),
        ("de quitter les quartiers bas.", "longue de deux cents lieues."),
    ];
    let shown: String = (0..)
        .zip(rows)
        .map(|(row, (left, right))| lines_at(&[(50, 700 - 12 * row, left), (300, 700 - 12 * row, right)]))
        .collect();
    let text = text_of(&shown);
    assert!(text.starts_with("Le fleuve monte depuis lundi\net la ville"), "{text}");
    assert!(text.ends_with("les quartiers bas.\n\nLes routes du sud sont cou-\npees depuis trois jours et\nles convois de vivres passent\npar la piste du nord, plus\nlongue de deux cents lieues."), "{text}");
}

#[test]
fn the_invisible_text_of_a_scan_is_read() {
    assert_eq!(text_of("BT 3 Tr /F 10 Tf 50 700 Td (Le fleuve) Tj ET"), "Le fleuve");
}

#[test]
fn the_mark_of_a_note_is_no_part_of_a_word() {
    let raised = |word: &str| {
        format!("BT /F 10 Tf 50 700 Td ({word}) Tj /F 7 Tf 4 Ts (2) Tj /F 10 Tf 0 Ts ( sec) Tj ET")
    };
    assert_eq!(text_of(&raised("fleuve")), "fleuve 2 sec");
    assert_eq!(text_of(&raised("km")), "km2 sec");
}

#[test]
fn what_is_drawn_twice_to_look_bold_is_said_once() {
    let content = "BT /F 10 Tf 50 700 Td (Kayes) Tj 0.3 0 Td (Kayes) Tj ET BT 2 Tr 50 688 Td (Kita) Tj ET";
    assert_eq!(text_of(content), "Kayes\nKita");
}

#[test]
fn actual_text_stands_for_its_glyphs() {
    let content =
        "BT /F 10 Tf 50 700 Td (Le ) Tj /Span<</ActualText(fleuve)>>BDC (\\246) Tj EMC ( monte) Tj ET";
    assert_eq!(text_of(content), "Le fleuve monte");
}

#[test]
fn a_turned_page_is_read_upright() {
    let content = "BT /F 10 Tf 0 1 -1 0 100 50 Tm (Le fleuve) Tj ET BT 0 1 -1 0 112 50 Tm (monte.) Tj ET";
    let file = pdf(&pages_with(HELVETICA, "/Rotate 90", &[content]), "");
    assert_eq!(extract(&file).expect("text").text, "Le fleuve\nmonte.");
}

#[test]
fn a_page_without_text_has_no_offset() {
    let line = |text| lines_at(&[(50, 700, text)]);
    let found = extract(&pages(&[&line("Le fleuve"), "", &line("monte.")])).expect("text");
    assert_eq!(found.text, "Le fleuve\n\nmonte.");
    assert_eq!(found.pages, vec![(0, 1), (11, 3)]);
}

#[test]
fn the_information_dictionary_comes_before_xmp() {
    let xmp = "<x:xmpmeta><rdf:RDF><rdf:Description xmp:CreateDate=\"2024-02-03T10:00:00Z\"><dc:title><rdf:Alt>\
               <rdf:li xml:lang=\"x-default\">Eau &amp; sel</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq>\
               <rdf:li>Awa Diallo</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>";
    let mut objects = pages_with(HELVETICA, "", &[&lines_at(&[(50, 700, "Texte")])]);
    objects[0] = "<</Type/Catalog/Pages 2 0 R/Lang(fr-FR)/Metadata 6 0 R>>".to_owned();
    objects.push(stream("/Type/Metadata/Subtype/XML", xmp));
    objects.push(
        "<</Title<FEFF004C0061002000630072007500E9>/CreationDate(D:20250530120000+02'00')>>".to_owned(),
    );
    objects.push(
        "<</Title(Microsoft Word - note.doc)/Author(admin)/CreationDate(D:19700101000000)>>".to_owned(),
    );
    let cases = [
        ("/Info 7 0 R", Some("La crué"), Date::new(2025, Some(5), Some(30))),
        ("/Info 8 0 R", Some("Eau & sel"), Date::new(2024, Some(2), Some(3))),
        ("", Some("Eau & sel"), Date::new(2024, Some(2), Some(3))),
    ];
    for (trailer, title, date) in cases {
        let found = extract(&pdf(&objects, trailer)).expect("text");
        assert_eq!(found.title.as_deref(), title, "{trailer}");
        assert_eq!(found.date, date, "{trailer}");
        assert_eq!(found.author.as_deref(), Some("Awa Diallo"), "{trailer}");
        assert_eq!(found.language.as_deref(), Some("fr"), "{trailer}");
    }
}

/// A drawn font whose glyphs are named by their codes.
fn bitmap_font() -> String {
    let names: String = (0..=255).map(|code| format!("/a{code}")).collect();
    let widths = "50 ".repeat(256);
    format!(
        "<</Type/Font/Subtype/Type3/FontMatrix[.01 0 0 .01 0 0]/FontBBox[0 0 50 50]/CharProcs<<>>/FirstChar 0\
         /LastChar 255/Encoding<</Type/Encoding/Differences[0{names}]>>/Widths[{widths}]>>"
    )
}

#[test]
fn codes_stand_for_the_names_that_a_bitmap_font_lacks() {
    let show = |text: &str| format!("BT /F 10 Tf 50 700 Td {text} Tj ET");
    let text = |content: &str| {
        let file = pdf(&pages_with(&bitmap_font(), "", &[content]), "");
        extract(&file).map(|found| found.text)
    };
    let cases = [("(l'\\351t\\351-\\034nit)", "l’été-finit"), ("(la-\\014n)", "la-fin")];
    for (codes, words) in cases {
        assert_eq!(text(&show(codes)).as_deref(), Ok(words), "{codes}");
    }
    let numbered: String = (0..120).map(|code| format!("\\{code:03o}")).collect();
    let unread = text(&show(&format!("({numbered})"))).expect_err("no text");
    assert_eq!(unread.kind, Shortfall::Empty);
}

#[test]
fn what_cannot_be_read_is_reported_with_its_reason() {
    let encrypted = "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<00>/U<00>>>/ID[<00><00>]";
    let locked = pdf(&pages_with(HELVETICA, "", &[&lines_at(&[(50, 700, "Texte")])]), encrypted);
    let cases = [
        (locked, Unread::failed("encrypted PDF")),
        (pages(&["0 0 9 9 re f"]), Unread::empty("PDF without text: a scan that needs OCR")),
        (b"%PDF-1.4\nrien".to_vec(), Unread::failed("damaged PDF")),
        (Vec::new(), Unread::failed("damaged PDF")),
    ];
    for (file, unread) in cases {
        assert_eq!(extract(&file), Err(unread));
    }
}

#[test]
fn a_file_without_its_table_of_objects_is_read() {
    let whole = pages(&[&lines_at(&[(50, 700, "Le fleuve monte.")])]);
    let table = whole.windows(6).rposition(|window| window == b"xref\n0").expect("table");
    assert_eq!(extract(&whole[..table]).expect("text").text, "Le fleuve monte.");
}

#[test]
fn nesting_and_loops_end() {
    let deep = format!("{} {}", lines_at(&[(50, 700, "Texte")]), "[".repeat(200_000));
    assert!(extract(&pages(&[&deep])).is_ok_and(|found| found.text == "Texte"));
    let cyclic = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"];
    assert!(extract(&pdf(&cyclic.map(str::to_owned), "")).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_file_does_no_harm(at in 0.0f64..1.0, byte: u8, kept in 0.0f64..1.0) {
        let mut file = pages(&[&lines_at(&[(50, 700, "Le fleuve"), (50, 688, "monte.")])]);
        let place = |share: f64, file: &[u8]| (share * file.len() as f64) as usize;
        let at = place(at, &file);
        file[at] = byte;
        let _ = extract(&file);
        let _ = extract(&file[..place(kept, &file)]);
    }
}
