//! Categories of an item, by the lexicon and by what the issue declares.
//!
//! Score of a category: the sum over its distinct terms in the item of `weight * (1 + ln n)`, where `n` counts the
//! occurrences of the term, those in the headline twice. Among equal scores the label declared first wins, then the
//! order of `categories.csv`. Citations and names of media are no evidence: what the Voice of America reports is not for
//! that reason about public diplomacy.

use smallvec::SmallVec;

use crate::matcher::{Hit, Layer};
use crate::span::Span;
use crate::vocabulary::{Meaning, Vocabulary};

use super::Context;
use super::countries::{Field, Passage, covered, in_capitals};

/// How the categories of an item are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// The issue declares one topic.
    Declared,
    /// Chosen by the lexicon among several declared topics.
    Assigned,
    /// Found by the lexicon; the issue declares none.
    Inferred,
    /// The heading above the item stands for it.
    Section,
}

impl Basis {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Assigned => "assigned",
            Self::Inferred => "inferred",
            Self::Section => "section",
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Assignment {
    /// Categories by falling score, each with its score (0 where declared without evidence).
    pub ranked: Vec<(usize, f32)>,
    pub basis: Option<Basis>,
}

/// Least score at which the lexicon alone assigns a category: one decisive or two typical terms.
const LEAST_INFERRED: f32 = 3.0;

/// A term of the lexicon at its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TermHit {
    pub span: Span,
    /// Index into the lexicon.
    pub term: u32,
}

/// The categories of an item; `under` is the one that its section heading stands for.
pub(crate) fn assign(
    text: &str,
    passages: &[Passage],
    masked: &[Span],
    hits: &[Hit],
    context: &Context,
    under: Option<usize>,
    vocabulary: &Vocabulary,
) -> Assignment {
    let mut scores = score(text, passages, masked, hits, vocabulary);
    if let Some(category) = under {
        let found = scores.iter().find(|(known, _)| *known == category).map_or(0.0, |(_, score)| *score);
        return Assignment { ranked: vec![(category, found.max(0.0))], basis: Some(Basis::Section) };
    }
    if let [only] = context.topics[..] {
        let found = scores.iter().find(|(category, _)| *category == only).map_or(0.0, |(_, score)| *score);
        return Assignment { ranked: vec![(only, found.max(0.0))], basis: Some(Basis::Declared) };
    }
    if context.topics.is_empty() {
        scores.retain(|(_, score)| *score >= LEAST_INFERRED);
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let basis = (!scores.is_empty()).then_some(Basis::Inferred);
        return Assignment { ranked: scores, basis };
    }
    let declared = |category: usize| context.topics.iter().position(|&topic| topic == category);
    scores.retain(|(category, score)| *score > 0.0 && declared(*category).is_some());
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(declared(a.0).cmp(&declared(b.0))));
    let basis = (!scores.is_empty()).then_some(Basis::Assigned);
    Assignment { ranked: scores, basis }
}

/// The terms in a passage, in order; a term that stands under several categories gives a hit for each. `masked` are the
/// citations, in order and apart.
pub(crate) fn terms<'a>(
    text: &'a str,
    passage: Passage,
    masked: &'a [Span],
    hits: &'a [Hit],
    vocabulary: &'a Vocabulary,
) -> impl Iterator<Item = TermHit> + 'a {
    let hits = passage.hits(hits);
    let media: SmallVec<[Span; 8]> =
        hits.iter().filter(|hit| names_medium(**hit, vocabulary)).map(|hit| Span::new(hit.start, hit.end)).collect();
    let counts = move |hit: &&Hit| {
        hit.layer == Layer::Term
            && passage.holds(**hit)
            && !covered(masked, hit.start)
            && !covered(&media, hit.start)
            && (!hit.capitals || in_capitals(text, passage.span, **hit))
    };
    hits.iter().filter(counts).flat_map(move |hit| {
        let span = Span::new(hit.start, hit.end);
        vocabulary.meanings(*hit).iter().filter_map(move |meaning| match *meaning {
            Meaning::Term(term) => Some(TermHit { span, term }),
            Meaning::Entry(_) | Meaning::Outlet(_) => None,
        })
    })
}

/// Whether a hit names a medium wherever it stands, and not only where a source is expected.
fn names_medium(hit: Hit, vocabulary: &Vocabulary) -> bool {
    let medium = |meaning: &Meaning| matches!(meaning, Meaning::Outlet(id) if vocabulary.outlets.get(*id).is_medium());
    hit.layer == Layer::Name && vocabulary.meanings(hit).iter().any(medium)
}

/// Scores of all categories with a term in the passages, added up in the order of the lexicon.
fn score(
    text: &str,
    passages: &[Passage],
    masked: &[Span],
    hits: &[Hit],
    vocabulary: &Vocabulary,
) -> Vec<(usize, f32)> {
    let mut counts: SmallVec<[(u32, f32); 64]> = SmallVec::new();
    for passage in passages.iter().filter(|passage| passage.field != Field::Note) {
        let times = if passage.field == Field::Headline { 2.0 } else { 1.0 };
        for found in terms(text, *passage, masked, hits, vocabulary) {
            counts.push((found.term, times));
        }
    }
    counts.sort_unstable_by_key(|(term, _)| *term);
    let mut scores: Vec<(usize, f32)> = Vec::with_capacity(8);
    for same in counts.chunk_by(|a, b| a.0 == b.0) {
        let count: f32 = same.iter().map(|(_, times)| times).sum();
        let term = vocabulary.lexicon.get(same[0].0);
        let gain = term.weight * (1.0 + count.ln());
        match scores.iter_mut().find(|(category, _)| *category == term.category) {
            Some((_, score)) => *score += gain,
            None => scores.push((term.category, gain)),
        }
    }
    scores
}
