//! A citation that a search printed is verified later against the file as it then is: unchanged, moved, altered or gone.

use std::fs;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::containers::{gzip, zip};
use crate::folder::{Folder, PROGRAM, Run};
use crate::formats::pdf_of_pages;
use crate::hostile::good;
use crate::wire::{Hit, Results, Verified};

const TEXT: &str = "Le port de Koulikoro\n\nLe port de Koulikoro est fermé ; le fleuve en crue emporte le pont du \
    chemin de fer.\n\nLes pêcheurs de Ségou\nrentrent avant la nuit.\n";

const QUOTED: &str = "Le port de Koulikoro est fermé ; le fleuve en crue emporte le pont du chemin de fer.";

/// What becomes of citations that stand in a file beside the documents.
fn verify(folder: &Folder, citations: &[Value]) -> Vec<Verified> {
    let lines: String = citations.iter().map(|citation| format!("{citation}\n")).collect();
    folder.write("cited.jsonl", lines);
    folder.corpus(["verify", "--json", "cited.jsonl"]).json_lines()
}

fn statuses(verdicts: &[Verified]) -> Vec<&str> {
    verdicts.iter().map(|verdict| verdict.status.as_str()).collect()
}

/// Runs `corpus` with this on its standard input.
fn given(folder: &Folder, input: impl AsRef<[u8]>, args: &[&str]) -> Run {
    Run::of(folder.command(PROGRAM).args(args).write_stdin(input.as_ref()))
}

/// The hits of a search as citations, with the folder that they are of.
fn cited(files: &[(&str, &str)], query: &str) -> (Folder, Vec<Value>) {
    let folder = Folder::with(files);
    folder.corpus(["index", "docs"]).ok();
    let hits = folder.corpus(["search", "--jsonl", "-n", "1000", query]).ok().json_lines();
    (folder, hits)
}

#[test]
fn each_hit_in_each_format_is_found_again_where_it_is_cited() {
    let folder = Folder::with_seeds();
    for file in good::files() {
        folder.write(format!("docs/{}", file.name), &file.bytes);
    }
    folder.write(
        "docs/b.zip",
        zip(&[("fond.zip", zip(&[("a.jsonl", "{\"text\": \"Le fleuve au fond.\"}\n")]))]),
    );
    folder.write("docs/pages.pdf", pdf_of_pages(&[&["Rien."], &["Le fleuve de la page deux."]]));
    folder.write("docs/latin.txt", b"Le fleuve \xe9tait l\xe0, et rien ne bougeait.\r\n");
    folder.corpus(["index", "seeds", "docs"]).ok();
    let query = "fleuve OU port OU hirondelle OU ibis OU dindon";
    let found = folder.corpus(["search", "--jsonl", "-n", "1000", query]).ok().out;
    assert!(found.lines().count() > 60, "{}", found.lines().count());
    folder.remove(".corpus").write("cited.jsonl", found);
    let verdicts: Vec<Verified> = folder.corpus(["verify", "--json", "cited.jsonl"]).ok().json_lines();
    for verdict in &verdicts {
        assert_eq!((verdict.status.as_str(), verdict.changed), ("unchanged", Some(false)), "{verdict:?}");
        let (cited, now) = (verdict.cited.as_ref().unwrap(), verdict.now.as_ref().unwrap());
        assert_eq!((cited.bytes, cited.page, now.exact), (Some(now.bytes), now.page, true), "{verdict:?}");
        assert_eq!((Some(&now.path), &now.id), (verdict.path.as_ref(), &verdict.id), "{verdict:?}");
        assert_eq!(Some(&now.text), verdict.text.as_ref());
    }
}

