//! Queries that are all in capitals, where the spelling of `ET` and `OU` says nothing.

use super::Node;
use super::lexer::{Kind, Operator, Token};
use super::limits::Notes;

/// Letters that an acronym has at the most; a longer word in capitals is a word that someone typed so, and its capitals
/// and lack of accents say nothing.
const LONGEST_ACRONYM: usize = 4;

/// Whether `word` is in capitals and no acronym.
pub(crate) fn in_capitals(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    letters().count() > LONGEST_ACRONYM && letters().all(char::is_uppercase)
}

/// The same tokens; of a query of words in capitals, as titles are copied, with `ET` and `OU` as the words that they are
/// there. Who knows signs, parentheses, `SAUF` or `AND` knows operators too.
pub(super) fn joining_words(mut tokens: Vec<Token>, notes: &mut Notes) -> Vec<Token> {
    if !is_title(&tokens) {
        return tokens;
    }
    tokens.retain_mut(|token| {
        let Kind::Operator(_, spelled) = &mut token.kind else { return true };
        notes.warn(
            token.at,
            format!("the query is in capitals, so `{spelled}` is a word; in parentheses it is an operator"),
        );
        let word = Node::Word(std::mem::take(spelled));
        let admitted = notes.admit(&word, token.at);
        token.kind = Kind::Leaf(word);
        admitted
    });
    tokens
}

/// Whether these are words in capitals, more than acronyms, with `ET` or `OU` between them.
pub(super) fn is_title(tokens: &[Token]) -> bool {
    let (mut joined, mut long) = (false, false);
    for token in tokens {
        match &token.kind {
            Kind::Operator(Operator::And | Operator::Or, spelled) if spelled == "ET" || spelled == "OU" => {
                joined = true;
            }
            Kind::Leaf(Node::Word(word)) if !word.chars().any(char::is_lowercase) => {
                long |= in_capitals(word)
            }
            _ => return false,
        }
    }
    joined && long
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn in_a_title_et_and_ou_are_words() {
        let table = [
            ("DROITS ET DEVOIRS", "DROITS \\ET DEVOIRS", 1),
            ("L'EAU OU LES PONTS", "L'EAU \\OU LES PONTS", 1),
            // Acronyms are capitals anyway, and years have none.
            ("ONU ET OTAN", "ONU ET OTAN", 0),
            ("1960 ET 1968", "1960 ET 1968", 0),
            ("MALIENS ET bambaras", "MALIENS ET bambaras", 0),
            // In parentheses they are operators, also around the whole.
            ("DROITS AND DEVOIRS", "(DROITS ET DEVOIRS)", 0),
            ("DROITS OR DEVOIRS", "(DROITS OU DEVOIRS)", 0),
            ("(DROITS OU DEVOIRS) MALI", "(DROITS OU DEVOIRS MALI)", 0),
            ("(DROITS ET DEVOIRS) OU LOIS", "(DROITS ET DEVOIRS OU LOIS)", 0),
            ("MALIENS SAUF (BAMAKO ET NIGER)", "MALIENS -(BAMAKO ET NIGER)", 0),
            ("MALIENS ET \"LE NIGER\"", "MALIENS ET \"LE NIGER\"", 0),
            ("MALI* ET NIGERIENS", "MALI* ET NIGERIENS", 0),
            ("DROITS ET DEVOIRS lang:fr", "DROITS ET DEVOIRS langue:fr", 0),
        ];
        for (typed, shown, warnings) in table {
            let parsed = parse(typed);
            assert_eq!(parsed.query.to_string(), shown, "{typed}");
            assert_eq!(parsed.warnings.len(), warnings, "{typed}: {:?}", parsed.warnings);
            assert_eq!(parse(shown).query, parsed.query, "{shown}");
        }
    }
}
