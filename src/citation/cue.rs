//! The words around a name that make it a source: `according to` before it, `reports that` behind it.

use super::run::run_start;
use super::words::{ADVERBS, COMPOUNDS, DIRECT, INTRODUCTIONS, INVERTED, NOUNS_BEHIND_NAMES, PHRASES, VERBS};
use crate::date::{Cursor, NumericOrder, Precision, PrintedDate, is_blank, parse_date, trimmed_end, trimmed_start};
use crate::span::Span;

/// Longest word that is looked at, in bytes: it keeps time linear in a text without blanks.
const LONGEST_WORD: usize = 48;
const MOST_INTRODUCTIONS: usize = 7;

/// The words that attribute, with the name: and the date when one is printed there.
pub(super) struct Cue {
    pub(super) span: Span,
    pub(super) date: Option<(PrintedDate, Span)>,
}

/// `S reports that`, `S (April 7) reports`, `S reported on 6 November`, `S news agency has also said`; a name with its date
/// in brackets needs no verb.
pub(super) fn behind(text: &str, name: Span, order: NumericOrder) -> Option<Cue> {
    let (at, mut date) = past_suffix(text, name.end(), order);
    let mut cursor = Cursor::new(&text[at..]);
    cursor.space();
    let mut words = 0;
    let verb = loop {
        if let Some((on, len)) = on_date(cursor.rest(), order) {
            date = date.or(Some((on, offset(text, cursor.rest(), len))));
            cursor = Cursor::new(&cursor.rest()[len..]);
            cursor.space();
        }
        let mut ahead = cursor;
        ahead.eat(',');
        ahead.space();
        let word = ahead.word();
        if let Some(length) = verb_length(word) {
            break Some(text.len() - ahead.rest().len() - word.len() + length);
        }
        if words == 3 || !ADVERBS.has(word) {
            break None;
        }
        words += 1;
        ahead.eat(',');
        ahead.space();
        cursor = ahead;
    };
    let Some(end) = verb else {
        return date
            .filter(|(_, span)| span.end() <= at)
            .map(|date| Cue { span: name.cover(Span::new(at, at)), date: Some(date) });
    };
    if is_actor(&text[end..]) {
        return None;
    }
    Some(with_date(text, Span::new(name.start(), end), end, date, order))
}

/// `according to S`, `told the official S news agency`, `reports S.`, `carried by Germany's S`, `in the view of S`.
pub(super) fn before(text: &str, name: Span, order: NumericOrder) -> Option<Cue> {
    let mut at = name.start();
    for _ in 0..=MOST_INTRODUCTIONS {
        let word = word_before(text, at)?;
        let direct = cue_at(text, word);
        if direct.is_some() || INVERTED.has(word.of(text)) {
            let (end, date) = past_suffix(text, name.end(), order);
            if let Some(start) = direct.or_else(|| ends_clause(&text[end..]).then_some(word.start())) {
                return Some(with_date(text, Span::new(start, name.end()), end, date, order));
            }
        }
        if !introduces(word.of(text)) {
            return None;
        }
        at = word.start();
    }
    None
}

/// A cue with the date found before, else with the `on May 5` that stands behind it at `end`.
fn with_date(text: &str, cue: Span, end: usize, date: Option<(PrintedDate, Span)>, order: NumericOrder) -> Cue {
    let rest = trimmed_start(&text[end..]);
    let on = || on_date(rest, order).map(|(on, len)| (on, offset(text, rest, len)));
    let date = date.or_else(on);
    let end = date.map_or(cue.end(), |(_, span)| span.end().max(cue.end()));
    Cue { span: Span::new(cue.start(), end), date }
}

/// Where the words start that introduce a name: the offset of `Germany's` in `told Germany's DPA`, else that of the name.
pub(super) fn introduction(text: &str, name: usize) -> usize {
    let mut at = name;
    for _ in 0..MOST_INTRODUCTIONS {
        match word_before(text, at) {
            Some(word) if introduces(word.of(text)) => at = word.start(),
            _ => break,
        }
    }
    at
}

/// Where the cue starts that ends in `word`.
fn cue_at(text: &str, word: Span) -> Option<usize> {
    let printed = word.of(text);
    if DIRECT.has(printed) {
        return Some(word.start());
    }
    let (_, openings) = PHRASES.iter().find(|(preposition, _)| preposition.eq_ignore_ascii_case(printed))?;
    let opening = word_before(text, word.start())?;
    let printed = opening.of(text).trim_end_matches(',');
    openings.iter().any(|known| known.eq_ignore_ascii_case(printed)).then_some(opening.start())
}

/// Whether a name before `behind` ends its clause: `he said Reuters was fined` is no `reports S`.
fn ends_clause(behind: &str) -> bool {
    behind.is_empty()
        || behind.starts_with(|c: char| c.is_ascii_punctuation() && c != '\'' && c != '-')
        || trimmed_start(behind).starts_with(['\u{2013}', '\u{2014}', '\u{201d}'])
        || behind.trim().is_empty()
}

/// `the`, `state-run`, `Germany's`, `Russian`: what may stand between a cue and the name.
fn introduces(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| matches!(c, '"' | '\u{201c}' | '\u{2018}'));
    INTRODUCTIONS.has(bare)
        || bare.rsplit_once('-').is_some_and(|(_, ending)| COMPOUNDS.has_as_printed(ending))
        || is_possessive(bare)
        || bare.is_empty()
        || (bare.starts_with(char::is_uppercase)
            && (ends_as_adjective(bare) || matches!(bare, "US" | "U.S." | "UK" | "U.K.")))
}

