//! Each stage on one megabyte of the sample archive, in bytes a second.
//!
//!     cargo bench --features bench --bench stages

use std::path::Path;
use std::sync::Arc;

use dateline::bench;
use dateline::document::Document;
use dateline::profile::Profile;
use dateline::vocabulary::Vocabulary;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

const BYTES: usize = 1_000_000;

fn main() {
    divan::main();
}

/// The sample archive's issues one after the other, again and again.
fn text() -> String {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("python/dateline/sample")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the sample archive") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let once: String =
        files.iter().filter_map(|path| std::fs::read_to_string(path).ok()).map(|text| text + "\n\n").collect();
    let mut text = once.repeat(BYTES / once.len() + 1);
    text.truncate(text.floor_char_boundary(BYTES));
    text
}

fn vocabulary() -> Arc<Vocabulary> {
    Vocabulary::shipped().expect("the shipped vocabulary")
}

fn profile() -> &'static Profile {
    Profile::named("auto").expect("the profile `auto`")
}

fn document() -> Document {
    bench::decode(text().into_bytes())
}

/// Times `stage` on the whole text.
fn each(bencher: Bencher, stage: impl Fn(&str) -> usize + Sync) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| stage(black_box(&text)));
}

#[divan::bench]
fn decode(bencher: Bencher) {
    let bytes = text().into_bytes();
    bencher.counter(BytesCount::of_slice(&bytes)).with_inputs(|| bytes.clone()).bench_values(bench::decode);
}

#[divan::bench]
fn lines(bencher: Bencher) {
    each(bencher, bench::lines);
}

#[divan::bench]
fn blocks(bencher: Bencher) {
    each(bencher, |text| bench::blocks(text, profile()));
}

#[divan::bench]
fn scan(bencher: Bencher) {
    let vocabulary = vocabulary();
    each(bencher, |text| bench::scan(text, &vocabulary));
}

#[divan::bench]
fn scan_names(bencher: Bencher) {
    let vocabulary = vocabulary();
    each(bencher, |text| bench::scan_names(text, &vocabulary));
}

#[divan::bench]
fn brackets(bencher: Bencher) {
    each(bencher, bench::brackets);
}

#[divan::bench]
fn parse(bencher: Bencher) {
    let (document, vocabulary) = (document(), vocabulary());
    let count = BytesCount::of_str(&document.text);
    bencher.counter(count).bench(|| bench::parse(black_box(&document), profile(), &vocabulary));
}

#[divan::bench]
fn push(bencher: Bencher) {
    let (document, vocabulary) = (document(), vocabulary());
    let parsed = bench::parse(&document, profile(), &vocabulary);
    bencher
        .counter(BytesCount::of_str(&document.text))
        .bench(|| bench::push(black_box(&document), &parsed, &vocabulary));
}
