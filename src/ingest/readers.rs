//! Threads that read files, as many as there are processors. Text is read in them; what only a parser of binary data can
//! read, in a worker process of each thread.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::bail;

use super::arrival::{self, Arrival, Known, Source};
use super::read::{self, Event, Part, Whole};
use super::source::Opened;
use super::worker::{Answer, Reader, Workers};
use crate::document::Unread;

/// Batches of news that wait for the index before readers are held up.
const WAITING: usize = 16;

/// Bytes of text at which a batch is full. Smaller files are a batch each.
const FULL: usize = 1 << 20;

/// Files that are given out at a time: the paths of a whole tree need not be held.
const AHEAD: usize = 256;

/// More threads than these gain little: what they read must be indexed too.
const MOST_THREADS: usize = 8;

/// A file to read.
struct Job {
    number: u64,
    path: PathBuf,
    key: String,
    known: Option<Known>,
}

/// What a thread has to say of a file, in this order.
pub(super) enum News {
    /// It was opened.
    Opened(Box<Arrival>),
    /// A document in it was read, or could not be.
    Part(Box<Part>),
    /// It is done with.
    End(End),
}

/// What became of a file.
pub(super) enum End {
    /// It has the bytes that the index knows.
    Unchanged,
    /// It is not for reading, for this reason.
    Unread(Unread),
    /// It was read to its end, or that failed for this reason.
    Whole(Result<Whole, Unread>),
}

type Batch = (u64, Vec<News>);

/// The threads, and the files that they have.
pub(super) struct Readers {
    jobs: Option<Sender<Job>>,
    news: Receiver<Batch>,
    threads: Vec<JoinHandle<()>>,
    /// Files that were given out and are not done, by number.
    open: BTreeMap<u64, PathBuf>,
    next: u64,
    stop: Arc<AtomicBool>,
}

impl Readers {
    /// Threads that wait for files. Without `workers` they read binary formats themselves.
    pub(super) fn new(workers: Option<&Workers>) -> Self {
        let (jobs, queue) = mpsc::channel();
        let (sender, news) = mpsc::sync_channel(WAITING);
        let queue = Arc::new(Mutex::new(queue));
        let stop = Arc::new(AtomicBool::new(false));
        let count = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        let threads = (0..count).map(|_| {
            let thread = ReaderThread {
                worker: workers.map(|workers| Reader::new(workers.clone(), Arc::clone(&stop))),
                stop: Arc::clone(&stop),
                sender: sender.clone(),
            };
            let queue = Arc::clone(&queue);
            thread::spawn(move || thread.work(&queue))
        });
        let threads = threads.collect();
        Self { jobs: Some(jobs), news, threads, open: BTreeMap::new(), next: 0, stop }
    }

    /// Has a file read, of which the index knew `known`.
    pub(super) fn read(&mut self, path: &Path, key: String, known: Option<Known>) {
        let number = self.next;
        self.next += 1;
        self.open.insert(number, path.to_owned());
        if let Some(jobs) = &self.jobs {
            // The threads end after this sender only.
            let _ = jobs.send(Job { number, path: path.to_owned(), key, known });
        }
    }

    /// Whether no more files should be given out before there is news.
    pub(super) fn have_enough(&self) -> bool {
        self.open.len() >= AHEAD
    }

    /// How many files were given out and are not done.
    pub(super) fn open(&self) -> usize {
        self.open.len()
    }

    /// The file that is being waited for the longest.
    pub(super) fn oldest(&self) -> Option<&Path> {
        self.open.values().next().map(PathBuf::as_path)
    }

    /// The next news of a file, with its number, if there is some within `patience` and a file to wait for.
    pub(super) fn news(&mut self, patience: Duration) -> Option<Batch> {
        let oldest = *self.open.keys().next()?;
        let (number, news) = match self.news.recv_timeout(patience) {
            Ok(batch) => batch,
            Err(RecvTimeoutError::Timeout) => return None,
            // No thread is left that could say anything.
            Err(RecvTimeoutError::Disconnected) => {
                (oldest, vec![News::End(End::Whole(Err(Unread::failed("its reader is gone"))))])
            }
        };
        if matches!(news.last(), Some(News::End(_))) {
            self.open.remove(&number);
        }
        Some((number, news))
    }
}

