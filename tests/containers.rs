//! Files that hold documents: archives, mails, records. Each document is found, cited and shown by itself, and all of
//! them come and go with their file.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::folder::{Folder, set};
use crate::wire::{Entry, Report, Results};

/// A zip archive of these files.
pub(crate) fn zip<C: AsRef<[u8]>>(files: &[(&str, C)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_ref()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub(crate) fn gzip(content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content.as_ref()).unwrap();
    encoder.finish().unwrap()
}

const MAIL: &str = "From: =?UTF-8?Q?A=C3=AFssata?= <aissata@exemple.ml>\r\nSubject: Le bac\r\n\
    Date: Fri, 30 May 2025 08:15:00 +0000\r\nMessage-ID: <un@exemple.ml>\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\n\r\nLe bac attend au port.\r\n--x\r\n\
    Content-Type: text/plain; name=\"note.txt\"\r\nContent-Disposition: attachment; filename=\"note.txt\"\r\n\r\n\
    Le cormoran est joint.\r\n--x--\r\n";

const RECORDS: &str = "{\"id\": \"a1\", \"title\": \"Un\", \"text\": \"Le héron attend.\", \"author\": \"Awa Fofana\"}\n\n\
    {\"id\": 2, \"titre\": \"Deux\", \"texte\": \"Le butor dort.\", \"date\": \"2024-05-03\"}\nperdu\n";

fn search(folder: &Folder, query: &[&str]) -> Results {
    folder.corpus(["search", "--json"].iter().chain(query)).ok().json()
}

#[test]
fn each_document_in_an_archive_has_its_own_path() {
    let inner = zip(&[("lettre.txt", "Le héron est au fond.")]);
    let archive = zip(&[
        ("notes/un.txt", "Le butor dort.".as_bytes()),
        ("deux.md", b"# Titre\n\nUne grue passe."),
        ("../evade.txt", b"Un pic frappe."),
        ("fond.zip", &inner),
        ("image.png", b"\x89PNG\r\n\0"),
    ]);
    let folder = Folder::with(&[("docs/a.zip", archive), ("docs/b.txt", b"La grue est partie.".to_vec())]);
    let report: Report = folder.corpus(["index", "--json", "docs"]).ok().json();
    assert_eq!((report.files, report.added, report.documents, report.unread.skipped), (2, 2, 5, 1));
    let table = [
        ("butor", "docs/a.zip/notes/un.txt"),
        ("frappe", "docs/a.zip/evade.txt"),
        ("fond", "docs/a.zip/fond.zip/lettre.txt"),
        ("titre:Titre", "docs/a.zip/deux.md"),
    ];
    for (query, path) in table {
        assert_eq!(folder.found([query]), set(&[path]), "{query}");
        assert_eq!(folder.found([query, path]), set(&[path]), "{query} in {path}");
    }
    assert_eq!(folder.found(["grue", "docs/a.zip"]), set(&["docs/a.zip/deux.md"]));
    assert_eq!(folder.corpus(["show", "docs/a.zip/notes/un.txt"]).ok().out, "Le butor dort.");
    folder.corpus(["show", "docs/a.zip"]).fails(&["docs/a.zip", "list"]);
    let listed: Vec<Entry> = folder.corpus(["list", "--json", "docs/a.zip"]).ok().json_lines();
    assert_eq!((listed[0].path.as_str(), listed[0].documents, listed.len()), ("docs/a.zip", Some(4), 6));
}

#[test]
fn documents_come_and_go_with_their_file() {
    let folder = Folder::with(&[("docs/a.zip", zip(&[("un.txt", "Le héron."), ("deux.txt", "Le butor.")]))]);
    folder.corpus(["index", "docs"]).ok();
    let unchanged: Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!((unchanged.unchanged, unchanged.documents), (1, 2));
    folder.set_back("docs/a.zip");
    let touched: Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!((touched.unchanged, touched.documents), (1, 2), "with other times only");
    folder.write("docs/a.zip", zip(&[("deux.txt", "Le butor."), ("trois.txt", "La grue.")]));
    let changed: Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!((changed.updated, changed.documents), (1, 2));
    folder.corpus(["search", "héron"]).nothing();
    assert_eq!(folder.found(["grue"]), set(&["docs/a.zip/trois.txt"]));
    folder.rename("docs/a.zip", "docs/b.zip").corpus(["index"]).ok();
    assert_eq!(folder.found(["grue"]), set(&["docs/b.zip/trois.txt"]));
    folder.remove("docs/b.zip").corpus(["index"]).ok();
    folder.corpus(["search", "grue OU butor"]).nothing();
    folder.corpus(["list"]).nothing();
}

#[test]
fn a_compressed_file_is_read_as_what_is_in_it() {
    let table = [
        ("a.txt.gz", gzip("Le héron attend."), "a.txt.gz"),
        ("b.html.gz", gzip("<title>Une page</title><p>Le héron"), "b.html.gz"),
        ("c.zip.gz", gzip(zip(&[("d.txt", "Un héron.")])), "c.zip.gz/d.txt"),
        ("e", gzip("Le dernier héron."), "e"),
    ];
    let files: Vec<_> = table.iter().map(|(name, content, _)| (*name, content)).collect();
    let folder = Folder::with(&files);
    folder.corpus(["index", "a.txt.gz", "b.html.gz", "c.zip.gz", "e"]).ok();
    assert_eq!(folder.found(["héron"]), table.iter().map(|(.., path)| (*path).to_owned()).collect());
    let page = search(&folder, &["héron", "b.html.gz"]).hits.remove(0).document;
    assert_eq!((page.title.as_deref(), page.format.as_deref()), (Some("Une page"), Some("html")));
    let unchanged: Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!((unchanged.unchanged, unchanged.updated), (4, 0));
}

#[test]
fn a_mail_is_a_document_and_so_is_what_is_attached() {
    let folder = Folder::with(&[("docs/a.eml", MAIL)]);
    folder.corpus(["index", "docs"]).ok();
    let hit = search(&folder, &["bac attend"]).hits.remove(0);
    let document = hit.document;
    assert_eq!((hit.path.as_str(), document.format.as_deref()), ("docs/a.eml", Some("mail")));
    assert_eq!((document.title.as_deref(), document.author.as_deref()), (Some("Le bac"), Some("Aïssata")));
    assert_eq!(
        (document.date.as_deref(), hit.snippet.text.as_str()),
        (Some("2025-05-30"), "Le bac attend au port.")
    );
    assert_eq!(folder.found(["cormoran"]), set(&["docs/a.eml/note.txt"]));
    assert_eq!(folder.found(["aissata@exemple.ml"]), set(&["docs/a.eml"]));
    folder.remove("docs/a.eml").corpus(["index"]).ok();
    folder.corpus(["search", "cormoran OU bac"]).nothing();
}

#[test]
fn each_mail_of_a_folder_of_mails_is_cited_by_its_line() {
    let mbox = format!(
        "From a@x.ml Fri May 30 08:15:00 2025\n{}\nFrom b@x.ml Sat May 31 09:00:00 2025\nFrom: b@x.ml\n\
         Subject: Suite\nMessage-ID: <deux@x>\n\nLe vapeur part.\n",
        MAIL.replace("\r\n", "\n")
    );
    let line = mbox.lines().position(|line| line.starts_with("From b@")).unwrap() + 1;
    let folder = Folder::with(&[("docs/boite.mbox", mbox)]);
    folder.corpus(["index", "docs"]).ok();
    let results = search(&folder, &["vapeur"]);
    let hit = &results.hits[0];
    assert_eq!((hit.path.as_str(), hit.document.id.as_deref()), ("docs/boite.mbox", Some("deux@x")));
    assert_eq!((hit.snippet.line, hit.passage.lines[0]), (line, line));
    let shown = folder.corpus(["show", &format!("docs/boite.mbox:{}", line + 2)]).ok().out;
    assert!(shown.trim_end().ends_with("Le vapeur part.") && !shown.contains("bac"), "{shown}");
    assert_eq!(folder.found(["cormoran"]), set(&["docs/boite.mbox/1/note.txt"]));
    assert_eq!(search(&folder, &["bac OU vapeur"]).documents, 2);
}

#[test]
fn each_record_is_a_document_with_its_id() {
    let folder = Folder::with(&[("docs/a.jsonl", RECORDS)]);
    let report: Report = folder.corpus(["index", "--json", "docs"]).ok().json();
    assert_eq!((report.files, report.documents, report.unread.failed), (1, 2, 1));
    let results = search(&folder, &["héron OU butor"]);
    assert_eq!(results.documents, 2);
    let mut found: Vec<_> = results
        .hits
        .into_iter()
        .map(|hit| (hit.document.id, hit.document.title, hit.document.date, hit.passage.lines, hit.path))
        .collect();
    found.sort_by_key(|(.., lines, _)| *lines);
    let some = |text: &str| Some(text.to_owned());
    let path = "docs/a.jsonl".to_owned();
    assert_eq!(
        found,
        [
            (some("a1"), some("Un"), None, [1, 1], path.clone()),
            (some("2"), some("Deux"), some("2024-05-03"), [3, 3], path)
        ]
    );
    assert_eq!(folder.corpus(["show", "docs/a.jsonl:3"]).ok().out, "Le butor dort.");
    assert_eq!(
        folder.corpus(["list", "--skipped"]).ok().out,
        "docs/a.jsonl:4: failed: damaged JSON record\n"
    );
    folder.corpus(["show", "docs/a.jsonl:2"]).fails(&["no document at line 2"]);
    folder.corpus(["explain", "butor", "docs/a.jsonl:3"]).ok();
    folder.corpus(["explain", "butor", "docs/a.jsonl:1"]).nothing();
}

#[test]
fn what_was_not_read_is_counted_where_nothing_is_found() {
    let folder = Folder::with(&[
        ("docs/a.txt", b"Le port.".as_slice()),
        ("docs/vide.txt", b""),
        ("docs/b.gz", b"\x1F\x8B\x08\0"),
    ]);
    folder.write("docs/image.png", b"\x89PNG\r\n\0").corpus(["index", "docs"]).ok();
    let run = folder.corpus(["search", "absent"]).nothing();
    assert!(run.err.contains("2 files were not searched") && run.err.contains("list --skipped"), "{run:?}");
    let results: Results = folder.corpus(["search", "--json", "absent"]).nothing().json();
    assert_eq!(results.unread, 2);
}

/// Bytes that inflate to so many zeros, in a zip archive among good files.
fn archive_with_a_bomb() -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["un.txt", "bombe.txt", "trois.txt"] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        if name == "bombe.txt" {
            (0..300).for_each(|_| archive.write_all(&[0; 1 << 20]).unwrap());
        } else {
            archive.write_all("Le héron attend.".as_bytes()).unwrap();
        }
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn what_cannot_be_read_in_an_archive_takes_nothing_else_with_it() {
    let folder = Folder::with(&[("docs/a.zip", archive_with_a_bomb())]);
    let report: Report = folder.corpus(["index", "--json", "docs"]).ok().json();
    assert_eq!((report.documents, report.unread.failed), (2, 1), "{report:?}");
    assert_eq!(folder.found(["héron"]), set(&["docs/a.zip/un.txt", "docs/a.zip/trois.txt"]));
    let listed = folder.corpus(["list", "--skipped"]).ok().out;
    assert_eq!(listed, "docs/a.zip/bombe.txt: failed: too large when unpacked\n");
}

#[test]
fn documents_within_a_file_never_share_a_path() {
    let mail = MAIL.replace("note.txt", "p.txt");
    let folder =
        Folder::with(&[("docs/a.zip", zip(&[("m.eml", mail.as_str()), ("m.eml/p.txt", "Un pic.")]))]);
    folder.corpus(["index", "docs"]).ok();
    assert_eq!(folder.found(["cormoran"]), set(&["docs/a.zip/m.eml/p.txt"]));
    assert_eq!(folder.found(["pic"]), set(&["docs/a.zip/m.eml/p.txt~2"]));
}

#[test]
fn an_entry_that_another_of_its_name_hides_is_reported() {
    let mut archive = zip(&[("a.txt", "Le héron."), ("b.txt", "Le butor.")]);
    let places: Vec<usize> =
        archive.windows(5).enumerate().filter(|(_, w)| w == b"b.txt").map(|(at, _)| at).collect();
    places.iter().for_each(|at| archive[*at] = b'a');
    let folder = Folder::with(&[("docs/a.zip", archive)]);
    let report: Report = folder.corpus(["index", "--json", "docs"]).ok().json();
    assert_eq!((report.documents, report.unread.failed), (1, 1), "{report:?}");
}

#[test]
fn what_was_read_up_to_some_damage_is_said_to_be_a_part() {
    let mut cut = gzip("Le héron attend au bord du fleuve. ".repeat(400) + &"abc ".repeat(9));
    cut.truncate(cut.len() - 12);
    let rtf = b"{\\rtf1 Le butor dort dans les ".as_slice();
    let folder = Folder::with(&[("docs/a.txt.gz", cut.as_slice()), ("docs/b.rtf", rtf)]);
    let report: Report = folder.corpus(["index", "--json", "docs"]).ok().json();
    assert_eq!((report.documents, report.unread.partial, report.unread.failed), (2, 2, 0), "{report:?}");
    assert_eq!(folder.found(["héron OU butor"]).len(), 2);
    let listed = folder.corpus(["list", "--skipped"]).ok().out;
    assert!(listed.contains("a.txt.gz") && listed.contains("(partial: damaged gzip file)"), "{listed}");
    let told = folder.corpus(["index"]).ok().out;
    assert!(told.contains("partial: damaged gzip file") && !told.contains("not read"), "{told}");
}

#[test]
fn a_record_within_an_archive_is_shown_by_its_line() {
    let folder = Folder::with(&[("docs/a.zip", zip(&[("d/r.jsonl", RECORDS), ("un.txt", "Un pic.")]))]);
    folder.corpus(["index", "docs"]).ok();
    let hit = search(&folder, &["butor"]).hits.remove(0);
    assert_eq!((hit.path.as_str(), hit.snippet.line), ("docs/a.zip/d/r.jsonl", 3));
    assert_eq!(folder.corpus(["show", "docs/a.zip/d/r.jsonl:3"]).ok().out, "Le butor dort.");
    folder.corpus(["explain", "butor", "docs/a.zip/d/r.jsonl:3"]).ok();
    folder.corpus(["show", "docs/a.zip/d/r.jsonl:9"]).fails(&["not in the index"]);
    folder.corpus(["show", "docs/a.zip/absent.txt"]).fails(&["not in the index"]);
}
