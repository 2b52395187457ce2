//! Parts of an archive: what its issues contribute to the whole, and the rows of one table.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use polars::prelude::{DataFrame, PolarsResult};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3_polars::{PyDataFrame, PySeries};

use super::facts::Facts;
use super::polars_error;
use super::reading::{PySettings, Tables, options, whole};
use super::vocabulary::PyVocabulary;
use super::watch::watch;
use crate::document::Origin;
use crate::frame::{self, KnownIssues, Table, facts_frame};
use crate::pipeline::{self, Input, Options, Stages};
use crate::source::{self, SourceFile};
use crate::tables::Chunk;

/// Documents that are read part by part; what none of them can tell alone goes through `settle`.
#[pyclass(frozen, module = "dateline._core")]
pub(super) struct Batches {
    input: Arc<Input<String>>,
    options: Options,
}

#[pymethods]
impl Batches {
    /// Files, folders and globs, none of them opened.
    #[staticmethod]
    #[pyo3(signature = (sources, facts, profile, settings, threads, vocabulary))]
    fn files(
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

    /// Files that are copies of others: the path of each, and the name and path that it stands for.
    #[staticmethod]
    #[pyo3(signature = (files, facts, profile, settings, threads, vocabulary))]
    fn copies(
        files: Vec<(PathBuf, String, String)>,
        facts: &Facts,
        profile: &str,
        settings: &PySettings,
        threads: Option<usize>,
        vocabulary: &PyVocabulary,
    ) -> PyResult<Self> {
        let options = options(facts, profile, settings, threads, vocabulary)?;
        let file = |(copy, name, path): (PathBuf, String, String)| SourceFile {
            origin: Origin { name, path },
            bytes: copy.metadata().map_or(0, |metadata| metadata.len()),
            path: copy,
            problem: None,
        };
        Ok(Self { input: Arc::new(Input::Files(files.into_iter().map(file).collect())), options })
    }

    /// The cells of a series, texts or the bytes of single documents, each with its name.
    #[staticmethod]
    #[pyo3(signature = (cells, names, facts, profile, threads, vocabulary))]
    fn cells(
        cells: PySeries,
        names: Vec<String>,
        facts: &Facts,
        profile: &str,
        threads: Option<usize>,
        vocabulary: &PyVocabulary,
    ) -> PyResult<Self> {
        let options = options(facts, profile, &PySettings::default(), threads, vocabulary)?;
        let cells = cells.0;
        if cells.len() != names.len() || cells.null_count() > 0 {
            return Err(PyValueError::new_err("expected a name for each text, and no nulls"));
        }
        let input = if let Ok(bytes) = cells.binary() {
            let origins = names.into_iter().map(|name| Origin { path: name.clone(), name });
            Input::Bytes(origins.zip(bytes.iter().flatten().map(<[u8]>::to_vec)).collect())
        } else {
            let texts = cells.str().map_err(|error| polars_error(&error))?;
            Input::Texts(names.into_iter().zip(texts.iter().flatten().map(str::to_owned)).collect())
        };
        Ok(Self { input: Arc::new(input), options })
    }

    fn __len__(&self) -> usize {
        self.input.len()
    }

    /// Parts of `documents`, as ranges of it. They hold about `first` bytes at first, each twice as many as the one before
    /// it up to `most`: what is looked at by a few rows comes soon, and the rest is read in large steps.
    fn parts(&self, documents: Vec<usize>, first: u64, most: u64) -> PyResult<Vec<(usize, usize)>> {
        self.check(&documents)?;
        let bytes = |nth: usize| first.saturating_mul(1 << nth.min(30)).min(most);
        Ok(self.input.batches(&documents, bytes).into_iter().map(|part| (part.start, part.end)).collect())
    }

    /// All tables of all documents.
    #[pyo3(signature = (progress = None))]
    fn tables(&self, py: Python<'_>, progress: Option<Py<PyAny>>) -> PyResult<Tables> {
        whole(py, Arc::clone(&self.input), self.options.clone(), progress.as_ref())
    }

    /// What the issues of some documents contribute to the whole; by their mastheads alone where `items` is false.
    fn facts(&self, py: Python<'_>, documents: Vec<usize>, items: bool) -> PyResult<PyDataFrame> {
        let stages = Stages { items, ..Stages::MASTHEADS };
        self.part(py, documents, stages, |chunks, _| facts_frame(&chunks))
    }

    /// One table of some documents. `stages` are those of `items`, `countries` and `categories` that its wanted columns
    /// rest on; `settled` is what `settle` gave.
    #[pyo3(signature = (documents, table, stages, settled = None))]
    fn rows(
        &self,
        py: Python<'_>,
        documents: Vec<usize>,
        table: &str,
        stages: HashSet<String>,
        settled: Option<&Settled>,
    ) -> PyResult<PyDataFrame> {
        let table =
            Table::named(table).ok_or_else(|| PyValueError::new_err(format!("expected a table, found {table:?}")))?;
        let wanted = |stage: &str| stages.contains(stage);
        let stages =
            Stages { items: wanted("items"), countries: wanted("countries"), categories: wanted("categories") };
        let known = settled.map_or_else(Arc::default, |settled| Arc::clone(&settled.issues));
        self.part(py, documents, stages, move |chunks, options| {
            frame::table(chunks, &known, &options.vocabulary, table)
        })
    }
}

impl Batches {
    fn check(&self, documents: &[usize]) -> PyResult<()> {
        let all = self.input.len();
        match documents.iter().find(|&&index| index >= all) {
            Some(beyond) => Err(PyValueError::new_err(format!("expected documents below {all}, found {beyond}"))),
            None => Ok(()),
        }
    }

