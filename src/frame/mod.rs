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

use crate::pipeline::{batch_of, each, facts_of};
use crate::tables::{Chunk, Settled, by_chunk, resolve};
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
    let settled = facts_of(&chunks).settled();
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

/// Builds tables chunk by chunk, and puts those of small chunks together.
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
    let pieces = each(in_pieces(chunks, settled), |piece| -> PolarsResult<_> {
        let mut tables = [const { DataFrame::empty() }; TABLES];
        for (mut chunk, settled) in piece {
            let resolved = resolve(&chunk, settled);
            append(&mut tables, build(&Builder::new(&mut chunk, &resolved, &names, vocabulary))?)?;
        }
        for table in &mut tables {
            table.rechunk_mut();
        }
        Ok(tables)
    });
    let mut tables = [const { DataFrame::empty() }; TABLES];
    pieces.into_iter().try_for_each(|piece| append(&mut tables, piece?))?;
    Ok(tables)
}

/// Appends tables to those above, as they are.
fn append<const TABLES: usize>(above: &mut [DataFrame; TABLES], below: [DataFrame; TABLES]) -> PolarsResult<()> {
    above.iter_mut().zip(below).try_for_each(|(above, below)| above.vstack_mut_owned(below).map(drop))
}

/// Neighbours that make one piece of the tables: together they hold as much text as the pipeline gives to one chunk. Chunks
/// of that size stay alone, and what is made of them is never copied.
fn in_pieces(chunks: Vec<Chunk>, settled: Vec<Vec<Settled>>) -> Vec<Vec<(Chunk, Vec<Settled>)>> {
    let enough = batch_of(chunks.iter().map(|chunk| chunk.arena.len() as u64).sum()) / 2;
    let (mut pieces, mut held) = (vec![Vec::new()], 0);
    for (chunk, settled) in chunks.into_iter().zip(settled) {
        if held >= enough {
            pieces.push(Vec::new());
            held = 0;
        }
        held += chunk.arena.len() as u64;
        pieces.last_mut().expect("one at least").push((chunk, settled));
    }
    pieces
}
