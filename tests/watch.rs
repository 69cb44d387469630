//! Files that change while `corpus watch` or `corpus index` is at work, and the interrupt key.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use crate::folder::{Folder, PROGRAM, set};
use crate::wire::Report;

/// A running `corpus watch`, and what it prints.
struct Watch {
    process: Child,
    reports: Receiver<Report>,
}

impl Watch {
    fn start(folder: &Folder, paths: &[&str]) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["watch", "--json"]).args(paths).current_dir(folder.path(""));
        let mut process = command.env_remove("CORPUS_INDEX").stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(process.stdout.take().unwrap());
        let (sender, reports) = mpsc::channel();
        thread::spawn(move || {
            for line in out.lines() {
                let report = serde_json::from_str(&line.unwrap()).unwrap();
                if sender.send(report).is_err() {
                    break;
                }
            }
        });
        Self { process, reports }
    }

    /// The next time that something changed.
    fn report(&self) -> Report {
        self.reports.recv_timeout(Duration::from_secs(60)).expect("the watch says what changed")
    }

    /// The counts of the reports up to the one after which so many files are there.
    fn until(&self, files: u64) -> Vec<[u64; 3]> {
        let mut counts = Vec::new();
        loop {
            let report = self.report();
            counts.push([report.added, report.updated, report.removed]);
            if report.files == files {
                return counts;
            }
        }
    }

    /// Presses the interrupt key.
    fn interrupt(mut self) -> Option<i32> {
        interrupt(&self.process);
        self.process.wait().unwrap().code()
    }
}