#[test]
fn a_verdict_says_what_became_of_the_quotation() {
    let (folder, hits) = cited(&[("docs/a.txt", TEXT)], "Koulikoro");
    let citation = [hits[0].clone()];
    let table: [(&str, &str, Option<bool>); 6] = [
        ("unchanged", TEXT, Some(false)),
        ("unchanged", &format!("{TEXT}\nFin.\n"), Some(true)),
        ("moved", &format!("Un ajout.\n\n{TEXT}"), Some(true)),
        ("altered", &TEXT.replace("fermé", "rouvert"), Some(true)),
        ("gone", "Il n’en reste pas un seul mot.\n", Some(true)),
        ("gone", "", Some(true)),
    ];
    for (status, text, changed) in table {
        folder.write("docs/a.txt", text);
        let verdict = verify(&folder, &citation).remove(0);
        assert_eq!((verdict.status.as_str(), verdict.changed), (status, changed), "{text}: {verdict:?}");
        assert_eq!((verdict.schema.as_str(), verdict.line), ("corpus.verify/1", 1));
        assert_eq!(verdict.changes.is_empty(), status != "altered");
        assert_eq!(verdict.reason.is_some(), status == "gone");
        let code = folder.corpus(["verify", "cited.jsonl"]).code;
        assert_eq!(code, i32::from(status == "altered" || status == "gone"), "{status}");
    }
}

#[test]
fn a_moved_quotation_has_its_old_and_its_new_place() {
    let (folder, _) = cited(&[("docs/a.txt", TEXT)], "Koulikoro");
    let start = TEXT.find(QUOTED).unwrap();
    let citation = json!({ "path": "docs/a.txt", "text": QUOTED, "bytes": [start, start + QUOTED.len()], "lines": [3, 3] });
    folder.write("docs/a.txt", format!("Un ajout.\n\n{TEXT}"));
    let verdict = verify(&folder, &[citation]).remove(0);
    let (cited, now) = (verdict.cited.unwrap(), verdict.now.unwrap());
    assert_eq!((verdict.status.as_str(), cited.lines, now.lines), ("moved", Some([3, 3]), [5, 5]));
    assert_eq!(now.bytes, [start + 11, start + 11 + QUOTED.len()]);
    let file = folder.read("docs/a.txt");
    assert_eq!(&file[now.bytes[0]..now.bytes[1]], QUOTED.as_bytes());

    let folder =
        Folder::with(&[("a.pdf", pdf_of_pages(&[&["Le butor dort au bord."], &["La grue passe."]]))]);
    let citation = json!({ "path": "a.pdf", "text": "Le butor dort au bord.", "page": 1 });
    assert_eq!(verify(&folder, std::slice::from_ref(&citation))[0].status, "unchanged");
    folder.write("a.pdf", pdf_of_pages(&[&["Une couverture."], &["Le butor dort au bord."]]));
    let verdict = verify(&folder, &[citation]).remove(0);
    assert_eq!((verdict.status.as_str(), verdict.now.unwrap().page), ("moved", Some(2)));
    let told = folder.corpus(["verify", "cited.jsonl"]).ok().out;
    assert!(told.starts_with("moved      a.pdf p. 1 → :3 p. 2"), "{told}");
}

#[test]
fn an_altered_quotation_is_shown_with_the_words_that_changed() {
    let folder = Folder::new();
    let citation = json!({ "path": "a.txt", "text": QUOTED });
    let table = [
        (QUOTED.replace("fermé", "rouvert"), vec![("fermé", "rouvert")]),
        (QUOTED.replace(" en crue", ""), vec![("en crue", "")]),
        (QUOTED.replace("Le port", "Le vieux port"), vec![("", "vieux")]),
        (
            QUOTED.replace("fermé", "fermée").replace("pont du", "bac du"),
            vec![("fermé", "fermée"), ("pont", "bac")],
        ),
    ];
    for (now, changes) in table {
        folder.write("a.txt", format!("{}{now} Et la pluie tombe.\n", "Le fleuve dort. ".repeat(200)));
        let verdict = verify(&folder, std::slice::from_ref(&citation)).remove(0);
        let found: Vec<_> =
            verdict.changes.iter().map(|change| (change.old.as_str(), change.new.as_str())).collect();
        assert_eq!((verdict.status.as_str(), found), ("altered", changes), "{now}");
        assert_eq!(verdict.now.unwrap().text, now);
    }
    let told = folder.corpus(["verify", "cited.jsonl"]).nothing().out;
    assert!(told.contains("est [-fermé-] {+fermée+} ; le"), "{told}");
    assert!(told.lines().all(|line| line.chars().count() <= 80), "{told}");
    assert_eq!(told.lines().last(), Some("1 citation: 1 altered"));
}

