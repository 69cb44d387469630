use std::io::Write;

use super::*;
use crate::document::Date;

/// Where the text of a draft begins in the stream.
const TEXT: usize = 0x800;

/// Characters from and to, and the change of formatting that holds there.
type Run<'a> = (usize, usize, &'a [u8]);

/// A Word document to be written.
struct Draft<'a> {
    /// Main text, footnotes, headers, macros, comments, endnotes, text boxes.
    parts: [&'a str; 7],
    single_byte: bool,
    flags: u16,
    characters: &'a [Run<'a>],
    paragraphs: &'a [Run<'a>],
}

const EMPTY: Draft<'_> =
    Draft { parts: [""; 7], single_byte: false, flags: 0x0200, characters: &[], paragraphs: &[] };

const HIDDEN: &[u8] = &[0x3c, 0x08, 1];
const NOT_HIDDEN: &[u8] = &[0x3c, 0x08, 0];
const DELETED_AND_MORE: &[u8] = &[0x35, 0x08, 1, 0x00, 0x08, 1];
const SYMBOL: &[u8] = &[0x09, 0x6a, 3, 0, 0x4a, 0xf0];
const IN_TABLE: &[u8] = &[0x16, 0x24, 1];
/// Behind the definition of a table, whose length takes two bytes.
const ROW_END: &[u8] = &[0x16, 0x24, 1, 0x08, 0xd6, 4, 0, 0, 0, 0, 0x17, 0x24, 1];

fn put(bytes: &mut Vec<u8>, at: usize, value: &[u8]) {
    bytes.resize(bytes.len().max(at + value.len()), 0);
    bytes[at..at + value.len()].copy_from_slice(value);
}

fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).expect("drafts are small").to_le_bytes()
}

/// A page of formatting: where its runs begin and end, and their changes from the end of the page on.
fn page(runs: &[Run<'_>], width: usize, length: usize, paragraphs: bool) -> Vec<u8> {
    let mut ends: Vec<usize> =
        runs.iter().flat_map(|(from, to, _)| [*from, *to]).chain([0, length]).collect();
    ends.sort_unstable();
    ends.dedup();
    let count = ends.len() - 1;
    let mut page = vec![0; 512];
    let mut free = 510;
    for (index, from) in ends.iter().enumerate() {
        put(&mut page, index * 4, &number(TEXT + from * width));
        let Some((_, _, changes)) = runs.iter().find(|run| run.0 == *from) else { continue };
        // The style of a paragraph comes first, and its length is in words.
        let style = if paragraphs { vec![0; 2 + usize::from(changes.len() % 2 == 0)] } else { Vec::new() };
        let changes =
            if paragraphs { [&style[..2], changes, &style[2..]].concat() } else { changes.to_vec() };
        let length = if paragraphs { changes.len().div_ceil(2) } else { changes.len() };
        free = (free - 1 - changes.len()) & !1;
        put(&mut page, free, &[&[u8::try_from(length).expect("short")], changes.as_slice()].concat());
        let entry = (count + 1) * 4 + index * if paragraphs { 13 } else { 1 };
        page[entry] = u8::try_from(free / 2).expect("within the page");
    }
    page[511] = u8::try_from(count).expect("few runs");
    page
}

fn streams(draft: &Draft<'_>) -> (Vec<u8>, Vec<u8>) {
    let text: Vec<u16> = draft.parts.concat().encode_utf16().collect();
    let (width, flag) = if draft.single_byte { (1, 0x4000_0000) } else { (2, 0) };
    let (mut main, mut table) = (Vec::new(), Vec::new());
    put(&mut main, 0, &0xa5ec_u16.to_le_bytes());
    put(&mut main, 2, &193_u16.to_le_bytes());
    put(&mut main, 0x0a, &draft.flags.to_le_bytes());
    for (index, part) in draft.parts.iter().enumerate() {
        put(&mut main, 0x4c + index * 4, &number(part.encode_utf16().count()));
    }
    for (index, unit) in text.iter().enumerate() {
        put(&mut main, TEXT + index * width, &unit.to_le_bytes()[..width]);
    }
    // Something that precedes the pieces; two pieces, cut in the middle.
    let half = text.len() / 2;
    let offset = |at: usize| number(flag | ((TEXT + at * width) * if draft.single_byte { 2 } else { 1 }));
    let mut pieces = vec![1, 2, 0, 9, 9, 2];
    pieces.extend(number(28));
    [0, half, text.len()].iter().for_each(|at| pieces.extend(number(*at)));
    [0, half].iter().for_each(|at| pieces.extend([&[0, 0], &offset(*at)[..], &[0, 0]].concat()));
    for (at, value) in [(0x1a2, table.len()), (0x1a6, pieces.len())] {
        put(&mut main, at, &number(value));
    }
    table.extend(pieces);
    for (at, runs, paragraphs) in [(0xfa, draft.characters, false), (0x102, draft.paragraphs, true)] {
        let place = main.len().div_ceil(512);
        put(&mut main, place * 512, &page(runs, width, text.len(), paragraphs));
        put(&mut main, at, &[number(table.len()), number(12)].concat());
        table.extend([number(TEXT), number(TEXT + text.len() * width), number(place)].concat());
    }
    (main, table)
}

fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut compound = CompoundFile::create(Cursor::new(Vec::new())).expect("a new file");
    for (name, bytes) in streams {
        let mut stream = compound.create_stream(name).expect("a new stream");
        stream.write_all(bytes).expect("a vector takes all");
    }
    compound.flush().expect("a vector takes all");
    compound.into_inner().into_inner()
}

