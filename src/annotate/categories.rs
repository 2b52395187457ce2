//! Categories of an item, by the lexicon and by what the issue declares.
//!
//! Score of a category: the sum over its distinct terms in the item of `weight * (1 + ln n)`, where `n` counts the
//! occurrences of the term, those in the headline twice. Among equal scores the label declared first wins, then the
//! order of `categories.csv`.

use rustc_hash::FxHashMap;

use crate::matcher::{Hit, Layer};
use crate::vocabulary::{Meaning, Vocabulary};

use super::Context;
use super::countries::{Field, Passage};

/// How the categories of an item are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// The issue declares one topic, or has one item only.
    Declared,
    /// Chosen by the lexicon among several declared topics.
    Assigned,
    /// Found by the lexicon; the issue declares none.
    Inferred,
}

impl Basis {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Assigned => "assigned",
            Self::Inferred => "inferred",
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

pub(super) fn assign(passages: &[Passage], hits: &[Hit], context: &Context, vocabulary: &Vocabulary) -> Assignment {
    let mut scores = score(passages, hits, vocabulary);
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

/// Scores of all categories with a term in the passages, added up in the order of the lexicon.
fn score(passages: &[Passage], hits: &[Hit], vocabulary: &Vocabulary) -> Vec<(usize, f32)> {
    let mut counts: FxHashMap<u32, f32> = FxHashMap::default();
    for passage in passages.iter().filter(|passage| passage.field != Field::Note) {
        let times = if passage.field == Field::Headline { 2.0 } else { 1.0 };
        for hit in passage.hits(hits).iter().filter(|hit| hit.layer == Layer::Term) {
            for meaning in vocabulary.meanings(*hit) {
                if let Meaning::Term(term) = *meaning {
                    *counts.entry(term).or_default() += times;
                }
            }
        }
    }
    let mut counts: Vec<(u32, f32)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(term, _)| *term);
    let mut scores: Vec<(usize, f32)> = Vec::new();
    for (term, count) in counts {
        let term = vocabulary.lexicon.get(term);
        let gain = term.weight * (1.0 + count.ln());
        match scores.iter_mut().find(|(category, _)| *category == term.category) {
            Some((_, score)) => *score += gain,
            None => scores.push((term.category, gain)),
        }
    }
    scores
}
