//! A run of the program, and the processes that it starts, as `/proc` shows them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::process::{Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::folder::{Folder, PROGRAM, Run};

/// Kilobytes of memory that the program itself may take.
const MOST_MEMORY: u64 = 1 << 20;

/// And each of its workers.
const MOST_OF_A_WORKER: u64 = 2 << 20;

/// A run that takes longer hangs.
const LONGEST: Duration = Duration::from_secs(100);

/// Runs `corpus`; its workers end with it, and none of them takes too much memory.
pub(super) fn run(folder: &Folder, args: &[&str]) -> Run {
    let begin = Instant::now();
    let mut process = folder.process(PROGRAM);
    process.args(args).stdin(Stdio::null());
    process.stdout(File::create(folder.path("out")).unwrap());
    process.stderr(File::create(folder.path("err")).unwrap());
    let mut child = process.spawn().unwrap();
    let (mut peak, mut workers) = (0, BTreeMap::new());
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begin.elapsed() > LONGEST {
            child.kill().unwrap();
        }
        peak = memory(child.id()).unwrap_or(0).max(peak);
        for worker in children(child.id()) {
            let most: &mut u64 = workers.entry(worker).or_default();
            *most = memory(worker).unwrap_or(0).max(*most);
        }
        thread::sleep(Duration::from_millis(20));
    };
    let most = workers.values().copied().max().unwrap_or(0);
    println!("{:?}: {peak} kB, {} workers of {most} kB at most", begin.elapsed(), workers.len());
    assert!(peak < MOST_MEMORY && most < MOST_OF_A_WORKER, "{peak} kB, {workers:?}");
    for worker in workers.into_keys() {
        ends(worker);
    }
    let output = Output { status, stdout: folder.read("out"), stderr: folder.read("err") };
    Run::new(process.get_args(), output)
}

/// The most memory that a process had so far, in kilobytes.
fn memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The processes that a process started, by any of its threads.
fn children(process: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{process}/task"));
    let lists = threads.into_iter().flatten().flatten().map(|thread| thread.path().join("children"));
    let lists = lists.filter_map(|list| fs::read_to_string(list).ok());
    lists
        .flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
        .collect()
}

/// Waits a little for the end of a process.
fn ends(process: u32) {
    let begin = Instant::now();
    let command = || fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    while command().starts_with(PROGRAM.as_bytes()) {
        assert!(begin.elapsed() < Duration::from_secs(10), "worker {process} is left behind");
        thread::sleep(Duration::from_millis(20));
    }
}
