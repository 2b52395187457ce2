//! Texts to lines, blocks, items and rows: every byte has one role, spans lie where they should, and neither a second reading nor
//! another division of the work changes a row.

use super::{in_order, inside};
use crate::citation::{Form, PrintedCitation};
use crate::document::{Document, Origin};
use crate::parse::{Parsed, Stages, parse};
use crate::pipeline::facts_of;
use crate::profile::{Choice, Profile};
use crate::segment::{blocks, lay_out, lines};
use crate::span::Span;
use crate::tables::{Chunk, Given, IssueRow, by_chunk, resolve};
use crate::vocabulary::Vocabulary;

/// Parts the documents of one input.
const SEPARATOR: char = '\u{1e}';

/// Lines and blocks by every profile that ships.
///
/// # Panics
/// When lines or blocks overlap, cut a character, or leave out anything but white space.
pub fn segments(text: &str) {
    let vocabulary = vocabulary();
    let lines = lines(text);
    in_order(text, lines.iter().map(|line| line.span));
    let mut at = 0;
    for line in &lines {
        assert!(!line.span.is_empty() && line.span.trimmed(text) == line.span, "{line:?} is not trimmed in {text:?}");
        assert!(text[at..line.span.start()].trim().is_empty(), "lines leave out a part of {text:?}");
        at = line.span.end();
    }
    assert!(text[at..].trim().is_empty(), "lines leave out the end of {text:?}");
    for profile in Profile::shipped().unwrap() {
        let laid = lay_out(text, &lines, profile, &vocabulary);
        for blocks in [blocks(text, &lines, profile), laid.blocks] {
            in_order(text, blocks.iter().map(|block| block.span));
            let mut at = 0;
            for block in &blocks {
                let between = &text[at..block.span.start()];
                assert!(between.trim().is_empty(), "blocks by {} leave out {between:?} of {text:?}", profile.name);
                at = block.span.end();
            }
            assert!(text[at..].trim().is_empty(), "blocks by {} leave out the end of {text:?}", profile.name);
        }
    }
}

/// A text, or several with record separators between them: by the profile that fits, and by one that need not.
///
/// # Panics
/// When a byte has no role or two, a span lies outside its item or cuts a character, items overlap, or rows depend on how often
/// or in which company their document is read.
pub fn text(text: &str) {
    let profiles = Profile::shipped().unwrap();
    let documents: Vec<Document> = text
        .split(SEPARATOR)
        .enumerate()
        .map(|(nth, text)| Document::from_text(Origin { name: format!("{nth}.txt"), path: String::new() }, text))
        .collect();
    for document in &documents {
        by(&profiles[text.len() % profiles.len()], document);
    }
    let auto = Choice::of("auto").unwrap();
    let profile = |document: &Document| auto.for_text(&document.text, &document.origin.name).profile.clone();
    let mut together = Chunk::default();
    let mut apart = Vec::new();
    for document in &documents {
        let (profile, mut alone) = (profile(document), Chunk::default());
        push(&mut together, document, &profile, Stages::ALL);
        push(&mut alone, document, &profile, Stages::ALL);
        spans(&document.text, &alone);
        apart.push(alone);
    }
    assert_eq!(resolved(&[together]), resolved(&apart), "rows depend on the division of the work in {text:?}");
}

/// One document by one profile.
///
/// # Panics
/// As [`text`].
pub(crate) fn by(profile: &Profile, document: &Document) {
    let parsed = parse(document, profile, &vocabulary(), Stages::ALL);
    items(profile, document, &parsed);
    roles(document, &parsed);
    let mut chunk = Chunk::default();
    chunk.push(document, &parsed, &vocabulary(), |_, _| Given::default());
    spans(&document.text, &chunk);
    let mut again = Chunk::default();
    push(&mut again, document, profile, Stages::ALL);
    assert_eq!(rows(&chunk), rows(&again), "a second reading differs in {:?}", document.text);
    let mut mastheads = Chunk::default();
    push(&mut mastheads, document, profile, Stages::MASTHEADS);
    assert_eq!(identities(&chunk), identities(&mastheads), "the masthead alone says otherwise in {:?}", document.text);
    let resolved = resolve(&chunk, facts_of(std::slice::from_ref(&chunk)).settled());
    assert_eq!((resolved.items.len(), resolved.citations.len()), (chunk.items.len(), chunk.citations.len()));
}

