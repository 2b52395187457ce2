//! The five tables, and the reference tables, as Polars frames.
//!
//! In: chunks, resolved dates and ids, vocabulary. Out: [`DataFrame`]s with the columns of `docs/data.md`. The only module
//! besides `python` that knows Polars.

mod columns;
mod diagnostics;
mod recognised;
mod reference;
mod tables;

pub(crate) use recognised::{citations_in, mentions_in, terms_in};
pub(crate) use reference::{categories, countries, outlets};
pub(crate) use tables::{Frames, frames};
