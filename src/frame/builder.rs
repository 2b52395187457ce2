//! What the builders of all tables share: the chunks, their arenas, ids and names.

use polars::prelude::*;

use super::columns::{Arenas, Dictionary, numbers};
use crate::span::Span;
use crate::tables::{Chunk, Resolved, Text};
use crate::vocabulary::{CountryId, Vocabulary};

/// What all tables repeat: ids and names, and where each chunk's rows start.
pub(super) struct Context {
    pub(super) item_ids: Dictionary,
    pub(super) issue_ids: Dictionary,
    pub(super) iso3: Dictionary,
    pub(super) labels: Dictionary,
    pub(super) outlets: Dictionary,
    pub(super) documents: Dictionary,
    /// By issue.
    pub(super) series: Dictionary,
    pub(super) documents_before: Vec<usize>,
    pub(super) issues_before: Vec<usize>,
    pub(super) items_before: Vec<usize>,
}

impl Context {
    pub(super) fn new(chunks: &[Chunk], resolved: &Resolved, vocabulary: &Vocabulary) -> Self {
        let starts = |count: fn(&Chunk) -> usize| {
            let ends = chunks.iter().scan(0, |total, chunk| {
                *total += count(chunk);
                Some(*total)
            });
            std::iter::once(0).chain(ends).collect()
        };
        Self {
            item_ids: Dictionary::new(resolved.items.iter().map(|item| item.id.as_str())),
            issue_ids: Dictionary::new(resolved.issues.iter().map(|issue| issue.id.id.as_str())),
            iso3: Dictionary::new(vocabulary.countries.iter().map(|country| country.iso3.as_str())),
            labels: Dictionary::new(vocabulary.categories.iter().map(|category| category.label.as_str())),
            outlets: Dictionary::new(vocabulary.outlets.iter().map(|outlet| outlet.name.as_str())),
            documents: Dictionary::new(
                chunks.iter().flat_map(|chunk| chunk.documents.iter().map(|document| chunk.text(document.name))),
            ),
            series: Dictionary::new(chunks.iter().flat_map(|chunk| {
                chunk.issues.iter().map(|issue| issue.series.map_or("", |series| chunk.text(series)))
            })),
            documents_before: starts(|chunk| chunk.documents.len()),
            issues_before: starts(|chunk| chunk.issues.len()),
            items_before: starts(|chunk| chunk.items.len()),
        }
    }
}

pub(super) struct Builder<'b> {
    pub(super) chunks: &'b [Chunk],
    pub(super) arenas: Arenas,
    pub(super) resolved: &'b Resolved,
    pub(super) context: Context,
    pub(super) vocabulary: &'b Vocabulary,
}

/// The rows of one kind over all chunks, each with the number of its chunk and the chunk.
macro_rules! rows {
    ($builder:expr, $field:ident) => {
        $crate::frame::builder::Counted {
            left: $builder.chunks.iter().map(|chunk| chunk.$field.len()).sum(),
            rows: $builder
                .chunks
                .iter()
                .enumerate()
                .flat_map(|(index, chunk)| chunk.$field.iter().map(move |row| (index, chunk, row))),
        }
    };
}

/// Rows of many chunks that say how many are left, so that columns are made in one piece.
pub(super) struct Counted<I> {
    pub(super) left: usize,
    pub(super) rows: I,
}

impl<I: Iterator> Iterator for Counted<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.left = self.left.saturating_sub(1);
        self.rows.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }

    /// Chunk by chunk, which is faster than one row after another.
    fn fold<B, F: FnMut(B, I::Item) -> B>(self, start: B, step: F) -> B {
        self.rows.fold(start, step)
    }
}

pub(super) use rows;

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

impl Builder<'_> {
    pub(super) fn strings<'c, R: 'c>(
        &self,
        name: &str,
        rows: impl Iterator<Item = (usize, &'c Chunk, R)>,
        text: impl Fn(R, &'c Chunk) -> Option<Text>,
    ) -> PolarsResult<Column> {
        self.arenas.strings(name, rows.map(|(index, chunk, row)| (index, text(row, chunk))))
    }

    pub(super) fn short_strings<'c, R: 'c>(
        &self,
        name: &str,
        rows: impl Iterator<Item = (usize, &'c Chunk, R)>,
        text: impl Fn(R) -> Option<Text>,
    ) -> PolarsResult<Column> {
        self.arenas.short_strings(name, rows.map(|(index, _, row)| (index, text(row))))
    }

    /// The names of documents, each by the number of its chunk and its own there.
    pub(super) fn documents(&self, documents: impl Iterator<Item = (usize, u32)>) -> PolarsResult<Column> {
        let before = &self.context.documents_before;
        let names = documents.map(|(chunk, document)| Some(before[chunk] + document as usize));
        self.context.documents.column("document", names)
    }
}
