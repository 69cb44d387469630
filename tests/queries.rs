//! Queries and filters find what the help says of them, and a search that finds nothing helps on.

use crate::folder::Folder;
use crate::wire::{Near, Results, Suggestion};

/// The names of documents that are found, without folder and extension.
fn names(folder: &Folder, args: &[&str]) -> Vec<String> {
    let found = folder.found(args.iter().copied());
    let name = |path: String| path.rsplit('/').next().unwrap().split('.').next().unwrap().to_owned();
    let mut names: Vec<_> = found.into_iter().map(name).collect();
    names.sort();
    names
}

#[test]
fn the_query_language_is_understood() {
    let folder = Folder::with_docs();
    let table: [(&[&str], &[&str]); 36] = [
        (&["fleuve"], &["lettre", "rapport"]),
        (&["FLEUVES"], &["lettre", "rapport"]),
        (&["l'armee"], &["lettre"]),
        (&["l’armée"], &["lettre"]),
        (&["aujourd'hui"], &["rapport"]),
        (&["segou pecheur"], &["lettre"]),
        (&["fleuve pont"], &["lettre", "rapport", "vapeur"]),
        (&["--all", "fleuve pont"], &["rapport"]),
        (&["+fleuve pont"], &["lettre", "rapport"]),
        (&["fleuve -pont"], &["lettre"]),
        (&["fleuve SAUF pont"], &["lettre"]),
        (&["fleuve NOT pont"], &["lettre"]),
        (&["fleuve ET pont"], &["rapport"]),
        (&["fleuve AND pont"], &["rapport"]),
        (&["armée OU vapeur"], &["lettre", "vapeur"]),
        (&["armée OR vapeur"], &["lettre", "vapeur"]),
        (&["(armée OU vapeur) ET pont"], &["vapeur"]),
        (&["niger -(pont OU armée)"], &[]),
        (&["\"le pont attend\""], &["vapeur"]),
        (&["“le pont attend”"], &["vapeur"]),
        (&["« le pont attend »"], &["vapeur"]),
        (&["«\u{a0}le pont attend\u{a0}»"], &["vapeur"]),
        (&["\"pont le attend\""], &[]),
        (&["\"attend fleuve\"~3"], &["lettre"]),
        (&["koulik*"], &["harbour", "rapport"]),
        (&["Koulikorro~"], &["harbour", "rapport"]),
        (&["titre:lettre fleuve"], &["lettre"]),
        (&["auteur:fofana"], &["lettre"]),
        (&["koulikoro langue:en"], &["harbour"]),
        (&["koulikoro lang:fr"], &["rapport"]),
        (&["niger date:1926"], &["vapeur"]),
        (&["niger date:2025-05..2025-06"], &["lettre"]),
        (&["niger date:..1930"], &["vapeur"]),
        (&["pont chemin:archives"], &["vapeur"]),
        (&["pont path:**/*.txt"], &["rapport"]),
        (&["fleuve pêcheurs", "docs/rapport.txt"], &["rapport"]),
    ];
    for (args, expected) in table {
        assert_eq!(names(&folder, args), expected, "{args:?}");
    }
}

#[test]
fn an_excluded_phrase_leaves_out_the_passages_that_hold_it() {
    let folder = Folder::with_docs();
    let table: [(&str, &[&str]); 4] = [
        ("fleuve -\"le fleuve\"", &["lettre"]),
        ("fleuve SAUF « le fleuve »", &["lettre"]),
        ("Niger -\"fleuve Niger\" -\"le port\"", &["vapeur"]),
        ("pont -\"le pont attend\" -absent", &["rapport"]),
    ];
    for (query, expected) in table {
        assert_eq!(names(&folder, &[query]), expected, "{query}");
    }
}

