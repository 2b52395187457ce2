//! The order of the stages: documents in, chunks of rows out, on all cores.
//!
//! In: files or texts, and [`Options`]. Out: chunks of rows in the order of the documents' names, whatever the number of
//! threads. Only this module knows which stage follows which, and only it starts threads.

mod feed;
mod fingerprint;
pub(crate) mod recognise;
pub(crate) mod resemblance;
pub(crate) mod terms;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Origin, Raw};
use crate::error::{Error, Result};
use crate::identity::slug;
pub use crate::parse::Stages;
use crate::parse::parse;
use crate::profile::Choice;
use crate::source::{Files, Opened, Settings};
use crate::tables::{self, Chunk, Given, in_order};
use crate::vocabulary::Vocabulary;

#[cfg_attr(not(feature = "python"), allow(unused_imports, reason = "stores are kept from Python only"))]
pub(crate) use fingerprint::fingerprints;

/// Facts the text lacks, by document name, file name, file stem or issue id; under `""` for all documents.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub published: HashMap<String, Date>,
    pub series: HashMap<String, String>,
    pub headlines: HashMap<String, Vec<String>>,
}

#[derive(Clone)]
pub struct Options {
    pub facts: Facts,
    pub profile: Choice,
    /// Limits of documents and containers.
    pub settings: Settings,
    /// Number of threads; all cores when `None`.
    pub threads: Option<usize>,
    pub vocabulary: Arc<Vocabulary>,
    pub stages: Stages,
}

pub use crate::source::Progress;

/// Where documents come from.
pub enum Input<T> {
    Files(Files),
    /// Texts with their names.
    Texts(Vec<(String, T)>),
    /// Files that someone else has fetched.
    Bytes(Vec<(Origin, Vec<u8>)>),
}

