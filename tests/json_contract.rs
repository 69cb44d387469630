//! The JSON outputs hold their contract: the fields of `wire.rs`, which mean what the design says of them.

use std::collections::BTreeSet;
use std::fmt::Debug;

use corpus::analysis::tokens;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::folder::Folder;
use crate::wire::{Document, Entry, Explanation, Hit, Report, Results, Stats, Text};

/// The example of the design; the texts are not of the contract.
const EXAMPLE: &str = r#"{ "schema": "corpus.search/1", "query": "Koulikoro", "interpreted": "koulikoro",
  "total": 3, "documents": 2, "took_ms": 1.2, "warnings": [], "suggestions": [],
  "hits": [ { "rank": 1, "score": 7.31, "path": "seeds/koulikoro.md",
    "document": { "title": "…", "author": "…", "date": "2025-06", "language": "fr", "format": "markdown", "sha256": "…" },
    "passage": { "id": "…", "ordinal": 3, "bytes": [1024, 1680], "lines": [14, 19], "page": null, "text": "…" },
    "snippet": { "text": "…", "highlights": [[12, 21]] } } ] }"#;

/// Questions to the sample corpus: words, forms without accents, phrases, prefixes, several words.
const QUERIES: [&str; 6] =
    ["Koulikoro", "l'armee du Soudan", "« delta intérieur »", "koulik*", "eclipses", "pont Niger bateau"];

/// The sample corpus with its index, and a file that is not read.
fn seeds() -> Folder {
    let folder = Folder::with_seeds();
    folder.write("seeds/image.png", b"\x89PNG\r\n\x1a\n\0\0").update(&["seeds"]);
    folder
}

fn search(folder: &Folder, query: &str) -> Results {
    folder.corpus(["search", "--json", "-n", "1000", query]).ok().json()
}

/// What `output` holds as a `T`, which must be all that it holds.
fn all_of<T: Serialize + DeserializeOwned + Debug>(output: &str) -> T {
    let value: Value = serde_json::from_str(output).unwrap();
    let typed: T =
        serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error} in {output}"));
    assert_eq!(serde_json::to_value(&typed).unwrap(), value);
    typed
}

/// Texts of which the byte offsets are those of the file.
fn is_its_file(document: &Document) -> bool {
    document.format.as_deref() != Some("html") && document.encoding.as_deref() == Some("UTF-8")
}

#[test]
fn each_output_has_the_fields_of_its_contract_and_no_others() {
    let folder = Folder::with_seeds();
    folder.write("seeds/image.png", b"\x89PNG\r\n\x1a\n\0\0");
    let out = |args: &[&str]| folder.corpus(args).ok().out;

    let report: Report = all_of(&out(&["index", "--json", "seeds"]));
    assert_eq!((report.schema.as_str(), report.files, report.added), ("corpus.index/1", 31, 31));
    assert_eq!(report.skipped.get("PNG image"), Some(&1), "{report:?}");

    let results: Results = all_of(&out(&["search", "--json", "Koulikoro"]));
    assert_eq!((results.schema.as_str(), results.query.as_str()), ("corpus.search/1", "Koulikoro"));
    assert_eq!((results.interpreted.as_str(), results.hits.len()), ("koulikoro", 10));
    assert!(results.total > 10 && results.documents > 1 && results.warnings.is_empty());

    let hits: Vec<Hit> = out(&["search", "--jsonl", "Koulikoro"]).lines().map(all_of).collect();
    assert_eq!(hits, results.hits, "a line of --jsonl is an item of the hits of --json");

    let entries: Vec<Entry> = out(&["list", "--json"]).lines().map(all_of).collect();
    assert_eq!(entries.len(), 31);
    for entry in &entries {
        let read = entry.words.is_some() && entry.passages.is_some() && entry.document.sha256.is_some();
        assert_ne!(entry.skipped.is_some(), read, "{entry:?}");
        assert_eq!(entry.size, folder.read(&entry.path).len() as u64, "{entry:?}");
    }

    let stats: Stats = all_of(&out(&["stats", "--json"]));
    assert_eq!((stats.schema.as_str(), stats.files), ("corpus.stats/1", 30));
    assert_eq!(stats.roots, ["seeds"]);
    assert_eq!(stats.passages, report.passages);
    assert_eq!(stats.words, entries.iter().filter_map(|entry| entry.words).sum::<u64>());
    assert_eq!(stats.passages, entries.iter().filter_map(|entry| entry.passages).sum::<u64>());
    assert_eq!(stats.formats.values().sum::<u64>(), 30);
    assert_eq!(stats.skipped, report.skipped);

    let explanation: Explanation =
        all_of(&out(&["explain", "--json", "+Koulikoro lang:fr -absent", "seeds/koulikoro.md"]));
    assert_eq!((explanation.schema.as_str(), explanation.total), ("corpus.explain/1", results.total));
    assert_eq!(
        explanation.units.iter().map(|unit| unit.role.as_str()).collect::<Vec<_>>(),
        ["required", "filter", "excluded"]
    );
    let explanation: Explanation = all_of(&out(&["explain", "--json", "koulik*"]));
    assert_eq!((explanation.verdict, explanation.units[0].stands_for), (None, Some(1)));

    let text: Text = all_of(&out(&["show", "--json", "seeds/koulikoro.md"]));
    assert_eq!((text.schema.as_str(), text.path.as_str()), ("corpus.document/1", "seeds/koulikoro.md"));
    assert_eq!(text.text.as_bytes(), folder.read("seeds/koulikoro.md"));
}

