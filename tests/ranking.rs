//! The order of hits: what stands above what, by passages and by documents, and what each score is the sum of.

use crate::folder::Folder;
use crate::wire::{Hit, Results};

fn search(folder: &Folder, args: &[&str]) -> Results {
    folder.corpus(["search", "--json", "-n", "1000"].iter().chain(args)).ok().json()
}

fn paths(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.path.as_str()).collect()
}

/// Two passages of `much.txt` and one of each other file have the word.
fn documents() -> Folder {
    let rest =
        "Rien d’autre ne se passe dans la plaine, où le vent tourne et les heures sont longues. ".repeat(3);
    let paragraphs = [
        format!("Le bac du fleuve part à l’aube, et le bac revient le soir. {rest}"),
        rest.clone(),
        format!("Un bac de secours attend. {rest}"),
        format!("Le dernier bac est parti. {rest}"),
        format!("Encore un bac, plus petit. {rest}"),
    ];
    let folder = Folder::with(&[
        ("much.txt", paragraphs.join("\n\n")),
        ("little.txt", format!("On parle ici de mille choses, et du bac une fois. {rest}")),
        ("none.txt", rest),
    ]);
    folder.update(&["."]);
    folder
}

#[test]
fn documents_are_listed_once_with_their_best_passages() {
    let folder = documents();
    let passages = search(&folder, &["bac"]);
    assert_eq!((passages.total, passages.documents, passages.hits.len()), (5, 2, 5));
    let documents = search(&folder, &["--by", "document", "bac"]);
    assert_eq!((documents.total, documents.documents), (5, 2));
    let ranks: Vec<_> = documents.hits.iter().map(|hit| (hit.rank, hit.matches)).collect();
    let much = documents.hits.iter().find(|hit| hit.path == "much.txt").unwrap();
    assert_eq!((documents.hits.len(), much.matches, ranks[0].0, ranks[1].0), (2, Some(4), 1, 2));
    // The same passages in the same order, as many as are shown.
    let of_it: Vec<u32> =
        passages.hits.iter().filter(|hit| hit.path == "much.txt").map(|hit| hit.passage.ordinal).collect();
    let shown: Vec<u32> = [much.passage.ordinal]
        .into_iter()
        .chain(much.others.iter().flatten().map(|other| other.passage.ordinal))
        .collect();
    assert_eq!(shown, of_it[..3]);
    let printed = folder.corpus(["search", "--by", "document", "bac"]).ok().out;
    assert!(
        printed.contains("and 1 passage more") && printed.ends_with("2 documents, 5 passages\n"),
        "{printed}"
    );
    assert_eq!(printed.matches("much.txt").count(), 1, "{printed}");
}

#[test]
fn pages_of_documents_and_of_passages_are_parts_of_one_list() {
    let folder = documents();
    for by in ["passage", "document"] {
        let all = search(&folder, &["--by", by, "bac"]).hits;
        let places = |hits: &[Hit]| {
            hits.iter().map(|hit| (hit.rank, hit.path.clone(), hit.passage.ordinal)).collect::<Vec<_>>()
        };
        let mut parts = Vec::new();
        for offset in 0..all.len() {
            let args = ["search", "--json", "-n", "1", "--by", by, "--offset", &offset.to_string(), "bac"];
            parts.extend(folder.corpus(args).ok().json::<Results>().hits);
        }
        assert_eq!(places(&parts), places(&all));
    }
}

#[test]
fn more_passages_than_are_read_anew_keep_their_order_behind_them() {
    let folder = Folder::new();
    for number in 0..150 {
        let more = "mot ".repeat(number);
        folder.write(format!("{number:03}.txt"), format!("Un bac et {more} rien."));
    }
    folder.update(&["."]);
    for by in ["passage", "document"] {
        let all = search(&folder, &["--by", by, "--explain", "bac"]).hits;
        assert_eq!(all.len(), 150);
        assert!(all.windows(2).all(|two| two[0].score >= two[1].score), "{by}");
        let read = |hit: &Hit| !hit.parts.iter().flatten().any(|part| part.name == "not read");
        assert_eq!(all.iter().take_while(|hit| read(hit)).count(), 64);
        let few =
            folder.corpus(["search", "--json", "-n", "10", "--by", by, "bac"]).ok().json::<Results>().hits;
        assert_eq!(paths(&few), paths(&all)[..10]);
        assert!(few.iter().zip(&all).all(|(few, all)| few.score == all.score), "{by}");
    }
}

