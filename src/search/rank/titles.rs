//! Which units of a query the title of each candidate's document has, asked of the index: titles are not stored with the
//! passages.

use anyhow::Result;
use tantivy::DocAddress;
use tantivy::schema::{Field, IndexRecordOption};

use crate::search::compile::Unit;
use crate::search::statistics::Statistics;

/// What the title of a candidate's document has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title {
    /// The numbers of the units that are in it, ascending.
    pub(super) units: Vec<usize>,
    /// How many words it has; exact up to 40. 0 without a title.
    pub(super) words: u32,
}

/// The titles of the passages at `addresses`, in the same order; `context` is the field of titles.
pub(super) fn titles(
    statistics: &Statistics<'_>,
    context: Field,
    units: &[Unit],
    addresses: &[DocAddress],
) -> Result<Vec<Title>> {
    let mut titles = vec![Title::default(); addresses.len()];
    let mut order: Vec<usize> = (0..addresses.len()).collect();
    // Postings are sought in ascending order.
    order.sort_by_key(|place| addresses[*place]);
    for of_segment in
        order.chunk_by(|one, other| addresses[*one].segment_ord == addresses[*other].segment_ord)
    {
        let segment = addresses[of_segment[0]].segment_ord;
        let reader = statistics.searcher.segment_reader(segment);
        if let Some(lengths) = reader.fieldnorms_readers().get_field(context)? {
            of_segment
                .iter()
                .for_each(|place| titles[*place].words = lengths.fieldnorm(addresses[*place].doc_id));
        }
        for (number, unit) in units.iter().enumerate() {
            for term in unit.alternatives.iter().flat_map(|leaf| &leaf.title) {
                let places = statistics.places(term)?;
                let Some(Some(place)) = places.get(segment as usize) else { continue };
                let inverted = reader.inverted_index(context)?;
                let mut postings =
                    inverted.read_block_postings_from_terminfo(place, IndexRecordOption::Basic)?;
                for place in of_segment {
                    let (doc, units) = (addresses[*place].doc_id, &mut titles[*place].units);
                    let at = postings.seek(doc);
                    if postings.docs().get(at) == Some(&doc) && units.last() != Some(&number) {
                        units.push(number);
                    }
                }
            }
        }
    }
    Ok(titles)
}
