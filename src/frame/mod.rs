//! The five tables, and the reference tables, as Polars frames.
//!
//! In: chunks, resolved dates and ids, vocabulary. Out: [`DataFrame`]s with the columns of `docs/data.md`. The only module
//! besides `python` that knows Polars.

mod builder;
mod columns;
mod diagnostics;
mod recognised;
mod reference;
mod tables;
mod terms;

pub(crate) use recognised::{citations_in, mentions_in, terms_in};
pub(crate) use reference::{categories, countries, outlets};
pub(crate) use terms::{contexts, counts, sections};

use polars::prelude::*;

use crate::pipeline::join;
use crate::tables::{Chunk, resolve};
use crate::vocabulary::Vocabulary;
use builder::{Builder, Context};
use columns::Arenas;
use diagnostics::DiagnosticColumns;

pub(crate) struct Frames {
    pub issues: DataFrame,
    pub items: DataFrame,
    pub citations: DataFrame,
    pub mentions: DataFrame,
    pub diagnostics: DataFrame,
    pub coverage: DataFrame,
}

/// Builds all tables, on the threads of the pool it is called in.
pub(crate) fn frames(mut chunks: Vec<Chunk>, vocabulary: &Vocabulary) -> PolarsResult<Frames> {
    let resolved = resolve(&chunks);
    let context = Context::new(&chunks, &resolved, vocabulary);
    let diagnostics = DiagnosticColumns::collect(&chunks, &resolved);
    let arenas = Arenas::take(&mut chunks);
    let builder = Builder { chunks: &chunks, arenas, resolved: &resolved, context, vocabulary };
    let (mentions, (citations, (items, others))) = join(
        || builder.mentions(),
        || join(|| builder.citations(), || join(|| builder.items(), || small(&builder, &diagnostics))),
    );
    let (issues, diagnostics, coverage) = others?;
    Ok(Frames { issues, items: items?, citations: citations?, mentions: mentions?, diagnostics, coverage })
}

/// The tables that are built in no time: issues, diagnostics, coverage.
fn small(builder: &Builder, diagnostics: &DiagnosticColumns) -> PolarsResult<(DataFrame, DataFrame, DataFrame)> {
    Ok((builder.issues()?, builder.diagnostics(diagnostics)?, builder.coverage()?))
}
