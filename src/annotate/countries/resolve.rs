//! Which of its candidates a form stands for. The first rule that leaves one decides:
//!
//! - `container`: a larger place follows after a comma (`Paris, Texas`);
//! - `term`: only one candidate fits the year (leaders, names of a period);
//! - `cue`: only one candidate has other evidence in the same item;
//! - `series`: only one candidate is a country of the regions or of the series' name;
//! - `first`: the gazetteer says that the first candidate is meant by default.
//!
//! Otherwise the form stays `ambiguous`, without a country.

use smallvec::SmallVec;

use super::sighting::Sighting;
use super::{Context, Rule};
use crate::vocabulary::{CountryId, Gazetteer, MentionKind, Rules};

/// Countries with a sighting in the item that is certain by itself.
pub(super) struct Evidence {
    countries: SmallVec<[CountryId; 16]>,
    /// Those of them with a region, a city or a cue of theirs: the name of a great power stands in texts about anywhere.
    local: SmallVec<[CountryId; 16]>,
}

impl Evidence {
    pub(super) fn of(sightings: &[Sighting]) -> Self {
        let mut evidence = Self { countries: SmallVec::new(), local: SmallVec::new() };
        for sighting in sightings.iter().filter(|sighting| !sighting.weak) {
            let [only] = sighting.candidates[..] else { continue };
            if !evidence.countries.contains(&only) {
                evidence.countries.push(only);
            }
            let local = matches!(sighting.kind, MentionKind::Region | MentionKind::City | MentionKind::Cue);
            if local && !evidence.local.contains(&only) {
                evidence.local.push(only);
            }
        }
        evidence
    }

    /// Whether a weak form has company: another sighting of its country, or of one of its candidates.
    pub(super) fn supports(&self, country: Option<CountryId>, candidates: &[CountryId]) -> bool {
        match country {
            Some(country) => self.countries.contains(&country),
            None => candidates.iter().any(|candidate| self.countries.contains(candidate)),
        }
    }
}

/// `Paris, Texas`: a place right behind, after a comma, that holds this one. A larger place that is no candidate counts
/// when it is a region, so that `Moscow, Idaho` is American and `Moscow, China and Iran` a list; behind a country's name
/// or a region's only an abbreviation does, since `Lebanon, Pa.` is a town and `Mexico, Texas and California` a list.
pub(super) fn container(text: &str, sighting: &Sighting, next: Option<&Sighting>) -> Option<CountryId> {
    let next = next.filter(|next| follows_comma(text, sighting.span.end(), next.span.start()))?;
    let [larger] = next.candidates[..] else { return None };
    if sighting.candidates[..] == [larger] {
        return None;
    }
    let candidate = sighting.candidates.contains(&larger);
    let holds = match (sighting.kind, next.kind) {
        (MentionKind::City | MentionKind::Capital, MentionKind::Region) => true,
        (MentionKind::Name | MentionKind::Region, MentionKind::Region) => {
            candidate || next.rules.has(Rules::ABBREVIATION)
        }
        (MentionKind::City | MentionKind::Capital | MentionKind::Region, MentionKind::Name) => candidate,
        _ => false,
    };
    holds.then_some(larger)
}

/// Whether nothing but a comma, and a blank behind it, stands between two places.
fn follows_comma(text: &str, end: usize, next: usize) -> bool {
    let between = text.as_bytes().get(end..next.min(end + 3));
    matches!(between, Some(b", " | b","))
}

pub(super) fn choose<'v>(
    sighting: &Sighting<'v>,
    evidence: &Evidence,
    context: &Context,
    gazetteer: &'v Gazetteer,
) -> (Option<CountryId>, Rule) {
    let candidates = &sighting.candidates;
    if let [only] = candidates[..] {
        return (Some(only), Rule::Only);
    }
    let single = |test: &dyn Fn(CountryId) -> bool| {
        let mut fitting = candidates.iter().copied().filter(|&country| test(country));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    let fits = |country, year| sighting.entries(gazetteer).any(|entry| entry.in_term(country, year));
    let in_term = |country| context.year.is_some_and(|year| fits(country, year));
    if let Some(country) = single(&in_term) {
        return (Some(country), Rule::Term);
    }
    // `Georgia` beside `U.S.` is still the one in the Caucasus: the state needs its own places in the text.
    let small = |country| country != candidates[0] && sighting.rules.has(Rules::LOCAL);
    let spoken = |country| {
        if small(country) { evidence.local.contains(&country) } else { evidence.countries.contains(&country) }
    };
    if let Some(country) = single(&spoken) {
        return (Some(country), Rule::Cue);
    }
    if let Some(country) = single(&|country| context.near.contains(&country)) {
        return (Some(country), Rule::Series);
    }
    // `the Treasury` of a text about Peru alone is nobody's by default.
    let elsewhere = sighting.kind == MentionKind::Organisation && !evidence.countries.is_empty();
    if !elsewhere && sighting.rules.has(Rules::FIRST) {
        return (Some(candidates[0]), Rule::First);
    }
    (None, Rule::Ambiguous)
}
