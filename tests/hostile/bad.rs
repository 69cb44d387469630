//! Files that are made to break their readers.

use super::good::{self, pdf_of, stream};
use crate::containers::zip;

pub(super) type File = (String, Vec<u8>);

/// The files of a table.
pub(super) fn named(files: Vec<(&str, Vec<u8>)>) -> Vec<File> {
    files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}

/// Each good file cut at every tenth of its length.
pub(super) fn truncated(good: &[good::Good]) -> Vec<File> {
    let cut = |file: &good::Good| {
        let (stem, extension) = file.name.split_once('.').unwrap();
        let bytes = file.bytes.clone();
        let name = |tenths| format!("truncated/{stem}-{tenths}.{extension}");
        (0..10)
            .map(move |tenths| (name(tenths), bytes[..bytes.len() * tenths / 10].to_vec()))
            .collect::<Vec<_>>()
    };
    good.iter().flat_map(cut).collect()
}

/// Each good file under the name of the next, and of a picture.
pub(super) fn misnamed(good: &[good::Good]) -> Vec<File> {
    let extension = |file: &good::Good| file.name.split_once('.').unwrap().1.to_owned();
    let of_next = |(file, next): (&good::Good, &good::Good)| {
        let name = format!("misnamed/{}.{}", extension(file).replace('.', "-"), extension(next));
        (name, file.bytes.clone())
    };
    let mut files: Vec<File> = good.iter().zip(good.iter().cycle().skip(1)).map(of_next).collect();
    let picture = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec();
    files.extend(["pdf", "docx", "zip"].map(|ending| (format!("misnamed/png.{ending}"), picture.clone())));
    files
}

/// Random bytes behind the mark of each format.
pub(super) fn noise() -> Vec<File> {
    let marks: [(&str, &[u8]); 9] = [
        ("pdf", b"%PDF-1.7\n"),
        ("zip", b"PK\x03\x04"),
        ("docx", b"PK\x05\x06"),
        ("doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("rtf", b"{\\rtf1\\ansi "),
        ("gz", b"\x1F\x8B\x08\0\0\0\0\0\0\x03"),
        ("eml", b"From: a@x.ml\r\nDate: Fri, 30 May 2025 08:15:00 +0000\r\nSubject: x\r\n\r\n"),
        ("mbox", b"From a@x.ml Fri May 30 08:15:00 2025\nFrom: a@x.ml\nSubject: x\n\n"),
        ("html", b"<html>"),
    ];
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed.to_le_bytes()
    };
    let mut file = |ending: &str, mark: &[u8], words: usize| {
        let noise: Vec<u8> = (0..words).flat_map(|_| random()).collect();
        (format!("noise/{words}.{ending}"), [mark, &noise].concat())
    };
    marks.iter().flat_map(|(ending, mark)| [file(ending, mark, 20), file(ending, mark, 20_000)]).collect()
}

/// Archives with odd entries, and lines without end.
pub(super) fn odd() -> Vec<File> {
    let names = [
        "../../etc/passwd",
        "/etc/shadow",
        "a\nb\u{1b}[5m\r.txt",
        "C:\\x.txt",
        "..",
        "a/../../b.txt",
        "\u{202e}txt.exe",
    ];
    let strange: Vec<(&str, &str)> = names.iter().map(|name| (*name, "Le fond.")).collect();
    let empty: Vec<String> = (0..10_000).map(|number| format!("vide-{number}.txt")).collect();
    let empty: Vec<(&str, &str)> = empty.iter().map(|name| (name.as_str(), "")).collect();
    let mut encrypted = zip(&[("secret.txt", "Le secret.")]);
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = encrypted.windows(4).position(|window| window == mark).unwrap();
        encrypted[at + flags] |= 1;
    }
    let long = "fleuve ".repeat(70_000);
    let head = "From: a@x.ml\r\nDate: Fri, 30 May 2025 08:15:00 +0000\r\nSubject: ";
    let attached = (0..3_000).map(|number| {
        format!(
            "--x\r\nContent-Disposition: attachment; filename=\"../../{number}.zip\"\r\n\r\nPK\x03\x04\r\n"
        )
    });
    let attached: String = attached.collect();
    named(vec![
        ("odd/names.zip", zip(&strange)),
        ("odd/empty.zip", zip(&empty)),
        ("odd/encrypted.zip", encrypted),
        ("odd/line.txt", long.clone().into()),
        ("odd/line.csv", format!("a;b\n\"{long}").into()),
        ("odd/line.html", format!("<html><p class='{long}").into()),
        ("odd/line.jsonl", format!("{{\"text\": \"{long}\"}}").into()),
        ("odd/line.rtf", format!("{{\\rtf1\\ansi {long}").into()),
        ("odd/line.eml", format!("{head}{long}\r\n\r\n{long}").into()),
        ("odd/line.docx", good::docx(&long)),
        (
            "odd/line.pdf",
            pdf_of(stream("", format!("BT /F 10 Tf 50 700 Td ({}) Tj ET", &long[..70_000]).as_bytes()), &[]),
        ),
        ("odd/words.eml", format!("{head}{}\r\n\r\nfond", "=?utf-8?q?=41?= ".repeat(50_000)).into()),
        (
            "odd/attached.eml",
            format!("{head}x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n{attached}--x--").into(),
        ),
        ("odd/letters.txt", "é".repeat(1_000_000).into()),
    ])
}