impl<T: AsRef<str>> Input<T> {
    /// Number of documents.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Files(files) => files.len(),
            Self::Texts(texts) => texts.len(),
            Self::Bytes(files) => files.len(),
        }
    }

    fn bytes_of(&self, index: usize) -> u64 {
        match self {
            Self::Files(files) => files.bytes(index),
            Self::Texts(texts) => texts[index].1.as_ref().len() as u64,
            Self::Bytes(files) => files[index].1.len() as u64,
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Length of some documents in bytes.
    #[must_use]
    pub fn bytes(&self, documents: &[usize]) -> u64 {
        documents.iter().map(|&index| self.bytes_of(index)).sum()
    }

    /// Neighbouring documents in batches, as ranges of `documents`; the nth ends when it holds about `bytes(nth)`.
    pub fn batches(&self, documents: &[usize], bytes: impl Fn(usize) -> u64) -> Vec<Range<usize>> {
        let mut batches = Vec::new();
        let (mut start, mut held) = (0, 0);
        for (at, &index) in documents.iter().enumerate() {
            held += self.bytes_of(index) + 256;
            if held >= bytes(batches.len()) {
                batches.push(start..at + 1);
                (start, held) = (at + 1, 0);
            }
        }
        if start < documents.len() {
            batches.push(start..documents.len());
        }
        batches
    }
}

/// Bytes of documents that one thread reads into one chunk: enough to share an arena, few enough to spread. The tables of a
/// large archive have as many pieces as it has chunks.
pub(crate) fn batch_of(total: u64) -> u64 {
    const PIECES: u64 = 64;
    (total / PIECES).clamp(BATCH, 64 * BATCH)
}

const BATCH: u64 = 1 << 20;

/// Parses and annotates documents, given by their indices into the input.
///
/// # Errors
/// [`Error::Cancelled`] when `progress` was cancelled; [`Error::Argument`] when no threads can be started.
pub(crate) fn read<T: AsRef<str> + Sync + Send>(
    input: &Input<T>,
    documents: &[usize],
    options: &Options,
    progress: &Progress,
) -> Result<Vec<Chunk>> {
    let work = || -> Result<Vec<Chunk>> {
        let batch = batch_of(input.bytes(documents));
        let batches = input.batches(documents, |_| batch).into_par_iter();
        let read: Vec<Vec<Chunk>> =
            batches.map(|batch| read_batch(input, &documents[batch], options, progress)).collect::<Result<_>>()?;
        let chunks: Vec<Chunk> = read.into_iter().flatten().collect();
        // Texts stay as they were given; a container may hold its members in any order.
        let stay = !matches!(input, Input::Files(_))
            || chunks.par_iter().all(Chunk::is_in_order) && chunks.is_sorted_by(Chunk::is_before);
        Ok(if stay { chunks } else { in_order(chunks) })
    };
    in_pool(options.threads, work)?
}

/// What the issues of an archive contribute to it.
pub(crate) fn facts_of(chunks: &[Chunk]) -> tables::Facts {
    let of_each: Vec<tables::Facts> = chunks.par_iter().map(tables::Facts::of).collect();
    let mut facts = tables::Facts::default();
    for next in of_each {
        facts.append(next);
    }
    facts
}

/// The work done for each part, in their order, at the same time where there are threads for it.
pub(crate) fn each<T: Send, R: Send>(parts: Vec<T>, work: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
    parts.into_par_iter().map(work).collect()
}

/// Runs `work` on a pool of its own when a number of threads is asked for, else on rayon's.
pub(crate) fn in_pool<R: Send>(threads: Option<usize>, work: impl FnOnce() -> R + Send) -> Result<R> {
    let Some(threads) = threads else { return Ok(work()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
    let pool = pool.map_err(|error| Error::Argument { message: format!("cannot start {threads} threads: {error}") })?;
    Ok(pool.install(work))
}

/// One chunk for neighbouring documents, and several for a container among them.
fn read_batch<T: AsRef<str>>(
    input: &Input<T>,
    batch: &[usize],
    options: &Options,
    progress: &Progress,
) -> Result<Vec<Chunk>> {
    let bytes: u64 = batch.iter().map(|&index| input.bytes_of(index).min(BATCH)).sum();
    let mut chunks = Vec::new();
    let mut chunk = Chunk::with_room(usize::try_from(bytes).unwrap_or(0));
    let mut ahead = None;
    for &index in batch {
        if progress.is_cancelled() {
            return Err(Error::Cancelled);
        }
        match input {
            Input::Files(files) => match ahead.get_or_insert_with(|| files.ahead(batch)).open_next(&options.settings) {
                Ok(Opened::Document(raw)) => push(&mut chunk, &Document::of(raw, &options.settings.limits), options),
                Ok(Opened::Container(container)) => {
                    chunks.push(std::mem::take(&mut chunk));
                    let mut members = feed::read_container(container, options, progress)?;
                    members.iter_mut().flat_map(|chunk| &mut chunk.documents).for_each(|row| row.entry = index);
                    chunks.extend(members);
                    continue;
                }
                Err(error) => {
                    let mut raw = Raw::new(files.get(index).origin);
                    raw.notes.push(Diagnostic::whole(Code::UnreadableDocument, error.to_string()));
                    push(&mut chunk, &Document::of(raw, &options.settings.limits), options);
                }
            },
            Input::Texts(texts) => {
                let (name, text) = &texts[index];
                let origin = Origin { name: name.clone(), path: String::new() };
                push(&mut chunk, &Document::from_text(origin, text.as_ref()), options);
            }
            Input::Bytes(files) => {
                let (origin, bytes) = &files[index];
                let raw = Raw { bytes: bytes.clone(), ..Raw::new(origin.clone()) };
                push(&mut chunk, &Document::of(raw, &options.settings.limits), options);
            }
        }
        if let Some(last) = chunk.documents.last_mut() {
            last.entry = index;
        }
        progress.add(input.bytes_of(index));
    }
    chunks.push(chunk);
    chunks.retain(|chunk| !chunk.documents.is_empty());
    Ok(chunks)
}

/// The stages that one document goes through.
fn push(chunk: &mut Chunk, document: &Document, options: &Options) {
    let chosen = options.profile.for_text(&document.text, &document.origin.name);
    let mut parsed = parse(document, chosen.profile, &options.vocabulary, options.stages);
    parsed.diagnostics.extend(chosen.diagnostic());
    let origin = &document.origin;
    chunk.push(document, &parsed, &options.vocabulary, |series, number| {
        let given = options.facts.given(origin, series, number);
        Given {
            published: given.published.or(document.stated.published),
            series: given.series.or_else(|| document.stated.series.clone()),
            headlines: given.headlines,
        }
    });
}

impl Facts {
    fn given(&self, origin: &Origin, series: Option<&str>, number: Option<u32>) -> Given {
        if self.published.is_empty() && self.series.is_empty() && self.headlines.is_empty() {
            return Given::default();
        }
        let file = origin.name.rsplit('/').next().unwrap_or(&origin.name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let issue = series.zip(number).map(|(series, number)| format!("{}/{number}", slug(series)));
        let keys = [
            Some(origin.name.as_str()),
            Some(origin.path.as_str()).filter(|path| !path.is_empty()),
            Some(file),
            Some(stem),
            issue.as_deref(),
            Some(""),
        ];
        Given {
            published: keys.iter().flatten().find_map(|key| self.published.get(*key)).copied(),
            series: keys.iter().flatten().find_map(|key| self.series.get(*key)).cloned(),
            headlines: keys.iter().flatten().find_map(|key| self.headlines.get(*key)).cloned(),
        }
    }
}
