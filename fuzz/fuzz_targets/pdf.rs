//! PDF: whole files, and what stands in one that is whole: the drawing of a page, the codes of a font.

#![no_main]

use corpus_fuzz::packages::pieces;
use corpus_fuzz::{checks, panics};
use libfuzzer_sys::fuzz_target;

const CATALOGUE: &[u8] = b"<</Type/Catalog/Pages 2 0 R>>";
const PAGES: &[u8] = b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>";
const PAGE: &[u8] = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>";
const FONT: &[u8] =
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>";

/// A PDF of these objects, numbered from 1.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let (start, size) = (file.len(), objects.len() + 1);
    let trailer = format!("{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    [file, trailer.into_bytes()].concat()
}

fn stream(data: &[u8]) -> Vec<u8> {
    [format!("<</Length {}>>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

// An input that begins with `c` is the drawing of a page, the names of a font's codes and the font; any other is a file.
fuzz_target!(
    // The interpreter and the crates that it reads fonts and pictures with.
    init: panics::contained_in(&[
        "hayro-syntax", "hayro-interpret", "hayro-font", "hayro-cmap", "hayro-postscript", "hayro-ccitt",
        "hayro-jbig2", "hayro-jpeg2000", "skrifa", "read-fonts", "kurbo",
    ]),
    |bytes: &[u8]| {
        let Some((b'c', rest)) = bytes.split_first() else { return checks::file(bytes, "a.pdf") };
        let pieces = pieces(rest);
        let piece = |number: usize| pieces.get(number).copied().unwrap_or_default();
        let font = if pieces.len() > 2 { pieces[2] } else { FONT };
        let fixed = [CATALOGUE, PAGES, PAGE].map(<[u8]>::to_vec);
        let made = [stream(piece(0)), font.to_vec(), stream(piece(1))];
        checks::file(&pdf(&[fixed, made].concat()), "a.pdf");
    }
);
