//! What the words beside a form make of it: a person, a company, an amount of money, an agreement named after its place.

use crate::matcher::Hit;
use crate::span::Span;
use crate::vocabulary::{Gazetteer, MentionKind, Neighbour, Vocabulary};

/// Whether a form that may be part of a person's name is one here: a given name, a title or an initial before it, or
/// right behind it a capitalised word that is neither everyday nor known to the vocabulary.
pub(super) fn is_person(text: &str, passage: Span, hit: Hit, vocabulary: &Vocabulary) -> bool {
    let gazetteer = &vocabulary.gazetteer;
    let before = word_before(&text[passage.start()..hit.start]).unwrap_or("");
    let name = before.trim_end_matches('.');
    let initial = name.len() < before.len() && name.len() == 1 && name.starts_with(char::is_uppercase);
    if initial || gazetteer.introduces_person(name) {
        return true;
    }
    let Some((word, _)) = word_behind(&text[hit.end..passage.end()]) else { return false };
    let capitalised = word.starts_with(char::is_uppercase) && word.chars().skip(1).all(char::is_lowercase);
    let everyday = gazetteer.neighbour(word).is_some_and(|kind| kind != Neighbour::Company);
    capitalised && word.len() > 2 && !everyday && !vocabulary.knows(word)
}

/// Whether a form is weak evidence for its country by what stands beside it:
///
/// - a city, a capital or a leader in the name of a company (`Hanover Trust Co`, `Bank of Boston`) or of an agreement
///   or a meeting (`Minsk agreements`, `Bonn summit`);
/// - a city or a leader behind a capitalised word that nobody knows, which makes it rather a surname or a firm
///   (`Lee Hamilton`), and any of them, or a region, with such a word across a hyphen (`Navarro-Valls`);
/// - a name or a demonym before a currency (`Swiss francs`, `US$5`);
/// - any form in the name of a street or a county (`Pope County`, `London Road`).
pub(super) fn is_weak_beside(text: &str, passage: Span, hit: Hit, kind: MentionKind, vocabulary: &Vocabulary) -> bool {
    let gazetteer = &vocabulary.gazetteer;
    let behind = &text[hit.end..passage.end()];
    let before = || &text[passage.start()..hit.start];
    let unknown = |word: &str| is_unknown_name(word, vocabulary);
    let next = telling_word_behind(behind, gazetteer);
    if next == Some(Neighbour::Locality) {
        return true;
    }
    match kind {
        MentionKind::Name | MentionKind::Demonym => next == Some(Neighbour::Currency) || behind.starts_with('$'),
        MentionKind::City | MentionKind::Capital | MentionKind::Leader => {
            next == Some(Neighbour::Agreement)
                || is_company(behind, gazetteer)
                || before().ends_with("Bank of ")
                || across_hyphen(before(), behind).is_some_and(unknown)
                || kind != MentionKind::Capital && inner_word_before(before()).is_some_and(unknown)
        }
        MentionKind::Region => across_hyphen(before(), behind).is_some_and(unknown),
        _ => false,
    }
}

/// What the word right behind makes of a form where it is one of money, of an agreement or of a locality.
fn telling_word_behind(behind: &str, gazetteer: &Gazetteer) -> Option<Neighbour> {
    // Behind one blank, two characters of ASCII tell nearly every other word.
    if let [b' ', first @ b'!'..=b'~', second @ ..=b'~', ..] = *behind.as_bytes()
        && !gazetteer.may_open_neighbour(first, second)
    {
        return None;
    }
    word_behind(behind).and_then(|(word, _)| gazetteer.neighbour(word))
}

/// Whether the capitalised words right behind a form end in what ends the names of companies.
fn is_company(mut behind: &str, gazetteer: &Gazetteer) -> bool {
    const WORDS: usize = 5;
    for _ in 0..WORDS {
        // Most words in small letters need not be read to the end.
        if let [b' ', b'b'..=b'z', ..] = behind.as_bytes() {
            return false;
        }
        let Some((word, rest)) = word_behind(behind) else { return false };
        if !word.starts_with(char::is_uppercase) && word != "and" {
            return false;
        }
        if gazetteer.neighbour(word) == Some(Neighbour::Company) {
            return true;
        }
        behind = rest;
    }
    false
}

fn is_unknown_name(word: &str, vocabulary: &Vocabulary) -> bool {
    let capitalised =
        word.starts_with(char::is_uppercase) && word.len() > 2 && word.chars().skip(1).all(char::is_lowercase);
    capitalised && vocabulary.gazetteer.neighbour(word).is_none() && !vocabulary.knows(word)
}

/// The word before, unless a sentence starts with it and so gives it a capital whatever it is.
fn inner_word_before(before: &str) -> Option<&str> {
    let word = word_before(before)?;
    let earlier = before.trim_end().strip_suffix(word)?.trim_end();
    earlier.ends_with(|ch: char| ch.is_alphanumeric() || ch == ',').then_some(word)
}

/// The word that a hyphen ties to a form, before it or behind it.
fn across_hyphen<'t>(before: &'t str, behind: &'t str) -> Option<&'t str> {
    let letters = |ch: char| !ch.is_alphanumeric();
    match (before.strip_suffix('-'), behind.strip_prefix('-')) {
        (Some(rest), _) => rest.rsplit(letters).next(),
        (None, Some(rest)) => rest.split(letters).next(),
        (None, None) => None,
    }
}

/// Whether an abbreviation of a region stands where only a region can: behind a place and a comma (`Avon, Mass.`), or
/// behind the party of a member of Congress (`R-Kan.`).
pub(super) fn stands_within(text: &str, passage: Span, hit: Hit) -> bool {
    let before = &text[passage.start()..hit.start];
    if before.ends_with("R-") || before.ends_with("D-") {
        return true;
    }
    let Some(place) = before.strip_suffix(", ").or_else(|| before.strip_suffix(",\n")) else { return false };
    let last = place.rsplit(|ch: char| !ch.is_alphanumeric()).next().unwrap_or("");
    last.starts_with(char::is_uppercase)
}

/// The word right before, one blank or line break away.
fn word_before(before: &str) -> Option<&str> {
    let rest = before.strip_suffix([' ', '\n'])?;
    let plain = rest.bytes().rposition(|byte| !byte.is_ascii_alphanumeric());
    if let Some(at) = plain
        && matches!(rest.as_bytes()[at], b' ' | b'\n' | b'"' | b'(' | b'-')
    {
        return Some(&rest[at + 1..]).filter(|word| !word.is_empty());
    }
    rest.rsplit([' ', '\n', '"', '“', '(', '-']).next().filter(|word| !word.is_empty())
}

/// The word right behind, white space of at most one line break away, and what follows it.
fn word_behind(behind: &str) -> Option<(&str, &str)> {
    let rest = match behind.as_bytes() {
        [b'!'..=b'~', ..] => return None,
        [b' ', b'!'..=b'~', ..] => &behind[1..],
        _ => past_space(behind)?,
    };
    let word = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let plain = rest.as_bytes().get(word).is_none_or(u8::is_ascii);
    let end = if plain { word } else { rest.find(|ch: char| !ch.is_alphanumeric()).unwrap_or(rest.len()) };
    (end > 0).then(|| rest.split_at(end))
}

/// What stands behind white space of at most one line break.
fn past_space(behind: &str) -> Option<&str> {
    let rest = behind.trim_start();
    let space = &behind[..behind.len() - rest.len()];
    (!space.is_empty() && space.bytes().filter(|&b| b == b'\n').count() < 2).then_some(rest)
}