#[test]
fn the_fields_of_the_designs_example_exist_with_its_types() {
    let example: Value = serde_json::from_str(EXAMPLE).unwrap();
    let output: Value = seeds().corpus(["search", "--json", "-n", "1", "Koulikoro"]).ok().json();
    assert_alike(&example, &output, "");
}

/// That `actual` has each field of `example`, with a value of its type.
fn assert_alike(example: &Value, actual: &Value, at: &str) {
    match (example, actual) {
        (Value::Object(fields), Value::Object(actual)) => {
            for (name, value) in fields {
                let found = actual.get(name).unwrap_or_else(|| panic!("{at}/{name} is missing"));
                assert_alike(value, found, &format!("{at}/{name}"));
            }
        }
        (Value::Array(items), Value::Array(actual)) => {
            for (item, found) in items.iter().zip(actual) {
                assert_alike(item, found, &format!("{at}[]"));
            }
            assert_eq!(items.is_empty(), actual.is_empty(), "{at}");
        }
        (Value::Number(one), Value::Number(other)) => assert_eq!(one.is_f64(), other.is_f64(), "{at}"),
        _ => assert_eq!(std::mem::discriminant(example), std::mem::discriminant(actual), "{at}"),
    }
}

#[test]
fn highlights_cut_the_matched_words_out_of_the_snippet_by_code_points() {
    let folder = seeds();
    for query in QUERIES {
        let asked: Vec<_> = tokens(query).collect();
        let results = search(&folder, query);
        let mut seen = 0;
        for hit in &results.hits {
            for word in hit.snippet.highlighted() {
                seen += 1;
                let matches = tokens(&word).any(|token| {
                    asked.iter().any(|asked| {
                        let prefix = query.ends_with('*') && token.folded.starts_with(&asked.folded);
                        token.folded == asked.folded || token.stem == asked.stem || prefix
                    })
                });
                assert!(matches, "{query}: {word:?} in {:?}", hit.snippet);
                let outside = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
                assert!(!outside(word.chars().next()) && !outside(word.chars().last()), "{query}: {word:?}");
            }
        }
        assert!(seen > 0, "{query}: nothing is highlighted");
    }
}

#[test]
fn bytes_cut_passage_and_snippet_out_of_the_file() {
    let folder = seeds();
    let mut seen = 0;
    for hit in QUERIES.iter().flat_map(|query| search(&folder, query).hits) {
        assert_eq!(hit.passage.bytes[1] - hit.passage.bytes[0], hit.passage.text.len(), "{}", hit.path);
        if is_its_file(&hit.document) {
            let file = folder.read(&hit.path);
            let [start, end] = hit.passage.bytes;
            assert_eq!(&file[start..end], hit.passage.text.as_bytes(), "{} {start} {end}", hit.path);
            let windows = hit.snippet.windows.iter().map(|[start, end]| &file[*start..*end]);
            let windows: Vec<&[u8]> = windows.collect();
            assert_eq!(windows.join(" … ".as_bytes()), hit.snippet.text.as_bytes(), "{:?}", hit.snippet);
            let [start, end] = hit.snippet.bytes;
            assert!(
                file[start..].starts_with(windows[0]) && file[..end].ends_with(windows[windows.len() - 1])
            );
            seen += 1;
        }
    }
    assert!(seen > 100, "only {seen} hits in UTF-8 text files");
}

