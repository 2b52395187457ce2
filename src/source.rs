//! What the user points at, as files: a file, a folder (recursive), or a glob.
//!
//! In: paths as given. Out: [`SourceFile`]s in the order of their names, whatever the order of the file system. Nothing is
//! opened here but folders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::document::{Document, Origin};
use crate::error::{Error, Result};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    pub origin: Origin,
    pub path: PathBuf,
    /// Length in bytes where the file system tells; 0 otherwise.
    pub bytes: u64,
}

/// The files behind `sources`, each once, sorted by name. A folder gives all its files, hidden ones left out; links are
/// followed, and a link that leads back to a folder above it is not.
///
/// # Errors
/// [`Error::SourceNotFound`] for a path that does not exist and a glob that matches nothing.
pub fn expand(sources: &[String]) -> Result<Vec<SourceFile>> {
    let mut named: Vec<(String, PathBuf)> = Vec::new();
    for source in sources {
        let path = Path::new(source);
        if path.is_dir() {
            named.extend(folder(path));
        } else if path.symlink_metadata().is_ok() {
            named.push((file_name(path), path.to_owned()));
        } else {
            named.extend(matching(source)?);
        }
    }
    let mut by_path: BTreeMap<PathBuf, String> = BTreeMap::new();
    for (name, path) in named {
        by_path.entry(path).or_insert(name);
    }
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for name in by_path.values() {
        *uses.entry(name).or_default() += 1;
    }
    let unique = |path: &Path, name: &String| if uses[name.as_str()] > 1 { slashed(path) } else { name.clone() };
    let mut files: Vec<SourceFile> = by_path
        .iter()
        .map(|(path, name)| SourceFile {
            origin: Origin { name: unique(path, name), path: path.to_string_lossy().into_owned() },
            path: path.clone(),
            bytes: path.metadata().map_or(0, |metadata| metadata.len()),
        })
        .collect();
    files.sort_by(|a, b| (&a.origin.name, &a.path).cmp(&(&b.origin.name, &b.path)));
    Ok(files)
}

fn folder(root: &Path) -> Vec<(String, PathBuf)> {
    let hidden = |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let entries = walkdir::WalkDir::new(root).follow_links(true).into_iter().filter_entry(|entry| !hidden(entry));
    entries
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_dir() => None,
            Ok(entry) => Some(entry.into_path()),
            // A dangling link, a folder that may not be listed: reading it later says why it cannot be read. A loop of
            // links adds nothing that is not listed already.
            Err(error) if error.loop_ancestor().is_some() => None,
            Err(error) => error.path().map(Path::to_owned),
        })
        .map(|path| (slashed(path.strip_prefix(root).unwrap_or(&path)), path))
        .collect()
}

fn matching(pattern: &str) -> Result<Vec<(String, PathBuf)>> {
    let not_found = || Error::SourceNotFound { path: pattern.to_owned() };
    let paths = glob::glob(pattern).map_err(|_| not_found())?;
    let mut found = Vec::new();
    for path in paths.filter_map(std::result::Result::ok) {
        if path.is_dir() {
            found.extend(folder(&path));
        } else {
            found.push((file_name(&path), path));
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

impl SourceFile {
    /// Reads and decodes the file.
    ///
    /// # Errors
    /// [`Error::Unreadable`] with the system's reason.
    pub fn read(&self) -> Result<Document> {
        let unreadable = |source| Error::Unreadable { path: self.path.clone(), source };
        let bytes = std::fs::read(&self.path).map_err(unreadable)?;
        Ok(Document::decode(self.origin.clone(), bytes))
    }
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
