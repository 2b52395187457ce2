//! Month and weekday names as printed, whole or shortened.

/// Letters of the longest name, `september` and `wednesday`.
const LONGEST: usize = 9;

/// What a word names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Month(u8),
    Weekday,
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
    name(word) == Some(Name::Weekday)
}

fn name(word: &str) -> Option<Name> {
    if word.len() < 3 || !may_start_date(word.as_bytes()) {
        return None;
    }
    if word.is_ascii() {
        return plain_name(word.as_bytes());
    }
    let mut letters = [0; LONGEST];
    plain_name(without_soft_hyphens(word, &mut letters)?)
}

/// By its first three letters, which are its short form, and what may follow them.
fn plain_name(letters: &[u8]) -> Option<Name> {
    use Name::{Month, Weekday};
    let (head, tail) = letters.split_first_chunk::<3>()?;
    let (name, tails): (Name, &[&str]) = match &head.map(|letter| letter.to_ascii_lowercase()) {
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
        _ => return None,
    };
    (tail.is_empty() || tails.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(tail))).then_some(name)
}

/// Whether a text can start with a date by its first three bytes: a digit, those of the name of a month or weekday, or
/// something that must be read more closely.
#[inline]
pub(crate) fn may_start_date(text: &[u8]) -> bool {
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

/// A word of letters without the soft hyphens between them (`Feb\u{ad}ruary`); none if it is too long or not plain letters.
fn without_soft_hyphens<'b>(word: &str, letters: &'b mut [u8; LONGEST]) -> Option<&'b [u8]> {
    let mut count = 0;
    for c in word.chars().filter(|&c| c != '\u{ad}') {
        if count == LONGEST || !c.is_ascii_alphabetic() {
            return None;
        }
        letters[count] = c as u8;
        count += 1;
    }
    Some(&letters[..count])
}