/// A test that fails leaves no process behind.
impl Drop for Watch {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn interrupt(process: &Child) {
    assert!(Command::new("kill").args(["-INT", &process.id().to_string()]).status().unwrap().success());
}

#[test]
fn a_watch_follows_what_happens_to_files() {
    let folder = Folder::with(&[("docs/a.txt", "Le héron attend."), ("docs/b.txt", "Le butor dort.")]);
    let watch = Watch::start(&folder, &["docs"]);
    assert_eq!(watch.until(2), [[2, 0, 0]]);

    folder.write("docs/neuf/c.txt", "Un cormoran sèche ses ailes.");
    watch.until(3);
    assert_eq!(folder.found(["cormoran"]), set(&["docs/neuf/c.txt"]));

    folder.rename("docs/neuf", "docs/vieux");
    watch.report();
    assert_eq!(folder.found(["cormoran"]), set(&["docs/vieux/c.txt"]));

    folder.write("docs/a.txt", "Le héron est parti, voici une grue.");
    watch.report();
    assert_eq!(folder.found(["grue"]), set(&["docs/a.txt"]));

    folder.remove("docs/vieux");
    watch.until(2);
    folder.corpus(["search", "cormoran"]).nothing();
    assert_eq!(watch.interrupt(), Some(130));
}

#[test]
fn a_burst_of_changes_is_few_commits() {
    let folder = Folder::with(&[("docs/0.txt", "Le héron attend.")]);
    let watch = Watch::start(&folder, &["docs"]);
    watch.until(1);
    for number in 1..=300 {
        folder.write(format!("docs/{}/{number}.txt", number % 7), format!("Le héron numéro {number}."));
    }
    let counts = watch.until(301);
    assert_eq!(counts.iter().map(|[added, ..]| added).sum::<u64>(), 300);
    assert!(counts.len() <= 3, "{counts:?}");
    assert_eq!(watch.interrupt(), Some(130));
}

#[test]
fn a_watched_root_may_go_and_come_back() {
    let folder = Folder::with(&[("docs/a.txt", "Le héron attend.")]);
    let watch = Watch::start(&folder, &["docs"]);
    watch.until(1);
    folder.rename("docs", "ailleurs");
    thread::sleep(Duration::from_millis(1500));
    assert_eq!(folder.found(["héron"]), set(&["docs/a.txt"]), "kept while the root is gone");
    folder.write("ailleurs/b.txt", "Un butor.").rename("ailleurs", "docs");
    watch.until(2);
    assert_eq!(folder.found(["butor"]), set(&["docs/b.txt"]));
    assert_eq!(watch.interrupt(), Some(130));
}

/// Without paths it is only known from the index what to watch.
#[test]
fn a_watch_ends_when_its_index_is_removed() {
    let folder = Folder::with_docs();
    let mut watch = Watch::start(&folder, &[]);
    watch.report();
    folder.rename(".corpus", "ailleurs").write("docs/neuf.txt", "Un butor.");
    assert_eq!(watch.process.wait().unwrap().code(), Some(2));
    assert!(!folder.path(".corpus").exists());
}

/// A folder of so many mails as take a worker a while.
fn mails(count: usize, word: &str) -> String {
    let mail = |number: usize| {
        format!(
            "From a@x.ml Fri May 30 08:15:00 2025\nFrom: Awa <a@x.ml>\nSubject: Lettre {number}\n\
             Message-ID: <{number}@x.ml>\n\nLe {word} attend. {}\n\n",
            "Le fleuve est haut et les pinasses sont à quai. ".repeat(20)
        )
    };
    (0..count).map(mail).collect()
}

/// Starts a run, presses the interrupt key when it has been at work for a moment, and gives the exit status.
fn interrupted_run(folder: &Folder) -> Option<i32> {
    let mut command = Command::new(PROGRAM);
    command.args(["index", "docs"]).current_dir(folder.path("")).stdout(Stdio::null()).stderr(Stdio::null());
    let mut process = command.env_remove("CORPUS_INDEX").spawn().unwrap();
    thread::sleep(Duration::from_millis(700));
    interrupt(&process);
    process.wait().unwrap().code()
}

#[test]
fn an_interrupted_run_keeps_what_it_read_and_the_next_reads_the_rest() {
    let folder = Folder::new();
    for number in 0..200 {
        folder.write(format!("docs/{number}.txt"), format!("Le héron numéro {number} attend."));
    }
    folder.write("docs/boite.mbox", mails(60_000, "cormoran"));
    assert_eq!(interrupted_run(&folder), Some(130));
    assert_eq!(folder.found(["héron"]).len(), 200);
    folder.corpus(["search", "cormoran"]).nothing();
    folder.write("docs/boite.mbox", mails(300, "cormoran"));
    let report: Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!(
        (report.files, report.added, report.unchanged, report.documents),
        (201, 1, 200, 500),
        "{report:?}"
    );
}

#[test]
fn an_interrupted_run_leaves_the_older_version_of_a_file_that_it_was_reading() {
    let folder = Folder::with(&[("docs/boite.mbox", mails(3, "butor"))]);
    folder.corpus(["index", "docs"]).ok();
    folder.write("docs/boite.mbox", mails(60_000, "cormoran"));
    assert_eq!(interrupted_run(&folder), Some(130));
    assert_eq!(folder.found(["butor"]), set(&["docs/boite.mbox"]));
    folder.corpus(["search", "cormoran"]).nothing();
    folder.write("docs/boite.mbox", mails(4, "cormoran"));
    let report: Report = folder.corpus(["index", "--json"]).ok().json();
    assert_eq!((report.updated, report.documents), (1, 4));
    folder.corpus(["search", "butor"]).nothing();
}

#[test]
fn a_dry_run_names_what_would_change_and_changes_nothing() {
    let folder =
        Folder::with(&[("docs/a.txt", "Le héron."), ("docs/b.txt", "Le butor."), ("docs/c.txt", "La grue.")]);
    let told = folder.corpus(["index", "--dry-run", "docs"]).ok();
    assert!(told.out.contains("added docs/a.txt") && told.out.contains("3 added"), "{told:?}");
    assert!(!folder.path(".corpus").exists());
    folder.corpus(["index", "docs"]).ok();
    folder.remove("docs/b.txt").write("docs/c.txt", "La grue est partie.").write("docs/d.txt", "Un pic.");
    let told = folder.corpus(["index", "--dry-run"]).ok();
    assert_eq!(
        told.out,
        "updated docs/c.txt\nadded docs/d.txt\nremoved docs/b.txt\n\
         3 files, nothing done: 1 added, 1 updated, 1 removed, 1 unchanged\n"
    );
    assert_eq!(folder.found(["butor"]), set(&["docs/b.txt"]));
    let report: Report = folder.corpus(["index", "--dry-run", "--json"]).ok().json();
    assert_eq!((report.added, report.updated, report.removed, report.unchanged), (1, 1, 1, 1));
    folder.corpus(["index"]).ok();
    folder.corpus(["search", "butor"]).nothing();
}

/// As a disk does that is not mounted: its folder is there, and is another one.
#[test]
fn a_root_whose_disk_is_not_mounted_keeps_its_files_until_they_are_pruned() {
    let folder = Folder::with(&[("disque/a.txt", "Le héron."), ("docs/b.txt", "Le butor.")]);
    folder.corpus(["index", "disque", "docs"]).ok();
    folder.rename("disque", "ailleurs");
    std::fs::create_dir(folder.path("disque")).unwrap();
    let told = folder.corpus(["index"]).ok();
    assert!(told.out.contains("disque: empty") && told.out.contains("0 removed"), "{told:?}");
    assert_eq!(folder.found(["héron"]), set(&["disque/a.txt"]));
    let report: Report = folder.corpus(["index", "--dry-run", "--json"]).ok().json();
    assert_eq!((report.removed, report.unreachable.len()), (0, 1));
    let report: Report = folder.corpus(["index", "--prune", "--json"]).ok().json();
    assert_eq!((report.removed, report.unreachable.len()), (1, 0));
    folder.corpus(["search", "héron"]).nothing();
}

#[test]
fn quiet_says_nothing_and_verbose_names_each_change() {
    let folder = Folder::with(&[("docs/a.txt", b"Le heron.".as_slice()), ("docs/b.png", b"\x89PNG\r\n\0")]);
    let quiet = folder.corpus(["index", "-q", "docs"]).ok();
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    folder.write("docs/c.txt", "La grue.").remove("docs/a.txt");
    let verbose = folder.corpus(["index", "--verbose"]).ok();
    assert_eq!(verbose.err, "corpus: added docs/c.txt\ncorpus: removed docs/a.txt\n");
    folder.corpus(["index", "-q", "-v"]).fails(&["--verbose"]);
}
