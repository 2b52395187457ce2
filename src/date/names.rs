//! Month and weekday names as printed, whole or shortened.

use super::Cursor;

/// Letters of the longest name, `september` and `wednesday`.
const LONGEST: usize = 9;

/// What a word names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Month(u8),
    Weekday,
}

/// What the first three bytes of a text say.
enum Head {
    /// They are the short form of a name, in any case, and these may follow them.
    Named(Name, &'static [&'static str]),
    /// One of them is outside ASCII, as the soft hyphen: the word must be read more closely.
    Unclear,
}

/// The month a word names: `February`, `Feb`, `Feb.`, `Sept`, in any case. The word must be the name and nothing more.
#[must_use]
pub fn month_named(word: &str) -> Option<u8> {
    match name(word.strip_suffix('.').unwrap_or(word))? {
        Name::Month(month) => Some(month),
        Name::Weekday => None,
    }
}

/// Whether a word names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
    may_start_weekday(word.as_bytes()) && name(word) == Some(Name::Weekday)
}

/// Whether a text can start with a date by its first three bytes: a digit, those of the name of a month or weekday, or
/// something that must be read more closely.
#[inline]
pub(crate) fn may_start_date(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_digit) || head(text).is_some()
}

/// The same for the name of a weekday.
#[inline]
pub(super) fn may_start_weekday(text: &[u8]) -> bool {
    matches!(head(text), Some(Head::Unclear | Head::Named(Name::Weekday, _)))
}

/// The month whose name a text starts with, a whole word, and the length of the name.
pub(super) fn leading_month(text: &str) -> Option<(u8, usize)> {
    let bytes = text.as_bytes();
    let Head::Named(Name::Month(month), tails) = head(bytes)? else { return leading_month_word(text) };
    let rest = &bytes[3..];
    let goes_on = |tail: &&&str| rest.get(..tail.len()).is_some_and(|part| part.eq_ignore_ascii_case(tail.as_bytes()));
    let len = 3 + tails.iter().find(goes_on).map_or(0, |tail| tail.len());
    // Behind what looks like a name, `Septem` may go on with a soft hyphen and `ber`.
    let whole = bytes.get(len).is_none_or(|next| next.is_ascii() && !next.is_ascii_alphabetic());
    if whole { Some((month, len)) } else { leading_month_word(text) }
}

/// The same by the whole word, which may have soft hyphens.
fn leading_month_word(text: &str) -> Option<(u8, usize)> {
    let word = Cursor::new(text).word();
    month_named(word).map(|month| (month, word.len()))
}

fn name(word: &str) -> Option<Name> {
    if let Head::Named(name, tails) = head(word.as_bytes())? {
        let tail = &word.as_bytes()[3..];
        if tail.is_empty() || tails.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(tail)) {
            return Some(name);
        }
    }
    if word.is_ascii() {
        return None;
    }
    let mut letters = [0; LONGEST];
    name(without_soft_hyphens(word, &mut letters)?)
}

#[inline]
fn head(text: &[u8]) -> Option<Head> {
    use Name::{Month, Weekday};
    let letters: [u8; 3] = *text.first_chunk()?;
    // Bit 5 lower-cases a letter; no other byte becomes a letter by it.
    let (name, tails): (Name, &[&str]) = match &letters.map(|letter| letter | 0x20) {
        b"jan" => (Month(1), &["uary"]),
        b"feb" => (Month(2), &["ruary", "r"]),
        b"mar" => (Month(3), &["ch"]),
        b"apr" => (Month(4), &["il"]),
        b"may" => (Month(5), &[]),
        b"jun" => (Month(6), &["e"]),
        b"jul" => (Month(7), &["y"]),
        b"aug" => (Month(8), &["ust"]),
        b"sep" => (Month(9), &["tember", "t"]),
        b"oct" => (Month(10), &["ober"]),
        b"nov" => (Month(11), &["ember"]),
        b"dec" => (Month(12), &["ember"]),
        b"mon" | b"fri" | b"sun" => (Weekday, &["day"]),
        b"tue" => (Weekday, &["sday", "s"]),
        b"wed" => (Weekday, &["nesday", "s"]),
        b"thu" => (Weekday, &["rsday", "rs", "r"]),
        b"sat" => (Weekday, &["urday"]),
        _ if !letters.is_ascii() => return Some(Head::Unclear),
        _ => return None,
    };
    Some(Head::Named(name, tails))
}

/// A word of letters without the soft hyphens between them (`Feb\u{ad}ruary`); none if it is too long or not plain letters.
fn without_soft_hyphens<'b>(word: &str, letters: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let mut count = 0;
    for c in word.chars().filter(|&c| c != '\u{ad}') {
        if count == LONGEST || !c.is_ascii_alphabetic() {
            return None;
        }
        letters[count] = c as u8;
        count += 1;
    }
    std::str::from_utf8(&letters[..count]).ok()
}