#[test]
fn what_is_gone_is_told_why() {
    let folder = Folder::with(&[
        ("a.txt", "Un texte sur tout autre chose."),
        ("image.txt", "\u{89}PNG"),
        ("b.jsonl", "{\"id\": \"un\", \"text\": \"Le bac attend.\"}\n"),
    ]);
    folder.write("image.txt", b"\x89PNG\r\n\x1a\n\0\0").write("c.zip", zip(&[("d.txt", "La grue passe.")]));
    folder.write("dossier/e.txt", "Le fleuve.");
    let table = [
        (json!({ "path": "absent.txt" }), "no such file"),
        (json!({ "path": "absent/c.zip/d.txt" }), "no such file"),
        (json!({ "path": "dossier" }), "is a folder"),
        (json!({ "path": "a.txt" }), "the text is no longer in it"),
        (json!({ "path": "image.txt" }), "not read: PNG image"),
        (json!({ "path": "c.zip/autre.txt" }), "its file has no such document"),
        (json!({ "path": "c.zip/d.txt" }), "the text is no longer in it"),
        (json!({ "path": "b.jsonl", "id": "deux" }), "its file has no such document"),
        (json!({ "path": "b.jsonl", "id": "un" }), "the text is no longer in it"),
    ];
    for (mut citation, reason) in table {
        citation["text"] = QUOTED.into();
        let verdict = verify(&folder, std::slice::from_ref(&citation)).remove(0);
        assert_eq!(
            (verdict.status.as_str(), verdict.reason.as_deref()),
            ("gone", Some(reason)),
            "{citation}"
        );
        assert!(folder.corpus(["verify", "cited.jsonl"]).nothing().out.contains(reason), "{citation}");
    }
}

#[test]
fn a_citation_needs_no_more_than_a_path_and_a_text() {
    let (folder, hits) = cited(&[("docs/a.txt", TEXT)], "pêcheurs Ségou");
    let hit = &hits[0];
    let sum = hit["document"]["sha256"].clone();
    let cuts = [
        json!({ "path": "docs/a.txt", "text": "Les pêcheurs de Ségou" }),
        json!({ "path": "./docs/../docs/a.txt", "text": "pêcheurs" }),
        json!({ "path": folder.path("docs/a.txt"), "text": hit["snippet"]["text"] }),
        json!({ "path": "docs/a.txt", "sha256": sum, "text": hit["passage"]["text"] }),
        json!({ "path": "docs/a.txt", "sha256": hit["file"]["sha256"], "snippet": hit["snippet"] }),
        json!({ "path": "docs/a.txt", "document": { "sha256": sum }, "passage": hit["passage"], "text": "pêcheurs de" }),
        json!({ "file": hit["file"], "passage": hit["passage"]["text"] }),
        json!({ "path": "docs/a.txt", "text": " \n pêcheurs de Ségou\n\n", "lines": [5, 5] }),
    ];
    for cut in &cuts {
        let verdict = verify(&folder, std::slice::from_ref(cut)).remove(0);
        assert_eq!(verdict.status, "unchanged", "{cut}: {verdict:?}");
        let known = cut.to_string().contains("sha256");
        assert_eq!(verdict.changed, known.then_some(false), "{cut}");
    }
    // A part of a passage, cited by the place of that.
    folder.write(
        "docs/a.txt",
        format!("Un ajout de plus de quatre mots à la première ligne, et encore.\n{TEXT}"),
    );
    assert_eq!(statuses(&verify(&folder, &cuts[5..6])), ["moved"]);
}

#[test]
fn objects_over_several_lines_and_whole_results_are_read_too() {
    let (folder, _) = cited(&[("docs/a.txt", TEXT), ("docs/b.txt", "Le port de Gao.\n")], "port");
    let count = |query: &[&str]| {
        let results = folder.corpus(query).ok().out;
        given(&folder, results, &["verify", "--json", "-"]).ok().json_lines::<Verified>().len()
    };
    assert_eq!(count(&["search", "--json", "port"]), 2);
    assert_eq!(count(&["search", "--jsonl", "port"]), 2);
    let results: Results = folder.corpus(["search", "--json", "port"]).ok().json();
    let spread: String = results.hits.iter().map(|hit| serde_json::to_string_pretty(hit).unwrap()).collect();
    assert_eq!(given(&folder, spread, &["verify", "--json", "-"]).ok().json_lines::<Verified>().len(), 2);
    let many = "Le port de la ville dort sous la pluie, et le fleuve monte. ".repeat(60);
    folder.write("docs/c.txt", &many).corpus(["index"]).ok();
    let hits: Vec<Hit> = folder.corpus(["search", "--jsonl", "--by", "document", "port"]).ok().json_lines();
    let all: usize = hits.iter().map(|hit| 1 + hit.others.as_ref().unwrap().len()).sum();
    assert!(all > hits.len(), "the other passages of a document are citations too");
    assert_eq!(count(&["search", "--jsonl", "--by", "document", "port"]), all);
}

