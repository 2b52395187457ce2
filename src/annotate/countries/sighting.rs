//! From a hit to a sighting: a gazetteer form that truly stands in the text, before it is resolved.
//!
//! Vetoed are outlet names, forms the gazetteer vetoes, stock symbols, acronyms that happen to spell a name, parts of
//! people's names, and abbreviations of regions away from a place.

use super::neighbours::{is_person, is_weak_beside, stands_within};
use super::{Candidates, Field, Passage};
use crate::matcher::Hit;
use crate::span::Span;
use crate::vocabulary::{Entry, Gazetteer, Meaning, MentionKind, Rules, Vocabulary};

pub(in crate::annotate) struct Sighting<'v> {
    pub span: Span,
    pub field: Field,
    pub kind: MentionKind,
    /// Those of all entries of the form.
    pub rules: Rules,
    /// Counts only beside other evidence for its country.
    pub weak: bool,
    /// The countries of all entries, the likeliest first.
    pub candidates: Candidates,
    /// Its entries, nearly always one.
    entries: &'v [Meaning],
}

impl<'v> Sighting<'v> {
    pub(super) fn entries(&self, gazetteer: &'v Gazetteer) -> impl Iterator<Item = &'v Entry> {
        entries(self.entries, gazetteer)
    }
}

fn entries<'v>(meanings: &'v [Meaning], gazetteer: &'v Gazetteer) -> impl Iterator<Item = &'v Entry> {
    meanings.iter().filter_map(move |meaning| match *meaning {
        Meaning::Entry(index) => Some(gazetteer.get(index)),
        Meaning::Outlet(_) | Meaning::Term(_) => None,
    })
}

pub(super) fn sight<'v>(text: &str, passage: Passage, hit: Hit, vocabulary: &'v Vocabulary) -> Option<Sighting<'v>> {
    let meanings = vocabulary.meanings(hit);
    let (&Meaning::Entry(first), others) = meanings.split_first()? else { return None };
    if others.iter().any(|meaning| matches!(meaning, Meaning::Outlet(_))) {
        return None;
    }
    let gazetteer = &vocabulary.gazetteer;
    let (first, within) = (gazetteer.get(first), passage.span);
    let rules = entries(others, gazetteer).fold(first.rules, |rules, entry| rules.with(entry.rules));
    let vetoed = rules.has(Rules::VETO)
        || hit.capitals && !in_capitals(text, within, hit) && !in_dateline(text, within, hit)
        || is_stock_symbol(text, within, hit)
        || rules.has(Rules::WITHIN) && !stands_within(text, within, hit)
        || rules.has(Rules::PERSON) && is_person(text, within, hit, vocabulary);
    if vetoed {
        return None;
    }
    Some(Sighting {
        span: Span::new(hit.start, hit.end),
        field: passage.field,
        kind: first.kind,
        rules,
        weak: rules.has(Rules::SUPPORT) || is_weak_beside(text, within, hit, first.kind, vocabulary),
        candidates: candidates(first, meanings, gazetteer),
        entries: meanings,
    })
}

/// The countries of the entries behind `meanings`, of which `first` is the first.
fn candidates(first: &Entry, meanings: &[Meaning], gazetteer: &Gazetteer) -> Candidates {
    if let ([only], [_]) = (&first.countries[..], meanings) {
        return Candidates::from_buf_and_len([*only; 4], 1);
    }
    let mut candidates = Candidates::new();
    for &country in entries(meanings, gazetteer).flat_map(|entry| &entry.countries) {
        if !candidates.contains(&country) {
            candidates.push(country);
        }
    }
    candidates
}

/// Whether the line around a hit is printed in capitals, so that `CHAD` is the country and no acronym. Of a long line, the
/// part around the hit decides.
pub(in crate::annotate) fn in_capitals(text: &str, passage: Span, hit: Hit) -> bool {
    const AROUND: usize = 160;
    let from = text.ceil_char_boundary(passage.start().max(hit.start.saturating_sub(AROUND)));
    let to = text.floor_char_boundary(passage.end().min(hit.end + AROUND));
    let (before, after) = (&text[from..hit.start], &text[hit.end..to]);
    let before = &before[memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |newline| newline + 1)..];
    let after = &after[..memchr::memchr(b'\n', after.as_bytes()).unwrap_or(after.len())];
    let ((capitals, letters), (others, rest)) = (capitals_among_letters(before), capitals_among_letters(after));
    (capitals + others) * 5 >= (letters + rest) * 3
}

/// How many letters are capitals, and how many there are, in at most 255 bytes.
fn capitals_among_letters(part: &str) -> (u32, u32) {
    if part.is_ascii() {
        // Counts of one byte are added up many at a time.
        let count = |test: fn(&u8) -> bool| u32::from(part.bytes().map(|byte| u8::from(test(&byte))).sum::<u8>());
        return (count(u8::is_ascii_uppercase), count(u8::is_ascii_alphabetic));
    }
    let letters = part.chars().filter(|ch| ch.is_alphabetic());
    letters.fold((0, 0), |(capitals, letters), ch| (capitals + u32::from(ch.is_uppercase()), letters + 1))
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
    if hit.start == passage.start() || text.as_bytes()[hit.start - 1] != b'<' {
        return false;
    }
    let rest = &text[hit.start..passage.end()];
    let symbol = rest.split('>').next().unwrap_or(rest);
    symbol.len() < rest.len()
        && symbol.len() < 10
        && symbol.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.')
}
