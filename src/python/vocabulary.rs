//! The vocabulary and the recognisers from Python.

use std::sync::Arc;

use polars::prelude::{DataFrame, PolarsResult};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3_polars::PyDataFrame;

use super::polars_error;
use crate::frame;
use crate::pipeline::recognise::{find_citations, find_mentions, find_terms};
use crate::vocabulary::{Additions, Vocabulary};

/// The names and terms dateline knows, with a user's own rows (CSV text in the columns of the shipped tables).
#[pyclass(frozen, name = "Vocabulary", module = "dateline._core")]
pub(super) struct PyVocabulary {
    pub inner: Arc<Vocabulary>,
}

fn wrap(frame: PolarsResult<DataFrame>) -> PyResult<PyDataFrame> {
    frame.map(PyDataFrame).map_err(|error| polars_error(&error))
}

#[pymethods]
impl PyVocabulary {
    #[new]
    #[pyo3(signature = (gazetteer = None, outlets = None, lexicon = None))]
    fn new(
        py: Python<'_>,
        gazetteer: Option<String>,
        outlets: Option<String>,
        lexicon: Option<String>,
    ) -> PyResult<Self> {
        let inner = py.detach(|| {
            if gazetteer.is_none() && outlets.is_none() && lexicon.is_none() {
                return Vocabulary::shipped();
            }
            Vocabulary::with(&Additions { gazetteer, outlets, lexicon }).map(Arc::new)
        })?;
        Ok(Self { inner })
    }

    fn countries(&self) -> PyResult<PyDataFrame> {
        wrap(frame::countries(&self.inner))
    }

    fn outlets(&self) -> PyResult<PyDataFrame> {
        wrap(frame::outlets(&self.inner))
    }

    fn categories(&self) -> PyResult<PyDataFrame> {
        wrap(frame::categories(&self.inner))
    }

    /// Every printed form the matcher looks for.
    fn forms(&self) -> Vec<String> {
        self.inner.surfaces()
    }

    #[pyo3(signature = (texts, threads = None))]
    fn mentions(&self, py: Python<'_>, texts: Vec<PyBackedStr>, threads: Option<usize>) -> PyResult<PyDataFrame> {
        let frame = py.detach(|| -> PyResult<_> {
            let found = find_mentions(&texts, threads, &self.inner)?;
            Ok(frame::mentions_in(&texts, &found, &self.inner))
        })?;
        wrap(frame)
    }

    #[pyo3(signature = (texts, threads = None))]
    fn citations(&self, py: Python<'_>, texts: Vec<PyBackedStr>, threads: Option<usize>) -> PyResult<PyDataFrame> {
        let frame = py.detach(|| -> PyResult<_> {
            let found = find_citations(&texts, threads, &self.inner)?;
            Ok(frame::citations_in(&texts, &found, &self.inner))
        })?;
        wrap(frame)
    }

    #[pyo3(signature = (texts, threads = None))]
    fn terms(&self, py: Python<'_>, texts: Vec<PyBackedStr>, threads: Option<usize>) -> PyResult<PyDataFrame> {
        let frame = py.detach(|| -> PyResult<_> {
            let found = find_terms(&texts, threads, &self.inner)?;
            Ok(frame::terms_in(&found, &self.inner))
        })?;
        wrap(frame)
    }
}
