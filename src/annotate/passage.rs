//! The passages of an item, each with what the vocabulary finds in it.

use crate::matcher::Hit;
use crate::parse::Item;
use crate::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Headline,
    Text,
    Note,
}

impl Field {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Text => "text",
            Self::Note => "note",
        }
    }
}

/// A stretch of text that belongs to one field of an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passage {
    pub field: Field,
    pub span: Span,
}

impl Passage {
    /// The passages of an item, in order.
    pub(super) fn of(item: &Item) -> impl Iterator<Item = Self> {
        let headline = item.headline.map(|span| Self { field: Field::Headline, span });
        let body = item.paragraphs.iter().map(|&span| Self { field: Field::Text, span });
        let note = item.note.map(|span| Self { field: Field::Note, span });
        headline.into_iter().chain(body).chain(note)
    }
}

/// A passage with the hits that start in it and the citations that may cover them.
#[derive(Clone, Copy)]
pub(super) struct Read<'h> {
    pub passage: Passage,
    pub hits: &'h [Hit],
    masked: &'h [Span],
}

impl Read<'_> {
    /// Whether a hit of the passage counts: it stands outside citations and ends in the passage. What is cut off behind the
    /// passage may hold the rest of a hit that does not.
    #[inline]
    pub(super) fn counts(&self, hit: &Hit) -> bool {
        hit.end <= self.passage.span.end() && !covered(self.masked, hit.start)
    }
}

/// Gives passage after passage its hits.
pub(super) struct Reader<'h> {
    hits: &'h [Hit],
    /// Hits before this one start before the end of the passage read last.
    at: usize,
}

impl<'h> Reader<'h> {
    /// `hits` are in order of their start.
    pub(super) fn new(hits: &'h [Hit]) -> Self {
        Self { hits, at: 0 }
    }

    /// A passage with its hits; `masked` are the citations, in order and apart.
    pub(super) fn read(&mut self, passage: Passage, masked: &'h [Span]) -> Read<'h> {
        let (start, end) = (passage.span.start(), passage.span.end());
        // Passages follow one another, with few exceptions.
        if self.hits[..self.at].last().is_some_and(|hit| hit.start >= start) {
            self.at = 0;
        }
        let from = self.at + leading(&self.hits[self.at..], |hit| hit.start < start);
        self.at = from + self.hits[from..].iter().take_while(|hit| hit.start < end).count();
        let masked = &masked[leading(masked, |span| span.end() <= start)..];
        let masked = &masked[..masked.iter().take_while(|span| span.start() < end).count()];
        Read { passage, hits: &self.hits[from..self.at], masked }
    }
}

/// How many values at the front pass a test that none behind them passes: looked for in doubling steps, since they are
/// few.
#[inline]
fn leading<T>(values: &[T], test: impl Fn(&T) -> bool) -> usize {
    let mut reach = 1;
    while values.get(reach - 1).is_some_and(&test) {
        reach *= 2;
    }
    let known = reach / 2;
    known + values[known..values.len().min(reach)].partition_point(test)
}

/// Whether one of the spans, which are in order and apart, holds an offset.
#[inline]
fn covered(spans: &[Span], offset: usize) -> bool {
    let after = spans.partition_point(|span| span.start() <= offset);
    after.checked_sub(1).is_some_and(|last| offset < spans[last].end())
}
