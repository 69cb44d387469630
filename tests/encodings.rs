//! The same texts in every encoding and with every line end that people have give the same hits at the same lines.

use std::fs;
use std::path::Path;

use corpus::index::State;
use corpus::search::{self, Request};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use unicode_normalization::UnicodeNormalization as _;

use crate::folder::Folder;

/// Words, phrases, beginnings, misspellings, operators and filters, with and without accents.
const QUERIES: [&str; 50] = [
    "Koulikoro",
    "peche fleuve",
    "l’été",
    "aujourd'hui",
    "\"chemin de fer\"",
    "« le long du fleuve »",
    "ségou balanzans",
    "SEGOU",
    "mosquée Djenné",
    "paludisme moustiquaires",
    "œufs",
    "boeuf arachide",
    "karité coton",
    "éclip*",
    "paludime~",
    "=été",
    "fleuve -Niger",
    "Niger ET Sénégal",
    "Bafoulabé OU Manantali",
    "\"crue Sénégal\"~4",
    "titre:koulikoro",
    "date:1926",
    "langue:fr bibliothèque",
    "chemin:*.txt eau",
    "que faire des premières abeilles au printemps ?",
    "l'élève, la forêt et le maître",
    "mil",
    "marche aux poissons",
    "écoles de Bamako",
    "+crue -barrage",
    "« à côté de »",
    "\"saison des pluies\"",
    "=\"Le Niger\"",
    "=Ségou",
    "caravanes de sel",
    "Tombouctou manuscrits",
    "n'est pas",
    "l’Etat",
    "titre:(fleuve OU lac)",
    "titre:lettre",
    "date:2020..2024 eau",
    "hivernag~2",
    "récolt* pluie",
    "(pont OU bac) -vapeur",
    "« chemin de fer » gare",
    "où trouver de l’eau potable ?",
    "cœur",
    "deja vu",
    "grand marché, jour de fête",
    "qu'est-ce qui reste du marché d’hier",
];

/// A copy of the texts: what was done to each, and the encodings that it may be read in.
type Copy = (&'static str, fn(&str) -> Vec<u8>, &'static str);

const COPIES: [Copy; 14] = [
    ("UTF-8 with a mark", |text| format!("\u{feff}{text}").into_bytes(), "UTF-8"),
    ("NFD", |text| text.nfd().collect::<String>().into_bytes(), "UTF-8"),
    ("CR", |text| text.replace('\n', "\r").into_bytes(), "UTF-8"),
    ("CRLF", |text| text.replace('\n', "\r\n").into_bytes(), "UTF-8"),
    ("UTF-16LE", |text| utf_16(text, u16::to_le_bytes), "UTF-16LE"),
    ("UTF-16BE", |text| utf_16(text, u16::to_be_bytes), "UTF-16BE"),
    ("UTF-16LE with a mark", |text| utf_16(&format!("\u{feff}{text}"), u16::to_le_bytes), "UTF-16LE"),
    ("UTF-16BE with a mark", |text| utf_16(&format!("\u{feff}{text}"), u16::to_be_bytes), "UTF-16BE"),
    ("Windows-1252", |text| one_byte(text, WINDOWS_1252), "windows-1252"),
    ("Windows-1252, CRLF", |text| one_byte(&text.replace('\n', "\r\n"), WINDOWS_1252), "windows-1252"),
    ("Mac Roman", |text| one_byte(text, MACINTOSH), "macintosh"),
    ("Mac Roman, CR", |text| one_byte(&text.replace('\n', "\r"), MACINTOSH), "macintosh"),
    ("UTF-8 twice", |text| twice(text, |byte| character(WINDOWS_1252, byte)), "UTF-8 (double-encoded)"),
    ("UTF-8 twice, by Latin-1", |text| twice(text, char::from), "UTF-8 (double-encoded)"),
];

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn twice(text: &str, read: impl Fn(u8) -> char) -> Vec<u8> {
    text.bytes().map(read).collect::<String>().into_bytes()
}

fn character(encoding: &'static Encoding, byte: u8) -> char {
    encoding.decode_without_bom_handling(&[byte]).0.chars().next().unwrap()
}

/// encoding_rs reads Mac Roman but does not write it; its table backwards does.
fn one_byte(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let table: Vec<char> = (0..=255).map(|byte| character(encoding, byte)).collect();
    let byte = |c: char| table.iter().position(|known| *known == c).unwrap_or_else(|| panic!("{c:?}"));
    text.chars().map(|c| byte(c) as u8).collect()
}

