//! Which terms of a vocabulary sound like a word, found without looking at each of them.

use tantivy_fst::Automaton;

use super::{Reading, sound};

/// Sounds of the longest word that is looked for: a position each, and one for the end, in a machine word.
const MOST_SOUNDS: usize = 62;

/// Accepts the terms whose sound is that of a word, or one edit from it.
pub(in crate::search) struct SoundAutomaton {
    /// Of each sound, the places in the key where it stands, as bits.
    places: [u64; 256],
    length: usize,
    /// One sound may be missing, be added, or be another one.
    may_differ: bool,
}

impl SoundAutomaton {
    /// `None` for a word with too few sounds to be told from others, or with figures, which are not spelled by ear.
    pub(in crate::search) fn new(word: &str) -> Option<Self> {
        let key = sound(word);
        if !(3..=MOST_SOUNDS).contains(&key.len()) || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mut places = [0; 256];
        for (place, sound) in key.iter().enumerate() {
            places[usize::from(*sound)] |= 1 << place;
        }
        // A short key that may differ is near to everything.
        Some(Self { places, length: key.len(), may_differ: key.len() > 5 })
    }

    fn step(&self, heard: Heard, sound: u8) -> Heard {
        let places = self.places[usize::from(sound)];
        let exact = (heard.exact & places) << 1;
        let added = heard.exact;
        let other = heard.exact << 1;
        self.within(Heard { exact, edited: (heard.edited & places) << 1 | added | other })
    }

    /// The same where a sound of the key may be missing; no place behind its end.
    fn within(&self, heard: Heard) -> Heard {
        let all = (1 << (self.length + 1)) - 1;
        let edited = if self.may_differ { heard.edited | heard.exact << 1 } else { 0 };
        Heard { exact: heard.exact & all, edited: edited & all }
    }
}

/// How many sounds of the key have been heard: each bit a number that is possible, without an edit and with one.
#[derive(Debug, Clone, Copy)]
struct Heard {
    exact: u64,
    edited: u64,
}

/// A term that is read letter by letter.
#[derive(Debug, Clone, Copy)]
pub(in crate::search) struct State {
    reading: Reading,
    heard: Heard,
}

impl Automaton for SoundAutomaton {
    type State = State;

    fn start(&self) -> State {
        State { reading: Reading::default(), heard: self.within(Heard { exact: 1, edited: 0 }) }
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        let State { mut reading, mut heard } = *state;
        reading.read(byte, |sound| heard = self.step(heard, sound));
        State { reading, heard }
    }

    fn is_match(&self, state: &State) -> bool {
        let mut heard = state.heard;
        state.reading.end(|sound| heard = self.step(heard, sound));
        (heard.exact | heard.edited) >> self.length == 1
    }

    fn can_match(&self, state: &State) -> bool {
        state.heard.exact | state.heard.edited != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(word: &str, term: &str) -> bool {
        let Some(automaton) = SoundAutomaton::new(word) else { return false };
        let mut state = automaton.start();
        for byte in term.bytes() {
            state = automaton.accept(&state, byte);
            if !automaton.can_match(&state) {
                return false;
            }
        }
        automaton.is_match(&state)
    }

    #[test]
    fn the_same_sound_is_accepted_and_of_long_words_one_edit() {
        let table = [
            ("wagadugu", "ouagadougou", true),
            ("ouagadougou", "wagadugu", true),
            ("filip", "philippe", true),
            ("filip", "phillipa", false),
            ("timbuktu", "tombouctou", true),
            ("mouhammed", "mohamed", true),
            ("gaddafi", "kadhafi", true),
            ("kulikoro", "koulikor", true),
            ("kulikoro", "koulikarou", false),
            ("kulikoro", "akoulikoro", true),
            ("kulikoro", "koulikoroba", false),
            ("kulikoro", "kouli", false),
            ("kulikoro", "", false),
        ];
        for (word, term, accepted) in table {
            assert_eq!(accepts(word, term), accepted, "{word}, {term}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_accepted_is_what_the_keys_say(word in "[a-hkoqtuwy]{3,9}", term in "[a-hkoqtuwy]{0,9}") {
            if let Some(automaton) = SoundAutomaton::new(&word) {
                let most = usize::from(automaton.may_differ);
                let near = strsim::generic_levenshtein(&sound(&word), &sound(&term)) <= most;
                proptest::prop_assert_eq!(accepts(&word, &term), near);
            }
        }
    }

    #[test]
    fn short_words_and_numbers_are_not_looked_for() {
        for word in ["", "gue", "ou", "2024", "co2e"] {
            assert!(SoundAutomaton::new(word).is_none(), "{word}");
        }
        assert!(SoundAutomaton::new(&"kalibu".repeat(40)).is_none());
    }
}
