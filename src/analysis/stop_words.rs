//! Words so frequent that they say nothing about a passage. They are indexed, since phrases need them; a query leaves
//! them out while it has other words.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Whether the folded term is a French stop word.
pub fn is_stop_word(folded: &str) -> bool {
    SET.contains(folded)
}

/// Whether the folded word is a pronoun, or the like, that a hyphen joins to the word before it: `parviennent-ils`,
/// `celui-ci`.
pub(super) fn is_clitic(folded: &str) -> bool {
    CLITICS.contains(&folded)
}

#[rustfmt::skip]
const CLITICS: [&str; 21] = [
    "je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "ce", "t", "moi", "toi", "le", "la", "les", "lui",
    "leur", "y", "en", "ci",
];

static SET: LazyLock<FxHashSet<&str>> = LazyLock::new(|| STOP_WORDS.iter().copied().collect());

/// Folded, sorted: articles, pronouns, prepositions, conjunctions, and the commonest forms of `être` and `avoir`;
/// `été` is not among them, since summers are searched for.
#[rustfmt::skip]
const STOP_WORDS: &[&str] = &[
    "a", "afin", "ai", "ainsi", "alors", "apres", "as", "au", "aucun", "aucune", "aupres", "auquel",
    "aussi", "autre", "autres", "aux", "auxquelles", "auxquels", "avaient", "avait", "avant", "avec",
    "avez", "avoir", "avons", "ayant", "c", "car", "ce", "ceci", "cela", "celle", "celles", "celui",
    "cependant", "ces", "cet", "cette", "ceux", "chez", "combien", "comme", "comment", "d", "dans", "de",
    "depuis", "des", "desquelles", "desquels", "donc", "dont", "du", "duquel", "elle", "elles", "en",
    "encore", "entre", "es", "est", "et", "etaient", "etait", "etant", "etes", "etre", "eu", "eux",
    "furent", "fut", "il", "ils", "j", "je", "jusqu", "jusque", "l", "la", "laquelle", "le", "lequel",
    "les", "lesquelles", "lesquels", "leur", "leurs", "lors", "lorsqu", "lorsque", "lui", "m", "ma",
    "mais", "me", "meme", "memes", "mes", "moi", "mon", "n", "ne", "ni", "nos", "notre", "nous", "on",
    "ont", "ou", "par", "parce", "pas", "pendant", "plus", "pour", "pourquoi", "puis", "puisqu", "puisque",
    "qu", "quand", "que", "quel", "quelle", "quelles", "quels", "qui", "quoi", "quoiqu", "quoique", "s",
    "sa", "sans", "se", "sera", "seront", "ses", "si", "soi", "soit", "son", "sont", "sous", "suis", "sur",
    "t", "ta", "te", "tes", "toi", "ton", "tous", "tout", "toute", "toutes", "tres", "tu", "un", "une",
    "vers", "vos", "votre", "vous", "y",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_folded() {
        assert!(STOP_WORDS.is_sorted_by(|one, other| one < other), "each once, and easy to find");
        for word in STOP_WORDS {
            assert_eq!(super::super::tokens(word).next().map(|token| token.folded).as_deref(), Some(*word));
        }
    }
}
