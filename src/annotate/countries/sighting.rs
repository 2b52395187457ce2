//! From a hit to a sighting: a gazetteer form that truly stands in the text, before it is resolved.
//!
//! Vetoed are outlet names, forms the gazetteer vetoes, stock symbols, acronyms that happen to spell a name, parts of
//! people's names, and abbreviations of regions away from a place.

use super::neighbours::{is_person, is_weak_beside, stands_within};
use super::{Candidates, Field, Passage};
use crate::matcher::Hit;
use crate::span::Span;
use crate::vocabulary::{Entry, Meaning, MentionKind, Vocabulary};
use smallvec::SmallVec;

pub(super) struct Sighting<'v> {
    pub hit: Hit,
    pub field: Field,
    entries: SmallVec<[&'v Entry; 2]>,
    /// The countries of all entries, the likeliest first.
    pub candidates: Candidates,
    /// Counts only beside other evidence for its country.
    pub weak: bool,
}

impl Sighting<'_> {
    pub(super) fn any(&self, test: impl Fn(&Entry) -> bool) -> bool {
        self.entries.iter().any(|entry| test(entry))
    }

    pub(super) fn kind(&self) -> MentionKind {
        self.entries[0].kind
    }
}

pub(super) fn sight<'v>(text: &str, passage: &Passage, hit: Hit, vocabulary: &'v Vocabulary) -> Option<Sighting<'v>> {
    let mut entries: SmallVec<[&Entry; 2]> = SmallVec::new();
    for meaning in vocabulary.meanings(hit) {
        match *meaning {
            Meaning::Entry(index) => entries.push(vocabulary.gazetteer.get(index)),
            Meaning::Outlet(_) => return None,
            Meaning::Term(_) => {}
        }
    }
    let any = |test: fn(&Entry) -> bool| entries.iter().any(|entry| test(entry));
    let kind = entries.first()?.kind;
    let within = passage.span;
    let vetoed = any(|entry| entry.kind == MentionKind::Veto)
        || hit.capitals && !in_capitals(text, within, hit) && !in_dateline(text, within, hit)
        || is_stock_symbol(text, within, hit)
        || any(|entry| entry.within) && !stands_within(text, within, hit)
        || any(|entry| entry.person)
            && is_person(text, within, hit, &vocabulary.gazetteer, |word| vocabulary.knows(word));
    if vetoed {
        return None;
    }
    let weak = any(|entry| entry.support)
        || is_weak_beside(text, within, hit, kind, &vocabulary.gazetteer, |word| vocabulary.knows(word));
    let mut candidates = Candidates::new();
    for &country in entries.iter().flat_map(|entry| &entry.countries) {
        if !candidates.contains(&country) {
            candidates.push(country);
        }
    }
    Some(Sighting { hit, field: passage.field, entries, candidates, weak })
}

/// Whether the line around a hit is printed in capitals, so that `CHAD` is the country and no acronym. Of a long line, the
/// part around the hit decides.
pub(in crate::annotate) fn in_capitals(text: &str, passage: Span, hit: Hit) -> bool {
    const AROUND: usize = 160;
    let from = text.ceil_char_boundary(passage.start().max(hit.start.saturating_sub(AROUND)));
    let to = text.floor_char_boundary(passage.end().min(hit.end + AROUND));
    let before = text[from..hit.start].rsplit('\n').next().unwrap_or("");
    let after = text[hit.end..to].split('\n').next().unwrap_or("");
    let (mut upper, mut letters) = (0_usize, 0_usize);
    for ch in before.chars().chain(after.chars()).filter(|ch| ch.is_alphabetic()) {
        letters += 1;
        upper += usize::from(ch.is_uppercase());
    }
    upper * 5 >= letters * 3
}

/// Whether a hit in capitals belongs to a dateline: `NEW YORK, Feb 26 -`, `BOSTON, Mass., March 3 (AP) --`. Before it the
/// line has no small letter; behind it up to a dash stand only words with a capital and numbers.
fn in_dateline(text: &str, passage: Span, hit: Hit) -> bool {
    const LONGEST: usize = 60;
    let from = text.ceil_char_boundary(passage.start().max(hit.start.saturating_sub(LONGEST)));
    let to = text.floor_char_boundary(passage.end().min(hit.end + LONGEST));
    let before = text[from..hit.start].rsplit('\n').next().unwrap_or("");
    let after = text[hit.end..to].split('\n').next().unwrap_or("");
    let dashes = after.match_indices(['-', '–', '—']).map(|(at, _)| at);
    let Some(dash) = dashes.into_iter().find(|&at| after[..at].ends_with(' ')) else { return false };
    let plain =
        |word: &str| word.trim_start_matches(['(', ',', '.', '/']).chars().next().is_none_or(|ch| !ch.is_lowercase());
    !before.contains(char::is_lowercase) && after[..dash].split_whitespace().all(plain)
}

/// `<CHAD>`, `<PAKS.O>`: a symbol of letters, digits and full stops alone in angle brackets.
fn is_stock_symbol(text: &str, passage: Span, hit: Hit) -> bool {
    if !text[passage.start()..hit.start].ends_with('<') {
        return false;
    }
    let rest = &text[hit.start..passage.end()];
    let symbol = rest.split('>').next().unwrap_or(rest);
    symbol.len() < rest.len()
        && symbol.len() < 10
        && symbol.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.')
}
