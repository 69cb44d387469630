//! Of the lemmas that a folded form may have, the one that is its term.
//!
//! One string must do, for the index and the query to agree; to join all the lemmas of homographs would join `être` with
//! `suivre` and `fils` with `fil`. So the likelier reading decides, see [`Reading`]. A verb whose stem is a noun goes by
//! the noun (`attaquer`, `attaquent`: `attaque`): half its forms are the noun's anyway, and on the questions of PIAF
//! this finds more (nDCG@10 .8111 against .8089).

use std::collections::{BTreeMap, BTreeSet};

use crate::hunspell::Form;
use crate::{tables, whole_word};

/// What a form is of its lemma; of a homograph's readings the first counts. A name counts where no word folds alike,
/// since the chain knows no capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reading {
    /// It is in the table.
    Table,
    /// A noun or adjective itself: `fils` is no plural of `fil`, `mise` no form of `mettre`.
    Itself,
    Feminine,
    /// Or what other form a word has that is no verb.
    Plural,
    Infinitive,
    Participle,
    Conjugated,
    Name,
}

/// Folded form → its readings.
#[derive(Default)]
pub(crate) struct Readings {
    of: BTreeMap<String, BTreeSet<(Reading, String)>>,
    /// Verb → its third person, which may be a noun: `attaquer`, `attaque`.
    third_persons: BTreeMap<String, String>,
}

impl Readings {
    pub(crate) fn add(&mut self, form: &Form<'_>) {
        let (Some(text), Some(lemma)) = (whole_word(&form.text), whole_word(form.lemma)) else { return };
        let reading = reading(form, text == lemma);
        let lemma = match reading {
            Reading::Name => text.clone(),
            _ => tables::variant(&lemma).to_owned(),
        };
        if form.suffix.contains(&"po:ipre")
            && lemma.strip_suffix("er").is_some_and(|stem| text == format!("{stem}e"))
        {
            self.third_persons.insert(lemma.clone(), text.clone());
        }
        self.of.entry(text).or_default().insert((reading, lemma));
    }

    /// Folded form → term, in the order of the forms.
    pub(crate) fn choose(mut self) -> BTreeMap<String, String> {
        for (form, lemma) in tables::PREFERRED {
            self.of.entry((*form).to_owned()).or_default().insert((Reading::Table, (*lemma).to_owned()));
        }
        let lemmas: BTreeMap<_, _> =
            self.of.iter().filter_map(|(form, readings)| Some((form, likeliest(readings)?))).collect();
        let nouns = self.third_persons.iter().filter_map(|(verb, third)| {
            let itself = self.of[third].iter().any(|(reading, _)| *reading == Reading::Itself);
            itself.then_some((verb.as_str(), *lemmas.get(third)?))
        });
        let nouns: BTreeMap<_, _> = nouns.collect();
        let term = |lemma: &str| (*nouns.get(lemma).unwrap_or(&lemma)).to_owned();
        lemmas.iter().map(|(form, lemma)| ((*form).clone(), term(lemma))).collect()
    }
}

fn reading(form: &Form<'_>, itself: bool) -> Reading {
    let has = |tag: &str| form.entry.contains(&tag) || form.suffix.contains(&tag);
    let verb = form.entry.iter().any(|tag| tag.starts_with("po:v"));
    match () {
        () if form.text.starts_with(char::is_uppercase) => Reading::Name,
        () if verb && (itself || has("po:infi")) => Reading::Infinitive,
        () if verb && has("po:ppas") => Reading::Participle,
        () if verb => Reading::Conjugated,
        () if itself => Reading::Itself,
        () if form.suffix.contains(&"is:fem") => Reading::Feminine,
        () => Reading::Plural,
    }
}

/// Of two verbs the one not in -er is likelier (`convient`: `convenir`, not `convier`), then the shorter lemma
/// (`remplies`: `remplir`, not `remplier`).
fn likeliest(readings: &BTreeSet<(Reading, String)>) -> Option<&str> {
    let order = |(reading, lemma): &&(Reading, String)| {
        let rare = *reading == Reading::Conjugated && lemma.ends_with("er") && lemma != "aller";
        (*reading, rare, lemma.len())
    };
    readings.iter().min_by_key(order).map(|(_, lemma)| lemma.as_str())
}
