//! Reading in other processes: what a parser of binary data does to its process, it does to a worker.
//!
//! A worker is this same program. It reads one file after the other and is replaced when it dies, or when it has said
//! nothing for longer than a document may take. What it was reading then is reported, and the rest of an archive is
//! read by the next one.

mod child;
mod parent;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::read::{Event, Whole};
use crate::document::Unread;

pub use child::serve;
use parent::Reader;
pub(super) use parent::seconds_given;

/// How files of binary formats are read: by processes of this program.
#[derive(Debug, Clone)]
pub struct Workers {
    /// The program that runs [`serve`] on its standard input and output.
    pub program: PathBuf,
    /// What makes it do so.
    pub arguments: Vec<String>,
    /// How long one document may take.
    pub time_limit: Duration,
}

/// Most workers at a time: the threads that make terms want the processors too.
const MOST_WORKERS: usize = 4;

/// Messages that wait for the index before workers are held up; each may hold a document.
const WAITING: usize = 8;

/// What a worker is asked: one line of JSON.
#[derive(Debug, Serialize, Deserialize)]
struct Question {
    /// The path, as the index encodes paths.
    path: String,
    /// So many items of the file were begun by a worker that did not come to its end.
    begun: u64,
}

/// What it answers, a line of JSON each; a `Whole` comes last.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// It came upon a document.
    Event(Event),
    /// It is done with the file, or could not read it.
    Whole(Result<Whole, Unread>),
}

/// A file to read, with the number that its answers will have.
type Job = (u64, PathBuf);

/// The workers, each with a thread that talks to it.
pub(super) struct Pool {
    jobs: Option<Sender<Job>>,
    answers: Receiver<(u64, Answer)>,
    threads: Vec<JoinHandle<()>>,
    /// Files that were given out and are not done.
    open: HashMap<u64, PathBuf>,
    next: u64,
    stop: Arc<AtomicBool>,
}

impl Pool {
    /// As many threads as there are processors; each starts its worker when it is first given a file.
    pub(super) fn new(workers: &Workers) -> Self {
        let (jobs, queue) = mpsc::channel();
        let (sender, answers) = mpsc::sync_channel(WAITING);
        let queue = Arc::new(Mutex::new(queue));
        let count = thread::available_parallelism().map_or(1, usize::from).min(MOST_WORKERS);
        let stop = Arc::new(AtomicBool::new(false));
        let threads = (0..count).map(|_| {
            let reader = Reader::new(workers.clone(), Arc::clone(&stop));
            let (queue, sender) = (Arc::clone(&queue), sender.clone());
            thread::spawn(move || work(reader, &queue, &sender))
        });
        let threads = threads.collect();
        Self { jobs: Some(jobs), answers, threads, open: HashMap::new(), next: 0, stop }
    }

    /// Has a file read; the number is that of its answers.
    pub(super) fn read(&mut self, path: &Path) -> u64 {
        let number = self.next;
        self.next += 1;
        self.open.insert(number, path.to_owned());
        if let Some(jobs) = &self.jobs {
            // The threads end after this sender only.
            let _ = jobs.send((number, path.to_owned()));
        }
        number
    }

    /// The next answer, if there is one within `patience` and a file to wait for.
    pub(super) fn answer(&mut self, patience: Duration) -> Option<(u64, Answer)> {
        if self.open.is_empty() {
            return None;
        }
        let (number, answer) = match self.answers.recv_timeout(patience) {
            Ok(answered) => answered,
            Err(RecvTimeoutError::Timeout) => return None,
            // No thread is left that could answer.
            Err(RecvTimeoutError::Disconnected) => {
                let number = *self.open.keys().next()?;
                (number, Answer::Whole(Err(Unread::failed("its reader is gone"))))
            }
        };
        if matches!(answer, Answer::Whole(_)) {
            self.open.remove(&number);
        }
        Some((number, answer))
    }

    /// The file that is being waited for the longest.
    pub(super) fn oldest(&self) -> Option<&Path> {
        self.open.iter().min_by_key(|(number, _)| **number).map(|(_, path)| path.as_path())
    }
}

/// Ends all workers, whatever they are doing.
impl Drop for Pool {
    fn drop(&mut self) {
        self.jobs = None;
        self.stop.store(true, Ordering::Relaxed);
        // A thread that waits to hand over an answer finds that nobody wants it.
        self.answers = mpsc::channel().1;
        for thread in self.threads.drain(..) {
            // A thread that panicked has nothing to say any more.
            let _ = thread.join();
        }
    }
}

fn work(mut reader: Reader, queue: &Mutex<Receiver<Job>>, answers: &SyncSender<(u64, Answer)>) {
    // A lock that is poisoned by another thread's panic still holds the queue.
    let next = || queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).recv();
    while let Ok((number, path)) = next() {
        let wanted = reader.read(&path, &mut |answer| answers.send((number, answer)).is_ok());
        if !wanted {
            break;
        }
    }
}

#[cfg(all(test, unix))]
mod tests;
