//! What stands beside sources and dates in a bracket: relays, and pages, numbers, languages and hours.

use crate::date::{Cursor, trimmed_start};

pub(super) enum Relay {
    Via,
    QuotedBy,
    Citing,
}

/// Words that hand over from one outlet to another, with the blanks behind them.
#[inline]
pub(super) fn relay_at(text: &str) -> Option<(Relay, usize)> {
    // The first letters of the words below.
    if matches!(text.as_bytes(), [b'a' | b'c' | b'p' | b'q' | b'r' | b't' | b'v', ..]) { relay(text) } else { None }
}

fn relay(text: &str) -> Option<(Relay, usize)> {
    let mut cursor = Cursor::new(text);
    let mut word = cursor.word();
    if word == "as" && cursor.space() {
        word = cursor.word();
    }
    let relay = match word {
        "via" | "through" => Relay::Via,
        "citing" | "quoting" => Relay::Citing,
        "cited" | "quoted" | "reported" | "carried" | "relayed" | "published" => {
            if !cursor.space() || !matches!(cursor.word(), "by" | "in" | "on") {
                return None;
            }
            Relay::QuotedBy
        }
        _ => return None,
    };
    cursor.space().then_some((relay, cursor.at()))
}

/// The length of a mark that is neither source nor date: `p. 1`, `pp 1, 5` (the 5 is a mark of its own), `A12`, `No. 34`,
/// `in Russian`, `1230 GMT`, `op-ed`.
#[inline]
pub(super) fn mark_len(text: &str) -> Option<usize> {
    if may_be_mark(text.as_bytes()) { read_mark(text) } else { None }
}

/// Whether a text starts with a digit, a letter and a digit, or the first letter of a word that is or opens a mark.
#[inline]
fn may_be_mark(text: &[u8]) -> bool {
    match text {
        [b'0'..=b'9', ..]
        | [b'b' | b'e' | b'i' | b'I' | b'n' | b'N' | b'o' | b'p' | b'P' | b't' | b'v' | b'V', _, ..] => true,
        [first, second, ..] => first.is_ascii_alphabetic() && second.is_ascii_digit(),
        _ => false,
    }
}

fn read_mark(text: &str) -> Option<usize> {
    let mut cursor = Cursor::new(text);
    let word = cursor.word();
    match word {
        "p" | "pp" | "pg" | "P" | "page" | "pages" | "no" | "nos" | "No" | "vol" | "Vol" | "issue" | "Issue" => {
            cursor.eat('.');
            cursor.space();
            cursor.digits()?;
        }
        "in" => {
            cursor.space();
            let language = cursor.word();
            if !language.starts_with(char::is_uppercase) {
                return None;
            }
        }
        "editorial" | "opinion" | "blog" | "online" | "interview" | "translation" | "translated" => {}
        "op" => {
            if !(cursor.eat('-') && cursor.word() == "ed") {
                return None;
            }
        }
        _ => {
            if word.len() > 1 || !cursor.digits().is_some_and(|(_, width)| width < 4 || ends_in_clock(cursor)) {
                return None;
            }
            if cursor.eat(':') {
                cursor.digits()?;
            }
            let mut clock = cursor;
            clock.space();
            if is_clock(clock.word()) {
                cursor = clock;
            }
        }
    }
    if cursor.dash() {
        cursor.digits()?;
    }
    let behind = trimmed_start(cursor.rest());
    (behind.is_empty() || behind.starts_with([',', ';', '.', '(', '['])).then_some(cursor.at())
}

fn ends_in_clock(mut cursor: Cursor) -> bool {
    cursor.space();
    is_clock(cursor.word())
}

fn is_clock(word: &str) -> bool {
    matches!(word, "GMT" | "gmt" | "UTC" | "am" | "pm" | "EST" | "EDT" | "MSK")
}
