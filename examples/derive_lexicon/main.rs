//! Derives `src/analysis/lexicon/fr.fst`, `fr-compounds.fst` and `fr-related.fst` from the French Hunspell dictionary,
//! byte for byte:
//!
//! ```text
//! apt-get download hunspell-fr-comprehensive    # Debian, version 1:7.0-1
//! dpkg -x hunspell-fr-comprehensive_*_all.deb dictionary
//! cargo run --example derive_lexicon dictionary/usr/share/hunspell/fr.aff dictionary/usr/share/hunspell/fr.dic \
//!     src/analysis/lexicon/fr.fst src/analysis/lexicon/fr-compounds.fst src/analysis/lexicon/fr-related.fst
//! ```
//!
//! To begin with, the files may be empty: words are folded by the chain itself, and that needs no lexicon.

mod choose;
mod hunspell;
mod related;
mod tables;
mod variants;

use std::collections::BTreeSet;
use std::error::Error;
use std::{env, fs};

use choose::{Readings, Terms};
use corpus::analysis::tokens;
use hunspell::Affixes;
use related::Related;
use variants::Variants;

/// Bits of a value that count the letters to cut off; as in `src/analysis/lexicon.rs`.
const CUT_BITS: u32 = 5;
/// Bits of a letter.
const LETTER_BITS: u32 = 5;
/// Letters that have room in a value.
const MOST_LETTERS: usize = 11;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [aff, dic, forms_out, compounds_out, related_out] = args.as_slice() else {
        return Err("usage: derive_lexicon FR.AFF FR.DIC FORMS COMPOUNDS RELATED".into());
    };
    let (aff, dic) = (fs::read_to_string(aff)?, fs::read_to_string(dic)?);
    let affixes = Affixes::read(&aff);
    // The first line of a dictionary counts the others.
    let forms = || dic.lines().skip(1).flat_map(|line| affixes.expand(line));
    let mut variants = Variants::default();
    forms().for_each(|form| variants.add(&form));
    let mut readings = Readings::new(&variants);
    forms().for_each(|form| readings.add(&form));
    let terms = readings.choose();
    fs::write(forms_out, stored(&terms)?)?;
    let mut related = Related::new(&terms, &variants);
    forms().for_each(|form| related.add(&form));
    fs::write(related_out, fst::Set::from_iter(related.pairs())?.as_fst().as_bytes())?;
    let compounds: BTreeSet<String> = forms().filter_map(|form| compound(&form.text)).collect();
    fs::write(compounds_out, fst::Set::from_iter(compounds)?.as_fst().as_bytes())?;
    Ok(())
}

/// The folded words of a compound with hyphens between them; `None` of any other form.
fn compound(text: &str) -> Option<String> {
    let parts: Vec<String> = text.split(['-', '\'', '’']).map(whole_word).collect::<Option<_>>()?;
    text.contains('-').then(|| parts.join("-"))
}

/// The folded form of what the chain takes for one word of plain letters.
pub(crate) fn whole_word(text: &str) -> Option<String> {
    let word = tokens(text).next().filter(|word| word.bytes == (0..text.len()))?;
    word.folded.bytes().all(|b| b.is_ascii_lowercase()).then_some(word.folded)
}

fn stored(terms: &Terms) -> Result<Vec<u8>, fst::Error> {
    let mut map = fst::MapBuilder::memory();
    for (form, term) in terms {
        if let Some(value) = packed(form, term) {
            map.insert(form, value)?;
        }
    }
    map.into_inner()
}

/// How a form becomes its term: the low bits say how many letters are cut off its end, the others what letters follow,
/// the first one lowest. `None` where a value has no room for it.
fn packed(form: &str, term: &str) -> Option<u64> {
    let kept = form.bytes().zip(term.bytes()).take_while(|(one, other)| one == other).count();
    let (cut, added) = (form.len() - kept, &term[kept..]);
    let letters = added.bytes().rev().fold(0, |letters, b| letters << LETTER_BITS | u64::from(b - b'a' + 1));
    (cut < 1 << CUT_BITS && added.len() <= MOST_LETTERS).then_some(letters << CUT_BITS | cut as u64)
}