#[test]
fn a_score_is_the_sum_of_its_parts() {
    let folder = Folder::with_seeds();
    folder.update(&["seeds"]);
    for query in
        ["Koulikoro", "pont Niger", "quand le fleuve est-il navigable", "\"le fleuve\"", "koulik* -port"]
    {
        let hits = search(&folder, &["--explain", query]).hits;
        for hit in &hits {
            let parts = hit.parts.as_ref().unwrap();
            let sum: f64 = parts.iter().map(|part| part.value * part.weight).sum();
            assert!(
                !parts.is_empty() && (sum - hit.score).abs() < 1e-3,
                "{query}: {sum} is not {}",
                hit.score
            );
        }
    }
    let filtered = search(&folder, &["--explain", "langue:fr"]).hits;
    assert!(filtered.iter().all(|hit| hit.parts == Some(Vec::new()) && hit.score == 0.0));
    let printed = folder.corpus(["search", "-n", "1", "--explain", "pont Niger"]).ok().out;
    for part in ["score ", "first stage", "all words", "likeness", " × "] {
        assert!(printed.contains(part), "{part:?} in {printed}");
    }
    assert!(search(&folder, &["Koulikoro"]).hits.iter().all(|hit| hit.parts.is_none()));
}

#[test]
fn words_nearly_or_otherwise_the_same_tell_between_passages() {
    // Each time the second text has what the query asks for in other words.
    let table = [
        ("bateau perdu", "Un bateau s’est arrêté sur la rive.", "Un bateau s’est égaré sur la rive."),
        (
            "mortalité au village",
            "Au village il y a un puits, un marché.",
            "Au village il y a eu des morts, hélas.",
        ),
        (
            "pont fleuve sable",
            "Le pont est loin ; plus bas, le fleuve.",
            "Le pont du fleuve est loin, plus bas.",
        ),
    ];
    for (query, other, better) in table {
        let folder = Folder::with(&[("a.txt", other), ("b.txt", better)]);
        folder.update(&["."]);
        assert_eq!(paths(&search(&folder, &[query]).hits), ["b.txt", "a.txt"], "{query}");
    }
}

#[test]
fn a_word_typed_in_capitals_is_ordered_as_any_word() {
    let folder = Folder::with(&[
        ("a.txt", "SOMMAIRE : LE FLEUVE, page 3, puis les routes, les villes et les gens de la plaine."),
        ("b.txt", "Le fleuve monte, et le fleuve redescend ; ce fleuve fait vivre la plaine."),
    ]);
    folder.update(&["."]);
    assert_eq!(paths(&search(&folder, &["FLEUVE"]).hits), paths(&search(&folder, &["fleuve"]).hits));
}

#[test]
fn the_nearest_words_of_a_misspelled_one_rank_and_are_highlighted_where_others_find() {
    let folder = Folder::with(&[
        ("a.txt", "Le bac du fleuve part à l’aube, et le bac revient ; ce bac est vieux."),
        ("b.txt", "Un bac relie Koulikoro à la rive droite, deux fois par jour, quand le fleuve le permet."),
        ("c.txt", "Koulikoro est loin, très loin d’ici, au pied d’une falaise."),
    ]);
    folder.update(&["."]);
    let found = search(&folder, &["bac Kulikoro"]);
    assert_eq!((paths(&found.hits), found.total), (vec!["b.txt", "a.txt"], 2));
    assert_eq!(found.hits[0].snippet.highlighted(), ["bac", "Koulikoro"]);
    // By itself it finds nothing, and what excludes or requires it means it as typed.
    folder.corpus(["search", "Kulikoro"]).nothing();
    folder.corpus(["search", "bac +Kulikoro"]).nothing();
    assert_eq!(search(&folder, &["bac -Kulikoro"]).total, 2);
}

