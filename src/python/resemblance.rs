//! Near-identical texts from Python.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3_polars::{PyDataFrame, PySeries};

use super::polars_error;
use super::watch::watch;
use crate::frame::resemblances_frame;
use crate::pipeline::resemblance::resemblances;
use crate::resemblance::Near;

/// Pairs of texts, which stand in order of time, whose runs of `length` words resemble each other. `days` are those of the
/// texts; without `most` days between two they do not count. `reach` bounds how many earlier texts one is compared with.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "those of dateline.duplicates")]
#[pyo3(signature = (texts, days, length, threshold, most, reach, threads))]
pub(super) fn resembling(
    py: Python<'_>,
    texts: PySeries,
    days: Vec<i32>,
    length: usize,
    threshold: f64,
    most: Option<u32>,
    reach: usize,
    threads: Option<usize>,
) -> PyResult<PyDataFrame> {
    let texts: Vec<String> = {
        let column = texts.0.str().map_err(|error| polars_error(&error))?;
        column.iter().map(|text| text.unwrap_or_default().to_owned()).collect()
    };
    if texts.len() != days.len() {
        return Err(PyValueError::new_err(format!("expected {} days, found {}", texts.len(), days.len())));
    }
    if !(threshold > 0.0 && threshold <= 1.0) || reach == 0 {
        return Err(PyValueError::new_err("expected a threshold above 0 and up to 1, and a reach from 1 up"));
    }
    let near = Near { threshold, days: most, reach };
    watch(py, 0, None, move |progress| {
        let found = resemblances(&texts, &days, length, near, threads, progress)?;
        resemblances_frame(&found).map(PyDataFrame).map_err(|error| polars_error(&error))
    })
}
