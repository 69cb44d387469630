//! What holds of any bytes, and of the good files with anything changed in them: passages partition the text, and what a
//! document says of itself is of its kind. The fuzz targets of `fuzz/` look for more of the same.

use std::path::Path;

use corpus::document::{Document, Format, Passage};
use corpus::ingest;
use proptest::collection::vec;
use proptest::prelude::*;

use super::good::{self, Good, docx_of, ods_of, odt_of, xlsx_of};

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 2_000, ..ProptestConfig::default() }
}

/// A place in a file, as a share of its length, and what becomes of the byte there.
#[derive(Debug, Clone)]
enum Change {
    Set(f64, u8),
    Insert(f64, Vec<u8>),
    Remove(f64, usize),
    /// Once more what stands before the place, in so many bytes.
    Repeat(f64, usize),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let length = bytes.len();
        let at = |share: &f64| ((share * length as f64) as usize).min(length.saturating_sub(1));
        match self {
            _ if bytes.is_empty() => {}
            Self::Set(share, byte) => bytes[at(share)] = *byte,
            Self::Insert(share, more) => drop(bytes.splice(at(share)..at(share), more.iter().copied())),
            Self::Remove(share, count) => drop(bytes.drain(at(share)..(at(share) + count).min(length))),
            Self::Repeat(share, count) => {
                let again = bytes[at(share).saturating_sub(*count)..at(share)].to_vec();
                drop(bytes.splice(at(share)..at(share), again));
            }
        }
    }
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let share = || 0.0..1.0_f64;
    let sign = prop_oneof![
        any::<Vec<u8>>().prop_map(|mut bytes| {
            bytes.truncate(9);
            bytes
        }),
        "[<>/&;='\"{}\\\\(): \r\n\u{301}é]{1,4}".prop_map(String::into_bytes),
        Just(u32::MAX.to_string().into_bytes()),
    ];
    let change = prop_oneof![
        (share(), any::<u8>()).prop_map(|(share, byte)| Change::Set(share, byte)),
        (share(), sign).prop_map(|(share, bytes)| Change::Insert(share, bytes)),
        (share(), 1..40_usize).prop_map(|(share, count)| Change::Remove(share, count)),
        (share(), 1..400_usize).prop_map(|(share, count)| Change::Repeat(share, count)),
    ];
    vec(change, 1..12)
}

/// Passages put end to end are the text, and their lines and pages ascend.
fn partition(text: &str, passages: &[Passage]) -> Result<(), TestCaseError> {
    let (mut end, mut line, mut page) = (0, 1, None);
    for (ordinal, passage) in (0..).zip(passages) {
        prop_assert_eq!((passage.ordinal, passage.bytes.start), (ordinal, end));
        prop_assert!(text.get(passage.bytes.clone()).is_some_and(|own| !own.is_empty()), "{:?}", passage);
        prop_assert!(line <= passage.lines.0 && passage.lines.0 <= passage.lines.1, "{:?}", passage);
        prop_assert!(page <= passage.page, "{:?}", passage);
        (end, line, page) = (passage.bytes.end, passage.lines.1, passage.page);
    }
    prop_assert_eq!(end, text.len());
    Ok(())
}

fn is_sound((document, passages): &(Document, Vec<Passage>)) -> Result<(), TestCaseError> {
    partition(&document.text, passages)?;
    prop_assert!(!document.text.trim().is_empty());
    for value in document.title.iter().chain(&document.author) {
        let is_one_line = !value.contains(['\n', '\r']);
        prop_assert!(is_one_line && value.trim() == value && !value.is_empty(), "{:?}", value);
        prop_assert!(value.chars().count() <= 300, "{:?}", value);
    }
    Ok(())
}

fn read(bytes: Vec<u8>, name: &str) -> Result<(), TestCaseError> {
    for (place, read) in ingest::documents(bytes, Path::new(name)) {
        match read {
            Ok(document) => is_sound(&document)?,
            Err(unread) => prop_assert!(!unread.reason.is_empty(), "{}", place),
        }
    }
    Ok(())
}

/// XML with anything changed in it, in a package that is whole.
fn packages() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let word = "<w:document><w:body><w:p><w:r><w:t>Le bac</w:t><w:tab/><w:br/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r>\
        <w:t>attend</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    let open = "<o:c><o:body><o:text><text:h>Le bac</text:h><text:p>attend<text:s text:c='3'/><text:note><text:note-body>\
        <text:p>ici</text:p></text:note-body></text:note></text:p><text:list><text:list-item><text:p>un</text:p>\
        </text:list-item></text:list></o:text></o:body></o:c>";
    let rows = "<row r='1'><c r='A1' t='inlineStr'><is><t>bac</t></is></c><c r='C1'><v>45807.5</v></c></row>";
    let table = "<table:table-row table:number-rows-repeated='2'><table:table-cell><text:p>bac</text:p></table:table-cell>\
        <table:table-cell table:number-columns-repeated='3' office:value-type='float' office:value='1.5'/></table:table-row>";
    let kinds = [("a.docx", word), ("a.odt", open), ("a.xlsx", rows), ("a.ods", table), ("a.epub", open)];
    (proptest::sample::select(kinds.to_vec()), changes()).prop_map(|((name, xml), changes)| {
        let mut xml = xml.as_bytes().to_vec();
        changes.iter().for_each(|change| change.apply(&mut xml));
        let xml = String::from_utf8_lossy(&xml);
        let package = match name {
            "a.docx" => docx_of(&xml),
            "a.odt" => odt_of(&xml),
            "a.xlsx" => xlsx_of(&xml),
            "a.ods" => ods_of(&xml),
            _ => good::epub(&xml),
        };
        (name, package)
    })
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn a_good_file_with_anything_changed_gives_documents_or_a_reason(changes in changes()) {
        for Good { name, mut bytes, .. } in good::files() {
            changes.iter().for_each(|change| change.apply(&mut bytes));
            read(bytes, name)?;
        }
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn a_package_of_any_xml_gives_a_document_or_a_reason((name, bytes) in packages()) {
        read(bytes, name)?;
    }

    #[test]
    fn any_bytes_are_text_or_there_is_a_reason(
        bytes in prop_oneof![any::<Vec<u8>>(), "([a-zéèàç’« »\n]|\\PC){0,60}".prop_map(String::into_bytes)],
        mark in proptest::sample::select(vec![&b""[..], b"\xFF\xFE", b"\xFE\xFF", b"\xEF\xBB\xBF", b"Le bac "]),
    ) {
        let bytes = [mark, &bytes].concat();
        let Ok(found) = ingest::document(bytes.clone(), Path::new("a.txt")) else { return Ok(()) };
        is_sound(&found)?;
        if found.0.format == Format::Text && found.0.encoding.as_deref() == Some("UTF-8") {
            prop_assert_eq!(found.0.text.into_bytes(), bytes);
        }
    }

    #[test]
    fn any_text_is_cut_into_passages_that_are_the_text(
        pieces in vec(prop_oneof![
            "(?s).{0,9}",
            "[\n\r \t\u{2028}]{1,3}",
            "[a-zé.!?:;»# -]{1,300}",
            ("[a-z\u{301}é\u{1F1F2} .\n]{1,3}", 1..900_usize).prop_map(|(piece, times)| piece.repeat(times)),
        ], 0..12),
    ) {
        let text = pieces.concat();
        partition(&text, &ingest::cut(&text))?;
    }
}