/// `Germany's`, `Reuters'`, with either apostrophe.
fn is_possessive(word: &str) -> bool {
    ["'s", "\u{2019}s", "s'", "s\u{2019}"].iter().any(|ending| word.ends_with(ending))
}

/// `Russian`, `Japanese`, `Turkish`, `Iraqi`, `French`, `Swiss`, `Greek`, `Arabic`.
fn ends_as_adjective(word: &str) -> bool {
    matches!(
        word.as_bytes(),
        [.., b'a', b'n']
            | [.., b'e', b's', b'e']
            | [.., b'i', b's', b'h']
            | [.., b'i']
            | [.., b'c', b'h']
            | [.., b's', b's']
            | [.., b'e', b'k']
            | [.., b'i', b'c']
    )
}

/// The run of characters other than blanks that ends before `at`, quotation marks at its end included; none if it is long.
fn word_before(text: &str, at: usize) -> Option<Span> {
    let end = trimmed_end(&text[..at]).len();
    let start = run_start(text, end, LONGEST_WORD + 1);
    (start < end && end - start <= LONGEST_WORD).then(|| Span::new(start, end))
}

/// Passes over a closing quotation mark, nouns of kind, an abbreviation in brackets and a date in brackets.
fn past_suffix(text: &str, end: usize, order: NumericOrder) -> (usize, Option<(PrintedDate, Span)>) {
    let mut cursor = Cursor::new(&text[end..]);
    cursor.eat_if(|c| matches!(c, '"' | '\u{201d}' | '\u{2019}'));
    for _ in 0..3 {
        let mut ahead = cursor;
        let spaced = ahead.space();
        let word = ahead.word();
        if !spaced || !NOUNS_BEHIND_NAMES.has(word) || !ahead.at_word_end() || (VERBS.has(word) && !verb_follows(ahead))
        {
            break;
        }
        cursor = ahead;
    }
    let mut at = end + cursor.at();
    if let Some((_, behind)) = abbreviation_at(text, at) {
        at = behind;
    }
    match date_in_brackets(text, at, order) {
        Some((date, span, end)) => (end, Some((date, span))),
        None => (at, None),
    }
}

/// `Reuters and the BBC report` ends in a verb, `a Reuters report says` in a noun and a verb.
fn verb_follows(mut cursor: Cursor) -> bool {
    cursor.space();
    VERBS.has(cursor.word())
}

/// The `SCMP` of ` (SCMP)`: two to eight capitals, as an abbreviation is defined. With the offset behind the bracket.
pub(super) fn abbreviation_at(text: &str, at: usize) -> Option<(Span, usize)> {
    let ahead = trimmed_start(&text[at..]);
    let inner = ahead.strip_prefix('(')?.trim_start_matches(['"', '\u{201c}']);
    let length =
        inner.bytes().take(9).take_while(|b| b.is_ascii_uppercase() || matches!(b, b'/' | b'-' | b'&' | b'.')).count();
    let behind = inner[length..].trim_start_matches(['"', '\u{201d}']).strip_prefix(')')?;
    let start = text.len() - inner.len();
    (2..=8).contains(&length).then(|| (Span::new(start, start + length), text.len() - behind.len()))
}

/// `(April 7)`, `("HEADLINE," 08/04/02)`: the date, its span, and the offset behind the bracket.
fn date_in_brackets(text: &str, at: usize, order: NumericOrder) -> Option<(PrintedDate, Span, usize)> {
    const LONGEST_TITLE: usize = 300;
    let mut inner = trimmed_start(trimmed_start(&text[at..]).strip_prefix('(')?);
    if let Some(title) = inner.strip_prefix(['"', '\u{201c}']) {
        let close = title.char_indices().take(LONGEST_TITLE).find(|(_, c)| matches!(c, '"' | '\u{201d}'))?;
        inner = title[close.0..].trim_start_matches(|c| is_blank(c) || matches!(c, '"' | '\u{201d}' | ','));
    }
    let date = parse_date(inner, order).filter(|date| date.value.start.precision() != Precision::Year)?;
    let rest = trimmed_start(&inner[date.len..]).strip_prefix(')')?;
    Some((date.value, offset(text, inner, date.len), text.len() - rest.len()))
}

/// `on May 5`: the day on which an outlet reported; its length with the `on`.
fn on_date(text: &str, order: NumericOrder) -> Option<(PrintedDate, usize)> {
    let mut cursor = Cursor::new(text);
    if !text.starts_with("on") || cursor.word() != "on" || !cursor.space() {
        return None;
    }
    let date = parse_date(cursor.rest(), order).filter(|date| date.value.start.precision() == Precision::Day)?;
    Some((date.value, cursor.at() + date.len))
}

/// The span of the last part of `rest[..len]`, without an `on` in front, in the text that `rest` is the tail of.
fn offset(text: &str, rest: &str, len: usize) -> Span {
    let start = text.len() - rest.len();
    let on = rest[..len].strip_prefix("on").map_or(0, |date| 2 + date.len() - trimmed_start(date).len());
    Span::new(start + on, start + len)
}

/// The length of the verb at the start of a word: the word itself, or the verb of `citesNATO` and `reportsthat`.
fn verb_length(word: &str) -> Option<usize> {
    if VERBS.has(word) {
        return Some(word.len());
    }
    let seam = word.find(char::is_uppercase).or_else(|| word.strip_suffix("that").map(str::len))?;
    VERBS.has_as_printed(&word[..seam]).then_some(seam)
}

/// Behind the verb: `said it would close`, `reports were wrong`, `reported its profit`. The outlet acts or is acted on.
fn is_actor(rest: &str) -> bool {
    let mut cursor = Cursor::new(rest);
    cursor.space();
    matches!(cursor.word(), "it" | "its" | "their" | "they" | "were" | "are" | "by")
}
