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

use crate::pipeline::each;
use crate::tables::{Chunk, Settled, by_chunk, resolve, settle_all};
use crate::vocabulary::Vocabulary;
use builder::{Builder, Names};

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
    let build = |builder: &Builder| -> PolarsResult<_> {
        Ok([
            builder.issues()?,
            builder.items()?,
            builder.citations()?,
            builder.mentions()?,
            builder.diagnostics()?,
            builder.coverage()?,
        ])
    };
    let [issues, items, citations, mentions, diagnostics, coverage] = building(chunks, settled, vocabulary, build)?;
    Ok(Frames { issues, items, citations, mentions, diagnostics, coverage })
}

/// Builds one table of a part of an archive, of whose issues the whole archive is `known`.
pub(crate) fn table(
    chunks: Vec<Chunk>,
    known: &KnownIssues,
    vocabulary: &Vocabulary,
    table: Table,
) -> PolarsResult<DataFrame> {
    let settled = known.settle(&chunks);
    let build = |builder: &Builder| -> PolarsResult<_> {
        Ok([match table {
            Table::Issues => builder.issues(),
            Table::Items => builder.items(),
            Table::Citations => builder.citations(),
            Table::Mentions => builder.mentions(),
            Table::Diagnostics => builder.diagnostics(),
        }?])
    };
    let [table] = building(chunks, settled, vocabulary, build)?;
    Ok(table)
}

/// Builds tables chunk by chunk, while the rows of the chunk are near, and puts their parts together.
fn building<const TABLES: usize>(
    mut chunks: Vec<Chunk>,
    settled: Vec<Settled>,
    vocabulary: &Vocabulary,
    build: impl Fn(&Builder) -> PolarsResult<[DataFrame; TABLES]> + Send + Sync,
) -> PolarsResult<[DataFrame; TABLES]> {
    if chunks.is_empty() {
        // Tables without rows have columns, too.
        chunks.push(Chunk::default());
    }
    let names = Names::of(vocabulary);
    let settled = by_chunk(&chunks, settled);
    let mut left = chunks.into_iter().zip(settled);
    let mut pieces = [const { Vec::new() }; TABLES];
    loop {
        let group: Vec<(Chunk, Vec<Settled>)> = left.by_ref().take(TOGETHER).collect();
        if group.is_empty() {
            break;
        }
        let made = each(group, |(mut chunk, settled)| {
            let resolved = resolve(&chunk, settled);
            build(&Builder::new(&mut chunk, &resolved, &names, vocabulary))
        });
        let mut parts = [const { Vec::new() }; TABLES];
        for made in made {
            parts.iter_mut().zip(made?).for_each(|(parts, part)| parts.push(part));
        }
        for (pieces, parts) in pieces.iter_mut().zip(parts) {
            pieces.push(joined(parts)?);
        }
    }
    let mut tables = [const { DataFrame::empty() }; TABLES];
    for (table, pieces) in tables.iter_mut().zip(pieces) {
        *table = stacked(pieces)?;
    }
    Ok(tables)
}

/// Chunks whose tables are put together in one piece, which takes twice their room for a while. Those of a larger archive stand
/// one below the other as they are.
const TOGETHER: usize = 64;

/// Pieces of one table, one below the other.
fn stacked(pieces: Vec<DataFrame>) -> PolarsResult<DataFrame> {
    let mut pieces = pieces.into_iter();
    let mut table = pieces.next().unwrap_or_default();
    for piece in pieces {
        table.vstack_mut_owned(piece)?;
    }
    Ok(table)
}

/// Parts of one table, one below the other, each column in one piece.
fn joined(mut parts: Vec<DataFrame>) -> PolarsResult<DataFrame> {
    if parts.len() == 1 {
        return Ok(parts.remove(0));
    }
    let height = parts.iter().map(DataFrame::height).sum();
    let mut columns: Vec<Vec<Column>> = Vec::new();
    for part in parts {
        columns.resize_with(part.width(), Vec::new);
        columns.iter_mut().zip(part.into_columns()).for_each(|(column, part)| column.push(part));
    }
    let joined = each(columns, |parts| {
        let mut parts = parts.into_iter();
        let mut whole = parts.next().unwrap_or_default();
        for part in parts {
            whole.append_owned(part)?;
        }
        Ok(whole.rechunk())
    });
    DataFrame::new(height, joined.into_iter().collect::<PolarsResult<_>>()?)
}
