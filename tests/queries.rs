//! Queries and filters find what the help says of them, and a search that finds nothing helps on.

use crate::folder::Folder;
use crate::wire::Results;

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
