//! The chain as tantivy tokenizers, one for each form of a term.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::language::unmarked;
use super::{Analyzer, Chain, Kind, REST};

/// Which term of a token a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The folded word.
    Folded,
    /// Its stem.
    Stem,
    /// The word as written.
    Exact,
}

/// The chain for one field.
#[derive(Debug, Clone)]
pub(crate) struct ChainTokenizer {
    form: Form,
    analyzer: Analyzer,
}

impl ChainTokenizer {
    pub(crate) fn new(form: Form) -> Self {
        Self { form, analyzer: Analyzer::new() }
    }
}

impl Tokenizer for ChainTokenizer {
    type TokenStream<'a> = ChainStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ChainStream<'a> {
        let (text, language) = unmarked(text);
        let chain = Chain::new(text, language);
        ChainStream { analyzer: &mut self.analyzer, chain, form: self.form, token: Token::default() }
    }
}

#[derive(Debug)]
pub(crate) struct ChainStream<'a> {
    analyzer: &'a mut Analyzer,
    chain: Chain<'a>,
    form: Form,
    token: Token,
}

impl TokenStream for ChainStream<'_> {
    fn advance(&mut self) -> bool {
        while self.analyzer.advance(&mut self.chain) {
            if self.is_held() {
                self.fill();
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl ChainStream<'_> {
    /// Whether the field holds the token: a compound is not written as one word, and stems have no positions.
    fn is_held(&self) -> bool {
        match self.form {
            Form::Folded => true,
            Form::Stem => !self.chain.rest,
            Form::Exact => self.chain.token.kind != Kind::Compound,
        }
    }

    fn fill(&mut self) {
        self.token.text.clear();
        if self.chain.rest {
            self.token.text.push(REST);
        }
        self.token.text.push_str(self.analyzer.make(&mut self.chain, self.form));
        let token = &self.chain.token;
        self.token.position = token.position;
        (self.token.offset_from, self.token.offset_to) = (token.bytes.start, token.bytes.end);
    }
}
