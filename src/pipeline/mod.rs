//! The order of the stages: documents in, chunks of rows out, on all cores.
//!
//! In: files or texts, and [`Options`]. Out: [`Reading`], the chunks in input order whatever the number of threads. Only
//! this module knows which stage follows which, and only it starts threads.

pub(crate) mod recognise;
pub(crate) mod terms;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Origin};
use crate::error::{Error, Result};
use crate::identity::slug;
use crate::parse::parse;
use crate::profile::Profile;
use crate::source::SourceFile;
use crate::tables::{Chunk, Given};
use crate::vocabulary::Vocabulary;

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
    pub profile: &'static Profile,
    /// Number of threads; all cores when `None`.
    pub threads: Option<usize>,
    pub vocabulary: Arc<Vocabulary>,
}

/// How far a reading has come, and the wish to end it: shared with whoever watches.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Bytes of input that are parsed.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Asks the reading to end; it does at the next document.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// Where documents come from.
pub enum Input<T> {
    Files(Vec<SourceFile>),
    /// Texts with their names.
    Texts(Vec<(String, T)>),
}

impl<T: AsRef<str>> Input<T> {
    fn len(&self) -> usize {
        match self {
            Self::Files(files) => files.len(),
            Self::Texts(texts) => texts.len(),
        }
    }

    fn bytes_of(&self, index: usize) -> u64 {
        match self {
            Self::Files(files) => files[index].bytes,
            Self::Texts(texts) => texts[index].1.as_ref().len() as u64,
        }
    }

    /// Length of all documents in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        (0..self.len()).map(|index| self.bytes_of(index)).sum()
    }

    fn document(&self, index: usize) -> Document {
        match self {
            Self::Files(files) => files[index].read().unwrap_or_else(|error| {
                let mut document = Document::from_text(files[index].origin.clone(), "");
                document.diagnostics = vec![Diagnostic::whole(Code::UnreadableDocument, error.to_string())];
                document
            }),
            Self::Texts(texts) => {
                let (name, text) = &texts[index];
                Document::from_text(Origin { name: name.clone(), path: String::new() }, text.as_ref())
            }
        }
    }

    /// Neighbouring documents in batches of about `BATCH` bytes: large enough to share an arena, small enough to spread.
    fn batches(&self) -> Vec<std::ops::Range<usize>> {
        const BATCH: u64 = 1 << 20;
        let mut batches = Vec::new();
        let (mut start, mut bytes) = (0, 0);
        for index in 0..self.len() {
            bytes += self.bytes_of(index) + 256;
            if bytes >= BATCH {
                batches.push(start..index + 1);
                (start, bytes) = (index + 1, 0);
            }
        }
        if start < self.len() {
            batches.push(start..self.len());
        }
        batches
    }
}

/// Parses and annotates all documents.
///
/// # Errors
/// [`Error::Cancelled`] when `progress` was cancelled; [`Error::Argument`] when no threads can be started.
pub(crate) fn read<T: AsRef<str> + Sync + Send>(
    input: &Input<T>,
    options: &Options,
    progress: &Progress,
) -> Result<Vec<Chunk>> {
    let work = || -> Result<Vec<Chunk>> {
        input.batches().into_par_iter().map(|batch| read_batch(input, batch, options, progress)).collect()
    };
    in_pool(options.threads, work)?
}

/// Both pieces of work, at the same time where the pool this is called in has threads for it.
pub(crate) fn join<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(one, other)
}

/// Runs `work` on a pool of its own when a number of threads is asked for, else on rayon's.
pub(crate) fn in_pool<R: Send>(threads: Option<usize>, work: impl FnOnce() -> R + Send) -> Result<R> {
    let Some(threads) = threads else { return Ok(work()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
    let pool = pool.map_err(|error| Error::Argument { message: format!("cannot start {threads} threads: {error}") })?;
    Ok(pool.install(work))
}

fn read_batch<T: AsRef<str>>(
    input: &Input<T>,
    batch: std::ops::Range<usize>,
    options: &Options,
    progress: &Progress,
) -> Result<Chunk> {
    let bytes: u64 = batch.clone().map(|index| input.bytes_of(index)).sum();
    let mut chunk = Chunk::with_room(usize::try_from(bytes).unwrap_or(0));
    for index in batch {
        if progress.cancelled.load(Ordering::Relaxed) {
            return Err(Error::Cancelled);
        }
        let document = input.document(index);
        let parsed = parse(&document, options.profile, &options.vocabulary);
        let origin = &document.origin;
        chunk.push(&document, &parsed, &options.vocabulary, |series, number| {
            options.facts.given(origin, series, number)
        });
        progress.done.fetch_add(input.bytes_of(index), Ordering::Relaxed);
    }
    Ok(chunk)
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
