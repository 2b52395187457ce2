//! Inputs that are read at any place, by several readers at once.

use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom, Write, copy};
use std::rc::Rc;

use tempfile::SpooledTempFile;

/// Containers up to this length are laid aside in memory, longer ones in a temporary file.
const IN_MEMORY: usize = 8 << 20;

pub(super) trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// A reader with a place of its own in an input that others read, too.
#[derive(Clone)]
pub(super) struct Shared<'s> {
    input: Rc<RefCell<dyn ReadSeek + 's>>,
    at: u64,
}

impl<'s> Shared<'s> {
    pub(super) fn new(input: impl ReadSeek + 's) -> Self {
        Self { input: Rc::new(RefCell::new(input)), at: 0 }
    }

    /// Another reader, at the start.
    pub(super) fn fresh(&self) -> Self {
        Self { input: Rc::clone(&self.input), at: 0 }
    }
}

impl Read for Shared<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut input = self.input.borrow_mut();
        input.seek(SeekFrom::Start(self.at))?;
        let bytes = input.read(buffer)?;
        self.at += bytes as u64;
        Ok(bytes)
    }
}

impl Seek for Shared<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let length = || self.input.borrow_mut().seek(SeekFrom::End(0));
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => length()?.checked_add_signed(by),
        };
        self.at = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// A stream laid aside, in memory or in a temporary file without a name.
pub(super) fn spooled(stream: &mut dyn Read, limit: u64) -> io::Result<SpooledTempFile> {
    let mut file = SpooledTempFile::new(IN_MEMORY);
    fill(&mut file, stream, limit)?;
    Ok(file)
}

/// A stream laid aside in a temporary file without a name.
#[cfg(feature = "parquet")]
pub(super) fn in_file(stream: &mut dyn Read, limit: u64) -> io::Result<std::fs::File> {
    let mut file = tempfile::tempfile()?;
    fill(&mut file, stream, limit)?;
    Ok(file)
}

fn fill(file: &mut (impl Write + Seek), stream: &mut dyn Read, limit: u64) -> io::Result<()> {
    let bytes = copy(&mut stream.take(limit.saturating_add(1)), file)?;
    if bytes > limit {
        return Err(io::Error::other(format!("longer than {limit} bytes, the limit of one document")));
    }
    file.rewind()
}
