//! Full-text search for folders of French documents: ranked, highlighted passages that can be cited.
//!
//! Two flows, and each module is a stage of one of them:
//!
//! ```text
//! corpus index DIR      file ─ingest→ Document + Passages ─analysis, index→ one commit
//! corpus search QUERY   string ─query→ Query ─search→ Results ─print→ terminal or JSON
//! ```
//!
//! ```
//! use corpus::{index::Index, ingest, search};
//!
//! # fn main() -> anyhow::Result<()> {
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("ville.txt"), "Koulikoro est un port du fleuve Niger.")?;
//!
//! let dir = folder.path().join(".corpus");
//! let request = ingest::Request { paths: vec![folder.path().into()], ..Default::default() };
//! let report = ingest::run(&dir, &request, &mut |_| std::ops::ControlFlow::Continue(()))?;
//! assert_eq!(report.added, 1);
//!
//! let results = search::search(&Index::open(&dir)?, &search::Request::new("ports"))?;
//! let hit = &results.hits[0];
//! assert_eq!(&hit.text[hit.snippet.highlights[0].clone()], "port");
//! # Ok(())
//! # }
//! ```

pub mod analysis;
pub mod document;
pub mod eval;
pub mod index;
pub mod ingest;
mod line;
pub mod print;
pub mod query;
pub mod search;
pub mod show;
pub mod verify;
