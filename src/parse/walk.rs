//! What a walk over the blocks of an issue knows at each of them, and the items that it gathers. Its steps are in `items`,
//! `standing` and `sources`.

use smallvec::SmallVec;

use crate::citation::{Citations, PrintedCitation};
use crate::date::{NumericOrder, PrintedDate};
use crate::diagnostic::Diagnostic;
use crate::matcher::Hit;
use crate::profile::Profile;
use crate::segment::Laid;
use crate::span::Span;
use crate::vocabulary::{CountryId, Vocabulary};

use super::roles::{Role, RoleSpan};

/// Few items have more paragraphs than this, or more names to mask.
type Spans = SmallVec<[Span; 4]>;

#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    /// Headline, paragraphs, citations and note.
    pub span: Span,
    /// The headline printed above the item.
    pub headline: Option<Span>,
    /// Paragraphs without the citation brackets that close them.
    pub paragraphs: Spans,
    pub note: Option<Span>,
    /// The date heading above the item.
    pub heading: Option<(PrintedDate, Span)>,
    /// The section headings above the item, the outer ones first.
    pub sections: Vec<Standing>,
    /// Citations in brackets, and sources named in prose, each in printed order; a source printed before the text comes first.
    pub cited: Citations,
    pub named: Citations,
    /// Citation brackets and outlets named as sources, in order: names in them are no mentions.
    pub masked: Spans,
    /// Nothing more belongs to the item.
    pub(super) closed: bool,
}

impl Item {
    /// What the item rests on: citations in brackets first, then sources named in prose.
    pub(crate) fn citations(&self) -> impl Iterator<Item = &PrintedCitation> {
        self.cited.iter().chain(&self.named)
    }
}

#[derive(Default)]
pub(crate) struct Collected {
    pub items: Vec<Item>,
    /// Updates by the editors that stand before the first item.
    pub note: Option<Span>,
    /// Abbreviations the issue defines for outlets, each with the name it stands for: `South China Morning Post (SCMP)`.
    pub aliases: Vec<(Span, Span)>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A section heading in force, with what it declares of the items under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub label: Span,
    pub country: Option<CountryId>,
    /// Index into the categories of the vocabulary.
    pub category: Option<usize>,
    pub(super) nth: usize,
    pub(super) depth: usize,
    pub(super) one_item: bool,
}

pub(super) struct Walk<'w> {
    pub(super) text: &'w str,
    pub(super) laid: &'w Laid,
    pub(super) profile: &'w Profile,
    pub(super) vocabulary: &'w Vocabulary,
    pub(super) order: NumericOrder,
    /// The vocabulary's hits from the next paragraph on, in order.
    pub(super) hits: &'w [Hit],
    pub(super) heading: Option<(PrintedDate, Span)>,
    /// The section headings in force, the outer ones first.
    pub(super) standing: Vec<Standing>,
    /// The source printed above, by its place in `laid`.
    pub(super) source: Option<usize>,
    pub(super) collected: Collected,
    pub(super) marked: &'w mut Vec<RoleSpan>,
}

impl Walk<'_> {
    pub(super) fn mark(&mut self, role: Role, span: Span) {
        self.marked.push(RoleSpan { role, span });
    }

    pub(super) fn close(&mut self) {
        if let Some(item) = self.collected.items.last_mut() {
            item.closed = true;
        }
    }
}
