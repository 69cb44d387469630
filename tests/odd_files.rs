//! No file stops a run: what can be read is found, and what cannot is listed with its reason.

use std::fs::{self, File};

use crate::folder::Folder;
use crate::wire::{Entry, Report, Text};

/// What becomes of a file.
enum Fate {
    /// It is found, and was read in this encoding.
    Read(&'static str),
    /// It is listed with a reason that holds this.
    Skipped(&'static str),
}
use Fate::{Read, Skipped};

const SENTENCE: &str = "L'été, le héron cendré attend près du fleuve ; « déjà vu », dit-elle à Ségou.\n";

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
}

/// Latin letters as Windows has written them; `text` holds nothing else.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

/// Names, contents and fates. What is read holds the word `héron`.
fn table() -> Vec<(&'static str, Vec<u8>, Fate)> {
    let utf_8 = |text: &str| text.as_bytes().to_vec();
    vec![
        ("good.txt", utf_8(SENTENCE), Read("UTF-8")),
        ("no extension", utf_8(SENTENCE), Read("UTF-8")),
        ("é l'œuvre « ici » 👩🏽‍🌾.txt", utf_8(SENTENCE), Read("UTF-8")),
        ("-n.txt", utf_8(SENTENCE), Read("UTF-8")),
        ("14:30.txt", utf_8(SENTENCE), Read("UTF-8")),
        ("a\\xE9b.txt", utf_8(SENTENCE), Read("UTF-8")),
        ("utf-8-mark.txt", utf_8(&format!("\u{feff}{SENTENCE}")), Read("UTF-8")),
        ("nfd.txt", utf_8("Le he\u{301}ron cendre\u{301} attend pre\u{300}s du fleuve."), Read("UTF-8")),
        ("crlf.txt", utf_8(&SENTENCE.repeat(3).replace('\n', "\r\n")), Read("UTF-8")),
        ("control.txt", utf_8(&format!("\u{1b}[5m\u{7}\u{8}{SENTENCE}\u{1b}[0m\u{c}")), Read("UTF-8")),
        ("damaged.txt", [SENTENCE.repeat(9).as_bytes(), b"coup\xC3"].concat(), Read("UTF-8 (damaged)")),
        ("windows-1252.txt", windows_1252(SENTENCE), Read("windows-1252")),
        (
            "windows-1252.html",
            windows_1252(&format!("<meta charset=iso-8859-1><p>{SENTENCE}</p>")),
            Read("windows-1252"),
        ),
        ("utf-16-le.txt", utf_16(SENTENCE, u16::to_le_bytes), Read("UTF-16LE")),
        ("utf-16-be.txt", utf_16(SENTENCE, u16::to_be_bytes), Read("UTF-16BE")),
        ("unmarked-utf-16-le.txt", utf_16(SENTENCE, u16::to_le_bytes)[2..].to_vec(), Read("UTF-16LE")),
        ("unmarked-utf-16-be.txt", utf_16(SENTENCE, u16::to_be_bytes)[2..].to_vec(), Read("UTF-16BE")),
        (
            "mac-roman.txt",
            b"L'\x8Et\x8E, le h\x8Eron cendr\x8E attend pr\x8Fs du fleuve.\r".to_vec(),
            Read("macintosh"),
        ),
        ("latin-9.txt", b"Le h\xE9ron au c\xBDur du fleuve, 10 \xA4.".to_vec(), Read("ISO-8859-15")),
        (
            "declared.xml",
            b"<?xml version='1.0' encoding='macintosh'?><p>Le h\x8Eron</p>".to_vec(),
            Read("macintosh"),
        ),
        (
            "declared.xhtml",
            b"<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?><html><p>Le h\xE9ron</p></html>".to_vec(),
            Read("ISO-8859-15"),
        ),
        (
            "twice.txt",
            utf_8("Lâ\u{80}\u{99}Ã©tÃ©, le hÃ©ron attend prÃ¨s du fleuve."),
            Read("UTF-8 (double-encoded)"),
        ),
        ("cr.txt", utf_8(&SENTENCE.repeat(3).replace('\n', "\r")), Read("UTF-8")),
        ("odd-utf-16.txt", [utf_16(SENTENCE, u16::to_le_bytes), vec![b'!']].concat(), Read("UTF-16LE")),
        (
            "unclosed.html",
            utf_8(&format!("<html><script><!--\n</script><nav><p>{SENTENCE}<div <")),
            Read("UTF-8"),
        ),
        ("unclosed.md", utf_8(&format!("---\ntitle: \"Le\n---\n```\n{SENTENCE}")), Read("UTF-8")),
        ("empty.txt", Vec::new(), Skipped("empty")),
        ("blank.txt", utf_8(" \r\n\t\u{a0}\n"), Skipped("no text")),
        ("no-text.html", utf_8("<html><script>héron()</script></html>"), Skipped("no text")),
        ("mark-alone.txt", utf_16("", u16::to_le_bytes), Skipped("no text")),
        (
            "utf-32.txt",
            [0xFF_u8, 0xFE, 0, 0]
                .into_iter()
                .chain(SENTENCE.chars().flat_map(|c| u32::from(c).to_le_bytes()))
                .collect(),
            Skipped("UTF-32"),
        ),
        ("binary.txt", vec![0, 1, 2, 3, b'a', 0xFF], Skipped("binary")),
        ("nul.txt", utf_8(&format!("{SENTENCE}\0")), Skipped("binary")),
        ("report.pdf", utf_8("%PDF-1.7\nhéron"), Skipped("PDF")),
        ("report.docx", b"PK\x03\x04".to_vec(), Skipped("damaged zip")),
        ("picture.jpg", b"\xFF\xD8\xFF\xE0".to_vec(), Skipped("JPEG")),
    ]
}

#[test]
fn each_file_is_found_or_listed_with_its_reason() {
    let table = table();
    let folder = Folder::new();
    for (name, content, _) in &table {
        folder.write(format!("docs/{name}"), content);
    }
    let run = folder.corpus(["index", "--json", "docs"]).ok();
    let report: Report = run.json();
    assert_eq!((report.files, report.unreachable.len()), (table.len() as u64, 0), "{run:?}");
    let entries: Vec<Entry> = folder.corpus(["list", "--json"]).ok().json_lines();
    assert_eq!(entries.len(), table.len());
    let listed = folder.corpus(["list", "--skipped"]).ok().out;
    let found = folder.found(["heron"]);
    let (mut read, mut skipped) = (0, 0);
    for (name, content, fate) in &table {
        let path = format!("docs/{name}");
        let entry = entries.iter().find(|entry| entry.path == path);
        let entry = entry.unwrap_or_else(|| panic!("{path} is not listed: {entries:?}"));
        assert_eq!(entry.size, content.len() as u64, "{path}");
        let line = listed.lines().find(|line| line.starts_with(&format!("{path}: ")));
        match fate {
            Read(encoding) => {
                read += 1;
                assert_eq!((&entry.skipped, line), (&None, None), "{path}");
                assert_eq!(entry.document.encoding.as_deref(), Some(*encoding), "{path}");
                assert!(found.contains(&path), "{path} is not found: {found:?}");
            }
            Skipped(reason) => {
                skipped += 1;
                assert!(entry.skipped.as_ref().is_some_and(|told| told.contains(reason)), "{entry:?}");
                assert!(line.is_some_and(|line| line.contains(reason)), "{path}: {line:?}");
                assert!(!found.contains(&path), "{path}");
                folder.corpus(["show", &path]).fails(&[&path, "was not read", reason]);
            }
        }
    }
    assert_eq!((found.len(), listed.lines().count()), (read, skipped), "{found:?}\n{listed}");
    assert_eq!(report.skipped.values().sum::<u64>(), skipped as u64);
    let told = folder.corpus(["index"]).ok().out;
    assert!(told.contains(&format!("{skipped} not read")) && told.contains("list --skipped"), "{told}");
}

#[test]
fn the_text_of_each_encoding_is_the_same() {
    let folder = Folder::new();
    let texts =
        table().into_iter().filter(|(name, ..)| name.starts_with("utf-16") || *name == "windows-1252.txt");
    for (name, content, _) in texts.chain([("utf-8.txt", SENTENCE.as_bytes().to_vec(), Read("UTF-8"))]) {
        folder.write(name, content).update(&[name]);
        assert_eq!(folder.corpus(["show", name]).ok().out, SENTENCE, "{name}");
        let hit = &folder
            .corpus(["search", "--json", "\"vu, dit-elle\"", name])
            .ok()
            .json::<crate::wire::Results>()
            .hits[0];
        assert_eq!(hit.snippet.highlighted(), ["vu », dit-elle"], "{name}");
    }
}

#[test]
fn a_file_of_one_endless_line_is_read_and_cut() {
    let words = "Le héron attend près du fleuve, ".repeat(150_000);
    let letters = "abcdéfghij".repeat(100_000);
    assert!(words.len() > 5_000_000);
    let folder = Folder::with(&[("words.txt", &words), ("letters.txt", &letters)]);
    folder.write("end.txt", "Un butor.");
    let report = folder.update(&["words.txt", "letters.txt", "end.txt"]);
    assert!(report.unread.is_empty() && report.passages > 4_000, "{report:?}");
    let index = folder.index();
    for (name, text) in [("words.txt", words), ("letters.txt", letters)] {
        let passages = index.passages_of(name).unwrap();
        assert!(passages.iter().all(|passage| passage.text.len() <= 1_200 && passage.lines == (1, 1)));
        assert!(passages.iter().map(|passage| passage.text.as_str()).collect::<String>() == text, "{name}");
    }
    let results = corpus::search::search(&index, &corpus::search::Request::new("heron")).unwrap();
    assert_eq!((results.documents, results.hits.len()), (1, 10));
    assert!(results.hits.iter().all(|hit| !hit.snippet.highlights.is_empty()));
}

#[test]
fn a_file_with_nothing_but_blank_lines_and_marks_is_cut() {
    let lines = format!("{}héron{}", "\n".repeat(50_000), "\n \t".repeat(20_000));
    let (headings, tags) = ("# Un titre\n\n".repeat(20_000), "<div><p>héron ".repeat(20_000));
    let folder = Folder::with(&[("lines.txt", lines), ("headings.md", headings), ("tags.html", tags)]);
    assert!(folder.update(&[""]).unread.is_empty());
    for (name, word) in [("lines.txt", "héron"), ("headings.md", "titres"), ("tags.html", "héron")] {
        let query = format!("{word} chemin:{name}");
        assert_eq!(folder.found([query.as_str()]), crate::folder::set(&[name]));
    }
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_not_followed_but_listed() {
    let folder = Folder::with(&[("docs/good.txt", SENTENCE), ("outside/far.txt", "Un héron, au loin.")]);
    let link = |target: &str, name: &str| std::os::unix::fs::symlink(target, folder.path(name)).unwrap();
    link("nowhere.txt", "docs/dangling");
    link("good.txt", "docs/link.txt");
    link("../outside", "docs/outside");
    link(".", "docs/loop");
    let made = folder.command("mkfifo").arg(folder.path("docs/pipe")).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    let _socket = std::os::unix::net::UnixListener::bind(folder.path("docs/socket")).unwrap();
    folder.corpus(["index", "docs"]).ok();
    let entries: Vec<Entry> = folder.corpus(["list", "--json", "--skipped"]).ok().json_lines();
    let listed: Vec<_> =
        entries.iter().map(|entry| (entry.path.as_str(), entry.skipped.as_deref().unwrap())).collect();
    let expected = [
        ("docs/dangling", "symbolic link, not followed"),
        ("docs/link.txt", "symbolic link, not followed"),
        ("docs/loop", "symbolic link, not followed"),
        ("docs/outside", "symbolic link, not followed"),
        ("docs/pipe", "not a regular file"),
        ("docs/socket", "not a regular file"),
    ];
    assert_eq!(listed, expected);
    assert_eq!(folder.found(["héron"]), crate::folder::set(&["docs/good.txt"]));
    let report: Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!((report.files, report.unchanged), (7, 7), "the same again");
    // As the user's own words, a link to a folder means the folder.
    folder.corpus(["index", "docs/outside"]).ok();
    assert_eq!(folder.found(["loin"]).len(), 1);
}

/// Such a pipe was waited for without an end, and such a device read until the memory was full.
#[cfg(target_os = "linux")]
#[test]
fn what_is_to_be_ignored_is_not_read_from_pipes_and_devices() {
    let folder = Folder::with(&[
        ("docs/good.txt", SENTENCE),
        ("docs/pipe/a.txt", SENTENCE),
        ("docs/device/deep/b.txt", SENTENCE),
        ("docs/git/.git/info/HEAD", ""),
        ("docs/git/c.txt", SENTENCE),
        ("docs/link/d.txt", SENTENCE),
        ("rules", "e.txt"),
        ("docs/link/e.txt", SENTENCE),
    ]);
    let link = |target: &str, name: &str| std::os::unix::fs::symlink(target, folder.path(name)).unwrap();
    link("/dev/zero", "docs/device/.ignore");
    link("../../rules", "docs/link/.ignore");
    for name in ["docs/pipe/.gitignore", "docs/git/.git/info/exclude"] {
        assert!(folder.command("mkfifo").arg(folder.path(name)).output().unwrap().status.success());
    }
    let report: Report = folder.corpus(["index", "--json", "docs"]).ok().json();
    let unreachable: Vec<&str> = report.unreachable.iter().map(|place| place.path.as_str()).collect();
    assert_eq!(unreachable, ["docs/device", "docs/git", "docs/pipe"]);
    assert_eq!(folder.found(["héron"]), crate::folder::set(&["docs/good.txt", "docs/link/d.txt"]));
    for below in ["docs/pipe", "docs/device/deep"] {
        let report: Report = folder.corpus(["index", "--json", below]).ok().json();
        assert_eq!((report.files, report.unreachable.len()), (0, 1), "{below}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_shown_and_can_be_typed_as_shown() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let folder = Folder::with(&[("docs/good.txt", SENTENCE)]);
    for name in [b"docs/caf\xE9.txt".as_slice(), b"docs/d\xE9p\xF4t/x.txt"] {
        folder.write(OsStr::from_bytes(name), "Un butor.");
    }
    let shown = ["docs/caf\\xE9.txt", "docs/d\\xE9p\\xF4t/x.txt"];
    folder.corpus(["index", "docs"]).ok();
    assert_eq!(folder.found(["butor"]), crate::folder::set(&shown));
    for path in shown {
        assert_eq!(folder.corpus(["show", path]).ok().out, "Un butor.", "{path}");
        assert_eq!(folder.corpus(["show", &format!("{path}:1")]).ok().out, "Un butor.", "{path}");
        let text: Text = folder.corpus(["show", "--json", path]).ok().json();
        assert_eq!(text.path, path);
    }
    let named = [OsStr::new("search"), OsStr::new("butor"), OsStr::from_bytes(b"docs/caf\xE9.txt")];
    assert!(folder.corpus(named).ok().out.starts_with("docs/caf\\xE9.txt:1"));
    folder.corpus([OsStr::new("index"), OsStr::from_bytes(b"docs/absent\xE9.txt")]).fails(&["docs/absent"]);
    fs::remove_file(folder.path(OsStr::from_bytes(b"docs/caf\xE9.txt"))).unwrap();
    let report: Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!((report.removed, report.unchanged), (1, 2));
}

#[cfg(unix)]
#[test]
fn names_that_would_break_a_line_are_made_visible_in_lists() {
    let folder = Folder::with(&[("docs/deux\nlignes.txt", SENTENCE), ("docs/vide\u{1b}[5m\r\n.txt", "")]);
    folder.corpus(["index", "docs"]).ok();
    let skipped: Vec<Entry> = folder.corpus(["list", "--json", "--skipped"]).ok().json_lines();
    assert_eq!(skipped[0].path, "docs/vide\u{1b}[5m\r\n.txt");
    assert_eq!(folder.found(["héron"]), crate::folder::set(&["docs/deux\nlignes.txt"]));
    let listed = folder.corpus(["list"]).ok().out;
    assert_eq!(listed.lines().count(), 2, "a file is a line: {listed:?}");
    let head = folder.corpus(["search", "héron"]).ok().out;
    assert!(head.lines().next().is_some_and(|line| line.contains("lignes.txt:1")), "{head:?}");
}

#[cfg(unix)]
#[test]
fn a_folder_or_file_without_permission_is_reported_and_kept() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::with(&[
        ("docs/good.txt", SENTENCE),
        ("docs/shut/a.txt", "Un butor."),
        ("docs/shut.txt", "Une grue."),
    ]);
    folder.corpus(["index", "docs"]).ok();
    let mode = |name: &str, mode: u32| {
        fs::set_permissions(folder.path(name), fs::Permissions::from_mode(mode)).unwrap()
    };
    mode("docs/shut", 0);
    mode("docs/shut.txt", 0);
    let runs = [folder.corpus(["index", "--json"]), folder.corpus(["index", "--json"])];
    let listed: Vec<Entry> = folder.corpus(["list", "--json"]).ok().json_lines();
    let (butor, grue) = (folder.found(["butor"]), folder.found(["grue"]));
    let readable =
        [fs::read_dir(folder.path("docs/shut")).is_ok(), File::open(folder.path("docs/shut.txt")).is_ok()];
    mode("docs/shut", 0o700);
    mode("docs/shut.txt", 0o600);
    for run in runs {
        let report: Report = run.ok().json();
        if readable[0] {
            // The superuser reads everything.
            assert_eq!(report.unreachable, []);
        } else {
            let [place] = report.unreachable.as_slice() else { panic!("{report:?}") };
            assert_eq!((place.path.as_str(), place.reason.as_str()), ("docs/shut", "permission denied"));
        }
        assert_eq!(report.removed, 0);
    }
    assert_eq!(butor.len(), 1, "what the index holds of a folder that is shut is kept");
    let entry = listed.iter().find(|entry| entry.path == "docs/shut.txt").unwrap();
    let expected = if readable[1] { (None, 1) } else { (Some("permission denied"), 0) };
    assert_eq!((entry.skipped.as_deref(), grue.len()), expected);
    let report: Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!((report.unreachable.len(), report.skipped.len()), (0, 0), "open again");
    assert_eq!(folder.found(["grue"]).len(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_too_large_is_listed_without_being_read() {
    let folder = Folder::with(&[("docs/good.txt", SENTENCE)]);
    // A hole: it takes no place on disk.
    File::create(folder.path("docs/huge.txt")).unwrap().set_len(5 << 30).unwrap();
    folder.corpus(["index", "docs"]).ok();
    assert_eq!(folder.corpus(["list", "--skipped"]).ok().out, "docs/huge.txt: failed: larger than 4 GiB\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_is_listed_with_the_systems_reason() {
    // The memory of a process is a file of size 0, and address 0 cannot be read; so it is empty or an error, no text.
    let folder = Folder::with(&[("docs/good.txt", SENTENCE)]);
    let report: Report = folder.corpus(["index", "--json", "docs", "/proc/self/mem"]).ok().json();
    assert_eq!((report.files, report.skipped.values().sum::<u64>()), (2, 1));
    assert_eq!(folder.found(["héron"]), crate::folder::set(&["docs/good.txt"]));
}

#[test]
fn a_deep_folder_is_walked_to_its_end() {
    let folder = Folder::new();
    let deep = "docs/".to_owned() + &"d/".repeat(200) + "a.txt";
    folder.write(&deep, SENTENCE);
    folder.corpus(["index", "docs"]).ok();
    assert_eq!(folder.found(["héron"]), crate::folder::set(&[&deep]));
}
