//! The author's line: `Par Awa Diallo`, `Auteur : Awa Diallo`, `By Awa Diallo`.
//!
//! `Par` also begins sentences (`Par ailleurs…`, `Par ces motifs`, `Par décret du Président`), so what follows it
//! must be made of names only, and short lists of words that are never a name's have the last say.

use super::{after, clean, is_within};
use crate::ingest::date::{find_date_at_start, fold};

/// Longest line, in code points, that names an author.
const MAX_BYLINE: usize = 80;
/// Most words of one name.
const MAX_WORDS: usize = 6;

/// The author that a line names, where the line is nothing but that.
pub(super) fn of_line(line: &str) -> Option<String> {
    let line = Some(line).filter(|line| is_within(line, MAX_BYLINE))?;
    labelled(line).or_else(|| opened(line))
}

/// `Auteur : X`: the label says what it is, whatever the name looks like.
fn labelled(line: &str) -> Option<String> {
    const LABELS: [&str; 7] = ["auteur", "auteurs", "auteure", "autrice", "autrices", "author", "authors"];
    let rest = LABELS.iter().find_map(|label| after(line, label))?.trim_start();
    clean(without_end(rest.strip_prefix(':')?)).filter(|name| name.contains(char::is_alphabetic))
}

fn opened(line: &str) -> Option<String> {
    const OPENINGS: [&str; 5] = ["écrit par", "rédigé par", "propos recueillis par", "par", "by"];
    let rest = OPENINGS.iter().find_map(|opening| after(line, opening))?;
    let rest = rest.strip_prefix(" :").or_else(|| rest.strip_prefix(':')).unwrap_or(rest);
    let names = without_end(without_remark(rest));
    (rest.starts_with(char::is_whitespace) && are_names(names)).then(|| clean(names)).flatten()
}

/// Cuts what often follows the names: `| Agence`, `– Bamako`, `(Agence)`, `, le 30 mai 2025`.
fn without_remark(text: &str) -> &str {
    let mark = text.find(['|', '(', '–', '—', '/', '•', '·']).into_iter().chain(text.find(" - "));
    let date = text
        .match_indices(' ')
        .map(|(at, _)| at)
        .find(|&at| find_date_at_start(&text[at..]).is_some_and(|(date, _)| date.month.is_some()));
    &text[..mark.chain(date).min().unwrap_or(text.len())]
}

fn without_end(text: &str) -> &str {
    text.trim().trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | '*' | '_'))
}

/// Whether a text is one name or several put together with commas, `et` or `and`; the last one must be whole.
fn are_names(text: &str) -> bool {
    let text = text.replace(" et ", ", ").replace(" and ", ", ").replace(" & ", ", ");
    let names: Vec<Vec<&str>> = text.split(',').map(|name| name.split_whitespace().collect()).collect();
    let whole = names.last().is_some_and(|name| name.iter().filter(|word| is_capitalised(word)).count() >= 2);
    whole && names.iter().all(|name| is_name(name))
}

fn is_name(words: &[&str]) -> bool {
    let ends = words.first().zip(words.last());
    (1..=MAX_WORDS).contains(&words.len())
        && ends.is_some_and(|(first, last)| {
            is_capitalised(first) && !opens_phrase(first) && is_capitalised(last)
        })
        && words.iter().all(|word| (is_capitalised(word) || is_particle(word)) && !is_office_word(word))
}

fn is_capitalised(word: &str) -> bool {
    let elided =
        ["d'", "d’", "l'", "l’"].iter().find_map(|article| word.strip_prefix(article)).unwrap_or(word);
    let in_name = |c: char| c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c) || "-.'’‐".contains(c);
    elided.starts_with(char::is_uppercase) && elided.chars().all(in_name)
}

fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 24] = [
        "de", "du", "des", "la", "le", "les", "ben", "ibn", "bin", "bint", "ag", "ould", "mint", "el", "al",
        "van", "von", "der", "den", "da", "do", "dos", "di", "y",
    ];
    PARTICLES.contains(&word)
}

