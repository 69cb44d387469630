//! Mails, with what is attached to them, and files of mails.

#![no_main]

use corpus_fuzz::checks;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| checks::file(bytes, "a.eml"));