fn read(draft: &Draft<'_>) -> String {
    let (main, table) = streams(draft);
    text_of(&compound(&[("WordDocument", &main), ("1Table", &table)]))
}

fn text_of(bytes: &[u8]) -> String {
    extract(bytes).map(|found| found.text).unwrap_or_else(|unread| unread.reason)
}

fn main_text(text: &str) -> String {
    read(&Draft { parts: [text, "", "", "", "", "", ""], ..EMPTY })
}

#[test]
fn letters_are_stored_in_one_byte_or_two() {
    assert_eq!(main_text("L’œuvre 😀 de Gao\r"), "L’œuvre 😀 de Gao");
    let parts = ["\u{92}\u{e9}t\u{e9} \u{9c}uvre\r", "", "", "", "", "", ""];
    assert_eq!(read(&Draft { parts, single_byte: true, ..EMPTY }), "’été œuvre");
}

#[test]
fn marks_end_paragraphs_and_lines() {
    let cases = [
        ("Un\rDeux\r", "Un\n\nDeux"),
        ("Un\r\r\rDeux", "Un\n\nDeux"),
        ("Un\u{b}Deux\r", "Un\nDeux"),
        ("Un\u{c}Deux\r", "Un\n\nDeux"),
        ("week\u{1e}end, porte\u{1f}feuille\r", "week\u{2011}end, portefeuille"),
        ("un\u{1}\u{2}\u{5}\u{8} mot\ttab\r", "un mot\ttab"),
    ];
    for (text, expected) in cases {
        assert_eq!(main_text(text), expected, "{text:?}");
    }
}

#[test]
fn a_field_is_its_result() {
    let cases = [
        ("\u{13} HYPERLINK ici \u{14}le site\u{15} !", "le site !"),
        ("a\u{13} XE mot \u{15}b", "ab"),
        ("\u{13} IF \u{13} A \u{14}x\u{15} \u{14}oui \u{13} B \u{14}y\u{15}\u{15}", "oui y"),
        ("un\u{13} PAGE deux\r", "un PAGE deux"),
        ("un\u{14} deux\u{15}", "un deux"),
    ];
    for (text, expected) in cases {
        assert_eq!(main_text(text), expected, "{text:?}");
    }
}

