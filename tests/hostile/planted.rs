//! An index in which someone changed what it says: each question has an answer or a message.

use std::fs;
use std::path::PathBuf;

use corpus::index::{DIRECTORY, Index};
use corpus::{ingest, search, show};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use tantivy::schema::{FieldType, Schema};
use tantivy::tokenizer::WhitespaceTokenizer;
use tantivy::{IndexWriter, TantivyDocument};

use super::sealing;
use crate::folder::{Folder, PROGRAM};

/// Where tantivy keeps the index of a folder.
fn inner(folder: &Folder) -> PathBuf {
    let items = fs::read_dir(folder.path(DIRECTORY)).unwrap().map(|item| item.unwrap().path());
    items.into_iter().find(|path| path.join("meta.json").is_file()).unwrap()
}

fn indexed() -> Folder {
    let folder = Folder::with(&[("docs/a.txt", "Le fleuve Niger coule à Koulikoro.")]);
    folder.update(&["docs"]);
    folder
}

/// Adds documents to an index, each of them fields with their values.
fn plant(folder: &Folder, documents: &[Vec<(&str, String)>]) {
    let inner = inner(folder);
    sealing::open(&inner);
    let index = tantivy::Index::open_in_dir(&inner).unwrap();
    index.tokenizers().register("terms", WhitespaceTokenizer::default());
    let payload = index.load_metas().unwrap().payload.unwrap();
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 15 << 20).unwrap();
    for fields in documents {
        writer.add_document(document(&index.schema(), fields)).unwrap();
    }
    let mut commit = writer.prepare_commit().unwrap();
    commit.set_payload(&payload);
    commit.commit().unwrap();
    writer.wait_merging_threads().unwrap();
    sealing::close(&inner);
}

fn document(schema: &Schema, fields: &[(&str, String)]) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    let field = |name: &str| schema.get_field(name).unwrap();
    for (name, value) in fields {
        if *name == "entry" {
            document.add_u64(field("seal"), sealing::of_entry(value));
        }
        // The others are parts of what is stored of a passage.
        let Ok(field) = schema.get_field(name) else { continue };
        match schema.get_field_entry(field).field_type() {
            FieldType::U64(_) => document.add_u64(field, value.parse().unwrap()),
            FieldType::Bytes(_) => document.add_bytes(field, value.as_bytes()),
            _ => document.add_text(field, value),
        }
    }
    if let Some(passage) = sealing::passage(fields) {
        document.add_bytes(field("passage"), &passage);
    }
    document
}

/// Asks all that a person can ask.
fn ask(folder: &Folder) {
    let Ok(index) = Index::open(&folder.path(DIRECTORY)) else { return };
    let entries = index.entries_below(&[]).unwrap_or_default();
    drop((index.counts(), index.summary(), index.unread()));
    for (shown, entry) in entries.iter().take(4) {
        drop((
            show::show(&index, shown, 1),
            show::show(&index, &format!("{shown}:1"), 1),
            index.path_of(entry),
        ));
    }
    for query in ["fleuve niger", "koul* fleuv~", "\"le fleuve\"", "titre:fleuve OU date:2025"] {
        for listing in [search::Listing::Passages, search::Listing::Documents] {
            drop(search::search(&index, &search::Request { listing, ..search::Request::new(query) }));
        }
        let place = entries.first().map(|(shown, _)| shown.as_str());
        drop(search::explain(&index, &search::Request::new(query), place));
    }
    let request = ingest::Request { paths: vec![folder.path("docs")], dry_run: true, ..Default::default() };
    drop(ingest::run(&folder.path(DIRECTORY), &request, &mut |_| std::ops::ControlFlow::Continue(())));
}

