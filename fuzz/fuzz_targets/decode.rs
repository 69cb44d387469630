//! Any bytes are text in some encoding, or there is a reason why not.

#![no_main]

use std::path::Path;

use corpus::document::Format;
use corpus::ingest;
use encoding_rs::Encoding;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.txt", "a.csv", "a.html"] {
        let Ok((document, passages)) = ingest::document(bytes.to_vec(), Path::new(name)) else { continue };
        corpus_fuzz::checks::document(&document, &passages);
        let Some(encoding) = document.encoding.filter(|_| document.format == Format::Text) else { continue };
        let text = document.text.as_bytes();
        match Encoding::for_label(encoding.as_bytes()) {
            Some(_) if encoding == "UTF-8" => assert_eq!(text, bytes, "UTF-8 is taken as it is"),
            Some(known) => {
                // The mark of a byte order is no text, and of UTF-8 only where that is damaged.
                let (with_mark, _) = known.decode_without_bom_handling(bytes);
                assert!(with_mark.as_bytes().ends_with(text), "{encoding}");
                assert!(with_mark.len() - text.len() <= '\u{feff}'.len_utf8(), "{encoding}");
            }
            None => assert!(["UTF-8 (damaged)", "UTF-8 (double-encoded)"].contains(&encoding.as_str())),
        }
    }
});
