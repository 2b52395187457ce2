//! Sources that no authority file knows: capitalised names in the place of a source that look like media.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::PrintedCitation;
use super::name::{is_domain, names_date};
use super::prose::{OutletHit, attribution};
use super::run::{run_end, run_start};
use super::words::{GENERIC, MEDIA_WORDS, OPENINGS, PARTICLES_IN_PROSE};
use crate::date::{NumericOrder, is_blank, trimmed_end, trimmed_start};
use crate::span::Span;

/// Searchers for the words of reporting, made once.
static REPORT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" report"));
static REPORTS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" reports"));
static ACCORDING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("ccording to "));

const MOST_WORDS: usize = 7;
const LONGEST_WORD: usize = 48;

/// Attributions (`X reports`, `according to X`, `reports X`) to names outside `hits` that hold a media word (`Daily`,
/// `Radio`, ...) or are an internet domain, in order.
#[must_use]
pub fn unknown_sources(paragraph: &str, hits: &[OutletHit], order: NumericOrder) -> Vec<PrintedCitation> {
    let mut found = Vec::new();
    let mut take = |name: Option<Span>| {
        let name = name.filter(|name| is_medium(name.of(paragraph)));
        found.extend(name.and_then(|name| attribution(paragraph, name, order)));
    };
    for at in places(&REPORT, paragraph) {
        take(name_before(paragraph, at, hits));
        take(name_behind(paragraph, word_end(paragraph, at + 1), hits));
    }
    for at in places(&ACCORDING, paragraph) {
        take(name_behind(paragraph, at + "ccording to".len(), hits));
    }
    apart(found)
}

/// Attributions by `X reports` and `reports X` to any capitalised name outside `known`, whether or not it looks like media.
/// Meant for text that names no other source, where whoever reports is the source.
#[must_use]
pub fn reporting_names(paragraph: &str, known: &[OutletHit], order: NumericOrder) -> Vec<PrintedCitation> {
    let mut found = Vec::new();
    for at in places(&REPORTS, paragraph) {
        let behind = word_end(paragraph, at + 1);
        let names = [name_before(paragraph, at, known), name_behind(paragraph, behind, known)];
        found.extend(names.into_iter().flatten().filter_map(|name| attribution(paragraph, name, order)));
    }
    apart(found)
}

/// Where the words of a finder stand. `Finder::find_iter` would copy the finder for each paragraph.
fn places<'t>(finder: &'t Finder, text: &'t str) -> impl Iterator<Item = usize> + 't {
    let mut behind = 0;
    std::iter::from_fn(move || {
        let at = behind + finder.find(&text.as_bytes()[behind..])?;
        behind = at + finder.needle().len();
        Some(at)
    })
}

/// In order, each outlet once.
fn apart(mut found: Vec<PrintedCitation>) -> Vec<PrintedCitation> {
    found.sort_by_key(|citation| citation.outlet);
    found.dedup_by_key(|citation| citation.outlet);
    found
}

fn is_known(name: Span, hits: &[OutletHit]) -> bool {
    let next = hits.partition_point(|hit| hit.span.end() <= name.start());
    hits.get(next).is_some_and(|hit| hit.span.start() < name.end())
}

fn is_medium(name: &str) -> bool {
    let words = || name.split(is_blank);
    let says =
        |word: &str| !MEDIA_WORDS.has(word) && !GENERIC.has(word) && !PARTICLES_IN_PROSE.has(word) && !is_agency(word);
    words().any(is_domain) || (words().any(|word| MEDIA_WORDS.has(word)) && (words().any(says) || is_pair(name)))
}

fn is_agency(word: &str) -> bool {
    word.eq_ignore_ascii_case("agency")
}

/// `Daily Mail`, `Press Times`: two media words that are not a kind of media together.
fn is_pair(name: &str) -> bool {
    name.split(is_blank).filter(|word| MEDIA_WORDS.has(word)).count() > 1
        && !["news media", "press wire"].iter().any(|kind| kind.eq_ignore_ascii_case(name))
}

/// The capitalised run that ends at `end`, unless it is known.
fn name_before(text: &str, end: usize, known: &[OutletHit]) -> Option<Span> {
    let until = trimmed_end(&text[..end]).len();
    let close = text[..until].trim_end_matches(['"', '\u{201d}']).len();
    // Any name here has the last character.
    if close == 0 || is_known(Span::new(close - 1, close), known) {
        return None;
    }
    let mut start = None;
    let mut at = end;
    for count in 0..MOST_WORDS {
        let until = trimmed_end(&text[..at]).len();
        let from = run_start(text, until, LONGEST_WORD);
        let word = &text[from..until];
        match part(&text[from..close.clamp(from, until)]) {
            Part::Name => start = Some(from + quotes_before(word)),
            Part::Particle if count > 0 => {}
            _ => break,
        }
        if quotes_before(word) > 0 {
            break;
        }
        at = from;
    }
    start.map(|start| Span::new(start, close)).filter(|&name| !is_known(name, known))
}

/// The capitalised run that starts behind `start` and at most four words that introduce it, unless it is known.
fn name_behind(text: &str, start: usize, known: &[OutletHit]) -> Option<Span> {
    const MOST_INTRODUCTIONS: usize = 4;
    let mut at = start;
    let mut name: Option<Span> = None;
    for count in 0..MOST_WORDS + MOST_INTRODUCTIONS {
        let from = text.len() - trimmed_start(&text[at..]).len();
        let until = run_end(text, from, LONGEST_WORD);
        let word = &text[from..until];
        let open = from + quotes_before(word);
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        match part(bare) {
            Part::Name => {
                let whole = Span::new(open, open.max(from + bare.len()));
                let longer = name.map_or(whole, |name| name.cover(whole));
                if is_known(longer, known) {
                    return None;
                }
                name = Some(longer);
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
    let capital = bare.starts_with(char::is_uppercase);
    let plain = || bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/'));
    if is_domain(bare) {
        Part::Name
    } else if PARTICLES_IN_PROSE.has_as_printed(bare) {
        Part::Particle
    } else if capital && plain() && !OPENINGS.has(bare) && !names_date(bare) {
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
