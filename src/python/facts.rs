//! Facts the user gives: dates, series, headlines by document.

use std::collections::HashMap;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::pipeline;

/// What the user knows that the text lacks, by document name, file name, file stem or issue id; `""` for all documents.
#[pyclass(frozen, module = "dateline._core")]
#[derive(Default)]
pub(super) struct Facts {
    pub inner: pipeline::Facts,
}

#[pymethods]
impl Facts {
    /// Dates are ISO 8601 strings.
    #[new]
    #[pyo3(signature = (published, series, headlines))]
    fn new(
        published: HashMap<String, String>,
        series: HashMap<String, String>,
        headlines: HashMap<String, Vec<String>>,
    ) -> PyResult<Self> {
        let date = |(key, day): (String, String)| match day.parse() {
            Ok(date) => Ok((key, date)),
            Err(_) => {
                Err(PyValueError::new_err(format!("published: expected a date such as 2023-02-27, found {day:?}")))
            }
        };
        let published = published.into_iter().map(date).collect::<PyResult<_>>()?;
        Ok(Self { inner: pipeline::Facts { published, series, headlines } })
    }
}
