//! How far a run is, on standard error: a bar on a terminal, a line for each change if that is asked for. It also is where
//! the interrupt key is heard.

use std::fmt;
use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use corpus::ingest::{self, Change};
use corpus::print;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::cli::Reading;

/// A file that takes longer than this is named where names are, and no bar shows it.
const LONG: Duration = Duration::from_secs(10);

/// Two signals within so short a time are one.
const TWICE: Duration = Duration::from_millis(500);

/// A bar for so many searches, on a terminal.
pub(crate) fn searches() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    ProgressBar::new(0).with_style(style("{spinner} {bar:20} {human_pos}/{human_len} searches, {eta} left"))
}

pub(crate) struct Progress {
    bar: ProgressBar,
    /// Each change is named.
    verbose: bool,
    interrupted: Arc<AtomicBool>,
    /// The run is over, and the key ends the program again.
    ended: Arc<AtomicBool>,
    /// The file in hand, since when, and whether it was said that it takes long.
    in_hand: (std::path::PathBuf, Instant, bool),
}

impl Progress {
    /// With a bar if there is a terminal to see it and it is wanted.
    pub(crate) fn new(dir: &Path, request: &ingest::Request, reading: &Reading) -> Result<Self> {
        let progress = Self::without_bar(reading)?;
        if reading.quiet || !io::stderr().is_terminal() {
            return Ok(progress);
        }
        let bar =
            ProgressBar::new_spinner().with_style(style("{spinner} {human_pos} files, {rate}, {elapsed}"));
        bar.enable_steady_tick(Duration::from_millis(100));
        let (counted, dir, request) = (bar.clone(), dir.to_owned(), request.clone());
        // Listing files takes a small part of the time that reading them takes.
        thread::spawn(move || {
            counted.set_length(ingest::count(&dir, &request));
            counted.set_style(style("{spinner} {bar:20} {human_pos}/{human_len} files, {rate}, {eta} left"));
        });
        Ok(Self { bar, ..progress })
    }

    /// Without a bar; only the key is listened to.
    pub(crate) fn without_bar(reading: &Reading) -> Result<Self> {
        let interrupted = Arc::new(AtomicBool::new(false));
        let ended = Arc::new(AtomicBool::new(false));
        listen(Arc::clone(&interrupted), Arc::clone(&ended))?;
        let in_hand = (std::path::PathBuf::new(), Instant::now(), false);
        Ok(Self { bar: ProgressBar::hidden(), verbose: reading.verbose, interrupted, ended, in_hand })
    }

    /// Shows a step, and says whether to go on.
    pub(crate) fn show(&mut self, step: &ingest::Progress<'_>) -> ControlFlow<()> {
        self.bar.set_position(step.files);
        if !self.bar.is_hidden() {
            // Of a long path the end tells more, and the end is what would be cut.
            let file = step.path.file_name().unwrap_or_default().to_string_lossy();
            self.bar.set_message(print::visible_line(&file).into_owned());
        }
        match change(step) {
            Some(change) if self.verbose => self.say(&change),
            Some(_) => {}
            None => self.name_if_long(step.path),
        }
        if self.interrupted.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Names a file that is waited for long, once.
    fn name_if_long(&mut self, path: &Path) {
        let (in_hand, since, said) = &mut self.in_hand;
        if in_hand != path {
            self.in_hand = (path.to_owned(), Instant::now(), false);
        } else if since.elapsed() > LONG && !*said && self.verbose {
            *said = true;
            self.say(&format!("still reading {}", name(path)));
        }
    }

    fn say(&self, line: &str) {
        self.bar.suspend(|| crate::tell(|out| io::Write::write_all(out, format!("{line}\n").as_bytes())));
    }

    /// Takes the bar away.
    pub(crate) fn end(self) {
        self.bar.finish_and_clear();
        self.ended.store(true, Ordering::Relaxed);
    }
}

/// Listens to the interrupt key, and to what ends programs from elsewhere.
fn listen(interrupted: Arc<AtomicBool>, ended: Arc<AtomicBool>) -> Result<()> {
    let mut first: Option<Instant> = None;
    ctrlc::set_handler(move || {
        interrupted.store(true, Ordering::Relaxed);
        // Some send the signal to a process and to its group, which is twice at once; who asks again later does not want
        // to wait for the commit.
        let again = first.get_or_insert_with(Instant::now).elapsed() > TWICE;
        if again || ended.load(Ordering::Relaxed) {
            crate::quit();
        }
    })
    .context("the interrupt key cannot be listened to")
}

/// A path as it can be typed here.
fn name(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    print::visible_line(&path.strip_prefix(here).unwrap_or(path).to_string_lossy()).into_owned()
}

/// What a step changed, and in which file.
pub(crate) fn change(step: &ingest::Progress<'_>) -> Option<String> {
    let what = match step.change? {
        Change::Added => "added",
        Change::Updated => "updated",
        Change::Removed => "removed",
    };
    let reason = step.unread.map(|unread| format!(": not read: {}", print::visible_line(&unread.reason)));
    Some(format!("{what} {}{}", name(step.path), reason.unwrap_or_default()))
}

/// A line of this shape, and the file in hand behind it.
fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(&format!("{template}  {{wide_msg:.dim}}"));
    let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
    style.with_key("rate", |state: &ProgressState, out: &mut dyn fmt::Write| {
        // An indicator that cannot be drawn stops nothing.
        let _ = write!(out, "{:.0} a second", state.per_sec());
    })
}