#[test]
fn a_table_row_is_a_line() {
    // Avant¶ A·Mil·· [row] Un¶deux··· [row] Après¶
    let text = "Avant\rA\u{7}\u{7}C\u{7}\u{7}Un\rdeux\u{7}\u{7}\u{7}\u{7}Après\r";
    let paragraphs: &[Run<'_>] =
        &[(6, 11, IN_TABLE), (11, 12, ROW_END), (12, 20, IN_TABLE), (20, 21, IN_TABLE), (21, 22, ROW_END)];
    let parts = [text, "", "", "", "", "", ""];
    let expected = "Avant\n\nA\t\tC\nUn deux\n\nAprès";
    assert_eq!(read(&Draft { parts, paragraphs, ..EMPTY }), expected);
    assert_eq!(read(&Draft { parts, paragraphs, single_byte: true, ..EMPTY }), expected);
}

#[test]
fn hidden_and_deleted_text_and_symbols_are_left_out() {
    let parts = ["Un caché, (deux supprimé, trois\r", "", "", "", "", "", ""];
    let characters: &[Run<'_>] =
        &[(0, 3, NOT_HIDDEN), (3, 10, HIDDEN), (10, 11, SYMBOL), (15, 24, DELETED_AND_MORE)];
    assert_eq!(read(&Draft { parts, characters, ..EMPTY }), "Un deux, trois");
}

#[test]
fn notes_and_text_boxes_stand_behind_the_text_and_headers_do_not() {
    let parts =
        ["Texte\u{2}.\r", "\u{2} Note.\r", "En-tête\r", "", "\u{5}Remarque.\r", "\u{2} Fin.\r", "Cadre.\r"];
    assert_eq!(read(&Draft { parts, ..EMPTY }), "Texte.\n\nCadre.\n\nNote.\n\nFin.\n\nRemarque.");
}

#[test]
fn word_95_kept_all_in_one_stream() {
    let text = b"Avant l'\xe9t\xe9\rA\x07B\x07\x07C\x07D\x07\x07Apr\xe8s\r";
    let mut main = Vec::new();
    put(&mut main, 0, &0xa5dc_u16.to_le_bytes());
    put(&mut main, 2, &104_u16.to_le_bytes());
    put(&mut main, 0x18, &[number(0x300), number(0x300 + text.len())].concat());
    put(&mut main, 0x34, &number(text.len()));
    put(&mut main, 0x300, text);
    assert_eq!(text_of(&compound(&[("WordDocument", &main)])), "Avant l'été\n\nA\tB\nC\tD\nAprès");
}

#[test]
fn properties_are_read() {
    let title = b"Proc\xe8s-verbal\0";
    let mut set = vec![0; 0x2c];
    set.extend(number(0x30));
    set.extend([number(0), number(4)].concat());
    for (id, at) in [(1, 40), (2, 48), (4, 72), (12, 92)] {
        set.extend([number(id), number(at)].concat());
    }
    put(&mut set, 0x30 + 40, &[number(2), number(1252)].concat());
    put(&mut set, 0x30 + 48, &[&number(0x1e)[..], &number(title.len()), title].concat());
    put(&mut set, 0x30 + 72, &[&number(0x1f)[..], &number(4), b"A\0w\0\x61\0\0\0"].concat());
    // 2019-03-07 12:00, in tenths of microseconds.
    put(&mut set, 0x30 + 92, &[&number(0x40)[..], &131_964_336_000_000_000_u64.to_le_bytes()].concat());
    let (main, table) = streams(&Draft { parts: ["Texte\r", "", "", "", "", "", ""], ..EMPTY });
    let bytes = compound(&[("WordDocument", &main), ("1Table", &table), ("\u{5}SummaryInformation", &set)]);
    let found = extract(&bytes).unwrap_or_default();
    assert_eq!(found.title.as_deref(), Some("Procès-verbal"));
    assert_eq!(found.author.as_deref(), Some("Awa"));
    assert_eq!(found.date, Date::new(2019, Some(3), Some(7)));
}

#[test]
fn the_reason_tells_why_nothing_was_read() {
    let (main, table) = streams(&Draft { parts: ["Texte\r", "", "", "", "", "", ""], ..EMPTY });
    let cases = [
        (read(&Draft { flags: 0x0300, ..EMPTY }), "encrypted Word document"),
        (main_text("\r\u{1}\r"), "no text in the Word document"),
        (text_of(&compound(&[("WordDocument", &main)])), "damaged Word document"),
        (
            text_of(&compound(&[("WordDocument", &main[..0x100]), ("1Table", &table)])),
            "damaged Word document",
        ),
        (text_of(&compound(&[("1Table", &table)])), "damaged Word document"),
        (text_of(b"Texte"), "damaged Word document"),
    ];
    for (found, reason) in cases {
        assert_eq!(found, reason);
    }
}

#[test]
fn a_text_cut_short_is_read_up_to_there() {
    let (main, table) = streams(&Draft { parts: ["Texte coupé\r", "", "", "", "", "", ""], ..EMPTY });
    let bytes = compound(&[("WordDocument", &main[..TEXT + 10]), ("1Table", &table)]);
    assert_eq!(text_of(&bytes), "Texte");
}

#[test]
fn no_byte_changed_makes_a_document_too_strange() {
    let parts = ["A\u{7}B\u{7}\u{7}\u{13} X \u{14}y\u{15}\r", "Note\r", "", "", "", "", ""];
    let draft = Draft { parts, characters: &[(0, 1, HIDDEN)], paragraphs: &[(4, 5, ROW_END)], ..EMPTY };
    let (main, table) = streams(&draft);
    for value in [0, 1, 0x7f, 0xff] {
        for at in (0..0x70).chain(0xfa..0x10a).chain(0x1a2..0x1aa).chain(TEXT..main.len()) {
            let mut main = main.clone();
            main[at] = value;
            drop(Header::read(&main).and_then(|header| text(&header, &main, &table)));
        }
        for at in 0..table.len() {
            let mut table = table.clone();
            table[at] = value;
            drop(Header::read(&main).and_then(|header| text(&header, &main, &table)));
        }
    }
}

#[test]
fn a_text_that_is_said_to_be_longer_than_its_file_takes_no_memory() {
    // Word 95, without a table of pieces: where the text begins and ends stands in the head alone.
    let mut main = vec![0; 0x180];
    let text = b"Le bac attend.\r";
    for end in [0x180 + text.len(), 0xfff0_0000] {
        for (at, value) in [(0, 0xa5dc), (2, 101), (0x18, 0x180), (0x1c, end), (0x34, text.len())] {
            put(&mut main, at, &number(value));
        }
        let found = text_of(&compound(&[("WordDocument", &[main.as_slice(), text].concat())]));
        assert_eq!(found, if end < 0x1000 { "Le bac attend." } else { "damaged Word document" });
    }
}
