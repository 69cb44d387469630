//! Passages partition any text.

#![no_main]

use corpus::ingest;
use corpus_fuzz::checks;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| checks::partition(text, &ingest::cut(text)));