#[test]
fn filters_narrow_what_is_found() {
    let folder = Folder::with_docs();
    let everything = "pont OU niger OU harbour OU port";
    let all = ["harbour", "lettre", "rapport", "vapeur"];
    let table: [(&[&str], &[&str]); 26] = [
        (&[], &all),
        (&["--lang", "fr"], &["lettre", "rapport", "vapeur"]),
        (&["--lang", "EN"], &["harbour"]),
        (&["--lang", "en,fr"], &all),
        (&["--lang", "en", "--lang", "fr"], &all),
        (&["--lang", "de"], &[]),
        (&["--path", "*.md"], &["harbour", "lettre", "vapeur"]),
        (&["--path", "**/*.md"], &["harbour", "lettre", "vapeur"]),
        (&["--path", "archives/*.md"], &["vapeur"]),
        (&["--path", "docs/*.{md,txt}"], &["harbour", "lettre", "rapport"]),
        (&["--path", "RAPPORT"], &["rapport"]),
        (&["--path", "rapport", "--path", "archives"], &["rapport", "vapeur"]),
        (&["--since", "2025"], &["lettre"]),
        (&["--since", "2025-06"], &["lettre"]),
        (&["--since", "2025-06-15"], &["lettre"]),
        (&["--since", "2025-06-16"], &[]),
        (&["--since", "2024-11-30"], &["harbour", "lettre"]),
        (&["--since", "2024-12"], &["lettre"]),
        (&["--until", "1925"], &[]),
        (&["--until", "1926-01"], &["vapeur"]),
        (&["--until", "2024"], &["harbour", "rapport", "vapeur"]),
        (&["--until", "2024-05-02"], &["vapeur"]),
        (&["--until", "2024-05-03"], &["rapport", "vapeur"]),
        (&["--since", "2024", "--until", "2024"], &["harbour", "rapport"]),
        (&["--since", "2024-05", "--until", "2024-10"], &["rapport"]),
        (&["--since", "2025", "--until", "2024"], &[]),
    ];
    for (args, expected) in table {
        let args: Vec<_> = [everything].iter().chain(args).copied().collect();
        assert_eq!(names(&folder, &args), expected, "{args:?}");
    }
}

#[test]
fn pages_put_together_are_one_list() {
    let folder = Folder::with_seeds();
    folder.update(&["seeds"]);
    let lines = |args: &[&str]| -> Vec<String> {
        let run = folder.corpus(["search", "--jsonl", "fleuve Niger"].iter().chain(args));
        run.ok().out.lines().map(str::to_owned).collect()
    };
    let whole = lines(&["-n", "10000"]);
    assert!(whole.len() > 50);
    for size in [1, 7, 50] {
        let mut pages = Vec::new();
        for offset in (0..60.min(whole.len())).step_by(size) {
            pages.extend(lines(&["-n", &size.to_string(), "--offset", &offset.to_string()]));
        }
        assert_eq!(pages, whole[..pages.len()], "pages of {size}");
        assert!(pages.len() >= 50);
    }
    assert_eq!(lines(&[]), whole[..10]);
    let out = folder.corpus(["search", "fleuve Niger", "-n", "5", "--offset", "5"]).ok().out;
    assert!(out.contains(&format!("\n6 to 10 of {} passages in ", whole.len())), "{out}");
    let beyond = folder.corpus(["search", "fleuve Niger", "--offset", "10000"]).ok().out;
    assert!(beyond.contains(&format!("{} passages", whole.len())), "{beyond}");
}

#[test]
fn a_search_without_a_hit_says_what_was_read_and_what_is_near() {
    let folder = Folder::with_docs();
    let run = folder.corpus(["search", "Koulikorro"]).nothing();
    assert!(run.out.is_empty() && run.err.starts_with("corpus: no passage matches"), "{run:?}");
    assert!(run.err.contains("koulikorro") && run.err.contains("koulikoro (2)"), "{run:?}");
    let run = folder.corpus(["search", "--json", "Koulikorro et la girafe"]).nothing();
    let results: Results = run.json();
    assert_eq!((results.total, results.documents, results.hits.len()), (0, 0, 0));
    assert_eq!(results.interpreted, "koulikorro girafe");
    let [koulikorro, girafe] = results.suggestions.as_slice() else { panic!("{results:?}") };
    assert_eq!((koulikorro.word.as_str(), girafe.word.as_str()), ("koulikorro", "girafe"));
    assert_eq!((koulikorro.near[0].term.as_str(), koulikorro.near[0].passages), ("koulikoro", 2));
    assert!(girafe.near.iter().all(|near| near.term != "koulikoro"));
    let run = folder.corpus(["search", "--jsonl", "Koulikorro"]).nothing();
    assert!(run.out.is_empty() && run.err.contains("koulikoro (2)"), "{run:?}");
    let run = folder.corpus(["search", "--all", "fleuve harbour"]).nothing();
    assert!(run.err.contains("+fleuve +harbour") || run.err.contains("fleuve ET harbour"), "{run:?}");
    // In the form of macOS, whose é is two characters.
    let run = folder.corpus(["search", "he\u{301}roi\u{308}ne"]).nothing();
    assert!(run.err.contains("\"he\u{301}roi\u{308}ne\""), "the query is not shown as typed: {run:?}");
}

