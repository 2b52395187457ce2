//! Outlet names in running text, for the attributions around them.

use super::walk::Walk;
use crate::citation::{self, Bracket, OutletHit, OutletHits};
use crate::matcher::{Hit, Layer};
use crate::span::Span;
use crate::vocabulary::{Meaning, Vocabulary};

/// An issue defines a handful of abbreviations; more than this many are noise, and would be searched for in vain.
const MOST_ALIASES: usize = 50;

impl Walk<'_> {
    /// Outlet names in a paragraph, relative to it, outside its citation brackets.
    pub(super) fn outlet_hits(&self, span: Span, hits: &[Hit], brackets: &[Bracket]) -> OutletHits {
        let mut found = outlet_hits(self.text, hits, self.vocabulary);
        for hit in &mut found {
            hit.span = hit.span.back(span.start());
        }
        if !brackets.is_empty() {
            found.retain(|hit| !citation::in_brackets(brackets, hit.span.start()));
        }
        if !self.collected.aliases.is_empty() {
            self.add_aliases(span.of(self.text), &mut found);
        }
        found
    }

    /// Keeps the abbreviations that a paragraph defines for its outlets.
    pub(super) fn define_aliases(&mut self, span: Span, outlets: &[OutletHit]) {
        let printed = span.of(self.text);
        for (defined, short) in citation::definitions(printed, outlets) {
            let known = self.collected.aliases.iter().any(|(alias, _)| alias.of(self.text) == short.of(printed));
            if !known && self.collected.aliases.len() < MOST_ALIASES {
                self.collected.aliases.push((short.shifted(span.start()), outlets[defined].span.shifted(span.start())));
            }
        }
    }

    /// Places where an abbreviation that the issue defined stands for its outlet.
    fn add_aliases(&self, printed: &str, found: &mut OutletHits) {
        let known = std::mem::take(found);
        let taken = |place: Span| {
            let before = known.partition_point(|hit| hit.span.start() < place.end());
            before.checked_sub(1).is_some_and(|last| place.start() < known[last].span.end())
        };
        for (short, _) in &self.collected.aliases {
            let short = short.of(self.text);
            for (at, _) in printed.match_indices(short) {
                let place = Span::new(at, at + short.len());
                let whole = !printed[..at].ends_with(char::is_alphanumeric)
                    && !printed[place.end()..].starts_with(char::is_alphanumeric);
                if whole && !taken(place) {
                    found.push(OutletHit { span: place, bracket_only: false });
                }
            }
        }
        found.extend(known);
        found.sort_by_key(|hit| hit.span);
    }
}

/// The outlet names among the hits of a stretch of text, in order and apart. A form that is an everyday word or an actor
/// elsewhere counts only for media (not for governments, which act), and not within a longer name.
pub(crate) fn outlet_hits(text: &str, hits: &[Hit], vocabulary: &Vocabulary) -> OutletHits {
    let mut found = OutletHits::new();
    let mut name_end = 0;
    for &hit in hits {
        let open = match hit.layer {
            Layer::Term => continue,
            Layer::Name => {
                name_end = hit.end.max(name_end);
                vocabulary.meanings(hit).iter().any(|meaning| matches!(meaning, Meaning::Outlet(_)))
            }
            Layer::Source => false,
        };
        let source = hit.layer == Layer::Source && hit.end >= name_end && names_medium(hit, vocabulary);
        let apart = found.last().is_none_or(|last| last.span.end() <= hit.start);
        if apart && (open || source) {
            found.push(OutletHit { span: named(text, hit), bracket_only: !open });
        }
    }
    found
}

/// The names among hits, whatever they name, in order and apart.
pub(super) fn name_hits(hits: &[Hit]) -> impl Iterator<Item = OutletHit> {
    let names = hits.iter().filter(|hit| hit.layer == Layer::Name);
    names.map(|hit| OutletHit { span: Span::new(hit.start, hit.end), bracket_only: false })
}

/// The hit without words that describe an outlet (`Xinhua news agency`); capitals make them part of its name.
fn named(text: &str, hit: Hit) -> Span {
    const DESCRIPTIONS: &[&str] = &[" news agency", " newspaper", " magazine", " website", " television", " radio"];
    let printed = &text[hit.start..hit.end];
    let bare = DESCRIPTIONS.iter().find_map(|words| printed.strip_suffix(words)).unwrap_or(printed);
    Span::new(hit.start, hit.start + bare.len())
}

fn names_medium(hit: Hit, vocabulary: &Vocabulary) -> bool {
    vocabulary
        .meanings(hit)
        .iter()
        .any(|meaning| matches!(meaning, Meaning::Outlet(id) if vocabulary.outlets.get(*id).is_medium()))
}
