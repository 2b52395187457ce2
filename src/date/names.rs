//! Month and weekday names as printed, whole or shortened.

/// Letters of the longest name, `september` and `wednesday`.
const LONGEST: usize = 9;

/// The month a word names: `February`, `Feb`, `Feb.`, `Sept`, in any case. The word must be the name and nothing more.
#[must_use]
pub fn month_named(word: &str) -> Option<u8> {
    if !may_name_date(word) {
        return None;
    }
    let mut letters = [0; LONGEST];
    Some(match lowered(word.strip_suffix('.').unwrap_or(word), &mut letters)? {
        b"january" | b"jan" => 1,
        b"february" | b"febr" | b"feb" => 2,
        b"march" | b"mar" => 3,
        b"april" | b"apr" => 4,
        b"may" => 5,
        b"june" | b"jun" => 6,
        b"july" | b"jul" => 7,
        b"august" | b"aug" => 8,
        b"september" | b"sept" | b"sep" => 9,
        b"october" | b"oct" => 10,
        b"november" | b"nov" => 11,
        b"december" | b"dec" => 12,
        _ => return None,
    })
}

/// Whether a text can start with a date by its first three bytes: a digit, those of the name of a month or weekday, or
/// something that must be read more closely.
#[inline]
pub(super) fn may_start_date(text: &[u8]) -> bool {
    let Some(&[a, b, c]) = text.first_chunk() else { return text.first().is_some_and(u8::is_ascii_digit) };
    a.is_ascii_digit()
        || ![a, b, c].is_ascii()
        || matches!(
            &[a | 0x20, b | 0x20, c | 0x20],
            b"jan"
                | b"feb"
                | b"mar"
                | b"apr"
                | b"may"
                | b"jun"
                | b"jul"
                | b"aug"
                | b"sep"
                | b"oct"
                | b"nov"
                | b"dec"
                | b"mon"
                | b"tue"
                | b"wed"
                | b"thu"
                | b"fri"
                | b"sat"
                | b"sun"
        )
}

/// Whether a word names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
    if !may_name_date(word) {
        return false;
    }
    let mut letters = [0; LONGEST];
    lowered(word, &mut letters).is_some_and(|name| {
        matches!(
            name,
            b"monday"
                | b"mon"
                | b"tuesday"
                | b"tues"
                | b"tue"
                | b"wednesday"
                | b"weds"
                | b"wed"
                | b"thursday"
                | b"thurs"
                | b"thur"
                | b"thu"
                | b"friday"
                | b"fri"
                | b"saturday"
                | b"sat"
                | b"sunday"
                | b"sun"
        )
    })
}

/// Whether a word starts as the name of a month or weekday does, or with something that must be read more closely.
#[inline]
fn may_name_date(word: &str) -> bool {
    word.len() >= 3 && may_start_date(word.as_bytes())
}

/// The word in lower case without soft hyphens (`Feb\u{ad}ruary`); none if it is too long or not plain letters.
fn lowered<'b>(word: &str, letters: &'b mut [u8; LONGEST]) -> Option<&'b [u8]> {
    let mut count = 0;
    for c in word.chars().filter(|&c| c != '\u{ad}') {
        if count == LONGEST || !c.is_ascii_alphabetic() {
            return None;
        }
        letters[count] = c.to_ascii_lowercase() as u8;
        count += 1;
    }
    Some(&letters[..count])
}
