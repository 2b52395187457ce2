//! Bytes of a text told apart eight at a time: a `u64` holds them, and a kind of byte is a high bit in each.

pub(super) const HIGH: u64 = 0x8080_8080_8080_8080;
/// Setting bit 5 lower-cases letters of ASCII and leaves digits as they are.
pub(crate) const LOWER: u64 = 0x2020_2020_2020_2020;

/// `length` bytes from `at` on, eight at most, and zeros behind them.
#[inline(always)]
#[expect(clippy::inline_always, reason = "for each word that is looked up")]
pub(crate) fn eight(bytes: &[u8], at: usize, length: usize) -> u64 {
    let rest = &bytes[at..];
    let chunk = match rest.first_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => last(rest),
    };
    chunk & (u64::MAX >> (64 - 8 * length.clamp(1, 8)))
}

/// Fewer than eight bytes, and zeros behind them.
#[cold]
fn last(rest: &[u8]) -> u64 {
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(last)
}

/// The high bit of each byte that is a letter or digit or outside ASCII.
#[inline]
pub(super) fn in_words(chunk: u64) -> u64 {
    letters(chunk) | digits(chunk) | chunk & HIGH
}

/// How many letters of ASCII a text starts with.
pub(crate) fn leading_letters(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(chunk) = text[at..].first_chunk() {
        let others = HIGH & !letters(u64::from_le_bytes(*chunk));
        if others != 0 {
            return at + first(others);
        }
        at += 8;
    }
    at + text[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// Where the first digit of a text stands.
pub(crate) fn first_digit(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(chunk) = text[at..].first_chunk() {
        let digits = digits(u64::from_le_bytes(*chunk));
        if digits != 0 {
            return Some(at + first(digits));
        }
        at += 8;
    }
    text[at..].iter().position(u8::is_ascii_digit).map(|digit| at + digit)
}

/// The place of the first byte whose high bit is set.
fn first(marked: u64) -> usize {
    marked.trailing_zeros() as usize / 8
}

/// Setting bit 5 makes no letter of another byte.
#[inline]
fn letters(chunk: u64) -> u64 {
    between(chunk | LOWER, b'a', b'z')
}

#[inline]
fn digits(chunk: u64) -> u64 {
    between(chunk, b'0', b'9')
}

/// The high bit of each byte that lies between two bytes of ASCII. Each sum of seven bits lifts what is large enough over
/// 0x7f, and stays within its byte.
#[inline]
fn between(chunk: u64, low: u8, high: u8) -> u64 {
    let lifted = |from: u8| (chunk & !HIGH) + u64::from_le_bytes([0x80 - from; 8]);
    lifted(low) & !lifted(high + 1) & !chunk & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn eight_bytes_say_what_single_bytes_do(text in "[@A-Z\\[`a-z{/0-9:éЖ’ -]{0,40}|[a-zA-Z]{0,20}[^a-z]?") {
            let bytes = text.as_bytes();
            let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            proptest::prop_assert_eq!(leading_letters(bytes), letters);
            proptest::prop_assert_eq!(first_digit(bytes), bytes.iter().position(u8::is_ascii_digit));
        }
    }
}
