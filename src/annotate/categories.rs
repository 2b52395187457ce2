//! Categories of an item, by the lexicon and by what the issue declares.
//!
//! Score of a category: the sum over its distinct terms in the item of `weight * (1 + ln n)`, where `n` counts the
//! occurrences of the term, those in the headline twice. Among equal scores the label declared first wins, then the
//! order of `categories.csv`. Citations and names of media are no evidence: what the Voice of America reports is not for
//! that reason about public diplomacy.

use crate::matcher::{Hit, Layer};
use crate::span::Span;
use crate::vocabulary::{Meaning, Vocabulary};

use super::Context;
use super::countries::in_capitals;
use super::passage::{Field, Passage, Read, Reader};

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

/// The categories of a loose text or an item; `under` is the one that its section heading stands for, `masked` are the
/// citations, in order and apart.
pub(crate) fn assign(
    text: &str,
    passages: &[Passage],
    masked: &[Span],
    hits: &[Hit],
    context: &Context,
    under: Option<usize>,
    vocabulary: &Vocabulary,
) -> Assignment {
    let mut reader = Reader::new(hits);
    let read: Vec<Read> = passages.iter().map(|&passage| reader.read(passage, masked)).collect();
    let mut assignment = Assignment::default();
    Tally::new(vocabulary).assign(text, &read, context, under, vocabulary, &mut assignment);
    assignment
}

/// The terms in a passage, in order; a term that stands under several categories gives a hit for each. `masked` are the
/// citations, in order and apart.
pub(crate) fn terms(
    text: &str,
    passage: Passage,
    masked: &[Span],
    hits: &[Hit],
    vocabulary: &Vocabulary,
) -> impl Iterator<Item = TermHit> {
    let mut found = Vec::new();
    let read = Reader::new(hits).read(passage, masked);
    each_term(text, read, vocabulary, |hit, term| found.push(TermHit { span: Span::new(hit.start, hit.end), term }));
    found.into_iter()
}

/// Hands over the terms that count in a passage.
#[inline]
fn each_term(text: &str, read: Read, vocabulary: &Vocabulary, mut take: impl FnMut(Hit, u32)) {
    let mut last = None;
    for (index, hit) in read.hits.iter().enumerate() {
        if hit.layer == Layer::Name {
            last = Some(hit);
        }
        if hit.layer != Layer::Term || !read.counts(hit) {
            continue;
        }
        // Names stand apart: only the last that starts before a term, or with it, can hold the term.
        let beside = read.hits[index + 1..].iter().take_while(|next| next.start == hit.start);
        let name = beside.filter(|next| next.layer == Layer::Name).last().or(last);
        let within_medium = name.is_some_and(|name| hit.start < name.end && names_medium(*name, vocabulary));
        if within_medium || hit.capitals && !in_capitals(text, read.passage.span, *hit) {
            continue;
        }
        for meaning in vocabulary.meanings(*hit) {
            if let Meaning::Term(term) = *meaning {
                take(*hit, term);
            }
        }
    }
}

/// Whether a name is that of a medium wherever it stands, and not only where a source is expected.
fn names_medium(name: Hit, vocabulary: &Vocabulary) -> bool {
    let medium = |meaning: &Meaning| matches!(meaning, Meaning::Outlet(id) if vocabulary.outlets.is_medium(*id));
    vocabulary.meanings(name).iter().any(medium)
}

/// Adds up the scores of one item after another.
pub(super) struct Tally {
    /// The terms of the item, once for each time they count.
    terms: Vec<u32>,
    /// By category; those with a score are listed in `scored`.
    scores: Vec<Option<f32>>,
    scored: Vec<usize>,
}

impl Tally {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let scores = vec![None; vocabulary.categories.len()];
        Self { terms: Vec::with_capacity(64), scored: Vec::with_capacity(scores.len()), scores }
    }

    /// The categories of an item in place of those that `assignment` holds.
    pub(super) fn assign(
        &mut self,
        text: &str,
        passages: &[Read],
        context: &Context,
        under: Option<usize>,
        vocabulary: &Vocabulary,
        assignment: &mut Assignment,
    ) {
        self.count(text, passages, vocabulary);
        self.score(vocabulary);
        let Assignment { ranked, basis } = assignment;
        ranked.clear();
        let only = match (under, &context.topics[..]) {
            (Some(category), _) => Some((category, Basis::Section)),
            (None, &[only]) => Some((only, Basis::Declared)),
            _ => None,
        };
        if let Some((only, known)) = only {
            ranked.push((only, self.scores[only].map_or(0.0, |score| score.max(0.0))));
            *basis = Some(known);
            return;
        }
        let declared = |category: usize| context.topics.iter().position(|&topic| topic == category);
        let inferred = context.topics.is_empty();
        let enough = |category: usize, score: f32| {
            if inferred { score >= LEAST_INFERRED } else { score > 0.0 && declared(category).is_some() }
        };
        let scored = self.scored.iter().filter_map(|&category| Some((category, self.scores[category]?)));
        ranked.extend(scored.filter(|&(category, score)| enough(category, score)));
        // Equal scores: as declared, else as the table has them.
        ranked.sort_by(|&(one, score), &(other, another)| {
            another.total_cmp(&score).then_with(|| (declared(one), one).cmp(&(declared(other), other)))
        });
        let found = if inferred { Basis::Inferred } else { Basis::Assigned };
        *basis = (!ranked.is_empty()).then_some(found);
    }

    /// Lists the terms of headline and text in the order of the lexicon, those of the headline twice.
    fn count(&mut self, text: &str, passages: &[Read], vocabulary: &Vocabulary) {
        self.terms.clear();
        for read in passages.iter().filter(|read| read.passage.field != Field::Note) {
            let twice = read.passage.field == Field::Headline;
            each_term(text, *read, vocabulary, |_, term| {
                self.terms.push(term);
                if twice {
                    self.terms.push(term);
                }
            });
        }
        self.terms.sort_unstable();
    }

    /// Scores of all categories with a term in the item, added up in the order of the lexicon.
    #[expect(clippy::cast_precision_loss, reason = "a term stands in an item far fewer than 16 million times")]
    fn score(&mut self, vocabulary: &Vocabulary) {
        for category in self.scored.drain(..) {
            self.scores[category] = None;
        }
        for same in self.terms.chunk_by(|a, b| a == b) {
            let term = vocabulary.lexicon.get(same[0]);
            // The logarithm of one is nothing.
            let gain = if let [_] = same { term.weight } else { term.weight * (1.0 + (same.len() as f32).ln()) };
            let score = &mut self.scores[term.category];
            if score.is_none() {
                self.scored.push(term.category);
            }
            *score = Some(score.map_or(gain, |sum| sum + gain));
        }
    }
}
