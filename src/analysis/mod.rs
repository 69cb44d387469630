//! Text → terms: the French analysis chain.
//!
//! ```text
//! text ─segment→ words, numbers, acronyms (byte ranges) ─fold→ folded term ─lexicon, or rules→ stem
//!                                                       └exact→ exact form
//! ```
//!
//! Documents and queries go through this one chain, so whatever it equates is found. Only terms are
//! normalised: every token keeps the byte range that it came from, and the text stays as it is.

mod acronym;
mod exact;
mod fold;
mod lexicon;
mod number;
mod segment;
mod sentence;
mod stem;
mod stop_words;
mod tokenizer;
mod unknown;

use crate::document::Span;

pub use sentence::sentence_ends;
pub use stop_words::is_stop_word;
pub(crate) use tokenizer::{ChainTokenizer, Form};

/// Version of the chain. A change of what any text becomes raises it, and makes older indexes ask for a rebuild.
pub const VERSION: u32 = 2;

/// A word of a text with the terms that it is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Token {
    /// Where the word stands in the text, in bytes.
    pub bytes: Span,
    /// Place among the text's words, from 0. Stop words count, so that phrases keep their distances.
    pub position: usize,
    /// The word without case, accents, ligatures, apostrophes and invisible characters.
    pub folded: String,
    /// The term that the word's inflected forms share: its lemma by the lexicon, or by rules for an unknown word.
    pub stem: String,
    /// The word as written, accents and capitals included; Unicode form and apostrophe alone are unified.
    pub exact: String,
}

/// The words of a text, in order. See the module's chain.
pub fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut chain = Chain::new(text);
    std::iter::from_fn(move || {
        chain.advance().then(|| {
            // The stem brings the folded word that it is made from.
            chain.make(Form::Stem);
            chain.make(Form::Exact);
            chain.token.clone()
        })
    })
}

/// How many words a text has.
pub(crate) fn count_words(text: &str) -> u64 {
    segment::words(text).map(|_| 1).sum()
}

/// The chain over one text, with the current token in buffers that are used again.
#[derive(Debug, Clone)]
pub(crate) struct Chain<'t> {
    text: &'t str,
    words: segment::Words<'t>,
    next_position: usize,
    lexicon: lexicon::Lexicon,
    pub(crate) token: Token,
}

impl<'t> Chain<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            text,
            words: segment::words(text),
            next_position: 0,
            lexicon: lexicon::Lexicon::open(),
            token: Token::default(),
        }
    }

    /// Moves to the next token, whose terms are still to be made; `false` at the end of the text.
    pub(crate) fn advance(&mut self) -> bool {
        let Some(bytes) = self.words.next() else { return false };
        self.token.bytes = bytes;
        self.token.position = self.next_position;
        self.next_position += 1;
        true
    }

    /// Makes the term of this form, and what it is made from.
    pub(crate) fn make(&mut self, form: Form) -> &str {
        let word = &self.text[self.token.bytes.clone()];
        let Token { folded, stem, exact, .. } = &mut self.token;
        match form {
            Form::Folded => {
                fold::fold(word, folded);
                folded
            }
            Form::Stem => {
                fold::fold(word, folded);
                stem::stem(folded, &self.lexicon, stem);
                stem
            }
            Form::Exact => {
                exact::exact(word, exact);
                exact
            }
        }
    }
}

#[cfg(test)]
mod tests {
    mod pairs;
    mod properties;

    use super::*;

    /// The folded terms of a text, with spaces between them.
    pub(super) fn folded(text: &str) -> String {
        tokens(text).map(|token| token.folded).collect::<Vec<_>>().join(" ")
    }

    fn stems(text: &str) -> String {
        tokens(text).map(|token| token.stem).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_become_folded_terms() {
        let table = [
            ("Élections", "elections"),
            ("E\u{301}LECTIONS", "elections"),
            ("ÉTÉ, naïve; Noël!", "ete naive noel"),
            ("cœur CŒUR ex æquo", "coeur coeur ex aequo"),
            ("of\u{FB01}ciel", "officiel"),
            ("l’armée", "l armee"),
            ("l'armée", "l armee"),
            ("jusqu’à lorsqu'il qu'elle", "jusqu a lorsqu il qu elle"),
            ("aujourd’hui aujourd'hui aujourd\u{02BC}hui", "aujourdhui aujourdhui aujourdhui"),
            ("prud'homme quelqu’un presqu'île", "prudhomme quelquun presquile"),
            ("O'Brien N’Djamena N'DJAMENA", "obrien ndjamena ndjamena"),
            ("l’ONU d'RFI l'X", "l onu d rfi l x"),
            ("Saint-Louis, week-end", "saint louis week end"),
            ("1ᵉʳ CO₂ m² km²", "1er co2 m2 km2"),
            ("Koulikoro¹, Ségou² et 3½ kg", "koulikoro 1 segou 2 et 3 kg"),
            (
                "extra\u{AD}\nordinaire extra\u{AD}\r\nordinaire mot\nmot",
                "extraordinaire extraordinaire mot mot",
            ),
            ("ex\u{AD}tra\u{200B}ordinaire", "extraordinaire"),
            ("Łódź Erdoğan Øresund Straße", "lodz erdogan oresund strasse"),
            ("« … » — ! ?", ""),
        ];
        for (text, terms) in table {
            assert_eq!(folded(text), terms, "{text}");
        }
    }

    #[test]
    fn inflected_forms_share_a_stem() {
        let table = [
            ("élection", "élections"),
            ("armée", "armées"),
            ("malien", "maliennes"),
            ("attaque", "attaquer"),
            ("nationale", "nationaux"),
            ("élu", "elus"),
        ];
        for (one, other) in table {
            assert_eq!(stems(one), stems(other), "{one} ~ {other}");
        }
    }

    #[test]
    fn short_words_are_not_stemmed_into_others() {
        for (one, other) in [("Mali", "mal"), ("Gao", "ga"), ("mer", "mers")] {
            let same = one == "mer";
            assert_eq!(stems(one) == stems(other), same, "{one}, {other}");
        }
    }

    #[test]
    fn exact_forms_differ_in_accents_and_capitals_only() {
        let exact = |text: &str| tokens(text).map(|token| token.exact).collect::<Vec<_>>().join(" ");
        let table = [
            ("Pêche péché", "Pêche péché"),
            ("Pe\u{302}che", "Pêche"),
            ("aujourd’hui l’Été", "aujourd'hui l Été"),
            ("ex\u{AD}tra", "extra"),
        ];
        for (text, forms) in table {
            assert_eq!(exact(text), forms);
        }
    }

    #[test]
    fn tokens_keep_their_place() {
        let text = "Dans l’armée\u{A0}!";
        let places: Vec<_> = tokens(text).map(|t| (&text[t.bytes.clone()], t.position)).collect();
        assert_eq!(places, [("Dans", 0), ("l", 1), ("armée", 2)]);
    }
}
