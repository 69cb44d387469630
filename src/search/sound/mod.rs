//! A folded word → its sound: one key for the spellings of a name, as French and other hands write it.
//!
//! `Ouagadougou` and `Wagadugu`, `Djibouti` and `Jibuti`, `Philippe` and `Filip` have one sound. It is a key to compare, not a
//! transcription: what the ear tells apart (`o` and `u`) stays apart, what hands confuse (`s` and `z`) is one.

mod automaton;

pub(super) use automaton::SoundAutomaton;

/// What must follow the letters of a rule.
enum Before {
    /// One of these letters.
    One(&'static str),
    /// The end of the word.
    End,
    Any,
}

use Before::{Any, End, One};

/// Letters, what follows them, and their sound. Of the rules that fit, the first is taken; a letter without a rule sounds
/// as itself. A sound that follows itself is one, so doubled letters need no rule.
#[rustfmt::skip]
const RULES: &[(&str, Before, &str)] = &[
    ("tsch", Any,           "c"), // Tschad ~ Tchad
    ("tch",  Any,           "c"), // Tchad ~ Chad
    ("tsh",  Any,           "c"), // Tshombé ~ Tchombé
    ("sch",  Any,           "c"), // Aïscha ~ Aïcha
    ("sh",   Any,           "c"), // Sheikh ~ Cheikh
    ("ch",   One("lr"),     "k"), // Christophe ~ Kristof
    ("ch",   Any,           "c"),
    ("c",    One("eiy"),    "s"), // Cissé ~ Sissé
    ("c",    Any,           "k"), // Coulibaly ~ Kulibali, Cheick ~ Cheikh
    ("qu",   One("aeioy"),  "k"), // Quéita ~ Keïta
    ("q",    Any,           "k"), // Qatar ~ Katar
    ("ph",   Any,           "f"), // Philippe ~ Filip
    ("x",    Any,           "ks"), // Alexandre ~ Aleksandre
    ("gu",   One("eiy"),    "g"), // Guélédé ~ Ghélédé
    ("gh",   Any,           "g"), // Baghdad ~ Bagdad
    ("gn",   Any,           "ni"), // Gnassingbé ~ Nyassingbé
    ("ge",   One("aou"),    "j"), // Georges ~ Jorges
    ("g",    One("eiy"),    "j"), // Gérôme ~ Jérôme
    ("dj",   Any,           "j"), // Djibouti ~ Jibuti
    ("di",   One("aeou"),   "j"), // Diarra ~ Jarra
    ("dy",   One("aeou"),   "j"), // Dyula ~ Dioula
    ("z",    Any,           "s"), // Brazzaville ~ Brassaville
    ("eau",  Any,           "o"),
    ("ou",   Any,           "u"), // Ségou ~ Segu
    ("w",    Any,           "u"), // Wagadugu ~ Ouagadougou
    ("y",    Any,           "i"), // Zelensky ~ Zelenski
    ("ee",   End,           ""), // Guinée ~ Guine
    ("e",    End,           ""), // Poutine ~ Putin
    ("h",    Any,           ""), // Ahmadou ~ Amadou, Khartoum ~ Kartoum
];

/// Letters that a rule looks at, at the most: four and the one that follows.
const WINDOW: usize = 5;

/// The sound of a folded word.
pub(super) fn sound(word: &str) -> Vec<u8> {
    let mut key = Vec::new();
    let mut reading = Reading::default();
    for letter in word.bytes() {
        reading.read(letter, |sound| key.push(sound));
    }
    reading.end(|sound| key.push(sound));
    key
}

/// A word that is read letter by letter.
#[derive(Debug, Clone, Copy, Default)]
struct Reading {
    /// The letters whose sound depends on what follows.
    pending: [u8; WINDOW],
    length: usize,
    /// The sound before them; 0 at the beginning.
    last: u8,
}

impl Reading {
    /// Reads a letter, and tells the sounds that are now certain.
    fn read(&mut self, letter: u8, tell: impl FnMut(u8)) {
        self.pending[self.length] = letter;
        self.length += 1;
        self.settle(false, tell);
    }

    /// The word ends here: tells the sounds that were open.
    fn end(mut self, tell: impl FnMut(u8)) {
        self.settle(true, tell);
    }

