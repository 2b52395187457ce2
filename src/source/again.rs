//! The way back: documents read again by the way to them.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use super::Settings;
use super::gauge::Progress;
use super::packed::SourceFile;
use super::walk::{Container, Opened};
use crate::document::{Document, Origin};
use crate::error::{Error, Result};

/// The document at the end of a way such as `archive.zip!/2004/mail.mbox#17`, and those behind it in the same file as far as
/// `bytes` go: who asks for a document often asks for the next one then. Empty when the file has no such document any more.
///
/// # Errors
/// [`Error::Unreadable`] when the file at the start of the way cannot be read.
pub fn again(way: &str, bytes: u64, settings: &Settings) -> Result<Vec<Document>> {
    let path = Path::new(file_of(way));
    let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let origin = Origin { name, path: path.to_string_lossy().into_owned() };
    let length = File::open(path).and_then(|file| file.metadata()).map_err(unreadable)?.len();
    let file = SourceFile { origin, path: path.to_owned(), bytes: length, problem: None };
    let container: Container = match file.open(settings)? {
        Opened::Document(raw) => return Ok(vec![Document::of(raw, &settings.limits)]),
        Opened::Container(container) => container,
    };
    let (mut documents, mut read) = (Vec::new(), 0);
    container.from(Some(way), settings, &Progress::default(), &mut |raw| {
        read += raw.bytes.len() as u64;
        documents.push(Document::of(raw, &settings.limits));
        if read < bytes { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    Ok(documents)
}

/// The file at the start of a way: the shortest beginning that is a file, or all of it.
fn file_of(way: &str) -> &str {
    let steps = way.match_indices("!/").chain(way.match_indices('#')).map(|(at, _)| &way[..at]);
    let file = steps.filter(|start| Path::new(start).is_file()).min_by_key(|start| start.len());
    if Path::new(way).is_file() { way } else { file.unwrap_or(way) }
}