/// Ends all threads and workers, whatever they are doing.
impl Drop for Readers {
    fn drop(&mut self) {
        self.jobs = None;
        self.stop.store(true, Ordering::Relaxed);
        // A thread that waits to hand over a batch finds that nobody wants it.
        self.news = mpsc::channel().1;
        for thread in self.threads.drain(..) {
            // A thread that panicked has nothing to say any more.
            let _ = thread.join();
        }
    }
}

struct ReaderThread {
    /// Reads binary formats elsewhere.
    worker: Option<Reader>,
    stop: Arc<AtomicBool>,
    sender: SyncSender<Batch>,
}

impl ReaderThread {
    fn work(mut self, queue: &Mutex<Receiver<Job>>) {
        // A lock that is poisoned by another thread's panic still holds the queue.
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        while let Ok(job) = next() {
            if self.stop.load(Ordering::Relaxed) || !self.read(job) {
                break;
            }
        }
    }

    /// Reads a file; false if nobody wants to know any more.
    fn read(&mut self, Job { number, path, key, known }: Job) -> bool {
        let (arrival, source) = arrival::open(&path, key, known);
        let mut batch =
            Growing { number, sender: &self.sender, stop: &self.stop, news: Vec::new(), bytes: 0 };
        batch.news.push(News::Opened(Box::new(arrival)));
        let worker = &mut self.worker;
        // A parser that panics is a bug, and costs its file but not the run.
        let read = catch_unwind(AssertUnwindSafe(|| match source {
            Source::Unread(unread) => Some(End::Unread(unread)),
            Source::Unchanged => Some(End::Unchanged),
            Source::Contained(file) => match worker {
                Some(worker) => {
                    drop(file);
                    elsewhere(worker, &path, &mut batch)
                }
                None => here(file, &path, &mut batch),
            },
            Source::Text(file) => here(file, &path, &mut batch),
        }));
        match read.unwrap_or_else(|_| Some(End::Whole(Err(Unread::failed("crashes its reader"))))) {
            Some(end) => {
                batch.news.push(News::End(end));
                batch.send()
            }
            None => false,
        }
    }
}

/// Reads a file in this thread; nothing if nobody wants to know any more.
fn here(file: Opened, path: &Path, batch: &mut Growing<'_>) -> Option<End> {
    let whole = read::file(file, path, 0, &mut |event| {
        if !batch.take(event) {
            bail!("broken off");
        }
        Ok(())
    });
    // It fails with nothing else.
    whole.ok().map(End::Whole)
}

/// Has a worker process read a file.
fn elsewhere(worker: &mut Reader, path: &Path, batch: &mut Growing<'_>) -> Option<End> {
    let mut end = None;
    let wanted = worker.read(path, &mut |answer| match answer {
        Answer::Event(event) => batch.take(event),
        Answer::Whole(whole) => {
            end = Some(End::Whole(whole));
            true
        }
    });
    end.filter(|_| wanted)
}

/// News of a file that are not sent yet.
struct Growing<'t> {
    number: u64,
    sender: &'t SyncSender<Batch>,
    stop: &'t AtomicBool,
    news: Vec<News>,
    /// Of text in it.
    bytes: usize,
}

impl Growing<'_> {
    /// Adds what was come upon, and sends the batch if it is full; false if nobody wants it any more.
    fn take(&mut self, event: Event) -> bool {
        if let Event::Part(part) = event {
            self.bytes += part.content.as_ref().map_or(0, |content| content.document.text.len());
            self.news.push(News::Part(part));
        }
        !self.stop.load(Ordering::Relaxed) && (self.bytes < FULL || self.send())
    }

    fn send(&mut self) -> bool {
        self.bytes = 0;
        self.sender.send((self.number, std::mem::take(&mut self.news))).is_ok()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn dropping_the_readers_ends_what_their_workers_do() {
        let workers = Workers {
            program: "sh".into(),
            arguments: vec!["-c".into(), "exec sleep 600".into()],
            time_limit: Duration::from_secs(600),
        };
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("a.pdf");
        std::fs::write(&path, b"%PDF-1.7\n").expect("a file can be written");
        let mut readers = Readers::new(Some(&workers));
        let begin = Instant::now();
        readers.read(&path, "a.pdf".into(), None);
        assert!(readers.news(Duration::from_millis(300)).is_none());
        assert_eq!(readers.oldest(), Some(path.as_path()));
        drop(readers);
        assert!(begin.elapsed() < Duration::from_secs(60));
    }
}
