//! Learns the weights of the second stage from judged sets, and writes them as Rust.
//!
//! ```text
//! cargo run --release --example learn_ranking -- OUT.rs SET...
//! SET: INDEX,QUERIES,QRELS,LEAST_GRADE,SHARE,(queries|groups)
//! ```
//!
//! The candidates of each query come from the search itself, with the features that it measured. What is learned is one
//! weight a feature, by the likelihood of the relevant candidates under a softmax over all (ListNet, Cao et al., 2007).
//! SHARE says how much a set counts; each but the first has a temperature of its own, since it only matters how its
//! candidates are ordered. `groups` lets each group of queries count alike. Five-fold cross-validation, with groups kept
//! whole, is printed first.

#![allow(clippy::print_stdout, reason = "it is a program that prints a table")]

mod model;
mod sets;

use std::fmt::Write as _;
use std::{env, fs};

use anyhow::{Context as _, Result};

use model::{Model, learn};
use sets::Set;

const FOLDS: usize = 5;

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let out = arguments.next().context("name the file to write, then the sets")?;
    let sets = arguments.map(|argument| Set::read(&argument)).collect::<Result<Vec<_>>>()?;
    for set in &sets {
        println!("{}: {} judged queries", set.name, set.queries.len());
    }
    let weights = fs::read_to_string(&out).ok();
    let mut found = vec![Vec::new(); sets.len()];
    for fold in 0..FOLDS {
        let model = learn(&sets, |group| group % FOLDS != fold)?;
        for (set, found) in sets.iter().zip(&mut found) {
            found.extend(set.ndcg_of_groups(&model, |group| group % FOLDS == fold));
        }
    }
    for (set, found) in sets.iter().zip(&found) {
        println!("{}: nDCG@10 {:.4} in cross-validation", set.name, set.mean(found));
    }
    let model = learn(&sets, |_| true)?;
    for set in &sets {
        println!(
            "{}: nDCG@10 {:.4} with what is learned from all",
            set.name,
            set.mean(&set.ndcg_of_groups(&model, |_| true))
        );
    }
    fs::write(&out, rust(&sets[0].names, &model)).with_context(|| out.clone())?;
    println!("{out}: {}", if weights == fs::read_to_string(&out).ok() { "as it was" } else { "changed" });
    Ok(())
}

fn rust(names: &[String], model: &Model) -> String {
    let mut text = String::from(
        "//! Made by `examples/learn_ranking`, which says how; see `benches/RELEVANCE.md`.\n\nuse super::features::COUNT;\n\n/// What one of each feature counts.\n#[rustfmt::skip]\npub(super) const WEIGHTS: [f32; COUNT] = [\n",
    );
    for (name, weight) in names.iter().zip(&model.weights) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    {weight:.3}, // {name}");
    }
    text + "];\n"
}
