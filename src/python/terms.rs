//! Counting terms and looking up words in context, from Python. Texts are read where Polars keeps them.

use polars::prelude::{DataFrame, PolarsResult, Series};
use pyo3::prelude::*;
use pyo3_polars::{PyDataFrame, PySeries};

use super::polars_error;
use super::watch::watch;
use crate::error::Error;
use crate::frame;
use crate::pipeline::terms::{Grouped, count_terms as count, find_contexts};
use crate::terms::{Counting, LONGEST, Pattern, ValueType, Wording, stop_words as shipped};

/// Counts terms in texts that belong to numbered groups, which stand side by side. Two frames: phrases, and totals.
#[pyfunction]
#[pyo3(signature = (texts, groups, lengths, stop, stem, min_frequency, places, threads))]
#[expect(clippy::too_many_arguments, reason = "the keyword arguments of dateline.terms")]
pub(super) fn count_terms(
    py: Python<'_>,
    texts: PySeries,
    groups: PySeries,
    lengths: Vec<usize>,
    stop: Vec<String>,
    stem: bool,
    min_frequency: u32,
    places: bool,
    threads: Option<usize>,
) -> PyResult<(PyDataFrame, PyDataFrame)> {
    let mut counting = Counting { lengths: [false; LONGEST], places };
    for length in lengths {
        let Some(wanted) = length.checked_sub(1).and_then(|at| counting.lengths.get_mut(at)) else {
            let message = format!("ngrams: expected lengths from 1 to {LONGEST}, found {length}");
            return Err(Error::Argument { message }.into());
        };
        *wanted = true;
    }
    let wording = Wording { stop: stop.into_iter().collect(), stem };
    let (PySeries(texts), PySeries(groups)) = (texts, groups);
    watch(py, 0, None, move |progress| {
        let groups: Vec<u32> = framed(groups.u32())?.iter().map(Option::unwrap_or_default).collect();
        let texts = strings(&texts)?;
        let grouped = Grouped { texts: &texts, groups: &groups };
        let counts = count(&grouped, &wording, &counting, min_frequency, threads, progress)?;
        let sections = wrap(frame::sections(&counts))?;
        Ok((wrap(frame::counts(counts, places))?, sections))
    })
}

/// Places of patterns in texts.
#[pyfunction]
#[pyo3(signature = (texts, patterns, valuetype, any_case, window, threads))]
#[expect(clippy::needless_pass_by_value, reason = "extracted from Python")]
pub(super) fn contexts(
    py: Python<'_>,
    texts: PySeries,
    patterns: Vec<String>,
    valuetype: &str,
    any_case: bool,
    window: usize,
    threads: Option<usize>,
) -> PyResult<PyDataFrame> {
    let kind = match valuetype {
        "glob" => ValueType::Glob,
        "regex" => ValueType::Regex,
        "fixed" => ValueType::Fixed,
        other => {
            let message = format!("valuetype: expected 'glob', 'regex' or 'fixed', found {other:?}");
            return Err(Error::Argument { message }.into());
        }
    };
    let pattern = Pattern::new(&patterns, kind, any_case)?;
    let PySeries(texts) = texts;
    watch(py, 0, None, move |progress| {
        let texts = strings(&texts)?;
        let found = find_contexts(&texts, &pattern, window, threads, progress)?;
        wrap(frame::contexts(&texts, &found))
    })
}

/// The stop words that come with the package.
#[pyfunction]
pub(super) fn stop_words() -> Vec<&'static str> {
    shipped().collect()
}

/// The texts of a column; a missing one has no words.
fn strings(texts: &Series) -> PyResult<Vec<&str>> {
    Ok(framed(texts.str())?.iter().map(Option::unwrap_or_default).collect())
}

fn framed<T>(result: PolarsResult<T>) -> PyResult<T> {
    result.map_err(|error| polars_error(&error))
}

fn wrap(frame: PolarsResult<DataFrame>) -> PyResult<PyDataFrame> {
    framed(frame).map(PyDataFrame)
}
