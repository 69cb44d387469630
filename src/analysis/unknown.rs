//! The stem of a word that the lexicon does not know: a name, a new word, a mistake. Little is cut off, since nothing
//! tells a name from a form: `Touré` must stay apart from `tour`.

/// Letters that a word must have to lose its plural.
const SHORTEST: usize = 5;

/// Endings in `s` that are seldom a plural's: `virus`, `ypres`. Names in -as, -is and -os lose theirs (`Boudoumas`, and
/// `Abidos` too): the spelling as typed ranks higher.
const SINGULAR: [&str; 5] = ["ss", "us", "ys", "ois", "ais"];

/// Endings of feminines and of one plural, with those of the words that they are forms of.
const ENDINGS: [(&str, &str); 5] =
    [("trice", "teur"), ("ienne", "ien"), ("oise", "ois"), ("aise", "ais"), ("iaux", "ial")];

/// Letters that must be left of a word before its ending.
const SHORTEST_BASE: usize = 3;

/// Writes the stem of the folded word into `stem`, which is cleared first.
pub(super) fn stem(folded: &str, stem: &mut String) {
    stem.clear();
    stem.push_str(folded);
    if let Some(number) = ordinal(folded) {
        stem.truncate(number.len());
        stem.push_str(if number == "1" && folded.starts_with("1ere") { "re" } else { "e" });
        return;
    }
    if folded.len() < SHORTEST || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
        return;
    }
    if is_plural(folded) {
        stem.pop();
    }
    let ending = ENDINGS.iter().find(|(ending, _)| stem.ends_with(ending));
    if let Some((ending, base)) = ending.filter(|(ending, _)| stem.len() >= ending.len() + SHORTEST_BASE) {
        stem.truncate(stem.len() - ending.len());
        stem.push_str(base);
    }
}

/// The number of an ordinal in figures, Arabic or Roman: `2` of `2eme`, `xv` of `xves`. `1er` and `1re` are as they are.
fn ordinal(folded: &str) -> Option<&str> {
    let number = ["iemes", "ieme", "emes", "eme", "eres", "ere", "es"]
        .iter()
        .find_map(|ending| folded.strip_suffix(ending))?;
    let arabic = number.bytes().all(|byte| byte.is_ascii_digit());
    let roman = || number.bytes().all(|byte| b"ivxlc".contains(&byte));
    (!number.is_empty() && (arabic || roman())).then_some(number)
}

fn is_plural(folded: &str) -> bool {
    folded.ends_with("eaux")
        || folded.ends_with('s') && !SINGULAR.iter().any(|ending| folded.ends_with(ending))
}

#[cfg(test)]
mod tests {
    #[test]
    fn little_is_cut_off() {
        let table = [
            ("cotitulaires", "cotitulaire"),
            ("bamakoises", "bamakois"),
            ("koulikoroienne", "koulikoroien"),
            ("cybernegociatrices", "cybernegociateur"),
            ("2eme", "2e"),
            ("2ieme", "2e"),
            ("xiemes", "xe"),
            ("1ere", "1re"),
            ("1er", "1er"),
            ("xxemes", "xxe"),
            ("xve", "xve"),
            ("koulikoro", "koulikoro"),
            ("toure", "toure"),
            ("segou", "segou"),
            ("abidos", "abido"),
            ("boudoumas", "boudouma"),
            ("papyrus", "papyrus"),
            ("cses", "cses"),
            ("a320s", "a320s"),
        ];
        for (word, expected) in table {
            let mut stem = String::new();
            super::stem(word, &mut stem);
            assert_eq!(stem, expected, "{word}");
        }
    }
}
