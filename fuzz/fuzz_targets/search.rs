//! Any string has an answer from an index: results in their order, or a message. The length of the string chooses what is
//! asked.

#![no_main]

use std::cell::OnceCell;
use std::ops::{ControlFlow, Range};

use corpus::index::{DIRECTORY, Index};
use corpus::{ingest, search};
use libfuzzer_sys::fuzz_target;

thread_local!(static SEEDS: OnceCell<Index> = const { OnceCell::new() });

/// The index of the sample corpus.
fn seeds() -> Index {
    let folder = tempfile::tempdir().expect("a temporary folder can be made").keep();
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/../seeds");
    let request = ingest::Request { paths: vec![seeds.into()], ..ingest::Request::default() };
    let dir = folder.join(DIRECTORY);
    ingest::run(&dir, &request, &mut |_| ControlFlow::Continue(()))
        .expect("the sample corpus can be indexed");
    Index::open(&dir).expect("an index")
}

fuzz_target!(|text: &str| {
    SEEDS.with(|index| {
        let index = index.get_or_init(seeds);
        let request = search::Request::new(text);
        if text.len().is_multiple_of(4) {
            search::explain(index, &request, None).ok();
            return;
        }
        let is_even = text.len().is_multiple_of(2);
        let listing = if is_even { search::Listing::Documents } else { search::Listing::Passages };
        let Ok(results) = search::search(index, &search::Request { listing, ..request }) else { return };
        assert!(results.hits.is_sorted_by(|one, other| one.score >= other.score));
        for hit in &results.hits {
            let search::Snippet { windows, highlights, .. } = &hit.snippet;
            let within = |span: &Range<usize>| {
                windows.iter().any(|window| window.start <= span.start && span.end <= window.end)
            };
            assert!(highlights.iter().all(within), "{:?}", hit.snippet);
            let is_text = |span: &Range<usize>| hit.text.get(span.clone()).is_some();
            assert!(windows.iter().chain(highlights).all(is_text), "{:?}", hit.snippet);
        }
    });
});