/// What is offered for each missing word, with the number of passages.
fn offered(folder: &Folder, query: &str) -> Vec<(String, String)> {
    let results: Results = folder.corpus(["search", "--json", query]).json();
    let near = |near: Near| format!("{} {}", near.term, near.passages);
    let line = |suggestion: Suggestion| {
        (suggestion.word, suggestion.near.into_iter().map(near).collect::<Vec<_>>().join(", "))
    };
    results.suggestions.into_iter().map(line).collect()
}

#[test]
fn a_name_that_others_spell_otherwise_is_offered() {
    let folder = Folder::with(&[
        ("a.txt", "Koulikoro, Ouagadougou, Tombouctou, Djibouti.\n"),
        ("b.txt", "Philippe et Boubacar Diarra vont de Ségou à Koulikoro.\n"),
        ("c.txt", "Le colibri de Koulikoro ; Cheikh est au Qatar, en Guinée, chez Traoré.\n"),
    ]);
    folder.update(&["."]);
    let table = [
        ("Kulikoro", "koulikoro 3"),
        ("Coulicoro", "koulikoro 3"),
        ("Wagadugu", "ouagadougou 1"),
        ("Timbuktu", "tombouctou 1"),
        ("Jibuti", "djibouti 1"),
        ("Filip", "philippe 1"),
        ("Bubakar", "boubacar 1"),
        ("Jarra", "diarra 1"),
        ("Sheick", "cheikh 1"),
        ("Katar", "qatar 1"),
        ("Segu", "segou 1"),
        ("Guine", "guinee 1"),
        ("Traorré", "traore 1"),
        ("zzyzx", ""),
    ];
    for (query, near) in table {
        let word = folded(query);
        assert_eq!(offered(&folder, query), [(word.clone(), near.to_owned())], "{query}");
        let line = if near.is_empty() {
            format!("{word}: not in the index\n")
        } else {
            let (term, passages) = near.split_once(' ').unwrap();
            format!("{word}: not in the index; near it: {term} ({passages})\n")
        };
        let run = folder.corpus(["search", query]).nothing();
        assert!(run.err.starts_with("corpus: no passage matches") && run.err.ends_with(&line), "{run:?}");
    }
}

fn folded(word: &str) -> String {
    corpus::analysis::tokens(word).map(|token| token.folded).collect()
}

#[test]
fn the_same_sound_stands_before_another_edit_and_the_frequent_before_the_rare() {
    let folder = Folder::with(&[
        ("a.txt", "Un pont sur le fleuve : Bamako, Moussa, Mousse, Tissa, Mossa.\n"),
        ("b.txt", "Mousse et mousse.\n"),
        ("c.txt", "Mossa, Mousta.\n"),
    ]);
    folder.update(&["."]);
    // A short word may differ by one edit, a long one by two.
    assert_eq!(offered(&folder, "Mussa"), [("mussa".into(), "moussa 1, mossa 2".into())]);
    assert_eq!(offered(&folder, "Moussta")[0].1, "mousta 1, moussa 1, mossa 2, mousse 2");
}

