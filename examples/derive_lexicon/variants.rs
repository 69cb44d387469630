//! Words that are spelt in two ways, each with the spelling that stands for both.
//!
//! The dictionary has the spellings of before and after 1990 as words of their own. Endings and beginnings that the reform
//! writes otherwise are rules, which hold where both spellings are words of one kind: `ballade` and `balade` are not one.

use std::collections::{BTreeMap, BTreeSet};

use crate::hunspell::Form;
use crate::{tables, whole_word};

/// The words of the dictionary, by which a rule holds or not.
#[derive(Default)]
pub(crate) struct Variants {
    /// Folded word → its parts of speech.
    kinds: BTreeMap<String, BTreeSet<String>>,
}

impl Variants {
    pub(crate) fn add(&mut self, form: &Form<'_>) {
        if form.text.starts_with(char::is_uppercase) {
            return;
        }
        if let Some(lemma) = whole_word(form.lemma) {
            let kinds = form.entry.iter().filter(|tag| tag.starts_with("po:"));
            // All verbs are of one kind, whatever their group.
            let kinds = kinds.map(|tag| if tag.starts_with("po:v") { "po:v" } else { tag }.to_owned());
            self.kinds.entry(lemma).or_default().extend(kinds);
        }
    }

    /// The spelling that stands for the folded `lemma`.
    pub(crate) fn one(&self, lemma: String) -> String {
        tables::variant(&lemma).map(str::to_owned).or_else(|| self.by_rule(&lemma)).unwrap_or(lemma)
    }

    fn by_rule(&self, lemma: &str) -> Option<String> {
        let ending = |(other, one): &(&str, &str)| Some(lemma.strip_suffix(other)?.to_owned() + one);
        let beginning = |(other, one): &(&str, &str)| Some((*one).to_owned() + lemma.strip_prefix(other)?);
        let endings = tables::ENDINGS.iter().filter(|_| lemma.len() >= tables::SHORTEST).filter_map(ending);
        let candidates = endings.chain(tables::BEGINNINGS.iter().filter_map(beginning));
        candidates.into_iter().find(|one| self.same_kind(lemma, one))
    }

    fn same_kind(&self, one: &str, other: &str) -> bool {
        match (self.kinds.get(one), self.kinds.get(other)) {
            (Some(kinds), Some(others)) => !kinds.is_disjoint(others),
            _ => false,
        }
    }
}
