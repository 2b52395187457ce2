//! The compiled module `dateline._core`. Everything a user sees is in the Python package around it.
//!
//! The interpreter is released for the whole of a reading. The calling thread watches: it reports progress and, on
//! Ctrl-C, leaves at once, while the workers end at their next document.

#![allow(clippy::needless_pass_by_value, reason = "Python's values come converted, and as values")]

mod batches;
mod expressions;
mod facts;
mod profiles;
mod reading;
mod resemblance;
mod store;
mod terms;
mod vocabulary;
mod watch;

use pyo3::exceptions::{PyFileNotFoundError, PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;

use crate::error::Error;

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        match error {
            Error::SourceNotFound { .. } => PyFileNotFoundError::new_err(message),
            Error::Unreadable { .. } => PyOSError::new_err(message),
            Error::Vocabulary { .. } | Error::Profile { .. } | Error::Argument { .. } => PyValueError::new_err(message),
            Error::Cancelled => PyRuntimeError::new_err(message),
        }
    }
}

fn polars_error(error: &polars::prelude::PolarsError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

#[pymodule(name = "_core")]
mod core {
    #[pymodule_export]
    use super::batches::{Batches, Settled, Survey, compact, settle};
    #[pymodule_export]
    use super::expressions::of_each;
    #[pymodule_export]
    use super::facts::Facts;
    #[pymodule_export]
    use super::profiles::{infer_profile, profile_scores, profile_text, shipped_profiles};
    #[pymodule_export]
    use super::reading::{PySettings, Tables, diagnostic_codes, expand, parse, read, texts_from};
    #[pymodule_export]
    use super::resemblance::resembling;
    #[pymodule_export]
    use super::store::{Holdings, Lock, Unsettled};
    #[pymodule_export]
    use super::terms::{contexts, count_terms, stop_words};
    #[pymodule_export]
    use super::vocabulary::PyVocabulary;

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "the name Python expects")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
