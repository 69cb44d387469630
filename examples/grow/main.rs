//! Makes folders of any size from the text of another, for `benches/growth.sh`: by repetition, with variation.
//!
//! ```sh
//! cargo run --release --example grow -- files SOURCE TARGET 1000000   # so many files, in folders of a thousand
//! cargo run --release --example grow -- bytes SOURCE TARGET 2000000000   # one text file of about so many bytes
//! cargo run --release --example grow -- words TARGET 3000000   # text files with so many different words
//! ```
//!
//! Each repetition of a file has other digits, and leaves out other lines, so that no two are the same.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// Files in a folder, and words in a file of words.
const IN_A_FOLDER: usize = 1_000;
const IN_A_FILE: usize = 2_000;

/// Of so many lines each repetition leaves one out.
const LEFT_OUT: usize = 11;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["files", source, target, count] => files(source.as_ref(), target.as_ref(), count.parse()?),
        ["bytes", source, target, count] => bytes(source.as_ref(), target.as_ref(), count.parse()?),
        ["words", target, count] => words(target.as_ref(), count.parse()?),
        _ => bail!("say `files SOURCE TARGET COUNT`, `bytes SOURCE TARGET COUNT` or `words TARGET COUNT`"),
    }
}

fn files(source: &Path, target: &Path, count: usize) -> Result<()> {
    let sources = texts(source)?;
    for number in 0..count {
        let (path, repetition) = (&sources[number % sources.len()], number / sources.len());
        let folder = target.join(format!("{:04}", number / IN_A_FOLDER));
        if number % IN_A_FOLDER == 0 {
            fs::create_dir_all(&folder)?;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        fs::write(folder.join(format!("{:03}-{name}", number % IN_A_FOLDER)), read(path, repetition)?)?;
    }
    Ok(())
}

fn bytes(source: &Path, target: &Path, most: usize) -> Result<()> {
    let sources = texts(source)?;
    fs::create_dir_all(target)?;
    let mut out = BufWriter::new(fs::File::create(target.join("one.txt"))?);
    let mut written = 0;
    for number in 0.. {
        let text = read(&sources[number % sources.len()], number / sources.len())?;
        out.write_all(text.as_bytes())?;
        out.write_all(b"\n\n")?;
        written += text.len() + 2;
        if written >= most {
            break;
        }
    }
    out.flush()?;
    Ok(())
}

/// Words of syllables: each new one between one that is frequent and one that was seen before.
fn words(target: &Path, count: usize) -> Result<()> {
    for file in 0..count.div_ceil(IN_A_FILE) {
        let folder = target.join(format!("{:04}", file / IN_A_FOLDER));
        fs::create_dir_all(&folder)?;
        let mut text = String::new();
        for number in file * IN_A_FILE..((file + 1) * IN_A_FILE).min(count) {
            writeln!(text, "La {} et le {} de {}.", word(number), word(number % 997), word(number / 3))?;
        }
        fs::write(folder.join(format!("{file:06}.txt")), text)?;
    }
    Ok(())
}

fn word(mut number: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "co", "di", "fu", "ga", "ké", "lo", "mi", "no", "pa", "ré", "sa", "ti", "vo", "zu", "chan",
        "bre", "lin", "tou", "mar",
    ];
    let mut word = String::from("ta");
    loop {
        word.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
        if number == 0 {
            return word;
        }
    }
}

/// The text of a file as its `repetition` has it; the first is the file itself.
fn read(path: &Path, repetition: usize) -> Result<String> {
    let text =
        String::from_utf8_lossy(&fs::read(path).with_context(|| path.display().to_string())?).into_owned();
    if repetition == 0 {
        return Ok(text);
    }
    let lines = text.split_inclusive('\n').enumerate();
    let kept =
        lines.filter(|(line, text)| !(line + repetition).is_multiple_of(LEFT_OUT) || text.contains('<'));
    let other = |c: char| match c.to_digit(10) {
        Some(digit) => char::from_digit((digit + repetition as u32) % 10, 10).unwrap_or(c),
        None => c,
    };
    Ok(kept.flat_map(|(_, line)| line.chars()).map(other).collect())
}

/// The files of a folder, in order.
fn texts(folder: &Path) -> Result<Vec<PathBuf>> {
    let walk = ignore::WalkBuilder::new(folder).sort_by_file_name(|one, other| one.cmp(other)).build();
    let files =
        walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let files: Vec<PathBuf> = files.map(ignore::DirEntry::into_path).collect();
    if files.is_empty() {
        bail!("{}: no files in it", folder.display());
    }
    Ok(files)
}
