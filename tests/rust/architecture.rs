//! The layers of `docs/architecture.md`, held as data: who may use whom, and where the large dependencies may appear.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Top-level modules from the bottom up. A module uses those of lower rows only, so siblings do not know each other.
const LAYERS: &[&[&str]] = &[
    &["error", "span", "words"],
    &["date", "diagnostic", "matcher", "resemblance", "terms", "value"],
    &["format"],
    &["citation", "document", "profile", "vocabulary"],
    &["segment", "source"],
    &["masthead"],
    &["parse"],
    &["annotate", "chronology", "identity", "inference"],
    &["tables"],
    &["pipeline"],
    &["frame"],
    &["bench", "invariants", "python"],
];

/// Crates with the only modules that may name them.
const CONFINED: &[(&str, &[&str])] = &[
    ("arrow", &["frame"]),
    ("polars", &["frame", "python"]),
    ("polars_buffer", &["frame"]),
    ("pyo3", &["python"]),
    ("pyo3_polars", &["python"]),
    ("rayon", &["pipeline"]),
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file with its top-level module and its code without comments.
fn sources() -> Vec<(PathBuf, String, String)> {
    let (src, mut found, mut folders) = (root().join("src"), Vec::new(), vec![root().join("src")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let below = path.strip_prefix(&src).expect("below src");
                let first = Path::new(below.components().next().expect("a name").as_os_str());
                let module = first.with_extension("").to_string_lossy().into_owned();
                let text = fs::read_to_string(&path).expect("a text");
                // The crate's own tests stand above all layers.
                if module != "lib" && module != "tests" {
                    found.push((path, module, code(&text)));
                }
            }
        }
    }
    found.sort();
    found
}

/// The text without line comments; what stands behind `://` in a string goes with them, which names no module.
fn code(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// Top-level modules that follow `crate::`, alone or in braces.
fn used(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(is_name) {
            continue; // `some_crate::`
        }
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            found.extend(heads(group));
        } else {
            found.insert(name(rest).to_owned());
        }
    }
    found.remove("");
    found
}

/// The first names of a use group: `a::{b, c}, d` gives `a` and `d`.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut starts, mut found) = (0, true, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts = true,
            c if starts && is_name(c) => {
                found.push(name(&group[at..]).to_owned());
                starts = false;
            }
            _ => {}
        }
    }
    found
}

fn name(text: &str) -> &str {
    text.split(|c| !is_name(c)).next().unwrap_or("")
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[test]
fn uses_are_read_as_they_are_written() {
    let read = |code: &str| used(code).into_iter().collect::<Vec<_>>();
    assert_eq!(read("use crate::span::Span;"), ["span"]);
    assert_eq!(read("use crate::{date::{Cursor, parse},\n    words, span::Span};"), ["date", "span", "words"]);
    assert_eq!(read("let id = row.map(crate::vocabulary::OutletId::index);"), ["vocabulary"]);
    assert_eq!(read("use other_crate::date;"), Vec::<String>::new());
    assert_eq!(read(&code("// crate::python\nuse crate::error::Result; // crate::frame")), ["error"]);
}

#[test]
fn every_module_has_a_layer() {
    let modules: BTreeSet<String> = sources().into_iter().map(|(_, module, _)| module).collect();
    let layered: BTreeSet<String> = LAYERS.iter().flat_map(|row| row.iter()).map(|&module| module.to_owned()).collect();
    assert_eq!(modules, layered);
}

#[test]
fn arrows_go_down() {
    let mut arrows: BTreeMap<(String, String), PathBuf> = BTreeMap::new();
    for (path, module, code) in sources() {
        for other in used(&code).into_iter().filter(|other| *other != module) {
            arrows.entry((module.clone(), other)).or_insert_with(|| path.clone());
        }
    }
    assert!(arrows.len() > 40, "found only {} arrows: the sources were not read as they are written", arrows.len());
    let wrong: Vec<String> = arrows
        .iter()
        .filter(|((from, to), _)| layer(to) >= layer(from) || layer(to).is_none())
        .map(|((from, to), path)| format!("{from} uses {to}, which is not below it: {}", path.display()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn large_dependencies_stay_where_they_belong() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, module, code) in sources() {
        for (dependency, homes) in CONFINED {
            let path_of_it = format!("{dependency}::");
            let named =
                code.match_indices(&path_of_it).any(|(at, _)| !code[..at].ends_with(|c| is_name(c) || c == ':'));
            if named {
                seen.insert(*dependency);
                if !homes.contains(&module.as_str()) {
                    wrong.push(format!("{dependency} in {}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(seen.len(), CONFINED.len(), "only {seen:?} are used");
}

#[test]
fn the_map_of_the_layers_says_the_same() {
    let text = fs::read_to_string(root().join("docs/architecture.md")).expect("docs/architecture.md");
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| L"))
        .map(|line| line.split('|').nth(2).unwrap_or("").split('`').skip(1).step_by(2).collect())
        .collect();
    assert_eq!(rows, LAYERS.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
}
