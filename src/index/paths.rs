//! File paths as keys of the index, and back.
//!
//! A key is UTF-8 with `/` between its parts: relative to the folder that holds the index where the file lies below it
//! (so that folder and index can move together), else absolute. Bytes of a name that are not UTF-8 become NUL and two
//! hexadecimal digits; no file name has a NUL, so every key means one path.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};

/// The folder that keys are relative to, and the one that the user is in.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    base: PathBuf,
    current: PathBuf,
}

impl Paths {
    /// Paths of an index that lies in `base` (absolute), for a user in the current directory.
    pub(super) fn new(base: PathBuf) -> Result<Self> {
        let current = std::env::current_dir().context("the current directory cannot be read")?;
        Ok(Self { base, current })
    }

    /// The key of a path, which is taken as relative to the current directory.
    pub(crate) fn key(&self, path: &Path) -> String {
        let absolute = normal(&self.current.join(path));
        let inside = absolute.strip_prefix(&self.base).unwrap_or(&absolute);
        if inside.as_os_str().is_empty() { ".".into() } else { encode(inside) }
    }

    /// The key of a path that a person typed: links on the way to it are followed, so that one file has one key.
    pub(crate) fn key_of_typed(&self, path: &Path) -> String {
        let absolute = self.current.join(path);
        self.key(&absolute.canonicalize().unwrap_or(absolute))
    }

    /// The absolute path of a key.
    pub(crate) fn path(&self, key: &str) -> PathBuf {
        normal(&self.base.join(decode(key)))
    }

    /// The key's path as the user can type it where they are, with bytes that are not UTF-8 as `\xE9`. A record has the
    /// path of its file.
    pub(crate) fn shown(&self, key: &str) -> String {
        let key = key.split_once(RECORD).map_or(key, |(file, _)| file);
        let absolute = self.path(key);
        let from_here = match absolute.strip_prefix(&self.current) {
            Ok(inside) if inside.as_os_str().is_empty() => PathBuf::from("."),
            Ok(inside) => inside.to_owned(),
            // Somewhere below the base, with the user in another part of it: up and down again, as git shows it.
            Err(_) => match (self.current.strip_prefix(&self.base), absolute.strip_prefix(&self.base)) {
                (Ok(_), Ok(_)) => climb(&self.current, &absolute),
                _ => absolute,
            },
        };
        encode(&from_here).replace('\0', "\\x")
    }

    /// The key that `shown` writes as `text`, for names that cannot be typed as they are.
    pub(crate) fn key_of_shown(&self, text: &str) -> String {
        self.key(&decode(&text.replace("\\x", "\0")))
    }
}

/// What stands in a key between a file and the number of a record in it. No file name has a NUL, and behind one in a key
/// are otherwise two hexadecimal digits.
pub(crate) const RECORD: &str = "\0#";

/// The key of the `number`th record of the file with the key `file`.
pub(crate) fn key_of_record(file: &str, number: u64) -> String {
    // Keys sort as text, and records in their order.
    format!("{file}{RECORD}{number:010}")
}

/// Whether `key` is `root` or lies below it.
pub(crate) fn is_below(key: &str, root: &str) -> bool {
    match root {
        "." => !key.starts_with('/'),
        "/" => true,
        _ => key
            .strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with(RECORD)),
    }
}

fn climb(from: &Path, to: &Path) -> PathBuf {
    let common = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    up.chain(to.components().skip(common)).collect()
}

/// Without `.` and `..`: names only, so that one file has one key. A `..` behind a symbolic link is resolved on disk.
fn normal(path: &Path) -> PathBuf {
    if path.components().any(|part| part == Component::ParentDir)
        && let Ok(real) = path.canonicalize()
    {
        return real;
    }
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(normal.pop()),
            _ => normal.push(part),
        }
    }
    normal
}

/// A path as text, from which [`decode`] makes the same path.
pub(crate) fn encode(path: &Path) -> String {
    let mut key = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        key.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(key, "\0{byte:02X}");
        }
    }
    if std::path::MAIN_SEPARATOR == '/' { key } else { key.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// The path that [`encode`] wrote.
#[cfg(unix)]
pub(crate) fn decode(key: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    let mut parts = key.split('\0');
    let mut bytes: Vec<u8> = parts.next().unwrap_or_default().into();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(&part.as_bytes()[2..]);
            }
            None => bytes.extend(part.bytes()),
        }
    }
    std::ffi::OsString::from_vec(bytes).into()
}

/// The path that [`encode`] wrote.
#[cfg(not(unix))]
pub(crate) fn decode(key: &str) -> PathBuf {
    key.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(base: &str, current: &str) -> Paths {
        Paths { base: base.into(), current: current.into() }
    }

    #[test]
    fn keys_are_relative_to_the_base_and_shown_from_where_the_user_is() {
        // base, current, typed, key, shown
        let table = [
            ("/p", "/p", "seeds/a.md", "seeds/a.md", "seeds/a.md"),
            ("/p", "/p", "./seeds//a.md", "seeds/a.md", "seeds/a.md"),
            ("/p", "/p", ".", ".", "."),
            ("/p", "/p/notes", "/p/seeds/a.md", "seeds/a.md", "../seeds/a.md"),
            ("/p", "/q", "seeds/a.md", "/q/seeds/a.md", "seeds/a.md"),
            ("/p", "/q", "/r/a.md", "/r/a.md", "/r/a.md"),
            ("/p", "/q", "/p/a.md", "a.md", "/p/a.md"),
        ];
        for (base, current, typed, key, shown) in table {
            let paths = paths(base, current);
            assert_eq!(paths.key(Path::new(typed)), key, "{typed}");
            assert_eq!(paths.shown(key), shown, "{typed}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_utf8_has_a_key_and_a_readable_form() {
        use std::os::unix::ffi::OsStrExt as _;
        let name = Path::new(std::ffi::OsStr::from_bytes(b"caf\xE9.txt"));
        let paths = paths("/p", "/p");
        let key = paths.key(name);
        assert_eq!(paths.path(&key), Path::new("/p").join(name));
        assert_eq!(paths.shown(&key), "caf\\xE9.txt");
        assert_eq!(paths.key_of_shown("caf\\xE9.txt"), key);
    }

    #[test]
    fn below_means_the_folder_not_its_prefix() {
        assert!(is_below("seeds/a.md", "seeds"));
        assert!(is_below("seeds/a.md", "."));
        assert!(is_below("seeds", "seeds"));
        assert!(!is_below("seeds-2/a.md", "seeds"));
        assert!(!is_below("/other/a.md", "."));
    }
}
