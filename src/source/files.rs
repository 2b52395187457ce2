//! Paths to files: a file, a folder (recursive), or a glob.
//!
//! In: paths as given. Out: [`SourceFile`]s in the order of their names, whatever the order of the file system. Nothing is
//! opened here but folders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Origin;
use crate::error::{Error, Result};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    pub origin: Origin,
    pub path: PathBuf,
    /// Length in bytes where the file system tells; 0 otherwise.
    pub bytes: u64,
    /// Why there is nothing to read.
    pub problem: Option<Diagnostic>,
}

/// A path that was found, and its name.
struct Found {
    name: String,
    path: PathBuf,
    problem: Option<Diagnostic>,
}

impl Found {
    fn file(name: String, path: PathBuf) -> Self {
        Self { name, path, problem: None }
    }
}

/// The files behind `sources`, each once, sorted by name. A folder gives all its files, hidden ones left out; links are
/// followed, and of one that leads back to a folder above it a problem says so. A Maildir gives its messages.
///
/// # Errors
/// [`Error::SourceNotFound`] for a path that does not exist and a glob that matches nothing.
pub fn expand(sources: &[String]) -> Result<Vec<SourceFile>> {
    let mut found: Vec<Found> = Vec::new();
    for source in sources {
        let path = Path::new(source);
        if path.is_dir() {
            found.extend(folder(path));
        } else if path.symlink_metadata().is_ok() {
            found.push(Found::file(file_name(path), path.to_owned()));
        } else {
            found.extend(matching(source)?);
        }
    }
    let mut by_path: BTreeMap<PathBuf, Found> = BTreeMap::new();
    for one in found {
        by_path.entry(one.path.clone()).or_insert(one);
    }
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for one in by_path.values() {
        *uses.entry(&one.name).or_default() += 1;
    }
    let unique = |one: &Found| if uses[one.name.as_str()] > 1 { slashed(&one.path) } else { one.name.clone() };
    let mut files: Vec<SourceFile> = by_path
        .values()
        .map(|one| SourceFile {
            origin: Origin { name: unique(one), path: one.path.to_string_lossy().into_owned() },
            path: one.path.clone(),
            bytes: if one.problem.is_some() { 0 } else { one.path.metadata().map_or(0, |metadata| metadata.len()) },
            problem: one.problem.clone(),
        })
        .collect();
    files.sort_by(|a, b| (&a.origin.name, &a.path).cmp(&(&b.origin.name, &b.path)));
    Ok(files)
}

fn folder(root: &Path) -> Vec<Found> {
    let entries = walkdir::WalkDir::new(root).follow_links(true).into_iter().filter_entry(is_read);
    let named = |path: &Path| slashed(path.strip_prefix(root).unwrap_or(path));
    entries
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_dir() => None,
            Ok(entry) => Some(Found::file(named(entry.path()), entry.into_path())),
            // A dangling link, a folder that may not be listed: reading it later says why it cannot be read.
            Err(error) => {
                let path = error.path()?.to_owned();
                let above = error.loop_ancestor().map(|above| {
                    let message = format!(
                        "expected a link to something new, found one back to {}; it is not followed",
                        above.display()
                    );
                    Diagnostic::whole(Code::LinkLoop, message)
                });
                Some(Found { name: named(&path), path, problem: above })
            }
        })
        .collect()
}

/// Hidden entries are left out, but for the folders that a Maildir hides in itself; so is what is still being delivered.
fn is_read(entry: &walkdir::DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let in_maildir = || entry.path().parent().is_some_and(is_maildir);
    if entry.depth() == 0 {
        return true;
    }
    if name.starts_with('.') {
        return entry.file_type().is_dir() && is_maildir(entry.path()) && in_maildir();
    }
    !(name == "tmp" && entry.file_type().is_dir() && in_maildir())
}

fn is_maildir(path: &Path) -> bool {
    ["cur", "new", "tmp"].iter().all(|part| path.join(part).is_dir())
}

fn matching(pattern: &str) -> Result<Vec<Found>> {
    let not_found = || Error::SourceNotFound { path: pattern.to_owned() };
    let paths = glob::glob(pattern).map_err(|_| not_found())?;
    let mut found = Vec::new();
    for path in paths.filter_map(std::result::Result::ok) {
        if path.is_dir() {
            found.extend(folder(&path));
        } else {
            found.push(Found::file(file_name(&path), path));
        }
    }
    if found.is_empty() { Err(not_found()) } else { Ok(found) }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn slashed(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
        .replacen("//", "/", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_read_in_order_and_hidden_files_left_out() {
        let root = std::env::temp_dir().join(format!("dateline-source-{}", std::process::id()));
        for (name, text) in [("b.txt", "b"), ("a/2.txt", "2"), ("a/1.txt", "1"), (".hidden/x.txt", "x"), (".y", "y")] {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let source = root.to_string_lossy().into_owned();
        let names =
            |sources: &[String]| expand(sources).unwrap().into_iter().map(|f| f.origin.name).collect::<Vec<_>>();
        assert_eq!(names(std::slice::from_ref(&source)), ["a/1.txt", "a/2.txt", "b.txt"]);
        assert_eq!(names(&[format!("{source}/*.txt"), format!("{source}/b.txt")]), ["b.txt"]);
        let missing = expand(&[format!("{source}/none.txt")]).unwrap_err().to_string();
        assert!(missing.contains("none.txt"), "{missing}");
        std::fs::remove_dir_all(&root).unwrap();
    }
}
