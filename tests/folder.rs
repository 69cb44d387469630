//! The harness: each test has a folder of its own, makes files in it, runs `corpus` there and compares the answers.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{self, Output, Stdio};
use std::time::{Duration, SystemTime};

use assert_cmd::Command;
use corpus::index::{DIRECTORY, Index};
use corpus::ingest::{self, Report};
use serde::de::DeserializeOwned;
use tempfile::TempDir;

use crate::wire;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_corpus");

/// No command takes nearly so long; one that waits for ever is stopped.
const LONGEST: Duration = Duration::from_secs(100);

const LETTER: &str = "---\ntitle: Lettre du fleuve\nauthor: Awa Fofana\ndate: 2025-06-15\n---\n\n\
    L’armée attend près du fleuve Niger, et les pêcheurs de Ségou rentrent avant la nuit.\n";
const REPORT: &str = "Rapport sur le port\n\nLe 3 mai 2024\n\n\
    Le port de Koulikoro est fermé ; le fleuve « aujourd’hui en crue » emporte le pont du chemin de fer.\n";
const STEAMER: &str = "---\ndate: 1926\n---\nUn vapeur remonte le Niger, et le pont attend ses voyageurs sous la pluie d’août.\n";
const HARBOUR: &str = "---\ntitle: The harbour\ndate: 2024-11\n---\nThe boats of the harbour are waiting for the rain, \
    and nobody knows when the river will be high enough for them to leave the town of Koulikoro.\n";

/// A folder that is removed with everything in it at the end of the test.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        let dir = tempfile::Builder::new().prefix("corpus-test-").tempdir().unwrap();
        // Links on the way (macOS) would make one file two paths.
        let above = dir.path().canonicalize().unwrap();
        let index = Index::find(&above).unwrap();
        assert_eq!(
            index, None,
            "an index above the folder for temporary files would be taken for the test's"
        );
        Self(dir)
    }

    pub(crate) fn with<C: AsRef<[u8]>>(files: &[(&str, C)]) -> Self {
        let folder = Self::new();
        for (name, content) in files {
            folder.write(name, content);
        }
        folder
    }

    /// A folder with the sample corpus in `seeds/`.
    pub(crate) fn with_seeds() -> Self {
        let folder = Self::new();
        for item in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")).unwrap() {
            let path = item.unwrap().path();
            folder.write(Path::new("seeds").join(path.file_name().unwrap()), fs::read(&path).unwrap());
        }
        folder
    }

    /// Four documents in `docs/` with their index: of 2025, 2024 and 1926 in French, of 2024 in English.
    pub(crate) fn with_docs() -> Self {
        let folder = Self::with(&[
            ("docs/lettre.md", LETTER),
            ("docs/rapport.txt", REPORT),
            ("docs/archives/vapeur.md", STEAMER),
            ("docs/harbour.md", HARBOUR),
        ]);
        folder.update(&["docs"]);
        folder
    }

    /// The absolute path of a file or folder in this one.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(name)
    }

    pub(crate) fn read(&self, name: impl AsRef<Path>) -> Vec<u8> {
        let path = self.path(name);
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Makes a file, and the folders above it.
    pub(crate) fn write(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        self
    }

    pub(crate) fn remove(&self, name: &str) -> &Self {
        let path = self.path(name);
        if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }.unwrap();
        self
    }

    pub(crate) fn rename(&self, from: &str, to: &str) -> &Self {
        let to = self.path(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(self.path(from), to).unwrap();
        self
    }

    /// Sets the file's time of modification back to a day long ago, always the same.
    pub(crate) fn set_back(&self, name: &str) -> &Self {
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_577_836_800);
        File::options().append(true).open(self.path(name)).unwrap().set_modified(long_ago).unwrap();
        self
    }

    /// `program` as it would run here for someone without any settings.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::from_std(self.process(program));
        command.timeout(LONGEST);
        command
    }

    pub(crate) fn process(&self, program: impl AsRef<OsStr>) -> process::Command {
        let mut process = process::Command::new(program);
        for name in ["CORPUS_INDEX", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            process.env_remove(name);
        }
        // No one's global `.gitignore`.
        process.env("HOME", self.path("")).env("XDG_CONFIG_HOME", self.path("")).env("TERM", "xterm");
        process.current_dir(self.path(""));
        process
    }

    /// Runs `corpus` with what it prints going to `out`.
    pub(crate) fn corpus_to<S: AsRef<OsStr>>(
        &self,
        out: impl Into<Stdio>,
        args: impl IntoIterator<Item = S>,
    ) -> Run {
        let mut process = self.process(PROGRAM);
        process.args(args).stdin(Stdio::null()).stdout(out).stderr(Stdio::piped());
        let output = process.output().unwrap();
        Run::new(process.get_args(), output)
    }

    pub(crate) fn corpus<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Run {
        Run::of(self.command(PROGRAM).args(args))
    }

    /// Runs `corpus` in a folder below this one.
    pub(crate) fn corpus_in<S: AsRef<OsStr>>(&self, folder: &str, args: impl IntoIterator<Item = S>) -> Run {
        Run::of(self.command(PROGRAM).current_dir(self.path(folder)).args(args))
    }

    /// Runs a line of shell, with `corpus` to be found by its name.
    pub(crate) fn shell(&self, line: &str) -> Run {
        let mut path = vec![Path::new(PROGRAM).parent().unwrap().to_owned()];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        Run::of(self.command("sh").env("PATH", std::env::join_paths(path).unwrap()).args(["-c", line]))
    }

    /// The paths of the documents that hold what is asked for.
    pub(crate) fn found<'a>(&self, query: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
        let run = self.corpus(["search", "--json", "-n", "1000"].into_iter().chain(query));
        assert!(run.code == 0 || run.code == 1, "{run:?}");
        run.json::<wire::Results>().hits.into_iter().map(|hit| hit.path).collect()
    }

    /// Brings the index of this folder up to date through the library; no paths mean the known roots.
    pub(crate) fn update(&self, paths: &[&str]) -> Report {
        self.run(paths, false)
    }

    /// Builds the index of this folder anew through the library.
    pub(crate) fn rebuild(&self) -> Report {
        self.run(&[], true)
    }

    fn run(&self, paths: &[&str], rebuild: bool) -> Report {
        let request = ingest::Request {
            paths: paths.iter().map(|path| self.path(path)).collect(),
            rebuild,
            workers: Some(workers(60)),
            ..ingest::Request::default()
        };
        update_index(&self.path(DIRECTORY), &request)
    }

    /// The directory of tantivy's files within the index of this folder.
    pub(crate) fn inner_index(&self) -> PathBuf {
        inner(&self.path(DIRECTORY))
    }

    /// The index of this folder.
    pub(crate) fn index(&self) -> Index {
        Index::open(&self.path(DIRECTORY)).unwrap()
    }
}

