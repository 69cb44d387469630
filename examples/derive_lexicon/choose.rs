//! Of the lemmas that a folded form may have, the one that is its term.
//!
//! One string must do, for the index and the query to agree; to join all the lemmas of homographs would join `être` with
//! `suivre` and `fils` with `fil`. So the likelier reading decides, see [`Reading`]. A verb whose stem is a noun goes by
//! the noun (`attaquer`, `attaquent`: `attaque`): half its forms are the noun's anyway, and on the questions of PIAF
//! this finds more (nDCG@10 .8111 against .8089).

use std::collections::{BTreeMap, BTreeSet};

use crate::hunspell::Form;
use crate::variants::Variants;
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
    /// In a tense or person that hardly ever means the verb where a name is written alike: `usa`, `Castres`.
    Seldom,
}

/// The simple past, the imperfect of the subjunctive, and the second person; of verbs in -er.
const SELDOM: [&str; 3] = ["po:ipsi", "po:simp", "po:2sg"];

/// Folded form → its term, in the order of the forms.
pub(crate) type Terms = BTreeMap<String, String>;

/// Folded form → its readings.
pub(crate) struct Readings<'v> {
    variants: &'v Variants,
    of: BTreeMap<String, BTreeSet<(Reading, String)>>,
    /// Verb → its third person, which may be a noun: `attaquer`, `attaque`.
    third_persons: BTreeMap<String, String>,
}

impl<'v> Readings<'v> {
    pub(crate) fn new(variants: &'v Variants) -> Self {
        Self { variants, of: BTreeMap::new(), third_persons: BTreeMap::new() }
    }

    pub(crate) fn add(&mut self, form: &Form<'_>) {
        let (Some(text), Some(lemma)) = (whole_word(&form.text), whole_word(form.lemma)) else { return };
        if is_ordinal(form, &text) {
            return;
        }
        let reading = reading(form, text == lemma);
        let lemma = self.variants.one(lemma);
        if form.suffix.contains(&"po:ipre")
            && lemma.strip_suffix("er").is_some_and(|stem| text == format!("{stem}e"))
        {
            self.third_persons.insert(lemma.clone(), text.clone());
        }
        self.of.entry(text).or_default().insert((reading, lemma));
    }

    pub(crate) fn choose(mut self) -> Terms {
        for (form, lemma) in tables::PREFERRED {
            self.of.entry((*form).to_owned()).or_default().insert((Reading::Table, (*lemma).to_owned()));
        }
        for people in tables::PEOPLES {
            for form in [(*people).to_owned(), format!("{people}s")] {
                self.of.entry(form).or_default().insert((Reading::Name, (*people).to_owned()));
            }
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

/// Whether the form is an ordinal in Roman figures, which the chain reads by itself: `VIes` and `viᵉˢ` are no `vies`.
fn is_ordinal(form: &Form<'_>, folded: &str) -> bool {
    let raised = form.text.contains(['ᵉ', 'ʳ', 'ᵈ']);
    let figures = folded.trim_end_matches("es").trim_end_matches('e');
    let roman =
        form.text.starts_with(char::is_uppercase) && figures.bytes().all(|byte| b"ivxlc".contains(&byte));
    raised || roman && figures.len() < folded.len()
}

fn reading(form: &Form<'_>, itself: bool) -> Reading {
    let has = |tag: &str| form.entry.contains(&tag) || form.suffix.contains(&tag);
    let verb = form.entry.iter().any(|tag| tag.starts_with("po:v"));
    match () {
        () if form.text.starts_with(char::is_uppercase) => Reading::Name,
        () if verb && (itself || has("po:infi")) => Reading::Infinitive,
        () if verb && has("po:ppas") => Reading::Participle,
        () if verb && form.lemma.ends_with("er") && SELDOM.iter().any(|tag| form.suffix.contains(tag)) => {
            Reading::Seldom
        }
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
        let rare = matches!(reading, Reading::Conjugated | Reading::Seldom)
            && lemma.ends_with("er")
            && lemma != "aller";
        (*reading, rare, lemma.len())
    };
    readings.iter().min_by_key(order).map(|(_, lemma)| lemma.as_str())
}
