//! Reading archives from Python.

use std::sync::Arc;

use polars::prelude::DataFrame;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3_polars::PyDataFrame;

use super::facts::Facts;
use super::polars_error;
use super::vocabulary::PyVocabulary;
use super::watch::watch;
use crate::diagnostic::Code;
use crate::document::Origin;
use crate::frame::{Frames, frames};
use crate::pipeline::{self, Input, Options, Progress};
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
    let input = Input::<String>::Files(files);
    watch(py, input.bytes(), progress.as_ref(), move |progress| all_tables(&input, &options, progress))
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
    let input = Input::Texts(names.into_iter().zip(texts).collect());
    watch(py, input.bytes(), progress.as_ref(), move |progress| all_tables(&input, &options, progress))
}

fn options(facts: &Facts, profile: &str, threads: Option<usize>, vocabulary: &PyVocabulary) -> PyResult<Options> {
    let profile = Profile::named(profile)?;
    Ok(Options { facts: facts.inner.clone(), profile, threads, vocabulary: Arc::clone(&vocabulary.inner) })
}

fn all_tables<T: AsRef<str> + Send + Sync>(
    input: &Input<T>,
    options: &Options,
    progress: &Progress,
) -> PyResult<Tables> {
    let chunks = pipeline::read(input, options, progress)?;
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

/// Code, severity and explanation of every diagnostic there is.
#[pyfunction]
pub(super) fn diagnostic_codes() -> Vec<(&'static str, &'static str, &'static str)> {
    Code::ALL.iter().map(|code| (code.as_str(), code.severity().as_str(), code.explanation().trim())).collect()
}
