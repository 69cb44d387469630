//! What of a text the query asked for, as ranges: a phrase where its words follow each other, a word in any of its
//! forms, nothing for what is excluded.

use std::collections::BTreeSet;

use super::compile::Unit;
use crate::analysis::{Analyzer, Kind, Language, Token, tokens_in};
use crate::document::Span;

/// Finds one leaf of a query in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Matcher {
    /// Words that have one of these terms.
    Forms { folded: BTreeSet<String>, stems: BTreeSet<String> },
    /// These folded words: one after another where `slop` is 0; else in any order, with at most so many others between.
    Phrase { words: Vec<String>, slop: usize },
    /// These words in this order, exactly as written.
    Exact(Vec<String>),
}

impl Default for Matcher {
    /// Matches nothing.
    fn default() -> Self {
        Self::Forms { folded: BTreeSet::new(), stems: BTreeSet::new() }
    }
}

/// A place in a text where the unit with this number was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) bytes: Span,
    pub(super) unit: usize,
}

/// Every match of `units` in `text`, in the order of the text.
pub(super) fn matches(text: &str, language: Language, units: &[Unit]) -> Vec<Match> {
    found(text, language, &matchers(units).collect::<Vec<_>>())
}

/// The same of what is more than a word.
pub(super) fn phrase_matches(text: &str, language: Language, units: &[Unit]) -> Vec<Match> {
    found(text, language, &matchers(units).filter(|(_, matcher)| !matcher.is_of_words()).collect::<Vec<_>>())
}

/// How each unit is found, with its number.
fn matchers(units: &[Unit]) -> impl Iterator<Item = (usize, &Matcher)> {
    let numbered = units.iter().enumerate();
    numbered.flat_map(|(number, unit)| unit.alternatives.iter().map(move |leaf| (number, &leaf.matcher)))
}

fn found(text: &str, language: Language, matchers: &[(usize, &Matcher)]) -> Vec<Match> {
    let (words, phrases): (Vec<_>, Vec<_>) = matchers.iter().partition(|(_, matcher)| matcher.is_of_words());
    let mut found = Vec::new();
    if !words.is_empty() {
        // Words are told one by one; what they are in other forms is not needed.
        Analyzer::new().analyse_lazily(text, language, |mut token| {
            let token = token.stemmed();
            let units = words.iter().filter(|(_, matcher)| matcher.is_word(token));
            found.extend(units.map(|(unit, _)| Match { bytes: token.bytes.clone(), unit: *unit }));
        });
    }
    if !phrases.is_empty() {
        let tokens: Vec<Token> = tokens_in(text, language).collect();
        for (unit, matcher) in phrases {
            let spans = matcher.spans(&tokens).into_iter();
            found.extend(spans.map(|bytes| Match { bytes, unit }));
        }
    }
    found.sort_by_key(|found| (found.bytes.start, found.bytes.end, found.unit));
    found
}

/// Whether the text has these words in this order, exactly as written; see [`Matcher::Exact`].
pub(super) fn holds_exactly(text: &str, words: &[String], analyzer: &mut Analyzer) -> bool {
    let mut tokens: Vec<Token> = Vec::new();
    // How a word is written is the same in all languages.
    analyzer.analyse_lazily(text, Language::FRENCH, |mut token| {
        if token.kind() == Kind::Compound {
            return;
        }
        let Token { position, length, exact, .. } = token.written_exactly();
        // The others only take places.
        let exact = if words.contains(exact) { exact.clone() } else { String::new() };
        tokens.push(Token { position: *position, length: *length, exact, ..Token::default() });
    });
    !phrases(&tokens, words, |token| &token.exact).is_empty()
}

/// The ranges of `matches`, joined where they overlap.
pub(super) fn merged(matches: &[Match]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for found in matches {
        match spans.last_mut() {
            Some(last) if found.bytes.start < last.end => last.end = last.end.max(found.bytes.end),
            _ => spans.push(found.bytes.clone()),
        }
    }
    spans
}

impl Matcher {
    fn is_of_words(&self) -> bool {
        matches!(self, Self::Forms { .. })
    }

