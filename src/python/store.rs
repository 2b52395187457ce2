//! What a store of tables needs of the core: files with their hashes, readings that are settled later, a lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3_polars::PyDataFrame;

use super::batches::Settled;
use super::facts::Facts;
use super::polars_error;
use super::reading::{PySettings, Tables, options};
use super::vocabulary::PyVocabulary;
use super::watch::watch;
use crate::frame::{self, documents_frame, facts_frame};
use crate::pipeline::{self, Input, Options};
use crate::source;
use crate::tables::Chunk;

/// The files behind some sources, in the order in which they are read.
#[pyclass(frozen, module = "dateline._core")]
pub(super) struct Holdings {
    input: Arc<Input<String>>,
    options: Options,
}

#[pymethods]
impl Holdings {
    #[new]
    #[pyo3(signature = (sources, facts, profile, settings, threads, vocabulary))]
    fn new(
        py: Python<'_>,
        sources: Vec<String>,
        facts: &Facts,
        profile: &str,
        settings: &PySettings,
        threads: Option<usize>,
        vocabulary: &PyVocabulary,
    ) -> PyResult<Self> {
        let options = options(facts, profile, settings, threads, vocabulary)?;
        let files = py.detach(|| source::expand(&sources))?;
        Ok(Self { input: Arc::new(Input::Files(files)), options })
    }

    /// Name, path and length in bytes of each file.
    fn files(&self) -> Vec<(String, String, u64)> {
        let Input::Files(files) = &*self.input else { return Vec::new() };
        files.iter().map(|file| (file.origin.name, file.origin.path, file.bytes)).collect()
    }

    /// The hash of each file's bytes; none where it cannot be read.
    fn hashes(&self, py: Python<'_>, files: Vec<usize>) -> PyResult<Vec<Option<String>>> {
        self.check(&files)?;
        let Input::Files(all) = &*self.input else { return Ok(Vec::new()) };
        let paths: Vec<PathBuf> = files.into_iter().map(|index| all.get(index).path).collect();
        let threads = self.options.threads;
        watch(py, 0, None, move |progress| Ok(pipeline::fingerprints(&paths, threads, progress)?))
    }

    /// Reads some of the files, given by their indices in rising order, as far as each can be read alone.
    #[pyo3(signature = (files, progress = None))]
    fn read(&self, py: Python<'_>, files: Vec<usize>, progress: Option<Py<PyAny>>) -> PyResult<Unsettled> {
        self.check(&files)?;
        let (input, options) = (Arc::clone(&self.input), self.options.clone());
        let total = input.bytes(&files);
        watch(py, total, progress.as_ref(), move |progress| {
            let chunks = pipeline::read(&input, &files, &options, progress)?;
            Ok(Unsettled { chunks: Mutex::new(Some(chunks)), options })
        })
    }
}

impl Holdings {
    fn check(&self, files: &[usize]) -> PyResult<()> {
        let all = self.input.len();
        match files.iter().find(|&&index| index >= all) {
            Some(beyond) => Err(PyValueError::new_err(format!("expected files below {all}, found {beyond}"))),
            None => Ok(()),
        }
    }
}

/// Files that were read, but for what only the whole archive tells of their issues.
#[pyclass(frozen, module = "dateline._core")]
pub(super) struct Unsettled {
    chunks: Mutex<Option<Vec<Chunk>>>,
    options: Options,
}

fn taken() -> PyErr {
    PyRuntimeError::new_err("expected a reading whose tables were not made yet")
}

impl Unsettled {
    fn framed(
        &self,
        py: Python<'_>,
        frame: impl FnOnce(&[Chunk]) -> polars::prelude::PolarsResult<polars::prelude::DataFrame> + Send,
    ) -> PyResult<PyDataFrame> {
        let frame = py.detach(|| {
            let held = self.chunks.lock().map_err(|_| taken())?;
            let chunks = held.as_deref().ok_or_else(taken)?;
            pipeline::in_pool(self.options.threads, || frame(chunks))?.map_err(|error| polars_error(&error))
        });
        frame.map(PyDataFrame)
    }
}

#[pymethods]
impl Unsettled {
    /// The documents of the files: `entry` (index of the file), `document`, `bytes` (of its text).
    fn documents(&self, py: Python<'_>) -> PyResult<PyDataFrame> {
        self.framed(py, documents_frame)
    }

    /// What their issues contribute to the archive, for `settle`.
    fn facts(&self, py: Python<'_>) -> PyResult<PyDataFrame> {
        self.framed(py, facts_frame)
    }

    /// The tables; the reading is used up by it.
    fn tables(&self, py: Python<'_>, settled: &Settled) -> PyResult<Tables> {
        let frames = py.detach(|| {
            let chunks = self.chunks.lock().map_err(|_| taken())?.take().ok_or_else(taken)?;
            let made = pipeline::in_pool(self.options.threads, || {
                frame::part(chunks, &settled.issues, &self.options.vocabulary)
            })?;
            made.map_err(|error| polars_error(&error))
        });
        frames.map(|frames| Tables { frames })
    }
}

/// A file that one process at a time holds. The operating system lets go of it when the process ends, however it ends.
#[pyclass(frozen, module = "dateline._core")]
pub(super) struct Lock {
    file: Mutex<Option<File>>,
}

#[pymethods]
impl Lock {
    /// None while another holds it.
    #[staticmethod]
    fn acquire(path: PathBuf) -> PyResult<Option<Self>> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { file: Mutex::new(Some(file)) })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Lets go of it; again does nothing.
    fn release(&self) {
        if let Ok(mut file) = self.file.lock() {
            file.take();
        }
    }
}
