//! Paths to files: a file, a folder (recursive), or a glob.
//!
//! In: paths as given. Out: [`Files`], in the order of their names, whatever the order of the file system. Nothing is
//! opened here but folders.

use std::collections::HashSet;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};

use rustc_hash::FxBuildHasher;

use super::packed::{Files, SourceFile};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Origin;
use crate::error::{Error, Result};

/// Files as they are found, in any order: all names in one string.
#[derive(Default)]
struct Listing {
    folders: Vec<PathBuf>,
    /// Files that are more than a name below a folder.
    others: Vec<SourceFile>,
    names: String,
    found: Vec<Found>,
}

struct Found {
    /// Where its name starts among the names.
    start: usize,
    length: u32,
    /// The folder whose path, with the name behind it, is that of the file; none for one of the others.
    folder: Option<u32>,
    /// Its length; of one of the others its place there.
    bytes: u64,
}

impl Listing {
    fn name(&self, file: &Found) -> &str {
        &self.names[file.start..file.start + file.length as usize]
    }

    fn path(&self, file: &Found) -> PathBuf {
        match file.folder {
            Some(folder) => self.folders[folder as usize].join(self.name(file)),
            None => self.others[file.bytes as usize].path.clone(),
        }
    }

    fn push(&mut self, name: &str, folder: Option<u32>, bytes: u64) {
        self.found.push(Found { start: self.names.len(), length: narrow(name.len()), folder, bytes });
        self.names.push_str(name);
    }

    /// A file that is named as it lies below the last folder.
    fn push_below(&mut self, name: &str, bytes: u64) {
        self.push(name, Some(narrow(self.folders.len() - 1)), bytes);
    }

    /// A file that is named as it lies in its folder.
    fn push_file(&mut self, path: PathBuf) {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let folder = path.parent().filter(|folder| folder.join(&name).as_os_str() == path.as_os_str());
        let Some(folder) = folder else { return self.push_other(name, path, None) };
        if self.folders.last().is_none_or(|last| last.as_os_str() != folder.as_os_str()) {
            self.folders.push(folder.to_owned());
        }
        self.push_below(&name, length(&path));
    }

    fn push_other(&mut self, name: String, path: PathBuf, problem: Option<Diagnostic>) {
        let bytes = if problem.is_some() { 0 } else { length(&path) };
        self.push(&name, None, self.others.len() as u64);
        let origin = Origin { name, path: path.to_string_lossy().into_owned() };
        self.others.push(SourceFile { origin, path, bytes, problem });
    }

    /// Each path once, as it was found first.
    fn deduplicate(&mut self) {
        let hash = |file: &Found| FxBuildHasher.hash_one(self.path(file));
        let mut hashes: Vec<(u64, usize)> = self.found.iter().map(hash).zip(0..).collect();
        hashes.sort_unstable();
        let mut again = vec![false; self.found.len()];
        for same in hashes.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
            let mut paths = HashSet::new();
            for &(_, index) in same {
                again[index] = !paths.insert(self.path(&self.found[index]));
            }
        }
        let mut again = again.into_iter();
        self.found.retain(|_| again.next() == Some(false));
    }

    /// In the order of names. Files that share a name are named by their whole paths.
    fn in_order(mut self) -> Files {
        self.sort();
        let same = |one: usize, other: usize| self.name(&self.found[one]) == self.name(&self.found[other]);
        let count = self.found.len();
        let shared = |index: usize| index > 0 && same(index - 1, index) || index + 1 < count && same(index, index + 1);
        let shared: Vec<usize> = (0..count).filter(|&index| shared(index)).collect();
        if !shared.is_empty() {
            self.name_by_paths(shared);
            self.sort();
        }
        let mut files = Files::below(std::mem::take(&mut self.folders));
        for file in &self.found {
            match file.folder {
                Some(folder) => files.push_below(folder as usize, self.name(file), file.bytes),
                None => files.push(self.others[file.bytes as usize].clone()),
            }
        }
        files
    }

    fn sort(&mut self) {
        let mut found = std::mem::take(&mut self.found);
        let by_path = |one: &Found, other: &Found| self.path(one).cmp(&self.path(other));
        found.sort_unstable_by(|one, other| self.name(one).cmp(self.name(other)).then_with(|| by_path(one, other)));
        self.found = found;
    }

    fn name_by_paths(&mut self, files: Vec<usize>) {
        // A path alone is a name below no folder.
        self.folders.push(PathBuf::new());
        for index in files {
            let &Found { folder, bytes, .. } = &self.found[index];
            let path = self.path(&self.found[index]);
            let name = slashed(&path);
            if folder.is_some() && path.as_os_str() == name.as_str() {
                self.push_below(&name, bytes);
            } else {
                let problem = if folder.is_none() { self.others[bytes as usize].problem.clone() } else { None };
                self.push_other(name, path, problem);
            }
            self.found.swap_remove(index);
        }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("fewer than 4 billion folders, shorter names")
}

