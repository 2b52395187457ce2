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
    pub form: Form<'v>,
}

/// What the gazetteer knows of a printed form: one entry, rarely several.
#[derive(Clone, Copy)]
pub(in crate::annotate) struct Form<'v> {
    first: &'v Entry,
    /// The other entries.
    others: &'v [Meaning],
    gazetteer: &'v Gazetteer,
}

impl<'v> Form<'v> {
    /// None for what names an outlet, alone or besides.
    fn of(meanings: &'v [Meaning], gazetteer: &'v Gazetteer) -> Option<Self> {
        let (&Meaning::Entry(first), others) = meanings.split_first()? else { return None };
        let outlet = others.iter().any(|meaning| matches!(meaning, Meaning::Outlet(_)));
        (!outlet).then(|| Self { first: gazetteer.get(first), others, gazetteer })
    }

    pub(super) fn entries(self) -> impl Iterator<Item = &'v Entry> {
        let others = self.others.iter().filter_map(move |meaning| match *meaning {
            Meaning::Entry(index) => Some(self.gazetteer.get(index)),
            Meaning::Outlet(_) | Meaning::Term(_) => None,
        });
        std::iter::once(self.first).chain(others)
    }

    fn rules(self) -> Rules {
        self.entries().fold(Rules::default(), |rules, entry| rules.with(entry.rules))
    }

    fn candidates(self) -> Candidates {
        if let ([only], []) = (&self.first.countries[..], self.others) {
            return Candidates::from_buf_and_len([*only; 4], 1);
        }
        let mut candidates = Candidates::new();
        for &country in self.entries().flat_map(|entry| &entry.countries) {
            if !candidates.contains(&country) {
                candidates.push(country);
            }
        }
        candidates
    }
}

pub(super) fn sight<'v>(text: &str, passage: Passage, hit: Hit, vocabulary: &'v Vocabulary) -> Option<Sighting<'v>> {
    let form = Form::of(vocabulary.meanings(hit), &vocabulary.gazetteer)?;
    let (kind, rules, within) = (form.first.kind, form.rules(), passage.span);
    let vetoed = rules.has(Rules::VETO)
        || hit.capitals && !in_capitals(text, within, hit) && !in_dateline(text, within, hit)
        || is_stock_symbol(text, within, hit)
        || rules.has(Rules::WITHIN) && !stands_within(text, within, hit)
        || rules.has(Rules::PERSON) && is_person(text, within, hit, vocabulary);
    if vetoed {
        return None;
    }
    let weak = rules.has(Rules::SUPPORT) || is_weak_beside(text, within, hit, kind, vocabulary);
    let (span, candidates) = (Span::new(hit.start, hit.end), form.candidates());
    Some(Sighting { span, field: passage.field, kind, rules, weak, candidates, form })
}

/// Whether the line around a hit is printed in capitals, so that `CHAD` is the country and no acronym. Of a long line, the
/// part around the hit decides.
pub(in crate::annotate) fn in_capitals(text: &str, passage: Span, hit: Hit) -> bool {
    const AROUND: usize = 160;
    let from = text.ceil_char_boundary(passage.start().max(hit.start.saturating_sub(AROUND)));
    let to = text.floor_char_boundary(passage.end().min(hit.end + AROUND));
    let before = text[from..hit.start].rsplit('\n').next().unwrap_or("");
    let after = text[hit.end..to].split('\n').next().unwrap_or("");
    let ((capitals, letters), (others, rest)) = (capitals_among_letters(before), capitals_among_letters(after));
    (capitals + others) * 5 >= (letters + rest) * 3
}

/// How many letters are capitals, and how many there are.
fn capitals_among_letters(part: &str) -> (usize, usize) {
    if part.is_ascii() {
        let count = |test: fn(&u8) -> bool| part.bytes().filter(test).count();
        return (count(u8::is_ascii_uppercase), count(u8::is_ascii_alphabetic));
    }
    let letters = part.chars().filter(|ch| ch.is_alphabetic());
    letters.fold((0, 0), |(capitals, letters), ch| (capitals + usize::from(ch.is_uppercase()), letters + 1))
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
