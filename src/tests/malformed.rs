//! The files under `tests/corpus/malformed/`: what fuzzers found, and what ordinary parsers trip over.

use std::fs;
use std::path::Path;

use crate::document::{Document, Origin};
use crate::format::Format;
use crate::invariants;
use crate::profile::Profile;

/// A folder, which has the name of a target of `fuzz/`, and what must hold of its files.
type Target = (&'static str, fn(&[u8]));

const TARGETS: &[Target] = &[
    ("citation", |bytes| invariants::citations(text(bytes))),
    ("container", invariants::container),
    ("date", |bytes| invariants::dates(text(bytes))),
    ("decode", invariants::decoded),
    ("html", |bytes| invariants::rendered(Format::Html, bytes)),
    ("mail", |bytes| invariants::rendered(Format::Mail, bytes)),
    ("office", invariants::office),
    ("parse", parse),
    ("profile", |bytes| invariants::profile(text(bytes))),
    ("segment", |bytes| invariants::segments(text(bytes))),
];

/// By the layouts that a fuzzer has chosen from, and by all there are.
fn parse(bytes: &[u8]) {
    let document = Document::from_text(Origin::default(), text(bytes));
    Profile::shipped().unwrap().iter().for_each(|profile| invariants::by(profile, &document));
    invariants::text(text(bytes));
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("a text")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = entries.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_must_hold_holds_for_malformed_files() {
    let folder = root().join("tests/corpus/malformed");
    for (target, check) in TARGETS {
        for entry in fs::read_dir(folder.join(target)).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            let held = std::panic::catch_unwind(|| check(&bytes));
            assert!(held.is_ok(), "{}", path.display());
        }
    }
}

#[test]
fn every_target_has_its_folder_of_files() {
    let targets: Vec<&str> = TARGETS.iter().map(|(target, _)| *target).collect();
    assert_eq!(names(&root().join("fuzz/fuzz_targets")), targets);
    assert_eq!(names(&root().join("tests/corpus/malformed")), targets);
}
