//! Which units of a query the title of each candidate's document has, asked of the index: titles are not stored with the
//! passages.

use anyhow::Result;
use tantivy::{DocAddress, DocId};

use crate::search::compile::Unit;
use crate::search::heads::Heads;
use crate::search::statistics::Statistics;
use crate::search::titles::TitleTerm;

/// What the title of a candidate's document has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title {
    /// The numbers of the units that are in it, ascending.
    pub(super) units: Vec<usize>,
    /// How many words it has; exact up to 40. 0 without a title.
    pub(super) words: u32,
}

/// The titles of the passages at `addresses`, in the same order.
pub(super) fn titles(
    statistics: &Statistics<'_>,
    units: &[Unit],
    addresses: &[DocAddress],
) -> Result<Vec<Title>> {
    let terms = (0..).zip(units).flat_map(|(number, unit)| {
        let terms = unit.alternatives.iter().flat_map(|leaf| &leaf.title);
        terms.map(move |term| Ok(TitleTerm::new(term, statistics)?.map(|term| (number, term))))
    });
    let terms: Vec<(usize, TitleTerm)> = terms.filter_map(Result::transpose).collect::<Result<_>>()?;
    let mut titles = vec![Title::default(); addresses.len()];
    let mut order: Vec<usize> = (0..addresses.len()).collect();
    // Postings are sought in ascending order.
    order.sort_by_key(|place| addresses[*place]);
    for of_segment in
        order.chunk_by(|one, other| addresses[*one].segment_ord == addresses[*other].segment_ord)
    {
        let segment = addresses[of_segment[0]].segment_ord;
        let reader = statistics.searcher.segment_reader(segment);
        let Some(heads) = Heads::new(reader, statistics.head)? else { continue };
        let of_segment: Vec<(usize, DocId)> =
            of_segment.iter().map(|place| (*place, heads.of(addresses[*place].doc_id))).collect();
        if let Some(lengths) = reader.fieldnorms_readers().get_field(statistics.titles.field)? {
            of_segment.iter().for_each(|(place, head)| titles[*place].words = lengths.fieldnorm(*head));
        }
        for (number, term) in &terms {
            let mut finder = term.finder(segment, reader)?;
            for (place, head) in &of_segment {
                let units = &mut titles[*place].units;
                if units.last() != Some(number) && finder.has(*head) {
                    units.push(*number);
                }
            }
        }
    }
    Ok(titles)
}
