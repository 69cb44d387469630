//! Reading files for one who wants their text and no index: one after the other, by the readers of an index run and with
//! the same limits.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::decode::SAMPLE;
use super::detect::{self, Kind};
use super::read::{self, Event, Part, Whole};
use super::source::{self, Opened};
use super::worker::{Answer, Reader, Workers};
use crate::document::{Document, Passage, Unread};
use crate::index::Record;

/// Reads files from disk.
pub struct Rereader {
    /// Reads binary formats elsewhere; without it they are read in this process.
    worker: Option<Reader>,
}

/// A document that was found in a file, or what should be one and was not read.
#[derive(Debug)]
pub struct Found {
    /// What follows the file's path in the document's: nothing if it is the file. A record has that of its file.
    pub place: String,
    /// Which record of its file the document is, where the file has records.
    pub record: Option<Record>,
    /// What was read, or why nothing was.
    pub content: Result<FoundText, Unread>,
}

/// The text of a document that was found.
#[derive(Debug)]
pub struct FoundText {
    /// SHA-256 of the document's bytes, in hexadecimal.
    pub sha256: String,
    /// The document.
    pub document: Document,
    /// What its text is cut into, in order.
    pub passages: Vec<Passage>,
}

impl Rereader {
    /// One that has binary formats read by `workers`, if there are any.
    pub fn new(workers: Option<&Workers>) -> Self {
        let never = || Arc::new(AtomicBool::new(false));
        Self { worker: workers.map(|workers| Reader::new(workers.clone(), never())) }
    }

    /// Hands each document of the file at `path`, absolute, to `sink`, in the order in which an index run meets them.
    /// Returns the SHA-256 of the file's bytes.
    ///
    /// # Errors
    ///
    /// The file is not there, or nothing can be read of it. What cannot be read within it is handed over as such.
    pub fn read(&mut self, path: &Path, sink: &mut dyn FnMut(Found)) -> Result<String, Unread> {
        let metadata = path.metadata().map_err(|error| source::unread(&error))?;
        if metadata.is_dir() {
            return Err(Unread::skipped("is a folder"));
        }
        if let Some(unread) = source::obstacle(&metadata) {
            return Err(unread);
        }
        let opened = Opened::new(path, SAMPLE).map_err(|error| source::unread(&error))?;
        let kind = detect::kind(&opened.sample, path);
        let whole = match (&kind, &mut self.worker) {
            (Kind::Unread(unread), _) => return Err(unread.clone()),
            (kind, Some(worker)) if kind.is_contained() => elsewhere(worker, path, sink),
            _ => {
                let read = || read::file(opened, path, 0, &mut |event| take(event, sink));
                // A parser that panics is a bug, and costs its file but not the run. The sink fails with nothing.
                match catch_unwind(AssertUnwindSafe(read)) {
                    Ok(Ok(whole)) => whole,
                    Ok(Err(_)) | Err(_) => Err(Unread::failed("crashes its reader")),
                }
            }
        };
        whole.map(|whole| whole.sha256)
    }

    /// The SHA-256 of the bytes of a file, whatever it is; none where it cannot be read.
    pub fn sha256(path: &Path) -> Option<String> {
        // Opening a pipe would wait for its writer.
        path.is_file().then(|| source::sha256_of(path).ok()).flatten()
    }
}

fn take(event: Event, sink: &mut dyn FnMut(Found)) -> anyhow::Result<()> {
    if let Event::Part(part) = event {
        sink(found(*part));
    }
    Ok(())
}

fn elsewhere(worker: &mut Reader, path: &Path, sink: &mut dyn FnMut(Found)) -> Result<Whole, Unread> {
    let mut end = Err(Unread::failed("crashes its reader"));
    worker.read(path, &mut |answer| {
        match answer {
            Answer::Event(Event::Begin(_)) => {}
            Answer::Event(Event::Part(part)) => sink(found(*part)),
            Answer::Whole(whole) => end = whole,
        }
        true
    });
    end
}

fn found(part: Part) -> Found {
    let place = part.place.split(crate::index::RECORD).next().unwrap_or_default().to_owned();
    let content = part.content.map(|content| FoundText {
        sha256: content.facts.sha256,
        document: content.document,
        passages: content.passages,
    });
    Found { place, record: part.record, content }
}
