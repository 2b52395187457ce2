//! Countries an item mentions, each with the printed form that says so and the rule that resolved it; and its focus.
//!
//! Outlet names and citation brackets are no mentions, nor are vetoed forms. A form with several candidates is resolved
//! by the first rule that decides, in this order:
//!
//! - `container`: a larger place follows after a comma (`Paris, Texas`);
//! - `term`: only one candidate fits the year (leaders, names of a period);
//! - `cue`: only one candidate has other evidence in the same item;
//! - `series`: only one candidate is a country of the regions or of the series' name;
//! - `first`: the gazetteer says that the first candidate is meant by default.
//!
//! Otherwise it stays `ambiguous`, without a country.

use crate::matcher::{Hit, Layer};
use crate::parse::Item;
use crate::span::Span;
use crate::vocabulary::{CountryId, Entry, Meaning, MentionKind, Vocabulary};

use super::Context;

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
}

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

#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub span: Span,
    pub field: Field,
    pub kind: MentionKind,
    pub country: Option<CountryId>,
    /// All countries the form can stand for, the likeliest first.
    pub candidates: Vec<CountryId>,
    pub rule: Rule,
}

/// A gazetteer form found in a passage, before it is resolved.
struct Sighting<'v> {
    hit: Hit,
    field: Field,
    entries: Vec<&'v Entry>,
}

impl Sighting<'_> {
    fn any(&self, test: impl Fn(&Entry) -> bool) -> bool {
        self.entries.iter().any(|entry| test(entry))
    }

    fn kind(&self) -> MentionKind {
        self.entries[0].kind
    }

    fn candidates(&self) -> Vec<CountryId> {
        let mut candidates = Vec::new();
        for &country in self.entries.iter().flat_map(|entry| &entry.countries) {
            if !candidates.contains(&country) {
                candidates.push(country);
            }
        }
        candidates
    }
}

pub(crate) fn mentions(
    text: &str,
    passages: &[Passage],
    masked: &[Span],
    hits: &[Hit],
    context: &Context,
    vocabulary: &Vocabulary,
) -> Vec<Mention> {
    let mut sightings = Vec::new();
    for passage in passages {
        for &hit in passage.hits(hits) {
            if hit.layer == Layer::Name && !masked.iter().any(|mask| mask.start() <= hit.start && hit.start < mask.end()) {
                sightings.extend(sight(text, passage, hit, vocabulary));
            }
        }
    }
    let evidence = evidence(&sightings);
    let mut mentions: Vec<Mention> = Vec::with_capacity(sightings.len());
    for (index, sighting) in sightings.iter().enumerate() {
        if sighting.kind() == MentionKind::Cue {
            continue;
        }
        let candidates = sighting.candidates();
        let container = container(text, sighting, sightings.get(index + 1), &candidates);
        let (country, rule) = match container {
            Some(country) => (Some(country), Rule::Container),
            None => resolve(sighting, &candidates, &evidence, context),
        };
        if sighting.any(|entry| entry.support) && !supported(country, &candidates, &evidence) {
            continue;
        }
        let span = Span::new(sighting.hit.start, sighting.hit.end);
        mentions.push(Mention { span, field: sighting.field, kind: sighting.kind(), country, candidates, rule });
    }
    mentions
}

/// Countries that a short text (a series' name) names without ambiguity.
pub(super) fn named_in(text: &str, vocabulary: &Vocabulary) -> Vec<CountryId> {
    let mut hits = Vec::new();
    vocabulary.scan(text, 0, &mut hits);
    let passage = Passage { field: Field::Text, span: Span::new(0, text.len()) };
    let context = Context { topics: Vec::new(), near: Vec::new(), year: None };
    mentions(text, &[passage], &[], &hits, &context, vocabulary).into_iter().filter_map(|mention| mention.country).collect()
}

fn sight<'v>(text: &str, passage: &Passage, hit: Hit, vocabulary: &'v Vocabulary) -> Option<Sighting<'v>> {
    let mut entries = Vec::new();
    for meaning in vocabulary.meanings(hit) {
        match *meaning {
            Meaning::Entry(index) => entries.push(vocabulary.gazetteer.get(index)),
            Meaning::Outlet { bracket_only: false, .. } => return None,
            Meaning::Outlet { .. } | Meaning::Term(_) => {}
        }
    }
    let sighting = Sighting { hit, field: passage.field, entries };
    let vetoed = sighting.entries.is_empty()
        || sighting.any(|entry| entry.kind == MentionKind::Veto)
        || hit.capitals && !in_capitals(text, passage.span, hit)
        || sighting.any(|entry| entry.person) && is_person(text, passage.span, hit, vocabulary);
    (!vetoed).then_some(sighting)
}

/// Whether the line around a hit is printed in capitals, so that `CHAD` is the country and no acronym.
fn in_capitals(text: &str, passage: Span, hit: Hit) -> bool {
    let before = &text[passage.start()..hit.start];
    let after = &text[hit.end..passage.end()];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before[start..].chars().chain(after[..after.find('\n').unwrap_or(after.len())].chars());
    let (mut upper, mut letters) = (0_usize, 0_usize);
    for ch in line.filter(|ch| ch.is_alphabetic()) {
        letters += 1;
        upper += usize::from(ch.is_uppercase());
    }
    upper * 5 >= letters * 3
}