#[test]
fn a_line_that_is_no_citation_is_an_error_and_the_others_are_verified() {
    let folder = Folder::with(&[("a.txt", TEXT)]);
    let good = json!({ "path": "a.txt", "text": QUOTED });
    let input = format!("# Notes\n{good}\n{{\"path\": \"a.txt\"}}\n\n{good}\n{{\"path\":\n");
    let run = given(&folder, &input, &["verify", "-"]);
    assert_eq!((run.code, run.out.matches("unchanged  a.txt:3").count()), (2, 2), "{run:?}");
    for part in
        ["corpus: -:1: is no JSON object", "corpus: -:3: has no text", "corpus: -:6: is no JSON object"]
    {
        assert!(run.err.contains(part), "{part} in {run:?}");
    }
    let run = given(&folder, &input, &["verify", "--json", "-"]);
    let verdicts: Vec<Verified> = run.json_lines();
    assert_eq!(
        (run.code, statuses(&verdicts)),
        (2, vec!["invalid", "unchanged", "invalid", "unchanged", "invalid"])
    );
    assert_eq!(verdicts.iter().map(|verdict| verdict.line).collect::<Vec<_>>(), [1, 2, 3, 5, 6]);
    assert!(verdicts[0].reason.is_some() && verdicts[0].path.is_none());
    folder.corpus(["verify", "absent.jsonl"]).fails(&["absent.jsonl: cannot be read", "a file of citations"]);
    let run = given(&folder, "\n", &["verify", "-"]).nothing();
    assert!(run.out.is_empty() && run.err.contains("no citation in it"), "{run:?}");
    assert_eq!(given(&folder, b"\xff\xfe\0{", &["verify", "-"]).code, 2);
}

#[test]
fn the_parts_of_a_snippet_are_each_looked_for() {
    let plain = "La pluie d’août tombe sur la plaine, et rien ne bouge. ".repeat(8);
    let text = format!("Le port est à l’abri. {plain}L’été, le fleuve monte. {plain}Un balanzan l’ombrage.");
    let folder = Folder::with(&[("docs/a.txt", &text)]);
    folder.corpus(["index", "docs"]).ok();
    let hits: Vec<Hit> =
        folder.corpus(["search", "--jsonl", "--snippet", "80", "port fleuve balanzan"]).ok().json_lines();
    let snippet = &hits[0].snippet;
    assert!(snippet.windows.len() == 3 && snippet.text.contains(" … "));
    let citation = json!({ "path": hits[0].path, "snippet": snippet });
    let become_of = |text: String| {
        folder.write("docs/a.txt", text);
        verify(&folder, std::slice::from_ref(&citation)).remove(0)
    };
    assert_eq!(become_of(text.clone()).status, "unchanged");
    assert_eq!(become_of(format!("Avant. {text}")).status, "moved");
    let altered = become_of(text.replace("fleuve monte", "fleuve baisse"));
    assert_eq!((altered.status.as_str(), altered.changes.len()), ("altered", 1), "{altered:?}");
    assert_eq!(altered.changes[0].old.trim_end_matches('.'), "monte");
}

/// Words as they were cited, and as they are.
type Changes = &'static [(&'static str, &'static str)];

