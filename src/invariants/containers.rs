//! Containers of any kind: what comes out is bounded, has a name of its own, and is found again by its way.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::Path;

use crate::document::{Origin, Raw};
use crate::format::Limits;
use crate::source::{Opened, Progress, Settings, SourceFile, again};

/// How much comes out of a container before its length counts.
const FREE: u64 = 1 << 20;

/// Documents that are looked for again.
const AGAIN: usize = 5;

/// Bytes as a file with documents in it. A letter says which tables of texts are `C`SV and `N`DJSON, which their content does not.
///
/// # Panics
/// When more comes out than the limits allow, two documents have one name, a name leads elsewhere, a second reading differs, or a
/// document is another one by its way.
pub fn container(bytes: &[u8]) {
    let (name, bytes) = match bytes {
        [b'C', table @ ..] => ("a.csv", table),
        [b'N', table @ ..] => ("a.ndjson", table),
        _ => ("a", bytes),
    };
    let folder = tempfile::tempdir().expect("room for a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("room for a file");
    let limits = Limits { document_bytes: FREE, expansion: 100, nesting: 4, members: 1_000, ..Limits::default() };
    let settings = Settings { limits, ..Settings::default() };
    let documents = read(&path, name, &settings);
    let total: u64 = documents.iter().map(|raw| raw.bytes.len() as u64).sum();
    assert!(total <= (bytes.len() as u64 * limits.expansion).max(FREE) + bytes.len() as u64, "{total} bytes came out");
    let mut names = HashSet::new();
    for raw in &documents {
        assert!(
            raw.bytes.len() as u64 <= limits.document_bytes.max(bytes.len() as u64),
            "{:?} is too long",
            raw.origin
        );
        let way = &raw.origin.name;
        assert!(raw.bytes.is_empty() || names.insert(way), "two documents are {way:?}");
        let inside = way.strip_prefix(name).expect("the file is the start of the way");
        let leads_out = inside.split(['/', '\\']).any(|part| part == "..") || inside.contains(char::is_control);
        assert!(!leads_out, "{way:?} leads elsewhere");
    }
    let other = read(&path, name, &settings);
    assert_eq!(format!("{documents:?}"), format!("{other:?}"), "a second reading differs");
    for raw in documents.iter().filter(|raw| !raw.bytes.is_empty()).take(AGAIN) {
        let found = again(&raw.origin.path, 1, &settings).expect("the file is there");
        let length = found.first().map(|document| document.bytes);
        assert_eq!(length, Some(raw.bytes.len() as u64), "{:?} is not found again", raw.origin.name);
    }
}

fn read(path: &Path, name: &str, settings: &Settings) -> Vec<Raw> {
    let origin = Origin { name: name.to_owned(), path: path.to_string_lossy().into_owned() };
    let bytes = path.metadata().expect("a file").len();
    let file = SourceFile { origin, path: path.to_owned(), bytes, problem: None };
    let mut found = Vec::new();
    match file.open(settings).expect("a file that can be read") {
        Opened::Document(raw) => found.push(raw),
        Opened::Container(container) => container.documents(settings, &Progress::default(), &mut |raw| {
            found.push(raw);
            ControlFlow::Continue(())
        }),
    }
    found
}
