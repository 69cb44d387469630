//! Derives `src/analysis/thesaurus/words.fst` and `synonyms.bin` from the French thesaurus of LibreOffice, byte for byte:
//!
//! ```text
//! apt-get download mythes-fr    # Debian, version 1:7.5.0-1
//! dpkg -x mythes-fr_*_all.deb thesaurus
//! cargo run --example derive_thesaurus thesaurus/usr/share/mythes/thes_fr.dat \
//!     src/analysis/thesaurus/words.fst src/analysis/thesaurus/synonyms.bin
//! ```
//!
//! To begin with, the files may be empty: words are led to their stems by the chain, and that needs no thesaurus.
//!
//! A sense of a word is a line with its synonyms. Each word of one word goes by its stem, and so does each synonym; the
//! pair counts both ways, and the more, the fewer synonyms the sense has: one of three says more than one of fifty. Pairs
//! of several senses add up.

use std::collections::BTreeMap;
use std::error::Error;
use std::{env, fs};

use corpus::analysis::{is_stop_word, tokens};

/// How much a pair of a sense with so many synonyms counts: 1, 1/2 at ten, 1/6 at fifty.
fn share(synonyms: usize) -> f64 {
    1.0 / (1.0 + synonyms as f64 / 10.0)
}

/// What a pair counts for at least to be stored as a sure one; as in `src/analysis/thesaurus.rs`.
const SURE: f64 = 0.5;

/// The bit of a synonym that says so; the others are its number.
const SURE_BIT: u16 = 1 << 15;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [source, words_out, synonyms_out] = arguments.as_slice() else {
        return Err("usage: derive_thesaurus THES_FR.DAT WORDS SYNONYMS".into());
    };
    let text = fs::read_to_string(source)?;
    let mut pairs: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    let mut word = None;
    // The first line names the encoding.
    for line in text.lines().skip(1) {
        let mut parts = line.split('|');
        let first = parts.next().unwrap_or_default();
        // A sense begins with its part of speech.
        if !first.starts_with('(') && first != "-" {
            word = stem(first);
            continue;
        }
        let synonyms: Vec<&str> = parts.collect();
        let Some(word) = &word else { continue };
        let others =
            synonyms.iter().filter_map(|synonym| stem(synonym.split(" (").next().unwrap_or(synonym)));
        for other in others.filter(|other| other != word) {
            for (one, other) in [(word, &other), (&other, word)] {
                *pairs.entry(one.clone()).or_default().entry(other.clone()).or_default() +=
                    share(synonyms.len());
            }
        }
    }
    let numbers: BTreeMap<&String, u16> = pairs.keys().zip(0..SURE_BIT).collect();
    let (mut starts, mut synonyms) = (vec![0_u32], Vec::new());
    for others in pairs.values() {
        for (other, strength) in others {
            let number = numbers.get(other).ok_or("too many words for their numbers")?;
            synonyms.push(number | if *strength >= SURE { SURE_BIT } else { 0 });
        }
        starts.push(u32::try_from(synonyms.len())?);
    }
    let bytes = starts.into_iter().flat_map(u32::to_le_bytes);
    fs::write(
        synonyms_out,
        bytes.chain(synonyms.into_iter().flat_map(u16::to_le_bytes)).collect::<Vec<_>>(),
    )?;
    let words = numbers.into_iter().map(|(word, number)| (word, u64::from(number)));
    fs::write(words_out, fst::Map::from_iter(words)?.as_fst().as_bytes())?;
    Ok(())
}

/// The stem of what the chain takes for one word, if it is more than a stop word.
fn stem(text: &str) -> Option<String> {
    let word = tokens(text).next().filter(|word| word.bytes == (0..text.len()))?;
    let plain = word.stem.bytes().all(|byte| byte.is_ascii_lowercase());
    (plain && !is_stop_word(&word.folded)).then_some(word.stem)
}