fn vocabulary() -> std::sync::Arc<Vocabulary> {
    Vocabulary::shipped().unwrap()
}

fn push(chunk: &mut Chunk, document: &Document, profile: &Profile, stages: Stages) {
    let parsed = parse(document, profile, &vocabulary(), stages);
    chunk.push(document, &parsed, &vocabulary(), |_, _| Given::default());
}

fn items(profile: &Profile, document: &Document, parsed: &Parsed) {
    let text = document.text.as_str();
    for issue in &parsed.issues {
        let mut last = 0;
        for item in &issue.items {
            inside(text, item.span, issue.span);
            assert!(item.span.start() >= last, "items overlap by {}: {text:?}", profile.name);
            last = item.span.end();
            for span in item.headline.iter().chain(&item.paragraphs).chain(&item.note) {
                inside(text, *span, item.span);
            }
            // A source printed before several items stands above the later ones.
            let own = |citation: &&PrintedCitation| citation.form != Form::Before;
            item.citations().filter(own).for_each(|citation| inside(text, citation.span, item.span));
        }
    }
}

fn roles(document: &Document, parsed: &Parsed) {
    let mut at = 0;
    for tile in &parsed.roles {
        assert_eq!(tile.span.start(), at, "roles leave a gap or overlap in {:?}", document.text);
        assert!(document.text.is_char_boundary(tile.span.end()), "a role cuts a character in {:?}", document.text);
        at = tile.span.end();
    }
    assert_eq!(at, document.text.len(), "roles end early in {:?}", document.text);
}

fn spans(text: &str, chunk: &Chunk) {
    let whole = Span::new(0, text.len());
    for issue in &chunk.issues {
        inside(text, issue.span, whole);
    }
    let mut last = 0;
    for item in &chunk.items {
        inside(text, item.span, chunk.issues[item.issue as usize].span);
        assert!(item.span.start() >= last, "items overlap in {text:?}");
        last = item.span.end();
        item.headline_span.into_iter().chain(item.note_span).for_each(|span| inside(text, span, item.span));
    }
    for citation in &chunk.citations {
        // A source printed before several items stands above the later ones.
        let item = chunk.items[citation.item as usize].span;
        inside(text, citation.span, if citation.form == Form::Before.as_str() { whole } else { item });
        inside(text, citation.outlet_span, citation.span);
        citation.date.into_iter().for_each(|date| inside(text, date.span, citation.span));
    }
    for mention in &chunk.mentions {
        inside(text, mention.span, chunk.items[mention.item as usize].span);
    }
    for diagnostic in &chunk.diagnostics {
        inside(text, diagnostic.span, whole);
        let above = text[..diagnostic.span.start()].matches('\n').count();
        assert_eq!(diagnostic.position.line as usize, above + 1, "{diagnostic:?} is on another line in {text:?}");
    }
}

/// Everything that a chunk holds.
fn rows(chunk: &Chunk) -> String {
    let values = (&chunk.arena, &chunk.documents, &chunk.issues, &chunk.items, &chunk.citations);
    format!("{values:?} {:?} {:?}", chunk.mentions, chunk.diagnostics)
}

/// What the issues of a chunk say of themselves.
fn identities(chunk: &Chunk) -> Vec<String> {
    let text = |text: Option<_>| text.map(|text| chunk.text(text));
    let printed = |issue: &IssueRow| issue.printed.map(|date| date.printed);
    let identity =
        |issue: &IssueRow| format!("{:?}", (text(issue.series), issue.number, text(issue.title), printed(issue)));
    chunk.issues.iter().map(identity).collect()
}

/// What is known of all rows once the chunks are put together, but for their places in these.
fn resolved(chunks: &[Chunk]) -> String {
    let (mut issues, mut items, mut citations, mut said) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (chunk, settled) in chunks.iter().zip(by_chunk(chunks, facts_of(chunks).settled())) {
        let found = resolve(chunk, settled);
        let (issues_before, items_before) = (issues.len(), items.len());
        said.extend(found.diagnostics.into_iter().map(|row| {
            let item = row.item.map(|item| items_before + item as usize);
            (issues_before + row.issue as usize, item, row.code, row.message)
        }));
        issues.extend(found.issues);
        items.extend(found.items);
        citations.extend(found.citations);
    }
    format!("{issues:?} {items:?} {citations:?} {said:?}")
}
