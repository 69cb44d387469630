//! Ranked passages → documents, each with its best ones.

use std::collections::HashMap;

use anyhow::Result;

use super::collect::Documents;
use super::rank::Ranked;
use super::{Hit, InDocument};

/// Passages of a document that are shown besides the best.
const MOST_OTHERS: usize = 2;

/// A document with its ranked passages.
pub(super) struct Group {
    pub(super) best: Ranked,
    others: Vec<Ranked>,
}

/// The documents in the order of their best passages.
pub(super) fn grouped(ranked: Vec<Ranked>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for ranked in ranked {
        match known.get(&ranked.candidate.key) {
            Some(group) => groups[*group].others.push(ranked),
            None => {
                known.insert(ranked.candidate.key.clone(), groups.len());
                groups.push(Group { best: ranked, others: Vec::new() });
            }
        }
    }
    groups
}

/// The hit that stands for a document; `read` reads a passage, `rank` counts documents from 1.
pub(super) fn hit(
    group: &Group,
    rank: usize,
    documents: &Documents,
    read: impl Fn(&Ranked, usize) -> Result<Hit>,
) -> Result<Hit> {
    let matches = documents.matches(&group.best.candidate.key)?;
    let others = group.others.iter().take(MOST_OTHERS).map(|other| read(other, rank));
    let others = others.collect::<Result<Vec<_>>>()?;
    Ok(Hit { document: Some(InDocument { matches, others }), ..read(&group.best, rank)? })
}
