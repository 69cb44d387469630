//! Which units of a query the title of each candidate's document has, asked of the index: titles are not stored with the
//! passages.

use anyhow::Result;
use tantivy::query::{EnableScoring, Scorer};
use tantivy::schema::Field;
use tantivy::{DocAddress, Searcher};

use crate::search::compile::Unit;

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
    searcher: &Searcher,
    context: Field,
    units: &[Unit],
    addresses: &[DocAddress],
) -> Result<Vec<Title>> {
    let mut titles = vec![Title::default(); addresses.len()];
    let mut order: Vec<usize> = (0..addresses.len()).collect();
    order.sort_by_key(|place| addresses[*place]);
    for of_segment in
        order.chunk_by(|one, other| addresses[*one].segment_ord == addresses[*other].segment_ord)
    {
        let reader = searcher.segment_reader(addresses[of_segment[0]].segment_ord);
        if let Some(lengths) = reader.fieldnorms_readers().get_field(context)? {
            of_segment
                .iter()
                .for_each(|place| titles[*place].words = lengths.fieldnorm(addresses[*place].doc_id));
        }
        for (number, unit) in units.iter().enumerate() {
            for title in unit.alternatives.iter().filter_map(|leaf| leaf.title.as_ref()) {
                let weight = title.weight(EnableScoring::disabled_from_searcher(searcher))?;
                let mut scorer = weight.scorer(reader, 1.0)?;
                for place in of_segment {
                    let units = &mut titles[*place].units;
                    if is_at(scorer.as_mut(), addresses[*place].doc_id) && units.last() != Some(&number) {
                        units.push(number);
                    }
                }
            }
        }
    }
    Ok(titles)
}

/// Whether the scorer has the document; documents must ascend.
fn is_at(scorer: &mut dyn Scorer, doc: u32) -> bool {
    if scorer.doc() < doc {
        scorer.seek(doc);
    }
    scorer.doc() == doc
}
