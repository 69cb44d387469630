//! What becomes of an index when the disk fails, or the power does, at any step of a run.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;

use super::{Request, run, run_on};
use crate::index::{Entry, Index, Step, Witness};

/// A folder of documents with its index, and what the index is to hold before and after a run.
struct Scene {
    folder: TempDir,
    request: Request,
    before: State,
    after: State,
}

/// Entries of the catalogue, each with the text of its document.
type State = Vec<(Entry, String)>;

const DIR: &str = ".corpus";

impl Scene {
    /// An index of a few files, some of which have changed since.
    fn new() -> Self {
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
        go(&dir, &request);
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

    /// A copy of the index as it was before the run.
    fn copy(&self) -> PathBuf {
        let copy = self.folder.path().join(".copy");
        if copy.exists() {
            fs::remove_dir_all(&copy).unwrap();
        }
        copy_folder(&self.folder.path().join(DIR), &copy);
        copy
    }

    /// The index in `dir` is whole, and the one before or the one after; and the next run makes it the one after.
    fn is_well(&self, dir: &Path, what: &str) {
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
fn go_with(dir: &Path, request: &Request, witness: Witness) -> bool {
    let index = Index::open_with(dir, witness);
    index.and_then(|index| run_on(&index, request, &mut |_| ControlFlow::Continue(()))).is_ok()
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
fn chosen(all: usize, ordinary: usize) -> Vec<usize> {
    let most = if std::env::var_os("CORPUS_LONG").is_some() { all } else { ordinary };
    (0..most.min(all)).map(|number| number * all / most.min(all)).collect()
}

/// How many steps a run takes.
fn steps(scene: &Scene) -> usize {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let witness = Witness::new(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        Ok(())
    });
    assert!(go_with(&scene.copy(), &scene.request, witness));
    count.load(Ordering::SeqCst)
}

#[test]
fn a_step_that_fails_leaves_the_index_before_or_after() {
    let scene = Scene::new();
    let all = steps(&scene);
    assert!(all > 30, "{all} steps");
    let (mut tried, mut failed) = (0, 0);
    // A disk that is full stays full; one with a bad spot goes on.
    for (for_ever, kind) in [(true, io::ErrorKind::StorageFull), (false, io::ErrorKind::Other)] {
        for step in chosen(all, 12) {
            let dir = scene.copy();
            let count = AtomicUsize::new(0);
            let witness = Witness::new(move |_| {
                let now = count.fetch_add(1, Ordering::SeqCst);
                match now == step || for_ever && now > step {
                    true => Err(kind.into()),
                    false => Ok(()),
                }
            });
            let well = go_with(&dir, &scene.request, witness);
            tried += 1;
            failed += usize::from(!well);
            scene.is_well(&dir, &format!("step {step} of {all} failed, for ever: {for_ever}"));
        }
    }
    assert!(failed * 2 > tried, "{failed} of {tried} runs failed");
    println!("{tried} failing steps, {failed} failed runs, none lost anything");
}

/// The files of a folder as a disk knows them.
#[derive(Clone, Default)]
struct Disk {
    /// What each file holds, and how much of it is sure to be on the disk.
    files: Vec<(Vec<u8>, usize)>,
    /// What the program sees, and what is sure to be on the disk.
    names: BTreeMap<PathBuf, usize>,
    sure: BTreeMap<PathBuf, usize>,
    /// Which names changed since they were sure.
    changed: BTreeSet<PathBuf>,
}

impl Disk {
    fn of(folder: &Path) -> Self {
        let mut disk = Self::default();
        for item in fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            let content = fs::read(&path).unwrap();
            disk.names.insert(path.file_name().unwrap().into(), disk.files.len());
            disk.files.push((content.clone(), content.len()));
        }
        disk.sure = disk.names.clone();
        disk
    }

    fn take(&mut self, step: Step<'_>) {
        match step {
            Step::Create(path) => {
                self.rename(path, self.files.len());
                self.files.push((Vec::new(), 0));
            }
            Step::Write(path, bytes) => self.files[self.names[path]].0.extend_from_slice(bytes),
            Step::Sync(path) => {
                let file = &mut self.files[self.names[path]];
                file.1 = file.0.len();
            }
            Step::Rename(from, to) => {
                let file = self.names.remove(from).unwrap();
                self.changed.insert(from.to_owned());
                self.rename(to, file);
            }
            Step::Delete(path) => {
                self.names.remove(path);
                self.changed.insert(path.to_owned());
            }
            Step::SyncNames => {
                self.sure = self.names.clone();
                self.changed.clear();
            }
        }
    }

    fn rename(&mut self, path: &Path, file: usize) {
        self.names.insert(path.to_owned(), file);
        self.changed.insert(path.to_owned());
    }

    /// Writes down what is left after a power cut. Of what is not sure some is there and some is not, as `dice` fall.
    fn fail(&self, folder: &Path, dice: &mut impl FnMut() -> bool) {
        let mut names = self.sure.clone();
        for name in &self.changed {
            match self.names.get(name) {
                _ if dice() => {}
                Some(file) => drop(names.insert(name.clone(), *file)),
                None => drop(names.remove(name)),
            }
        }
        for (name, file) in names {
            let (content, sure) = &self.files[file];
            let kept = if dice() { *sure } else { content.len() };
            fs::write(folder.join(name), &content[..kept]).unwrap();
        }
    }
}

#[test]
fn a_power_cut_leaves_the_index_before_or_after() {
    let scene = Scene::new();
    let dir = scene.copy();
    let inner = inner(&dir);
    let begin = Disk::of(&inner);
    let disk = Arc::new(Mutex::new((begin.clone(), vec![begin])));
    let seen = Arc::clone(&disk);
    let witness = Witness::new(move |step| {
        let mut seen = seen.lock().unwrap();
        seen.0.take(step);
        let now = seen.0.clone();
        seen.1.push(now);
        Ok(())
    });
    assert!(go_with(&dir, &scene.request, witness));
    let moments = std::mem::take(&mut disk.lock().unwrap().1);
    let mut number = 1_u64;
    let mut tried = 0;
    // What is not sure may be lost, there, or some of each.
    for way in 0..3 {
        let mut dice = || {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            way == 0 || way == 2 && number >> 40 & 1 == 1
        };
        for moment in chosen(moments.len(), 12) {
            fs::remove_dir_all(&inner).unwrap();
            fs::create_dir(&inner).unwrap();
            moments[moment].fail(&inner, &mut dice);
            scene.is_well(&dir, &format!("power cut at step {moment} of {}, way {way}", moments.len()));
            tried += 1;
        }
    }
    println!("{tried} power cuts, none lost anything");
}

fn inner(dir: &Path) -> PathBuf {
    let mut items = fs::read_dir(dir).unwrap().map(|item| item.unwrap().path());
    items.find(|path| path.is_dir()).unwrap()
}
