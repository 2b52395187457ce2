//! The recognisers alone, on loose strings: no masthead, no items, no neighbours.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::annotate::countries::Rule;
use crate::annotate::outlets::Source;
use crate::annotate::{Context, Field, Mention, Passage, TermHit, categories, focus, mentions, outlets};
use crate::citation::{self, Brackets, Form, OutletHit, OutletHits, PrintedCitation};
use crate::date::NumericOrder;
use crate::error::Result;
use crate::matcher::Hit;
use crate::parse::outlet_hits;
use crate::span::Span;
use crate::vocabulary::{CountryId, MentionKind, OutletId, Resolution, Vocabulary};

use super::in_pool;

#[derive(Clone, Debug)]
pub(crate) struct FoundMention {
    pub span: Span,
    pub kind: MentionKind,
    pub country: Option<CountryId>,
    pub candidates: Vec<CountryId>,
    pub rule: Rule,
}

#[derive(Clone, Debug)]
pub(crate) struct FoundCitation {
    pub printed: PrintedCitation,
    pub outlet: Option<OutletId>,
    pub candidates: Vec<OutletId>,
}

/// Country mentions in each text; names inside its citation brackets do not count.
pub(crate) fn find_mentions<T: AsRef<str> + Sync>(
    texts: &[T],
    threads: Option<usize>,
    vocabulary: &Vocabulary,
) -> Result<Vec<Vec<FoundMention>>> {
    in_pool(threads, || texts.par_iter().with_min_len(16).map(|text| mentions_of(text.as_ref(), vocabulary)).collect())
}

fn mentions_of(text: &str, vocabulary: &Vocabulary) -> Vec<FoundMention> {
    let found = |m: Mention| FoundMention {
        span: m.span,
        kind: m.kind,
        country: m.country,
        candidates: m.candidates.into_vec(),
        rule: m.rule,
    };
    mentioned_in(text, vocabulary).into_iter().map(found).collect()
}

fn mentioned_in(text: &str, vocabulary: &Vocabulary) -> Vec<Mention> {
    let mut hits = Vec::new();
    vocabulary.scan_names(text, 0, &mut hits);
    let brackets: Vec<Span> =
        citation::brackets(text, NumericOrder::default()).into_iter().map(|bracket| bracket.span).collect();
    mentions(text, &[whole(text)], &brackets, &hits, &Context::default(), vocabulary)
}

fn whole(text: &str) -> Passage {
    Passage { field: Field::Text, span: Span::new(0, text.len()) }
}

/// Countries that each text mentions, the one it is most about first; those with less than the share `least` of its
/// score are left out.
pub(crate) fn find_countries<T: AsRef<str> + Sync>(
    texts: &[T],
    least: f32,
    threads: Option<usize>,
    vocabulary: &Vocabulary,
) -> Result<Vec<Vec<CountryId>>> {
    let countries_of = |text: &T| focus(&mentioned_in(text.as_ref(), vocabulary), Some(0), least);
    in_pool(threads, || texts.par_iter().with_min_len(16).map(countries_of).collect())
}

/// Citations in each text: brackets first, then sources named in prose.
pub(crate) fn find_citations<T: AsRef<str> + Sync>(
    texts: &[T],
    threads: Option<usize>,
    vocabulary: &Vocabulary,
) -> Result<Vec<Vec<FoundCitation>>> {
    in_pool(threads, || texts.par_iter().with_min_len(16).map(|text| citations_of(text.as_ref(), vocabulary)).collect())
}

fn citations_of(text: &str, vocabulary: &Vocabulary) -> Vec<FoundCitation> {
    let mut hits = Vec::new();
    vocabulary.scan(text, 0, &mut hits);
    let (brackets, prose) = printed_in(text, &hits, vocabulary);
    let mut found: Vec<FoundCitation> = Vec::new();
    let mut named: FxHashSet<Source> = FxHashSet::default();
    for printed in brackets.into_iter().flat_map(|bracket| bracket.citations).chain(prose) {
        let resolution = outlets::resolve(printed.outlet.of(text), &[], vocabulary);
        let fresh = named.insert(Source::of(&resolution, printed.outlet.of(text)));
        let (outlet, candidates) = match resolution {
            Resolution::Known(id) => (Some(id), Vec::new()),
            Resolution::Ambiguous(candidates) => (None, candidates),
            Resolution::Unknown => (None, Vec::new()),
        };
        if printed.form != Form::Prose || fresh {
            found.push(FoundCitation { printed, outlet, candidates });
        }
    }
    found
}

/// What a text prints as citations: in brackets, and in running text.
fn printed_in(text: &str, hits: &[Hit], vocabulary: &Vocabulary) -> (Brackets, Vec<PrintedCitation>) {
    let order = NumericOrder::default();
    let brackets = citation::brackets(text, order);
    let outside = |name: &OutletHit| !citation::in_brackets(&brackets, name.span.start());
    let names: OutletHits = outlet_hits(text, hits, vocabulary).into_iter().filter(outside).collect();
    let mut prose = citation::attributions(text, &names, order);
    prose.extend(citation::unknown_sources(text, &names, order));
    prose.sort_by_key(|citation| citation.span);
    (brackets, prose)
}

/// Terms of the lexicon in each text; those inside its citations and in names of media do not count.
pub(crate) fn find_terms<T: AsRef<str> + Sync>(
    texts: &[T],
    threads: Option<usize>,
    vocabulary: &Vocabulary,
) -> Result<Vec<Vec<TermHit>>> {
    in_pool(threads, || texts.par_iter().with_min_len(16).map(|text| terms_of(text.as_ref(), vocabulary)).collect())
}

fn terms_of(text: &str, vocabulary: &Vocabulary) -> Vec<TermHit> {
    let (hits, masked) = hits_outside_citations(text, vocabulary);
    categories::terms(text, whole(text), &masked, &hits, vocabulary).collect()
}

/// Categories of each text by the terms of the lexicon, the likeliest first.
pub(crate) fn find_categories<T: AsRef<str> + Sync>(
    texts: &[T],
    threads: Option<usize>,
    vocabulary: &Vocabulary,
) -> Result<Vec<Vec<usize>>> {
    let categories_of = |text: &T| {
        let text = text.as_ref();
        let (hits, masked) = hits_outside_citations(text, vocabulary);
        let found = categories::assign(text, &[whole(text)], &masked, &hits, &Context::default(), None, vocabulary);
        found.ranked.into_iter().map(|(category, _)| category).collect()
    };
    in_pool(threads, || texts.par_iter().with_min_len(16).map(categories_of).collect())
}

/// What the vocabulary finds in a text, and the places of its citations, where terms do not count.
fn hits_outside_citations(text: &str, vocabulary: &Vocabulary) -> (Vec<Hit>, Vec<Span>) {
    let mut hits = Vec::new();
    vocabulary.scan(text, 0, &mut hits);
    let (brackets, prose) = printed_in(text, &hits, vocabulary);
    let mut masked: Vec<Span> =
        brackets.iter().map(|bracket| bracket.span).chain(prose.iter().map(|citation| citation.outlet)).collect();
    masked.sort_unstable();
    (hits, masked)
}
