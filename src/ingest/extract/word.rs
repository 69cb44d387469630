//! Documents of word processors from before XML: DOC and RTF.

mod code_page;
pub(super) mod doc;
pub(super) mod rtf;
mod writer;

// What every extractor needs of the folder above.
use super::Extracted;
