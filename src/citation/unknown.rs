//! Sources that no authority file knows: capitalised names in the place of a source that look like media.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::PrintedCitation;
use super::name::{is_domain, is_one_of};
use super::prose::{OutletHit, attribution};
use super::words::{GENERIC, MEDIA_WORDS, OPENINGS, PARTICLES_IN_PROSE};
use crate::date::{NumericOrder, is_blank, is_weekday, month_named};
use crate::span::Span;

/// Searchers for the words of reporting, made once.
static REPORT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" report"));
static ACCORDING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("ccording to "));

const MOST_WORDS: usize = 7;
const LONGEST_WORD: usize = 48;

/// Attributions (`X reports`, `according to X`, `reports X`) to names outside `hits` that hold a media word (`Daily`,
/// `Radio`, ...) or are an internet domain, in order.
#[must_use]
pub fn unknown_sources(paragraph: &str, hits: &[OutletHit], order: NumericOrder) -> Vec<PrintedCitation> {
    let mut found = Vec::new();
    for at in REPORT.find_iter(paragraph.as_bytes()) {
        take(paragraph, name_before(paragraph, at), hits, order, &mut found);
        take(paragraph, name_behind(paragraph, word_end(paragraph, at + 1)), hits, order, &mut found);
    }
    for at in ACCORDING.find_iter(paragraph.as_bytes()) {
        take(paragraph, name_behind(paragraph, at + "ccording to".len()), hits, order, &mut found);
    }
    found.sort_by_key(|citation| citation.outlet);
    found.dedup_by_key(|citation| citation.outlet);
    found
}

/// Attributions by `X reports` and `reports X` to any capitalised name outside `known`, whether or not it looks like media.
/// Meant for text that names no other source, where whoever reports is the source.
#[must_use]
pub fn reporting_names(paragraph: &str, known: &[OutletHit], order: NumericOrder) -> Vec<PrintedCitation> {
    let mut found = Vec::new();
    for at in memchr::memmem::find_iter(paragraph.as_bytes(), " reports") {
        let behind = word_end(paragraph, at + 1);
        for name in [name_before(paragraph, at), name_behind(paragraph, behind)].into_iter().flatten() {
            if !is_known(name, known) {
                found.extend(attribution(paragraph, name, order));
            }
        }
    }
    found.sort_by_key(|citation: &PrintedCitation| citation.outlet);
    found.dedup_by_key(|citation| citation.outlet);
    found
}

fn take(
    paragraph: &str,
    name: Option<Span>,
    hits: &[OutletHit],
    order: NumericOrder,
    found: &mut Vec<PrintedCitation>,
) {
    let Some(name) = name.filter(|name| is_medium(name.of(paragraph)) && !is_known(*name, hits)) else { return };
    found.extend(attribution(paragraph, name, order));
}

fn is_known(name: Span, hits: &[OutletHit]) -> bool {
    let next = hits.partition_point(|hit| hit.span.end() <= name.start());
    hits.get(next).is_some_and(|hit| hit.span.start() < name.end())
}

fn is_medium(name: &str) -> bool {
    let words = || name.split(is_blank);
    let says = |word: &str| {
        !is_one_of(word, &MEDIA_WORDS) && !is_one_of(word, &GENERIC) && !is_one_of(word, &PARTICLES_IN_PROSE)
    };
    let agency = |word: &str| is_one_of(word, &["agency"]);
    words().any(is_domain)
        || (words().any(|word| is_one_of(word, &MEDIA_WORDS))
            && (words().any(|word| says(word) && !agency(word)) || is_pair(name)))
}

/// `Daily Mail`, `Press Times`: two media words that are not a kind of media together.
fn is_pair(name: &str) -> bool {
    name.split(is_blank).filter(|word| is_one_of(word, &MEDIA_WORDS)).count() > 1
        && !is_one_of(name, &["news media", "press wire"])
}

/// The capitalised run that ends at `end`.
fn name_before(text: &str, end: usize) -> Option<Span> {
    let mut start = None;
    let mut at = end;
    let mut close = end;
    for count in 0..MOST_WORDS {
        let until = text[..at].trim_end_matches(is_blank).len();
        let from = until
            - text[..until]
                .chars()
                .rev()
                .take_while(|&c| !is_blank(c))
                .take(LONGEST_WORD)
                .map(char::len_utf8)
                .sum::<usize>();
        let word = &text[from..until];
        if count == 0 {
            let bare = word.trim_end_matches(['"', '\u{201d}']);
            close = from + bare.len();
        }
        match part(&text[from..close.min(until)]) {
            Part::Name => start = Some(from + quotes_before(word)),
            Part::Particle if count > 0 => {}
            _ => break,
        }
        if quotes_before(word) > 0 {
            break;
        }
        at = from;
    }
    start.map(|start| Span::new(start, close))
}

/// The capitalised run that starts behind `start` and at most four words that introduce it.
fn name_behind(text: &str, start: usize) -> Option<Span> {
    const MOST_INTRODUCTIONS: usize = 4;
    let mut at = start;
    let mut name: Option<Span> = None;
    for count in 0..MOST_WORDS + MOST_INTRODUCTIONS {
        let from = text.len() - text[at..].trim_start_matches(is_blank).len();
        let until = from
            + text[from..].chars().take_while(|&c| !is_blank(c)).take(LONGEST_WORD).map(char::len_utf8).sum::<usize>();
        let word = &text[from..until];
        let open = from + quotes_before(word);
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        match part(bare) {
            Part::Name => {
                let whole = Span::new(open, open.max(from + bare.len()));
                name = Some(name.map_or(whole, |name| name.cover(whole)));
            }
            Part::Particle if name.is_some() => {}
            Part::Particle | Part::Other
                if name.is_none() && count < MOST_INTRODUCTIONS && bare.len() == word.len() && !word.is_empty() => {}
            _ => break,
        }
        if bare.len() < word.len() {
            break;
        }
        at = until;
    }
    name
}

enum Part {
    Name,
    Particle,
    Other,
}

/// What one word is to a name. A possessive introduces one, and a word with a mark inside ends one.
fn part(word: &str) -> Part {
    let bare = word.trim_start_matches(['"', '\u{201c}']);
    let plain = bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/'));
    if is_domain(bare) {
        Part::Name
    } else if !plain || bare.is_empty() || is_one_of(bare, &OPENINGS) && bare.starts_with(char::is_uppercase) {
        Part::Other
    } else if PARTICLES_IN_PROSE.contains(&bare) {
        Part::Particle
    } else if bare.starts_with(char::is_uppercase) && month_named(bare).is_none() && !is_weekday(bare) {
        Part::Name
    } else {
        Part::Other
    }
}

fn quotes_before(word: &str) -> usize {
    word.len() - word.trim_start_matches(['"', '\u{201c}']).len()
}

fn word_end(text: &str, at: usize) -> usize {
    at + text[at..].bytes().take_while(u8::is_ascii_alphabetic).count()
}
