//! The index is its owner's alone, and trusted only if it is the user's own.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;

use crate::containers::zip;
use crate::folder::{Folder, PROGRAM, Run};

/// Documents may name what lies elsewhere, by links, by paths in archives, by addresses: none of it is read.
#[test]
fn nothing_is_read_outside_the_folders_that_were_given() {
    let secret = "Le xylophone du voisin est un secret.";
    let folder = Folder::with(&[("ailleurs/secret.txt", secret)]);
    let outside = folder.path("ailleurs/secret.txt");
    let absolute = outside.display().to_string();
    let named = format!(
        "<p>La grue <img src=\"{absolute}\"> <a href=\"file://{absolute}\">voir</a> \
         <iframe src=\"../ailleurs/secret.txt\"></iframe></p><!--#include file=\"{absolute}\" -->"
    );
    let entity = format!(
        "<!DOCTYPE w [<!ENTITY x SYSTEM \"file://{absolute}\">]>\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body><w:p><w:r><w:t>Le pic &x;</w:t></w:r></w:p></w:body></w:document>"
    );
    folder.write("docs/page.html", named);
    folder.write(
        "docs/chemins.zip",
        zip(&[("../../ailleurs/secret.txt", "Un héron."), (absolute.as_str(), "Un butor.")]),
    );
    folder.write(
        "docs/entite.docx",
        zip(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", entity.as_str())]),
    );
    std::os::unix::fs::symlink(&outside, folder.path("docs/lien.txt")).unwrap();
    std::os::unix::fs::symlink(folder.path("ailleurs"), folder.path("docs/dossier")).unwrap();
    folder.corpus(["index", "docs"]).ok();
    for query in ["xylophone", "secret voisin"] {
        let run = folder.corpus(["search", "--json", query]);
        assert!(!run.out.contains("du voisin"), "{run:?}");
    }
    assert_eq!(folder.found(["héron OU butor"]).len(), 2, "entries of an archive are documents in it");
    // Nor is anything unpacked to where an archive says.
    assert_eq!(fs::read_to_string(&outside).unwrap(), secret);
    assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 3, "docs, ailleurs and the index");
}

/// The permissions of everything below a folder.
fn permissions(folder: &Path) -> Vec<(String, u32)> {
    let mut found = vec![(folder.display().to_string(), fs::metadata(folder).unwrap().mode() & 0o777)];
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(permissions(&path));
        } else {
            found.push((path.display().to_string(), fs::metadata(&path).unwrap().mode() & 0o777));
        }
    }
    found
}

#[test]
fn only_the_owner_may_read_an_index_whatever_the_user_s_mask() {
    let folder = Folder::with(&[("docs/a.txt", "Le héron."), ("docs/b.txt", "Le butor.")]);
    folder.shell("umask 0; corpus index docs").ok();
    folder.write("docs/a.txt", "La grue.");
    folder.shell("umask 0; corpus index && corpus forget docs/b.txt").ok();
    for (path, mode) in permissions(&folder.path(".corpus")) {
        let most = if Path::new(&path).is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, most, "{path}");
    }
}

/// An index directory may come with a folder that was unpacked.
#[test]
fn links_in_an_index_directory_lead_nowhere() {
    let folder = Folder::with(&[("docs/a.txt", "Le héron."), ("ailleurs/these.txt", "Ma thèse.")]);
    folder.corpus(["index", "docs"]).ok();
    let (inner, these) = (folder.inner_index(), folder.path("ailleurs/these.txt"));
    let names =
        ["../scope.new", "meta.json.new", ".managed.json.new", ".tantivy-writer.lock", ".tantivy-meta.lock"];
    for name in names {
        let path = inner.join(name);
        let _ = fs::remove_file(&path);
        std::os::unix::fs::symlink(&these, &path).unwrap();
        folder.write("docs/a.txt", format!("Le héron {name}."));
        let run = folder.corpus(["index"]);
        assert!(run.code == 0 || run.code == 2, "{run:?}");
        assert_eq!(fs::read_to_string(&these).unwrap(), "Ma thèse.", "{name}");
        let _ = fs::remove_file(&path);
    }
    fs::remove_dir_all(&inner).unwrap();
    std::os::unix::fs::symlink(folder.path("ailleurs"), &inner).unwrap();
    for args in [["index", "docs"].as_slice(), &["index", "--rebuild"], &["search", "héron"]] {
        folder.corpus(args).fails(&["is a link; remove it"]);
    }
    assert_eq!(fs::read_dir(folder.path("ailleurs")).unwrap().count(), 1);
}

