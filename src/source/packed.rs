//! A list of files in few bytes: an archive has millions of them.
//!
//! Files stand in an order in which neighbours have much of their names in common, so each is kept as what it does not
//! share with the one before it. Every [`STRIDE`]th is kept whole: reading starts there.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::document::Origin;

const STRIDE: usize = 16;

/// A file that the user points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    pub origin: Origin,
    pub path: PathBuf,
    /// Length in bytes where the file system tells; 0 otherwise.
    pub bytes: u64,
    /// Why there is nothing to read.
    pub problem: Option<Diagnostic>,
}

/// Files in order.
#[derive(Clone, Debug, Default)]
pub struct Files {
    folders: Vec<PathBuf>,
    /// Files that are more than a name below a folder.
    others: Vec<SourceFile>,
    /// See [`Record`].
    records: Vec<u8>,
    /// Where each `STRIDE`th record starts.
    starts: Vec<usize>,
    count: usize,
    /// The name of the last file.
    last: String,
}

/// One file: numbers as [`put`] writes them, then bytes of its name.
struct Record<'r> {
    /// 1 and up for the folders, 0 for the others.
    folder: usize,
    /// Its length; of one of the others its place there.
    bytes: u64,
    /// Bytes of its name that are those of the name before it, and those behind them.
    shared: usize,
    rest: &'r [u8],
}

impl Files {
    /// None yet, with the folders that they will lie below.
    pub(super) fn below(folders: Vec<PathBuf>) -> Self {
        Self { folders, ..Self::default() }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    #[must_use]
    pub fn get(&self, index: usize) -> SourceFile {
        let (record, name) = self.find(index);
        let Some(folder) = record.folder.checked_sub(1) else {
            return self.others[record.bytes as usize].clone();
        };
        let path = self.folders[folder].join(&name);
        let origin = Origin { name, path: path.to_string_lossy().into_owned() };
        SourceFile { origin, path, bytes: record.bytes, problem: None }
    }

    /// Length of a file in bytes.
    #[must_use]
    pub fn bytes(&self, index: usize) -> u64 {
        let record = self.records(index).last().expect("a file has a record");
        if record.folder == 0 { self.others[record.bytes as usize].bytes } else { record.bytes }
    }

    pub fn iter(&self) -> impl Iterator<Item = SourceFile> + '_ {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Appends a file that is named as it lies below a folder.
    pub(super) fn push_below(&mut self, folder: usize, name: &str, bytes: u64) {
        self.push_record(folder + 1, bytes, name);
    }

    pub(super) fn push(&mut self, file: SourceFile) {
        self.push_record(0, self.others.len() as u64, &file.origin.name);
        self.others.push(file);
    }

    fn push_record(&mut self, folder: usize, bytes: u64, name: &str) {
        let shared = if self.count.is_multiple_of(STRIDE) {
            self.starts.push(self.records.len());
            0
        } else {
            self.last.bytes().zip(name.bytes()).take_while(|(one, other)| one == other).count()
        };
        for number in [folder as u64, bytes, shared as u64, (name.len() - shared) as u64] {
            put(&mut self.records, number);
        }
        self.records.extend_from_slice(&name.as_bytes()[shared..]);
        self.count += 1;
        name.clone_into(&mut self.last);
    }

    /// The record of a file, behind those that it may share its name with.
    fn records(&self, index: usize) -> impl Iterator<Item = Record<'_>> {
        assert!(index < self.count, "expected one of {} files, found {index}", self.count);
        let mut from = &self.records[self.starts[index / STRIDE]..];
        (0..=index % STRIDE).map(move |_| Record::take(&mut from))
    }

    fn find(&self, index: usize) -> (Record<'_>, String) {
        let (mut name, mut found) = (Vec::new(), None);
        for record in self.records(index) {
            name.truncate(record.shared);
            name.extend_from_slice(record.rest);
            found = Some(record);
        }
        (found.expect("a file has a record"), String::from_utf8(name).expect("a name is put together as it was"))
    }
}

impl FromIterator<SourceFile> for Files {
    /// In the order given.
    fn from_iter<I: IntoIterator<Item = SourceFile>>(files: I) -> Self {
        let mut all = Self::default();
        files.into_iter().for_each(|file| all.push(file));
        all
    }
}

impl<'r> Record<'r> {
    fn take(from: &mut &'r [u8]) -> Self {
        let [folder, bytes, shared, length] = std::array::from_fn(|_| take(from));
        let (rest, behind) = from.split_at(length as usize);
        *from = behind;
        Self { folder: folder as usize, bytes, shared: shared as usize, rest }
    }
}

/// Appends a number, seven bits to a byte, the lowest first; all bytes but its last have the highest bit.
fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(from: &mut &[u8]) -> u64 {
    let length = 1 + from.iter().take_while(|&&byte| byte >= 0x80).count();
    let (number, behind) = from.split_at(length);
    *from = behind;
    number.iter().rev().fold(0, |number, byte| number << 7 | u64::from(byte & 0x7f))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_given_back_as_it_was() {
        let mut files = Files::below(vec!["a".into(), "b".into()]);
        let mut expected = Vec::new();
        for number in 0..100_u64 {
            let name = ["é", "è", "", "é/x"][number as usize % 4].to_owned() + &"n".repeat(number as usize * 3);
            let (folder, bytes) = (number as usize % 2, 1 << (number % 64));
            let path = PathBuf::from(["a", "b"][folder]).join(&name);
            let origin = Origin { name: name.clone(), path: path.to_string_lossy().into_owned() };
            let mut file = SourceFile { origin, path, bytes, problem: None };
            if number % 7 == 0 {
                file.origin.path = "elsewhere".to_owned();
                files.push(file.clone());
            } else {
                files.push_below(folder, &name, bytes);
            }
            expected.push(file);
        }
        assert_eq!(files.iter().collect::<Vec<_>>(), expected);
        assert!((0..100).all(|index| files.bytes(index) == expected[index].bytes));
    }
}
