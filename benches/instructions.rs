//! Each stage once on the `.txt` files below a folder, in functions by whose names callgrind tells them apart.
//!
//!     python benches/instructions.py

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use std::path::{Path, PathBuf};

use dateline::bench;
use dateline::document::Document;
use dateline::profile::Profile;
use dateline::vocabulary::Vocabulary;

fn main() {
    let Some(folder) = std::env::args().nth(1).filter(|argument| !argument.starts_with('-')) else {
        eprintln!("expected a folder of .txt files; `python benches/instructions.py` makes one");
        std::process::exit(2);
    };
    let named: Vec<(String, String)> = files(Path::new(&folder))
        .iter()
        .map(|path| (path.display().to_string(), std::fs::read_to_string(path).expect("a text")))
        .collect();
    let texts: Vec<&str> = named.iter().map(|(_, text)| text.as_str()).collect();
    let vocabulary = Vocabulary::shipped().expect("the shipped vocabulary");
    let profile = Profile::named("auto").expect("the profile `auto`");
    // What is found keeps the compiler from leaving a stage out.
    let documents = stages::decode(&texts);
    let found = stages::lines(&texts)
        + stages::blocks(&texts, profile)
        + stages::scan(&texts, &vocabulary)
        + stages::brackets(&texts);
    let parsed = stages::parse(&documents, profile, &vocabulary);
    let items = stages::push(&documents, &parsed, &vocabulary);
    assert_eq!(stages::all(&named, profile, &vocabulary), items, "the same items, stage by stage and at once");
    println!("{} documents, {items} items, {found} parts", documents.len());
}

/// The files below a folder, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What is counted: everything between entry and exit of these. Without `black_box` an exit may be a jump into the stage.
mod stages {
    use std::hint::black_box;

    use super::{Document, Profile, Vocabulary, bench};

    #[inline(never)]
    pub fn decode(texts: &[&str]) -> Vec<Document> {
        black_box(texts.iter().map(|text| bench::decode(text.as_bytes().to_vec())).collect())
    }

    #[inline(never)]
    pub fn lines(texts: &[&str]) -> usize {
        black_box(texts.iter().map(|text| bench::lines(text)).sum())
    }

    #[inline(never)]
    pub fn blocks(texts: &[&str], profile: &Profile) -> usize {
        black_box(texts.iter().map(|text| bench::blocks(text, profile)).sum())
    }

    #[inline(never)]
    pub fn scan(texts: &[&str], vocabulary: &Vocabulary) -> usize {
        black_box(texts.iter().map(|text| bench::scan(text, vocabulary)).sum())
    }

    #[inline(never)]
    pub fn brackets(texts: &[&str]) -> usize {
        black_box(texts.iter().map(|text| bench::brackets(text)).sum())
    }

    #[inline(never)]
    pub fn parse(documents: &[Document], profile: &Profile, vocabulary: &Vocabulary) -> Vec<bench::Parsed> {
        black_box(documents.iter().map(|document| bench::parse(document, profile, vocabulary)).collect())
    }

    #[inline(never)]
    pub fn push(documents: &[Document], parsed: &[bench::Parsed], vocabulary: &Vocabulary) -> usize {
        black_box(
            documents.iter().zip(parsed).map(|(document, parsed)| bench::push(document, parsed, vocabulary)).sum(),
        )
    }

    #[inline(never)]
    pub fn all(named: &[(String, String)], profile: &Profile, vocabulary: &Vocabulary) -> usize {
        black_box(bench::all(named, profile, vocabulary))
    }
}
