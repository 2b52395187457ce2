//! What must hold for any input at all, as functions that panic where it does not.
//!
//! In: bytes or text, whatever they are. Out: nothing. The tests call them with golden pages, random pieces and the files under
//! `tests/corpus/malformed/`; the targets in `fuzz/` with whatever a fuzzer thinks of.

mod containers;
mod formats;
mod grammars;
mod layouts;
mod pages;

pub use containers::container;
pub use formats::{decoded, office, rendered};
pub use grammars::{citations, dates};
pub use layouts::profile;
#[cfg(test)]
pub(crate) use pages::by;
pub use pages::{segments, text};

use crate::span::Span;

/// A span lies in another, and begins and ends with characters of the text.
fn inside(text: &str, span: Span, outer: Span) {
    assert!(outer.contains(span), "{span:?} outside {outer:?} in {text:?}");
    let whole = text.is_char_boundary(span.start()) && text.is_char_boundary(span.end());
    assert!(whole, "{span:?} cuts a character in {text:?}");
}

/// Spans follow one another, in a text and without overlap.
fn in_order(text: &str, spans: impl IntoIterator<Item = Span>) {
    let mut at = 0;
    for span in spans {
        inside(text, span, Span::new(0, text.len()));
        assert!(span.start() >= at, "{span:?} begins before {at} in {text:?}");
        at = span.end();
    }
}
