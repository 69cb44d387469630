//! The words that a French word shares a meaning with. `thesaurus/NOTICE` says whose.

use fst::raw::Fst;

/// Made by `examples/derive_thesaurus`; read in place. The stems of all words with their numbers, which ascend.
const WORDS: &[u8] = include_bytes!("thesaurus/words.fst");

/// Where the synonyms of each word begin, 32 bits each, and of the word behind the last; then the synonyms of all, by
/// their numbers, 16 bits each. The lowest byte is first.
const SYNONYMS: &[u8] = include_bytes!("thesaurus/synonyms.bin");

/// The bit of a synonym that says that it is a sure one.
const SURE_BIT: u16 = 1 << 15;

/// How surely a synonym means the same: one of few in its sense, and one of many.
const SURE: f32 = 1.0;
const UNSURE: f32 = 0.5;

/// The stems of the synonyms of a French `stem`, in order, each with how surely it means the same: above 0, at most 1.
pub(crate) fn synonyms(stem: &str) -> Vec<(String, f32)> {
    let Ok(words) = Fst::new(WORDS) else { return Vec::new() };
    let Some(number) = words.get(stem) else { return Vec::new() };
    let numbers = numbers(number.value() as usize, words.len()).unwrap_or_default();
    let synonym = |bytes: &[u8]| {
        let packed = u16::from_le_bytes(bytes.try_into().ok()?);
        let stem = words.get_key(u64::from(packed & !SURE_BIT))?;
        Some((String::from_utf8(stem).ok()?, if packed & SURE_BIT > 0 { SURE } else { UNSURE }))
    };
    numbers.chunks_exact(2).filter_map(synonym).collect()
}

/// The bytes of the synonyms of the word with this number, of so many words.
fn numbers(word: usize, words: usize) -> Option<&'static [u8]> {
    let start = |word: usize| {
        let bytes = SYNONYMS.get(word * 4..word * 4 + 4)?;
        Some((words + 1) * 4 + u32::from_le_bytes(bytes.try_into().ok()?) as usize * 2)
    };
    SYNONYMS.get(start(word)?..start(word + 1)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonyms_are_mutual_and_nothing_else_has_any() {
        for (one, other) in [("bateau", "navire"), ("mourir", "deceder"), ("detenu", "prisonnier")] {
            let strength = |of: &str, is: &str| {
                synonyms(of).into_iter().find(|(synonym, _)| synonym == is).map(|(_, strength)| strength)
            };
            assert!(strength(one, other).is_some_and(|strength| strength > 0.0 && strength <= 1.0), "{one}");
            assert_eq!(strength(one, other), strength(other, one), "{one}, {other}");
        }
        for none in ["", "koulikoro", "2025", "bateau navire", "bate", "en:boat"] {
            assert_eq!(synonyms(none), [], "{none}");
        }
    }
}
