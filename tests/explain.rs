//! `corpus explain` says what each part of a query became, what it finds, and why a passage matches or not.

use crate::folder::Folder;
use crate::wire::{ExplainedUnit, Explanation, Verdict};

/// What the query became, whether or not it finds something.
fn explained(folder: &Folder, args: &[&str]) -> Explanation {
    let run = folder.corpus(["explain", "--json"].iter().chain(args));
    let explanation: Explanation = run.json();
    let found = explanation.verdict.as_ref().map_or(explanation.total > 0, |verdict| verdict.matches);
    assert_eq!(run.code, i32::from(!found), "{run:?}");
    explanation
}

/// `word fleuve 2, stem fleuve 2`
fn terms(unit: &ExplainedUnit) -> String {
    let terms = unit.terms.iter().map(|term| format!("{} {} {}", term.by, term.term, term.passages));
    terms.collect::<Vec<_>>().join(", ")
}

/// The parts of a query: how many passages have each, and its terms.
fn parts(folder: &Folder, query: &str) -> Vec<String> {
    let units = explained(folder, &[query]).units;
    units.iter().map(|unit| format!("{} {}: {}", unit.text, unit.passages, terms(unit))).collect()
}

fn verdict(folder: &Folder, query: &str, place: &str) -> Verdict {
    explained(folder, &[query, place]).verdict.unwrap()
}

/// `fleuve: fleuve ×2` for each part that the passage has, `no pont` for each that it has not.
fn having(verdict: &Verdict) -> Vec<String> {
    let part = |unit: &crate::wire::UnitVerdict| {
        let words: Vec<String> =
            (unit.words.iter())
                .map(|word| {
                    if word.times > 1 { format!("{} ×{}", word.word, word.times) } else { word.word.clone() }
                })
                .collect();
        if unit.holds { format!("{}: {}", unit.text, words.join(", ")) } else { format!("no {}", unit.text) }
    };
    verdict.units.iter().map(part).collect()
}

