//! Text → terms: the French analysis chain.
//!
//! ```text
//! text ─segment→ words, numbers, acronyms (byte ranges) ─compound→ and what hyphens join ─fold→ folded term ─stem→ stem
//!                                                                                        └exact→ exact form, spelling
//! ```
//!
//! A stem is the lemma of the lexicon, or what rules make of an unknown word; in a text of another language, what
//! Snowball makes of it.
//!
//! Documents and queries go through this one chain, so whatever it equates is found. Only terms are
//! normalised: every token keeps the byte range that it came from, and the text stays as it is.

mod acronym;
mod compound;
mod exact;
mod fold;
mod language;
mod lexicon;
mod number;
mod segment;
mod sentence;
mod stem;
mod stop_words;
mod terms;
mod thesaurus;
mod unknown;

use crate::document::Span;

pub(crate) use exact::{before_spellings, spelling};
pub use language::Language;
pub(crate) use segment::is_hyphen;
pub use sentence::sentence_ends;
pub use stop_words::is_stop_word;
pub(crate) use terms::{TermMaker, TermReader, Terms, again, all_again};
pub(crate) use thesaurus::Entry as ThesaurusEntry;

/// Version of the chain. A change of what any text becomes raises it, and makes older indexes ask for a rebuild.
pub const VERSION: u32 = 3;

/// What a token stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// A word by itself.
    #[default]
    Word,
    /// The words of a compound taken as one, at the position of the first: `weekend` of `week-end`.
    Compound,
    /// A word that the end of a line may have cut (`Kouli-⏎koro`), at the position of its first half.
    Cut,
}

/// A word of a text with the terms that it is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Token {
    /// Where the word stands in the text, in bytes.
    pub bytes: Span,
    /// Place among the text's words, from 0. Stop words count, so that phrases keep their distances.
    pub position: usize,
    /// How many of the text's words it stands for: 1, or as many as it joins.
    pub length: usize,
    /// Whether it is a word by itself, or what several are together.
    pub kind: Kind,
    /// The word without case, accents, ligatures, apostrophes, hyphens and invisible characters.
    pub folded: String,
    /// The term that the word's inflected forms share: its lemma by the lexicon, or by rules for an unknown word; in
    /// another language than French its code and stem, `en:run`.
    pub stem: String,
    /// The word as written, accents and capitals included; Unicode form and apostrophe alone are unified.
    pub exact: String,
}

/// The words of a French text in the order of their positions, each compound behind its first word. See the module's
/// chain.
pub fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    tokens_in(text, Language::FRENCH)
}

/// The tokens of a text in `language`.
pub fn tokens_in(text: &str, language: Language) -> impl Iterator<Item = Token> + '_ {
    let (mut analyzer, mut chain) = (Analyzer::new(), Chain::new(text, language));
    std::iter::from_fn(move || analyzer.next(&mut chain).cloned())
}

/// What analyses one text after another.
#[derive(Debug, Clone)]
pub struct Analyzer(stem::Stemmer);

/// Which term of a token is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The folded word.
    Folded,
    /// Its stem.
    Stem,
    /// The word as written.
    Exact,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyzer {
    /// An analyzer with the dictionary open.
    pub fn new() -> Self {
        Self(stem::Stemmer::new())
    }

    /// Shows each token of `text` to `look`, without making copies of it.
    pub fn analyse(&mut self, text: &str, language: Language, mut look: impl FnMut(&Token)) {
        let mut chain = Chain::new(text, language);
        while let Some(token) = self.next(&mut chain) {
            look(token);
        }
    }

    /// Shows each token of `text` to `look`, its terms still to be made: for who may know the word.
    pub(crate) fn analyse_lazily<'t>(
        &mut self,
        text: &'t str,
        language: Language,
        mut look: impl FnMut(Unmade<'_, 't>),
    ) {
        let mut chain = Chain::new(text, language);
        while self.advance(&mut chain) {
            if !chain.rest {
                look(Unmade { analyzer: self, chain: &mut chain });
            }
        }
    }

    fn next<'c>(&mut self, chain: &'c mut Chain<'_>) -> Option<&'c Token> {
        while self.advance(chain) {
            if !chain.rest {
                // The stem brings the folded word that it is made from.
                self.make(chain, Form::Stem);
                self.make(chain, Form::Exact);
                return Some(&chain.token);
            }
        }
        None
    }

    /// Moves to the next token, whose terms are still to be made; `false` at the end of the text.
    fn advance(&self, chain: &mut Chain<'_>) -> bool {
        let Some(piece) = chain.pieces.next(&self.0.lexicon) else { return false };
        chain.token.bytes = piece.bytes;
        chain.token.position = piece.position;
        chain.token.length = piece.length;
        chain.token.kind = piece.kind;
        chain.rest = piece.rest;
        true
    }

    /// Makes the term of this form, and what it is made from.
    fn make<'c>(&mut self, chain: &'c mut Chain<'_>, form: Form) -> &'c str {
        let word = &chain.text[chain.token.bytes.clone()];
        let Token { kind, folded, stem, exact, .. } = &mut chain.token;
        match form {
            Form::Folded => {
                fold::fold(word, folded);
                folded
            }
            Form::Stem => {
                fold::fold(word, folded);
                match kind {
                    Kind::Word | Kind::Cut => self.0.stem(folded, chain.language, stem),
                    Kind::Compound => self.0.stem_compound(word, folded, chain.language, stem),
                }
                stem
            }
            Form::Exact => {
                exact::exact(word, exact);
                exact
            }
        }
    }
}

