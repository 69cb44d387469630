//! Documents that are zip files of XML: those of Word, PowerPoint and LibreOffice, and e-books.

mod blocks;
pub(super) mod docx;
mod drawing;
pub(super) mod epub;
pub(super) mod odf;
pub(super) mod ods;
mod opc;
pub(crate) mod package;
pub(super) mod pptx;
pub(super) mod properties;
pub(super) mod xml;

// What every extractor needs of the folder above.
use super::{Extracted, html, language_code};