#[test]
fn missing_words_are_named_beside_the_hits_too() {
    let folder = Folder::with_docs();
    let run = folder.corpus(["search", "fleuve Kulikoro"]).ok();
    assert_eq!(run.err, "corpus: kulikoro: not in the index; near it: koulikoro (2)\n", "{run:?}");
    assert!(run.out.contains("3 passages in 2 documents"), "{run:?}");
    let table: [(&str, &[&str]); 8] = [
        ("fleuve Kulikoro", &["kulikoro"]),
        ("fleuve OU girafe", &["girafe"]),
        ("fleuve -girafe", &[]),
        ("fleuve koulik*", &[]),
        ("fleuve kulikoro~", &[]),
        ("fleuve giraf*", &["giraf"]),
        ("Fofana lettres Niger", &[]),
        ("fleuve girafe girafe", &["girafe"]),
    ];
    for (query, words) in table {
        let offered = offered(&folder, query);
        assert_eq!(offered.iter().map(|(word, _)| word).collect::<Vec<_>>(), words, "{query}");
    }
    let run = folder.corpus(["search", "--jsonl", "fleuve Kulikoro"]).ok();
    assert!(run.err.contains("koulikoro (2)") && run.out.lines().count() == 3, "{run:?}");
    assert_eq!(folder.corpus(["search", "--json", "fleuve Kulikoro"]).ok().err, "");
}

#[test]
fn stop_words_are_searched_where_there_is_nothing_else_and_that_is_said() {
    let folder = Folder::with(&[
        ("hamlet.txt", "Être ou ne pas être, telle est la question.\n"),
        ("autre.txt", "Le fleuve et la ville.\n"),
    ]);
    folder.update(&["."]);
    let table: [(&str, &[&str], bool); 9] = [
        ("le la les", &["autre", "hamlet"], true),
        ("et", &["autre"], true),
        ("être ou ne pas être", &["hamlet"], true),
        ("langue:fr et", &["autre"], true),
        ("\"être ou ne pas être\"", &["hamlet"], false),
        ("« ou ne pas »", &["hamlet"], false),
        ("le fleuve", &["autre"], false),
        ("=la", &["autre", "hamlet"], false),
        ("fleuve -la", &[], false),
    ];
    for (query, expected, said) in table {
        assert_eq!(names(&folder, &[query]), expected, "{query}");
        let run = folder.corpus(["search", query]);
        let line =
            "corpus: warning: the query has only stop words, which are searched as any word (character 1)\n";
        assert_eq!(run.err.contains(line), said, "{run:?}");
        let warnings = folder.corpus(["search", "--json", query]).json::<Results>().warnings;
        assert_eq!(!warnings.is_empty(), said, "{query}: {warnings:?}");
    }
}

#[test]
fn what_is_not_understood_of_a_query_is_warned_about() {
    let folder = Folder::with_docs();
    for (query, place) in [("fleuve \"le pont", 7), ("fleuve (pont", 7), ("autor:fofana fleuve", 0)] {
        let run = folder.corpus(["search", query]).ok();
        assert!(run.err.starts_with("corpus: warning: "), "{run:?}");
        assert!(run.err.contains(&format!("(character {})", place + 1)), "{run:?}");
        let run = folder.corpus(["search", "--json", query]).ok();
        assert_eq!(run.json::<Results>().warnings[0].at, place, "{run:?}");
        assert_eq!(run.err, "", "the warning is in the object");
    }
}

#[test]
fn an_exact_spelling_minds_accents_and_capitals() {
    let folder = Folder::with(&[
        ("a.txt", "La pêche nourrit la ville."),
        ("b.txt", "Le péché est pardonné."),
        ("c.txt", "Il pèche par orgueil ; Pêche interdite."),
        ("d.txt", "La ville de Tours."),
        ("e.txt", "Les tours de la ville."),
    ]);
    folder.corpus(["index", "."]).ok();
    let table: [(&str, &[&str]); 7] = [
        ("=pêche", &["a"]),
        ("=Pêche", &["c"]),
        ("=péché", &["b"]),
        ("=Tours", &["d"]),
        ("=tours", &["e"]),
        ("=\"La pêche\"", &["a"]),
        ("=\"la pêche\"", &[]),
    ];
    for (query, expected) in table {
        assert_eq!(names(&folder, &[query]), expected, "{query}");
    }
}

