//! The other side: a worker process, what it is asked, and what becomes of a file on which it dies.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{Answer, Question, Workers};
use crate::document::Unread;
use crate::index::encode;
use crate::ingest::read::{Event, Part};

/// So many workers may die of one file, each of another document in it.
const MOST_DEATHS: u64 = 20;

/// All documents of a file together may take so many times as long as one.
const FILE: u32 = 10;

/// How the reason begins and ends for a document on which the time ran out.
const TOO_LONG: &str = "takes longer to read than ";
const REMEDY: &str = " s (--timeout gives it more)";

fn takes_longer_than(limit: Duration) -> Unread {
    Unread::failed(format!("{TOO_LONG}{}{REMEDY}", limit.as_secs()))
}

/// The seconds that a document was given and did not suffice, if that is why it was not read.
pub(in crate::ingest) fn seconds_given(unread: &Unread) -> Option<u64> {
    unread.reason.strip_prefix(TOO_LONG)?.strip_suffix(REMEDY)?.parse().ok()
}

/// Answers that a worker may be ahead.
const AHEAD: usize = 4;

/// How long it may take to notice that the answers are not wanted any more.
const ATTENTION: Duration = Duration::from_millis(100);

/// Bytes kept of what a dying worker says.
const LAST_WORDS: u64 = 4 << 10;

/// Reads one file after the other by a worker, which is replaced when it dies.
pub(in crate::ingest) struct Reader {
    workers: Workers,
    /// Set when the answers are not wanted any more.
    stop: Arc<AtomicBool>,
    /// When the file in hand is given up, whatever is still to come of it.
    deadline: Instant,
    worker: Option<Worker>,
}

/// How far a worker came with a file.
#[derive(Default)]
struct Course {
    /// Documents that were begun.
    begun: u64,
    /// The place of the one that was begun last and did not end.
    open: Option<String>,
}

impl Reader {
    pub(in crate::ingest) fn new(workers: Workers, stop: Arc<AtomicBool>) -> Self {
        Self { workers, stop, deadline: Instant::now(), worker: None }
    }

    /// Hands every answer about the file to `sink`; false if that does not want them any more.
    pub(in crate::ingest) fn read(&mut self, path: &Path, sink: &mut dyn FnMut(Answer) -> bool) -> bool {
        let mut course = Course::default();
        self.deadline = Instant::now() + self.workers.time_limit * FILE;
        for _ in 0..MOST_DEATHS {
            let begun = course.begun;
            let death = match self.attempt(path, &mut course, sink) {
                Ok(wanted) => return wanted,
                Err(death) => death,
            };
            let is_over = self.deadline <= Instant::now();
            let Some(place) = course.open.take().filter(|_| course.begun > begun && !is_over) else {
                return sink(Answer::Whole(Err(death)));
            };
            let part = Part { place, size: 0, record: None, content: Err(death) };
            if !sink(Answer::Event(Event::Part(Box::new(part)))) {
                return false;
            }
        }
        sink(Answer::Whole(Err(Unread::failed("crashes its reader again and again"))))
    }

    /// Asks a worker for what is not known yet of the file. An error is what it died of.
    fn attempt(
        &mut self,
        path: &Path,
        course: &mut Course,
        sink: &mut dyn FnMut(Answer) -> bool,
    ) -> Result<bool, Unread> {
        let mut worker = match self.worker.take() {
            Some(worker) => worker,
            None => Worker::start(&self.workers).map_err(|error| {
                Unread::failed(format!(
                    "its reader cannot be started: {}",
                    crate::ingest::source::reason(&error)
                ))
            })?,
        };
        worker.ask(&Question { path: encode(path), begun: course.begun });
        loop {
            let Some(answer) = self.next_answer(&mut worker)? else { return Ok(false) };
            match &answer {
                Answer::Event(Event::Begin(place)) => {
                    course.begun += 1;
                    course.open = Some(place.clone());
                }
                Answer::Event(Event::Part(_)) => course.open = None,
                Answer::Whole(_) => {
                    self.worker = Some(worker);
                    return Ok(sink(answer));
                }
            }
            if !sink(answer) {
                return Ok(false);
            }
        }
    }
}

impl Reader {
    /// The worker's next answer; none if nobody wants it any more.
    fn next_answer(&self, worker: &mut Worker) -> Result<Option<Answer>, Unread> {
        let deadline = self.deadline.min(Instant::now() + self.workers.time_limit);
        while !self.stop.load(Ordering::Relaxed) {
            match worker.answers.recv_timeout(ATTENTION) {
                Ok(answer) => return Ok(Some(answer)),
                Err(RecvTimeoutError::Timeout) if Instant::now() < deadline => {}
                Err(RecvTimeoutError::Timeout) => return Err(takes_longer_than(self.workers.time_limit)),
                Err(RecvTimeoutError::Disconnected) => return Err(worker.cause_of_death()),
            }
        }
        Ok(None)
    }
}

/// A process that reads files.
struct Worker {
    process: Child,
    questions: ChildStdin,
    answers: Receiver<Answer>,
    last_words: Option<JoinHandle<String>>,
}

impl Worker {
    fn start(workers: &Workers) -> io::Result<Self> {
        let mut command = Command::new(&workers.program);
        command.args(&workers.arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // The interrupt key is for the one that waits for them, which ends them.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut process = command.spawn()?;
        let (Some(questions), Some(out), Some(err)) =
            (process.stdin.take(), process.stdout.take(), process.stderr.take())
        else {
            return Err(io::Error::other("no pipe to it"));
        };
        let (sender, answers) = mpsc::sync_channel(AHEAD);
        thread::spawn(move || {
            let lines = BufReader::new(out).lines().map_while(Result::ok);
            // Half a line is what a worker says that dies while speaking.
            let parsed = lines.map_while(|line| serde_json::from_str(&line).ok());
            for answer in parsed {
                if sender.send(answer).is_err() {
                    break;
                }
            }
        });
        let last_words = thread::spawn(move || {
            let mut err = BufReader::new(err);
            let mut words = Vec::new();
            // What cannot be read was not said; the rest is taken and dropped, or the worker would wait.
            let _ = err.by_ref().take(LAST_WORDS).read_to_end(&mut words);
            let _ = io::copy(&mut err, &mut io::sink());
            String::from_utf8_lossy(&words).into_owned()
        });
        Ok(Self { process, questions, answers, last_words: Some(last_words) })
    }

    fn ask(&mut self, question: &Question) {
        // A worker that cannot be asked is dead, and its answers say so by ending.
        let _ = serde_json::to_writer(&mut self.questions, question)
            .map_err(io::Error::from)
            .and_then(|()| self.questions.write_all(b"\n"));
    }

    /// Why it ended.
    fn cause_of_death(&mut self) -> Unread {
        self.end();
        let words = self.last_words.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        Unread::failed(match words {
            words if words.contains("memory allocation of") => "needs too much memory to read",
            words if words.contains("overflowed its stack") => "nested too deeply to read",
            _ => "crashes its reader",
        })
    }

    fn end(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}
