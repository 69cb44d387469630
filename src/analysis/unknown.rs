//! The stem of a word that the lexicon does not know: a name, a new word, a mistake. Little is cut off, since nothing
//! tells a name from a form: `Touré` must stay apart from `tour`.

/// Letters that a word must have to lose its plural.
const SHORTEST: usize = 5;

/// Endings in `s` that are seldom a plural's: `Thomas`, `Abidos`, `virus`.
const SINGULAR: [&str; 6] = ["ss", "us", "is", "as", "os", "ys"];

/// Endings of feminines and of one plural, with those of the words that they are forms of.
const ENDINGS: [(&str, &str); 5] =
    [("trice", "teur"), ("ienne", "ien"), ("oise", "ois"), ("aise", "ais"), ("iaux", "ial")];

/// Letters that must be left of a word before its ending.
const SHORTEST_BASE: usize = 3;

/// Writes the stem of the folded word into `stem`, which is cleared first.
pub(super) fn stem(folded: &str, stem: &mut String) {
    stem.clear();
    stem.push_str(folded);
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
            ("koulikoro", "koulikoro"),
            ("toure", "toure"),
            ("segou", "segou"),
            ("abidos", "abidos"),
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
