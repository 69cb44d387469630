//! Made by `examples/learn_ranking`, which says how; see `benches/RELEVANCE.md`.

use super::features::COUNT;

/// What one of each feature counts.
#[rustfmt::skip]
pub(super) const WEIGHTS: [f32; COUNT] = [
    1.724, // first stage
    0.579, // held
    -0.380, // in the text
    0.460, // beginnings
    0.250, // synonyms
    1.899, // letters
    0.178, // likelihood
    6.224, // title
    2.075, // nearness
    1.972, // order
    0.101, // names
    -0.436, // place
    15.148, // likeness
    1.951, // document
];
