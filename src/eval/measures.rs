//! Measures of one ranking, and their means.

use std::collections::{BTreeMap, HashMap};

/// Ranks that count for nDCG and reciprocal rank, and for recall.
const FIRST: usize = 10;
const DEEP: usize = 100;

/// What a ranking is worth; each between 0 and 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Normalised discounted cumulative gain of the first ten, with the gain 2^grade − 1 (Järvelin and Kekäläinen, 2002;
    /// Burges et al., 2005).
    pub ndcg: f64,
    /// One divided by the rank of the first relevant document; 0 if it is not among the first ten.
    pub mrr: f64,
    /// The share of the relevant documents that are among the first hundred.
    pub recall: f64,
    /// 1 if the first document is relevant.
    pub hit: f64,
}

/// The measures of a ranking without repetitions; `relevant` has the grades, all above 0, of at least one document.
pub(super) fn of_ranking<'r>(
    relevant: &HashMap<&str, f64>,
    ranking: impl Iterator<Item = &'r str>,
) -> Measures {
    let grades: Vec<f64> =
        ranking.take(DEEP).map(|id| relevant.get(id).copied().unwrap_or_default()).collect();
    let mut ideal: Vec<f64> = relevant.values().copied().collect();
    ideal.sort_by(|one, other| other.total_cmp(one));
    let first = grades.iter().take(FIRST).position(|grade| *grade > 0.0);
    let found = grades.iter().filter(|grade| **grade > 0.0).count();
    Measures {
        ndcg: gain(&grades) / gain(&ideal),
        mrr: first.map_or(0.0, |place| 1.0 / (place + 1) as f64),
        recall: found as f64 / relevant.len() as f64,
        hit: f64::from(u8::from(first == Some(0))),
    }
}

fn gain(grades: &[f64]) -> f64 {
    let discounted = |(place, grade): (usize, &f64)| (grade.exp2() - 1.0) / (place as f64 + 2.0).log2();
    grades.iter().take(FIRST).enumerate().map(discounted).sum()
}

/// The mean over groups of the mean inside each.
pub(super) fn mean_of_groups<'g>(each: impl Iterator<Item = (&'g str, Measures)>) -> Measures {
    let mut groups: BTreeMap<&str, Vec<Measures>> = BTreeMap::new();
    each.for_each(|(group, measures)| groups.entry(group).or_default().push(measures));
    mean(&groups.values().map(|group| mean(group)).collect::<Vec<_>>())
}

fn mean(all: &[Measures]) -> Measures {
    let of = |part: fn(&Measures) -> f64| all.iter().map(part).sum::<f64>() / all.len().max(1) as f64;
    Measures { ndcg: of(|m| m.ndcg), mrr: of(|m| m.mrr), recall: of(|m| m.recall), hit: of(|m| m.hit) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(relevant: &[(&str, f64)], ranking: &str) -> Measures {
        of_ranking(&relevant.iter().copied().collect(), ranking.split_whitespace())
    }

    #[test]
    fn measures_are_those_of_the_literature() {
        let perfect = measured(&[("a", 3.0), ("b", 1.0)], "a b x");
        assert_eq!(perfect, Measures { ndcg: 1.0, mrr: 1.0, recall: 1.0, hit: 1.0 });
        let second = measured(&[("a", 1.0)], "x a");
        assert!((second.ndcg - 1.0 / 3.0_f64.log2()).abs() < 1e-12);
        assert_eq!((second.mrr, second.recall, second.hit), (0.5, 1.0, 0.0));
        // (2^1 − 1) / log2(2) + (2^3 − 1) / log2(3) over the other order.
        let turned = measured(&[("a", 3.0), ("b", 1.0)], "b a");
        let expected = (1.0 + 7.0 / 3.0_f64.log2()) / (7.0 + 1.0 / 3.0_f64.log2());
        assert!((turned.ndcg - expected).abs() < 1e-12);
        assert_eq!(measured(&[("a", 1.0)], ""), Measures::default());
        let eleventh = measured(&[("a", 1.0)], "1 2 3 4 5 6 7 8 9 10 a");
        assert_eq!((eleventh.ndcg, eleventh.mrr, eleventh.recall), (0.0, 0.0, 1.0));
    }

    #[test]
    fn groups_count_alike_however_many_queries_they_have() {
        let one = |ndcg| Measures { ndcg, ..Measures::default() };
        let each = [("g", one(1.0)), ("g", one(0.0)), ("g", one(0.5)), ("h", one(0.0))];
        assert!((mean_of_groups(each.into_iter()).ndcg - 0.25).abs() < 1e-12);
    }
}
