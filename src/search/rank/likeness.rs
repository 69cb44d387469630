//! How like each candidate is to the first ones: what is relevant is about the same things (pseudo-relevance feedback).

use rustc_hash::FxHashMap;

/// Candidates that the others are compared with.
const MODELS: usize = 10;

/// The likeness of each candidate to the [`MODELS`] first, itself aside: the cosine of their stems, weighted by how rare
/// they are among the candidates, each model counting less than the one before. Between 0 and 1; `stems` are the stems of
/// each candidate as numbers, each as often as it is there, in the order of the first stage.
pub(super) fn likeness(stems: &[&[u64]]) -> Vec<f32> {
    let vectors = vectors(stems);
    let share = |place: usize| 1.0 / (1.0 + place as f32);
    let models = &vectors[..vectors.len().min(MODELS)];
    let mut centre: Vec<f32> = Vec::new();
    for (place, model) in models.iter().enumerate() {
        for (term, weight) in model {
            let term = *term as usize;
            centre.resize(centre.len().max(term + 1), 0.0);
            centre[term] += share(place) * weight;
        }
    }
    let all: f32 = (0..models.len()).map(share).sum();
    let of = |(place, vector): (usize, &Vector)| {
        let own = if place < models.len() { share(place) } else { 0.0 };
        // Term by term, so that what only the candidate itself has comes to nothing.
        let without = |(term, weight): &(u32, f32)| {
            weight * (centre.get(*term as usize).unwrap_or(&0.0) - own * weight).max(0.0)
        };
        let others: f32 =
            vector.iter().filter(|(term, _)| (*term as usize) < centre.len()).map(without).sum();
        if all > own { others / (all - own) } else { 0.0 }
    };
    vectors.iter().enumerate().map(of).collect()
}

/// Different terms, numbered as they are met, with their weights; of length 1.
type Vector = Vec<(u32, f32)>;

fn vectors(stems: &[&[u64]]) -> Vec<Vector> {
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    let mut holding: Vec<f32> = Vec::new();
    let counted: Vec<Vec<(u32, f32)>> = stems
        .iter()
        .map(|stems| {
            let mut sorted = stems.to_vec();
            sorted.sort_unstable();
            let counted = sorted.chunk_by(|one, other| one == other).map(|same| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                let number = *numbers.entry(same[0]).or_insert(next);
                if number == next {
                    holding.push(0.0);
                }
                holding[number as usize] += 1.0;
                (number, 1.0 + (same.len() as f32).ln())
            });
            counted.collect()
        })
        .collect();
    let all = stems.len() as f32;
    let weighted = |vector: Vec<(u32, f32)>| {
        let weigh = |(term, count): (u32, f32)| (term, count * (1.0 + all / holding[term as usize]).ln());
        let vector: Vector = vector.into_iter().map(weigh).collect();
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        let scaled = |(term, weight)| (term, weight / length.max(f32::MIN_POSITIVE));
        vector.into_iter().map(scaled).collect()
    };
    counted.into_iter().map(weighted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candidate_is_like_those_that_have_its_words() {
        let found = likeness(&[&[1, 2, 3], &[1, 2, 4], &[5, 6], &[1, 2, 3], &[]]);
        assert!(found[3] > found[1] && found[1] > found[2], "{found:?}");
        assert_eq!((found[2], found[4]), (0.0, 0.0));
        assert!(found.iter().all(|likeness| (0.0..=1.0).contains(likeness)), "{found:?}");
    }

    #[test]
    fn a_candidate_alone_is_like_nothing() {
        assert_eq!(likeness(&[&[1, 2]]), [0.0]);
        assert_eq!(likeness(&[]), [0.0; 0]);
    }
}
