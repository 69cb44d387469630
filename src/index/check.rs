//! Whether an index is whole: every file by its checksum, every passage and entry by its own, and the catalogue against
//! the passages.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, Searcher, SegmentReader};

use super::damage::{corpus, damaged};
use super::folder;
use super::{Entry, Index, State};

/// What was looked at, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Check {
    /// Files of the index whose checksums were verified.
    pub index_files: u64,
    /// Bytes of those files.
    pub index_bytes: u64,
    /// Files of the catalogue.
    pub files: u64,
    /// Documents that were read: files, and what lies within files.
    pub documents: u64,
    /// Passages of their texts.
    pub passages: u64,
    /// What is wrong, a sentence each; nothing where the index is whole.
    pub damage: Vec<String>,
    /// What a run left that was killed; the next run removes it.
    pub leftovers: Vec<String>,
    /// The command that builds the index anew.
    pub remedy: String,
}

impl Check {
    fn damage(&mut self, what: impl Into<String>) {
        self.damage.push(what.into());
    }
}

/// A passage of a document: its number, and the bytes of the text that are its own.
type Piece = (u64, usize, usize);

/// What the segments hold.
#[derive(Default)]
struct Held {
    entries: BTreeMap<String, Entry>,
    pieces: HashMap<String, Vec<Piece>>,
}

impl Index {
    /// Reads all of the index in `dir`, and says what of it is damaged.
    ///
    /// # Errors
    ///
    /// There is no index, or it is too damaged to be opened.
    pub fn check(dir: &Path) -> Result<Check> {
        let index = Self::open_unverified(dir)?;
        // What a run has not committed yet is no rest of one.
        let leftovers =
            if folder::is_written_to(&index.inner()) { Vec::new() } else { index.strange_files()? };
        let mut check = Check {
            leftovers: leftovers.iter().map(|name| name.display().to_string()).collect(),
            remedy: format!("{} index --rebuild", corpus(dir)),
            ..Check::default()
        };
        index.check_files(&mut check)?;
        // What a damaged file says is not worth reading.
        if check.damage.is_empty() {
            let held = index.held(&mut check)?;
            held.check(&index, &mut check);
        }
        Ok(check)
    }

    fn check_files(&self, check: &mut Check) -> Result<()> {
        for file in self.recorded()?.files {
            let metadata = fs::metadata(self.inner().join(&file.name));
            check.index_files += 1;
            check.index_bytes += metadata.map_or(0, |metadata| metadata.len());
            check.damage.extend(self.what_is_wrong_with(&file));
        }
        Ok(())
    }

    fn held(&self, check: &mut Check) -> Result<Held> {
        let searcher = self.searcher()?;
        let mut held = Held::default();
        for (number, reader) in (0..).zip(searcher.segment_readers()) {
            let segment = Segment::new(reader).map_err(|error| damaged(&self.dir, error))?;
            for doc in reader.doc_ids_alive() {
                self.hold((&searcher, DocAddress::new(number, doc)), &segment, &mut held, check)?;
            }
        }
        Ok(held)
    }

    fn hold(
        &self,
        (searcher, address): (&Searcher, DocAddress),
        segment: &Segment,
        held: &mut Held,
        check: &mut Check,
    ) -> Result<()> {
        if let Some(key) = segment.key(&segment.files, address.doc_id)? {
            match self.read_entry(searcher, address) {
                Ok(entry) if entry.key != key => {
                    check.damage(format!("{}: has another name", self.shown(&entry)))
                }
                Ok(entry) => {
                    if let Some(twice) = held.entries.insert(key, entry) {
                        check.damage(format!("{}: is in the catalogue twice", self.shown(&twice)));
                    }
                }
                Err(_) => check.damage(format!("{}: its entry is damaged", self.paths.shown(&key))),
            }
            return Ok(());
        }
        let ordinal = segment.ordinals.as_ref().and_then(|ordinals| ordinals.first(address.doc_id));
        let (Some(key), Some(ordinal)) = (segment.key(&segment.paths, address.doc_id)?, ordinal) else {
            check.damage("a passage belongs to no document");
            return Ok(());
        };
        check.passages += 1;
        match self.passage(searcher, address, (&key, ordinal)) {
            Ok(passage) => {
                held.pieces.entry(key).or_default().push((ordinal, passage.start, passage.text.len()));
            }
            Err(_) => {
                check.damage(format!(
                    "{}: passage {ordinal} is not as it was indexed",
                    self.paths.shown(&key)
                ));
            }
        }
        Ok(())
    }
}

