//! Attributions in running text, around names that the authority file has found.

use smallvec::SmallVec;

use super::cue::{self, Cue};
use super::{Form, PrintedCitation};
use crate::date::{Cursor, NumericOrder, is_blank};
use crate::span::Span;

/// A place where the authority file's matcher saw the name of an outlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutletHit {
    pub span: Span,
    /// An everyday word that names an outlet in brackets (`The Hill`); in prose only with words of reporting.
    pub bracket_only: bool,
}

/// The outlet names of one paragraph.
pub type OutletHits = SmallVec<[OutletHit; 4]>;

/// The hits that the text rests on, in order; `hits` are ordered, do not overlap, and lie outside citation brackets.
///
/// ```text
/// attribution := cue introduction* S | S suffix* [ "(" date ")" ] adverb* verb | S "(" date ")"
/// S           := name ( ( "," | "and" ) name )*
/// ```
///
/// An outlet that only acts in the story (`the BBC was fined`) or passes on an interview is no source.
#[must_use]
pub fn attributions(paragraph: &str, hits: &[OutletHit], order: NumericOrder) -> Vec<PrintedCitation> {
    let mut found = Vec::new();
    let mut rest = hits;
    while let [first, ..] = rest {
        let (listed, others) = rest.split_at(list_length(paragraph, rest));
        rest = others;
        let last = listed[listed.len() - 1];
        let cue = usable(paragraph, *first, order, cue::before).or_else(|| usable(paragraph, last, order, cue::behind));
        if let Some(cue) = cue {
            let whole = cue.span.cover(first.span).cover(last.span);
            found.extend(listed.iter().map(|hit| citation(whole, hit.span, &cue)));
        }
    }
    found
}

/// The attribution to one name, as [`attributions`] reads it.
pub(super) fn attribution(paragraph: &str, name: Span, order: NumericOrder) -> Option<PrintedCitation> {
    let cue = cue::before(paragraph, name, order).or_else(|| cue::behind(paragraph, name, order))?;
    Some(citation(cue.span.cover(name), name, &cue))
}

type ReadCue = fn(&str, Span, NumericOrder) -> Option<Cue>;

fn usable(paragraph: &str, hit: OutletHit, order: NumericOrder, read: ReadCue) -> Option<Cue> {
    let cue = read(paragraph, hit.span, order)?;
    let that = paragraph.floor_char_boundary(cue.span.end() + " that".len());
    (!hit.bracket_only || reports(&paragraph[cue.span.start()..that])).then_some(cue)
}

/// Whether the words of a cue say that something was reported, and not only said or decided.
fn reports(cue: &str) -> bool {
    const WORDS: [&str; 11] = [
        "report",
        "ccording to",
        " writes",
        " wrote",
        " says that",
        "told",
        "carried by",
        "published",
        "citing",
        " cites",
        "quot",
    ];
    WORDS.iter().any(|word| cue.contains(word))
}

fn citation(span: Span, outlet: Span, cue: &Cue) -> PrintedCitation {
    let form = if cue.date.is_some() { Form::ProseDated } else { Form::Prose };
    PrintedCitation { span, outlet, date: cue.date, via: None, form }
}

/// How many of the hits make one list, `A, B and C`, from the first; a list ends in `and`.
fn list_length(paragraph: &str, hits: &[OutletHit]) -> usize {
    const LONGEST: usize = 12;
    let mut length = 1;
    for (index, pair) in hits.windows(2).take(LONGEST).enumerate() {
        match link(&paragraph[pair[0].span.end()..pair[1].span.start()]) {
            Some(Link::And) => length = index + 2,
            Some(Link::Comma) => {}
            None => break,
        }
    }
    length
}

enum Link {
    Comma,
    And,
}

/// What joins two names of a list: `, `, ` and `, `, and the `.
fn link(gap: &str) -> Option<Link> {
    const LONGEST: usize = 16;
    if gap.len() > LONGEST {
        return None;
    }
    let mut cursor = Cursor::new(gap);
    cursor.space();
    let mut link = cursor.eat(',').then_some(Link::Comma);
    cursor.space();
    let mut word = cursor.word();
    if word == "and" || (word.is_empty() && cursor.eat('&')) {
        link = Some(Link::And);
        cursor.space();
        word = cursor.word();
    }
    cursor.space();
    if (word.is_empty() || word == "the") && cursor.rest().is_empty() { link } else { None }
}

/// Abbreviations defined behind a hit, `South China Morning Post (SCMP)`: the hit's index and the span of `SCMP`. The letters
/// must come in the name in that order, so that `Fars (IRGC)` defines nothing.
#[must_use]
pub fn definitions(paragraph: &str, hits: &[OutletHit]) -> Vec<(usize, Span)> {
    hits.iter()
        .enumerate()
        .filter_map(|(index, hit)| {
            let (short, _) = cue::abbreviation_at(paragraph, hit.span.end())?;
            abbreviates(short.of(paragraph), hit.span.of(paragraph)).then_some((index, short))
        })
        .collect()
}

fn abbreviates(short: &str, name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_uppercase());
    let mut initials = name.split(|c: char| is_blank(c) || c == '-').filter_map(|word| word.chars().next());
    let first = short.chars().next();
    first.is_some_and(|first| initials.any(|initial| initial.eq_ignore_ascii_case(&first)))
        && short.chars().filter(char::is_ascii_uppercase).all(|c| letters.any(|letter| letter == c))
}
