//! Words that stand near each other: a loose phrase, `"…"~5`.
//!
//! tantivy 0.27 has loose phrases too, but of three words and more it tells differently, with how often each is in the
//! segment, whether they are near: the same files, indexed otherwise, had other hits.

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocId, DocSet as _, Score, SegmentReader, TERMINATED, Term};

use super::gathered::explained;

/// Matches where all terms, which are different and of one field, stand within `slop` of their places in the phrase; every
/// score is the boost.
#[derive(Debug, Clone)]
pub(super) struct Loose {
    pub(super) terms: Vec<Term>,
    pub(super) slop: u32,
}

impl Query for Loose {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Loose {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut documents = BitSet::with_max_value(reader.max_doc());
        let postings = self.terms.iter().map(|term| {
            let inverted = reader.inverted_index(term.field())?;
            Ok(inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?)
        });
        let postings: Option<Vec<SegmentPostings>> = postings.collect::<tantivy::Result<_>>()?;
        if let Some(mut postings) = postings.filter(|postings| !postings.is_empty()) {
            let mut places = vec![Vec::new(); postings.len()];
            while let Some(document) = next_with_all(&mut postings) {
                for (word, (postings, places)) in (0..).zip(postings.iter_mut().zip(&mut places)) {
                    // As far from the end of the phrase, so that no place is below 0.
                    postings.positions_with_offset(self.terms.len() as u32 - word, places);
                }
                if least_spread(&places).is_some_and(|spread| spread <= self.slop) {
                    documents.insert(document);
                }
                postings[0].advance();
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(documents), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc)
    }
}

/// Moves all postings to the first document, from that of the first on, that they share.
fn next_with_all(postings: &mut [SegmentPostings]) -> Option<DocId> {
    let mut document = postings.first()?.doc();
    loop {
        if document == TERMINATED {
            return None;
        }
        let mut all = true;
        for postings in postings.iter_mut() {
            let at = if postings.doc() < document { postings.seek(document) } else { postings.doc() };
            if at > document {
                (document, all) = (at, false);
                break;
            }
        }
        if all {
            return Some(document);
        }
    }
}

/// The least distance between the first and the last of places of which one is taken of each list; the lists ascend. Of
/// places in a text less those in a phrase it says how far words must be moved at the most for the phrase to stand there, as
/// Lucene's SloppyPhraseMatcher counts.
fn least_spread(places: &[Vec<u32>]) -> Option<u32> {
    let mut next = vec![0; places.len()];
    let mut least = None;
    loop {
        let at = |list: usize| places[list].get(next[list]).copied();
        let now = (0..places.len()).map(|list| at(list).map(|place| (place, list)));
        let now = now.collect::<Option<Vec<_>>>();
        let Some((first, last)) = now.and_then(|now| Some((*now.iter().min()?, *now.iter().max()?))) else {
            return least;
        };
        let spread = last.0 - first.0;
        least = Some(least.map_or(spread, |least: u32| least.min(spread)));
        next[first.1] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::least_spread;

    #[test]
    fn the_spread_is_that_of_the_nearest_places() {
        let table: [(&[&[u32]], Option<u32>); 5] = [
            (&[&[3], &[3], &[3]], Some(0)),
            (&[&[1, 20], &[9, 22], &[21, 30]], Some(2)),
            (&[&[5], &[3]], Some(2)),
            (&[&[5], &[]], None),
            (&[], None),
        ];
        for (places, spread) in table {
            let places: Vec<Vec<u32>> = places.iter().map(|places| places.to_vec()).collect();
            assert_eq!(least_spread(&places), spread, "{places:?}");
        }
    }
}
