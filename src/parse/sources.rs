//! Outlet names in running text, for the attributions around them.

use crate::citation::{OutletHit, OutletHits};
use crate::matcher::{Hit, Layer};
use crate::span::Span;
use crate::vocabulary::{Meaning, Vocabulary};

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
