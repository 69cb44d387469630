//! An index that holds anything has an answer to each question, or a message.

#![no_main]

use std::cell::OnceCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use corpus_fuzz::packages::pieces;
use corpus_fuzz::panics;
use corpus_fuzz::planted::{Model, ask, update};
use libfuzzer_sys::fuzz_target;

thread_local!(static MODEL: OnceCell<Model> = const { OnceCell::new() });

// The first byte says what the rest is: `m` what tantivy says of the index, `p` what `corpus` says of it, `e` the entries
// and passages in it; `u` the same, and the index is brought up to date too.
fuzz_target!(
    // Tantivy takes its files for whole; where it panics over damaged ones, the program ends with a message.
    init: panics::contained_in(&["tantivy", "tantivy-columnar", "tantivy-sstable", "tantivy-fst"]),
    |bytes: &[u8]| {
        let Some((kind, rest)) = bytes.split_first() else { return };
        MODEL.with(|model| {
            let model = model.get_or_init(Model::new);
            let folder = match kind {
                b'm' => model.with_meta(rest),
                b'p' => model.with_payload(&String::from_utf8_lossy(rest)),
                b'e' | b'u' => {
                    let documents: Vec<_> = pieces(rest).into_iter().map(String::from_utf8_lossy).collect();
                    model.with_documents(&documents)
                }
                _ => return,
            };
            let contained = |question: &dyn Fn()| drop(catch_unwind(AssertUnwindSafe(question)));
            contained(&|| ask(folder.path()));
            if *kind == b'u' {
                contained(&|| drop(update(folder.path())));
                contained(&|| ask(folder.path()));
            }
        });
    }
);