#[test]
fn a_quotation_that_now_ends_or_begins_within_a_word_is_altered() {
    let folder = Folder::new();
    let table: [(&str, &str, &str, Changes); 12] = [
        ("Le coût est de 15000 francs", "Le coût est de 1500", "altered", &[("1500", "15000")]),
        ("Le préfet est mortifié.", "Le préfet est mort", "altered", &[("mort", "mortifié.")]),
        ("Il est immortel", "mortel", "gone", &[]),
        ("Il a versé 150,5 francs", "Il a versé 150", "altered", &[("150", "150,5")]),
        ("Il a versé 150.000 francs", "Il a versé 150", "altered", &[("150", "150.000")]),
        ("Il a versé 150 000 francs", "Il a versé 150", "altered", &[("", "000")]),
        ("Il a versé 150\u{202f}000 francs", "Il a versé\n150", "altered", &[("", "000")]),
        ("Il doit 1\u{a0}500 francs à Gao", "500 francs à Gao", "altered", &[("", "1")]),
        ("Il a versé 150, dit-il", "Il a versé 150", "unchanged", &[]),
        ("Le préfet est mortifié. Le préfet est mort.", "Le préfet est mort", "unchanged", &[]),
        ("Le port\nde Gaoua dort", "Le port de Gao", "altered", &[("Gao", "Gaoua")]),
        ("L’été, le fleuve monte", "été, le fleuve", "unchanged", &[]),
    ];
    for (text, quoted, status, changes) in table {
        folder.write("a.txt", text);
        let verdict = verify(&folder, &[json!({ "path": "a.txt", "text": quoted })]).remove(0);
        let found: Vec<_> =
            verdict.changes.iter().map(|change| (change.old.as_str(), change.new.as_str())).collect();
        assert_eq!((verdict.status.as_str(), found), (status, changes.to_vec()), "{quoted:?} in {text:?}");
    }
}

#[test]
fn a_quotation_cut_within_a_word_holds_while_the_source_is_as_cited() {
    let text = "Le coût est de 15000 francs.\n";
    let (folder, hits) = cited(&[("docs/a.txt", text)], "coût");
    let (hit, quoted) = (&hits[0], "Le coût est de 1500");
    let place = json!({ "path": "docs/a.txt", "text": quoted, "bytes": [0, quoted.len()] });
    let with = |name: &str, value: Value| {
        let mut citation = place.clone();
        citation[name] = value;
        citation
    };
    let citations = [
        with("sha256", hit["document"]["sha256"].clone()),
        with("file", hit["file"].clone()),
        with("passage", hit["passage"].clone()),
        with("bytes", json!([1, 1 + quoted.len()])),
    ];
    assert_eq!(statuses(&verify(&folder, &citations)), ["unchanged", "unchanged", "altered", "altered"]);
    folder.write("docs/a.txt", format!("{text}Fin.\n"));
    assert_eq!(statuses(&verify(&folder, &citations[..2])), ["altered", "altered"]);
}

#[test]
fn the_parts_of_a_quotation_stand_in_their_order() {
    let folder = Folder::new();
    let table = [
        ("Hier le maire de Gao est mort.", "le maire … est mort", "unchanged"),
        ("Il est mort, dit le maire.", "le maire … est mort", "altered"),
        ("Il est mort, dit le maire ; il est mort.", "le maire … est mort", "unchanged"),
        ("le maire, le maire", "le maire … le maire", "unchanged"),
        ("Hier le maire de Gao", "le maire de … maire de Gao", "altered"),
        ("Le maire est mortifié.", "Le maire … est mort", "altered"),
    ];
    for (text, quoted, status) in table {
        folder.write("a.txt", text);
        let verdict = verify(&folder, &[json!({ "path": "a.txt", "text": quoted })]).remove(0);
        assert_eq!(verdict.status, status, "{quoted:?} in {text:?}: {verdict:?}");
        assert_eq!(verdict.changes.is_empty(), status != "altered", "{quoted:?} in {text:?}: {verdict:?}");
    }
}

#[test]
fn a_damaged_index_that_is_found_is_told_of_and_not_used() {
    let (folder, hits) = cited(&[("docs/a.txt", TEXT)], "Koulikoro");
    verify(&folder, &hits);
    fs::write(folder.inner_index().join("meta.json"), "{").unwrap();
    let run = folder.corpus(["verify", "cited.jsonl"]).ok();
    assert!(run.err.starts_with("corpus: warning: ") && run.err.contains("damaged"), "{run:?}");
    assert!(run.out.starts_with("unchanged"), "{run:?}");
    folder.corpus(["--index", ".corpus", "verify", "cited.jsonl"]).fails(&["damaged"]);
}

