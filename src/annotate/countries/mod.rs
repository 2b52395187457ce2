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
use super::passage::{Field, Passage, Read, Reader};
pub(crate) use focus::focus;
pub(super) use focus::rank;
use resolve::Evidence;
pub(super) use sighting::{Sighting, in_capitals};

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

/// The mentions of passages in any order; `masked` are the citations, in order and apart.
pub(crate) fn mentions(
    text: &str,
    passages: &[Passage],
    masked: &[Span],
    hits: &[Hit],
    context: &Context,
    vocabulary: &Vocabulary,
) -> Vec<Mention> {
    let mut reader = Reader::new(hits);
    let read: Vec<Read> = passages.iter().map(|&passage| reader.read(passage, masked)).collect();
    let mut mentions = Vec::with_capacity(hits.len());
    find(text, &read, context, vocabulary, &mut Vec::with_capacity(hits.len()), &mut mentions);
    mentions
}

/// Appends the mentions of an item's passages; `sightings` is empty before and after.
pub(super) fn find<'v>(
    text: &str,
    passages: &[Read],
    context: &Context,
    vocabulary: &'v Vocabulary,
    sightings: &mut Vec<Sighting<'v>>,
    mentions: &mut Vec<Mention>,
) {
    for read in passages {
        for hit in read.hits.iter().filter(|hit| hit.layer == Layer::Name && read.counts(hit)) {
            if let Some(sighting) = sighting::sight(text, read.passage, *hit, vocabulary) {
                sightings.push(sighting);
            }
        }
    }
    let evidence = Evidence::of(sightings);
    for index in 0..sightings.len() {
        let sighting = &sightings[index];
        if sighting.kind == MentionKind::Cue {
            continue;
        }
        let (country, rule) = match resolve::container(text, sighting, sightings.get(index + 1)) {
            Some(country) => (Some(country), Rule::Container),
            None => resolve::choose(sighting, &evidence, context, &vocabulary.gazetteer),
        };
        if sighting.weak && !evidence.supports(country, &sighting.candidates) {
            continue;
        }
        let Sighting { span, field, kind, .. } = *sighting;
        let candidates = std::mem::take(&mut sightings[index].candidates);
        mentions.push(Mention { span, field, kind, country, candidates, rule });
    }
    sightings.clear();
}

/// Countries that a short text (a series' name) names without ambiguity.
pub(super) fn named_in(text: &str, vocabulary: &Vocabulary) -> Vec<CountryId> {
    let mut hits = Vec::new();
    vocabulary.scan_names(text, 0, &mut hits);
    let passage = Passage { field: Field::Text, span: Span::new(0, text.len()) };
    let context = Context::default();
    mentions(text, &[passage], &[], &hits, &context, vocabulary)
        .into_iter()
        .filter_map(|mention| mention.country)
        .collect()
}
