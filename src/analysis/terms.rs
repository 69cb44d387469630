//! The terms of a text for the fields of an index: all forms made in one pass of the chain, and read back by tantivy.
//!
//! A field is given its terms and not the text, each behind a mark that says where it stands.

use std::hash::{BuildHasher as _, Hasher as _};

use rustc_hash::FxBuildHasher;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::exact::{IN_PARTS, push_spelling};
use super::{Analyzer, Chain, Form, Kind, Language, REST};

/// Begins a term at the position of the one before it, and one at the next. No term has a control character.
const SAME: u8 = 1;
const NEXT: u8 = 2;

/// Begins a term of a title that stands where the title is not looked for, but is asked for. No word begins with it.
const AGAIN: char = '+';

/// A term of a title, for where it stands once more.
pub(crate) fn again(term: &str) -> String {
    format!("{AGAIN}{term}")
}

/// All terms that a field is given, made so.
pub(crate) fn all_again(terms: &str) -> String {
    let marks = [SAME, NEXT].map(char::from);
    let mut made = String::with_capacity(terms.len() * 2);
    for part in terms.split_inclusive(marks) {
        made.push_str(part);
        made.extend(part.ends_with(marks).then_some(AGAIN));
    }
    made
}

/// The terms of a text in each form, for the field that holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Folded words, compounds and what stands for the rest of these.
    pub(crate) folded: String,
    /// Stems: without positions that matter, so without the rest of compounds.
    pub(crate) stem: String,
    /// How words are written that are not written as they are folded. Without positions that matter: a phrase of words as
    /// written is looked for as one of folded words, and compared with the text.
    pub(crate) exact: String,
}

/// Words that are kept with their terms: a power of two, some times as many as the words of which nine tenths of a text
/// consist.
const KEPT: usize = 1 << 14;

/// Bytes that a word may have to be kept.
const LONGEST_KEPT: usize = 24;

/// Makes terms, text after text, and remembers those of words.
#[derive(Debug)]
pub(crate) struct TermMaker {
    analyzer: Analyzer,
    /// Words with their terms, each at the place that its hash names.
    kept: Vec<Kept>,
}

/// A word by itself, as it is written in a text of some language, and its terms.
#[derive(Debug, Clone, Default)]
struct Kept {
    word: String,
    language: Language,
    folded: String,
    stem: String,
    /// Its spelling; empty if it is written as it is folded.
    exact: String,
}

impl TermMaker {
    pub(crate) fn new() -> Self {
        Self { analyzer: Analyzer::new(), kept: vec![Kept::default(); KEPT] }
    }

    /// The terms of a text in `language`.
    pub(crate) fn terms(&mut self, text: &str, language: Language) -> Terms {
        let mut terms = Terms {
            folded: String::with_capacity(text.len()),
            stem: String::with_capacity(text.len()),
            exact: String::with_capacity(text.len() / 2),
        };
        let mut chain = Chain::new(text, language);
        let mut before = None;
        while self.analyzer.advance(&mut chain) {
            let mark = char::from(if before == Some(chain.token.position) { SAME } else { NEXT });
            before = Some(chain.token.position);
            if chain.token.kind == Kind::Word && chain.token.bytes.len() <= LONGEST_KEPT {
                let kept = self.kept(&mut chain);
                for (form, term) in [(&mut terms.folded, &kept.folded), (&mut terms.stem, &kept.stem)] {
                    form.push(mark);
                    form.push_str(term);
                }
                if !kept.exact.is_empty() {
                    terms.exact.push(mark);
                    terms.exact.push_str(&kept.exact);
                }
            } else {
                self.push(&mut chain, mark, &mut terms);
            }
        }
        terms
    }

    /// The folded terms alone.
    pub(crate) fn folded(&mut self, text: &str) -> String {
        self.terms(text, Language::FRENCH).folded
    }

    /// The stems alone.
    pub(crate) fn stems(&mut self, text: &str, language: Language) -> String {
        self.terms(text, language).stem
    }

    /// The terms of the word in hand, which stands by itself.
    fn kept(&mut self, chain: &mut Chain<'_>) -> &Kept {
        let Self { analyzer, kept } = self;
        let word = &chain.text[chain.token.bytes.clone()];
        let mut hasher = FxBuildHasher.build_hasher();
        hasher.write(word.as_bytes());
        // The upper half of the hash is the better one.
        let kept = &mut kept[(hasher.finish() >> 32) as usize % KEPT];
        if kept.word != word || kept.language != chain.language {
            let copy = |from: &str, to: &mut String| {
                to.clear();
                to.push_str(from);
            };
            copy(word, &mut kept.word);
            kept.language = chain.language;
            copy(analyzer.make(chain, Form::Stem), &mut kept.stem);
            copy(&chain.token.folded, &mut kept.folded);
            kept.exact.clear();
            push_spelling(&kept.folded, analyzer.make(chain, Form::Exact), &mut kept.exact);
        }
        kept
    }

