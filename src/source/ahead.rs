//! Files one after the other, those that come next asked for ahead: the system fetches them while others are parsed.
//!
//! In: [`Files`], and which of them. Out: each with what was opened of it. Without this a thread waits for every file that
//! is not in the memory of the system.

use std::collections::VecDeque;
use std::fs::File;
use std::slice::Iter;

use super::Settings;
use super::packed::{Files, SourceFile};
use super::walk::Opened;
#[cfg(doc)]
use crate::error::Error;
use crate::error::Result;

/// Files that a thread has open besides the one it reads: few, as there may be many threads.
const AHEAD: usize = 8;

/// Some files of an archive, in the order given.
pub struct Ahead<'f> {
    files: &'f Files,
    left: Iter<'f, usize>,
    /// What cannot be opened ahead is opened, and complained of, in its turn.
    asked: VecDeque<(SourceFile, Option<File>)>,
}

impl Files {
    /// The files of these numbers.
    #[must_use]
    pub fn ahead<'f>(&'f self, numbers: &'f [usize]) -> Ahead<'f> {
        Ahead { files: self, left: numbers.iter(), asked: VecDeque::with_capacity(AHEAD) }
    }
}

impl Ahead<'_> {
    /// Opens the next file, as [`SourceFile::open`] does.
    ///
    /// # Errors
    /// [`Error::Unreadable`] with the system's reason.
    ///
    /// # Panics
    /// When there are no more.
    pub fn open_next(&mut self, settings: &Settings) -> Result<Opened> {
        while self.asked.len() <= AHEAD
            && let Some(&number) = self.left.next()
        {
            let file = self.files.get(number);
            let opened = file.ask();
            self.asked.push_back((file, opened));
        }
        let (file, opened) = self.asked.pop_front().expect("no more is read than was asked for");
        file.open_from(opened, settings)
    }
}

impl SourceFile {
    /// Opens a file, if it is one, and asks the system for its first bytes.
    fn ask(&self) -> Option<File> {
        // Pipes and devices tell no length; to open one may already take what it has to say.
        if self.problem.is_some() || self.bytes == 0 {
            return None;
        }
        let file = File::open(&self.path).ok()?;
        advise(&file, self.bytes);
        Some(file)
    }
}

/// Asks for the start of a file; that it is only advice makes errors none of ours.
#[cfg(target_os = "linux")]
fn advise(file: &File, bytes: u64) {
    /// A large file is fetched by the system itself when it is read from its start to its end.
    const MOST: u64 = 1 << 17;
    let length = std::num::NonZeroU64::new(bytes.min(MOST));
    let _ = rustix::fs::fadvise(file, 0, length, rustix::fs::Advice::WillNeed);
}

#[cfg(not(target_os = "linux"))]
fn advise(_file: &File, _bytes: u64) {}
