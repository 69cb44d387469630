//! Made by `examples/learn_ranking`, which says how; see `benches/RELEVANCE.md`.

use super::features::COUNT;

/// What one of each feature counts.
#[rustfmt::skip]
pub(super) const WEIGHTS: [f32; COUNT] = [
    1.320, // first stage
    -0.415, // words
    0.288, // beginnings
    0.208, // letters
    0.172, // synonyms
    1.643, // rare letters
    0.129, // likelihood
    5.460, // title
    2.172, // nearness
    3.412, // order
    0.151, // names
    -0.570, // place
    11.027, // likeness
    3.681, // document
];
