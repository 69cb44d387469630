//! What is compared where a quotation is not found as it is: stretches without white space.

use crate::document::Span;

/// The words of a text, each with its place in bytes.
pub(super) fn words(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text[at..].trim_start();
        let start = text.len() - rest.len();
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        at = start + length;
        (length > 0).then(|| (start..at, &text[start..at]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_places() {
        let text = " Le\u{a0}port,\n\nl’été ";
        let found: Vec<_> = words(text).collect();
        assert_eq!(found.iter().map(|(_, word)| *word).collect::<Vec<_>>(), ["Le", "port,", "l’été"]);
        assert!(found.iter().all(|(at, word)| &text[at.clone()] == *word));
        assert_eq!(words(" \n").count(), 0);
    }
}
