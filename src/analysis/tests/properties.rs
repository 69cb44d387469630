//! What holds of the terms of any text.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::super::{Kind, Token, tokens, words};

/// French text with what the chain treats in a way of its own. No apostrophes where capitals count: `l'ndiaye` is one
/// word, `L'NDIAYE` may be an acronym behind an article.
const FRENCH: &str = "[a-zA-ZéèêëàâçîïôùûüÿœæÉÈÀÇŒ0-9 .,\u{A0}\u{202F}-]{0,40}";

fn terms(text: &str) -> Vec<(String, String)> {
    tokens(text).map(|token| (token.folded, token.stem)).collect()
}

proptest! {
    #[test]
    fn a_folded_term_is_its_own(text in "\\PC{0,40}|[0-9 .,]{0,20}|[a-z. '’]{0,20}") {
        for Token { folded, stem, .. } in tokens(&text) {
            if !folded.is_empty() {
                prop_assert_eq!(terms(&folded), [(folded, stem)]);
            }
        }
    }

    #[test]
    fn composed_and_decomposed_text_have_the_same_terms(text in FRENCH) {
        prop_assert_eq!(terms(&text.nfc().collect::<String>()), terms(&text.nfd().collect::<String>()));
    }

    #[test]
    fn case_does_not_matter(text in FRENCH) {
        prop_assert_eq!(terms(&text.to_uppercase()), terms(&text));
    }

    #[test]
    fn words_ascend_without_overlap(text in "\\PC{0,60}|[a-zA-Z. ,'’\u{AD}\n0-9\u{301}]{0,40}") {
        let mut end = 0;
        for Token { bytes, .. } in words(&text) {
            prop_assert!(bytes.start >= end && bytes.start < bytes.end);
            prop_assert!(text.get(bytes.clone()).is_some());
            end = bytes.end;
        }
    }

    #[test]
    fn positions_count_the_words(text in "\\PC{0,60}|[a-z0-9 \n'’\u{AD}\u{2011}\u{93E}\u{345}-]{0,40}") {
        let (mut next, mut before) = (0, 0);
        for token in tokens(&text) {
            prop_assert!(token.position >= before, "positions ascend");
            before = token.position;
            match token.kind {
                Kind::Word => {
                    prop_assert_eq!((token.position, token.length), (next, 1));
                    next += 1;
                }
                Kind::Compound | Kind::Cut => prop_assert!(token.length > 1 && token.position + 1 == next),
            }
        }
    }
}