#[test]
fn of_near_words_only_the_nearest_count() {
    // `pirogue` is one letter from what is typed, `prologue` two.
    let folder = Folder::with(&[
        ("a.txt", "Le fleuve a un prologue, et le prologue est long ; il y est question du fleuve."),
        ("b.txt", "Le fleuve porte une pirogue."),
    ]);
    folder.update(&["."]);
    let hits = search(&folder, &["fleuve prirogue"]).hits;
    let highlighted: Vec<usize> = hits.iter().map(|hit| hit.snippet.highlights.len()).collect();
    assert_eq!((paths(&hits), highlighted), (vec!["b.txt", "a.txt"], vec![2, 2]));
}

#[test]
fn a_word_that_cannot_be_misspelled_is_not_taken_for_another() {
    // Each is one or two letters from a word of the text: words of the dictionary, a number, a short word.
    let folder = Folder::with(&[
        (
            "a.txt",
            "La ville est prise, avec 25000 hommes et un banc de sable, dit l’article L1234 de la loi.",
        ),
        ("b.txt", "La ville, le port de la ville, les gens de la ville."),
    ]);
    folder.update(&["."]);
    for query in ["ville prison", "ville 35000", "ville bana", "ville L1235"] {
        let hits = search(&folder, &["--explain", query]).hits;
        assert_eq!(hits.len(), 2, "{query}");
        for hit in &hits {
            assert!(
                hit.snippet.highlighted().iter().all(|word| word == "ville"),
                "{query}: {:?}",
                hit.snippet
            );
            assert!(hit.parts.iter().flatten().all(|part| part.name != "all words"), "{query}");
        }
    }
    // Nor does a passage with what was meant hold all that was asked.
    let hits = search(&folder, &["--explain", "ville arrticle"]).hits;
    assert_eq!(hits[0].snippet.highlighted(), ["ville", "article"]);
    assert!(hits[0].parts.iter().flatten().all(|part| part.name != "all words"));
}

#[test]
fn in_a_query_of_capitals_et_and_ou_ask_for_nothing() {
    let folder =
        Folder::with(&[("a.txt", "Le pont et la ville."), ("b.txt", "Le bac de nuit traverse le fleuve.")]);
    folder.update(&["."]);
    let capitals = search(&folder, &["FLEUVE ET VILLE"]);
    assert_eq!(paths(&capitals.hits), paths(&search(&folder, &["fleuve et ville"]).hits));
    assert_eq!((capitals.total, capitals.warnings.len()), (2, 1));
    folder.corpus(["search", "fleuve ET ville"]).nothing();
}

/// Each of these words has stems of one language only, and where the index lacked them it was taken for a beginning, `mot*`.
#[test]
fn a_word_that_the_index_lacks_is_a_word_in_any_script() {
    let folder = Folder::with(&[
        (
            "fr.txt",
            "La livre est lourde, dit le marchand du fleuve, qui pèse les poissons sur le quai du matin.",
        ),
        ("ru.txt", "Выборы прошли вчера у реки, и жители города долго обсуждали, кто победит и почему."),
        ("el.txt", "Οι εκλογές έγιναν χθες κοντά στο ποτάμι, και οι κάτοικοι της πόλης μιλούσαν για ώρες."),
    ]);
    folder.update(&["."]);
    for query in ["fleuve livresque", "река выборщики", "ποτάμι εκλογικός"] {
        let hits = search(&folder, &["--explain", query]).hits;
        let beginnings = hits[0].parts.iter().flatten().find(|part| part.name == "beginnings");
        assert!(beginnings.is_some_and(|part| part.value > 0.0), "{query}: {:?}", hits[0].parts);
    }
}

