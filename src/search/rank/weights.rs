//! Made by `examples/learn_ranking`, which says how; see `benches/RELEVANCE.md`.

use super::features::COUNT;

/// What one of each feature counts.
#[rustfmt::skip]
pub(super) const WEIGHTS: [f32; COUNT] = [
    1.527, // first stage
    -0.409, // words
    0.268, // beginnings
    0.209, // letters
    0.165, // synonyms
    1.026, // rare letters
    0.134, // likelihood
    8.051, // title
    2.014, // nearness
    2.334, // order
    0.167, // names
    -0.555, // place
    10.199, // likeness
    2.230, // document
];
