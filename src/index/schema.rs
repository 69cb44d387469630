//! What the index holds: one tantivy document a passage, and one a file of the catalogue.

use tantivy::Index;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;

use crate::analysis::TermReader;

/// Version of the schema and of what its fields mean. A change of either raises it.
pub(super) const FORMAT: u32 = 7;

/// The terms of [`Fields::head`].
pub(crate) const FIRST: u64 = 0;
pub(crate) const FURTHER: u64 = 1;

/// Name of the tokenizer that reads terms made by the chain.
const TERMS: &str = "terms";

/// The fields by name. Those of a passage first, then those of a file; no document has both.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// Key of the passage's file, as one term and as a column (filters, order of equal scores).
    pub(crate) path: Field,
    /// Position of the passage in its document, from 0.
    pub(crate) ordinal: Field,
    /// Of the first passage of each [`BATCH`](super::BATCH): whether it is that of the document ([`FIRST`]) or a
    /// [`FURTHER`] one.
    pub(crate) head: Field,
    /// The passage's text and where it stands: stored only, as [`StoredPassage`](super::StoredPassage) reads it.
    pub(crate) passage: Field,
    /// Present on a passage of front matter only, which ranks below the text.
    pub(crate) front: Field,
    /// The text's folded terms, with positions for phrases.
    pub(crate) folded: Field,
    /// The text's stems.
    pub(crate) stem: Field,
    /// How the text's words are written that are not written as they are folded; see `analysis::spelling`.
    pub(crate) exact: Field,
    /// The stems of the document's title, on the first passage only, which a title is found by. All others of the document
    /// are ranked by it too, so of a long one the first of each further [`BATCH`](super::BATCH) has them again; see
    /// `analysis::again`.
    pub(crate) title: Field,
    /// The folded terms of the author's name.
    pub(crate) author: Field,
    /// ISO 639-1 code of the passage's language, which its stems are of.
    pub(crate) language: Field,
    /// First and last day that the document's date may mean, as `yyyymmdd`.
    pub(crate) from: Field,
    pub(crate) until: Field,

    /// Key of a file of the catalogue, as one term and as a column.
    pub(crate) file: Field,
    /// What tells a changed file from an unchanged one; see `Stamp`.
    pub(crate) stamp: Field,
    /// Why the file was not read, as one term; an empty one of a file that was.
    pub(crate) unread: Field,
    /// The file's entry in the catalogue, as JSON; stored only.
    pub(crate) entry: Field,

    /// Of entries: a checksum of what is stored of them; see `seal`.
    pub(crate) seal: Field,
    /// Of passages and of entries: key of the file that their document lies within.
    pub(crate) within: Field,
}

impl Fields {
    /// The schema and its fields.
    pub(super) fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        // Nothing is scored by how many of these there are.
        let name = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false),
        );
        let key = name.clone().set_fast("raw");
        let fields = Self {
            path: schema.add_text_field("path", key.clone()),
            ordinal: schema.add_u64_field("ordinal", FAST),
            head: schema.add_u64_field("head", INDEXED),
            passage: schema.add_bytes_field("passage", STORED),
            front: schema.add_u64_field("front", FAST),
            folded: schema.add_text_field("folded", terms(IndexRecordOption::WithFreqsAndPositions)),
            stem: schema.add_text_field("stem", terms(IndexRecordOption::WithFreqs)),
            exact: schema.add_text_field("exact", terms(IndexRecordOption::WithFreqs)),
            title: schema.add_text_field("title", terms(IndexRecordOption::WithFreqs)),
            author: schema.add_text_field("author", terms(IndexRecordOption::WithFreqsAndPositions)),
            language: schema.add_text_field("language", name.clone()),
            from: schema.add_u64_field("from", FAST),
            until: schema.add_u64_field("until", FAST),
            file: schema.add_text_field("file", key),
            stamp: schema.add_u64_field("stamp", FAST),
            unread: schema.add_text_field("unread", name.clone()),
            entry: schema.add_text_field("entry", STORED),
            seal: schema.add_u64_field("seal", STORED),
            within: schema.add_text_field("within", name),
        };
        (schema.build(), fields)
    }
}

fn terms(record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(TERMS).set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}

/// Makes the tokenizer that the schema names known to the index.
pub(super) fn register_tokenizers(index: &Index) {
    index.tokenizers().register(TERMS, TextAnalyzer::from(TermReader::default()));
}
