//! How much of the input was read, how much came out of it, and when to stop.

use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::format::Limits;

/// How far a reading has come, and the wish to end it: shared with whoever watches.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Bytes of input files that were read.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    pub fn add(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Asks the reading to end; it does at the next document, or the next block of a container.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// Why the reading of a file was ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Cancelled,
    /// More came out of the file than its length allows.
    Expansion,
}

/// Output that is never too much, whatever the length of the file.
const FREE: u64 = 1 << 20;

/// One file with everything inside it: what was read of it and what came out. Shared by all readers stacked on the file.
pub(super) struct Gauge<'p> {
    progress: &'p Progress,
    /// Length of the file, of which so much was read.
    length: u64,
    read: Cell<u64>,
    allowed: u64,
    came_out: Cell<u64>,
    stop: Cell<Option<Stop>>,
}

impl<'p> Gauge<'p> {
    pub(super) fn new(progress: &'p Progress, length: u64, limits: &Limits) -> Rc<Self> {
        let allowed = length.saturating_mul(limits.expansion).max(FREE);
        Rc::new(Self { progress, length, read: Cell::new(0), allowed, came_out: Cell::new(0), stop: Cell::new(None) })
    }

    /// Why the reading must end. Readers that pass on an error may lose its reason: it stands here.
    pub(super) fn stop(&self) -> Option<Stop> {
        self.stop.get()
    }

    pub(super) fn allowed(&self) -> u64 {
        self.allowed
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The file is done with, whether or not all of it was needed.
    pub(super) fn finish(&self) {
        self.progress.add(self.length.saturating_sub(self.read.get()));
    }

    fn went_in(&self, bytes: usize) -> io::Result<()> {
        if self.progress.is_cancelled() {
            return self.end(Stop::Cancelled);
        }
        // A directory may be read twice.
        let read = (self.read.get() + bytes as u64).min(self.length);
        self.progress.add(read - self.read.get());
        self.read.set(read);
        Ok(())
    }

    pub(super) fn came_out(&self, bytes: usize) -> io::Result<()> {
        let out = self.came_out.get() + bytes as u64;
        self.came_out.set(out);
        if out > self.allowed {
            return self.end(Stop::Expansion);
        }
        if self.progress.is_cancelled() {
            return self.end(Stop::Cancelled);
        }
        Ok(())
    }

    fn end(&self, stop: Stop) -> io::Result<()> {
        self.stop.set(Some(self.stop.get().unwrap_or(stop)));
        Err(io::Error::other(format!("{stop:?}")))
    }
}

/// The file itself.
pub(super) struct Input<'p, R> {
    pub inner: R,
    pub gauge: Rc<Gauge<'p>>,
}

impl<R: Read> Read for Input<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.gauge.went_in(bytes)?;
        Ok(bytes)
    }
}

impl<R: Seek> Seek for Input<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// What a decompressor gives.
pub(super) struct Output<'p, R> {
    pub inner: R,
    pub gauge: Rc<Gauge<'p>>,
}

impl<R: Read> Read for Output<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.gauge.came_out(bytes)?;
        Ok(bytes)
    }
}

/// So many bytes and no fewer: an input that ends early is an error, not an end.
pub(super) struct Exactly<R> {
    pub inner: R,
    pub left: u64,
}

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 || buffer.is_empty() {
            return Ok(0);
        }
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let bytes = self.inner.read(&mut buffer[..most])?;
        if bytes == 0 {
            let message = format!("{} bytes more were announced", self.left);
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
        }
        self.left -= bytes as u64;
        Ok(bytes)
    }
}

/// Lets through what was allowed last, so that a library cannot be made to gather endless headers in memory.
pub(super) struct Gate<R> {
    pub inner: R,
    pub allowed: Rc<Cell<u64>>,
}

impl<R: Read> Read for Gate<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(usize::try_from(self.allowed.get()).unwrap_or(usize::MAX));
        if most == 0 && !buffer.is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a header or row without end"));
        }
        let bytes = self.inner.read(&mut buffer[..most])?;
        self.allowed.set(self.allowed.get() - bytes as u64);
        Ok(bytes)
    }
}
