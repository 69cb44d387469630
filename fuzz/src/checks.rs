//! What must hold of whatever a file holds.

use std::path::Path;

use corpus::document::{Date, Document, Passage};
use corpus::ingest;

/// Code points that a title or an author has at most.
const LONGEST_VALUE: usize = 300;

/// With this variable set, what an input is read as is shown: for who writes a seed or looks at a find.
const SHOW: &str = "CORPUS_FUZZ_SHOW";

/// Reads a file and checks each document in it.
pub fn file(bytes: &[u8], name: &str) {
    let shows = std::env::var_os(SHOW).is_some();
    for (place, read) in ingest::documents(bytes.to_vec(), Path::new(name)) {
        if shows {
            eprintln!("{place}: {read:#?}");
        }
        assert!(place.is_empty() || place.starts_with(['/', '\0']), "{place:?} is no place in a file");
        match read {
            Ok((read, passages)) => document(&read, &passages),
            Err(unread) => assert!(!unread.reason.is_empty(), "{place:?}: no reason"),
        }
    }
}

/// The text is cut into passages, and the metadata are what they are said to be.
pub fn document(document: &Document, passages: &[Passage]) {
    assert!(!document.text.trim().is_empty(), "a document without text");
    partition(&document.text, passages);
    for value in [&document.title, &document.author].into_iter().flatten() {
        let is_one_line = !value.contains(['\n', '\r']);
        assert!(is_one_line && value.trim() == value && !value.is_empty(), "{value:?}");
        assert!(value.chars().count() <= LONGEST_VALUE, "{value:?}");
    }
    if let Some(Date { year, month, day }) = document.date {
        assert!(Date::new(year, month, day).is_some(), "{year} {month:?} {day:?} is no date");
    }
    for code in document.language.iter().chain(passages.iter().flat_map(|passage| &passage.language)) {
        assert!(code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()), "{code:?}");
    }
}

/// The passages put end to end are the text, byte for byte, and their lines and pages ascend.
pub fn partition(text: &str, passages: &[Passage]) {
    let (mut end, mut line, mut page) = (0, 1, None);
    for (ordinal, passage) in (0..).zip(passages) {
        let Passage { bytes, lines, line_starts, .. } = passage;
        assert_eq!((passage.ordinal, bytes.start), (ordinal, end), "{passage:?}");
        let Some(own) = text.get(bytes.clone()) else { panic!("{passage:?} is cut within a character") };
        assert!(!own.is_empty(), "{passage:?}");
        assert!(line <= lines.0 && lines.0 <= lines.1, "{passage:?} behind line {line}");
        assert!(page <= passage.page, "{passage:?} behind page {page:?}");
        let mut before = (0, lines.0);
        for start in line_starts {
            assert!(own.is_char_boundary(start.0 as usize) && (start.0 as usize) < own.len(), "{passage:?}");
            assert!(before.0 < start.0 && before.1 <= start.1 && start.1 <= lines.1, "{passage:?}");
            before = *start;
        }
        (end, line, page) = (bytes.end, lines.1, passage.page);
    }
    assert_eq!(end, text.len(), "the passages end before the text");
}
