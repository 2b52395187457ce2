//! Each string of a series by itself, for expressions: what it holds as a list in one cell.
//!
//! Polars calls these from Python with whole batches. They leave the interpreter at once and spread over all cores.

use polars::prelude::*;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3_polars::PySeries;

use super::polars_error;
use super::reading::{PySettings, options};
use super::vocabulary::PyVocabulary;
use super::watch::watch;
use crate::frame::{self, KnownIssues, Table, nested};
use crate::pipeline::recognise::{find_categories, find_citations, find_countries, find_mentions};
use crate::pipeline::{self, Input, Options, Progress};
use crate::tables::Chunk;

/// What is wanted of each text.
#[derive(Clone, Copy)]
enum Wanted {
    Items,
    Citations,
    Mentions,
    /// Those with this share of the highest score.
    Countries {
        least: f32,
    },
    Categories,
}

/// For each text of a series a list: `"items"` of the text as a document of its own, or what a recogniser finds in it.
#[pyfunction]
#[pyo3(signature = (texts, wanted, profile, least, threads, vocabulary))]
pub(super) fn of_each(
    py: Python<'_>,
    texts: PySeries,
    wanted: &str,
    profile: &str,
    least: f32,
    threads: Option<usize>,
    vocabulary: &PyVocabulary,
) -> PyResult<PySeries> {
    let wanted = match wanted {
        "items" => Wanted::Items,
        "citations" => Wanted::Citations,
        "mentions" => Wanted::Mentions,
        "countries" => Wanted::Countries { least },
        "categories" => Wanted::Categories,
        _ => return Err(PyValueError::new_err(format!("expected something to be found in texts, found {wanted:?}"))),
    };
    let options = options(&super::facts::Facts::default(), profile, &PySettings::default(), threads, vocabulary)?;
    watch(py, 0, None, move |progress| {
        let cells = texts.0.str().map_err(|error| polars_error(&error))?;
        let found = found(cells, wanted, &options, progress)?.map_err(|error| polars_error(&error))?;
        Ok(PySeries(found.with_name(texts.0.name().clone())))
    })
}

fn found(
    cells: &StringChunked,
    wanted: Wanted,
    options: &Options,
    progress: &Progress,
) -> crate::error::Result<PolarsResult<Series>> {
    let texts: Vec<&str> = cells.iter().flatten().collect();
    let (threads, vocabulary) = (options.threads, &*options.vocabulary);
    Ok(match wanted {
        Wanted::Items => {
            let input = Input::Texts(texts.iter().map(|&text| (String::new(), text)).collect());
            let documents: Vec<usize> = (0..input.len()).collect();
            let chunks = pipeline::read(&input, &documents, options, progress)?;
            let lengths = among_nulls(cells, items_per_document(&chunks));
            let known = KnownIssues::default();
            pipeline::in_pool(threads, || frame::table(chunks, &known, vocabulary, Table::Items))?
                // The row is the document.
                .map(|items| items.drop_many(["document"]))
                .and_then(|items| nested("items", items, &lengths))
        }
        Wanted::Citations => {
            let found = find_citations(&texts, threads, vocabulary)?;
            let lengths = among_nulls(cells, found.iter().map(Vec::len));
            frame::citations_in(&texts, &found, vocabulary)
                .and_then(|rows| nested("citations", rows.drop_many(["text"]), &lengths))
        }
        Wanted::Mentions => {
            let found = find_mentions(&texts, threads, vocabulary)?;
            let lengths = among_nulls(cells, found.iter().map(Vec::len));
            frame::mentions_in(&texts, &found, vocabulary)
                .and_then(|rows| nested("mentions", rows.drop_many(["text"]), &lengths))
        }
        Wanted::Countries { least } => {
            let found = among_nulls(cells, find_countries(&texts, least, threads, vocabulary)?);
            frame::countries_of(&found, vocabulary).map(Column::take_materialized_series)
        }
        Wanted::Categories => {
            let found = among_nulls(cells, find_categories(&texts, threads, vocabulary)?);
            frame::categories_of(&found, vocabulary).map(Column::take_materialized_series)
        }
    })
}

/// What was found in texts, with the nulls between them.
fn among_nulls<F>(cells: &StringChunked, found: impl IntoIterator<Item = F>) -> Vec<Option<F>> {
    let mut found = found.into_iter();
    cells.iter().map(|cell| cell.and_then(|_| found.next())).collect()
}

fn items_per_document(chunks: &[Chunk]) -> Vec<usize> {
    let mut items = Vec::new();
    for chunk in chunks {
        let first = items.len();
        items.resize(first + chunk.documents.len(), 0);
        for issue in &chunk.issues {
            items[first + issue.document as usize] += (issue.items.1 - issue.items.0) as usize;
        }
    }
    items
}
