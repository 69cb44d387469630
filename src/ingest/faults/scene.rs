//! An index, a run, and what the index is to hold before and after it.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::index::{Entry, Index, Witness};
use crate::ingest::{Request, run, run_on};

/// What the run does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// The first of an index that was just made.
    First,
    /// Adding, updating and removing a few files.
    Update,
    /// The same on an index of many small segments, which are merged then.
    Merge,
}

pub(super) const KINDS: [Kind; 3] = [Kind::First, Kind::Update, Kind::Merge];

/// A folder of documents with its index, and what the index is to hold before and after a run.
pub(super) struct Scene {
    folder: TempDir,
    pub(super) request: Request,
    before: State,
    after: State,
}

/// Entries of the catalogue, each with the text of its document.
type State = Vec<(Entry, String)>;

const DIR: &str = ".corpus";

impl Scene {
    /// An index of a few files, some of which have changed since; or of none.
    /// How many segments a run makes is not certain, so neither is it that the next one merges them.
    pub(super) fn new(kind: Kind) -> Self {
        let mut scenes = std::iter::repeat_with(|| Self::attempt(kind)).take(20);
        scenes.find(|scene| kind != Kind::Merge || scene.merges()).expect("a run that merges")
    }

    fn attempt(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let docs = folder.path().join("docs");
        fs::create_dir(&docs).unwrap();
        let write = |number: usize, word: &str| {
            let text = format!("Le {word} numéro {number} attend près du fleuve.\n\n").repeat(20 + number);
            fs::write(docs.join(format!("{number}.txt")), text).unwrap();
        };
        (0..12).for_each(|number| write(number, "héron"));
        let request = Request { paths: vec![docs.clone()], ..Request::default() };
        let dir = folder.path().join(DIR);
        match kind {
            Kind::First => drop(Index::open_or_create(&dir).unwrap()),
            Kind::Update => go(&dir, &request),
            // With eight segments of a size they are merged.
            Kind::Merge => {
                (30..60).take_while(|_| segments(&dir) < 7).for_each(|number| {
                    write(number, "pic");
                    go(&dir, &request);
                });
            }
        }
        let before = state(&dir);
        (0..12).step_by(3).for_each(|number| write(number, "cormoran"));
        fs::remove_file(docs.join("1.txt")).unwrap();
        write(20, "butor");
        let fresh = folder.path().join(".fresh");
        go(&fresh, &request);
        let after = state(&fresh);
        assert_ne!(before, after);
        Self { folder, request, before, after }
    }

    /// Whether the run leaves fewer segments than there were.
    fn merges(&self) -> bool {
        let copy = self.copy();
        go(&copy, &self.request);
        segments(&copy) < segments(&self.folder.path().join(DIR))
    }

    /// A copy of the index as it was before the run.
    pub(super) fn copy(&self) -> PathBuf {
        let copy = self.folder.path().join(".copy");
        if copy.exists() {
            fs::remove_dir_all(&copy).unwrap();
        }
        copy_folder(&self.folder.path().join(DIR), &copy);
        copy
    }

    /// The index in `dir` is whole, and the one before or the one after; and the next run makes it the one after.
    pub(super) fn is_well(&self, dir: &Path, what: &str) {
        let check = Index::check(dir).unwrap();
        assert_eq!(check.damage, Vec::<String>::new(), "{what}");
        let now = state(dir);
        assert!(now == self.before || now == self.after, "{what}: {now:?}");
        let next = run(dir, &self.request, &mut |_| ControlFlow::Continue(()));
        next.unwrap_or_else(|error| panic!("{what}, and then a run: {error:?}"));
        assert_eq!(state(dir), self.after, "{what}, and then a run");
        let check = Index::check(dir).unwrap();
        assert_eq!((check.damage, check.leftovers), (Vec::new(), Vec::new()), "{what}, and then a run");
    }
}

fn go(dir: &Path, request: &Request) {
    run(dir, request, &mut |_| ControlFlow::Continue(())).unwrap();
}

/// A run with a witness of its steps; whether it ended well.
pub(super) fn go_with(dir: &Path, request: &Request, witness: Witness) -> bool {
    let index = Index::open_with(dir, witness);
    index.and_then(|index| run_on(&index, request, &mut |_| ControlFlow::Continue(()))).is_ok()
}

/// How many segments the index in `dir` has; none where there is no index.
fn segments(dir: &Path) -> usize {
    Index::open(dir).map_or(0, |index| index.searcher().unwrap().segment_readers().len())
}

fn state(dir: &Path) -> State {
    let index = Index::open(dir).unwrap();
    let text = |entry: &Entry| {
        index.passages_of(&entry.key).unwrap().into_iter().map(|passage| passage.text).collect()
    };
    index.entries().unwrap().into_iter().map(|entry| (entry.clone(), text(&entry))).collect()
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let path = item.unwrap().path();
        let copy = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            fs::copy(&path, &copy).unwrap();
        }
    }
}

/// How many of `all` cases to try: every one where `CORPUS_LONG` is set, else so many, spread over them.
pub(super) fn chosen(all: usize, ordinary: usize) -> Vec<usize> {
    let most = if std::env::var_os("CORPUS_LONG").is_some() { all } else { ordinary };
    (0..most.min(all)).map(|number| number * all / most.min(all)).collect()
}
