//! The terms of a word, in every language that it is tried in.

use crate::analysis::{Kind, Language, Token, related, tokens_in};

/// What a word is looked for by.
#[derive(Debug, Clone)]
pub(in crate::search) struct Word {
    pub(in crate::search) folded: String,
    /// In each language, then those related to the French one.
    pub(in crate::search) stems: Vec<String>,
    pub(in crate::search) exact: String,
}

impl Word {
    /// The terms of `text`: of the compound, if it is one, else of its first word.
    pub(in crate::search) fn new(text: &str, languages: &[Language]) -> Self {
        let token = |language| {
            let mut tokens: Vec<Token> = tokens_in(text, language).collect();
            let compound = tokens.iter().position(|token| token.kind == Kind::Compound).unwrap_or(0);
            if tokens.is_empty() { Token::default() } else { tokens.swap_remove(compound) }
        };
        let Token { folded, exact, stem, .. } = token(Language::FRENCH);
        let mut stems: Vec<String> = Vec::new();
        for stem in languages.iter().map(|language| token(*language).stem).chain(related(&stem)) {
            // The script of a word tells its language in any.
            if !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        Self { folded, stems, exact }
    }
}
