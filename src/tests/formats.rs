//! What a format declares beside the text, in the rows.

use super::rows_of;
use crate::document::{Document, Origin, Raw};
use crate::format::{Format, Limits, Link};
use crate::parse::Role;
use crate::pipeline::facts_of;
use crate::span::Span;
use crate::tables::{Chunk, resolve};

const PAGE: &str = "Skip to the content\nNorthern Brief No. 12\n\nFirst story. (Nowhere Gazette, May 4, 2020)\n\n\
                    Second story. (Reuters, May 5, 2020)\n\nUnsubscribe here\n";

fn page() -> Document {
    let span = |part: &str| PAGE.find(part).map(|at| Span::new(at, at + part.len())).unwrap();
    let link = |part: &str, url: &str| Link { span: span(part), url: url.to_owned() };
    let raw = Raw { format: Some(Format::Text), bytes: PAGE.into(), ..Raw::new(Origin::default()) };
    Document {
        links: vec![
            link("Skip", "#content"),
            link("Nowhere Gazette", "https://www.tass.com:443/politics/1"),
            link("Reuters, May 5", "https://example.org/copy"),
        ],
        boilerplate: vec![span("Skip to the content\n"), span("Unsubscribe here\n")],
        declared: Some("2020-05-09".parse().unwrap()),
        ..Document::of(raw, &Limits::default())
    }
}

fn outlets(chunk: &Chunk) -> Vec<(&str, Option<&str>, Option<&str>)> {
    let text = |text| chunk.text(text);
    chunk.citations.iter().map(|row| (text(row.raw), row.outlet_basis, row.url.map(text))).collect()
}

#[test]
fn links_are_kept_and_decide_where_the_name_does_not() {
    let chunk = rows_of(&page());
    assert_eq!(
        outlets(&chunk),
        [
            ("Nowhere Gazette", Some("domain"), Some("https://www.tass.com:443/politics/1")),
            ("Reuters", Some("name"), Some("https://example.org/copy")),
        ]
    );
}

#[test]
fn boilerplate_of_the_format_is_no_part_of_an_item() {
    let chunk = rows_of(&page());
    let texts: Vec<&str> = chunk.items.iter().filter_map(|item| item.text.map(|text| chunk.text(text))).collect();
    assert_eq!(texts, ["First story.", "Second story."]);
    let roles = chunk.documents[0].roles;
    assert_eq!(roles[Role::Boilerplate as usize], "Skip to the content\nUnsubscribe here\n".len() as u64);
    assert_eq!(roles[Role::Unparsed as usize], 0);
    assert_eq!(roles.iter().sum::<u64>(), PAGE.len() as u64);
}

#[test]
fn a_date_in_the_text_wins_over_one_the_format_declares() {
    let published = |document: &Document| {
        let chunk = rows_of(document);
        let issue = &resolve(&chunk, facts_of(std::slice::from_ref(&chunk)).settled()).issues[0];
        (issue.published.map(|date| date.to_string()), issue.published_basis)
    };
    let page = page();
    assert_eq!(published(&page), (Some("2020-05-09".to_owned()), Some("declared")));
    let dated = Document {
        text: page.text.replace("No. 12\n", "No. 12\nMay 7, 2020\n"),
        boilerplate: Vec::new(),
        links: Vec::new(),
        ..page
    };
    assert_eq!(published(&dated), (Some("2020-05-07".to_owned()), Some("declared")));
}

#[test]
fn a_declared_title_names_the_issue_that_prints_none() {
    let text = "First story. (Reuters, May 4, 2020)\n";
    let document = Document {
        title: Some("Fwd: Northern Brief No. 12 | A Council".to_owned()),
        ..Document::from_text(Origin { name: "southern-brief-no-3".to_owned(), path: String::new() }, text)
    };
    let chunk = rows_of(&document);
    let issue = &chunk.issues[0];
    assert_eq!(issue.number, Some(12));
    assert_eq!(issue.title.map(|title| chunk.text(title)), Some("Northern Brief No. 12"));
    let untitled = Document { title: Some("Home".to_owned()), ..document };
    assert_eq!(rows_of(&untitled).issues[0].number, Some(3));
}
