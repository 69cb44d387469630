//! Indexes a folder as tantivy does by itself: its default chain on whole files, stored, one document a file, nothing
//! extracted and nothing cut. It is the yardstick for the time of `corpus index` in `benches/peers.sh`.
//!
//! ```sh
//! cargo run --release --example default_chain -- FOLDER INDEX
//! ```

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use tantivy::schema::{STORED, STRING, Schema, TEXT};
use tantivy::{Index, TantivyDocument};

/// Memory for terms that are not yet in a segment, in bytes: shared by the threads.
const MEMORY: usize = 100 << 20;

fn main() -> Result<()> {
    let mut args = std::env::args_os().skip(1);
    let (Some(folder), Some(dir)) = (args.next(), args.next()) else {
        bail!("name a folder of files, and an empty folder for the index");
    };
    let mut schema = Schema::builder();
    let path = schema.add_text_field("path", STRING | STORED);
    let text = schema.add_text_field("text", TEXT | STORED);
    fs::create_dir_all(&dir)?;
    let mut writer = Index::create_in_dir(&dir, schema.build())?.writer(MEMORY)?;
    each_file(folder.as_ref(), &mut |file| {
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        let mut document = TantivyDocument::new();
        document.add_text(path, file.to_string_lossy());
        document.add_text(text, String::from_utf8_lossy(&bytes));
        writer.add_document(document)?;
        Ok(())
    })?;
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

fn each_file(folder: &Path, each: &mut impl FnMut(&Path) -> Result<()>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        match entry.file_type()? {
            kind if kind.is_dir() => each_file(&entry.path(), each)?,
            kind if kind.is_file() => each(&entry.path())?,
            _ => {}
        }
    }
    Ok(())
}
