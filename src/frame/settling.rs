//! What issues contribute to their archive, and what the archive makes of them, as frames: so that an archive larger than
//! memory, or on many machines, can be settled before its rows are made.
//!
//! Facts have one row per issue. Settled has one row per issue only where the archive knows more than the issue itself: a
//! rendering beside a fuller one, dates from neighbours, an issue out of order. What has no row settles itself.

use jiff::civil::Date;
use polars::prelude::*;
use rustc_hash::FxHashMap;

use super::columns::{dates, numbers};
use crate::chronology::Anchor;
use crate::identity::IssueId;
use crate::tables::{Chunk, IssueFacts, Settled, facts};

/// A column of strings that are copied.
fn texts<S: AsRef<str>>(name: &str, values: impl Iterator<Item = Option<S>>) -> Column {
    let mut column: StringChunked = values.collect();
    column.rename(name.into());
    column.into_series().into()
}

fn counts(name: &str, values: impl Iterator<Item = usize>) -> Column {
    numbers::<UInt32Type>(name, values.map(|value| Some(u32::try_from(value).unwrap_or(u32::MAX))))
}

/// One row per issue: where it is, what it says of itself, and how much it holds.
pub(crate) fn facts_frame(chunks: &[Chunk]) -> PolarsResult<DataFrame> {
    let found: Vec<IssueFacts> = chunks.iter().flat_map(facts).collect();
    let places = || chunks.iter().flat_map(|chunk| chunk.issues.iter().map(move |issue| (chunk, issue)));
    let document = |chunk: &'_ Chunk, index: u32| chunk.documents[index as usize].clone();
    let columns = vec![
        counts("entry", places().map(|(chunk, issue)| document(chunk, issue.document).entry)),
        texts(
            "document",
            places().map(|(chunk, issue)| Some(chunk.text(document(chunk, issue.document).name).to_owned())),
        ),
        texts(
            "path",
            places()
                .map(|(chunk, issue)| chunk.text(document(chunk, issue.document).path).to_owned())
                .map(|path| Some(path).filter(|path| !path.is_empty())),
        ),
        numbers::<UInt32Type>("nth", found.iter().map(|fact| Some(fact.nth))),
        texts("series", places().map(|(chunk, issue)| issue.series.map(|series| chunk.text(series)))),
        texts("slug", found.iter().map(|fact| fact.series.as_deref())),
        numbers::<UInt32Type>("number", found.iter().map(|fact| fact.number)),
        texts("volume", found.iter().map(|fact| fact.volume.as_deref())),
        texts("part", found.iter().map(|fact| fact.part.as_deref())),
        dates("printed", found.iter().map(|fact| fact.printed))?,
        texts("plain_id", found.iter().map(|fact| Some(fact.plain_id()))),
        texts("content_hash", found.iter().map(|fact| Some(format!("{:016x}", fact.content_hash)))),
        counts("headlines", found.iter().map(|fact| fact.fullness.0)),
        counts("items", found.iter().map(|fact| fact.fullness.1)),
        counts("labels", found.iter().map(|fact| fact.fullness.2)),
        counts("item_bytes", found.iter().map(|fact| fact.fullness.3)),
        dates("published", found.iter().map(|fact| fact.published))?,
        dates("cited", found.iter().map(|fact| fact.cited))?,
    ];
    DataFrame::new(found.len(), columns)
}

/// One row per document: which one of the input it comes from (`entry`), its name, and the length of its text.
pub(crate) fn documents_frame(chunks: &[Chunk]) -> PolarsResult<DataFrame> {
    let rows = || chunks.iter().flat_map(|chunk| chunk.documents.iter().map(move |row| (chunk, row)));
    let columns = vec![
        counts("entry", rows().map(|(_, row)| row.entry)),
        texts("document", rows().map(|(chunk, row)| Some(chunk.text(row.name)))),
        numbers::<UInt64Type>("bytes", rows().map(|(_, row)| Some(row.roles.iter().sum::<u64>()))),
    ];
    DataFrame::new(columns[0].len(), columns)
}

fn hash(digits: Option<&str>) -> PolarsResult<u64> {
    let hash = digits.and_then(|digits| u64::from_str_radix(digits, 16).ok());
    hash.ok_or_else(|| polars_err!(ComputeError: "content_hash: expected 16 hexadecimal digits, found {digits:?}"))
}

fn day(column: &Column, row: usize) -> PolarsResult<Option<Date>> {
    let days = column.date()?.physical().get(row);
    Ok(days.and_then(|days| Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()))
}

