//! Made by `examples/learn_ranking`, which says how; see `benches/RELEVANCE.md`.

use super::features::COUNT;

/// What one of each feature counts.
#[rustfmt::skip]
pub(super) const WEIGHTS: [f32; COUNT] = [
    1.714, // first stage
    0.575, // held
    -0.370, // in the text
    0.459, // beginnings
    0.257, // synonyms
    2.009, // letters
    0.175, // likelihood
    6.206, // title
    2.046, // nearness
    1.875, // order
    0.098, // names
    -0.481, // place
    15.053, // likeness
    2.165, // document
];
