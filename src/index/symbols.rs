//! Text with a byte for each of the strings that French is full of: two bytes of three of it and more are in symbols of two
//! bytes or longer.
//!
//! Each text can be read by itself, at the price of a copy, which is what a store needs of which a search reads a few
//! passages here and there; and the general compression of its blocks does better on what is left (33 % of a text instead
//! of 45 with LZ4 in blocks of 8 KB). The method is FSST's (Boncz, Neumann and Leis, 2020), with one table for all texts.

use std::sync::LazyLock;

/// Says that no symbols follow but the text's own bytes, as many as the next byte says.
const AS_IS: u8 = u8::MAX;

/// Bytes of the longest symbol.
const LONGEST: usize = size_of::<u64>();

/// Packs a text.
pub(super) fn pack(text: &str) -> Vec<u8> {
    static SYMBOLS_BY_START: LazyLock<Starts> = LazyLock::new(Starts::new);
    let starts = &*SYMBOLS_BY_START;
    let mut packed = Vec::with_capacity(text.len() / 2 + 16);
    // Bytes at the end of what was read that begin no symbol.
    let mut strange = 0;
    let mut rest = text.as_bytes();
    while let Some(first) = rest.first() {
        // Among strange bytes one by itself takes as much as its symbol, and to begin anew behind it two more.
        let single = starts.single[usize::from(*first)].filter(|_| strange == 0);
        if let Some(Symbol { code, length, .. }) = starts.longest(rest).or(single) {
            strange = 0;
            packed.push(code);
            rest = &rest[usize::from(length)..];
            continue;
        }
        if strange == 0 || strange == usize::from(u8::MAX) {
            packed.extend([AS_IS, 0]);
            strange = 0;
        }
        strange += 1;
        packed.push(*first);
        let count = packed.len() - strange - 1;
        packed[count] += 1;
        rest = &rest[1..];
    }
    packed
}

/// The text that was packed. `None` if these bytes are not what [`pack`] made of one.
pub(super) fn unpack(mut packed: &[u8]) -> Option<String> {
    let mut text = Vec::with_capacity(packed.len() * 3);
    while let Some((code, rest)) = packed.split_first() {
        packed = rest;
        if *code == AS_IS {
            let (count, rest) = packed.split_first()?;
            let (own, rest) = rest.split_at_checked(usize::from(*count))?;
            text.extend_from_slice(own);
            packed = rest;
        } else {
            text.extend_from_slice(SYMBOLS[usize::from(*code)]);
        }
    }
    String::from_utf8(text).ok()
}

/// The symbols by how they begin.
struct Starts {
    /// Those of two bytes and more, by a hash of the first two, the longest first.
    longer: Vec<Vec<Symbol>>,
    /// Those of one byte, by that byte.
    single: [Option<Symbol>; 256],
}

#[derive(Debug, Clone, Copy)]
struct Symbol {
    /// Its bytes as a little-endian number, and a mask of them. No symbol has a zero, which stands behind the end of a text.
    bytes: u64,
    mask: u64,
    length: u8,
    code: u8,
}

impl Starts {
    const SLOTS: usize = 512;

    fn new() -> Self {
        let mut starts = Self { longer: vec![Vec::new(); Self::SLOTS], single: [None; 256] };
        for (symbol, code) in SYMBOLS.into_iter().zip(0..) {
            let bytes = word(symbol);
            let mask = u64::MAX >> (u64::BITS as usize - 8 * symbol.len());
            let found = Symbol { bytes, mask, length: symbol.len() as u8, code };
            match symbol {
                [single] => starts.single[usize::from(*single)] = Some(found),
                _ => starts.longer[Self::slot(bytes)].push(found),
            }
        }
        starts.longer.iter_mut().for_each(|symbols| symbols.sort_by_key(|symbol| u8::MAX - symbol.length));
        starts
    }

    /// By multiplication with 2³² / φ (Knuth).
    fn slot(word: u64) -> usize {
        let hash = (word as u32 & 0xffff).wrapping_mul(0x9e37_79b1);
        hash as usize >> (u32::BITS - Self::SLOTS.ilog2())
    }

    /// The longest symbol of two bytes or more that the text begins with.
    fn longest(&self, text: &[u8]) -> Option<Symbol> {
        let word = word(text);
        self.longer[Self::slot(word)].iter().find(|symbol| word & symbol.mask == symbol.bytes).copied()
    }
}

/// The first bytes of a text as a little-endian number, with zeros behind its end.
fn word(text: &[u8]) -> u64 {
    u64::from_le_bytes(text.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; LONGEST];
        bytes[..text.len()].copy_from_slice(text);
        bytes
    }))
}

