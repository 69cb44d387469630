//! What is promised of the index: that nothing is lost, that nothing else than the text is shown, and that it is private.
//!
//! With `CORPUS_LONG` set each trial is made as often as `SECURITY.md` says, which takes minutes, and prints its counts.

mod check;
mod concurrency;
mod crash;
mod damage;
mod forget;
mod privacy;
mod scene;

/// How often a trial is made.
fn times(ordinary: usize, long: usize) -> usize {
    if std::env::var_os("CORPUS_LONG").is_some() { long } else { ordinary }
}

/// Numbers that are the same in every run, unless `CORPUS_SEED` is another.
struct Dice(u64);

impl Dice {
    fn new() -> Self {
        let seed = std::env::var("CORPUS_SEED").ok().and_then(|seed| seed.parse().ok());
        Self(seed.unwrap_or(1))
    }

    /// A number below `limit`; SplitMix64 by Steele, Lea and Flood.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % limit as u64) as usize
    }
}
