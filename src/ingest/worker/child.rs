//! The worker's side: questions from standard input, answers to standard output.

use std::io::{BufRead, Write};
use std::sync::mpsc;
use std::thread;

use anyhow::{Context as _, Result};

use super::{Answer, Question};
use crate::index::decode;
use crate::ingest::decode::SAMPLE;
use crate::ingest::read;
use crate::ingest::source::{self, Opened};

/// Address space that a worker may take, in bytes.
const MOST_MEMORY: u64 = 2 << 30;

/// Reads files for another process, until it has no more questions. When that one is gone, or has closed `questions`,
/// nobody waits for what is being read, and `gone` is called on another thread, to end the process at once.
///
/// # Errors
///
/// The answers cannot be written, or a question is not one.
pub fn serve(
    questions: impl BufRead + Send + 'static,
    gone: impl FnOnce() + Send + 'static,
    answers: &mut impl Write,
) -> Result<()> {
    limit_memory();
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in questions.lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
        gone();
    });
    for line in lines {
        let question: Question = serde_json::from_str(&line).context("not a question to a worker")?;
        answer(&question, answers)?;
    }
    Ok(())
}

/// Where the system cannot limit memory, time alone is limited.
fn limit_memory() {
    #[cfg(unix)]
    {
        let limit = rlimit::Resource::AS.get_hard().map_or(MOST_MEMORY, |hard| hard.min(MOST_MEMORY));
        let _ = rlimit::Resource::AS.set(limit, limit);
    }
}

fn answer(question: &Question, out: &mut impl Write) -> Result<()> {
    let path = decode(&question.path);
    let whole = match Opened::new(&path, SAMPLE) {
        Ok(file) => read::file(file, &path, question.begun, &mut |event| write(out, &Answer::Event(event)))?,
        Err(error) => Err(source::unread(&error)),
    };
    write(out, &Answer::Whole(whole))
}

fn write(out: &mut impl Write, answer: &Answer) -> Result<()> {
    serde_json::to_writer(&mut *out, answer)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}
