//! Made by `examples/learn_ranking`, which says how; see `benches/RELEVANCE.md`.

use super::features::COUNT;

/// What one of each feature counts.
#[rustfmt::skip]
pub(super) const WEIGHTS: [f32; COUNT] = [
    1.640, // first stage
    0.602, // held
    -0.406, // in the text
    0.467, // beginnings
    0.248, // synonyms
    1.840, // letters
    0.203, // likelihood
    6.597, // title
    2.050, // nearness
    1.855, // order
    0.107, // names
    -0.451, // place
    14.719, // likeness
    2.181, // document
];