/// Workers of the program under test.
pub(crate) fn workers(seconds: u64) -> ingest::Workers {
    ingest::Workers {
        program: PROGRAM.into(),
        arguments: vec!["worker".into()],
        time_limit: Duration::from_secs(seconds),
    }
}

/// Brings the index in `dir` up to date through the library.
///
/// Another test that starts a command at the same time copies the files that this process has open, the lock of the
/// index among them, and closes them a moment later. So the lock is waited for, here and before others want it.
pub(crate) fn update_index(dir: &Path, request: &ingest::Request) -> Report {
    loop {
        match ingest::run(dir, request, &mut |_| ControlFlow::Continue(())) {
            Err(error) if error.to_string().contains("another corpus is writing") => wait_for_lock(dir),
            done => {
                wait_for_lock(dir);
                return done.unwrap();
            }
        }
    }
}

fn wait_for_lock(dir: &Path) {
    let lock = File::create(writer_lock(dir)).unwrap();
    lock.lock().unwrap();
    lock.unlock().unwrap();
}

/// The file that is locked while the index in `dir` is written to.
pub(crate) fn writer_lock(dir: &Path) -> PathBuf {
    inner(dir).join(".tantivy-writer.lock")
}

/// The directory of tantivy's files within an index.
fn inner(dir: &Path) -> PathBuf {
    let folders = fs::read_dir(dir).unwrap().map(|item| item.unwrap().path()).filter(|path| path.is_dir());
    let folders: Vec<PathBuf> = folders.collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    folders[0].clone()
}

/// What a command came to.
pub(crate) struct Run {
    /// The command line.
    line: String,
    /// The exit status; 0 to 2 are the ones that `corpus` has.
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// As it would look in a terminal.
impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, code, out, err } = self;
        write!(f, "\n$ {line:?}\n{out}{err}[exit status {code}]")
    }
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self::new(command.get_args(), output)
    }

    pub(crate) fn new<'a>(args: impl Iterator<Item = &'a OsStr>, output: Output) -> Self {
        let args: Vec<_> = args.map(|arg| arg.to_string_lossy()).collect();
        let run = Self {
            line: args.join(" "),
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!run.err.contains("panicked at") && !run.err.contains("a fault in the program"), "{run:?}");
        run
    }

    fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// It found or did something.
    pub(crate) fn ok(self) -> Self {
        self.ends_with(0)
    }

    /// It found nothing.
    pub(crate) fn nothing(self) -> Self {
        self.ends_with(1)
    }

    /// It failed with a message that is marked as ours and holds each of `parts`, and printed nothing else.
    pub(crate) fn fails(self, parts: &[&str]) -> Self {
        let run = self.ends_with(2);
        assert!(run.err.starts_with("corpus: ") && run.out.is_empty(), "{run:?}");
        for part in parts {
            assert!(run.err.contains(part), "{part:?} is not in the message of {run:?}");
        }
        run
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The objects of an output that has one on each line.
    pub(crate) fn json_lines<T: DeserializeOwned>(&self) -> Vec<T> {
        let parse =
            |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line} of {self:?}"));
        self.out.lines().map(parse).collect()
    }
}

/// A set of paths, to compare with what was found.
pub(crate) fn set(paths: &[&str]) -> BTreeSet<String> {
    paths.iter().map(|path| (*path).to_owned()).collect()
}
