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
    labelled(line)
        .or_else(|| opened(line))
        .or_else(|| made_by(line))
        .or_else(|| from_place(line))
        .or_else(|| with_role(line))
}

/// `Auteur : X`: the label says what it is, whatever the name looks like.
fn labelled(line: &str) -> Option<String> {
    const LABELS: [&str; 10] = [
        "auteur",
        "auteurs",
        "auteure",
        "autrice",
        "autrices",
        "author",
        "authors",
        "rapporteur",
        "rapporteure",
        "redacteur",
    ];
    let rest = LABELS.iter().find_map(|label| after(line, label))?;
    let rest =
        ["(s)", "(e)", "(e)s", "·e", ".e"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
    clean(without_end(rest.trim_start().strip_prefix(':')?)).filter(|name| name.contains(char::is_alphabetic))
}

/// `Par X`, `Un reportage d’X`, `Texte et photos : X`.
fn opened(line: &str) -> Option<String> {
    const OPENINGS: [&str; 12] = [
        "par",
        "by",
        "signe",
        "texte",
        "textes",
        "texte et photos",
        "textes et photos",
        "un article de",
        "un reportage de",
        "une enquete de",
        "un reportage d",
        "un article d",
    ];
    let rest = OPENINGS.iter().rev().find_map(|opening| after(line, opening))?;
    let rest = rest.strip_prefix(" :").or_else(|| rest.strip_prefix(':')).unwrap_or(rest);
    let elided_or_spaced = |c: char| c.is_whitespace() || matches!(c, '’' | '\'');
    names(rest.strip_prefix(elided_or_spaced)?)
}

/// `Propos recueillis à Bamako par X`, `Publié le 30 mai 2025 par X`.
fn made_by(line: &str) -> Option<String> {
    const OPENINGS: [&str; 11] = [
        "propos recueillis",
        "recueilli",
        "entretien",
        "interview",
        "article",
        "reportage",
        "ecrit",
        "redige",
        "publie",
        "poste",
        "mis en ligne",
    ];
    OPENINGS.iter().find(|opening| after(line, opening).is_some())?;
    let (_, rest) = line.split_once(" par ").or_else(|| line.split_once(" par : "))?;
    names(rest)
}

/// `De notre correspondant à Bamako, X`
fn from_place(line: &str) -> Option<String> {
    const OPENINGS: [&str; 3] = ["de notre", "de nos", "de l'un de nos"];
    let rest = OPENINGS.iter().find_map(|opening| after(line, opening))?;
    let (place, name) = rest.rsplit_once([',', ':', '–', '—'])?;
    (is_role(place)).then(|| names(name)).flatten()
}

/// `X (avec AFP)`, `X, envoyée spéciale à Gao`: without `Par`, only what no sentence and no list of names has.
fn with_role(line: &str) -> Option<String> {
    if let Some(at) = agency(line) {
        return names(line[..at].trim_end_matches([' ', '(']));
    }
    let (name, role) = line.split_once(',')?;
    let role = role.trim().strip_prefix("notre ").unwrap_or(role.trim());
    let place =
        |word: &str| is_capitalised(word) || is_particle(word) || matches!(word, "à" | "au" | "aux" | "en");
    let mut words = role.split_whitespace();
    let reports = words.next().is_some_and(|first| {
        ["correspondant", "correspondante", "envoye", "envoyee"].contains(&fold(first).as_str())
    });
    let only_place = words.all(|word| place(word) || fold(word).starts_with("special"));
    (reports && only_place).then(|| names(name)).flatten()
}

/// The names in what stands behind `Par`, without the remark behind them.
fn names(text: &str) -> Option<String> {
    let names = without_end(without_remark(text));
    let names = match names.rsplit_once(',') {
        // `X, Bamako`: the name is whole before the place.
        Some((name, place)) if !place.trim().contains(' ') && are_names(name) => name,
        _ => names,
    };
    are_names(names).then(|| clean(names)).flatten()
}

/// Cuts what often follows the names: `| Agence`, `– Bamako`, `(Agence)`, `, le 30 mai 2025`, `, journaliste`.
fn without_remark(text: &str) -> &str {
    const REMARKS: [&str; 8] =
        [" - ", " à ", ", à ", " publié", " Publié", " mis à jour", " Mis à jour", " Mis en ligne"];
    let mark = text.find(['|', '(', '–', '—', '/', '•', '·']);
    let remark = REMARKS.iter().filter_map(|remark| text.find(remark));
    let date = text
        .match_indices(' ')
        .map(|(at, _)| at)
        .find(|&at| find_date_at_start(&text[at..]).is_some_and(|(date, _)| date.month.is_some()));
    let role = text.match_indices(',').map(|(at, _)| at).find(|at| is_role(&text[at + 1..]));
    let ends = mark.into_iter().chain(remark).chain(date).chain(role).chain(agency(text));
    &text[..ends.min().unwrap_or(text.len())]
}

/// Where `avec AFP` begins, or `avec` another agency.
fn agency(text: &str) -> Option<usize> {
    let at = text.find(" avec ").or_else(|| text.find("(avec "))?;
    let rest = &text[at + " avec ".len()..];
    let rest = ["l’", "l'"].iter().find_map(|article| rest.strip_prefix(article)).unwrap_or(rest);
    let first = rest.split(|c: char| !c.is_alphabetic()).next()?;
    let capitals = first.len() >= 2 && first.chars().all(char::is_uppercase);
    let named = ["Reuters", "Belga", "Xinhua", "Anadolu", "agences", "agence"].contains(&first);
    (capitals || named || rest.starts_with("les agences")).then_some(at)
}

/// Whether words name the trade of someone who writes.
fn is_role(words: &str) -> bool {
    const ROLES: [&str; 32] = [
        "journaliste",
        "correspondant",
        "correspondante",
        "correspondants",
        "envoye",
        "envoyee",
        "envoyes",
        "envoyees",
        "reporter",
        "redacteur",
        "redactrice",
        "editorialiste",
        "chroniqueur",
        "chroniqueuse",
        "professeur",
        "professeure",
        "enseignant",
        "enseignante",
        "historien",
        "historienne",
        "chercheur",
        "chercheuse",
        "doctorant",
        "doctorante",
        "sociologue",
        "anthropologue",
        "politologue",
        "economiste",
        "ecrivain",
        "ecrivaine",
        "archiviste",
        "analyste",
    ];
    let role = words.split_whitespace().next().map(fold).unwrap_or_default();
    ROLES.contains(&role.as_str())
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