/// The files behind `sources`, each once, sorted by name. A folder gives all its files, hidden ones left out; links are
/// followed, and of one that leads back to a folder above it a problem says so. A Maildir gives its messages.
///
/// # Errors
/// [`Error::SourceNotFound`] for a path that does not exist and a glob that matches nothing.
pub fn expand(sources: &[String]) -> Result<Files> {
    let mut files = Listing::default();
    for source in sources {
        let path = Path::new(source);
        if path.is_dir() {
            folder(path, &mut files);
        } else if path.symlink_metadata().is_ok() {
            files.push_file(path.to_owned());
        } else {
            matching(source, &mut files)?;
        }
    }
    // A folder alone holds each path once.
    if !matches!(sources, [source] if Path::new(source).is_dir()) {
        files.deduplicate();
    }
    Ok(files.in_order())
}

fn folder(root: &Path, files: &mut Listing) {
    files.folders.push(root.to_owned());
    for entry in walkdir::WalkDir::new(root).follow_links(true).into_iter().filter_entry(is_read) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let name = slashed(entry.path().strip_prefix(root).unwrap_or(entry.path()));
                // A name that says less than the path, as of letters that are no Unicode, does not lead back to it.
                if root.join(&name) == entry.path() {
                    files.push_below(&name, length(entry.path()));
                } else {
                    files.push_other(name, entry.into_path(), None);
                }
            }
            // A dangling link, a folder that may not be listed: reading it later says why it cannot be read.
            Err(error) => {
                let Some(path) = error.path().map(Path::to_owned) else { continue };
                let above = error.loop_ancestor().map(|above| {
                    let message = format!(
                        "expected a link to something new, found one back to {}; it is not followed",
                        above.display()
                    );
                    Diagnostic::whole(Code::LinkLoop, message)
                });
                files.push_other(slashed(path.strip_prefix(root).unwrap_or(&path)), path, above);
            }
        }
    }
}

fn length(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
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

fn matching(pattern: &str, files: &mut Listing) -> Result<()> {
    let not_found = || Error::SourceNotFound { path: pattern.to_owned() };
    let paths = glob::glob(pattern).map_err(|_| not_found())?;
    let before = files.found.len();
    for path in paths.filter_map(std::result::Result::ok) {
        if path.is_dir() {
            folder(&path, files);
        } else {
            files.push_file(path);
        }
    }
    if files.found.len() == before { Err(not_found()) } else { Ok(()) }
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
        let names = |sources: &[String]| expand(sources).unwrap().iter().map(|f| f.origin.name).collect::<Vec<_>>();
        assert_eq!(names(std::slice::from_ref(&source)), ["a/1.txt", "a/2.txt", "b.txt"]);
        assert_eq!(names(&[format!("{source}/*.txt"), format!("{source}/b.txt")]), ["b.txt"]);
        // Each once, as it was found first, and by their paths where they share a name.
        assert_eq!(names(&[source.clone(), format!("{source}/a")]), ["a/1.txt", "a/2.txt", "b.txt"]);
        std::fs::write(root.join("a/b.txt"), "another b").unwrap();
        let shared = [format!("{source}/a/b.txt"), format!("{source}/b.txt")];
        assert_eq!(names(&shared), shared);
        let missing = expand(&[format!("{source}/none.txt")]).unwrap_err().to_string();
        assert!(missing.contains("none.txt"), "{missing}");
        std::fs::remove_dir_all(&root).unwrap();
    }
}
