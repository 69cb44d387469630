//! The program is killed at any moment, or the disk is full: the index is the one before or the one after.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use corpus::index::Index;

use super::scene::{SECRET, State, folder, fresh, holds, is_whole, state, update, write};
use super::{Dice, times};
use crate::folder::{Folder, PROGRAM};

/// What a run does when it is killed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Doing {
    /// Making the index.
    First,
    /// Adding, updating and removing a few files.
    Update,
    /// The same on an index of many small segments, which are merged then.
    Merge,
    /// Making an index anew that is damaged.
    Rebuild,
    /// Forgetting a file.
    Forget,
}

impl Doing {
    fn command(self) -> &'static [&'static str] {
        match self {
            Self::First | Self::Update | Self::Merge => &["index", "docs"],
            Self::Rebuild => &["index", "--rebuild"],
            Self::Forget => &["forget", FORGOTTEN],
        }
    }
}

/// What is forgotten, and has the word.
const FORGOTTEN: &str = "docs/temoin.txt";

/// Changes some files, differently in each round.
fn change(folder: &Folder, round: usize, dice: &mut Dice) {
    for _ in 0..3 {
        write(folder, dice.below(12), &format!("cormoran{round}"));
    }
    let gone = dice.below(20);
    let _ = fs::remove_file(folder.path(format!("docs/{gone}.txt")));
    write(folder, 12 + dice.below(8), &format!("butor{round}"));
}

/// Starts a run and kills it after a while; whether it was still at work.
fn killed(folder: &Folder, doing: Doing, after: Duration) -> bool {
    let mut process = folder.process(PROGRAM);
    process.args(doing.command()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut process = process.spawn().unwrap();
    thread::sleep(after);
    let at_work = process.try_wait().unwrap().is_none();
    process.kill().unwrap();
    process.wait().unwrap();
    at_work
}

/// The index is the one before or the one after, a search says so, and the next run makes it the one after.
fn is_well(folder: &Folder, before: Option<&State>, after: &State, what: &str) {
    let search = folder.corpus(["search", "--json", "fleuve"]);
    let dir = folder.path(".corpus");
    match Index::open(&dir) {
        Err(error) => {
            assert!(before.is_none(), "{what}: {error:?}");
            assert!(search.code == 2 && search.err.contains("no index"), "{what}: {search:?}");
        }
        Ok(_) => {
            is_whole(folder, false, what);
            let now = state(&dir);
            let empty = State::new();
            assert!(&now == before.unwrap_or(&empty) || &now == after, "{what}: {now:?}");
            assert_eq!(search.code, i32::from(now.is_empty()), "{what}: {search:?}");
        }
    }
    folder.corpus(["index", "docs"]).ok();
    assert_eq!(&state(&dir), after, "{what}, and then a run");
    is_whole(folder, true, what);
}

/// The index is damaged as before, or the one after; the next rebuild makes it that.
fn is_damaged_or_well(folder: &Folder, after: &State, what: &str) {
    let dir = folder.path(".corpus");
    match Index::open(&dir) {
        Err(error) => {
            assert!(format!("{error:#}").contains("damaged; run `corpus"), "{what}: {error:?}");
            folder.corpus(["search", "fleuve"]).fails(&["damaged; run `corpus index --rebuild`"]);
        }
        Ok(_) => assert_eq!(&state(&dir), after, "{what}"),
    }
    folder.corpus(["index", "--rebuild"]).ok();
    assert_eq!(&state(&dir), after, "{what}, and then a rebuild");
    is_whole(folder, true, what);
}

/// The file is there as before, or it is forgotten, and the next run removes what is left of its text.
fn is_known_or_forgotten(folder: &Folder, before: &State, what: &str) {
    let dir = folder.path(".corpus");
    let without: State = before.iter().filter(|(entry, _)| entry.key != FORGOTTEN).cloned().collect();
    is_whole(folder, false, what);
    let now = state(&dir);
    assert!(now == *before || now == without, "{what}: {now:?}");
    folder.corpus(["index"]).ok();
    assert_eq!(state(&dir), now, "{what}, and then a run");
    assert_eq!(holds(&dir, SECRET), now == *before, "{what}");
    is_whole(folder, true, what);
    folder.remove(FORGOTTEN).corpus(["index", "docs"]).ok();
}

#[test]
fn a_run_that_is_killed_leaves_the_index_before_or_after() {
    let folder = folder();
    let mut dice = Dice::new();
    let (mut kills, mut longest) = (0, Duration::from_millis(100));
    let mut round = 0;
    while kills < times(25, 300) {
        let doing = [Doing::First, Doing::Update, Doing::Merge, Doing::Rebuild, Doing::Update, Doing::Forget]
            [round % 6];
        change(&folder, round, &mut dice);
        if doing == Doing::Forget {
            folder.write(FORGOTTEN, format!("Le témoin {SECRET} habite près du fleuve."));
            folder.corpus(["index", FORGOTTEN]).ok();
            update(&folder);
        }
        if doing == Doing::Merge {
            for part in 0..6 {
                update(&folder);
                write(&folder, part, &format!("grue{round}"));
            }
        }
        let before = match doing {
            Doing::First => {
                let _ = fs::remove_dir_all(folder.path(".corpus"));
                None
            }
            Doing::Rebuild => {
                fs::write(folder.inner_index().join("meta.json"), "{").unwrap();
                None
            }
            Doing::Update | Doing::Merge | Doing::Forget => Some(state(&folder.path(".corpus"))),
        };
        let after = fresh(&folder);
        let pause = longest.mul_f64(dice.below(1_000) as f64 / 1_000.0);
        kills += usize::from(killed(&folder, doing, pause));
        let begin = Instant::now();
        let what = format!("round {round}, {doing:?}, after {pause:?}");
        match (doing, &before) {
            (Doing::Rebuild, _) => is_damaged_or_well(&folder, &after, &what),
            (Doing::Forget, Some(before)) => is_known_or_forgotten(&folder, before, &what),
            _ => is_well(&folder, before.as_ref(), &after, &what),
        }
        // About what a run takes, and the comparison with it.
        longest = longest.max(begin.elapsed().min(Duration::from_millis(500)));
        round += 1;
    }
    println!("{kills} kills in {round} rounds, none lost anything");
}

/// A limit on the size of a file stands for a disk that is full.
#[test]
fn a_run_that_cannot_write_leaves_the_index_before() {
    let folder = folder();
    folder.corpus(["index", "docs"]).ok();
    let mut dice = Dice::new();
    let (mut failed, mut tried) = (0, 0);
    for round in 0..times(4, 40) {
        change(&folder, round, &mut dice);
        let (before, after) = (state(&folder.path(".corpus")), fresh(&folder));
        for blocks in [0, 1, 2, 4, 8, 16, 32] {
            let run = folder.shell(&format!("trap '' XFSZ; ulimit -f {blocks}; corpus index docs"));
            let now = state(&folder.path(".corpus"));
            tried += 1;
            match run.code {
                0 => {
                    assert_eq!(now, after, "{run:?}");
                    break;
                }
                2 => {
                    failed += 1;
                    assert_eq!(now, before, "{run:?}");
                    assert!(run.err.contains(".corpus") && run.err.contains("cannot be"), "{run:?}");
                }
                _ => panic!("{run:?}"),
            }
            is_whole(&folder, false, &format!("{run:?}"));
        }
        folder.corpus(["index", "docs"]).ok();
        assert_eq!(state(&folder.path(".corpus")), after);
        is_whole(&folder, true, "after a run that could write");
    }
    assert!(failed > 0);
    println!("{failed} of {tried} runs with a limit on files failed, none lost anything");
}