/// The exit status of a command, and what it says of an error.
fn end_of(folder: &Folder, args: &[&str]) -> (Option<i32>, String) {
    let output = folder.command(PROGRAM).args(args).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn number() -> impl Strategy<Value = u64> {
    prop_oneof![0..4_u64, any::<u64>(), Just(u64::MAX), Just(u64::from(u32::MAX) + 1)]
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec!["docs/a.txt", "docs/b.zip/c.txt", "", ".", "/", "..", "a\0#0000000001"])
            .prop_map(str::to_owned),
        any::<String>(),
    ]
}

/// The JSON of an entry that is whole, or of which some is not what it should be.
fn entry(key: String) -> impl Strategy<Value = String> {
    let facts = (number(), number(), any::<Option<String>>(), select(vec!["text", "html", "mail", "x"]));
    let state = prop_oneof![
        facts.prop_map(|(words, passages, date, format)| json!({"read": {
            "sha256": "00", "format": format, "encoding": "UTF-8", "language": null, "title": date, "author": null,
            "date": date, "words": words, "passages": passages}})),
        (number(), number()).prop_map(|(documents, unread)| json!({"container": {
            "sha256": "", "format": "zip", "documents": documents, "unread": unread}})),
        any::<String>().prop_map(|reason| json!({"unread": {"kind": "failed", "reason": reason}})),
        Just(Value::Null),
    ];
    let record = prop_oneof![
        Just(Value::Null),
        (number(), number()).prop_map(|lines| json!({"id": "x", "lines": lines}))
    ];
    let whole = (state, number(), record).prop_map(move |(state, size, record)| {
        json!({"key": key, "size": size, "modified": size, "state": state, "record": record}).to_string()
    });
    prop_oneof![6 => whole, 1 => any::<String>()]
}

fn planted() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let entries = (key(), number(), "(failed|empty)?.{0,9}").prop_flat_map(|(key, stamp, unread)| {
        let fields = vec![("file", key.clone()), ("stamp", stamp.to_string()), ("unread", unread)];
        entry(key).prop_map(move |entry| [fields.clone(), vec![("entry", entry)]].concat())
    });
    let numbers = proptest::collection::vec(number(), 10);
    // Some with a checksum that is another.
    let passages = (key(), numbers, any::<u16>()).prop_map(|(key, numbers, present)| {
        let names =
            ["ordinal", "head", "start", "lines", "line_starts", "page", "front", "from", "until", "seal"];
        let numbers = names.into_iter().zip(numbers.iter().map(u64::to_string));
        let texts = ["text", "folded", "stem", "exact", "title", "passage"]
            .map(|name| (name, "le fleuve niger".to_owned()));
        let all = numbers.chain(texts).zip(0..).filter(|(field, bit)| {
            let (name, _) = field;
            present & 1 << bit != 0 || present % 3 == 0 && *name != "seal"
        });
        [("path", key)].into_iter().chain(all.map(|(field, _)| field)).collect()
    });
    prop_oneof![entries, passages]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn an_index_of_any_entries_and_passages_has_answers_or_messages(
        documents in proptest::collection::vec(planted(), 1..8),
    ) {
        let folder = indexed();
        plant(&folder, &documents);
        ask(&folder);
    }

    #[test]
    fn an_index_that_says_anything_of_itself_has_answers_or_messages(
        at in 0.0..1.0_f64, length in 0..30_usize, other in "(\\PC{0,9}|[0-9]{1,20}|[{}\\[\\]\",:\\\\]{0,3})", all in any::<bool>(),
        sealed in any::<bool>(),
    ) {
        let folder = indexed();
        let meta = inner(&folder).join("meta.json");
        let mut text = String::from_utf8(sealing::without(&fs::read(&meta).unwrap()).to_vec()).unwrap();
        // Without the schema, which is most of it.
        let end = if all { text.len() } else { text.find("\"schema\"").unwrap() };
        let start = text.floor_char_boundary((at * end as f64) as usize);
        text.replace_range(start..text.floor_char_boundary(start + length), &other);
        fs::write(&meta, if sealed { sealing::with(text.as_bytes()) } else { text.into() }).unwrap();
        for command in [&["search", "fleuve"][..], &["list"], &["stats"], &["show", "docs/a.txt"], &["index", "-q"]] {
            let (code, message) = end_of(&folder, command);
            prop_assert!(matches!(code, Some(0..=2)), "{:?} {}", code, message);
            prop_assert!(message.lines().all(|line| line.starts_with("corpus: ")), "{}", message);
            prop_assert_eq!(code == Some(2), !message.is_empty(), "{}", message);
        }
    }
}

