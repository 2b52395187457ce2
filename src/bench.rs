//! The stages of the pipeline one by one, for `benches/`: each gives the number of things it found.
//!
//! A stage that rests on another takes its time, too: `parse` holds `lines`, `blocks`, `scan` and `brackets`; `push` stands
//! for the annotation and the rows alone.

use crate::citation;
use crate::date::NumericOrder;
use crate::document::{Document, Origin};
use crate::parse;
use crate::profile::Profile;
use crate::segment;
use crate::tables::{Chunk, Given};
use crate::vocabulary::Vocabulary;

/// A parsed document, opaque outside.
pub struct Parsed(parse::Parsed);

#[must_use]
pub fn decode(bytes: Vec<u8>) -> Document {
    Document::decode(Origin::default(), bytes)
}

#[must_use]
pub fn lines(text: &str) -> usize {
    segment::lines(text).len()
}

#[must_use]
pub fn blocks(text: &str, profile: &Profile) -> usize {
    segment::blocks(text, &segment::lines(text), profile).len()
}

#[must_use]
pub fn scan(text: &str, vocabulary: &Vocabulary) -> usize {
    let mut hits = Vec::new();
    vocabulary.scan(text, 0, &mut hits);
    hits.len()
}

#[must_use]
pub fn scan_names(text: &str, vocabulary: &Vocabulary) -> usize {
    let mut hits = Vec::new();
    vocabulary.scan_names(text, 0, &mut hits);
    hits.len()
}

#[must_use]
pub fn brackets(text: &str) -> usize {
    text.split("\n\n").map(|paragraph| citation::brackets(paragraph, NumericOrder::default()).len()).sum()
}

#[must_use]
pub fn parse(document: &Document, profile: &Profile, vocabulary: &Vocabulary) -> Parsed {
    Parsed(parse::parse(document, profile, vocabulary, parse::Stages::ALL))
}

#[must_use]
pub fn push(document: &Document, parsed: &Parsed, vocabulary: &Vocabulary) -> usize {
    let mut chunk = Chunk::with_room(document.text.len());
    chunk.push(document, &parsed.0, vocabulary, |_, _| Given::default());
    chunk.items.len()
}

/// Everything but the frames: documents to rows, in chunks of about a megabyte.
#[must_use]
pub fn all(texts: &[(String, String)], profile: &Profile, vocabulary: &Vocabulary) -> usize {
    let (mut items, mut start) = (0, 0);
    while start < texts.len() {
        let (mut end, mut bytes) = (start, 0);
        while end < texts.len() && bytes < 1 << 20 {
            bytes += texts[end].1.len();
            end += 1;
        }
        let mut chunk = Chunk::with_room(bytes);
        for (name, text) in &texts[start..end] {
            let document = Document::from_text(Origin { name: name.clone(), path: String::new() }, text);
            let parsed = parse::parse(&document, profile, vocabulary, parse::Stages::ALL);
            chunk.push(&document, &parsed, vocabulary, |_, _| Given::default());
        }
        items += chunk.items.len();
        start = end;
    }
    items
}
