//! An iterator that a thread of its own goes ahead with, while what it gave before is worked on.

use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};
use std::vec;

/// Items that are handed over at once, and how many times as many the thread may be ahead.
const BATCH: usize = 256;
const BATCHES: usize = 4;

/// The items of the iterator that `make` makes, in their order; without a thread where the system has none to give.
pub(super) fn ahead<I>(make: impl FnOnce() -> I + Clone + Send + 'static) -> Box<dyn Iterator<Item = I::Item>>
where
    I: Iterator<Item: Send> + 'static,
{
    let (sender, batches) = sync_channel(BATCHES);
    let there = make.clone();
    match Builder::new().spawn(move || send(there(), &sender)) {
        Ok(thread) => {
            Box::new(Ahead { batches: Some(batches), thread: Some(thread), batch: Vec::new().into_iter() })
        }
        Err(_) => Box::new(make()),
    }
}

fn send<T>(mut items: impl Iterator<Item = T>, sender: &SyncSender<Vec<T>>) {
    loop {
        let batch: Vec<T> = items.by_ref().take(BATCH).collect();
        // Whoever wants no more has gone.
        if batch.is_empty() || sender.send(batch).is_err() {
            return;
        }
    }
}

struct Ahead<T> {
    batch: vec::IntoIter<T>,
    batches: Option<Receiver<Vec<T>>>,
    thread: Option<JoinHandle<()>>,
}

impl<T> Iterator for Ahead<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        if let Some(item) = self.batch.next() {
            return Some(item);
        }
        if let Some(batch) = self.batches.as_ref().and_then(|batches| batches.recv().ok()) {
            self.batch = batch.into_iter();
            return self.batch.next();
        }
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join) {
            resume_unwind(panic);
        }
        None
    }
}

impl<T> Drop for Ahead<T> {
    /// The thread ends with the batch that it is at.
    fn drop(&mut self) {
        self.batches = None;
        // A panic has been passed on, or nobody wants what it was about.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;

    #[test]
    fn all_items_come_in_their_order() {
        for count in [0, 1, BATCH - 1, BATCH, BATCH + 1, 3 * BATCH * BATCHES] {
            assert!(ahead(move || 0..count).eq(0..count), "{count}");
        }
    }

    #[test]
    fn a_thread_of_which_no_more_is_wanted_ends() {
        let first: Vec<u64> = ahead(|| 0..).take(3).collect();
        assert_eq!(first, [0, 1, 2]);
    }

    #[test]
    fn a_panic_is_passed_on() {
        let bad = || (0..1_000).inspect(|number| assert!(*number < 600, "as is to be seen"));
        assert!(catch_unwind(|| ahead(bad).count()).is_err());
    }
}
