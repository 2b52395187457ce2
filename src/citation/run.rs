//! Runs of characters that are no blanks, as running text is read from a name outwards: words with the marks on them.

use crate::date::is_blank;

/// Where the run starts that ends at `end`, at most so many characters before it.
pub(super) fn run_start(text: &str, end: usize, most: usize) -> usize {
    let floor = end.saturating_sub(most);
    let before = &text.as_bytes()[floor..end];
    match before.iter().rposition(|byte| !byte.is_ascii_graphic()) {
        None => return floor,
        Some(at) if before[at] == b' ' => return floor + at + 1,
        Some(_) => {}
    }
    let run = text[..end].chars().rev().take_while(|&c| !is_blank(c)).take(most);
    end - run.map(char::len_utf8).sum::<usize>()
}

/// Where the run ends that starts at `start`, at most so many characters behind it.
pub(super) fn run_end(text: &str, start: usize, most: usize) -> usize {
    let ceiling = text.len().min(start + most);
    let behind = &text.as_bytes()[start..ceiling];
    match behind.iter().position(|byte| !byte.is_ascii_graphic()) {
        None => return ceiling,
        Some(at) if behind[at] == b' ' => return start + at,
        Some(_) => {}
    }
    let run = text[start..].chars().take_while(|&c| !is_blank(c)).take(most);
    start + run.map(char::len_utf8).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_end_at_blanks_of_any_kind_and_at_the_limit() {
        for (text, most, first, last) in [
            ("one (two)", 40, "one", "(two)"),
            ("one\u{a0}two \u{201c}x\u{201d}", 40, "one", "\u{201c}x\u{201d}"),
            ("a\u{7f}b\tc\u{7f}d", 40, "a\u{7f}b", "c\u{7f}d"),
            ("Тасс\n", 3, "Тас", ""),
            ("abcdef", 4, "abcd", "cdef"),
            ("", 4, "", ""),
        ] {
            assert_eq!(&text[..run_end(text, 0, most)], first, "{text:?}");
            assert_eq!(&text[run_start(text, text.len(), most)..], last, "{text:?}");
        }
    }
}
