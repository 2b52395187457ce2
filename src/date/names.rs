//! Month and weekday names as printed, whole or shortened.

/// Letters of the longest name, `september` and `wednesday`.
const LONGEST: usize = 9;

/// The month a word names: `February`, `Feb`, `Feb.`, `Sept`, in any case. The word must be the name and nothing more.
#[must_use]
pub fn month_named(word: &str) -> Option<u8> {
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

/// Whether a word names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
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