/// The index has the title of a document once in a thousand passages.
#[test]
fn all_passages_of_a_long_document_have_its_title() {
    let rest =
        "Rien d’autre ne se passe dans la plaine, où le vent tourne et les heures sont longues. ".repeat(3);
    let book = |title: &str, rare: &[usize]| {
        let paragraph = |number| match rare.contains(&number) {
            true => format!("Le rucher du numéro {number} est plein. {rest}\n\n"),
            false => format!("{rest}\n\n"),
        };
        format!("# {title}\n\n{}", (0..2_300).map(paragraph).collect::<String>())
    };
    let folder = Folder::with(&[
        ("abeilles.md", book("Les abeilles noires", &[3, 999, 1_000, 1_500, 2_200])),
        ("annales.md", book("Les annales", &[3, 998, 1_001, 1_501, 2_201])),
    ]);
    folder.update(&["."]);
    // Of passages that say the same, those stand above whose document is of it.
    let found = search(&folder, &["abeilles rucher"]);
    let with_word: Vec<&str> = found.hits.iter().map(|hit| hit.path.as_str()).collect();
    assert_eq!(with_word[..5], ["abeilles.md"; 5], "{with_word:?}");
    assert_eq!(with_word[with_word.len() - 5..], ["annales.md"; 5], "{with_word:?}");
    // A title is found once, and all that it stands over by its name.
    assert_eq!(search(&folder, &["abeilles"]).total, 1);
    let (all, of_title) = (search(&folder, &["plaine"]), search(&folder, &["plaine titre:abeilles"]));
    assert_eq!((all.documents, of_title.documents, of_title.total), (2, 1, all.total / 2));
    assert_eq!(search(&folder, &["plaine -titre:abeilles"]).total, all.total / 2);
    assert_eq!(search(&folder, &["rucher titre:\"abeille noire\""]).total, 5);
    // What is removed takes its title along.
    folder.remove("abeilles.md").update(&["."]);
    assert_eq!(search(&folder, &["plaine"]).total, all.total / 2);
    assert_eq!(search(&folder, &["rucher"]).total, 5);
    folder.corpus(["search", "rucher titre:abeilles"]).nothing();
}

/// How long titles are on average, which those of long documents would change that have theirs in the index once more.
#[test]
fn the_title_of_a_long_document_counts_once() {
    let rest =
        "Rien d’autre ne se passe dans la plaine, où le vent tourne et les heures sont longues. ".repeat(3);
    let lead = |title: &str| {
        let mut files: Vec<(String, String)> = (0..20)
            .map(|number| {
                (format!("{number}.md"), format!("# Fait divers {number}\n\nUn cheval passe. {rest}"))
            })
            .collect();
        files.push(("court.md".into(), format!("# Cheval\n\nUn cheval passe. {rest}")));
        let long = "# Cheval du roi de la région et histoire de ses pêcheurs depuis toujours";
        files.push(("long.md".into(), format!("{long}\n\nUn cheval passe. {rest}")));
        files.push(("livre.md".into(), format!("# {title}\n\n{}", format!("{rest}\n\n").repeat(6_000))));
        let folder = Folder::new();
        for (name, text) in &files {
            folder.write(name, text);
        }
        folder.update(&["."]);
        let found: Results = folder.corpus(["search", "--json", "--explain", "cheval"]).ok().json();
        let first_stage = |path: &str| {
            let hit = found.hits.iter().find(|hit| hit.path == path).unwrap();
            let parts = hit.parts.as_ref().unwrap();
            parts.iter().find(|part| part.name == "first stage").unwrap().value
        };
        first_stage("court.md") - first_stage("long.md")
    };
    let few = lead("Annales");
    let many =
        lead("Annales très longues des fleuves et des villages de la boucle, en douze parties avec cartes");
    assert!((few - many).abs() < few / 10.0, "{few} {many}");
}
