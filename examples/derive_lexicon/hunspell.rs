//! A Hunspell dictionary → its inflected forms. Only what the French dictionary uses is read: flags of two characters,
//! suffixes of one level, and no prefixes, since those are elisions, which the chain cuts off by itself.

use std::collections::HashMap;

/// What stands behind a dictionary word or a suffix: `po:nom is:fem is:sg`.
pub(crate) type Morphology<'t> = Vec<&'t str>;

/// An inflected form.
pub(crate) struct Form<'t> {
    pub(crate) text: String,
    /// The entry of the dictionary that it is a form of.
    pub(crate) lemma: &'t str,
    /// Of the entry.
    pub(crate) entry: Morphology<'t>,
    /// Of the suffix; empty for the entry itself.
    pub(crate) suffix: Morphology<'t>,
}

struct Suffix<'t> {
    strip: &'t str,
    add: &'t str,
    condition: Vec<Class>,
    morphology: Morphology<'t>,
}

/// A character of a condition: `[^sxz]`, `[td]`, `e` or `.`.
struct Class {
    negated: bool,
    set: Vec<char>,
}

impl Class {
    fn holds(&self, c: char) -> bool {
        self.set.contains(&c) != self.negated
    }
}

/// The entry itself is not a word; one of its suffixes adds nothing.
const NEEDS_AFFIX: &str = "()";
const FORBIDDEN: &str = "{}";

pub(crate) struct Affixes<'t>(HashMap<&'t str, Vec<Suffix<'t>>>);

impl<'t> Affixes<'t> {
    pub(crate) fn read(aff: &'t str) -> Self {
        let mut suffixes: HashMap<&str, Vec<Suffix<'_>>> = HashMap::new();
        for line in aff.lines() {
            // `SFX flag strip add/flags condition morphology…`; the header of a group has four fields.
            if let ["SFX", flag, strip, add, condition, morphology @ ..] =
                line.split_whitespace().collect::<Vec<_>>().as_slice()
            {
                suffixes.entry(flag).or_default().push(Suffix {
                    strip: if *strip == "0" { "" } else { strip },
                    add: match add.split('/').next() {
                        None | Some("0") => "",
                        Some(add) => add,
                    },
                    condition: condition_of(condition),
                    morphology: morphology.to_vec(),
                });
            }
        }
        Self(suffixes)
    }

    /// Every form of a line of the dictionary, `word/flags morphology…`.
    pub(crate) fn expand(&self, line: &'t str) -> Vec<Form<'t>> {
        let mut fields = line.split_whitespace();
        let head = fields.next().unwrap_or_default();
        let entry: Morphology<'_> = fields.collect();
        let (word, flags) = head.split_once('/').unwrap_or((head, ""));
        let flags = pairs(flags);
        if flags.contains(&FORBIDDEN) {
            return Vec::new();
        }
        // A plural that is an entry of its own names its singular.
        let lemma = entry.iter().find_map(|field| field.strip_prefix("st:")).unwrap_or(word);
        let form = |text, suffix| Form { text, lemma, entry: entry.clone(), suffix };
        let itself = (!flags.contains(&NEEDS_AFFIX)).then(|| form(word.to_owned(), Vec::new()));
        let suffixes = flags.iter().filter_map(|flag| self.0.get(flag)).flatten();
        let inflected =
            suffixes.filter_map(|suffix| Some(form(suffix.apply(word)?, suffix.morphology.clone())));
        itself.into_iter().chain(inflected).collect()
    }
}

impl Suffix<'_> {
    fn apply(&self, word: &str) -> Option<String> {
        let mut letters = word.chars().rev();
        let fits = self.condition.iter().rev().all(|class| letters.next().is_some_and(|c| class.holds(c)));
        Some(word.strip_suffix(self.strip).filter(|_| fits)?.to_owned() + self.add)
    }
}

fn condition_of(text: &str) -> Vec<Class> {
    let mut classes = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        classes.push(match c {
            '.' => Class { negated: true, set: Vec::new() },
            '[' => {
                let set: Vec<char> = chars.by_ref().take_while(|c| *c != ']').collect();
                match set.as_slice() {
                    ['^', rest @ ..] => Class { negated: true, set: rest.to_vec() },
                    _ => Class { negated: false, set },
                }
            }
            _ => Class { negated: false, set: vec![c] },
        });
    }
    classes
}

/// Flags are two characters each.
fn pairs(flags: &str) -> Vec<&str> {
    let starts: Vec<usize> = flags.char_indices().map(|(at, _)| at).step_by(2).chain([flags.len()]).collect();
    starts.windows(2).map(|bounds| &flags[bounds[0]..bounds[1]]).collect()
}