/// Whether a form that may be part of a person's name is one here: a given name or title before it, or a capitalised
/// word that the vocabulary does not know right behind it.
fn is_person(text: &str, passage: Span, hit: Hit, vocabulary: &Vocabulary) -> bool {
    let before = &text[passage.start()..hit.start];
    if let Some(word) = before.strip_suffix(' ').and_then(|rest| rest.rsplit([' ', '\n', '"', '“', '(']).next())
        && vocabulary.gazetteer.introduces_person(word)
    {
        return true;
    }
    let Some(after) = text[hit.end..passage.end()].strip_prefix(' ') else { return false };
    let word = after.split(|ch: char| !ch.is_alphanumeric()).next().unwrap_or("");
    let capitalised = word.starts_with(char::is_uppercase) && word.chars().skip(1).all(char::is_lowercase);
    capitalised && word.len() > 2 && !vocabulary.knows(word)
}

/// Countries with a mention in the item that is certain by itself, and countries with a cue.
fn evidence(sightings: &[Sighting]) -> Vec<CountryId> {
    let mut countries = Vec::new();
    for sighting in sightings {
        if let [only] = sighting.candidates()[..]
            && !sighting.any(|entry| entry.support)
            && !countries.contains(&only)
        {
            countries.push(only);
        }
    }
    countries
}

fn supported(country: Option<CountryId>, candidates: &[CountryId], evidence: &[CountryId]) -> bool {
    country.map_or_else(|| candidates.iter().any(|c| evidence.contains(c)), |country| evidence.contains(&country))
}

/// `Paris, Texas`: a place right behind, after a comma, that holds this one. A larger place that is no candidate counts when it
/// is a region, so that `Moscow, Idaho` is American and `Moscow, China and Iran` a list.
fn container(text: &str, sighting: &Sighting, next: Option<&Sighting>, candidates: &[CountryId]) -> Option<CountryId> {
    let next = next?;
    let place = matches!(sighting.kind(), MentionKind::City | MentionKind::Capital | MentionKind::Region);
    let between = text.get(sighting.hit.end..next.hit.start)?;
    if !place || between != ", " && between != "," {
        return None;
    }
    let [larger] = next.candidates()[..] else { return None };
    let holds = match next.kind() {
        MentionKind::Region => sighting.kind() != MentionKind::Region || candidates.contains(&larger),
        MentionKind::Name => candidates.contains(&larger) && candidates.len() > 1,
        _ => false,
    };
    (holds && candidates != [larger]).then_some(larger)
}

fn resolve(sighting: &Sighting, candidates: &[CountryId], evidence: &[CountryId], context: &Context) -> (Option<CountryId>, Rule) {
    if let [only] = candidates[..] {
        return (Some(only), Rule::Only);
    }
    let in_term = |country: CountryId| {
        let Some(year) = context.year else { return false };
        sighting.entries.iter().any(|entry| {
            entry.countries.contains(&country)
                && (entry.from.is_some() || entry.to.is_some())
                && entry.from.is_none_or(|from| from <= year)
                && entry.to.is_none_or(|to| year <= to)
        })
    };
    let single = |test: &dyn Fn(CountryId) -> bool| {
        let mut fitting = candidates.iter().copied().filter(|&country| test(country));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    if let Some(country) = single(&in_term) {
        return (Some(country), Rule::Term);
    }
    if let Some(country) = single(&|country| evidence.contains(&country)) {
        return (Some(country), Rule::Cue);
    }
    if let Some(country) = single(&|country| context.near.contains(&country)) {
        return (Some(country), Rule::Series);
    }
    if sighting.any(|entry| entry.first) {
        return (candidates.first().copied(), Rule::First);
    }
    (None, Rule::Ambiguous)
}

/// Countries that headline and text mention, the item's focus first; an editors' note is not the item's own text. The
/// score of a country is the sum over its mentions of field weight (headline 3, text 1) times kind weight (name, demonym, capital, leader, metonym 1; city, region, organisation 0.7;
/// group 0.5), doubled in the first 200 bytes of the text. Equal scores: the country mentioned first.
pub(crate) fn focus(mentions: &[Mention], item: &Item) -> Vec<CountryId> {
    const OPENING: usize = 200;
    let opening = item.paragraphs.first().map_or(0, |first| first.start() + OPENING);
    let mut scores: Vec<(CountryId, f32)> = Vec::new();
    for mention in mentions {
        let Some(country) = mention.country else { continue };
        let field = match mention.field {
            Field::Headline => 3.0,
            Field::Text if mention.span.start() < opening => 2.0,
            Field::Text => 1.0,
            Field::Note => continue,
        };
        let kind = match mention.kind {
            MentionKind::City | MentionKind::Region | MentionKind::Organisation => 0.7,
            MentionKind::Group => 0.5,
            _ => 1.0,
        };
        match scores.iter_mut().find(|(known, _)| *known == country) {
            Some((_, score)) => *score += field * kind,
            None => scores.push((country, field * kind)),
        }
    }
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    scores.into_iter().map(|(country, _)| country).collect()
}
