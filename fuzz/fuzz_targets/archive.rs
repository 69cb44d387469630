//! Archives and compressed files: their own structure, and with the checksums right what is in them.

#![no_main]

use corpus_fuzz::checks;
use corpus_fuzz::packages::{gzip, pieces, zip};
use libfuzzer_sys::fuzz_target;

// The first byte says what is built around the rest: `z` a zip archive whose files each begin with a line that is their
// name, `g` gzip; anything else is the file itself.
fuzz_target!(|bytes: &[u8]| match bytes.split_first() {
    Some((b'z', rest)) => {
        let files = pieces(rest).into_iter().map(|file| {
            let end = file.iter().position(|byte| *byte == b'\n').unwrap_or(file.len());
            (str::from_utf8(&file[..end]).unwrap_or("a.txt"), file.get(end + 1..).unwrap_or_default())
        });
        checks::file(&zip(files), "a.zip");
    }
    Some((b'g', rest)) => checks::file(&gzip(rest), "a.html.gz"),
    _ => checks::file(bytes, "a.zip"),
});
