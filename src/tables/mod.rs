//! The five tables as rows of one chunk of an archive: what the pipeline's threads fill and `frame` turns into columns.
//!
//! Every string of a chunk lies once in the chunk's arena; rows hold [`Text`], its place there. Lists lie in one pool.
//! Dates are as printed: the chunk cannot see the neighbours that decide a missing year.

mod day;
mod order;
mod place;
mod push;
mod resolve;
mod settle;

use jiff::civil::Date;

use crate::date::PrintedDate;
use crate::diagnostic::Code;
use crate::parse::Role;
use crate::span::Span;
use crate::value::Markup;
use crate::vocabulary::{CountryId, MentionKind, OutletId};

#[cfg_attr(not(feature = "python"), allow(unused_imports, reason = "archives are settled for Python only"))]
pub(crate) use day::Day;
pub(crate) use order::in_order;
pub(crate) use push::Given;
#[cfg_attr(not(feature = "python"), allow(unused_imports, reason = "frames are made for Python only"))]
pub(crate) use resolve::{IssueResolved, ItemResolved, Resolved, resolve};
#[cfg_attr(not(feature = "python"), allow(unused_imports, reason = "archives are settled for Python only"))]
pub(crate) use settle::{Facts, IssueFacts, Known, Settled, by_chunk};

/// A string in the arena of its chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub start: u32,
    pub len: u32,
}

/// A list of strings in the pool of its chunk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextList {
    pub start: u32,
    pub end: u32,
}

/// Line and column (in characters), both from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Position {
    pub line: u32,
    pub column: u32,
}

/// A printed date with its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlacedDate {
    pub printed: PrintedDate,
    pub raw: Text,
    pub span: Span,
    pub position: Position,
}

/// One document that was read, whether or not it held an issue.
#[derive(Clone, Debug)]
pub(crate) struct DocumentRow {
    /// Which one of the input it is, or comes from: the pipeline knows.
    pub entry: usize,
    pub name: Text,
    pub path: Text,
    pub format: &'static str,
    pub encoding: &'static str,
    pub content_hash: Text,
    pub bytes: u64,
    /// Bytes of decoded text per role, in the order of [`Role::ALL`].
    pub roles: [u64; Role::ALL.len()],
}

#[derive(Clone, Debug)]
pub(crate) struct IssueRow {
    /// Index of the document in the chunk, and of the issue in its document.
    pub document: u32,
    pub nth: u32,
    pub series: Option<Text>,
    pub number: Option<u32>,
    /// The volume that numbers count in, and the part of an issue that is sent in several.
    pub volume: Option<Text>,
    pub part: Option<Text>,
    /// Name of the profile it was read by.
    pub profile: Text,
    pub title: Option<Text>,
    pub printed: Option<PlacedDate>,
    /// The date the user gave.
    pub given: Option<Date>,
    /// The date the format of the document declares.
    pub declared: Option<Date>,
    pub editors: TextList,
    pub categories: TextList,
    pub regions: TextList,
    pub headlines: TextList,
    pub note: Option<Text>,
    /// Rows of the chunk's items that are this issue's.
    pub items: (u32, u32),
    pub span: Span,
    pub position: Position,
}

#[derive(Clone, Debug)]
pub(crate) struct ItemRow {
    /// Index of the issue in the chunk.
    pub issue: u32,
    /// 1-based number in its issue.
    pub item: u32,
    pub headline: Option<(Text, HeadlineSource)>,
    pub headline_span: Option<Span>,
    pub text: Option<Text>,
    pub paragraphs: u32,
    pub note: Option<Text>,
    pub note_span: Option<Span>,
    pub heading: Option<PlacedDate>,
    pub continues: bool,
    /// Labels of the headings above, the outer ones first.
    pub sections: TextList,
    pub category: Option<(u16, f32)>,
    pub categories: (u32, u32),
    pub category_basis: Option<&'static str>,
    /// The item's focus first.
    pub countries: (u32, u32),
    pub country_basis: Option<&'static str>,
    /// Rows of the chunk's citations that are this item's.
    pub citations: (u32, u32),
    pub span: Span,
}

/// Where a headline comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadlineSource {
    /// Printed above the item.
    Printed,
    /// From the teasers of the masthead, in order.
    Teaser,
    /// From the user, in order.
    Given,
}