#[test]
fn a_plain_spelling_is_what_the_other_spellings_leave() {
    let folder = Folder::with(&[
        ("a.txt", "Une cote de bois."),
        ("b.txt", "La côte et le côté."),
        ("c.txt", "La Côte, la côte, une cote et une COTE."),
        ("d.txt", "Cote à vendre en week-end."),
        ("e.txt", "Un weekend, puis un week-end."),
        ("f.txt", "Nous avons vu Kouli-\nkoro et koulikoro, 10 000 fois."),
        ("g.txt", "Dans le kouli-\nkoro, 10.000 fois."),
        ("h.txt", "La cote, la cote, la Cote."),
    ]);
    folder.corpus(["index", "."]).ok();
    let table: [(&str, &[&str]); 18] = [
        ("=cote", &["a", "c", "h"]),
        ("=Cote", &["d", "h"]),
        ("=côte", &["b", "c"]),
        ("=Côte", &["c"]),
        ("=COTE", &["c"]),
        ("=côté", &["b"]),
        ("=CÔTE", &[]),
        ("=weekend", &["e"]),
        ("=week-end", &["d", "e"]),
        ("=Koulikoro", &["f"]),
        ("=koulikoro", &["f", "g"]),
        ("=10000", &["f"]),
        ("=10.000", &["g"]),
        ("=\"la cote\"", &["h"]),
        ("=\"La cote\"", &["h"]),
        ("=\"la Cote\"", &["h"]),
        ("cote -=cote", &["b", "d"]),
        ("+=côte +=cote -=\"Une cote\"", &["c"]),
    ];
    let check = |table: &[(&str, &[&str])]| {
        for (query, expected) in table {
            assert_eq!(names(&folder, &[query]), *expected, "{query}");
        }
    };
    check(&table);
    std::fs::remove_file(folder.path("c.txt")).unwrap();
    folder.corpus(["index", "."]).ok();
    check(&[("=cote", &["a", "h"]), ("=côte", &["b"]), ("=Côte", &[]), ("=\"une cote\"", &[])]);
}

/// Paths of the hits, best first.
fn ranked(folder: &Folder, query: &str) -> Vec<String> {
    let results: Results = folder.corpus(["search", "--json", query]).ok().json();
    results.hits.into_iter().map(|hit| hit.path).collect()
}

#[test]
fn the_spelling_that_was_typed_stands_first() {
    let folder = Folder::with(&[
        ("1.txt", "Le péché est pardonné à la ville."),
        ("2.txt", "La pêche est nourrice de la ville."),
        ("3.txt", "Des tours dominent la ville ancienne."),
        ("4.txt", "De Tours on voit la ville ancienne."),
    ]);
    folder.corpus(["index", "."]).ok();
    for (query, first) in [("pêche", "2.txt"), ("péché", "1.txt"), ("Tours", "4.txt"), ("tours", "3.txt")]
    {
        assert_eq!(ranked(&folder, query)[0], first, "{query}");
    }
}

#[test]
fn of_two_or_three_words_a_passage_with_all_stands_first() {
    let filler = "une suite de mots sans rapport, ".repeat(10);
    let all = format!("Un balanzan, {filler} un pont, {filler} un kapokier.");
    let folder = Folder::with(&[
        ("rare.txt", "Kapokier, kapokier, kapokier."),
        ("deux.txt", "Un kapokier, un balanzan."),
        ("pont.txt", "Un pont. Un autre pont."),
        ("tout.txt", &all),
    ]);
    folder.corpus(["index", "."]).ok();
    assert_eq!(ranked(&folder, "kapokier pont")[0], "tout.txt");
    assert_eq!(ranked(&folder, "kapokier balanzan pont")[0], "tout.txt");
}

#[test]
fn near_words_are_found_and_highlighted_in_any_order() {
    let folder = Folder::with(&[("a.txt", "Des drones FPV, dit-on, volent."), ("b.txt", "FPV et autres.")]);
    folder.corpus(["index", "."]).ok();
    let results: Results = folder.corpus(["search", "--json", "\"FPV drones\"~5"]).ok().json();
    assert_eq!(results.total, 1);
    assert_eq!(results.hits[0].snippet.highlights, [[4, 10], [11, 14]]);
}