/// A token whose terms are made if they are asked for.
pub(crate) struct Unmade<'a, 't> {
    analyzer: &'a mut Analyzer,
    chain: &'a mut Chain<'t>,
}

impl<'t> Unmade<'_, 't> {
    /// The word as it stands in the text.
    pub(crate) fn written(&self) -> &'t str {
        &self.chain.text[self.bytes()]
    }

    /// As [`Token::bytes`].
    pub(crate) fn bytes(&self) -> Span {
        self.chain.token.bytes.clone()
    }

    /// As [`Token::position`].
    pub(crate) fn position(&self) -> usize {
        self.chain.token.position
    }

    /// As [`Token::kind`].
    pub(crate) fn kind(&self) -> Kind {
        self.chain.token.kind
    }

    /// The token with its exact form alone.
    pub(crate) fn written_exactly(&mut self) -> &Token {
        self.analyzer.make(self.chain, Form::Exact);
        &self.chain.token
    }

    /// The token with its folded word and its stem; `exact` is empty.
    pub(crate) fn stemmed(&mut self) -> &Token {
        self.analyzer.make(self.chain, Form::Stem);
        &self.chain.token
    }
}

/// A text on its way through the chain, with the current token in buffers that are used again.
#[derive(Debug, Clone)]
struct Chain<'t> {
    text: &'t str,
    language: Language,
    pieces: compound::Pieces<'t>,
    token: Token,
    /// The token is the rest of one that was shown; see [`REST`].
    rest: bool,
}

/// Begins the term that an index holds at each further position of a compound or cut word, behind its first: with
/// these a phrase steps over all of the word and no further. No other term has a hyphen.
pub(crate) const REST: char = '-';

impl<'t> Chain<'t> {
    fn new(text: &'t str, language: Language) -> Self {
        Self { text, language, pieces: compound::Pieces::new(text), token: Token::default(), rest: false }
    }
}

/// The words of a text by themselves, without what they are together.
pub fn words(text: &str) -> impl Iterator<Item = Token> + '_ {
    tokens(text).filter(|token| token.kind == Kind::Word)
}

/// The compound, with hyphens, that the dictionary has of a folded word written as one.
pub(crate) fn compound_apart(folded: &str) -> Option<String> {
    compound::apart(folded, &lexicon::Lexicon::open())
}

/// Whether the dictionary has the words of `text`, joined by hyphens, as a compound: `week end`.
pub(crate) fn is_compound(text: &str) -> bool {
    lexicon::Lexicon::open().is_compound(&compound::hyphenated(text))
}

/// Whether the dictionary has the folded word.
pub(crate) fn is_known(folded: &str) -> bool {
    lexicon::Lexicon::open().lemma(folded, &mut String::new())
}

/// The terms that a search for a French `stem` tries too, since they share a form with it: `etendre` for `etendue`.
pub(crate) fn related(stem: &str) -> Vec<String> {
    lexicon::Lexicon::open().related(stem)
}

/// How many words a text has.
pub(crate) fn count_words(text: &str) -> u64 {
    segment::words(text).map(|_| 1).sum()
}

#[cfg(test)]
mod tests {
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
            ("Saint-Louis, week-end", "saint saintlouis louis week weekend end"),
            ("1ᵉʳ CO₂ m² km²", "1er co2 m2 km2"),
            ("Koulikoro¹, Ségou² et 3½ kg", "koulikoro 1 segou 2 et 3 kg"),
            (
                "extra\u{AD}\nordinaire extra\u{AD}\r\nordinaire mot\nmot",
                "extraordinaire extraordinaire mot mot",
            ),
            ("extra\u{AD}\n  ordinaire extra\u{AD} ordinaire", "extraordinaire extra ordinaire"),
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