/// First words of sentences that begin with `Par`, capitalised as in headings.
fn opens_phrase(word: &str) -> bool {
    const WORDS: [&str; 38] = [
        "ailleurs",
        "exemple",
        "consequent",
        "consequence",
        "suite",
        "contre",
        "rapport",
        "ici",
        "la",
        "le",
        "les",
        "un",
        "une",
        "ce",
        "cet",
        "cette",
        "ces",
        "mon",
        "ma",
        "notre",
        "nos",
        "votre",
        "vos",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "hasard",
        "ordre",
        "crainte",
        "defaut",
        "souci",
        "mesure",
        "definition",
        "moments",
        "the",
        "this",
    ];
    let word = fold(word);
    WORDS.contains(&word.as_str()) || ["l'", "l’", "qu'", "qu’"].iter().any(|elided| word.starts_with(elided))
}

/// Words of acts and offices: who is `par` them is no author's name.
fn is_office_word(word: &str) -> bool {
    const WORDS: [&str; 28] = [
        "decret",
        "arrete",
        "ordonnance",
        "loi",
        "decision",
        "jugement",
        "arret",
        "deliberation",
        "delegation",
        "article",
        "president",
        "presidente",
        "presidence",
        "ministre",
        "ministere",
        "conseil",
        "gouvernement",
        "republique",
        "prefet",
        "tribunal",
        "cour",
        "assemblee",
        "etat",
        "commission",
        "direction",
        "redaction",
        "motifs",
        "way",
    ];
    WORDS.contains(&fold(word).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_byline_names_its_author() {
        let cases = [
            ("Par Awa Diallo", "Awa Diallo"),
            ("par Awa Diallo.", "Awa Diallo"),
            ("PAR AWA DIALLO", "AWA DIALLO"),
            ("Par : Awa  Diallo", "Awa Diallo"),
            ("By Awa Diallo", "Awa Diallo"),
            ("Par J.-P. de La Tour d’Auvergne", "J.-P. de La Tour d’Auvergne"),
            ("Par Mohamed Ag Ibrahim ould Ahmed", "Mohamed Ag Ibrahim ould Ahmed"),
            ("Par Jean Le Goff", "Jean Le Goff"),
            ("Par Élodie N’Diaye", "Élodie N’Diaye"),
            ("Par Awa Diallo et Oumar Ba", "Awa Diallo et Oumar Ba"),
            ("Par Awa Diallo, Oumar Ba et Léa Petit", "Awa Diallo, Oumar Ba et Léa Petit"),
            ("Par Awa et Oumar Ba", "Awa et Oumar Ba"),
            ("Par Awa Diallo, le 30 mai 2025", "Awa Diallo"),
            ("Par Awa Diallo 30/05/2025 à 10h", "Awa Diallo"),
            ("Par Awa Diallo | Agence", "Awa Diallo"),
            ("Par Awa Diallo (à Bamako)", "Awa Diallo"),
            ("Par Awa Diallo - Bamako", "Awa Diallo"),
            ("Rédigé par Awa Diallo", "Awa Diallo"),
            ("Propos recueillis par Awa Diallo", "Awa Diallo"),
            ("Auteur : Awa", "Awa"),
            ("AUTRICE: awa diallo", "awa diallo"),
            ("Author: Awa Diallo", "Awa Diallo"),
        ];
        for (line, author) in cases {
            assert_eq!(of_line(line).as_deref(), Some(author), "{line}");
        }
    }

    #[test]
    fn a_sentence_is_no_byline() {
        let long = format!("Par {}", "Awa Diallo, ".repeat(10));
        let cases = [
            "",
            "Par",
            "Par Awa",
            "Par ailleurs il faut partir",
            "Par Ailleurs Nous Partons",
            "PAR AILLEURS NOUS PARTONS",
            "Par Décret du Président",
            "PAR ARRETE DU MINISTRE",
            "PAR CES MOTIFS",
            "Par L’Assemblée Nationale",
            "Par la Rédaction",
            "Par La Rédaction",
            "Par Toutatis et Belenos",
            "Par Awa Diallo il fut dit",
            "Par Moussa Traoré, président du pays",
            "Par 3 Voix Contre 2",
            "Paris Match",
            "Parle Awa Diallo",
            "By the way",
            "By The Way",
            "Auteur : ",
            "Auteur : 2025",
            "Auteurs Divers",
            "Awa Diallo",
            &long,
        ];
        for line in cases {
            assert_eq!(of_line(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn any_line_gives_a_result(line in "(Par |par |By |Auteur : )?([A-Zéa-z’,. |-]|\\PC){0,50}") {
            of_line(&line);
        }
    }
}
