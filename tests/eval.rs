//! `corpus eval` measures the search that users run, on records and on files.

use crate::folder::Folder;
use crate::wire::Evaluation;

const RECORDS: &str = r#"{"id": "d1", "title": "Le pont", "text": "Le pont de Koulikoro est fermé depuis lundi."}
{"id": "d2", "title": "Le port", "text": "Le port de Ségou attend les bateaux, et le pont aussi."}
{"id": "d 3", "title": "La pluie", "text": "Il pleut sur la plaine."}
"#;

const QUERIES: &str = r#"{"id": "q1", "text": "pont de Koulikoro", "group": "g1"}
{"id": "q2", "text": "bateaux du port", "group": "g1"}
{"id": "q3", "text": "plaine", "group": "g2"}
{"id": "q4", "text": "sans jugement"}
{"id": "q5", "text": "?!", "group": "g2"}
"#;

const QRELS: &str = "q1\td1\t3\nq2\t0\td1\t1\nq2\td2\t2\nq3\td 3\t1\nq5\td1\t1\nq1\td3\t0\n";

/// Three records with their index, queries and judgements.
fn records() -> Folder {
    let folder =
        Folder::with(&[("docs/records.jsonl", RECORDS), ("queries.jsonl", QUERIES), ("qrels.tsv", QRELS)]);
    folder.update(&["docs"]);
    folder
}

fn evaluated(folder: &Folder, options: &[&str]) -> Evaluation {
    let args = ["eval", "queries.jsonl", "qrels.tsv", "--json"];
    folder.corpus(args.iter().chain(options)).ok().json()
}

#[test]
fn queries_are_measured_by_the_ids_of_records() {
    let folder = records();
    let found = evaluated(&folder, &[]);
    assert_eq!((found.queries, found.groups, found.missing), (4, 4, 0));
    // q1, q2 and q3 find their best document first, and a query of signs finds nothing.
    assert_eq!((found.hit1, found.mrr10), (0.75, 0.75));
    // The lesser document of q2 holds none of its words.
    let q2 = 3.0 / (3.0 + 1.0 / 3.0_f64.log2());
    assert!((found.ndcg10 - (2.0 + q2) / 4.0).abs() < 1e-9, "{found:?}");
    assert_eq!(found.recall100, (1.0 + 0.5 + 1.0) / 4.0);
}

#[test]
fn groups_and_grades_decide_what_counts() {
    let folder = records();
    let grouped = evaluated(&folder, &["--groups"]);
    assert_eq!((grouped.groups, grouped.hit1), (2, 0.75));
    let strict = evaluated(&folder, &["--min-grade", "2"]);
    assert_eq!((strict.queries, strict.ndcg10), (2, 1.0));
    let none = folder.corpus(["eval", "queries.jsonl", "qrels.tsv", "--min-grade", "9"]);
    none.fails(&["no query has a relevant document", "--min-grade"]);
}

#[test]
fn a_run_lists_the_documents_of_each_query_in_order() {
    let folder = records();
    evaluated(&folder, &["--run", "corpus.run"]);
    let run = String::from_utf8(folder.read("corpus.run")).unwrap();
    let lines: Vec<Vec<&str>> = run.lines().map(|line| line.split(' ').collect()).collect();
    let places: Vec<String> =
        lines.iter().map(|columns| format!("{} {} {}", columns[0], columns[2], columns[3])).collect();
    assert_eq!(places, ["q1 d1 1", "q1 d2 2", "q2 d2 1", "q3 d%203 1"]);
    assert!(lines.iter().all(|columns| columns.len() == 6 && columns[5] == "corpus"), "{run}");
    let score = |line: usize| lines[line][4].parse::<f64>().unwrap();
    assert!(score(0) > score(1), "{run}");
}

#[test]
fn files_go_by_their_paths() {
    let folder = Folder::with_docs();
    folder
        .write("queries.jsonl", r#"{"id": "1", "text": "harbour rain"}"#)
        .write("qrels.tsv", "1 0 docs/harbour.md 1\n1 0 docs/absent.md 1\n");
    let found = evaluated(&folder, &[]);
    assert_eq!((found.hit1, found.recall100, found.missing), (1.0, 0.5, 1));
    folder.write("qrels.tsv", "1 0 docs/absent.md 1\n");
    folder.corpus(["eval", "queries.jsonl", "qrels.tsv"]).fails(&["none of the relevant documents"]);
}

#[test]
fn an_answer_counts_where_a_snippet_shows_it() {
    let folder = records();
    folder.write("answers.tsv", "q1\td1\t27\tdepuis  lundi\nq3\td 3\t0\tsur la montagne\n");
    assert_eq!(evaluated(&folder, &["--answers", "answers.tsv"]).answered, Some(0.5));
    assert_eq!(evaluated(&folder, &[]).answered, None);
}

#[test]
fn queries_typed_otherwise_are_asked_too() {
    let folder = records();
    let kept = evaluated(&folder, &["--robustness"]).kept;
    let names: Vec<&str> = kept.keys().map(String::as_str).collect();
    assert_eq!(names, ["NFD", "capitals", "curly apostrophes", "no accents", "one letter wrong"]);
    assert!(kept.iter().all(|(name, kept)| name == "one letter wrong" || *kept == 1.0), "{kept:?}");
    let printed = folder.corpus(["eval", "queries.jsonl", "qrels.tsv", "--robustness"]).ok().out;
    for line in ["4 queries\n", "nDCG@10             0.7", "no accents", "100.00 %"] {
        assert!(printed.contains(line), "{line:?} in {printed}");
    }
}

#[test]
fn a_line_that_is_not_understood_is_named() {
    let folder = records();
    folder
        .write("bad.jsonl", "{\"id\": \"q1\", \"text\": \"x\"}\n{\"id\": 7}\n")
        .write("bad.tsv", "q1 d1 1\nq1\n")
        .write("mark.tsv", format!("\u{feff}{QRELS}"));
    folder.corpus(["eval", "bad.jsonl", "qrels.tsv"]).fails(&["bad.jsonl:2", "an id and a text"]);
    folder.corpus(["eval", "queries.jsonl", "bad.tsv"]).fails(&["bad.tsv:2", "query document grade"]);
    folder.corpus(["eval", "queries.jsonl", "mark.tsv"]).ok();
    folder.corpus(["eval", "absent.jsonl", "qrels.tsv"]).fails(&["absent.jsonl", "cannot be read"]);
    folder
        .corpus(["eval", "queries.jsonl", "qrels.tsv", "--answers", "bad.tsv"])
        .fails(&["bad.tsv:1", "offset"]);
    folder
        .corpus(["eval", "queries.jsonl", "qrels.tsv", "--run", "absent/x.run"])
        .fails(&["absent/x.run", "cannot be written"]);
}

#[test]
fn records_of_several_files_with_one_id_are_one_document() {
    let folder = records();
    folder.write("docs/again.jsonl", RECORDS.replace("lundi", "mardi"));
    folder.update(&["docs"]);
    let found = evaluated(&folder, &["--run", "corpus.run"]);
    assert!(found.ndcg10 <= 1.0 && found.recall100 <= 1.0, "{found:?}");
    let run = String::from_utf8(folder.read("corpus.run")).unwrap();
    assert_eq!(run.lines().filter(|line| line.starts_with("q1 Q0 d1 ")).count(), 1, "{run}");
}
