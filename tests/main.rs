//! Behaviour of the whole: the binary on files, and the library's invariants.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

mod command_line;
mod containers;
mod counts;
mod encodings;
mod escapes;
mod eval;
mod explain;
mod first_run;
mod folder;
mod formats;
mod french;
mod hostile;
mod invariants;
mod json_contract;
mod odd_files;
mod output;
mod queries;
mod ranking;
mod readme;
mod terminal;
#[cfg(unix)]
mod trust;
mod truth;
mod update;
mod verify;
#[cfg(unix)]
mod watch;
mod wire;
