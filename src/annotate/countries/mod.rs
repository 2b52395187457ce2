//! Countries an item mentions, each with the printed form that says so and the rule that resolved it; and its focus.
//!
//! In: passages, the vocabulary's hits in them, and what the issue declares. Out: [`Mention`]s in order. Outlet names and
//! citation brackets are no mentions, nor are vetoed forms ([`sighting`]). Forms that are weak evidence by themselves, or by
//! what stands beside them ([`neighbours`]), count only where the text names the country another way. A form
//! with several candidates is resolved by the first rule that decides ([`resolve`]).

mod focus;
mod neighbours;
mod resolve;
mod sighting;
#[cfg(test)]
mod tests;

use smallvec::SmallVec;

use crate::matcher::{Hit, Layer};
use crate::span::Span;
use crate::vocabulary::{CountryId, MentionKind, Vocabulary};

use super::Context;
pub(crate) use focus::focus;
use resolve::Evidence;
pub(super) use sighting::in_capitals;

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
    /// The hits that start in the passage; `hits` are in order of their start.
    pub(crate) fn hits<'h>(&self, hits: &'h [Hit]) -> &'h [Hit] {
        let from = hits.partition_point(|hit| hit.start < self.span.start());
        let to = hits.partition_point(|hit| hit.start < self.span.end());
        &hits[from..to]
    }

    /// Whether a hit that starts in the passage ends there, too: what is cut off behind it may hold the rest.
    pub(crate) fn holds(&self, hit: Hit) -> bool {
        hit.end <= self.span.end()
    }
}

/// What decided between the candidates of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    Only,
    Container,
    Term,
    Cue,
    Series,
    First,
    Ambiguous,
}

impl Rule {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Only => "only",
            Self::Container => "container",
            Self::Term => "term",
            Self::Cue => "cue",
            Self::Series => "series",
            Self::First => "first",
            Self::Ambiguous => "ambiguous",
        }
    }
}

/// Most forms stand for one country, few for more than four.
pub(crate) type Candidates = SmallVec<[CountryId; 4]>;

#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub span: Span,
    pub field: Field,
    pub kind: MentionKind,
    pub country: Option<CountryId>,
    /// All countries the form can stand for, the likeliest first.
    pub candidates: Candidates,
    pub rule: Rule,
}

pub(crate) fn mentions(
    text: &str,
    passages: &[Passage],
    masked: &[Span],
    hits: &[Hit],
    context: &Context,
    vocabulary: &Vocabulary,
) -> Vec<Mention> {
    let mut sightings = Vec::with_capacity(passages.iter().map(|passage| passage.hits(hits).len()).sum());
    for passage in passages {
        for &hit in passage.hits(hits) {
            if hit.layer == Layer::Name && passage.holds(hit) && !covered(masked, hit.start) {
                sightings.extend(sighting::sight(text, passage, hit, vocabulary));
            }
        }
    }
    let evidence = Evidence::of(&sightings);
    let mut mentions: Vec<Mention> = Vec::with_capacity(sightings.len());
    for (index, sighting) in sightings.iter().enumerate() {
        if sighting.kind() == MentionKind::Cue {
            continue;
        }
        let (country, rule) = match resolve::container(text, sighting, sightings.get(index + 1)) {
            Some(country) => (Some(country), Rule::Container),
            None => resolve::choose(sighting, &evidence, context),
        };
        if sighting.weak && !evidence.supports(country, &sighting.candidates) {
            continue;
        }
        let span = Span::new(sighting.hit.start, sighting.hit.end);
        let candidates = sighting.candidates.clone();
        mentions.push(Mention { span, field: sighting.field, kind: sighting.kind(), country, candidates, rule });
    }
    mentions
}

/// Whether one of the spans, which are in order and apart, holds an offset.
pub(super) fn covered(spans: &[Span], offset: usize) -> bool {
    let after = spans.partition_point(|span| span.start() <= offset);
    after.checked_sub(1).is_some_and(|last| offset < spans[last].end())
}

/// Countries that a short text (a series' name) names without ambiguity.
pub(super) fn named_in(text: &str, vocabulary: &Vocabulary) -> Vec<CountryId> {
    let mut hits = Vec::new();
    vocabulary.scan(text, 0, &mut hits);
    let passage = Passage { field: Field::Text, span: Span::new(0, text.len()) };
    let context = Context::default();
    mentions(text, &[passage], &[], &hits, &context, vocabulary)
        .into_iter()
        .filter_map(|mention| mention.country)
        .collect()
}
