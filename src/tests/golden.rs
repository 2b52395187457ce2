//! The pages of `tests/cases`, which the Python tests read too, against the facts beside them.

use std::path::Path;

use serde_json::Value;

use super::rows;
use crate::document::{Document, Origin};
use crate::pipeline::facts_of;
use crate::tables::{Chunk, HeadlineSource, ItemRow, resolve};

fn words(text: &str, count: usize) -> String {
    text.split_whitespace().take(count).collect::<Vec<_>>().join(" ")
}

/// Printed sources of an item, without articles, in brackets or not, sorted.
fn sources(chunk: &Chunk, item: &ItemRow) -> Vec<String> {
    let citations = &chunk.citations[item.citations.0 as usize..item.citations.1 as usize];
    sorted(citations.iter().map(|citation| bare(chunk.text(citation.raw))))
}

fn bare(source: &str) -> String {
    source.strip_prefix("The ").unwrap_or(source).to_owned()
}

fn sorted(strings: impl Iterator<Item = String>) -> Vec<String> {
    let mut strings: Vec<String> = strings.collect();
    strings.sort();
    strings
}

pub(super) fn check(facts: &Value, chunk: &Chunk, wrong: &mut Vec<String>) {
    let name = facts["url"].as_str().unwrap_or_default();
    let expected = facts["items"].as_array().unwrap();
    if chunk.items.len() < expected.len() {
        wrong.push(format!("{name}: expected {} items, found {}", expected.len(), chunk.items.len()));
    }
    let resolved = resolve(chunk, facts_of(std::slice::from_ref(chunk)).settled());
    for (index, (fact, item)) in expected.iter().zip(&chunk.items).enumerate() {
        let mut compare = |what: &str, want: String, found: String| {
            if want != found {
                wrong.push(format!("{name} item {}: {what}: expected {want:?}, found {found:?}", index + 1));
            }
        };
        let text = item.text.map_or("", |text| chunk.text(text));
        let printed = item.headline.filter(|(_, source)| *source == HeadlineSource::Printed);
        let headline = printed.map(|(headline, _)| chunk.text(headline).to_owned());
        compare("first words", fact["first_words"].as_str().unwrap().to_owned(), words(text, 6));
        compare("paragraphs", fact["n_paragraphs"].to_string(), item.paragraphs.to_string());
        compare("headline", fact["headline"].as_str().unwrap_or("").to_owned(), headline.unwrap_or_default());
        compare("note", fact["has_editors_note"].to_string(), item.note.is_some().to_string());
        let cited = fact["citations"].as_array().unwrap();
        let want = sorted(cited.iter().map(|citation| bare(citation["source"].as_str().unwrap())));
        compare("sources", want.join("; "), sources(chunk, item).join("; "));
        if let Some(date) = fact["item_date"].as_str() {
            let found = resolved.items[index].when.date.map(|date| date.to_string());
            compare("date", date.to_owned(), found.unwrap_or_default());
        }
    }
}

#[test]
fn every_complete_item_of_the_golden_pages_is_found() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let (mut wrong, mut pages) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let facts: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let bytes = std::fs::read(path.with_extension("txt")).unwrap();
        let document = Document::decode(Origin::default(), bytes);
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        for chunk in rows(&[(&name, &document.text)], None) {
            check(&facts, &chunk, &mut wrong);
        }
        pages += 1;
    }
    assert!(pages >= 23, "only {pages} pages");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