#[test]
fn white_space_alone_alters_no_quotation() {
    let folder = Folder::with(&[("a.txt", TEXT)]);
    let quoted = "Les pêcheurs de Ségou rentrent avant la nuit.";
    let citation = json!({ "path": "a.txt", "text": quoted });
    for text in [
        TEXT.to_owned(),
        TEXT.replace('\n', "\r\n"),
        format!("Les pêcheurs de\u{a0}Ségou  {}", &quoted[23..]),
    ] {
        folder.write("a.txt", &text);
        let verdict = verify(&folder, std::slice::from_ref(&citation)).remove(0);
        assert_eq!((verdict.status.as_str(), verdict.now.unwrap().exact), ("unchanged", false), "{text}");
    }
    folder.write("a.txt", TEXT.replace("Ségou\nrentrent", "Ségourentrent"));
    assert_eq!(statuses(&verify(&folder, &[citation])), ["altered"]);
}

#[test]
fn records_are_told_by_what_they_call_themselves() {
    let record = |id: &str, text: &str| format!("{{\"id\": \"{id}\", \"text\": \"{text}\"}}\n");
    let file = record("un", "Le bac attend au port de Gao.") + &record("deux", "La grue passe.");
    let (folder, hits) = cited(&[("docs/a.jsonl", &file)], "bac OU grue");
    let become_of = |file: String| {
        folder.write("docs/a.jsonl", file);
        let mut verdicts = verify(&folder, &hits);
        verdicts.sort_by_key(|verdict| verdict.id.clone());
        verdicts
    };
    assert_eq!(statuses(&become_of(file.clone())), ["unchanged", "unchanged"]);
    let turned = become_of(record("deux", "La grue passe.") + &record("un", "Le bac attend au port de Gao."));
    assert_eq!(statuses(&turned), ["moved", "moved"]);
    assert_eq!(turned[1].now.as_ref().unwrap().lines, [2, 2]);
    let altered = become_of(record("un", "Le bac attend au port de Mopti."));
    assert_eq!(statuses(&altered), ["gone", "altered"], "{altered:?}");
    let renamed = become_of(record("trois", "Le bac attend au port de Gao."));
    assert_eq!(
        (statuses(&renamed)[1], renamed[1].now.as_ref().unwrap().id.as_deref()),
        ("moved", Some("trois"))
    );

    let mut nameless = hits.clone();
    nameless.iter_mut().for_each(|hit| hit["document"]["id"] = Value::Null);
    folder.write("docs/a.jsonl", &file);
    assert_eq!(statuses(&verify(&folder, &nameless)), ["unchanged", "unchanged"]);
    folder.write("docs/a.jsonl", "\n".to_owned() + &file);
    assert_eq!(statuses(&verify(&folder, &nameless)), ["moved", "moved"]);
}

#[test]
fn a_document_in_an_archive_has_the_sums_of_both() {
    let folder = Folder::with(&[("docs/a.zip", zip(&[("un.txt", QUOTED), ("deux.txt", "La grue passe.")]))]);
    folder.write("docs/b.txt.gz", gzip("Le fleuve est pris."));
    folder.corpus(["index", "docs"]).ok();
    let sum =
        |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let hits = |query| folder.corpus(["search", "--jsonl", query]).ok().json_lines::<Hit>();
    let hit = &hits("Koulikoro")[0];
    assert_eq!((hit.path.as_str(), hit.file.path.as_str()), ("docs/a.zip/un.txt", "docs/a.zip"));
    assert_eq!(hit.file.sha256, Some(sum(&folder.read("docs/a.zip"))));
    assert_eq!(hit.document.sha256, Some(sum(QUOTED.as_bytes())));
    let packed = &hits("pris")[0];
    assert_eq!(packed.file.sha256, Some(sum(&folder.read("docs/b.txt.gz"))));
    assert_eq!((&packed.file.sha256, &packed.file.path), (&packed.document.sha256, &packed.path));

    let citation = serde_json::to_value(hit).unwrap();
    let table = [
        (zip(&[("un.txt", QUOTED)]), "unchanged", Some(false), "docs/a.zip/un.txt"),
        (zip(&[("notes/un.txt", QUOTED)]), "moved", Some(true), "docs/a.zip/notes/un.txt"),
    ];
    for (archive, status, changed, path) in table {
        folder.write("docs/a.zip", archive);
        let verdict = verify(&folder, std::slice::from_ref(&citation)).remove(0);
        assert_eq!((verdict.status.as_str(), verdict.changed), (status, changed), "{verdict:?}");
        assert_eq!(verdict.now.unwrap().path, path);
    }
}

