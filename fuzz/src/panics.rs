//! Panics of libraries, which the program contains where it calls them and which are no find.

use std::panic::{self, PanicHookInfo};
use std::sync::Once;

/// Lets panics within the sources of these crates pass, for the program to catch; each place is told of once. All others
/// end the run.
pub fn contained_in(crates: &'static [&'static str]) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let aborts = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !is_contained(panic, crates) {
                aborts(panic)
            }
        }));
    });
}

fn is_contained(panic: &PanicHookInfo<'_>, crates: &[&str]) -> bool {
    use std::sync::Mutex;
    static TOLD: Mutex<Vec<(String, u32)>> = Mutex::new(Vec::new());
    let Some(location) = panic.location() else { return false };
    let file = location.file();
    if !crates.iter().any(|name| file.contains(&format!("/{name}-"))) {
        return false;
    }
    let place = (file.to_owned(), location.line());
    if let Ok(mut told) = TOLD.lock()
        && !told.contains(&place)
    {
        eprintln!("contained: {panic}");
        told.push(place);
    }
    true
}