/// The sample texts in NFC, those that every encoding can write.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for item in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")).unwrap() {
        let path = item.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "html") {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let text =
            String::from_utf8(bytes).unwrap_or_else(|e| WINDOWS_1252.decode(e.as_bytes()).0.into_owned());
        let text: String = text.nfc().collect::<String>().replace('\u{202f}', "\u{a0}").replace("\r\n", "\n");
        let writable = |encoding| {
            let known: Vec<char> = (0..=255).map(|byte| character(encoding, byte)).collect();
            text.chars().all(|c| known.contains(&c))
        };
        if writable(WINDOWS_1252) && writable(MACINTOSH) {
            texts.push((format!("docs/{}", path.file_name().unwrap().to_str().unwrap()), text));
        }
    }
    texts
}

/// What a hit says, in NFC and with `\n` for every line end, without what depends on the bytes.
type Said = (String, u32, (u32, u32), u32, String, Vec<String>);

fn plain(text: &str) -> String {
    text.nfc().collect::<String>().replace("\r\n", "\n").replace('\r', "\n").replace('\u{feff}', "")
}

fn answers(folder: &Folder) -> Vec<Vec<Said>> {
    let index = folder.index();
    let ask = |query: &&str| {
        let results = search::search(&index, &Request { limit: 1000, ..Request::new(*query) }).unwrap();
        let said = results.hits.into_iter().map(|hit| {
            let words = hit.snippet.highlights.iter().map(|span| plain(&hit.text[span.clone()])).collect();
            (hit.path, hit.ordinal, hit.lines, hit.snippet.line, plain(&hit.text), words)
        });
        said.collect()
    };
    QUERIES.iter().map(ask).collect()
}

/// The documents found and the words highlighted in them, whatever the passages.
fn documents(hits: &[Said]) -> Vec<&str> {
    let mut paths: Vec<&str> = hits.iter().map(|hit| hit.0.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

#[test]
fn copies_in_other_encodings_give_the_same_hits() {
    let texts = texts();
    assert!(texts.len() >= 15, "only {} texts", texts.len());
    let folder = Folder::with(&texts.iter().map(|(name, text)| (name.as_str(), text)).collect::<Vec<_>>());
    folder.update(&["docs"]);
    let expected = answers(&folder);
    let nothing: Vec<_> = QUERIES.iter().zip(&expected).filter(|(_, hits)| hits.is_empty()).collect();
    assert!(nothing.is_empty(), "{nothing:?}");
    for (copy, write, encoding) in COPIES {
        for (name, text) in &texts {
            folder.write(name, write(text));
        }
        let report = folder.rebuild();
        assert!(report.unread.is_empty(), "{copy}: {report:?}");
        let index = folder.index();
        for (name, text) in &texts {
            let State::Read(facts) = index.entry(name).unwrap().unwrap().state else { panic!("{name}") };
            assert_eq!(facts.encoding.as_deref(), Some(encoding), "{copy}: {name}");
            let whole: String = index.passages_of(name).unwrap().into_iter().map(|part| part.text).collect();
            assert_eq!(plain(&whole), *text, "{copy}: {name}");
        }
        for ((query, expected), found) in QUERIES.iter().zip(&expected).zip(answers(&folder)) {
            if copy == "NFD" {
                // Accents of their own make a paragraph longer in bytes, so that it may be cut elsewhere.
                assert_eq!(documents(expected), documents(&found), "{copy}: {query}");
            } else {
                assert_eq!(*expected, found, "{copy}: {query}");
            }
        }
    }
}

#[test]
fn lines_that_end_with_a_carriage_return_are_lines() {
    let text = "Un titre\r\rLe héron attend.\rLa grue part.\r\rLe butor dort.";
    let folder = Folder::with(&[("vieux.txt", text), ("vieux.md", &text.replace("Un titre", "# Un titre"))]);
    folder.update(&[""]);
    assert_eq!(folder.corpus(["show", "vieux.txt"]).ok().out, text);
    assert_eq!(folder.corpus(["show", "--context", "0", "vieux.txt:4"]).ok().out, "La grue part.\r");
    for (word, line) in [("titre", 1), ("héron", 3), ("grue", 4), ("butor", 6)] {
        let found = folder.corpus(["search", word, "vieux.txt"]).ok().out;
        assert!(found.starts_with(&format!("vieux.txt:{line}")), "{found}");
    }
    let listed = folder.corpus(["list"]).ok().out;
    assert_eq!(listed.matches("Un titre").count(), 2, "{listed}");
}