    /// Adds the terms of a long word, of a compound, or of the rest of one.
    fn push(&mut self, chain: &mut Chain<'_>, mark: char, terms: &mut Terms) {
        let rest = if chain.rest { Some(REST) } else { None };
        let add = |form: &mut String, term: &str| {
            form.extend([mark].into_iter().chain(rest));
            form.push_str(term);
        };
        if chain.rest {
            return add(&mut terms.folded, self.analyzer.make(chain, Form::Folded));
        }
        add(&mut terms.stem, self.analyzer.make(chain, Form::Stem));
        add(&mut terms.folded, &chain.token.folded);
        if chain.token.kind != Kind::Compound {
            self.analyzer.make(chain, Form::Exact);
        }
        let super::Token { kind, folded, exact, .. } = &chain.token;
        let exact = if *kind == Kind::Compound { IN_PARTS } else { exact };
        let before = terms.exact.len();
        push_spelling(folded, exact, &mut terms.exact);
        if terms.exact.len() > before {
            terms.exact.insert(before, mark);
        }
    }
}

/// Reads the terms of a field back.
#[derive(Debug, Clone, Default)]
pub(crate) struct TermReader {
    token: Token,
}

impl Tokenizer for TermReader {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, terms: &'a str) -> TermStream<'a> {
        self.token.position = usize::MAX;
        TermStream { rest: terms, token: &mut self.token }
    }
}

/// The terms of a field that are still to come.
#[derive(Debug)]
pub(crate) struct TermStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(mark) = self.rest.bytes().next() else { return false };
        let term = &self.rest[1..];
        let length = term.bytes().position(|byte| byte <= NEXT).unwrap_or(term.len());
        let (term, rest) = term.split_at(length);
        self.rest = rest;
        // The first term of a text stands at 0, whatever its mark.
        let step = usize::from(mark == NEXT || self.token.position == usize::MAX);
        self.token.position = self.token.position.wrapping_add(step);
        self.token.text.clear();
        self.token.text.push_str(term);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a field is given of a text, with the positions: `week@0`.
    fn read(terms: &str) -> String {
        let mut reader = TermReader::default();
        let mut stream = reader.token_stream(terms);
        let mut read = Vec::new();
        while stream.advance() {
            read.push(format!("{}@{}", stream.token().text, stream.token().position));
        }
        read.join(" ")
    }

    #[test]
    fn fields_hold_the_forms_of_each_word_at_its_position() {
        let table = [
            ("", "", "", ""),
            ("Les Élues d'ici", "les@0 elues@1 d@2 ici@3", "les@0 elu@1 d@2 ici@3", "les L@0 elues É@1"),
            (
                "un week-end",
                "un@0 week@1 weekend@1 end@2 -weekend@2",
                "un@0 week@1 weekend@1 end@2",
                "weekend -@0",
            ),
            (
                "Kouli-\nkoro",
                "kouli@0 koulikoro@0 koro@1 -koulikoro@1",
                "kouli@0 koulikoro@0 koro@1",
                "kouli K@0 koulikoro K@0",
            ),
            ("10 000 l'été", "10000@0 l@1 ete@2", "10000@0 l@1 ete@2", "ete été@0"),
        ];
        let mut maker = TermMaker::new();
        // The second time all words are known.
        for _ in 0..2 {
            for (text, folded, stem, exact) in table {
                let terms = maker.terms(text, Language::FRENCH);
                let shown = [&terms.folded, &terms.stem, &terms.exact].map(|form| read(form));
                assert_eq!(shown, [folded, stem, exact], "{text:?}");
            }
        }
    }

    #[test]
    fn terms_once_more_are_others_at_the_same_places() {
        let stems = TermMaker::new().stems("Les travaux du week-end", Language::FRENCH);
        assert_eq!(read(&all_again(&stems)), "+les@0 +travail@1 +du@2 +week@3 +weekend@3 +end@4");
        assert_eq!(all_again(""), "");
        assert_eq!(again("travail"), "+travail");
    }

    #[test]
    fn a_word_has_the_terms_of_the_language_of_its_text() {
        let mut maker = TermMaker::new();
        for _ in 0..2 {
            assert_eq!(read(&maker.stems("travaux", Language::FRENCH)), "travail@0");
            assert_eq!(read(&maker.stems("running", Language::of("en"))), "en:run@0");
            assert_eq!(read(&maker.stems("running", Language::FRENCH)), "running@0");
        }
    }
}
