//! What becomes of an index when the disk fails, or the power does, at any step of a run.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod power;
mod scene;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::index::Witness;
use scene::{KINDS, Kind, Scene, chosen, go_with};

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
    let (mut tried, mut failed) = (0, 0);
    for kind in KINDS {
        let (all, well) = fail_each(&Scene::new(kind), kind);
        tried += all;
        failed += all - well;
    }
    assert!(failed * 2 > tried, "{failed} of {tried} runs failed");
    println!("{tried} failing steps, {failed} failed runs, none lost anything");
}

/// How many steps failed, and how many runs ended well in spite of it.
fn fail_each(scene: &Scene, doing: Kind) -> (usize, usize) {
    let all = steps(scene);
    assert!(all > 30, "{all} steps");
    let (mut tried, mut ended_well) = (0, 0);
    // A disk that is full stays full; one with a bad spot goes on.
    for (for_ever, kind) in [(true, io::ErrorKind::StorageFull), (false, io::ErrorKind::Other)] {
        for step in chosen(all, 5) {
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
            ended_well += usize::from(well);
            scene.is_well(&dir, &format!("{doing:?}: step {step} of {all} failed, for ever: {for_ever}"));
        }
    }
    (tried, ended_well)
}
