//! A disk that loses what is not sure to be on it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::scene::{KINDS, Kind, Scene, chosen, go_with};
use crate::index::{Step, Witness};

/// The files of a folder as a disk knows them.
#[derive(Clone, Default)]
struct Disk {
    /// What each file holds, and how much of it is sure to be on the disk.
    files: Vec<(Arc<Vec<u8>>, usize)>,
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
            let length = content.len();
            disk.files.push((Arc::new(content), length));
        }
        disk.sure = disk.names.clone();
        disk
    }

    fn take(&mut self, step: Step<'_>) {
        match step {
            Step::Create(path) => {
                self.rename(path, self.files.len());
                self.files.push((Arc::default(), 0));
            }
            Step::Write(path, bytes) => {
                Arc::make_mut(&mut self.files[self.names[path]].0).extend_from_slice(bytes);
            }
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
    let tried: usize = KINDS.into_iter().map(|kind| cut_each(&Scene::new(kind), kind)).sum();
    println!("{tried} power cuts, none lost anything");
}

/// How often the power was cut.
fn cut_each(scene: &Scene, kind: Kind) -> usize {
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
        for moment in chosen(moments.len(), 5) {
            fs::remove_dir_all(&inner).unwrap();
            fs::create_dir(&inner).unwrap();
            moments[moment].fail(&inner, &mut dice);
            scene.is_well(
                &dir,
                &format!("{kind:?}: power cut at step {moment} of {}, way {way}", moments.len()),
            );
            tried += 1;
        }
    }
    tried
}

fn inner(dir: &Path) -> PathBuf {
    let mut items = fs::read_dir(dir).unwrap().map(|item| item.unwrap().path());
    items.find(|path| path.is_dir()).unwrap()
}
