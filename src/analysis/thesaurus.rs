//! The words that a French word shares a meaning with. `thesaurus/NOTICE` says whose.

use std::sync::LazyLock;

use fst::raw::Fst;

/// Made by `examples/derive_thesaurus`; read in place. The stems of all words with their numbers, which ascend.
static WORDS: LazyLock<Option<Fst<&[u8]>>> =
    LazyLock::new(|| Fst::new(include_bytes!("thesaurus/words.fst").as_slice()).ok());

/// Where the synonyms of each word begin, 32 bits each, and of the word behind the last; then the synonyms of all, by
/// their numbers, 16 bits each. The lowest byte is first.
const SYNONYMS: &[u8] = include_bytes!("thesaurus/synonyms.bin");

/// The bit of a synonym that says that it is a sure one.
const SURE_BIT: u16 = 1 << 15;

/// How surely a synonym means the same, in halves: one of few in its sense, and one of many.
const SURE: u8 = 2;
const UNSURE: u8 = 1;

/// What a word is to another in one number: how surely by itself, and so many times how surely by way of a third.
const BY_WAY: u8 = 16;

/// A French stem that the thesaurus has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry(u64);

impl Entry {
    /// The entry of a stem, if it has one.
    pub(crate) fn of(stem: &str) -> Option<Self> {
        Some(Self(WORDS.as_ref()?.get(stem)?.value()))
    }

    /// Its synonyms, and those of the surer of them, each with how surely it means the same: above 0, at most 1.
    /// Ascending.
    pub(crate) fn synonyms(self) -> Vec<(Self, f32)> {
        // A frequent word has thousands of ways to others, and tens of others.
        let mut of_words = vec![0_u8; WORDS.as_ref().map_or(0, Fst::len)];
        let mut met: Vec<Self> = Vec::new();
        let mut note = |other: Self, surely: u8, by_way: u8| {
            let Some(known) = of_words.get_mut(other.0 as usize) else { return };
            if *known == 0 {
                met.push(other);
            }
            *known = (*known % BY_WAY).max(surely) + (*known / BY_WAY).max(by_way) * BY_WAY;
        };
        for (synonym, surely) in self.direct() {
            note(synonym, surely, 0);
            // Two doubts in a row lead anywhere.
            let others = synonym
                .direct()
                .filter(|(other, surely_too)| *other != self && surely.max(*surely_too) == SURE);
            others.for_each(|(other, surely_too)| note(other, 0, surely * surely_too / SURE));
        }
        met.sort_unstable();
        let surest = met.into_iter().map(|other| {
            let known = of_words[other.0 as usize];
            let (surely, by_way) = (known % BY_WAY, known / BY_WAY);
            (other, f32::from(surely + surely.max(by_way)) / f32::from(2 * SURE))
        });
        surest.collect()
    }

    /// What the thesaurus itself gives as its synonyms.
    fn direct(self) -> impl Iterator<Item = (Self, u8)> {
        self.packed().unwrap_or_default().chunks_exact(2).filter_map(|bytes| {
            let packed = u16::from_le_bytes(bytes.try_into().ok()?);
            let surely = if packed & SURE_BIT > 0 { SURE } else { UNSURE };
            Some((Self(u64::from(packed & !SURE_BIT)), surely))
        })
    }

    fn packed(self) -> Option<&'static [u8]> {
        let (word, words) = (self.0 as usize, WORDS.as_ref()?.len());
        let start = |word: usize| {
            let bytes = SYNONYMS.get(word * 4..word * 4 + 4)?;
            Some((words + 1) * 4 + u32::from_le_bytes(bytes.try_into().ok()?) as usize * 2)
        };
        SYNONYMS.get(start(word)?..start(word + 1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How surely one means the other.
    fn surely(one: &str, other: &str) -> Option<f32> {
        let other = Entry::of(other)?;
        Entry::of(one)?
            .synonyms()
            .into_iter()
            .find(|(synonym, _)| *synonym == other)
            .map(|(_, surely)| surely)
    }

    #[test]
    fn synonyms_are_mutual_and_nothing_else_has_any() {
        for (one, other) in [("bateau", "navire"), ("mourir", "deceder"), ("detenu", "prisonnier")] {
            assert!(surely(one, other).is_some_and(|surely| surely > 0.0 && surely <= 1.0), "{one}");
            assert_eq!(surely(one, other), surely(other, one), "{one}, {other}");
        }
        for none in ["", "koulikoro", "2025", "bateau navire", "bate", "en:boat"] {
            assert_eq!(Entry::of(none), None, "{none}");
        }
    }
}