#[test]
fn highlights_mean_what_the_query_means() {
    let text = "Le fleuve Niger monte. Les grands fleuves montent aussi, et le pont de Ségou attend. \
        L’armée du fleuve campe à Koulikoro ; les koulikorois pêchent. Du pont, le Niger est le plus beau fleuve du Niger.";
    let folder = Folder::with(&[("a.txt", text), ("b.txt", "Le fleuve seul.")]);
    folder.corpus(["index", "."]).ok();
    let highlighted = |query: &str| -> Vec<String> {
        let results: Results = folder.corpus(["search", "--json", query]).ok().json();
        results.hits.iter().find(|hit| hit.path == "a.txt").unwrap().snippet.highlighted()
    };
    let table: [(&str, &[&str]); 17] = [
        // A word in all its forms, each as a whole.
        ("fleuve", &["fleuve", "fleuves", "fleuve", "fleuve"]),
        ("=fleuves", &["fleuves"]),
        ("l'armee", &["armée"]),
        // A phrase as a phrase only, with its common words.
        ("\"fleuve Niger\"", &["fleuve Niger"]),
        ("\"le pont de Segou\"", &["le pont de Ségou"]),
        ("« fleuve du Niger »", &["fleuve du Niger"]),
        ("\"l'armée du fleuve\"", &["L’armée du fleuve"]),
        ("\"fleuve campe\"~1", &["fleuve", "campe"]),
        // A word that is also in a phrase: ranges that overlap are one.
        ("\"fleuve Niger\" Niger", &["fleuve Niger", "Niger", "Niger"]),
        ("\"le fleuve\" \"fleuve Niger\"", &["Le fleuve Niger"]),
        // Prefixes and misspelled words where they match.
        ("koulik*", &["Koulikoro", "koulikorois"]),
        ("=pont koulikor*", &["pont", "Koulikoro", "koulikorois", "pont"]),
        ("Koulikorro~", &["Koulikoro"]),
        ("seguo~", &["Ségou"]),
        // Nothing of what is excluded, although this passage has it.
        ("Koulikoro -\"pont du fleuve\"", &["Koulikoro"]),
        ("(Koulikoro -girafe) OU (girafe -pont)", &["Koulikoro"]),
        // Common words and filters ask for no words.
        ("le Koulikoro langue:fr chemin:a.txt", &["Koulikoro"]),
    ];
    for (query, expected) in table {
        assert_eq!(highlighted(query), expected, "{query}");
    }
}

#[test]
fn an_excluded_word_is_highlighted_nowhere() {
    let folder = Folder::with_docs();
    for query in ["fleuve -pont", "fleuve SAUF pont", "fleuve OU (niger -pont)", "armée fleuve -\"le pont\""]
    {
        let results: Results = folder.corpus(["search", "--json", query]).ok().json();
        let words: Vec<String> = results.hits.iter().flat_map(|hit| hit.snippet.highlighted()).collect();
        assert!(!words.is_empty() && words.iter().all(|word| !word.contains("pont")), "{query}: {words:?}");
    }
}

#[test]
fn a_passage_in_another_language_than_its_document_is_found_by_its_words() {
    let french = "Le maire a reçu ce matin les pêcheurs du quartier, qui demandent depuis des mois que le quai soit \
                  réparé avant la saison des pluies et que les barques puissent y accoster sans danger. Il leur a \
                  promis une réponse avant la fin de la semaine.";
    let english = "The fishermen were waiting for the boats, and nobody knew when the river would be high enough for \
                   them to leave the town. They were carrying their nets to the harbour every morning, and each \
                   evening they were bringing them back without a single fish.";
    let folder = Folder::with(&[("rapport.txt", format!("{french}\n\n{english}\n\n{french}\n"))]);
    folder.update(&["rapport.txt"]);
    for query in ["carry nets", "brings", "boat langue:en"] {
        let results: Results = folder.corpus(["search", "--json", query]).ok().json();
        let hit = &results.hits[0];
        assert_eq!(results.total, 1, "{query}");
        assert_eq!(hit.passage.language.as_deref(), Some("en"), "{query}");
        assert_eq!(hit.document.language.as_deref(), Some("fr"), "{query}");
    }
    let results: Results = folder.corpus(["search", "--json", "pêcheur"]).ok().json();
    assert_eq!(results.hits[0].passage.language.as_deref(), Some("fr"));
}

