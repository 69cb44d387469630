//! Word documents from before 2007: their streams, and the compound file around these.

#![no_main]

use corpus_fuzz::checks;
use corpus_fuzz::packages::{compound, pieces};
use libfuzzer_sys::fuzz_target;

/// Where in the head its length ends; what is shorter is no Word document.
const HEAD: usize = 0x1aa;

// The first byte says what the rest is: `w` the streams of a document, the first of which is made as long as its head
// must be; anything else is the compound file itself.
fuzz_target!(|bytes: &[u8]| {
    let Some((b'w', rest)) = bytes.split_first() else { return checks::file(bytes, "a.doc") };
    let pieces = pieces(rest);
    let mut main = pieces[0].to_vec();
    main.resize(main.len().max(HEAD), 0);
    let piece = |number: usize| pieces.get(number).copied().unwrap_or_default();
    let streams =
        [("WordDocument", main.as_slice()), ("1Table", piece(1)), ("\u{5}SummaryInformation", piece(2))];
    checks::file(&compound(&streams), "a.doc");
});
