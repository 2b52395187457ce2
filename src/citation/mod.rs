//! Where a text says what it rests on: a paragraph goes in, the printed citations come out as spans.
//!
//! Brackets are read by their grammar alone ([`brackets`]); running text is read around outlet names that the authority
//! file has found ([`attributions`]) or that look like media ([`unknown_sources`]). Nothing here knows which outlet a
//! name means, or the year of a date that prints none.

mod bare;
mod bracket;
mod cue;
mod dateline;
mod dates;
mod document;
mod entry;
mod link;
mod list;
mod mark;
mod name;
mod prose;
mod run;
mod unknown;
#[rustfmt::skip]
mod words;
#[cfg(test)]
mod tests;

pub use bare::bare;
pub use bracket::{Bracket, Brackets, brackets, in_brackets};
pub use dateline::dateline;
pub use document::document;
pub use link::{links, merged};
pub use prose::{OutletHit, OutletHits, attributions, definitions};
pub use unknown::{reporting_names, unknown_sources};

use smallvec::SmallVec;

use crate::date::PrintedDate;
use crate::span::Span;

/// How a citation is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `(Reuters, May 5, 2020)`
    Paren,
    /// `Reuters reports that ...`
    Prose,
    /// `The Associated Press (April 7) reports that ...`
    ProseDated,
    /// A bracket without a date after the last sentence: `... at sea. (BBC News) (Reuters)`
    Trailing,
    /// A document in place of a medium: `issued a joint Technical Alert`
    Document,
    /// A line before the text: `Kommersant, May 4, 2003, p. 1`
    Before,
    /// Behind the last sentence without brackets: `Reuters, 17 December`
    Bare,
    /// Behind the place and date that open a report: `TBILISI, May 4 (Reuters) - ...`
    Dateline,
}

/// A citation that closes a paragraph starts within so many bytes of its end.
pub(crate) const CLOSING_WINDOW: usize = 800;

impl Form {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paren => "paren",
            Self::Prose => "prose",
            Self::ProseDated => "prose-dated",
            Self::Trailing => "trailing",
            Self::Document => "document",
            Self::Before => "before",
            Self::Bare => "bare",
            Self::Dateline => "dateline",
        }
    }
}

/// One outlet with one date. A source with two dates gives two values with the same outlet span; sources that share a
/// date give values with the same date span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedCitation {
    /// The whole entry; the whole bracket where it is the only entry; the attribution in prose.
    pub span: Span,
    /// The name as printed, a leading article or city included, trimmed.
    pub outlet: Span,
    pub date: Option<(PrintedDate, Span)>,
    /// The outlet that passed it on: `Yahoo` in `AFP via Yahoo`.
    pub via: Option<Span>,
    pub form: Form,
}

/// The citations of one bracket, most often one.
pub type Citations = SmallVec<[PrintedCitation; 1]>;

impl PrintedCitation {
    /// The outlet with the words that introduce it: `the official Xinhua`, `Germany's DPA`.
    #[must_use]
    pub(crate) fn introduced(&self, paragraph: &str) -> Span {
        Span::new(cue::introduction(paragraph, self.outlet.start()), self.outlet.end())
    }

    /// The same citation in a text that has `by` more bytes in front.
    #[must_use]
    pub(crate) fn shifted(&self, by: usize) -> Self {
        Self {
            span: self.span.shifted(by),
            outlet: self.outlet.shifted(by),
            date: self.date.map(|(date, span)| (date, span.shifted(by))),
            via: self.via.map(|via| via.shifted(by)),
            form: self.form,
        }
    }
}
