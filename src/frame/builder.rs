//! What the builders of all tables share: a chunk, its arena, ids and names.

use polars::prelude::*;

use super::columns::{Arena, Dictionary, numbers};
use crate::span::Span;
use crate::tables::{Chunk, Resolved, Text, TextList};
use crate::vocabulary::{CountryId, Vocabulary};

/// Names that the tables of all chunks repeat.
pub(super) struct Names {
    pub(super) iso3: Dictionary,
    pub(super) labels: Dictionary,
    pub(super) outlets: Dictionary,
    /// By outlet.
    pub(super) kinds: Dictionary,
}

impl Names {
    pub(super) fn of(vocabulary: &Vocabulary) -> Self {
        Self {
            iso3: Dictionary::new(vocabulary.countries.iter().map(|country| country.iso3.as_str())),
            labels: Dictionary::new(vocabulary.categories.iter().map(|category| category.label.as_str())),
            outlets: Dictionary::new(vocabulary.outlets.iter().map(|outlet| outlet.name.as_str())),
            kinds: Dictionary::new(vocabulary.outlets.iter().map(|outlet| outlet.kind.as_str())),
        }
    }
}

/// Builds the tables of one chunk.
pub(super) struct Builder<'b> {
    pub(super) chunk: &'b Chunk,
    pub(super) arena: Arena,
    pub(super) resolved: &'b Resolved,
    pub(super) names: &'b Names,
    pub(super) vocabulary: &'b Vocabulary,
    pub(super) item_ids: Dictionary,
    pub(super) issue_ids: Dictionary,
    documents: Dictionary,
}

impl<'b> Builder<'b> {
    /// Takes the arena out of the chunk.
    pub(super) fn new(
        chunk: &'b mut Chunk,
        resolved: &'b Resolved,
        names: &'b Names,
        vocabulary: &'b Vocabulary,
    ) -> Self {
        let documents = Dictionary::new(chunk.documents.iter().map(|document| chunk.text(document.name)));
        let arena = Arena::new(std::mem::take(&mut chunk.arena));
        Self {
            chunk,
            arena,
            resolved,
            names,
            vocabulary,
            item_ids: Dictionary::new(resolved.items.iter().map(|item| item.id.as_str())),
            issue_ids: Dictionary::new(resolved.issues.iter().map(|issue| issue.id.id.as_str())),
            documents,
        }
    }

    pub(super) fn strings(&self, name: &str, texts: impl Iterator<Item = Option<Text>>) -> PolarsResult<Column> {
        self.arena.strings(name, texts)
    }

    pub(super) fn short_strings(&self, name: &str, texts: impl Iterator<Item = Option<Text>>) -> Column {
        self.arena.short_strings(name, texts)
    }

    pub(super) fn lists(&self, name: &str, lists: impl Iterator<Item = TextList>) -> PolarsResult<Column> {
        self.arena.lists(name, lists.map(|list| &self.chunk.lists[list.start as usize..list.end as usize]))
    }

    /// The names of documents, by their numbers.
    pub(super) fn documents(&self, documents: impl Iterator<Item = u32>) -> PolarsResult<Column> {
        self.documents.column("document", documents.map(|document| Some(document as usize)))
    }
}

pub(super) fn offsets(name: &str, offsets: impl Iterator<Item = Option<usize>>) -> Column {
    numbers::<UInt32Type>(name, offsets.map(|offset| offset.map(|offset| u32::try_from(offset).unwrap_or(u32::MAX))))
}

pub(super) fn start(span: Option<Span>) -> Option<usize> {
    span.map(Span::start)
}

pub(super) fn end(span: Option<Span>) -> Option<usize> {
    span.map(Span::end)
}

pub(super) fn country_index(id: CountryId) -> usize {
    id.index()
}
