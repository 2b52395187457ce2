//! Reading archives from Python.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use polars::prelude::DataFrame;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3_polars::PyDataFrame;

use super::facts::Facts;
use super::polars_error;
use super::vocabulary::PyVocabulary;
use crate::diagnostic::Code;
use crate::document::{Document, Origin};
use crate::frame::{Frames, frames};
use crate::pipeline::{self, Input, Options, Progress, Stages};
use crate::profile::Profile;
use crate::source::{self, SourceFile};

/// The tables of one reading.
#[pyclass(frozen, module = "dateline._core")]
pub(super) struct Tables {
    frames: Frames,
}

#[pymethods]
impl Tables {
    #[getter]
    fn issues(&self) -> PyDataFrame {
        wrap(&self.frames.issues)
    }

    #[getter]
    fn items(&self) -> PyDataFrame {
        wrap(&self.frames.items)
    }

    #[getter]
    fn citations(&self) -> PyDataFrame {
        wrap(&self.frames.citations)
    }

    #[getter]
    fn mentions(&self) -> PyDataFrame {
        wrap(&self.frames.mentions)
    }

    #[getter]
    fn diagnostics(&self) -> PyDataFrame {
        wrap(&self.frames.diagnostics)
    }

    #[getter]
    fn coverage(&self) -> PyDataFrame {
        wrap(&self.frames.coverage)
    }
}

fn wrap(frame: &DataFrame) -> PyDataFrame {
    PyDataFrame(frame.clone())
}

/// Reads files, folders and globs.
#[pyfunction]
#[pyo3(signature = (sources, facts, profile, threads, progress, vocabulary))]
pub(super) fn read(
    py: Python<'_>,
    sources: Vec<String>,
    facts: &Facts,
    profile: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
    vocabulary: &PyVocabulary,
) -> PyResult<Tables> {
    let options = options(facts, profile, threads, vocabulary)?;
    let files = py.detach(|| source::expand(&sources))?;
    whole(py, Arc::new(Input::<String>::Files(files)), options, progress.as_ref())
}

/// Parses texts that are decoded already.
#[pyfunction]
#[pyo3(signature = (texts, names, facts, profile, threads, progress, vocabulary))]
#[expect(clippy::too_many_arguments, reason = "the keyword arguments of dateline.parse")]
pub(super) fn parse(
    py: Python<'_>,
    texts: Vec<PyBackedStr>,
    names: Vec<String>,
    facts: &Facts,
    profile: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
    vocabulary: &PyVocabulary,
) -> PyResult<Tables> {
    let options = options(facts, profile, threads, vocabulary)?;
    whole(py, Arc::new(Input::Texts(names.into_iter().zip(texts).collect())), options, progress.as_ref())
}

pub(super) fn options(
    facts: &Facts,
    profile: &str,
    threads: Option<usize>,
    vocabulary: &PyVocabulary,
) -> PyResult<Options> {
    let profile = Profile::named(profile)?;
    let vocabulary = Arc::clone(&vocabulary.inner);
    Ok(Options { facts: facts.inner.clone(), profile, threads, vocabulary, stages: Stages::ALL })
}

pub(super) fn whole<T: AsRef<str> + Send + Sync + 'static>(
    py: Python<'_>,
    input: Arc<Input<T>>,
    options: Options,
    report: Option<&Py<PyAny>>,
) -> PyResult<Tables> {
    let documents: Vec<usize> = (0..input.len()).collect();
    let total = input.bytes(&documents);
    watch(py, total, report, move |progress| all_tables(&input, &documents, &options, progress))
}

/// Runs work on a thread of its own and watches it from this one.
pub(super) fn watch<R: Send + 'static>(
    py: Python<'_>,
    total: u64,
    report: Option<&Py<PyAny>>,
    work: impl FnOnce(&Progress) -> PyResult<R> + Send + 'static,
) -> PyResult<R> {
    const LOOK: Duration = Duration::from_millis(50);
    let progress = Arc::new(Progress::default());
    let (sender, receiver) = mpsc::channel();
    let shared = Arc::clone(&progress);
    let worker = std::thread::Builder::new().name("dateline".to_owned()).spawn(move || {
        // Nobody listens any more after Ctrl-C.
        let _ = sender.send(work(&shared));
    });
    worker.map_err(|error| PyRuntimeError::new_err(format!("cannot start a thread: {error}")))?;
    let interrupted = |error: PyErr| {
        progress.cancel();
        error
    };
    let receiver = Mutex::new(receiver);
    loop {
        let outcome =
            py.detach(|| receiver.lock().map_or(Err(RecvTimeoutError::Disconnected), |end| end.recv_timeout(LOOK)));
        match outcome {
            Ok(result) => {
                if let Some(report) = report {
                    report.call1(py, (total, total))?;
                }
                return result;
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err(
                    "a worker ended without a result; please report the input that did it",
                ));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        py.check_signals().map_err(interrupted)?;
        if let Some(report) = report {
            report.call1(py, (progress.done(), total)).map_err(interrupted)?;
        }
    }
}

fn all_tables<T: AsRef<str> + Send + Sync>(
    input: &Input<T>,
    documents: &[usize],
    options: &Options,
    progress: &Progress,
) -> PyResult<Tables> {
    let chunks = pipeline::read(input, documents, options, progress)?;
    let frames = pipeline::in_pool(options.threads, || frames(chunks, &options.vocabulary))?
        .map_err(|error| polars_error(&error))?;
    Ok(Tables { frames })
}

/// Name and path of every document that `sources` stand for, in the order of reading.
#[pyfunction]
pub(super) fn expand(py: Python<'_>, sources: Vec<String>) -> PyResult<Vec<(String, String)>> {
    let files = py.detach(|| source::expand(&sources))?;
    Ok(files.into_iter().map(|file| (file.origin.name, file.origin.path)).collect())
}

/// The decoded text of a file and the hash of its bytes.
#[pyfunction]
pub(super) fn text_of(py: Python<'_>, path: String) -> PyResult<(String, String)> {
    let document = py.detach(|| {
        let file =
            SourceFile { origin: Origin { name: String::new(), path: path.clone() }, path: path.into(), bytes: 0 };
        file.read()
    })?;
    Ok((document.text, document.content_hash))
}

/// The decoded text of the bytes of a file, and their hash.
#[pyfunction]
pub(super) fn text_in(py: Python<'_>, data: Vec<u8>) -> (String, String) {
    let document = py.detach(|| Document::decode(Origin::default(), data));
    (document.text, document.content_hash)
}

/// Code, severity and explanation of every diagnostic there is.
#[pyfunction]
pub(super) fn diagnostic_codes() -> Vec<(&'static str, &'static str, &'static str)> {
    Code::ALL.iter().map(|code| (code.as_str(), code.severity().as_str(), code.explanation().trim())).collect()
}
