//! Pages in the layouts of other digests, which the Python tests read too, against every value of their rows.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::rows;
use crate::document::{Document, Origin};
use crate::pipeline::facts_of;
use crate::profile::Profile;
use crate::tables::{Chunk, IssueRow, ItemRow, Resolved, Text, TextList, resolve};
use crate::vocabulary::Vocabulary;

fn list(chunk: &Chunk, list: TextList) -> Vec<&str> {
    chunk.lists[list.start as usize..list.end as usize].iter().map(|&text| chunk.text(text)).collect()
}

fn issue(chunk: &Chunk, index: usize, row: &IssueRow, resolved: &Resolved, vocabulary: &Vocabulary) -> Value {
    let text = |value: Option<Text>| value.map(|text| chunk.text(text));
    let found = &resolved.issues[index];
    let items = (row.items.0..row.items.1).map(|item| self::item(chunk, item as usize, resolved, vocabulary));
    json!({
        "profile": chunk.text(row.profile),
        "issue_id": found.id.id,
        "series": text(row.series),
        "volume": text(row.volume),
        "number": row.number,
        "part": text(row.part),
        "published": found.published.filter(|_| found.published_basis == Some("declared")).map(|date| date.to_string()),
        "editors": list(chunk, row.editors),
        "headlines": list(chunk, row.headlines),
        "items": items.collect::<Vec<_>>(),
    })
}

fn item(chunk: &Chunk, index: usize, resolved: &Resolved, vocabulary: &Vocabulary) -> Value {
    let row: &ItemRow = &chunk.items[index];
    let citations = (row.citations.0..row.citations.1).map(|at| {
        let (printed, found) = (&chunk.citations[at as usize], &resolved.citations[at as usize]);
        let own = found.when.date.filter(|_| found.date_basis == Some("citation")).map(|date| date.to_string());
        json!([chunk.text(printed.raw), own, printed.form])
    });
    let mut item = Map::new();
    item.insert("text".to_owned(), json!(row.text.map(|text| chunk.text(text))));
    item.insert("sections".to_owned(), json!(list(chunk, row.sections)));
    item.insert("date".to_owned(), json!(resolved.items[index].when.date.map(|date| date.to_string())));
    item.insert("citations".to_owned(), citations.collect());
    if let Some((headline, _)) = row.headline {
        item.insert("headline".to_owned(), json!(chunk.text(headline)));
    }
    if let Some(note) = row.note {
        item.insert("note".to_owned(), json!(chunk.text(note)));
    }
    if row.country_basis == Some("section") {
        let country = chunk.country_lists[row.countries.0 as usize];
        item.insert("country".to_owned(), json!(vocabulary.countries.iso3(country)));
    }
    if let (Some("section"), Some((category, _))) = (row.category_basis, row.category) {
        item.insert("category".to_owned(), json!(vocabulary.categories.get(usize::from(category)).label));
    }
    Value::Object(item)
}

#[test]
fn pages_of_every_profile_give_the_rows_written_beside_them() {
    let vocabulary = Vocabulary::shipped().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for profile in Profile::shipped().unwrap().iter().filter(|profile| profile.name != "afpc") {
        let mut pages = 0;
        for entry in std::fs::read_dir(folder.join(&profile.name)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "txt") {
                continue;
            }
            let document = Document::decode(Origin::default(), std::fs::read(&path).unwrap());
            let expected: Value = serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap();
            let chunk = &rows(&[("page", &document.text)], None)[0];
            let resolved = resolve(chunk, facts_of(std::slice::from_ref(chunk)).settled());
            let issues = chunk.issues.iter().enumerate();
            let found: Vec<Value> =
                issues.map(|(index, row)| issue(chunk, index, row, &resolved, &vocabulary)).collect();
            for (found, expected) in found.iter().zip(expected.as_array().unwrap()) {
                assert_eq!(found["profile"], profile.name.as_str(), "{}", path.display());
                // The id of an issue without number and date is made from its bytes, which the file system may change.
                for key in ["series", "volume", "number", "part", "published", "editors", "headlines", "items"] {
                    assert_eq!(found[key], expected[key], "{key} of {}", path.display());
                }
            }
            assert_eq!(found.len(), expected.as_array().unwrap().len(), "issues of {}", path.display());
            pages += 1;
        }
        assert!(pages >= 3, "only {pages} pages for {}", profile.name);
    }
}
