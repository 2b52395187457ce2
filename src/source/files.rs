//! Paths to files: a file, a folder (recursive), or a glob.
//!
//! In: paths as given. Out: [`Files`], in the order of their names, whatever the order of the file system. Nothing is
//! opened here but folders.

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

/// Files in order, kept small: an archive has millions of them. What lies below a folder is kept as its name there, all names
/// in one string; any other file is kept as it is.
#[derive(Clone, Debug, Default)]
pub struct Files {
    folders: Vec<PathBuf>,
    names: String,
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
enum Entry {
    /// Its path is that of the folder with its name behind it.
    Below {
        folder: u32,
        length: u32,
        start: usize,
        bytes: u64,
    },
    Other(Box<SourceFile>),
}

impl Files {
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    #[must_use]
    pub fn get(&self, index: usize) -> SourceFile {
        match &self.entries[index] {
            Entry::Other(file) => (**file).clone(),
            &Entry::Below { bytes, .. } => {
                let (name, path) = (self.name(index).to_owned(), self.path(index));
                let origin = Origin { name, path: path.to_string_lossy().into_owned() };
                SourceFile { origin, path, bytes, problem: None }
            }
        }
    }

    #[must_use]
    pub fn name(&self, index: usize) -> &str {
        match &self.entries[index] {
            &Entry::Below { start, length, .. } => &self.names[start..start + length as usize],
            Entry::Other(file) => &file.origin.name,
        }
    }

    #[must_use]
    pub fn path(&self, index: usize) -> PathBuf {
        match &self.entries[index] {
            &Entry::Below { folder, .. } => self.folders[folder as usize].join(self.name(index)),
            Entry::Other(file) => file.path.clone(),
        }
    }

    /// Length of a file in bytes.
    #[must_use]
    pub fn bytes(&self, index: usize) -> u64 {
        match &self.entries[index] {
            Entry::Below { bytes, .. } => *bytes,
            Entry::Other(file) => file.bytes,
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = SourceFile> + '_ {
        (0..self.len()).map(|index| self.get(index))
    }

    /// A file that is named as it lies below the last folder.
    fn push_below(&mut self, name: &str, bytes: u64) {
        let narrow = |number: usize| u32::try_from(number).expect("fewer than 4 billion folders, shorter names");
        let (folder, start) = (narrow(self.folders.len() - 1), self.names.len());
        self.names.push_str(name);
        self.entries.push(Entry::Below { folder, length: narrow(name.len()), start, bytes });
    }

    fn push(&mut self, name: String, path: PathBuf, problem: Option<Diagnostic>) {
        let bytes = if problem.is_some() { 0 } else { length(&path) };
        let origin = Origin { name, path: path.to_string_lossy().into_owned() };
        self.entries.push(Entry::Other(Box::new(SourceFile { origin, path, bytes, problem })));
    }

    /// Each path once, as it was found first.
    fn deduplicate(&mut self) {
        let mut order: Vec<(PathBuf, usize)> = (0..self.len()).map(|index| (self.path(index), index)).collect();
        order.sort_unstable();
        order.dedup_by(|later, earlier| later.0 == earlier.0);
        self.entries = order.into_iter().map(|(_, index)| self.entries[index].clone()).collect();
    }

    /// In the order of names. Files that share a name are named by their whole paths.
    fn sort(&mut self) {
        self.sort_by_name();
        let same = |one: usize, other: usize| self.name(one) == self.name(other);
        let shared =
            |index: usize| index > 0 && same(index - 1, index) || index + 1 < self.len() && same(index, index + 1);
        let shared: Vec<usize> = (0..self.len()).filter(|&index| shared(index)).collect();
        for &index in &shared {
            let mut file = self.get(index);
            file.origin.name = slashed(&file.path);
            self.entries[index] = Entry::Other(Box::new(file));
        }
        if !shared.is_empty() {
            self.sort_by_name();
        }
    }

    fn sort_by_name(&mut self) {
        let mut order: Vec<usize> = (0..self.len()).collect();
        let by_path = |one: usize, other: usize| self.path(one).cmp(&self.path(other));
        order.sort_by(|&one, &other| self.name(one).cmp(self.name(other)).then_with(|| by_path(one, other)));
        self.entries = order.into_iter().map(|index| self.entries[index].clone()).collect();
    }
}

impl FromIterator<SourceFile> for Files {
    /// In the order given.
    fn from_iter<I: IntoIterator<Item = SourceFile>>(files: I) -> Self {
        let entries = files.into_iter().map(|file| Entry::Other(Box::new(file))).collect();
        Self { entries, ..Self::default() }
    }
}

/// The files behind `sources`, each once, sorted by name. A folder gives all its files, hidden ones left out; links are
/// followed, and of one that leads back to a folder above it a problem says so. A Maildir gives its messages.
///
/// # Errors
/// [`Error::SourceNotFound`] for a path that does not exist and a glob that matches nothing.
pub fn expand(sources: &[String]) -> Result<Files> {
    let mut files = Files::default();
    for source in sources {
        let path = Path::new(source);
        if path.is_dir() {
            folder(path, &mut files);
        } else if path.symlink_metadata().is_ok() {
            files.push(file_name(path), path.to_owned(), None);
        } else {
            matching(source, &mut files)?;
        }
    }
    // A folder alone holds each path once.
    if files.folders.len() > 1 || sources.len() > 1 {
        files.deduplicate();
    }
    files.sort();
    files.names.shrink_to_fit();
    Ok(files)
}

fn folder(root: &Path, files: &mut Files) {
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
                    files.push(name, entry.into_path(), None);
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
                files.push(slashed(path.strip_prefix(root).unwrap_or(&path)), path, above);
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

fn matching(pattern: &str, files: &mut Files) -> Result<()> {
    let not_found = || Error::SourceNotFound { path: pattern.to_owned() };
    let paths = glob::glob(pattern).map_err(|_| not_found())?;
    let before = files.len();
    for path in paths.filter_map(std::result::Result::ok) {
        if path.is_dir() {
            folder(&path, files);
        } else {
            files.push(file_name(&path), path, None);
        }
    }
    if files.len() == before { Err(not_found()) } else { Ok(()) }
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
        let names = |sources: &[String]| expand(sources).unwrap().iter().map(|f| f.origin.name).collect::<Vec<_>>();
        assert_eq!(names(std::slice::from_ref(&source)), ["a/1.txt", "a/2.txt", "b.txt"]);
        assert_eq!(names(&[format!("{source}/*.txt"), format!("{source}/b.txt")]), ["b.txt"]);
        let missing = expand(&[format!("{source}/none.txt")]).unwrap_err().to_string();
        assert!(missing.contains("none.txt"), "{missing}");
        std::fs::remove_dir_all(&root).unwrap();
    }
}
