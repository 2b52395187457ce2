//! Words of texts and what they stand beside: counted alone and in phrases, and looked up in their context.
//!
//! In: texts and settings. Out: flat arrays of counts ([`Counter`], [`Counts`]) or places ([`Pattern`]). One thread each;
//! `pipeline::terms` spreads the texts. Knows neither items nor tables.

#![cfg_attr(not(feature = "python"), allow(unused_imports, reason = "only the Python module counts words"))]

mod context;
mod count;
mod form;
mod merge;
mod tokens;

pub(crate) use context::{Context, Pattern, ValueType};
pub(crate) use count::{Counter, Counting, LONGEST, Row, Tally};
pub(crate) use form::{Forms, Wording, stop_words};
pub(crate) use merge::Counts;
