//! Files that an index knows to have the bytes of a cited one: where a file may have gone.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use anyhow::Result;

use super::text::Text;
use super::{Case, locate::Source};
use crate::index::Index;
use crate::ingest::Rereader;

/// The files that an index knows, by the sums of their bytes and of those of the documents in them.
pub(super) struct Copies {
    by_sum: HashMap<String, Vec<Source>>,
}

impl Copies {
    /// What the index knows.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub(super) fn of(index: &Index) -> Result<Self> {
        let mut by_sum: HashMap<String, Vec<Source>> = HashMap::new();
        for entry in index.entries()? {
            let Some(sum) = entry.sha256() else { continue };
            let shown = index.paths().shown(entry.within.as_ref().unwrap_or(&entry.key));
            let source = Source { file: index.path_of(&entry), shown, place: String::new() };
            let known = by_sum.entry(sum.to_owned()).or_default();
            if !known.contains(&source) {
                known.push(source);
            }
        }
        Ok(Self { by_sum })
    }

    /// Looks for each citation that is not found yet in the files that have, or had when they were indexed, the bytes that
    /// it names.
    pub(super) fn look(&self, reader: &mut Rereader, cases: &mut [Case]) {
        let mut files: BTreeMap<PathBuf, (&Source, Vec<usize>)> = BTreeMap::new();
        for (number, case) in cases.iter().enumerate().filter(|(_, case)| case.may_be_copied()) {
            let sums = [&case.citation.sha256, &case.citation.file_sha256];
            for source in sums.into_iter().flatten().filter_map(|sum| self.by_sum.get(sum)).flatten() {
                files.entry(source.file.clone()).or_insert((source, Vec::new())).1.push(number);
            }
        }
        for (file, (source, numbers)) in files {
            // The index may be older than the file.
            let sum = Rereader::sha256(&file);
            let _ = reader.read(&file, &mut |found| {
                let Some(text) = Text::of(&found) else { return };
                for number in &numbers {
                    let case = &mut cases[*number];
                    let whole = [&case.citation.sha256, &case.citation.file_sha256].contains(&&sum);
                    if (whole || case.has_sum_of(&found)) && !case.is_found() {
                        let own = std::mem::replace(&mut case.source, Ok(source.clone()));
                        case.look_in(&found, &text, &|| sum.clone());
                        if !case.is_found() {
                            case.source = own;
                        } else {
                            case.changed = Some(false);
                        }
                    }
                }
            });
        }
    }
}
