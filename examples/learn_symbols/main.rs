//! Learns which strings of French are worth a byte of their own in the store, and prints the items of the table in
//! `src/index/symbols.rs`.
//!
//! ```text
//! cargo run --release --example learn_symbols -- TEXT... > table.txt
//! ```
//!
//! The files are plain text. As for FSST (Boncz, Neumann and Leis, "FSST: Fast Random Access String Compression", VLDB
//! 2020): the text is packed with the symbols of a round, and the next round takes those strings that spared the most,
//! symbols or two of them that follow each other. FSST looks at a sample of some kilobytes, since it learns a table for each
//! file; this one learns one table for all, and looks at everything.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program that prints a table")]

use std::collections::HashMap;

use anyhow::{Context as _, Result};

/// Symbols that there may be: all bytes but the one that says that no symbol follows.
const MOST: usize = 255;

/// Bytes that a symbol may have.
const LONGEST: usize = 8;

/// After ten rounds the gain goes up and down by a percent; the best round is kept.
const ROUNDS: usize = 30;

type Symbol = Vec<u8>;

fn main() -> Result<()> {
    let mut text = Vec::new();
    for path in std::env::args_os().skip(1) {
        let path = std::path::PathBuf::from(path);
        text.extend(std::fs::read(&path).with_context(|| format!("{}: cannot be read", path.display()))?);
    }
    let (mut symbols, mut best): (Vec<Symbol>, _) = (Vec::new(), (usize::MAX, Vec::new()));
    for round in 1..=ROUNDS {
        let (next, packed) = learned(&text, &symbols);
        eprintln!("round {round}: {:.4}", packed as f64 / text.len().max(1) as f64);
        best = best.min((packed, symbols));
        symbols = next;
    }
    let (_, mut symbols) = best;
    symbols.sort();
    for symbol in symbols {
        println!("    b\"{}\",", symbol.escape_ascii());
    }
    Ok(())
}

/// The symbols of the next round, and the bytes of the text when packed with those of this one.
fn learned(text: &[u8], symbols: &[Symbol]) -> (Vec<Symbol>, usize) {
    let known: HashMap<&[u8], usize> = symbols.iter().map(Vec::as_slice).zip(0..).collect();
    let mut gains: HashMap<Symbol, usize> = HashMap::new();
    let (mut rest, mut before, mut packed): (_, &[u8], _) = (text, &[], 0);
    while !rest.is_empty() {
        let lengths = (1..=LONGEST.min(rest.len())).rev();
        let length = lengths.into_iter().find(|length| known.contains_key(&rest[..*length]));
        packed += if length.is_some() { 1 } else { 2 };
        let (symbol, behind) = rest.split_at(length.unwrap_or(1));
        *gains.entry(symbol.to_vec()).or_default() += symbol.len();
        // The symbol before may go on with all of this one or with its first byte.
        for end in [&symbol[..1], symbol] {
            if !before.is_empty() && before.len() + end.len() <= LONGEST {
                *gains.entry([before, end].concat()).or_default() += before.len() + end.len();
            }
            if symbol.len() == 1 {
                break;
            }
        }
        (before, rest) = (symbol, behind);
    }
    let mut gains: Vec<_> = gains.into_iter().collect();
    // Single bytes spare twice their length: they need no escape.
    gains.sort_by_key(|(symbol, gain)| {
        let gain = if symbol.len() == 1 { gain * 8 } else { *gain };
        (std::cmp::Reverse(gain), symbol.clone())
    });
    (gains.into_iter().take(MOST).map(|(symbol, _)| symbol).collect(), packed)
}