/// Two texts with the names `a.txt` and `b.txt`, indexed.
fn two(a: &str, b: &str) -> Folder {
    let folder = Folder::with(&[("a.txt", a), ("b.txt", b)]);
    folder.update(&["a.txt", "b.txt"]);
    folder
}

#[test]
fn a_word_in_its_own_spelling_stands_first_even_in_a_longer_text() {
    let table = [
        (
            "marche",
            "Le marché est ouvert.",
            "Il marche vers la ville et vers le fleuve sans rien dire à personne.",
        ),
        (
            "marché",
            "Il marche vite.",
            "Au bord du fleuve, le grand marché de la ville est ouvert depuis ce matin.",
        ),
        (
            "Tours",
            "Deux tours en ruine, des tours.",
            "Hier la ville de Tours était en fête jusque tard dans la nuit.",
        ),
        (
            "pêches",
            "La pêche, toujours la pêche.",
            "Les vergers de la vallée donnent des pêches dès le mois de juin.",
        ),
        (
            "Saint-Louis",
            "Saint Martin parle. Louis écoute Louis.",
            "Le pont de la ville de Saint-Louis du Sénégal est ancien.",
        ),
    ];
    for (query, other, own) in table {
        assert_eq!(ranked(&two(other, own), query), ["b.txt", "a.txt"], "{query}");
    }
}

#[test]
fn words_typed_apart_find_what_they_find_by_themselves() {
    let folder = two(
        "Vous vous rendez à la ville. On a dit que le pont de la ville attend.",
        "Un rendez-vous manqué.",
    );
    let table: [(&str, &[&str]); 4] = [
        ("rendez vous", &["b.txt", "a.txt"]),
        ("on dit", &["a.txt"]),
        ("pont de la ville", &["a.txt"]),
        ("rendez-vous", &["b.txt"]),
    ];
    for (query, expected) in table {
        assert_eq!(ranked(&folder, query), expected, "{query}");
    }
    let results: Results = folder.corpus(["search", "--json", "pont de la ville"]).ok().json();
    assert_eq!(results.interpreted, "pont ville");
}

#[test]
fn a_compound_is_one_of_three_words() {
    let all = "Le vieux port de Boulogne-sur-Mer a un quai qui longe les bassins, les entrepôts et la halle aux poissons.";
    let some = "Boulogne-sur-Mer, port. Boulogne-sur-Mer, port. Boulogne-sur-Mer, port.";
    assert_eq!(ranked(&two(some, all), "Boulogne-sur-Mer port quai"), ["b.txt", "a.txt"]);
}

