//! Memory that is free, and the system.

use std::env;
use std::ffi::OsString;

/// The variable that tells glibc how to handle memory, and what this tells it: so many free bytes at the end of what a thread
/// has are given back.
const VARIABLE: &str = "GLIBC_TUNABLES";
const TUNABLE: &str = "glibc.malloc.trim_threshold";
const MOST_FREE: &str = "8388608";

/// The process that was begun anew. Of a privileged program the system takes the other variable away, and it would be begun
/// for ever.
const BEGUN_ANEW: &str = "CORPUS_BEGUN_ANEW";

/// Has free memory given back to the system, for which the program is begun anew as the same process.
///
/// By itself glibc keeps twice the largest piece that was ever freed, in each thread: all that the terms of a large index
/// took, while its segments are merged. It can be told otherwise before a process begins, or by code that is unsafe.
/// Returns where there is nothing to be told, or it cannot be; memory is all that is lost then.
pub(crate) fn give_back_what_is_free() {
    let process = OsString::from(std::process::id().to_string());
    if env::var_os(BEGUN_ANEW).as_ref() == Some(&process) {
        return;
    }
    if let Some(tunables) = tunables(env::var_os(VARIABLE)) {
        begin_anew(&tunables, &process);
    }
}

/// What the variable is to be, if it does not say yet what is to be given back.
fn tunables(set: Option<OsString>) -> Option<OsString> {
    let mut tunables = set.unwrap_or_default();
    if tunables.to_string_lossy().contains(TUNABLE) {
        return None;
    }
    if !tunables.is_empty() {
        tunables.push(":");
    }
    tunables.push(format!("{TUNABLE}={MOST_FREE}"));
    Some(tunables)
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn begin_anew(tunables: &OsString, process: &OsString) {
    use std::os::unix::process::CommandExt as _;
    let Ok(program) = env::current_exe() else { return };
    let mut command = std::process::Command::new(program);
    let mut arguments = env::args_os();
    if let Some(name) = arguments.next() {
        command.arg0(name);
    }
    // Only a failure returns.
    let _ = command.args(arguments).env(VARIABLE, tunables).env(BEGUN_ANEW, process).exec();
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn begin_anew(_: &OsString, _: &OsString) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_otherwise_stays() {
        let table = [
            (None, Some("glibc.malloc.trim_threshold=8388608")),
            (Some(""), Some("glibc.malloc.trim_threshold=8388608")),
            (Some("glibc.malloc.check=3"), Some("glibc.malloc.check=3:glibc.malloc.trim_threshold=8388608")),
            (Some("glibc.malloc.trim_threshold=1"), None),
        ];
        for (set, expected) in table {
            assert_eq!(tunables(set.map(OsString::from)), expected.map(OsString::from), "{set:?}");
        }
    }
}
