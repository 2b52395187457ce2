//! Whether a stretch of text can be the name of a source, from its letters alone, and where the name ends.

use super::words::{ASIDES, NOUNS_IN_NAMES, OPENING_PARTICLES, PARTICLES, TOP_LEVEL};
use crate::date::{is_blank, is_weekday, may_start_date, month_named, trimmed_end};
use crate::span::Span;

const MOST_WORDS: usize = 14;

/// Whether `text` is built like the name of an outlet, agency or office: capitals, domains, particles, kinds of media.
/// Sums, sentences, bare numbers, months and asides are not.
pub(super) fn is_name(text: &str) -> bool {
    let mut capitals = false;
    for (index, Word { printed, marks }) in (Words { text, at: 0 }).enumerate() {
        if index == MOST_WORDS || marks & SIGN != 0 {
            return false;
        }
        let bare = if marks & OTHER == 0 { printed } else { printed.trim_matches(|c: char| !c.is_alphanumeric()) };
        if index == 0 && ASIDES.has(bare) && !is_acronym(bare) {
            return false;
        }
        if is_proper(bare, marks) {
            capitals |= !bare.bytes().all(|c| c.is_ascii_digit()) && month_named(bare).is_none() && !is_weekday(bare);
        } else if !bare.is_empty() {
            let fits = if index == 0 {
                OPENING_PARTICLES.has_as_printed(bare)
            } else {
                PARTICLES.has_as_printed(bare) || NOUNS_IN_NAMES.has_as_printed(bare)
            };
            if !fits {
                return false;
            }
        }
    }
    capitals
}

/// What the characters of a word are, a bit for each kind that it has.
const PROPER: u8 = 1; // capitals and digits of ASCII
const STOP: u8 = 2;
const SIGN: u8 = 4; // of money and sums, which no name holds
const WIDE: u8 = 8; // outside ASCII
const OTHER: u8 = 16; // neither letter nor digit of ASCII
const BLANK: u8 = 32;

/// The kinds of the 256 bytes; lower-case letters have none.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut index = 0;
    while index < 256 {
        kinds[index] = match index as u8 {
            b'A'..=b'Z' | b'0'..=b'9' => PROPER,
            b'a'..=b'z' => 0,
            b'.' => STOP | OTHER,
            b'$' | b'%' | b'=' | b'<' | b'>' => SIGN | OTHER,
            b'\t'..=b'\r' | b' ' => BLANK,
            0x80.. => WIDE | OTHER,
            _ => OTHER,
        };
        index += 1;
    }
    kinds
};

/// A run of characters that are no blanks, with what they are.
struct Word<'t> {
    printed: &'t str,
    marks: u8,
}

/// The words of a text, byte by byte where it is ASCII.
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    #[inline]
    fn next(&mut self) -> Option<Word<'t>> {
        let bytes = self.text.as_bytes();
        let (mut start, mut at, mut marks) = (self.at, self.at, 0);
        loop {
            for byte in &bytes[at..] {
                let kind = KINDS[usize::from(*byte)];
                if kind & (BLANK | WIDE) != 0 {
                    break;
                }
                marks |= kind;
                at += 1;
            }
            let (kind, len) = match bytes.get(at) {
                None => break,
                Some(0x80..) => wide_kind(&self.text[at..]),
                Some(_) => (BLANK, 1),
            };
            if kind != BLANK {
                marks |= kind;
            } else if start < at {
                break;
            } else {
                start += len;
            }
            at += len;
        }
        self.at = at;
        (start < at).then(|| Word { printed: &self.text[start..at], marks })
    }
}

/// The kind of the first character, which is outside ASCII, and its length.
fn wide_kind(text: &str) -> (u8, usize) {
    let c = text.chars().next().unwrap_or_default();
    let kind = match c {
        '€' | '£' | '¥' => SIGN,
        _ if is_blank(c) => BLANK,
        _ => WIDE | OTHER,
    };
    (kind, c.len_utf8())
}

/// A name's own word: a capital anywhere (`eKathimerini`), a digit (`France 24`), a script without case, a domain.
fn is_proper(word: &str, marks: u8) -> bool {
    marks & PROPER != 0
        || (marks & WIDE != 0 && word.contains(|c: char| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase())))
        || (marks & STOP != 0 && is_domain(word))
}

/// Whether a word is the name of a month or a weekday. Most words are told by their first letters.
pub(super) fn names_date(word: &str) -> bool {
    may_start_date(word.as_bytes()) && (month_named(word).is_some() || is_weekday(word))
}

/// `AS`, `IT`: what would be an aside in lower case may be initials.
fn is_acronym(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase())
}

/// `Polit.ru`, `news.bbc.co.uk`: labels of letters, digits and hyphens, the last a known one.
pub(super) fn is_domain(word: &str) -> bool {
    let Some(stop) = word.bytes().rposition(|byte| byte == b'.') else { return false };
    let (labels, last) = (&word[..stop], word[stop + 1..].trim_end_matches('/'));
    TOP_LEVEL.has(last)
        && labels.len() > 1
        && labels.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | ':'))
        })
}

/// A name without the brackets and stops behind it: `The Standard (Hong Kong)`, `Kommersant [R]`.
pub(super) fn without_brackets(text: &str, name: Span) -> Span {
    let printed = name.of(text);
    if printed.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric) {
        return name;
    }
    let mut kept = trimmed_end(printed);
    while kept.ends_with([')', ']']) {
        let Some(open) = kept.rfind(['(', '[']).filter(|&open| open > 0) else { break };
        kept = trimmed_end(&kept[..open]);
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
