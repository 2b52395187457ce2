//! Numbered news digests as tables: items with category, country, source and date, each value with its place in the text.
//!
//! The path of a document is written down in `docs/architecture.md`; the modules below are listed from the bottom up.

#![cfg_attr(not(feature = "python"), allow(dead_code, reason = "the pipeline is called from the Python module"))]

pub mod error;
pub mod span;

mod words;

pub mod date;
pub mod diagnostic;
pub mod document;
pub mod format;
mod matcher;
mod resemblance;
mod terms;
mod value;

pub mod profile;
pub mod source;
pub mod vocabulary;

pub mod citation;
mod masthead;
mod segment;

mod parse;

mod annotate;
mod chronology;
mod identity;
mod inference;

mod tables;

pub mod pipeline;

#[cfg(feature = "bench")]
#[doc(hidden)]
pub mod bench;
#[cfg(feature = "python")]
mod frame;
#[cfg(any(test, feature = "fuzz"))]
#[doc(hidden)]
pub mod invariants;
#[cfg(feature = "python")]
mod python;

#[cfg(test)]
mod tests;