/// An index that holds a passage of `a.txt` with these fields beside its text, and its entry.
fn index_with(fields: &[(&'static str, String)]) -> Folder {
    let folder = indexed();
    let passage =
        [("path", "a.txt".to_owned()), ("text", "Le fleuve.".to_owned()), ("stem", "fleuve".to_owned())];
    let entry = json!({"key": "a.txt", "size": 9, "modified": null, "state": {"read": {
        "sha256": "00", "format": "text", "words": 2, "passages": 1}}});
    let entry = vec![("file", "a.txt".to_owned()), ("entry", entry.to_string())];
    plant(&folder, &[[&passage, fields].concat(), entry]);
    folder
}

#[test]
fn a_passage_that_ends_behind_all_numbers_is_damaged() {
    let folder = index_with(&[
        ("start", u64::MAX.to_string()),
        ("ordinal", "0".to_owned()),
        ("lines", "0".to_owned()),
    ]);
    folder.corpus(["search", "fleuve"]).fails(&[".corpus", "damaged", "--rebuild"]);
    ask(&folder);
}

/// The id of a passage begins with that of its file.
#[test]
fn a_sum_that_is_none_has_an_answer() {
    let folder = indexed();
    let passage = [
        ("path", "a.txt"),
        ("text", "Le fleuve."),
        ("stem", "fleuve"),
        ("folded", "fleuve"),
        ("ordinal", "0"),
        ("start", "0"),
        ("lines", "0"),
    ];
    let entry = json!({"key": "a.txt", "size": 9, "modified": null, "state": {"read": {
        "sha256": "0ééééééé", "format": "text", "words": 2, "passages": 1}}});
    let entry = vec![("file", "a.txt".to_owned()), ("entry", entry.to_string())];
    plant(&folder, &[passage.map(|(name, value)| (name, value.to_owned())).to_vec(), entry]);
    let found = folder.corpus(["search", "--json", "fleuve"]).ok();
    assert!(found.out.contains("0ééééé-0"), "{found:?}");
}

#[test]
fn files_of_more_words_and_bytes_than_there_are_numbers_are_counted_as_far_as_it_goes() {
    let folder = indexed();
    let entry = |key: &str| {
        let facts = json!({"sha256": "00", "format": "text", "words": u64::MAX, "passages": 1});
        let entry = json!({"key": key, "size": u64::MAX, "modified": null, "state": {"read": facts}});
        vec![("file", key.to_owned()), ("entry", entry.to_string())]
    };
    plant(&folder, &[entry("a.txt"), entry("b.txt")]);
    let summary = folder.index().summary().unwrap();
    assert_eq!((summary.words, summary.bytes), (u64::MAX, u64::MAX));
}

#[test]
fn an_index_that_makes_its_library_panic_is_an_error_with_a_remedy() {
    let folder = indexed();
    let meta = inner(&folder).join("meta.json");
    let mut value: Value = serde_json::from_slice(sealing::without(&fs::read(&meta).unwrap())).unwrap();
    value["segments"][0]["max_doc"] = 0.into();
    fs::write(&meta, sealing::with(value.to_string().as_bytes())).unwrap();
    let (code, message) = end_of(&folder, &["search", "fleuve"]);
    assert!(code == Some(2) && message.contains("a fault in") && message.contains("--rebuild"), "{message}");
    folder.corpus(["index", "--rebuild"]).ok();
    folder.corpus(["search", "fleuve"]).ok();
}
