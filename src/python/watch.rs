//! Long work on a thread of its own, watched from the one that called: Ctrl-C leaves at once.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::pipeline::Progress;

/// Runs `work` with the interpreter released. `report` is called with what is done and `total`, a few times a second.
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