#[test]
fn a_file_that_went_elsewhere_is_found_by_an_index() {
    let (folder, hits) = cited(&[("docs/a.txt", TEXT)], "Koulikoro");
    let archive = zip(&[("un.txt", "La grue passe.")]);
    folder.write("docs/b.zip", archive).corpus(["index"]).ok();
    let grue: Vec<Value> = folder.corpus(["search", "--jsonl", "grue"]).ok().json_lines();
    folder.rename("docs", "archives/2025");
    let citations = [hits[0].clone(), grue[0].clone()];
    assert_eq!(statuses(&verify(&folder, &citations)), ["gone", "gone"], "the index does not know it yet");
    folder.corpus(["index", "archives"]).ok();
    let verdicts = verify(&folder, &citations);
    let paths: Vec<_> = verdicts.iter().map(|verdict| verdict.now.as_ref().unwrap().path.as_str()).collect();
    assert_eq!(
        (statuses(&verdicts), paths),
        (vec!["moved", "moved"], vec!["archives/2025/a.txt", "archives/2025/b.zip/un.txt"])
    );
    // What the cited file has now says more than a copy elsewhere.
    folder.write("docs/a.txt", TEXT.replace("fermé", "rouvert"));
    assert_eq!(statuses(&verify(&folder, &citations)), ["altered", "moved"]);
    folder.remove("docs/a.txt");
    // The index may be older than the file.
    folder.write("archives/2025/a.txt", "Un autre texte.\n");
    assert_eq!(statuses(&verify(&folder, &citations)), ["gone", "moved"]);
    fs::create_dir(folder.path("ailleurs")).unwrap();
    let run = folder.corpus_in("ailleurs", ["--index", "absent", "verify", "../cited.jsonl"]);
    run.fails(&["absent: there is no index here"]);
}

#[test]
fn paths_are_taken_from_the_current_folder_or_from_that_of_the_index() {
    let (folder, hits) = cited(&[("docs/a.txt", TEXT), ("notes/rien.txt", "Rien.")], "Koulikoro");
    verify(&folder, &hits);
    folder.corpus_in("notes", ["verify", "../cited.jsonl"]).ok();
    let from_notes = folder.corpus_in("notes", ["search", "--jsonl", "Koulikoro"]).ok().out;
    assert!(from_notes.contains("\"../docs/a.txt\""), "{from_notes}");
    folder.write("notes/cited.jsonl", from_notes).corpus_in("notes", ["verify", "cited.jsonl"]).ok();
    folder.remove(".corpus").corpus_in("notes", ["verify", "../cited.jsonl"]).nothing();
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf_8_is_found_as_it_is_shown() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::new();
    folder.write(std::ffi::OsStr::from_bytes(b"docs/caf\xe9.txt"), TEXT).write("docs/a\\xE9.txt", QUOTED);
    folder.corpus(["index", "docs"]).ok();
    let hits: Vec<Value> = folder.corpus(["search", "--jsonl", "Koulikoro"]).ok().json_lines();
    let paths: Vec<_> = hits.iter().map(|hit| hit["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&"docs/caf\\xE9.txt") && paths.contains(&"docs/a\\xE9.txt"), "{paths:?}");
    assert!(statuses(&verify(&folder, &hits)).iter().all(|status| *status == "unchanged"));
}

#[test]
fn a_quotation_that_was_never_in_its_file_is_told_apart() {
    let (folder, mut hits) = cited(&[("docs/a.txt", TEXT)], "Koulikoro");
    hits[0]["text"] = QUOTED.replace("fermé", "ouvert").into();
    let verdict = verify(&folder, &hits[..1]).remove(0);
    assert_eq!((verdict.status.as_str(), verdict.changed), ("altered", Some(false)));
    let told = folder.corpus(["verify", "cited.jsonl"]).nothing().out;
    assert!(told.contains("(the file is as cited and has other words)"), "{told}");
}