    fn part(
        &self,
        py: Python<'_>,
        documents: Vec<usize>,
        stages: Stages,
        frame: impl FnOnce(Vec<Chunk>, &Options) -> PolarsResult<DataFrame> + Send + 'static,
    ) -> PyResult<PyDataFrame> {
        self.check(&documents)?;
        let (input, options) = (Arc::clone(&self.input), Options { stages, ..self.options.clone() });
        watch(py, 0, None, move |progress| {
            let chunks = pipeline::read(&input, &documents, &options, progress)?;
            let frame = pipeline::in_pool(options.threads, || frame(chunks, &options))?;
            frame.map(PyDataFrame).map_err(|error| polars_error(&error))
        })
    }
}

/// The same rows, without what batches hold beside them in memory.
#[pyfunction]
pub(super) fn compact(py: Python<'_>, frame: PyDataFrame) -> PyResult<PyDataFrame> {
    let frame = py.detach(|| frame::compact(frame.0));
    frame.map(PyDataFrame).map_err(|error| polars_error(&error))
}

/// What the archive knows of its issues, ready to be looked up.
#[pyclass(frozen, module = "dateline._core")]
pub(super) struct Settled {
    pub(super) issues: Arc<KnownIssues>,
}

#[pymethods]
impl Settled {
    /// From the frame that `settle` gave.
    #[new]
    fn new(py: Python<'_>, frame: PyDataFrame) -> PyResult<Self> {
        let issues = py.detach(|| KnownIssues::of(&frame.0)).map_err(|error| polars_error(&error))?;
        Ok(Self { issues: Arc::new(issues) })
    }
}

/// Facts of an archive, gathered part by part.
#[pyclass(module = "dateline._core")]
#[derive(Default)]
pub(super) struct Survey {
    inner: frame::Survey,
}

#[pymethods]
impl Survey {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Adds what `Batches.facts` gave for a part of the archive.
    fn add(&mut self, py: Python<'_>, facts: PyDataFrame) -> PyResult<()> {
        py.detach(|| self.inner.add(&facts.0)).map_err(|error| polars_error(&error))
    }

    /// Documents whose bodies are needed to settle their issues; they are left out until they are added again.
    fn take_unsure(&mut self, py: Python<'_>, dates: bool) -> Vec<u32> {
        py.detach(|| self.inner.take_unsure(dates))
    }

    /// What the archive knows of its issues. The facts are let go.
    fn settled(&mut self, py: Python<'_>) -> Settled {
        let survey = std::mem::take(&mut self.inner);
        Settled { issues: Arc::new(py.detach(|| survey.settled())) }
    }
}

/// Of the facts of all issues, in the order of the archive, what the archive knows better than the issues do themselves.
#[pyfunction]
pub(super) fn settle(py: Python<'_>, facts: PyDataFrame) -> PyResult<PyDataFrame> {
    let settled = py.detach(|| frame::settle(&facts.0));
    settled.map(PyDataFrame).map_err(|error| polars_error(&error))
}
