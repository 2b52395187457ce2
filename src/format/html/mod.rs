//! Web pages: saved ones with their navigation, pages laid out in tables, print views.
//!
//! The page is read tag by tag and never built as a tree, so that time is linear in its length and memory does not
//! depend on how deeply tags are nested. No reference in it is followed and no script is run.

mod attributes;
mod charset;
mod declared;
mod element;
mod page;

pub(super) use charset::declared as declared_encoding;

use super::text::decoded_source;
use super::{Limits, Rendered};
use page::Page;

/// The text of a page, from its bytes.
pub(super) fn render(bytes: &[u8], limits: &Limits) -> Rendered {
    let mut diagnostics = Vec::new();
    let (source, encoding) = decoded_source(bytes, declared_encoding(bytes), &mut diagnostics);
    let mut rendered = from_text(&source, limits);
    rendered.encoding = encoding.name();
    rendered.diagnostics.splice(0..0, diagnostics);
    rendered
}

/// The text of a page that is decoded already.
pub(super) fn from_text(source: &str, limits: &Limits) -> Rendered {
    Page::read(source, limits.depth)
}

#[cfg(test)]
mod tests;
