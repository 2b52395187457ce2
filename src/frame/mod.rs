//! The five tables, and the reference tables, as Polars frames.
//!
//! In: chunks, resolved dates and ids, vocabulary. Out: [`DataFrame`]s with the columns of `docs/data.md`. The only module
//! besides `python` that knows Polars.

mod builder;
mod columns;
mod compact;
mod diagnostics;
mod nested;
mod recognised;
mod reference;
mod resemblance;
mod settling;
mod tables;
mod terms;

pub(crate) use compact::compact;
pub(crate) use nested::nested;
pub(crate) use recognised::{categories_of, citations_in, countries_of, mentions_in, terms_in};
pub(crate) use reference::{categories, countries, outlets};
pub(crate) use resemblance::resemblances_frame;
pub(crate) use settling::{KnownIssues, Survey, documents_frame, facts_frame, settle};
pub(crate) use terms::{contexts, counts, sections};

use polars::prelude::*;

use crate::pipeline::{each, join};
use crate::tables::{Chunk, Resolved, Settled, resolve_chunk, settle_all, unresolved};
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

/// One of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Issues,
    Items,
    Citations,
    Mentions,
    Diagnostics,
}

impl Table {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "issues" => Some(Self::Issues),
            "items" => Some(Self::Items),
            "citations" => Some(Self::Citations),
            "mentions" => Some(Self::Mentions),
            "diagnostics" => Some(Self::Diagnostics),
            _ => None,
        }
    }
}

/// Builds all tables of an archive, on the threads of the pool it is called in.
pub(crate) fn frames(chunks: Vec<Chunk>, vocabulary: &Vocabulary) -> PolarsResult<Frames> {
    let settled = settle_all(&chunks);
    all(chunks, settled, vocabulary)
}

/// Builds all tables of a part of an archive, of whose issues the whole archive is `known`.
pub(crate) fn part(chunks: Vec<Chunk>, known: &KnownIssues, vocabulary: &Vocabulary) -> PolarsResult<Frames> {
    let settled = known.settle(&chunks);
    all(chunks, settled, vocabulary)
}

fn all(chunks: Vec<Chunk>, settled: Vec<Settled>, vocabulary: &Vocabulary) -> PolarsResult<Frames> {
    building(chunks, settled, vocabulary, |builder, diagnostics| {
        // About the same work on either side.
        let ((items, others), (mentions, citations)) = join(
            || join(|| builder.items(), || small(builder, diagnostics)),
            || join(|| builder.mentions(), || builder.citations()),
        );
        let (issues, diagnostics, coverage) = others?;
        Ok(Frames { issues, items: items?, citations: citations?, mentions: mentions?, diagnostics, coverage })
    })
}

/// Builds one table of a part of an archive, of whose issues the whole archive is `known`.
pub(crate) fn table(
    chunks: Vec<Chunk>,
    known: &KnownIssues,
    vocabulary: &Vocabulary,
    table: Table,
) -> PolarsResult<DataFrame> {
    let settled = known.settle(&chunks);
    building(chunks, settled, vocabulary, |builder, diagnostics| match table {
        Table::Issues => builder.issues(),
        Table::Items => builder.items(),
        Table::Citations => builder.citations(),
        Table::Mentions => builder.mentions(),
        Table::Diagnostics => builder.diagnostics(diagnostics),
    })
}

fn building<T>(
    mut chunks: Vec<Chunk>,
    settled: Vec<Settled>,
    vocabulary: &Vocabulary,
    build: impl FnOnce(&Builder, &DiagnosticColumns) -> PolarsResult<T>,
) -> PolarsResult<T> {
    let resolved = Resolved::of(each(unresolved(&chunks, settled), resolve_chunk));
    let context = Context::new(&chunks, &resolved, vocabulary);
    let diagnostics = DiagnosticColumns::collect(&chunks, &resolved);
    let arenas = Arenas::take(&mut chunks);
    build(&Builder { chunks: &chunks, arenas, resolved: &resolved, context, vocabulary }, &diagnostics)
}

/// The tables that are built in no time: issues, diagnostics, coverage.
fn small(builder: &Builder, diagnostics: &DiagnosticColumns) -> PolarsResult<(DataFrame, DataFrame, DataFrame)> {
    Ok((builder.issues()?, builder.diagnostics(diagnostics)?, builder.coverage()?))
}
