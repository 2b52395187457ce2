//! What stops a call: kind, place, what was expected, what was found, what to do. Problems inside documents are
//! diagnostics, not errors.

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "nothing at {path:?}: expected a file, a folder or a glob that matches; check the spelling and the working directory"
    )]
    SourceNotFound { path: String },
    #[error("cannot read {path:?}: {source}; check its permissions, or leave it out of the source")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{table}, line {line}: expected {expected}, found {found}")]
    Vocabulary { table: String, line: u64, expected: String, found: String },
    #[error("profile {name}: {message}")]
    Profile { name: String, message: String },
    #[error("{message}")]
    Argument { message: String },
    #[error("stopped before the end")]
    Cancelled,
}

pub type Result<T> = std::result::Result<T, Error>;