    fn settle(&mut self, ended: bool, mut tell: impl FnMut(u8)) {
        while let Some((letters, sounds)) = certain(&self.pending[..self.length], ended) {
            let own = [self.pending[0]];
            for sound in sounds.map_or(own.as_slice(), str::as_bytes) {
                if *sound != self.last {
                    tell(*sound);
                }
                self.last = *sound;
            }
            self.pending.copy_within(letters..self.length, 0);
            self.length -= letters;
        }
    }
}

/// How many of the letters make the next sound, and which (`None`: the letter itself); `None` while what follows them
/// may change it.
fn certain(letters: &[u8], ended: bool) -> Option<(usize, Option<&'static str>)> {
    let first = letters.first()?;
    for (spelling, before, sound) in RULES {
        if spelling.as_bytes()[0] == *first && fits(spelling.as_bytes(), before, letters, ended)? {
            return Some((spelling.len(), Some(sound)));
        }
    }
    Some((1, None))
}

/// Whether a rule fits the beginning of `letters`; `None` while what follows them may tell.
fn fits(spelling: &[u8], before: &Before, letters: &[u8], ended: bool) -> Option<bool> {
    let open = if ended { Some(false) } else { None };
    if letters.len() < spelling.len() {
        return if spelling.starts_with(letters) { open } else { Some(false) };
    }
    match (before, letters.strip_prefix(spelling).map(<[u8]>::first)) {
        (_, None) => Some(false),
        (Any, _) => Some(true),
        (One(set), Some(Some(next))) => Some(set.as_bytes().contains(next)),
        (One(_), Some(None)) => open,
        (End, Some(next)) => next.map_or(ended.then_some(true), |_| Some(false)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(word: &str) -> String {
        String::from_utf8_lossy(&sound(word)).into_owned()
    }

    #[test]
    fn spellings_of_one_name_have_one_sound() {
        let table: [(&str, &[&str]); 32] = [
            ("uagadugu", &["ouagadougou", "wagadugu", "ouagadugou"]),
            ("kulikoro", &["koulikoro", "kulikoro", "coulicoro", "koulikorro"]),
            ("tombuktu", &["tombouctou", "tombuktu", "tomboucthou"]),
            ("filip", &["philippe", "filip", "filipe"]),
            ("bubakar", &["boubacar", "bubakar", "boubakar"]),
            ("ceik", &["cheikh", "sheikh", "cheick"]),
            ("jara", &["diarra", "jarra", "djara"]),
            ("jibuti", &["djibouti", "jibuti", "djibuti"]),
            ("katar", &["qatar", "katar", "quatar"]),
            ("selenski", &["zelensky", "zelenski"]),
            ("keita", &["keita", "queita", "keitta"]),
            ("segu", &["segou", "segu"]),
            ("sikaso", &["sikasso", "sicaso"]),
            ("gin", &["guinee", "guine"]),
            ("moamed", &["mohamed", "mohammed"]),
            ("putin", &["poutine", "putin"]),
            ("krucev", &["khrouchtchev", "khrushchev"]),
            ("beirut", &["beyrouth", "beirut"]),
            ("kulibali", &["coulibaly", "kulibali"]),
            ("njai", &["ndiaye", "njaay"]),
            ("juf", &["diouf", "dyouf", "juf"]),
            ("ruanda", &["rwanda", "ruanda"]),
            ("cad", &["tchad", "chad", "tschad"]),
            ("kristof", &["christophe", "kristof"]),
            ("bagdad", &["bagdad", "baghdad"]),
            ("irak", &["irak", "iraq"]),
            ("kenia", &["kenya", "kenia"]),
            ("iaia", &["yaya", "yahya"]),
            ("aksident", &["accident", "aksident"]),
            ("usbekistan", &["ouzbekistan", "uzbekistan"]),
            ("bato", &["bateau", "bato"]),
            ("siad", &["ziad", "siad", "ziyad"]),
        ];
        for (key, spellings) in table {
            for spelling in spellings {
                assert_eq!(shown(spelling), key, "{spelling}");
            }
        }
    }

    #[test]
    fn what_the_ear_tells_apart_stays_apart() {
        let table = [
            ("mali", "malo"),
            ("oumar", "omar"),
            ("niger", "nigeria"),
            ("segou", "segue"),
            ("tour", "tort"),
            ("gao", "kao"),
            ("kita", "keita"),
            ("mopti", "mofti"),
        ];
        for (one, other) in table {
            assert_ne!(shown(one), shown(other), "{one}, {other}");
        }
    }

    #[test]
    fn no_rule_is_hidden_by_an_earlier_one_or_longer_than_the_window() {
        for (at, (spelling, before, _)) in RULES.iter().enumerate() {
            let followed = spelling.len() + usize::from(matches!(before, One(_)));
            assert!(!spelling.is_empty() && followed <= WINDOW, "{spelling}");
            let hidden = |(earlier, any, _): &(&str, Before, &str)| {
                matches!(any, Any) && spelling.starts_with(earlier)
            };
            assert!(!RULES[..at].iter().any(hidden), "{spelling}");
        }
    }

    #[test]
    fn any_term_has_a_sound() {
        assert_eq!(shown(""), "");
        for word in ["e", "h", "ch", "2024", "москва", "東京", "n'djamena"] {
            assert!(sound(word).len() <= 2 * word.len(), "{word}");
        }
    }
}