#[test]
fn an_index_that_others_could_read_is_its_owner_s_alone_behind_the_next_run() {
    let folder = Folder::with_docs();
    folder.shell("chmod -R a+rwX .corpus").ok();
    folder.corpus(["index"]).ok();
    for (path, mode) in permissions(&folder.path(".corpus")) {
        assert_eq!(mode & 0o077, 0, "{path}");
    }
}

/// Whether this process may give files away, as root may.
fn is_root(folder: &Folder) -> bool {
    fs::metadata(folder.path("")).unwrap().uid() == 0
}

const NOBODY: u32 = 65_534;

fn give_away(folder: &Path) {
    std::os::unix::fs::chown(folder, Some(NOBODY), Some(NOBODY)).unwrap();
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            give_away(&path)
        } else {
            std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).unwrap()
        }
    }
}

fn forbid_writing(folder: &Path) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            forbid_writing(&path);
        } else {
            fs::set_permissions(path, fs::Permissions::from_mode(0o400)).unwrap();
        }
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o500)).unwrap();
}

fn allow_writing(folder: &Path) {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    fs::read_dir(folder)
        .unwrap()
        .map(|item| item.unwrap().path())
        .filter(|path| path.is_dir())
        .for_each(|path| allow_writing(&path));
}

/// Only root can make an index that is another user's; for any other user the one that is found is their own.
#[test]
fn an_index_of_another_user_is_used_only_if_it_is_named() {
    let folder = Folder::with_docs();
    if is_root(&folder) {
        give_away(&folder.path(".corpus"));
        let said = [".corpus", "another user (65534)", "--index"];
        folder.corpus(["search", "fleuve"]).fails(&said);
        folder.corpus_in("docs", ["index", "."]).fails(&said);
        folder.corpus_in("docs", ["--index", "../.corpus", "search", "fleuve"]).ok();
    }
    Folder::with_docs().corpus(["search", "fleuve"]).ok();
}

/// Root may write everywhere, and is another user here.
#[test]
fn an_index_that_cannot_be_written_to_can_be_searched() {
    let folder = Folder::with_docs();
    let dir = folder.path(".corpus");
    let root = is_root(&folder);
    if root {
        give_away(&folder.path(""));
    }
    forbid_writing(&dir);
    let run = |args: &[&str]| {
        let mut process = folder.process(PROGRAM);
        if root {
            process.uid(NOBODY).gid(NOBODY);
        }
        process.args(args);
        let output = process.output().unwrap();
        Run::new(process.get_args(), output)
    };
    let found = run(&["search", "--json", "fleuve"]).ok();
    assert!(found.out.contains("docs/lettre.md"), "{found:?}");
    run(&["list"]).ok();
    run(&["check"]).ok();
    run(&["index"]).fails(&[".corpus", "cannot be written"]);
    // What searches take for a lock need not be there.
    fs::set_permissions(folder.inner_index(), fs::Permissions::from_mode(0o700)).unwrap();
    fs::remove_file(folder.inner_index().join(".tantivy-meta.lock")).unwrap();
    forbid_writing(&dir);
    run(&["search", "fleuve"]).ok();
    allow_writing(&dir);
}

#[test]
fn an_index_that_may_not_be_read_is_not_said_to_be_damaged() {
    let folder = Folder::with_docs();
    if is_root(&folder) {
        let mut process = folder.process(PROGRAM);
        // The folders on the way are everybody's; the index is root's.
        fs::set_permissions(folder.path(""), fs::Permissions::from_mode(0o755)).unwrap();
        process.uid(NOBODY).gid(NOBODY).args(["--index", ".corpus", "search", "fleuve"]);
        let output = process.output().unwrap();
        Run::new(process.get_args(), output).fails(&[".corpus", "cannot be read"]);
    } else {
        fs::set_permissions(folder.inner_index().join("meta.json"), fs::Permissions::from_mode(0o0)).unwrap();
        folder.corpus(["search", "fleuve"]).fails(&[".corpus", "cannot be read"]);
    }
}
