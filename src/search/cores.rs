//! Work that is shared among the cores of the machine.

use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::thread;

use anyhow::Result;

/// How many threads run at the same time. Asked for once, since the system reads files to answer.
pub(super) fn cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

/// Does `work` on the items in parts, one for each core but of at least `least` items, at the same time; what comes of them
/// is in the order of the items. The first part that fails says why.
pub(super) fn in_parts<T: Sync, R: Send>(
    items: &[T],
    least: usize,
    work: impl Fn(&[T]) -> Result<Vec<R>> + Sync,
) -> Result<Vec<R>> {
    let part = items.len().div_ceil(cores()).max(least).max(1);
    let Some((first, others)) = items.split_at_checked(part) else { return work(items) };
    thread::scope(|scope| {
        let work = &work;
        let spawn = |part| (part, thread::Builder::new().spawn_scoped(scope, move || work(part)));
        let threads: Vec<_> = others.chunks(part).map(spawn).collect();
        let mut done = work(first)?;
        for (part, thread) in threads {
            let more = match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                // The system has no thread to give.
                Err(_) => work(part),
            };
            done.append(&mut more?);
        }
        Ok(done)
    })
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn what_comes_of_the_parts_is_in_order() {
        for count in [0, 1, 7, 100] {
            let items: Vec<usize> = (0..count).collect();
            let done = in_parts(&items, 3, |part| Ok(part.iter().map(|item| item * 2).collect()));
            assert_eq!(done.ok(), Some(items.iter().map(|item| item * 2).collect()), "{count}");
        }
    }

    #[test]
    fn a_part_that_fails_fails_the_whole() {
        let items: Vec<usize> = (0..100).collect();
        for bad in [0, 99] {
            let done = in_parts(&items, 1, |part| {
                if part.contains(&bad) {
                    bail!("{bad}");
                }
                Ok(part.to_vec())
            });
            assert_eq!(done.err().map(|error| error.to_string()), Some(bad.to_string()));
        }
    }
}
