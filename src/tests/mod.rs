//! Whole documents through the whole core: golden pages, and what must hold for any text at all.

mod formats;
mod golden;
mod invariants;
mod printed;
mod profiles;

use std::sync::Arc;

use crate::document::Document;
use crate::parse::parse;
use crate::pipeline::{Facts, Input, Options, Progress, read};
use crate::profile::Choice;
use crate::source::Settings;
use crate::tables::{Chunk, Given};
use crate::vocabulary::Vocabulary;

fn options(threads: Option<usize>) -> Options {
    let vocabulary: Arc<Vocabulary> = Vocabulary::shipped().unwrap();
    let profile = Choice::of("auto").unwrap();
    Options { facts: Facts::default(), profile, settings: Settings::default(), threads, vocabulary }
}

/// Rows of texts, each with its name.
fn rows(texts: &[(&str, &str)], threads: Option<usize>) -> Vec<Chunk> {
    let texts = texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    read(&Input::Texts(texts), &options(threads), &Progress::default()).unwrap()
}

/// Rows of one document.
fn rows_of(document: &Document) -> Chunk {
    let vocabulary = Vocabulary::shipped().unwrap();
    let parsed = parse(document, Profile::named("auto").unwrap(), &vocabulary);
    let mut chunk = Chunk::default();
    chunk.push(document, &parsed, &vocabulary, |_, _| Given::default());
    chunk
}
