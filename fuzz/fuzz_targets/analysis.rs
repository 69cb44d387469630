//! Terms of any text in any language: each has its place in the text.

#![no_main]

use corpus::analysis::{Kind, Language, Token, sentence_ends, tokens, tokens_in};
use libfuzzer_sys::fuzz_target;
use unicode_normalization::UnicodeNormalization as _;

const LANGUAGES: [&str; 21] = [
    "fr", "ar", "ca", "cs", "da", "de", "el", "en", "eo", "es", "fi", "hu", "it", "nb", "nl", "pl", "pt",
    "ro", "ru", "sv", "tr",
];

/// The signs of French text, whose terms are the same in each Unicode form.
const SIGNS: &str =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèêëàâçîïôùûüÿœæÉÈÀÇŒ0123456789 .,\u{A0}\u{202F}-";

// The first byte chooses the language, for half of its values French.
fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    places(text, Language::of(LANGUAGES.get(usize::from(choice)).unwrap_or(&"fr")));
    sentences(text);
    let signs: Vec<char> = SIGNS.chars().collect();
    let french: String = text.bytes().map(|byte| signs[usize::from(byte) % signs.len()]).collect();
    let terms = |text: &str| -> Vec<_> { tokens(text).map(|token| (token.folded, token.stem)).collect() };
    assert_eq!(
        terms(&french.nfc().collect::<String>()),
        terms(&french.nfd().collect::<String>()),
        "{french}"
    );
    assert_eq!(terms(&french.to_uppercase()), terms(&french), "{french}");
});

fn places(text: &str, language: Language) {
    let (mut end, mut next, mut before) = (0, 0, 0);
    for token in tokens_in(text, language) {
        let Token { bytes, position, length, kind, folded, .. } = token;
        assert!(text.get(bytes.clone()).is_some_and(|word| !word.is_empty()), "{bytes:?} of {text:?}");
        assert!(position >= before, "positions descend in {text:?}");
        before = position;
        if kind == Kind::Word {
            assert!(bytes.start >= end, "{bytes:?} of {text:?} lies before {end}");
            assert_eq!((position, length), (next, 1), "{text:?}");
            (end, next) = (bytes.end, next + 1);
        } else {
            assert!(length > 1 && position + 1 == next, "{text:?}");
        }
        assert!(!folded.chars().any(char::is_control), "{folded:?} of {text:?}");
        if language == Language::FRENCH && !folded.is_empty() {
            let again: Vec<_> = tokens(&folded).map(|token| token.folded).collect();
            assert_eq!(again, [folded], "a folded term is its own");
        }
    }
}

fn sentences(text: &str) {
    let mut before = 0;
    for end in sentence_ends(text) {
        assert!(before < end && text.is_char_boundary(end), "{end} of {text:?}");
        before = end;
    }
}