/// The last line of what is printed for a person.
fn last_line(folder: &Folder, args: &[&str]) -> String {
    let run = folder.corpus(["explain"].iter().chain(args));
    run.out.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn words_are_shown_with_what_they_are_found_by() {
    let folder = Folder::with(&[
        ("a.txt", "Elles vont à Ségou, et l'armée y va aussi. Le week-end, on achète un portemonnaie."),
        ("b.md", "# Armées\n\nLe pont de Koulikoro attend, et les pêcheurs aussi."),
        ("c.txt", "Il fait beau le weekend dans la plaine."),
    ]);
    folder.update(&["."]);
    let table: [(&str, &[&str]); 11] = [
        ("iront", &["iront 1: word iront 0, lemma aller 1"]),
        ("armee", &["armee 2: word armee 1, lemma armee 2, title armee 1"]),
        ("Ségou", &["Ségou 1: word segou 1, stem segou 1, written Ségou 1"]),
        ("weekend", &["weekend 2: word weekend 2, lemma weekend 2, written weekend 1, phrase week end 1"]),
        (
            "porte-monnaie",
            &[
                "porte-monnaie 1: word porte 0, word portemonnaie 1, lemma portemonnaie 1, written portemonnaie 1, phrase porte monnaie 0, word monnaie 0",
            ],
        ),
        (
            "Kouli koro",
            &[
                "Kouli 1: word kouli 0, word koulikoro 1, stem koulikoro 1",
                "koro 1: word koro 0, word koulikoro 1, stem koulikoro 1",
            ],
        ),
        ("\"pont de Koulikoro\"", &["\"pont de Koulikoro\" 1: phrase pont de koulikoro 1"]),
        (
            "\"pont de Ségou\"",
            &["\"pont de Ségou\" 0: phrase pont de segou 0, word pont 1, word de 1, word segou 1"],
        ),
        ("ar*", &["ar* 2: word armee 1, word armees 1"]),
        ("Koulikorro~", &["koulikorro~ 1: word koulikoro 1"]),
        ("=pecheurs", &["=pecheurs 0: written pecheurs 0, word pecheurs 1"]),
    ];
    for (query, expected) in table {
        assert_eq!(parts(&folder, query), expected, "{query}");
    }
}

#[test]
fn a_prefix_names_its_most_frequent_words_and_counts_all() {
    let folder = Folder::with(&[("a.txt", "mille mai marin mari mare marais marge"), ("b.txt", "marin")]);
    folder.update(&["."]);
    let [unit] = <[_; 1]>::try_from(explained(&folder, &["mar*"]).units).unwrap();
    assert_eq!((unit.passages, unit.stands_for, unit.terms.len()), (2, Some(5), 5));
    assert_eq!(terms(&unit).split(", ").next(), Some("word marin 2"));
    let out = folder.corpus(["explain", "m* OU ma*"]).ok().out;
    assert!(out.contains("\n              and 1 more\n"), "{out}");
}

#[test]
fn signs_and_filters_are_shown_as_what_they_are() {
    let folder = Folder::with_docs();
    let query =
        "+fleuve niger -\"le port\" langue:fr date:2025-05..2025-06 titre:lettres auteur:fofana chemin:*.md";
    let explanation = explained(&folder, &[query]);
    let units: Vec<String> = (explanation.units.iter())
        .map(|unit| format!("{} {} {}: {}", unit.role, unit.text, unit.passages, terms(unit)))
        .collect();
    let absent = parts(&folder, "fleuve titre:girafes langue:en");
    assert_eq!(absent[1..], ["titre:girafes 0: title girafe 0", "langue:en 2: language en 2"]);
    let expected = [
        "required +fleuve 3: word fleuve 3, lemma fleuve 3, title fleuve 1, written fleuve 3",
        "wanted niger 2: word niger 2, lemma niger 2",
        "excluded -\"le port\" 1: phrase le port 1",
        "filter langue:fr 5: language fr 5",
        "filter date:2025-05..2025-06 2: date 2025-05-01 to 2025-06-30 2",
        "filter titre:lettres 2: title lettre 2",
        "filter auteur:fofana 2: author fofana 2",
        "filter chemin:*.md 6: path *.md 6",
    ];
    assert_eq!(units, expected);
}

#[test]
fn stop_words_that_were_left_out_are_named() {
    let folder = Folder::with_docs();
    let table: [(&str, &str, &[&str]); 4] = [
        ("l'armee de Ségou", "armee segou", &["l", "de"]),
        ("« le fleuve » et le pont", "\"le fleuve\" pont", &["et", "le"]),
        ("le la les", "le la les", &[]),
        ("fleuve", "fleuve", &[]),
    ];
    for (query, interpreted, dropped) in table {
        let explanation = explained(&folder, &[query]);
        assert_eq!(
            (explanation.interpreted.as_str(), explanation.dropped.as_slice()),
            (interpreted, dropped.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>().as_slice())
        );
    }
}

#[test]
fn a_word_that_the_index_lacks_comes_with_near_ones() {
    let folder = Folder::with_docs();
    let explanation = explained(&folder, &["Koulikorro xyzxyz fleuve"]);
    let near: Vec<Vec<String>> = (explanation.units.iter())
        .map(|unit| unit.near.iter().flat_map(|word| &word.near).map(|near| near.term.clone()).collect())
        .collect();
    assert_eq!(near, [vec!["koulikoro".to_owned()], vec![], vec![]]);
    let out = folder.corpus(["explain", "Koulikorro xyzxyz"]).nothing().out;
    assert!(out.contains("near it     koulikoro (2)\n") && out.contains("no word of the index"), "{out}");
    assert!(out.ends_with("\nno passage matches\n"), "{out}");
}

#[test]
fn a_passage_in_another_language_is_found_by_its_own_stems() {
    let folder = Folder::with_docs();
    assert_eq!(parts(&folder, "boat"), ["boat 1: word boat 0, stem en:boat 1"]);
    let verdict = verdict(&folder, "boat langue:en", "docs/harbour.md");
    assert_eq!(having(&verdict), ["boat: boats", "langue:en: "]);
    assert_eq!(verdict.units[0].by, ["stem"]);
}

#[test]
fn the_best_passage_of_a_document_is_compared_part_by_part() {
    let folder = Folder::with_docs();
    let found = verdict(&folder, "fleuves armee pont", "docs/lettre.md");
    assert_eq!(
        (found.path.as_str(), found.matches, found.passage.choice.as_str()),
        ("docs/lettre.md", true, "best")
    );
    assert_eq!(having(&found), ["fleuves: fleuve", "armee: armée", "no pont"]);
    assert_eq!((found.units[0].by.as_slice(), found.reasons.len()), (["lemma".to_owned()].as_slice(), 0));
    assert_eq!(last_line(&folder, &["fleuve armee", "docs/lettre.md"]), "matches: rank 1 of 3");
}

#[test]
fn the_rank_is_the_one_of_the_search() {
    let folder = Folder::with_seeds();
    folder.update(&["seeds"]);
    for query in ["Koulikoro", "pont Niger bateau", "l'armee du Soudan", "fleuve -\"le fleuve\""] {
        let run = folder.corpus(["search", "--json", "-n", "1000", query]).ok();
        let results: crate::wire::Results = run.json();
        for hit in results.hits.iter().step_by(7) {
            let best = results.hits.iter().find(|other| other.path == hit.path).unwrap();
            let explanation = explained(&folder, &[query, &hit.path]);
            let found = explanation.verdict.unwrap();
            assert_eq!(
                (found.rank, found.passage.ordinal),
                (Some(best.rank), best.passage.ordinal),
                "{query}"
            );
            assert_eq!((explanation.total, explanation.documents), (results.total, results.documents));
            assert_eq!(found.passage.lines, best.passage.lines);
        }
    }
}

#[test]
fn what_keeps_a_passage_from_matching_is_named() {
    let folder = Folder::with_docs();
    let table: [(&[&str], &str); 15] = [
        (&["+pont fleuve", "docs/lettre.md"], "does not match: lacks +pont"),
        (&["pont", "docs/lettre.md"], "does not match: lacks pont"),
        (&["pont vapeur", "docs/lettre.md"], "does not match: has no word of the query"),
        (&["pont OU vapeur", "docs/lettre.md"], "does not match: lacks pont OU vapeur"),
        (&["fleuve ET pont ET vapeur", "docs/lettre.md"], "does not match: lacks pont; lacks vapeur"),
        (&["--all", "fleuve pont", "docs/lettre.md"], "does not match: lacks +pont"),
        (&["+(pont OU vapeur) fleuve", "docs/lettre.md"], "does not match: lacks +(pont OU vapeur)"),
        (&["(+pont fleuve)", "docs/lettre.md"], "does not match: lacks +pont"),
        (
            &["pêcheurs -\"près du fleuve\"", "docs/lettre.md"],
            "does not match: excluded by -\"près du fleuve\"",
        ),
        (&["armée SAUF pêcheurs", "docs/lettre.md"], "does not match: excluded by -pêcheurs"),
        (&["fleuve langue:en", "docs/lettre.md"], "does not match: filter langue:en: the passage is fr"),
        (&["fleuve date:1926", "docs/lettre.md"], "does not match: filter date:1926: the date is 2025-06-15"),
        (
            &["Niger titre:rapport auteur:Diop chemin:*.txt", "docs/archives/vapeur.md"],
            "does not match: filter titre:rapport: the title is vapeur; filter auteur:Diop: the author is not known; \
             filter chemin:*.txt: the path is docs/archives/vapeur.md",
        ),
        (
            &["+pont langue:en", "docs/lettre.md"],
            "does not match: lacks +pont; filter langue:en: the passage is fr",
        ),
        (&["week-end", "docs/lettre.md"], "does not match: lacks week-end"),
    ];
    for (args, expected) in table {
        assert_eq!(last_line(&folder, args), expected, "{args:?}");
        explained(&folder, args);
    }
}

#[test]
fn the_options_that_narrow_a_search_are_explained_as_filters() {
    let folder = Folder::with_docs();
    let args =
        ["--all", "--lang", "en", "--since", "2025", "--path", "*.md", "pont fleuve", "docs/lettre.md"];
    let found = explained(&folder, &args).verdict.unwrap();
    let expected = ["no +pont", "+fleuve: fleuve", "no langue:en", "chemin:*.md: ", "date:2025..: "];
    assert_eq!(having(&found), expected);
    assert_eq!(last_line(&folder, &args), "does not match: lacks +pont; filter langue:en: the passage is fr");
}

#[test]
fn a_line_asks_about_its_passage() {
    let text = format!(
        "{}\n\n{}\n\n{}\n",
        "Le héron cendré attend au bord de l'eau. ".repeat(12),
        "Le butor se tient parmi les roseaux, et le butor ne bouge pas. ".repeat(12),
        "La plaine est sèche, et le vent se lève au matin. ".repeat(12)
    );
    let folder = Folder::with(&[("a.txt", text.as_str())]);
    folder.update(&["a.txt"]);
    let found = verdict(&folder, "butor", "a.txt");
    assert_eq!(
        (found.passage.lines[0], found.passage.choice.as_str(), found.elsewhere.is_none()),
        (3, "best", true)
    );
    assert!(having(&found)[0].starts_with("butor: butor ×"), "{:?}", found.units);
    let found = verdict(&folder, "butor", "a.txt:3");
    assert_eq!((found.matches, found.passage.choice.as_str()), (true, "line"));
    let found = verdict(&folder, "butor", "a.txt:5");
    assert_eq!((found.matches, found.passage.lines[0], found.rank), (false, 5, None));
    assert!(found.elsewhere.as_ref().is_some_and(|best| (best.line, best.rank) == (3, 1)), "{found:?}");
    let line = last_line(&folder, &["butor", "a.txt:5"]);
    assert!(line.starts_with("the document matches at line 3: rank 1 of "), "{line}");
    let found = verdict(&folder, "vent +absent", "a.txt");
    assert_eq!((found.passage.lines[0], found.passage.choice.as_str()), (5, "most"));
}

#[test]
fn what_a_query_holds_moves_no_cursor() {
    let folder = Folder::with_docs();
    let out = folder.corpus(["explain", "\u{1b}[31mfleuve \"a\u{7}b\" chemin:\u{1b}x", "docs/lettre.md"]).out;
    assert!(out.contains('␛') && !out.contains(['\u{1b}', '\u{7}']), "{out:?}");
}

#[test]
fn warnings_stand_on_standard_error() {
    let folder = Folder::with_docs();
    let run = folder.corpus(["explain", "fleuve \"le pont"]).ok();
    assert!(run.err.starts_with("corpus: warning: ") && run.out.starts_with("query "), "{run:?}");
}

#[test]
fn a_verdict_agrees_with_the_search_and_has_its_reasons() {
    let folder = Folder::with_seeds();
    folder.update(&["seeds"]);
    let index = folder.index();
    let queries = [
        "pont Niger",
        "+pont -fleuve ville",
        "(pont ET fleuve) OU balanzans",
        "pont -(ville ET fleuve)",
        "(+pont ville) -\"le port\"",
        "koulik* ET -Bamako~",
        "x -(pont -ville) fleuve",
        "(langue:fr OU titre:fleuve) ET bateaux",
        "+(week-end OU Kouli-koro) chemin:*.md",
        "chemin:*.md -date:2025",
        "=Ségou \"fleuve Niger\"~5 -(-pont)",
        "-(pont OU -ville) fleuve",
    ];
    for query in queries {
        let request = corpus::search::Request { limit: 1_000, ..corpus::search::Request::new(query) };
        let results = corpus::search::search(&index, &request).unwrap();
        let found: std::collections::BTreeSet<&str> =
            results.hits.iter().map(|hit| hit.path.as_str()).collect();
        for (path, _) in index.entries_below(&[]).unwrap() {
            let explanation = corpus::search::explain(&index, &request, Some(&path)).unwrap();
            let verdict = explanation.verdict.unwrap();
            assert_eq!(verdict.rank.is_some(), found.contains(path.as_str()), "{query} on {path}");
            assert_eq!(verdict.reasons.is_empty(), verdict.rank.is_some(), "{query} on {path}: {verdict:?}");
            assert_eq!(verdict.units.len(), explanation.units.len(), "{query}");
            assert_eq!(explanation.total, results.total, "{query}");
        }
    }
}