/// Settles the issues of an archive, one row of facts for each, in the order of the archive. Needs the columns `document`,
/// `nth`, `slug`, `number`, `volume`, `part`, `printed`, `content_hash`, `headlines`, `items`, `labels`, `item_bytes`, `published` and `cited`.
pub(crate) fn settle(frame: &DataFrame) -> PolarsResult<DataFrame> {
    let count = |name: &str, row: usize| -> PolarsResult<usize> {
        Ok(frame.column(name)?.u32()?.get(row).unwrap_or(0) as usize)
    };
    let mut facts = Vec::with_capacity(frame.height());
    for row in 0..frame.height() {
        facts.push(IssueFacts {
            series: frame.column("slug")?.str()?.get(row).map(str::to_owned),
            number: frame.column("number")?.u32()?.get(row),
            volume: frame.column("volume")?.str()?.get(row).map(str::to_owned),
            part: frame.column("part")?.str()?.get(row).map(str::to_owned),
            printed: day(frame.column("printed")?, row)?,
            content_hash: hash(frame.column("content_hash")?.str()?.get(row))?,
            nth: frame.column("nth")?.u32()?.get(row).unwrap_or(0),
            fullness: (
                count("headlines", row)?,
                count("items", row)?,
                count("labels", row)?,
                count("item_bytes", row)?,
            ),
            published: day(frame.column("published")?, row)?,
            cited: day(frame.column("cited")?, row)?,
        });
    }
    let settled = crate::tables::settle(&facts);
    let changed: Vec<(usize, &Settled)> =
        settled.iter().enumerate().filter(|&(row, settled)| *settled != facts[row].alone()).collect();
    let documents = frame.column("document")?.str()?;
    let each = || changed.iter().map(|(_, settled)| settled);
    let columns = vec![
        texts("document", changed.iter().map(|&(row, _)| documents.get(row))),
        numbers::<UInt32Type>("nth", changed.iter().map(|&(row, _)| Some(facts[row].nth))),
        texts("issue_id", each().map(|settled| Some(settled.id.id.as_str()))),
        texts("duplicate_of", each().map(|settled| settled.id.duplicate_of.as_deref())),
        dates("published", each().map(|settled| settled.anchor.published))?,
        dates("cited", each().map(|settled| settled.anchor.cited))?,
        dates("earliest", each().map(|settled| settled.anchor.earliest))?,
        dates("latest", each().map(|settled| settled.anchor.latest))?,
        dates("out_of_order", each().map(|settled| settled.anchor.out_of_order))?,
    ];
    DataFrame::new(changed.len(), columns)
}

/// What the archive knows of issues, by the name of the document and the place of the issue in it.
#[derive(Default)]
pub(crate) struct KnownIssues {
    by_place: FxHashMap<(String, u32), Settled>,
}

impl KnownIssues {
    /// From a frame that [`settle`] made.
    pub(crate) fn of(frame: &DataFrame) -> PolarsResult<Self> {
        let text = |name: &str, row: usize| -> PolarsResult<Option<String>> {
            Ok(frame.column(name)?.str()?.get(row).map(str::to_owned))
        };
        let mut by_place = FxHashMap::default();
        for row in 0..frame.height() {
            let at = |name: &str| -> PolarsResult<Option<Date>> { day(frame.column(name)?, row) };
            let anchor = Anchor {
                published: at("published")?,
                cited: at("cited")?,
                earliest: at("earliest")?,
                latest: at("latest")?,
                out_of_order: at("out_of_order")?,
            };
            let id =
                IssueId { id: text("issue_id", row)?.unwrap_or_default(), duplicate_of: text("duplicate_of", row)? };
            let nth = frame.column("nth")?.u32()?.get(row).unwrap_or(0);
            by_place.insert((text("document", row)?.unwrap_or_default(), nth), Settled { id, anchor });
        }
        Ok(Self { by_place })
    }

    /// What is settled of each issue of some chunks.
    pub(super) fn settle(&self, chunks: &[Chunk]) -> Vec<Settled> {
        let names = chunks.iter().flat_map(|chunk| {
            chunk.issues.iter().map(move |issue| chunk.text(chunk.documents[issue.document as usize].name))
        });
        let facts = chunks.iter().flat_map(facts);
        let known = |name: &str, nth: u32| self.by_place.get(&(name.to_owned(), nth)).cloned();
        facts.zip(names).map(|(fact, name)| known(name, fact.nth).unwrap_or_else(|| fact.alone())).collect()
    }
}
