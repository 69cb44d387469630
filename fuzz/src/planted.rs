//! Indexes that hold what the fuzzer makes, and the questions that are put to them.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::sealing;
use corpus::index::{DIRECTORY, Index};
use corpus::{ingest, print, search, show};
use serde_json::Value;
use tantivy::directory::MmapDirectory;
use tantivy::schema::{FieldType, Schema};
use tantivy::tokenizer::WhitespaceTokenizer;
use tantivy::{Index as Tantivy, IndexSettings, TantivyDocument};
use tempfile::TempDir;

/// What tantivy takes to write a segment.
const MEMORY: usize = 1 << 20;

/// An index that `corpus` made, and what tantivy wrote of it.
pub struct Model {
    folder: TempDir,
    inner: String,
    meta: Value,
    schema: Schema,
}

impl Model {
    /// An index of one file.
    pub fn new() -> Self {
        let folder = temporary();
        fs::write(folder.path().join("a.txt"), "Le fleuve Niger coule à Koulikoro.")
            .expect("room on the disk");
        update(folder.path()).expect("a file can be indexed");
        let inner = fs::read_dir(folder.path().join(DIRECTORY)).expect("an index").filter_map(Result::ok);
        let inner = inner.map(|item| item.file_name().into_string().expect("a name"));
        let inner = inner.filter(|name| name.starts_with("index-")).max().expect("an index");
        let meta = fs::read(folder.path().join(DIRECTORY).join(&inner).join("meta.json")).expect("an index");
        let meta: Value = serde_json::from_slice(sealing::without(&meta)).expect("JSON");
        let schema = serde_json::from_value(meta["schema"].clone()).expect("a schema");
        Self { folder, inner, meta, schema }
    }

    /// A folder with the model's index, of which `meta.json` has these bytes.
    pub fn with_meta(&self, meta: &[u8]) -> TempDir {
        let folder = temporary();
        let to = self.inner(folder.path());
        for item in fs::read_dir(self.inner(self.folder.path())).expect("an index").filter_map(Result::ok) {
            // The files of segments are never written to again.
            if item.file_name() != "meta.json" {
                fs::hard_link(item.path(), to.join(item.file_name())).expect("room on the disk");
            }
        }
        fs::write(to.join("meta.json"), sealing::with(meta)).expect("room on the disk");
        folder
    }

    /// The same with this payload of the commit.
    pub fn with_payload(&self, payload: &str) -> TempDir {
        let mut meta = self.meta.clone();
        meta["payload"] = payload.into();
        self.with_meta(&serde_json::to_vec(&meta).expect("JSON"))
    }

    /// A folder with an index of documents, each of which is lines of `field=value`.
    pub fn with_documents(&self, documents: &[impl AsRef<str>]) -> TempDir {
        let folder = temporary();
        let inner = self.inner(folder.path());
        let settings =
            IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
        let builder = Tantivy::builder().schema(self.schema.clone()).settings(settings);
        let tokenizers = tantivy::tokenizer::TokenizerManager::default();
        tokenizers.register("terms", WhitespaceTokenizer::default());
        let directory = MmapDirectory::open(&inner).expect("a folder");
        let writer = builder.tokenizers(tokenizers).single_segment_index_writer(directory, MEMORY);
        let mut writer = writer.expect("an empty folder");
        for document in documents {
            // A term may be too long for tantivy.
            if writer.add_document(self.document(document.as_ref())).is_err() {
                break;
            }
        }
        writer.finalize().expect("room on the disk");
        let meta = fs::read(inner.join("meta.json")).expect("an index");
        let mut meta: Value = serde_json::from_slice(&meta).expect("JSON");
        meta["payload"] = self.meta["payload"].clone();
        fs::write(inner.join("meta.json"), serde_json::to_vec(&meta).expect("JSON"))
            .expect("room on the disk");
        sealing::close(&inner);
        folder
    }

    fn inner(&self, folder: &Path) -> PathBuf {
        let inner = folder.join(DIRECTORY).join(&self.inner);
        fs::create_dir_all(&inner).expect("room on the disk");
        inner
    }

    fn document(&self, lines: &str) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        let fields = lines.split('\n').filter_map(|line| line.split_once('='));
        let mut fields: Vec<(&str, String)> = fields.map(|(name, value)| (name, value.to_owned())).collect();
        // Else hardly one would be read further.
        if fields.iter().all(|(name, _)| *name != "seal") {
            let entry = fields.iter().find(|(name, _)| *name == "entry");
            let seal = entry.map(|(_, entry)| ("seal", sealing::of_entry(entry).to_string()));
            fields.extend(seal);
        }
        for (name, value) in &fields {
            let Ok(field) = self.schema.get_field(name) else { continue };
            match self.schema.get_field_entry(field).field_type() {
                FieldType::U64(_) => {
                    value.parse().into_iter().for_each(|number| document.add_u64(field, number))
                }
                FieldType::Bytes(_) => document.add_bytes(field, value.as_bytes()),
                _ => document.add_text(field, value),
            }
        }
        if let Some(passage) = sealing::passage(&fields) {
            let field = self.schema.get_field("passage").expect("a field of the schema");
            document.add_bytes(field, &passage);
        }
        document
    }
}

impl Default for Model {
    fn default() -> Self {
        Self::new()
    }
}

/// In memory, where the system has such a place.
fn temporary() -> TempDir {
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    tempfile::Builder::new().prefix("corpus-fuzz-").tempdir_in(place).expect("room on the disk")
}

/// Indexes the files of a folder; nothing where it cannot be indexed.
pub fn update(folder: &Path) -> Option<ingest::Report> {
    run(folder, false)
}

fn run(folder: &Path, dry_run: bool) -> Option<ingest::Report> {
    let request = ingest::Request { paths: vec![folder.into()], dry_run, ..ingest::Request::default() };
    ingest::run(&folder.join(DIRECTORY), &request, &mut |_| ControlFlow::Continue(())).ok()
}

/// Asks the index of a folder all that a person can ask; an answer may be a message.
pub fn ask(folder: &Path) {
    let Ok(index) = Index::open(&folder.join(DIRECTORY)) else { return };
    let out = &mut Vec::new();
    let write = "memory takes all";
    let entries = index.entries_below(&[]).unwrap_or_default();
    print::list(out, &entries).expect(write);
    print::list_json(out, &entries).expect(write);
    index.counts().ok();
    index.unread().ok();
    if let Ok(summary) = index.summary() {
        print::stats(out, &summary).expect(write);
        print::stats_json(out, &summary).expect(write);
    }
    for (shown, entry) in entries.iter().take(3) {
        index.path_of(entry);
        for place in [shown.clone(), format!("{shown}:1")] {
            if let Ok(excerpt) = show::show(&index, &place, 1) {
                print::document_json(out, &excerpt.path, &excerpt.entry, &excerpt.text).expect(write);
            }
        }
    }
    let asked = |query: &str, listing| search::Request { listing, ..search::Request::new(query) };
    for request in [
        asked("niger koul* fleuv~ \"le fleuve\"", search::Listing::Passages),
        asked("fleuve OU titre:fleuve date:2025", search::Listing::Documents),
    ] {
        if let Ok(results) = search::search(&index, &request) {
            print::results_json(out, &results, true).expect(write);
        }
    }
    let place = entries.first().map(|(shown, _)| shown.as_str());
    if let Ok(explanation) = search::explain(&index, &search::Request::new("fleuve =Niger"), place) {
        print::explanation_json(out, &explanation).expect(write);
    }
    // The stamps of the catalogue are compared with the files.
    run(folder, true);
}