    /// Whether the token is one of the words.
    fn is_word(&self, token: &Token) -> bool {
        matches!(self, Self::Forms { folded, stems } if folded.contains(&token.folded) || stems.contains(&token.stem))
    }

    fn spans(&self, tokens: &[Token]) -> Vec<Span> {
        match self {
            // Words are told one by one.
            Self::Forms { .. } => Vec::new(),
            Self::Phrase { words, slop: 0 } => phrases(tokens, words, |token| &token.folded),
            Self::Phrase { words, slop } => near(tokens, words, *slop),
            // A compound is not written as one word.
            Self::Exact(words) => {
                let written: Vec<Token> =
                    tokens.iter().filter(|token| token.kind != Kind::Compound).cloned().collect();
                phrases(&written, words, |token| &token.exact)
            }
        }
    }
}

/// Where `words` follow each other, each as a whole.
fn phrases(tokens: &[Token], words: &[String], form: fn(&Token) -> &String) -> Vec<Span> {
    let Some(first) = words.first() else { return Vec::new() };
    let begins = (0..tokens.len()).filter(|at| form(&tokens[*at]) == first);
    let spans = begins.filter_map(|at| {
        let mut end = at;
        for word in &words[1..] {
            let next = tokens[end].position + tokens[end].length;
            let reach = tokens[end..].iter().take_while(|token| token.position <= next).count();
            end += (0..reach).find(|step| {
                let token = &tokens[end + step];
                token.position == next && form(token) == word
            })?;
        }
        Some(tokens[at].bytes.start..tokens[end].bytes.end)
    });
    spans.collect()
}

/// The words that stand near enough to all the others, each by itself.
fn near(tokens: &[Token], words: &[String], slop: usize) -> Vec<Span> {
    let reach = words.len().saturating_add(slop);
    let asked: Vec<usize> = (0..tokens.len()).filter(|at| words.contains(&tokens[*at].folded)).collect();
    let mut found = BTreeSet::new();
    for (number, first) in asked.iter().enumerate() {
        let distance = |at: usize| tokens[at].position.saturating_sub(tokens[*first].position);
        let window: Vec<usize> =
            asked[number..].iter().copied().take_while(|at| distance(*at) < reach).collect();
        let holds = |word: &String| window.iter().any(|at| tokens[*at].folded == *word);
        if words.iter().all(holds) {
            found.extend(window);
        }
    }
    found.into_iter().map(|at| tokens[at].bytes.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, matchers: &[Matcher]) -> Vec<String> {
        merged(&found(text, Language::FRENCH, &matchers.iter().enumerate().collect::<Vec<_>>()))
            .into_iter()
            .map(|span| text[span].to_owned())
            .collect()
    }

    fn phrase(words: &str, slop: usize) -> Matcher {
        Matcher::Phrase { words: words.split(' ').map(str::to_owned).collect(), slop }
    }

    #[test]
    fn a_phrase_is_highlighted_as_a_phrase_only() {
        let text = "Le fleuve Niger et le fleuve, puis Niger.";
        assert_eq!(shown(text, &[phrase("fleuve niger", 0)]), ["fleuve Niger"]);
    }

    #[test]
    fn near_words_are_highlighted_in_any_order() {
        let text = "Le Niger est un fleuve. Loin de là, très loin, un fleuve sans nom.";
        assert_eq!(shown(text, &[phrase("fleuve niger", 2)]), ["Niger", "fleuve"]);
        assert_eq!(shown(text, &[phrase("fleuve niger", 1)]), [""; 0]);
    }

    #[test]
    fn words_are_highlighted_in_every_form() {
        let forms = |folded: &str, stem: &str| Matcher::Forms {
            folded: [folded.to_owned()].into(),
            stems: [stem.to_owned()].into(),
        };
        let stem =
            tokens_in("élections", Language::FRENCH).next().map(|token| token.stem).unwrap_or_default();
        assert_eq!(
            shown("L’ÉLECTION, les élections.", &[forms("election", &stem)]),
            ["ÉLECTION", "élections"]
        );
    }

    #[test]
    fn overlaps_are_joined() {
        let text = "un deux trois";
        assert_eq!(shown(text, &[phrase("un deux", 0), phrase("deux trois", 0)]), ["un deux trois"]);
    }
}
