//! Whether a surface stands at a place of a text: letter by letter, folded, with a tally of how the case differs.

use crate::words::{LOWER, SOFT_HYPHEN, char_at, eight, fold};

/// Outcome of a comparison byte by byte.
pub(super) enum Ascii {
    Same(usize, CaseTally),
    Differs,
    /// The text is not ASCII here, or parts words by more than a blank: characters must be compared.
    Unsure,
}

pub(super) fn compare_ascii(folded: &[u8], upper: u64, text: &str, start: usize) -> Ascii {
    let bytes = text.as_bytes();
    if differs(folded, &bytes[start..]) {
        return Ascii::Differs;
    }
    let mut tally = CaseTally::default();
    let mut word_start = true;
    for (index, &want) in folded.iter().enumerate() {
        let Some(&found) = bytes.get(start + index) else { return Ascii::Unsure };
        if found.to_ascii_lowercase() != want {
            let letters = want.is_ascii_alphanumeric() && found.is_ascii_graphic();
            return if letters { Ascii::Differs } else { Ascii::Unsure };
        }
        if want.is_ascii_lowercase() {
            tally.count(
                upper >> index.min(63) & 1 == 1,
                found.is_ascii_uppercase(),
                found.is_ascii_lowercase(),
                word_start,
            );
        }
        if want == b' ' && bytes.get(start + index + 1).is_none_or(|next| !next.is_ascii_graphic()) {
            return Ascii::Unsure;
        }
        word_start = !want.is_ascii_alphanumeric();
    }
    Ascii::Same(start + folded.len(), tally)
}

/// The first and the last eight bytes of a text, which may overlap: of a word or two, as most surfaces are, nothing is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    first: u64,
    last: u64,
}

impl Ends {
    /// Longest text that two ends hold whole.
    pub(super) const WHOLE: usize = 16;

    /// Those of `length` bytes from `start` on.
    #[inline]
    pub(super) fn of(bytes: &[u8], start: usize, length: usize) -> Self {
        Self { first: eight(bytes, start, length), last: eight(bytes, start + length.saturating_sub(8), length) }
    }

    /// The same in small letters. Other bytes may come to look alike.
    #[inline]
    pub(super) fn small(self) -> Self {
        Self { first: self.first | LOWER, last: self.last | LOWER }
    }
}

/// Whether the first difference, looked for eight bytes at a time, is one that no way of printing explains: most
/// comparisons end here.
#[inline]
fn differs(folded: &[u8], text: &[u8]) -> bool {
    let Some(text) = text.get(..folded.len()) else { return false };
    // White space can be printed in many ways, and the stop of an abbreviation can be missing.
    let other = |at: usize| match (folded[at], text[at]) {
        (_, 0x80..) => false,
        (b'.', _) => at + 1 < folded.len(),
        (_, b' ' | b'\t'..=b'\r') => folded[at] != b' ' && at > 0 && folded[at - 1] != b' ',
        _ => true,
    };
    let Some(last) = folded.len().checked_sub(8) else {
        let first = folded.iter().zip(text).position(|(want, found)| found.to_ascii_lowercase() != *want);
        return first.is_some_and(other);
    };
    // The last step takes the last eight bytes, some of which were equal before.
    for at in (0..last).step_by(8).chain([last]) {
        let (Some(want), Some(found)) = (folded[at..].first_chunk(), text[at..].first_chunk()) else { return false };
        let difference = (u64::from_le_bytes(*want) ^ u64::from_le_bytes(*found)) & !LOWER;
        if difference != 0 {
            return other(at + (difference.trailing_zeros() / 8) as usize);
        }
    }
    false
}

pub(super) fn compare(folded: &str, upper: u64, text: &str, start: usize) -> Option<(usize, CaseTally)> {
    let mut at = start;
    let mut tally = CaseTally::default();
    let mut word_start = true;
    for (index, want) in folded.chars().enumerate() {
        if want == ' ' {
            at = skip_space(text, at)?;
            word_start = true;
            continue;
        }
        let mut found = char_at(text, at)?;
        while fold(found).is_none() {
            at += found.len_utf8();
            found = char_at(text, at)?;
        }
        if !same_char(want, found) {
            // The full stop that ends an abbreviation may be missing.
            if want == '.' && index + 1 == folded.chars().count() {
                break;
            }
            return None;
        }
        if want.is_alphabetic() {
            tally.count(upper >> index.min(63) & 1 == 1, found.is_uppercase(), found.is_lowercase(), word_start);
        }
        word_start = !want.is_alphanumeric();
        at += found.len_utf8();
    }
    Some((at, tally))
}

/// How the case of the text compares with that of the surface.
#[derive(Default)]
pub(super) struct CaseTally {
    /// A capital of the surface is printed small.
    pub(super) lowered: bool,
    /// Small letters of the surface, and how many of them are printed as capitals; word starts apart.
    small: u32,
    pub(super) raised: u32,
    raised_inside: u32,
}

impl CaseTally {
    #[inline]
    #[expect(clippy::fn_params_excessive_bools, reason = "four facts of one letter")]
    fn count(&mut self, upper: bool, capital: bool, small: bool, word_start: bool) {
        if upper {
            self.lowered |= small;
        } else {
            self.small += 1;
            self.raised += u32::from(capital);
            self.raised_inside += u32::from(capital && !word_start);
        }
    }

    /// None when the case does not fit; else whether it fits by being all capitals. `Bank Of Japan` fits as it is.
    pub(super) fn capitals(&self) -> Option<bool> {
        if self.lowered {
            None
        } else if self.raised_inside == 0 {
            Some(false)
        } else {
            (self.raised == self.small).then_some(true)
        }
    }
}

#[inline]
fn same_char(want: char, found: char) -> bool {
    match want {
        '\'' => matches!(found, '\'' | '’' | '‘' | 'ʼ'),
        '-' => matches!(found, '-' | '\u{2010}' | '\u{2011}' | '–'),
        _ => fold(found) == Some(want),
    }
}

#[inline]
pub(super) fn continues_word(text: &str, at: usize) -> bool {
    let Some(&next) = text.as_bytes().get(at) else { return false };
    if next.is_ascii() {
        return next.is_ascii_alphanumeric();
    }
    char_at(text, at).is_some_and(|ch| ch.is_alphanumeric() || ch == SOFT_HYPHEN)
}

/// Past one or more white-space characters, of which at most one line break.
fn skip_space(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let trimmed = rest.trim_start();
    let skipped = rest.len() - trimmed.len();
    let breaks = rest[..skipped].bytes().filter(|&b| b == b'\n').count();
    (skipped > 0 && breaks < 2).then_some(at + skipped)
}