#[test]
fn words_far_apart_are_shown_in_windows_of_the_passage() {
    let plain = "La pluie d’août tombe sur la plaine, et rien ne bouge. ".repeat(8);
    let text =
        format!("Le 👩🏽‍🌾 port est à l’abri. {plain}L’été, le fleuve monte. {plain}Un balanzan l’ombrage.");
    let folder = Folder::with(&[("a.txt", &text)]);
    folder.update(&["a.txt"]);
    for length in ["80", "100", "200", "300"] {
        let run = folder.corpus(["search", "--json", "--snippet", length, "port fleuve balanzan"]).ok();
        let hit = run.json::<Results>().hits.remove(0);
        assert_eq!(hit.snippet.highlighted(), ["port", "fleuve", "balanzan"], "{:?}", hit.snippet);
        assert_eq!(hit.snippet.windows.len(), 3);
        assert!(hit.snippet.text.chars().count() <= length.parse().unwrap());
        for part in hit.snippet.text.split(" … ") {
            assert!(hit.passage.text.contains(part), "{part}");
        }
    }
    let hit = &search(&folder, "fleuve").hits[0];
    assert_eq!((hit.snippet.windows.len(), hit.snippet.windows[0]), (1, hit.snippet.bytes));
}

#[test]
fn lines_are_those_that_the_passage_stands_on() {
    let folder = seeds();
    let (mut whole, mut part) = (0, 0);
    for hit in QUERIES.iter().flat_map(|query| search(&folder, query).hits) {
        if hit.document.format.as_deref() == Some("html") {
            continue;
        }
        let text: Text = folder.corpus(["show", "--json", &hit.path]).ok().json();
        let lines: Vec<&str> = text.text.split_inclusive('\n').collect();
        let [first, last] = hit.passage.lines;
        let shown = lines[first - 1..last].concat();
        // A passage that is cut out of a long line begins or ends within it.
        if text.text[..hit.passage.bytes[0]].ends_with('\n') && hit.passage.text.ends_with('\n') {
            assert_eq!(shown, hit.passage.text, "{} {:?}", hit.path, hit.passage.lines);
            whole += 1;
        } else {
            assert!(shown.contains(&hit.passage.text), "{} {:?}", hit.path, hit.passage.lines);
            part += 1;
        }
        if let Some(word) = hit.snippet.highlighted().first() {
            let beginning = word.split('\n').next().unwrap_or_default();
            assert!(lines[hit.snippet.line - 1].contains(beginning), "{} {:?}", hit.path, hit.snippet);
        }
    }
    assert!(whole > 100, "{whole} passages of whole lines, {part} of parts");
}

#[test]
fn lines_of_a_web_page_are_those_of_its_source() {
    let paragraph =
        "Le héron cendré attend au bord de l'eau, une patte repliée, et ne bouge pas d'une heure.";
    let page = format!(
        "<!doctype html>\n<html lang=fr>\n<head>\n<title>Oiseaux</title>\n</head>\n<body>\n<h1>Oiseaux</h1>\n\n\
         <p>{}</p>\n<!-- rien\nici -->\n<p>\n{}</p>\n<p>{} Le martin-pêcheur plonge.</p>\n</body>\n</html>\n",
        paragraph.repeat(3),
        paragraph.replace("héron", "butor").repeat(3),
        paragraph.replace("héron", "bihoreau").repeat(3)
    );
    let folder = Folder::with(&[("page.html", &page)]);
    folder.update(&["page.html"]);
    for word in ["héron", "butor", "bihoreau", "martin-pêcheur"] {
        let hits = search(&folder, &format!("\"{word}\"")).hits;
        let [first, last] = hits[0].passage.lines;
        let line = page.lines().position(|line| line.contains(word)).unwrap() + 1;
        assert!((first..=last).contains(&line), "{word} stands on line {line}, not {first} to {last}");
        assert!(hits[0].passage.text.contains(word));
    }
}

#[test]
fn sha256_is_the_files() {
    let folder = seeds();
    let mut seen = BTreeSet::new();
    let entries: Vec<Entry> = folder.corpus(["list", "--json"]).ok().json_lines();
    let files =
        entries.into_iter().filter(|entry| entry.skipped.is_none()).map(|entry| (entry.path, entry.document));
    let hits = search(&folder, "Koulikoro").hits.into_iter().map(|hit| (hit.path, hit.document));
    for (path, document) in files.chain(hits) {
        let digest = Sha256::digest(folder.read(&path));
        let hexadecimal: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(document.sha256, Some(hexadecimal), "{path}");
        seen.insert(path);
    }
    assert_eq!(seen.len(), 30);
}

