//! PDF files that have a text layer.
//!
//! The pages are interpreted by `hayro`, which is written without unsafe code; what comes of it is letters with places. Those
//! are made to lines, columns and paragraphs here. Scripts, forms and attached files are not looked at.

#[cfg(feature = "pdf")]
mod expansion;
#[cfg(feature = "pdf")]
mod filters;
#[cfg(feature = "pdf")]
mod glyphs;
#[cfg(feature = "pdf")]
mod lines;
#[cfg(feature = "pdf")]
mod margins;
#[cfg(feature = "pdf")]
mod pages;
#[cfg(feature = "pdf")]
mod paragraphs;
#[cfg(feature = "pdf")]
mod work;

#[cfg(feature = "pdf")]
pub(super) use pages::render;

/// Says how to get what is not there.
#[cfg(not(feature = "pdf"))]
pub(super) fn render(_: &[u8], _: &super::Limits) -> super::Rendered {
    let message = "this build reads no PDF files: build it with the cargo feature `pdf`, or make them text first, with `pdftotext`";
    super::Rendered::unfit(crate::diagnostic::Code::FormatNotBuilt, message.to_owned())
}

#[cfg(all(test, feature = "pdf"))]
mod tests;
