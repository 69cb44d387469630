//! Terms that one search tries together: a word that is its own and a form of another, and what it is a form of.
//!
//! `étendue` and `élu` are nouns, and participles of `étendre` and `élire`. A form has one term, the noun; so a query for
//! the verb must ask for the noun too, or it misses its own participle. In the index the two stay apart, and what one is
//! related to is no matter of the other.

use std::collections::BTreeSet;

use corpus::analysis::is_stop_word;

use crate::choose::Terms;
use crate::hunspell::Form;
use crate::variants::Variants;
use crate::{tables, whole_word};

/// Pairs of terms, as found in the forms of the dictionary.
pub(crate) struct Related<'t> {
    terms: &'t Terms,
    variants: &'t Variants,
    /// The entries that are no verbs, as written: `dû` is one, and `du` another.
    words: BTreeSet<String>,
    /// Participles as written, with what they are a form of.
    participles: Vec<(String, String)>,
    pairs: BTreeSet<(String, String)>,
}

impl<'t> Related<'t> {
    pub(crate) fn new(terms: &'t Terms, variants: &'t Variants) -> Self {
        let pairs = tables::RELATED.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned()));
        Self { terms, variants, words: BTreeSet::new(), participles: Vec::new(), pairs: pairs.collect() }
    }

    pub(crate) fn add(&mut self, form: &Form<'_>) {
        if form.text.starts_with(char::is_uppercase) {
            return;
        }
        let has = |tag: &str| form.suffix.contains(&tag);
        let Some(lemma) = whole_word(form.lemma) else { return };
        let lemma = self.variants.one(lemma);
        if form.entry.iter().any(|tag| tag.starts_with("po:v")) {
            // A verb that goes by a noun (`armer`: `arme`) would join two nouns (`arme` and `armée`); and a plural is
            // too often another word (`bus` of `boire`).
            if has("po:ppas") && !has("is:pl") && self.terms.get(&lemma) == Some(&lemma) {
                self.participles.push((form.text.clone(), lemma));
            }
            return;
        }
        self.words.insert(form.lemma.to_owned());
        // The noun must be the feminine itself (`lente` of `lent`): `fumeuse` does not make `fumeux` a `fumeur`. Nor is an
        // adjective in -é told from a noun in -e, once folded (`ondée` of `ondé`, and of `onde`).
        let itself = whole_word(&form.text).is_some_and(|text| self.terms.get(&text) == Some(&text));
        if has("is:fem") && !has("is:pl") && itself && !form.text.ends_with("ée") {
            self.relate(&form.text, &lemma);
        }
    }

    /// Relates the term of a form to the term of the word that it is a form of, where the two differ.
    fn relate(&mut self, form: &str, lemma: &str) {
        let term = whole_word(form).and_then(|form| self.terms.get(&form));
        let (Some(term), Some(of)) = (term, self.terms.get(lemma)) else { return };
        let accidental =
            |(one, other): &(&str, &str)| (one, other) == (&&**of, &&**term) || *other == "*" && one == of;
        if term != of && !is_stop_word(term) && !is_stop_word(of) && !tables::UNRELATED.iter().any(accidental)
        {
            self.pairs.insert((term.clone(), of.clone()));
        }
    }

    /// `term other`, both ways, in order.
    pub(crate) fn pairs(mut self) -> BTreeSet<String> {
        for (form, verb) in std::mem::take(&mut self.participles) {
            if self.words.contains(&form) {
                self.relate(&form, &verb);
            }
        }
        let both = |(one, other): &(String, String)| [format!("{one} {other}"), format!("{other} {one}")];
        self.pairs.iter().flat_map(both).collect()
    }
}