#[test]
fn a_passage_has_an_id_of_its_own_that_stays_when_the_file_moves() {
    let folder = seeds();
    let ids = |hits: Vec<Hit>| hits.into_iter().map(|hit| hit.passage.id).collect::<BTreeSet<_>>();
    let hits = search(&folder, "Koulikoro OU fleuve OU langue:fr").hits;
    let (count, before) = (hits.len(), ids(hits));
    assert_eq!(before.len(), count, "ids are not distinct");
    folder.rename("seeds", "ailleurs/semences").update(&["ailleurs"]);
    let moved =
        folder.corpus(["search", "--json", "-n", "1000", "Koulikoro OU fleuve OU langue:fr", "ailleurs"]);
    assert_eq!(ids(moved.ok().json::<Results>().hits), before);
}

#[test]
fn the_json_schema_names_exactly_these_fields() {
    let folder = seeds();
    let schema: Value = folder.corpus(["search", "--json-schema"]).ok().json();
    let with_hits = folder.corpus(["search", "--json", "Koulikoro"]).ok();
    let without = folder.corpus(["search", "--json", "Koulikorro \"sans début"]).nothing();
    let documents = ["search", "--json", "--by", "document", "--explain", "Koulikoro port"];
    let documents = folder.corpus(documents).ok();
    let mut seen = BTreeSet::new();
    for run in [with_hits, without, documents] {
        let value = serde_json::to_value(all_of::<Results>(&run.out)).unwrap();
        assert_conforms(&schema, &schema, &value, "", &mut seen);
    }
    for place in [
        "/hits[]/snippet/highlights[][]",
        "/suggestions[]/near[]/term",
        "/warnings[]/at",
        "/hits[]/parts[]/weight",
        "/hits[]/others[]/snippet/line",
    ] {
        assert!(seen.contains(place), "{place} was not met: {seen:?}");
    }
}

/// That `value` has exactly the properties of the schema, with the types that it gives them.
fn assert_conforms(root: &Value, schema: &Value, value: &Value, at: &str, seen: &mut BTreeSet<String>) {
    seen.insert(at.to_owned());
    for (keyword, rule) in schema.as_object().unwrap() {
        match keyword.as_str() {
            "$ref" => {
                let pointer = rule.as_str().and_then(|target| target.strip_prefix('#')).unwrap();
                let target = root.pointer(pointer).unwrap_or_else(|| panic!("{at}: {rule} leads nowhere"));
                assert_conforms(root, target, value, at, seen);
            }
            "type" => {
                let types = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                assert!(
                    types.iter().any(|name| is_a(name.as_str().unwrap(), value)),
                    "{at}: {value} is no {rule}"
                );
            }
            "const" => assert_eq!(value, rule, "{at}"),
            "enum" => assert!(rule.as_array().unwrap().contains(value), "{at}: {value} is none of {rule}"),
            "minimum" => assert!(value.is_null() || value.as_f64() >= rule.as_f64(), "{at}: {value}"),
            "minItems" => assert!(value.as_array().unwrap().len() as u64 >= rule.as_u64().unwrap(), "{at}"),
            "maxItems" => assert!(value.as_array().unwrap().len() as u64 <= rule.as_u64().unwrap(), "{at}"),
            "required" => {
                let required: BTreeSet<_> =
                    rule.as_array().unwrap().iter().filter_map(Value::as_str).collect();
                assert_eq!(required, value.as_object().unwrap().keys().map(String::as_str).collect(), "{at}");
            }
            "properties" => {
                let (rules, fields) = (rule.as_object().unwrap(), value.as_object().unwrap());
                assert!(rules.keys().eq(fields.keys()), "{at}: {:?}", rules.keys().collect::<Vec<_>>());
                for (name, rule) in rules {
                    assert_conforms(root, rule, &fields[name], &format!("{at}/{name}"), seen);
                }
            }
            "items" => {
                for item in value.as_array().into_iter().flatten() {
                    assert_conforms(root, rule, item, &format!("{at}[]"), seen);
                }
            }
            "$schema" | "$id" | "$defs" | "title" | "description" | "pattern" => {}
            other => panic!("{at}: the keyword {other} is not known to this test"),
        }
    }
}

fn is_a(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64(),
        "null" => value.is_null(),
        _ => panic!("{name} is no type of JSON"),
    }
}