/// Made by `examples/learn_symbols` of articles of an encyclopedia, texts on labour law and the project's `seeds`. The place of
/// a symbol is its code: a change is one of the format.
#[rustfmt::skip]
const SYMBOLS: [&[u8]; AS_IS as usize] = [
    b"\n", b" ", b" a", b" d", b" de ", b" de l", b" et ", b" le", b" p", b"\'", b"(", b")", b",", b", ", b", le",
    b"-", b".", b".\n\n", b". ", b". L", b"0", b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"8", b"9", b":", b"A", b"B",
    b"C", b"D", b"E", b"F", b"G", b"H", b"I", b"J", b"L", b"M", b"N", b"O", b"P", b"R", b"S", b"T", b"U", b"V", b"a",
    b"a ", b"ac", b"ai", b"al", b"an", b"ant ", b"ar", b"as", b"at", b"ation ", b"au", b"au ", b"b", b"c", b"ca",
    b"ce", b"ce ", b"ch", b"ci", b"co", b"comm", b"comp", b"con", b"ction ", b"d", b"d\'", b"dans ", b"dans l", b"de",
    b"de ", b"de l", b"de la ", b"des ", b"di", b"du ", b"d\xc3\xa9", b"e", b"e ", b"e de ", b"em", b"en", b"en ",
    b"ent", b"ent ", b"er", b"er ", b"es", b"es ", b"est ", b"et ", b"eur", b"f", b"fi", b"fo", b"g", b"ge", b"h",
    b"i", b"ie", b"il", b"il ", b"in", b"ion", b"ire", b"is", b"is ", b"it", b"it ", b"j", b"k", b"l", b"l ", b"l\'",
    b"la", b"la ", b"le", b"le ", b"les ", b"li", b"lle ", b"lo", b"m", b"ma", b"me", b"me ", b"ment", b"ment ",
    b"mi", b"mo", b"mp", b"n", b"n ", b"na", b"nd", b"ne", b"ne ", b"ni", b"no", b"nt", b"nt ", b"n\xc3\xa9", b"o",
    b"on", b"or", b"ou", b"ou ", b"our", b"p", b"par", b"par ", b"pe", b"pl", b"po", b"pour ", b"pr", b"pro",
    b"pr\xc3\xa9", b"qu", b"que", b"que ", b"qui ", b"r", b"r ", b"ra", b"ran", b"re", b"re ", b"res", b"ri", b"ro",
    b"r\xc3\xa9", b"s", b"s ", b"s d", b"s de ", b"s et ", b"s p", b"s, ", b"sa", b"se", b"se ", b"si", b"sion",
    b"so", b"son", b"sont ", b"ss", b"st", b"su", b"sur ", b"t", b"t ", b"ta", b"te", b"te ", b"ter", b"ti", b"tion ",
    b"tion d", b"tions ", b"to", b"tr", b"tra", b"tre ", b"t\xc3\xa9", b"u", b"u ", b"ue", b"ui", b"un ", b"une ",
    b"ur", b"us", b"us ", b"ut", b"v", b"va", b"ve", b"vi", b"vo", b"x", b"x ", b"y", b"z", b"\x80", b"\xa0", b"\xa7",
    b"\xaa", b"\xab", b"\xb4", b"\xbb", b"\xc2", b"\xc3", b"\xc3\xa0 ", b"\xc3\xa0 la ", b"\xc3\xa8", b"\xc3\xa8re",
    b"\xc3\xa9", b"\xc3\xa9 ", b"\xc3\xa9e ", b"\xc3\xa9r", b"\xc3\xa9t", b"\xe2\x80\x99",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn french_takes_half_its_bytes() {
        let text = "Le fleuve Niger, né dans les montagnes de Guinée, coule vers le nord-est jusqu’à Tombouctou, puis vers le \
                    sud-est. À Koulikoro, en aval de Bamako, commence le bief navigable : les bateaux de la compagnie y \
                    descendent jusqu'à Gao pendant les hautes eaux, d'août à décembre.";
        let packed = pack(text);
        assert!(packed.len() * 100 < text.len() * 58, "{} of {}", packed.len(), text.len());
        assert_eq!(unpack(&packed).as_deref(), Some(text));
    }

    #[test]
    fn what_is_in_no_symbol_stays_as_it_is() {
        let arabic = "باماكو عاصمة مالي".repeat(40);
        assert!(pack(&arabic).len() <= arabic.len() + arabic.len() / 20);
        for text in [arabic.as_str(), "", "\0", "\0\0e", "a\u{10ffff}b", "\u{1}"] {
            assert_eq!(unpack(&pack(text)).as_deref(), Some(text));
        }
    }

    #[test]
    fn bytes_that_are_no_packed_text_are_none() {
        for packed in [&[AS_IS][..], &[AS_IS, 1], &[AS_IS, 2, b'a'], &[AS_IS, 1, 0xff]] {
            assert_eq!(unpack(packed), None, "{packed:?}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_read_as_it_was_packed(text in "(\\PC|[\\x00-\\x7f]|de la |tion ){0,400}") {
            prop_assert_eq!(unpack(&pack(&text)), Some(text));
        }

        #[test]
        fn any_bytes_are_a_text_or_none(packed in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Some(text) = unpack(&packed) {
                prop_assert!(text.len() <= packed.len() * LONGEST);
            }
        }
    }
}
