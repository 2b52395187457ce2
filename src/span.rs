//! Half-open byte ranges into the decoded text of one document.

use std::ops::Range;

/// A half-open byte range `start..end`. Spans are 32-bit: a document is at most 4 GiB, which `document` enforces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// # Panics
    /// When `start > end` or either does not fit 32 bits: both are errors of the caller, never of the input.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "span {start}..{end} runs backwards");
        let narrow = |offset: usize| u32::try_from(offset).expect("documents are at most 4 GiB");
        Self { start: narrow(start), end: narrow(end) }
    }

    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The text under the span.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// The same span in a text that has `by` more bytes in front.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start() + by, self.end() + by)
    }

    /// The same span in a text that starts `by` bytes later.
    ///
    /// # Panics
    /// When the span starts before that.
    #[must_use]
    pub fn back(self, by: usize) -> Self {
        Self::new(self.start() - by, self.end() - by)
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The span without white space (Unicode) at either end; empty at its start when there is nothing else.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let inner = self.of(text);
        let front = leading_space(inner);
        if front == inner.len() {
            return Self { start: self.start, end: self.start };
        }
        Self::new(self.start() + front, self.end() - trailing_space(inner))
    }
}

/// Bytes of white space at the start of a text: most often one blank or none, which two bytes show.
#[inline]
fn leading_space(text: &str) -> usize {
    match text.as_bytes() {
        [first, ..] if first.is_ascii_graphic() => 0,
        [b' ', next, ..] if next.is_ascii_graphic() => 1,
        _ => text.len() - text.trim_start().len(),
    }
}

/// The same at its end.
#[inline]
fn trailing_space(text: &str) -> usize {
    match text.as_bytes() {
        [.., last] if last.is_ascii_graphic() => 0,
        [.., next, b' '] if next.is_ascii_graphic() => 1,
        _ => text.len() - text.trim_end().len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_keeps_offsets_into_the_same_text() {
        let text = "ab \u{a0}cd\n ef";
        let span = Span::new(2, 8);
        assert_eq!(span.trimmed(text).of(text), "cd");
        assert_eq!(Span::new(2, 3).trimmed(text), Span::new(2, 2));
    }

    #[test]
    #[should_panic(expected = "runs backwards")]
    fn a_backward_span_is_a_bug() {
        let _ = Span::new(3, 2);
    }
}