#[test]
fn alternatives_of_ones_own_count_alike() {
    let folder = two("Une mine d'or près de la rivière.", "Une caisse d'orange près de la rivière.");
    let scores = |query: &str| {
        let results: Results = folder.corpus(["search", "--json", query]).ok().json();
        results
            .hits
            .iter()
            .map(|hit| (hit.path.clone(), format!("{:.4}", hit.score)))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    assert_eq!(scores("or OU orange"), scores("orange OU or"));
}

#[test]
fn an_exact_spelling_highlights_no_compound() {
    let folder = Folder::with(&[("a.txt", "En week-end demain. Un weekend de pluie.")]);
    folder.update(&["a.txt"]);
    let results: Results = folder.corpus(["search", "--json", "=weekend"]).ok().json();
    assert_eq!(results.hits[0].snippet.highlights.len(), 1);
}

#[test]
fn a_phrase_goes_through_a_word_that_a_line_cuts_and_is_highlighted() {
    let folder =
        Folder::with(&[("a.txt", "Hier à Kouli-\nkoro hier encore la foule dansait sur le quai du port.")]);
    folder.update(&["a.txt"]);
    for query in [
        "\"à Koulikoro\"",
        "\"à Koulikoro hier\"",
        "=\"à Koulikoro hier\"",
        "\"koro koulikoro\"~3",
        "Koulikoro",
    ] {
        let results: Results = folder.corpus(["search", "--json", query]).ok().json();
        assert!(!results.hits[0].snippet.highlights.is_empty(), "{query}");
    }
    folder.corpus(["search", "foule -\"à Koulikoro hier\""]).nothing();
    folder.corpus(["search", "\"à Koulikoro foule\""]).nothing();
}

#[test]
fn a_mark_without_a_letter_before_a_cut_is_indexed() {
    let folder =
        Folder::with(&[("a.txt", "Bonjour \u{93e}-\nzqxv hier."), ("b.txt", "\u{345}-\nmot \u{345}-mot")]);
    folder.update(&["a.txt", "b.txt"]);
    assert_eq!(ranked(&folder, "bonjour"), ["a.txt"]);
}

#[test]
fn a_loose_phrase_of_repeated_words_is_answered() {
    let folder = Folder::with_docs();
    let phrase = format!("\"{}\"~1000", "du fleuve niger ".repeat(100));
    assert!(!ranked(&folder, &phrase).is_empty());
}

#[test]
fn a_title_is_found_however_its_compound_is_joined() {
    let folder = two("# Un weekend au fleuve\n\nRien.\n", "# Un week-end au fleuve\n\nRien.\n");
    folder.rename("a.txt", "a.md").rename("b.txt", "b.md");
    folder.update(&["."]);
    for query in ["titre:weekend", "titre:week-end"] {
        assert_eq!(names(&folder, &[query]).len(), 2, "{query}");
    }
}

#[test]
fn a_word_in_another_script_is_led_back_in_the_language_of_its_script() {
    let text = "Le télégramme du consul disait « новые города на реке », et rien d'autre qui ne fût en français, sinon \
                la formule qui clôt chaque lettre et que personne ne lit plus depuis longtemps.";
    let folder = Folder::with(&[("a.txt", text)]);
    folder.update(&["a.txt"]);
    for query in ["город", "городов", "télégrammes"] {
        assert_eq!(ranked(&folder, query), ["a.txt"], "{query}");
    }
}

#[test]
fn a_title_is_searched_for_in_any_script() {
    // A word of letters of several bytes ended in a panic where it was tried as a compound.
    let folder = Folder::with(&[("a.md", "# Μόσχα, Москва, 漢字\n\nUn texte.\n")]);
    folder.update(&["."]);
    for query in ["titre:漢字", "titre:Москва", "texte titre:Μόσχα"] {
        folder.corpus(["search", query]).ok();
    }
    for query in ["titre:λόγος", "titre:القاهرة", "titre:ə", "titre:\"Москва река\""] {
        folder.corpus(["search", query]).nothing();
    }
}

#[test]
fn a_loose_phrase_is_found_alike_however_its_files_were_indexed() {
    // Of three words and more, how often each is in a segment made a difference. Words count by how far they are from their
    // places in the phrase.
    let near = "On parle d’armée et d’eau ; l’eau, dit-on.";
    let folder = Folder::with(&[
        ("near.txt", near.to_owned()),
        (
            "apart.txt",
            "L’armée est loin, très loin de la côte, des villes et des champs, et de l’eau.".to_owned(),
        ),
        ("one.txt", "armée ".repeat(50)),
        ("two.txt", "eau l’eau ".repeat(50)),
    ]);
    folder.update(&["."]);
    let table: [(&str, &[&str]); 6] = [
        ("\"l’armée eau\"~5", &["near.txt"]),
        ("\"l’armée eau\"~4", &[]),
        ("\"eau armée\"~4", &["near.txt"]),
        ("\"eau armée\"~3", &[]),
        ("\"armée eau\"~2", &["near.txt"]),
        ("\"armée eau\"~1", &[]),
    ];
    let found = |index: &str, query: &str| -> Vec<String> {
        let run = folder.corpus(["search", "--index", index, "--json", query]);
        let results: Results = run.json();
        results.hits.into_iter().map(|hit| hit.path).collect()
    };
    for name in ["two.txt", "one.txt", "apart.txt", "near.txt"] {
        folder.corpus(["index", "--index", "singly", name]).ok();
    }
    for (query, paths) in table {
        assert_eq!(found(".corpus", query), paths, "{query}");
        assert_eq!(found("singly", query), paths, "{query}, singly");
    }
}
