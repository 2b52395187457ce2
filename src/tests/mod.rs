//! Whole documents through the whole core: golden pages, and what must hold for any text at all.

mod formats;
mod golden;
mod invariants;
mod malformed;
mod printed;
mod profiles;
mod renderings;

use std::sync::Arc;

use crate::document::Document;
use crate::parse::parse;
use crate::pipeline::{Facts, Input, Options, Progress, Stages, facts_of, read};
use crate::profile::Choice;
use crate::source::Settings;
use crate::tables::{Chunk, Given};
use crate::vocabulary::Vocabulary;

fn options(threads: Option<usize>) -> Options {
    let vocabulary: Arc<Vocabulary> = Vocabulary::shipped().unwrap();
    let profile = Choice::of("auto").unwrap();
    let settings = Settings::default();
    Options { facts: Facts::default(), profile, settings, threads, vocabulary, stages: Stages::ALL }
}

/// Rows of texts, each with its name.
fn rows(texts: &[(&str, &str)], threads: Option<usize>) -> Vec<Chunk> {
    let texts = texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    chunks_of(texts, &options(threads))
}

fn chunks_of(texts: Vec<(String, String)>, options: &Options) -> Vec<Chunk> {
    let documents: Vec<usize> = (0..texts.len()).collect();
    read(&Input::Texts(texts), &documents, options, &Progress::default()).unwrap()
}

const PAGE: &str = "Russia Reform Monitor No. 9\nMay 5, 2020\n\nKenya bought oil. (Reuters, May 4, 2020)\n";

#[test]
fn stages_that_are_not_wanted_leave_nothing() {
    let found = |stages| {
        let texts = vec![("a".to_owned(), PAGE.to_owned())];
        let chunk = chunks_of(texts, &Options { stages, ..options(Some(1)) }).pop().unwrap();
        (chunk.issues[0].number, chunk.items.len(), chunk.citations.len(), chunk.mentions.len())
    };
    assert_eq!(found(Stages::ALL), (Some(9), 1, 1, 1));
    assert_eq!(found(Stages { countries: false, ..Stages::ALL }), (Some(9), 1, 1, 0));
    assert_eq!(found(Stages::MASTHEADS), (Some(9), 0, 0, 0));
}

#[test]
fn an_issue_alone_is_settled_as_an_archive_of_one() {
    let undated = PAGE.replace("\nMay 5, 2020", "");
    for text in [PAGE, &undated, "Rain fell. (CNN, May 4)"] {
        let chunks = rows(&[("a", text)], Some(1));
        let facts = facts_of(&chunks);
        assert_eq!(vec![facts.settle(0, None)], facts.settled(), "{text}");
    }
}

#[test]
fn issues_are_settled_alike_in_one_chunk_and_in_many() {
    let of = |series: &str, number: u32, date: &str| {
        PAGE.replace("Russia Reform Monitor", series)
            .replace("No. 9", &format!("No. {number}"))
            .replace("\nMay 5, 2020", date)
    };
    let texts = [
        of("Russia Reform Monitor", 9, "\nMay 5, 2020"),
        of("Iran Democracy Monitor", 3, "\nJune 1, 2021"),
        of("Russia Reform Monitor", 9, ""),
        of("Iran Democracy Monitor", 4, ""),
        of("Russia Reform Monitor", 10, "\nMay 1, 2020"),
    ];
    let named: Vec<(&str, &str)> =
        ["a", "b", "c", "d", "e"].into_iter().zip(texts.iter().map(String::as_str)).collect();
    let together = facts_of(&rows(&named, Some(1))).settled();
    let apart: Vec<Chunk> = named.iter().flat_map(|&text| rows(&[text], Some(1))).collect();
    assert_eq!(apart.len(), 5);
    assert_eq!(together, facts_of(&apart).settled());
    assert!(together[2].id.duplicate_of.is_some() && together[4].anchor.out_of_order.is_some());
}

#[test]
fn batches_hold_every_document_once_in_order_and_no_more_than_asked() {
    let texts: Vec<(String, String)> = (0..40).map(|n| (n.to_string(), "x".repeat(n * 100))).collect();
    let input = Input::Texts(texts);
    let documents: Vec<usize> = (0..40).filter(|n| n % 3 > 0).collect();
    let batches = input.batches(&documents, |nth| 1000 << nth);
    let seen: Vec<usize> = batches.iter().flat_map(|batch| documents[batch.clone()].to_vec()).collect();
    assert_eq!(seen, documents);
    for (nth, batch) in batches.iter().enumerate() {
        let last = documents[batch.end - 1];
        assert!(input.bytes(&documents[batch.clone()]) < (1000 << nth) + input.bytes(&[last]));
    }
    assert!(input.batches(&[], |_| 1).is_empty());
}

/// Rows of one document.
fn rows_of(document: &Document) -> Chunk {
    let vocabulary = Vocabulary::shipped().unwrap();
    let auto = Choice::of("auto").unwrap();
    let profile = auto.for_text(&document.text, &document.origin.name).profile;
    let parsed = parse(document, profile, &vocabulary, Stages::ALL);
    let mut chunk = Chunk::default();
    chunk.push(document, &parsed, &vocabulary, |_, _| Given::default());
    chunk
}