impl Held {
    fn check(mut self, index: &Index, check: &mut Check) {
        for (key, entry) in &self.entries {
            check.files += u64::from(entry.within.is_none());
            let mut pieces = self.pieces.remove(key).unwrap_or_default();
            pieces.sort_unstable();
            let expected = match &entry.state {
                State::Read(facts) => {
                    check.documents += 1;
                    facts.passages as usize
                }
                State::Container(_) | State::Unread(_) => 0,
            };
            let shown = index.shown(entry);
            if pieces.len() != expected {
                check.damage(format!("{shown}: has {} passages and not {expected}", pieces.len()));
            } else if !partition(&pieces) {
                check.damage(format!("{shown}: its passages are not its text, one behind another"));
            }
            if let Some(within) = &entry.within
                && !self.entries.contains_key(within)
            {
                check.damage(format!("{shown}: the file that it is within is not in the catalogue"));
            }
            if let State::Container(container) = &entry.state {
                let within = self.entries_within(key);
                let read = within.iter().filter(|entry| matches!(entry.state, State::Read(_))).count() as u64;
                if (read, within.len() as u64 - read) != (container.documents, container.unread) {
                    check.damage(format!("{shown}: the catalogue does not have what is within it"));
                }
            }
        }
        let mut strays: Vec<_> = self.pieces.keys().map(|key| index.paths.shown(key)).collect();
        strays.sort();
        strays
            .iter()
            .for_each(|path| check.damage(format!("{path}: has passages and is not in the catalogue")));
    }

    /// The entries of what lies within a file; their keys begin with that of the file.
    fn entries_within(&self, file: &str) -> Vec<&Entry> {
        let behind = self.entries.range(file.to_owned()..).skip(1);
        let near = behind.take_while(|(key, _)| key.starts_with(file));
        near.map(|(_, entry)| entry).filter(|entry| entry.within.as_deref() == Some(file)).collect()
    }
}

/// Whether passages, in the order of their numbers, are a text from its beginning without a gap.
fn partition(pieces: &[Piece]) -> bool {
    let mut end = 0;
    (0..).zip(pieces).all(|(number, (ordinal, start, length))| {
        let follows = *ordinal == number && *start == end;
        end = start + length;
        follows
    })
}

/// The columns by which a document of a segment is told.
struct Segment {
    files: Option<StrColumn>,
    paths: Option<StrColumn>,
    ordinals: Option<Column<u64>>,
}

impl Segment {
    fn new(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let ordinals = columns.column_opt("ordinal")?;
        Ok(Self { files: columns.str("file")?, paths: columns.str("path")?, ordinals })
    }

    fn key(&self, column: &Option<StrColumn>, doc: u32) -> Result<Option<String>> {
        let Some((column, number)) =
            column.as_ref().and_then(|column| Some((column, column.ords().first(doc)?)))
        else {
            return Ok(None);
        };
        let mut key = String::new();
        column.ord_to_str(number, &mut key).context("a key cannot be read")?;
        Ok(Some(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_a_partition_if_each_begins_where_the_one_before_ends() {
        let table: [(&[Piece], bool); 6] = [
            (&[], true),
            (&[(0, 0, 5), (1, 5, 3)], true),
            (&[(0, 0, 5), (1, 6, 3)], false),
            (&[(0, 0, 5), (2, 5, 3)], false),
            (&[(0, 1, 5)], false),
            (&[(0, 0, 5), (1, 4, 3)], false),
        ];
        for (pieces, whole) in table {
            assert_eq!(partition(pieces), whole, "{pieces:?}");
        }
    }
}
