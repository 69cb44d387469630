//! What the fuzz targets share: what must hold of whatever was read, the packages that they build around what the fuzzer
//! makes, and the panics of libraries that the program contains.

pub mod checks;
pub mod packages;
pub mod panics;
pub mod planted;
#[path = "../../tests/hostile/sealing.rs"]
mod sealing;
