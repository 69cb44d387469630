//! A linear model, and how it is learned.

use anyhow::{Result, ensure};

use crate::sets::{Query, Set};

/// Steps of the descent at the most, and the slope at which it is at the bottom.
const STEPS: usize = 500;
const FLAT: f64 = 1e-6;

/// What a step must gain at least, of what the slope promises (Armijo's condition).
const GAIN: f64 = 1e-4;

/// What large weights cost, of features that are scaled to a deviation of 1.
const PENALTY: f64 = 3e-3;

/// The greatest grade that counts.
const HIGHEST: f64 = 5.0;

#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) weights: Vec<f64>,
}

impl Model {
    pub(crate) fn score(&self, features: &[f64]) -> f64 {
        dot(&self.weights, features)
    }
}

/// The candidates of one query, features about their mean and scaled, with the share that each should have.
struct Example {
    features: Vec<Vec<f64>>,
    wanted: Vec<f64>,
    weight: f64,
    set: usize,
}

pub(crate) fn learn(sets: &[Set], used: impl Fn(usize) -> bool) -> Result<Model> {
    let mut examples: Vec<Example> = Vec::new();
    for (number, set) in sets.iter().enumerate() {
        let of_set: Vec<&Query> = set.queries.iter().filter(|query| used(query.group)).collect();
        let mut sizes = vec![0.0; set.queries.len()];
        let learnable: Vec<&&Query> = of_set.iter().filter(|query| is_learnable(query)).collect();
        learnable.iter().for_each(|query| sizes[query.group] += 1.0);
        let all =
            if set.by_group { sizes.iter().filter(|size| **size > 0.0).count() } else { learnable.len() };
        for query in learnable {
            let size = if set.by_group { sizes[query.group] } else { 1.0 };
            examples.push(example(query, set.share / size / all as f64, number));
        }
    }
    ensure!(!examples.is_empty(), "no query has a relevant candidate");
    let scales = scales(&examples);
    for example in &mut examples {
        for features in &mut example.features {
            features.iter_mut().zip(&scales).for_each(|(value, scale)| *value /= scale);
        }
    }
    let scaled = descend(&examples, scales.len(), sets.len());
    Ok(Model { weights: scaled.iter().zip(&scales).map(|(weight, scale)| weight / scale).collect() })
}

fn is_learnable(query: &Query) -> bool {
    query.candidates.len() > 1 && query.candidates.iter().any(|candidate| candidate.grade > 0.0)
}

fn example(query: &Query, weight: f64, set: usize) -> Example {
    let count = query.candidates.len() as f64;
    let width = query.candidates[0].features.len();
    let mean: Vec<f64> = (0..width)
        .map(|at| query.candidates.iter().map(|candidate| candidate.features[at]).sum::<f64>() / count)
        .collect();
    let about = |features: &Vec<f64>| features.iter().zip(&mean).map(|(value, mean)| value - mean).collect();
    let gains: Vec<f64> =
        query.candidates.iter().map(|candidate| candidate.grade.min(HIGHEST).exp2() - 1.0).collect();
    let sum: f64 = gains.iter().sum();
    Example {
        features: query.candidates.iter().map(|candidate| about(&candidate.features)).collect(),
        wanted: gains.iter().map(|gain| gain / sum).collect(),
        weight,
        set,
    }
}

/// The deviation of each feature within queries.
fn scales(examples: &[Example]) -> Vec<f64> {
    let width = examples[0].features[0].len();
    let all = || examples.iter().flat_map(|example| &example.features);
    let count = all().count() as f64;
    let mut squares = vec![0.0; width];
    all()
        .for_each(|features| squares.iter_mut().zip(features).for_each(|(sum, value)| *sum += value * value));
    squares.into_iter().map(|sum: f64| (sum / count).sqrt().max(1e-9)).collect()
}

/// Weights first, then the logarithms of the temperatures of all sets but the first.
/// The method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal and Wright, Numerical Optimization, 2006, 6.1): features
/// that say nearly the same make a long valley, in which a plain descent stops far from the end.
fn descend(examples: &[Example], width: usize, sets: usize) -> Vec<f64> {
    let mut values = vec![0.0; width + sets - 1];
    let mut inverse: Vec<Vec<f64>> = (0..values.len()).map(|at| unit(at, values.len())).collect();
    let (mut cost, mut slope) = cost(examples, &values, width);
    for _ in 0..STEPS {
        let way: Vec<f64> = inverse.iter().map(|row| -dot(row, &slope)).collect();
        let promise = dot(&way, &slope);
        let mut length = 1.0;
        let (next, next_cost, next_slope) = loop {
            let next: Vec<f64> = values.iter().zip(&way).map(|(value, way)| value + length * way).collect();
            let (next_cost, next_slope) = self::cost(examples, &next, width);
            if next_cost <= cost + GAIN * length * promise || length < 1e-10 {
                break (next, next_cost, next_slope);
            }
            length /= 2.0;
        };
        let moved: Vec<f64> = way.iter().map(|way| length * way).collect();
        let turned: Vec<f64> = next_slope.iter().zip(&slope).map(|(next, slope)| next - slope).collect();
        bend(&mut inverse, &moved, &turned);
        (values, cost, slope) = (next, next_cost, next_slope);
        if dot(&slope, &slope).sqrt() < FLAT {
            break;
        }
    }
    values.truncate(width);
    values
}

/// What the inverse of the second derivatives is taken for after a step, and what the slope turned by.
fn bend(inverse: &mut [Vec<f64>], moved: &[f64], turned: &[f64]) {
    let along = dot(moved, turned);
    if along <= 0.0 {
        return;
    }
    let bent: Vec<f64> = inverse.iter().map(|row| dot(row, turned)).collect();
    let share = (1.0 + dot(&bent, turned) / along) / along;
    for (row, values) in inverse.iter_mut().enumerate() {
        for (column, value) in values.iter_mut().enumerate() {
            *value += share * moved[row] * moved[column]
                - (bent[row] * moved[column] + moved[row] * bent[column]) / along;
        }
    }
}

fn unit(at: usize, count: usize) -> Vec<f64> {
    (0..count).map(|other| if other == at { 1.0 } else { 0.0 }).collect()
}

/// How unlikely the wanted candidates are, with what large weights cost; and its slope.
fn cost(examples: &[Example], values: &[f64], width: usize) -> (f64, Vec<f64>) {
    let (weights, temperatures) = values.split_at(width);
    let mut cost = PENALTY * dot(weights, weights);
    let mut slope: Vec<f64> = weights.iter().map(|weight| 2.0 * PENALTY * weight).collect();
    slope.resize(values.len(), 0.0);
    for example in examples {
        let scale = if example.set == 0 { 1.0 } else { temperatures[example.set - 1].exp() };
        let scores: Vec<f64> = example.features.iter().map(|features| dot(weights, features)).collect();
        let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let likely: Vec<f64> = scores.iter().map(|score| (scale * (score - highest)).exp()).collect();
        let sum: f64 = likely.iter().sum();
        for ((features, score), (likely, wanted)) in
            example.features.iter().zip(&scores).zip(likely.iter().zip(&example.wanted))
        {
            cost -= example.weight * wanted * (scale * (score - highest) - sum.ln());
            let error = example.weight * (likely / sum - wanted);
            slope.iter_mut().zip(features).for_each(|(sum, value)| *sum += scale * error * value);
            if example.set > 0 {
                slope[width + example.set - 1] += error * scale * score;
            }
        }
    }
    (cost, slope)
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}
