//! Reading archives from Python.

use std::collections::HashMap;
use std::sync::Arc;

use polars::prelude::DataFrame;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3_polars::PyDataFrame;

use super::facts::Facts;
use super::polars_error;
use super::vocabulary::PyVocabulary;
use super::watch::watch;
use crate::diagnostic::Code;
use crate::format::Limits;
use crate::frame::{Frames, frames};
use crate::pipeline::{self, Input, Options, Progress, Stages};
use crate::profile::Choice;
use crate::source::{self, Settings};

/// The tables of one reading.
#[pyclass(frozen, module = "dateline._core")]
pub(super) struct Tables {
    pub(super) frames: Frames,
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

/// What a reading may cost, and which column of tables holds the texts.
#[pyclass(frozen, module = "dateline._core", name = "Settings")]
#[derive(Default)]
pub(super) struct PySettings {
    pub inner: Settings,
}

#[pymethods]
impl PySettings {
    /// Limits by name; those that are not named keep their defaults.
    #[new]
    fn new(limits: HashMap<String, u64>, text_column: String) -> PyResult<Self> {
        let mut settings = Settings { text_column, ..Settings::default() };
        for (name, value) in limits {
            let narrow = || u32::try_from(value).unwrap_or(u32::MAX);
            let of = &mut settings.limits;
            match name.as_str() {
                "document_bytes" => of.document_bytes = value,
                "expansion" => of.expansion = value,
                "nesting" => of.nesting = narrow(),
                "depth" => of.depth = narrow(),
                "mail_parts" => of.mail_parts = narrow(),
                "members" => of.members = value,
                _ => {
                    return Err(PyValueError::new_err(format!("limits: expected the name of a limit, found {name:?}")));
                }
            }
        }
        Ok(Self { inner: settings })
    }

    /// All limits by name.
    fn limits(&self) -> HashMap<&'static str, u64> {
        let Limits { document_bytes, expansion, nesting, depth, mail_parts, members } = self.inner.limits;
        HashMap::from([
            ("document_bytes", document_bytes),
            ("expansion", expansion),
            ("nesting", nesting.into()),
            ("depth", depth.into()),
            ("mail_parts", mail_parts.into()),
            ("members", members),
        ])
    }
}

/// Reads files, folders and globs.
#[pyfunction]
#[pyo3(signature = (sources, facts, profile, settings, threads, progress, vocabulary))]
#[expect(clippy::too_many_arguments, reason = "the keyword arguments of dateline.read")]
pub(super) fn read(
    py: Python<'_>,
    sources: Vec<String>,
    facts: &Facts,
    profile: &str,
    settings: &PySettings,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
    vocabulary: &PyVocabulary,
) -> PyResult<Tables> {
    let options = options(facts, profile, settings, threads, vocabulary)?;
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
    let options = options(facts, profile, &PySettings::default(), threads, vocabulary)?;
    whole(py, Arc::new(Input::Texts(names.into_iter().zip(texts).collect())), options, progress.as_ref())
}

pub(super) fn options(
    facts: &Facts,
    profile: &str,
    settings: &PySettings,
    threads: Option<usize>,
    vocabulary: &PyVocabulary,
) -> PyResult<Options> {
    let profile = Choice::of(profile)?;
    let vocabulary = Arc::clone(&vocabulary.inner);
    let settings = settings.inner.clone();
    Ok(Options { facts: facts.inner.clone(), profile, settings, threads, vocabulary, stages: Stages::ALL })
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
    Ok(files.iter().map(|file| (file.origin.name, file.origin.path)).collect())
}

/// Path, decoded text and hash of the document at the end of a way, and of those behind it in the same file as far as
/// `bytes` go; empty when it is not there any more.
#[pyfunction]
pub(super) fn texts_from(
    py: Python<'_>,
    path: String,
    bytes: u64,
    settings: &PySettings,
) -> PyResult<Vec<(String, String, String)>> {
    let documents = py.detach(|| source::again(&path, bytes, &settings.inner))?;
    Ok(documents.into_iter().map(|document| (document.origin.path, document.text, document.content_hash)).collect())
}

/// Code, severity and explanation of every diagnostic there is.
#[pyfunction]
pub(super) fn diagnostic_codes() -> Vec<(&'static str, &'static str, &'static str)> {
    Code::ALL.iter().map(|code| (code.as_str(), code.severity().as_str(), code.explanation().trim())).collect()
}
