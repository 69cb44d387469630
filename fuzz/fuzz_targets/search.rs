//! Any string has an answer from an index: results in their order, or a message.

#![no_main]

use std::cell::OnceCell;
use std::ops::ControlFlow;

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
        for listing in [search::Listing::Passages, search::Listing::Documents] {
            let request = search::Request { listing, ..search::Request::new(text) };
            let Ok(results) = search::search(index, &request) else { continue };
            assert!(results.hits.is_sorted_by(|one, other| one.score >= other.score));
            for hit in &results.hits {
                let within = |span: &std::ops::Range<usize>| {
                    hit.snippet
                        .windows
                        .iter()
                        .any(|window| window.start <= span.start && span.end <= window.end)
                };
                assert!(hit.snippet.highlights.iter().all(within), "{:?}", hit.snippet);
                let spans = hit.snippet.windows.iter().chain(&hit.snippet.highlights);
                assert!(
                    spans.into_iter().all(|span| hit.text.get(span.clone()).is_some()),
                    "{:?}",
                    hit.snippet
                );
            }
        }
        search::explain(index, &search::Request::new(text), None).ok();
    });
});