impl HeadlineSource {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::Teaser => "teaser",
            Self::Given => "given",
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct CitationRow {
    pub item: u32,
    pub citation: u32,
    pub outlet: Option<OutletId>,
    pub outlet_basis: Option<&'static str>,
    /// Candidates of an ambiguous form, in the chunk's pool of outlets.
    pub candidates: (u32, u32),
    pub raw: Text,
    pub date: Option<PlacedDate>,
    pub via: Option<Text>,
    pub url: Option<Text>,
    pub form: &'static str,
    pub span: Span,
    pub outlet_span: Span,
}

#[derive(Clone, Debug)]
pub(crate) struct MentionRow {
    pub item: u32,
    pub mention: u32,
    pub kind: MentionKind,
    pub field: &'static str,
    pub rule: &'static str,
    pub surface: Text,
    pub country: Option<CountryId>,
    /// In the chunk's pool of countries; empty where there is one candidate.
    pub candidates: (u32, u32),
    pub span: Span,
}

#[derive(Clone, Debug)]
pub(crate) struct DiagnosticRow {
    pub document: u32,
    pub issue: Option<u32>,
    pub item: Option<u32>,
    pub code: Code,
    pub message: Text,
    pub span: Span,
    pub position: Position,
}

/// Rows of some neighbouring documents of an archive.
#[derive(Default)]
pub(crate) struct Chunk {
    pub arena: String,
    pub lists: Vec<Text>,
    pub country_lists: Vec<CountryId>,
    pub category_lists: Vec<u16>,
    pub outlet_lists: Vec<OutletId>,
    pub documents: Vec<DocumentRow>,
    pub issues: Vec<IssueRow>,
    pub items: Vec<ItemRow>,
    pub citations: Vec<CitationRow>,
    pub mentions: Vec<MentionRow>,
    pub diagnostics: Vec<DiagnosticRow>,
}

impl Chunk {
    /// An empty chunk for documents of about so many bytes: their values take up most of that, and some again.
    pub(crate) fn with_room(bytes: usize) -> Self {
        Self {
            arena: String::with_capacity(bytes + bytes / 4),
            items: Vec::with_capacity(bytes / 400),
            citations: Vec::with_capacity(bytes / 300),
            mentions: Vec::with_capacity(bytes / 100),
            ..Self::default()
        }
    }

    /// Appends a string as it is.
    pub(crate) fn keep(&mut self, text: &str) -> Text {
        let start = self.arena.len();
        self.arena.push_str(text);
        self.since(start)
    }

    /// Appends printed text as a value: see [`crate::value::unwrap_into`].
    pub(crate) fn keep_value(&mut self, printed: &str) -> Text {
        let start = self.arena.len();
        crate::value::unwrap_into(&mut self.arena, printed);
        self.since(start)
    }

    /// The same without the markup of the document.
    pub(crate) fn keep_plain(&mut self, printed: &str, markup: Markup) -> Text {
        let start = self.arena.len();
        crate::value::plain_into(&mut self.arena, printed, markup);
        self.since(start)
    }

    /// Everything appended since `start` as one string.
    pub(crate) fn since(&self, start: usize) -> Text {
        let narrow = |n: usize| u32::try_from(n).expect("chunks are far smaller than 4 GiB");
        Text { start: narrow(start), len: narrow(self.arena.len() - start) }
    }

    pub(crate) fn keep_list(&mut self, texts: impl IntoIterator<Item = Text>) -> TextList {
        let narrow = |n: usize| u32::try_from(n).expect("chunks are far smaller than 4 GiB");
        let start = narrow(self.lists.len());
        self.lists.extend(texts);
        TextList { start, end: narrow(self.lists.len()) }
    }

    /// The document that an item stands in.
    pub(crate) fn document_of(&self, item: u32) -> u32 {
        self.issues[self.items[item as usize].issue as usize].document
    }

    pub(crate) fn text(&self, text: Text) -> &str {
        &self.arena[text.start as usize..(text.start + text.len) as usize]
    }
}

/// Appends to a pool and gives the range.
pub(crate) fn pooled<T>(pool: &mut Vec<T>, values: impl IntoIterator<Item = T>) -> (u32, u32) {
    let narrow = |n: usize| u32::try_from(n).expect("chunks are far smaller than 4 GiB");
    let start = narrow(pool.len());
    pool.extend(values);
    (start, narrow(pool.len()))
}
