//! The head of a passage: the first passage of its batch, which its document's title stands at.

use std::ops::Range;
use std::sync::OnceLock;

use tantivy::columnar::Column;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, Term};

use crate::index::{BATCH, FIRST, FURTHER};

/// Where one of so many documents of a segment matches, or more, all of its heads are read: that takes a few nanoseconds a
/// head, and to look one up by its passage's ordinal some ten.
const FEW: usize = 16;

/// Bits in a word.
const BITS: usize = u64::BITS as usize;

/// Where the heads of a segment with passages are.
pub(super) struct Heads<'s> {
    reader: &'s SegmentReader,
    /// The field whose terms are on heads.
    field: Field,
    ordinals: Column<u64>,
    /// All heads are the first passages of their documents.
    all_first: bool,
    /// A bit for each document, one for heads.
    set: OnceLock<Vec<u64>>,
}

/// Those of some passages that have the same head, by their places: at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) head: DocId,
    pub(super) places: Range<usize>,
}

impl<'s> Heads<'s> {
    /// `None` if the segment has no passages.
    pub(super) fn new(reader: &'s SegmentReader, field: Field) -> tantivy::Result<Option<Self>> {
        let Some(ordinals) = reader.fast_fields().column_opt("ordinal")? else { return Ok(None) };
        let further = reader.inverted_index(field)?.doc_freq(&Term::from_field_u64(field, FURTHER))?;
        Ok(Some(Self { reader, field, ordinals, all_first: further == 0, set: OnceLock::new() }))
    }

    /// The head of a passage. It lies where it must if nothing of other documents lies between them.
    pub(super) fn of(&self, passage: DocId) -> DocId {
        passage.saturating_sub((self.ordinal(passage) % BATCH as u64) as DocId)
    }

    /// The passages that have this head.
    pub(super) fn under(&self, head: DocId) -> Range<DocId> {
        let most = self.reader.max_doc().min(head.saturating_add(BATCH as DocId));
        // All up to the last have it, and none behind.
        let (mut last, mut behind) = (head, most);
        while behind - last > 1 {
            let between = last + (behind - last) / 2;
            if self.of(between) == head {
                last = between;
            } else {
                behind = between;
            }
        }
        head..behind
    }

    /// Position of a passage in its document, from 0.
    pub(super) fn ordinal(&self, passage: DocId) -> u64 {
        self.ordinals.first(passage).unwrap_or(0)
    }

    /// The passages, which ascend, by their heads. `of_segment` passages are asked for in all.
    pub(super) fn groups(
        &self,
        passages: &[DocId],
        of_segment: usize,
        groups: &mut Vec<Group>,
    ) -> tantivy::Result<()> {
        groups.clear();
        if of_segment < self.reader.max_doc() as usize / FEW {
            group(passages, |passage| self.of(passage), groups);
        } else {
            let set = self.set()?;
            group(passages, |passage| last_up_to(set, passage), groups);
        }
        Ok(())
    }

    /// The heads that are not the first passages of their documents, ascending.
    pub(super) fn further(&self) -> tantivy::Result<Vec<DocId>> {
        let mut further = Vec::new();
        if !self.all_first {
            self.for_each(FURTHER, |head| further.push(head))?;
            // What is damaged may say so twice.
            further.dedup();
        }
        Ok(further)
    }

    fn for_each(&self, kind: u64, mut each: impl FnMut(DocId)) -> tantivy::Result<()> {
        let term = Term::from_field_u64(self.field, kind);
        let inverted = self.reader.inverted_index(self.field)?;
        let Some(mut heads) = inverted.read_block_postings(&term, IndexRecordOption::Basic)? else {
            return Ok(());
        };
        while !heads.docs().is_empty() {
            heads.docs().iter().for_each(|head| each(*head));
            heads.advance();
        }
        Ok(())
    }

    fn set(&self) -> tantivy::Result<&[u64]> {
        if let Some(set) = self.set.get() {
            return Ok(set);
        }
        let mut set = vec![0; self.reader.max_doc() as usize / BITS + 1];
        for kind in [FIRST, FURTHER] {
            self.for_each(kind, |head| {
                if let Some(word) = set.get_mut(head as usize / BITS) {
                    *word |= 1 << (head as usize % BITS);
                }
            })?;
        }
        Ok(self.set.get_or_init(|| set))
    }
}

fn group(passages: &[DocId], head_of: impl Fn(DocId) -> DocId, groups: &mut Vec<Group>) {
    for (place, passage) in passages.iter().enumerate() {
        let head = head_of(*passage);
        match groups.last_mut().filter(|group| group.head == head) {
            Some(group) => group.places.end = place + 1,
            None => groups.push(Group { head, places: place..place + 1 }),
        }
    }
}

/// The last member of the set up to this document; the document itself if there is none.
fn last_up_to(set: &[u64], doc: DocId) -> DocId {
    let (at, bit) = (doc as usize / BITS, doc as usize % BITS);
    let up_to = set.get(at).map_or(0, |word| word & u64::MAX >> (BITS - 1 - bit));
    let last = |at: usize, word: u64| (at * BITS) as DocId + (BITS as u32 - 1 - word.leading_zeros());
    if up_to != 0 {
        return last(at, up_to);
    }
    let before = set.iter().enumerate().take(at).rev().find(|(_, word)| **word != 0);
    before.map_or(doc, |(at, word)| last(at, *word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_the_last_one_up_to_the_passage() {
        let set = [1 << 3 | 1 << 63, 0, 1];
        let table = [(0, 0), (2, 2), (3, 3), (62, 3), (63, 63), (64, 63), (127, 63), (128, 128), (500, 128)];
        for (doc, head) in table {
            assert_eq!(last_up_to(&set, doc), head, "{doc}");
        }
    }

    #[test]
    fn passages_of_one_head_are_a_group() {
        let mut groups = Vec::new();
        group(&[10, 12, 13, 21, 30, 31], |doc| doc / 10, &mut groups);
        let found: Vec<_> = groups.into_iter().map(|group| (group.head, group.places)).collect();
        assert_eq!(found, [(1, 0..3), (2, 3..4), (3, 4..6)]);
    }
}
