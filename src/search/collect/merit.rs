//! What orders candidates: precedence before score, and the best of many.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::DocAddress;

/// What a passage stands above others for, whatever their scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::search) enum Precedence {
    /// Nothing.
    None,
    /// It holds all of a few words.
    Whole,
    /// It has the only word of the query as typed.
    AsTyped,
}

/// A precedence and a score in one number: the bits of floats that are not negative ascend as the floats do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Merit(u64);

impl Merit {
    /// No passage has less.
    pub(super) const LEAST: Self = Self(0);
    const GREATEST: Self = Self(u64::MAX);

    /// `score` is not negative.
    pub(super) fn new(precedence: Precedence, score: f32) -> Self {
        let precedence = match precedence {
            Precedence::None => 0,
            Precedence::Whole => 1,
            Precedence::AsTyped => 2,
        };
        Self(precedence << 32 | u64::from(score.to_bits()))
    }

    pub(super) fn precedence(self) -> Precedence {
        match self.0 >> 32 {
            0 => Precedence::None,
            1 => Precedence::Whole,
            _ => Precedence::AsTyped,
        }
    }

    pub(super) fn score(self) -> f32 {
        f32::from_bits(self.0 as u32)
    }
}

/// What orders the passages of a segment, the best greatest: merit, number of the path, ordinal; and which it is.
pub(super) type Key = (Merit, Reverse<u64>, Reverse<u64>, DocAddress);

/// The greatest of many keys.
pub(super) struct Best {
    most: usize,
    heap: BinaryHeap<Reverse<Key>>,
}

impl Best {
    pub(super) fn new(most: usize) -> Self {
        Self { most, heap: BinaryHeap::new() }
    }

    pub(super) fn keep(&mut self, key: Key) {
        if self.heap.len() < self.most {
            self.heap.push(Reverse(key));
        } else if let Some(mut least) = self.heap.peek_mut().filter(|least| least.0 < key) {
            *least = Reverse(key);
        }
    }

    /// Keeps the greatest of each path; those of a very large file need not come one behind another.
    pub(super) fn keep_one_of_path(&mut self, key: Key) {
        if key.0 < self.least() {
            return;
        }
        let same_path = |other: &Key| other.1 == key.1;
        let Some(Reverse(known)) = self.heap.iter().find(|Reverse(known)| same_path(known)) else {
            return self.keep(key);
        };
        if *known < key {
            self.heap.retain(|Reverse(known)| !same_path(known));
            self.heap.push(Reverse(key));
        }
    }

    /// What a key needs to be kept.
    fn least(&self) -> Merit {
        let full = self.heap.peek().filter(|_| self.heap.len() >= self.most);
        full.map_or(Merit::LEAST, |Reverse((merit, ..))| *merit)
    }

    /// In no order.
    pub(super) fn into_keys(self) -> impl Iterator<Item = Key> {
        self.heap.into_iter().map(|Reverse(key)| key)
    }
}

/// The merit below which a passage is among the best neither of passages nor of documents. It only rises, and all threads
/// share it: what it leaves out are passages that are not found in any case, so what is found does not depend on it.
pub(super) struct Floor {
    passages: AtomicU64,
    /// The greatest where no documents are asked for.
    documents: AtomicU64,
}

impl Floor {
    pub(super) fn new(of_documents: bool) -> Self {
        let documents = if of_documents { Merit::LEAST } else { Merit::GREATEST };
        Self { passages: AtomicU64::new(Merit::LEAST.0), documents: AtomicU64::new(documents.0) }
    }

    pub(super) fn raise(&self, passages: &Best, documents: &Best) {
        self.passages.fetch_max(passages.least().0, Ordering::Relaxed);
        self.documents.fetch_max(documents.least().0, Ordering::Relaxed);
    }

    pub(super) fn least(&self) -> Merit {
        let documents = self.documents.load(Ordering::Relaxed);
        Merit(self.passages.load(Ordering::Relaxed).min(documents))
    }
}
