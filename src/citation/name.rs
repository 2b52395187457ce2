//! Whether a stretch of text can be the name of a source, from its letters alone, and where the name ends.

use super::words::{ASIDES, NOUNS_IN_NAMES, OPENING_PARTICLES, PARTICLES, TOP_LEVEL};
use crate::date::{is_blank, is_weekday, month_named};
use crate::span::Span;

const MOST_WORDS: usize = 14;

/// Whether `text` is built like the name of an outlet, agency or office: capitals, domains, particles, kinds of media.
/// Sums, sentences, bare numbers, months and asides are not.
pub(super) fn is_name(text: &str) -> bool {
    let mut capitals = false;
    for (index, word) in text.split(is_blank).filter(|word| !word.is_empty()).enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if index == MOST_WORDS || word.contains(['$', '€', '£', '¥', '%', '=', '<', '>']) {
            return false;
        }
        if index == 0 && is_one_of(bare, &ASIDES) && !is_acronym(bare) {
            return false;
        }
        if is_proper(bare) {
            capitals |= !bare.chars().all(|c| c.is_ascii_digit()) && month_named(bare).is_none() && !is_weekday(bare);
        } else if !bare.is_empty() {
            let fits = if index == 0 {
                OPENING_PARTICLES.contains(&bare)
            } else {
                PARTICLES.contains(&bare) || NOUNS_IN_NAMES.contains(&bare)
            };
            if !fits {
                return false;
            }
        }
    }
    capitals
}

/// A name's own word: a capital anywhere (`eKathimerini`), a digit (`France 24`), a script without case, a domain.
fn is_proper(word: &str) -> bool {
    word.contains(|c: char| c.is_uppercase() || c.is_ascii_digit() || (c.is_alphabetic() && !c.is_lowercase()))
        || is_domain(word)
}

/// `AS`, `IT`: what would be an aside in lower case may be initials.
fn is_acronym(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase())
}

pub(super) fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// `Polit.ru`, `news.bbc.co.uk`: labels of letters, digits and hyphens, the last a known one.
pub(super) fn is_domain(word: &str) -> bool {
    let Some((labels, last)) = word.rsplit_once('.') else { return false };
    let last = last.trim_end_matches('/');
    let known = is_one_of(last, &TOP_LEVEL);
    known
        && labels.len() > 1
        && labels.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | ':'))
        })
}

/// A name without the brackets and stops behind it: `The Standard (Hong Kong)`, `Kommersant [R]`.
pub(super) fn without_brackets(text: &str, name: Span) -> Span {
    let printed = name.of(text);
    let mut kept = printed.trim_end_matches(is_blank);
    while kept.ends_with([')', ']']) {
        let Some(open) = kept.rfind(['(', '[']).filter(|&open| open > 0) else { break };
        kept = kept[..open].trim_end_matches(is_blank);
    }
    let kept = kept.trim_end_matches(|c| is_blank(c) || matches!(c, ':' | '\u{2013}' | '\u{2014}'));
    // `Reuters. May 5, 2020`; the stop of `U.S.` is a letter of the name.
    let last_word = kept.rsplit(is_blank).next().unwrap_or_default();
    let stops = usize::from(last_word.find('.') == Some(last_word.len().wrapping_sub(1)));
    Span::new(name.start(), name.start() + kept.len() - stops)
}

/// `B and C` as two names, when both are.
pub(super) fn split_last(text: &str, name: Span) -> [Option<Span>; 2] {
    let printed = name.of(text);
    let halves = printed.rfind(" and ").map(|at| {
        let left = Span::new(name.start(), name.start() + at).trimmed(text);
        let right = Span::new(name.start() + at + " and ".len(), name.end()).trimmed(text);
        (left, right)
    });
    match halves {
        Some((left, right)) if is_name(left.of(text)) && is_name(right.of(text)) => [Some(left), Some(right)],
        _ => [Some(name), None],
    }
}
