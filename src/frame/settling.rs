//! What issues contribute to their archive, and what the archive makes of them, as frames: so that an archive larger than
//! memory, or on many machines, can be settled before its rows are made.
//!
//! Facts have one row per issue. Settled has one row per issue only where the archive knows more than the issue itself: a
//! rendering beside a fuller one, dates from neighbours, an issue out of order. What has no row settles itself.

use jiff::civil::Date;
use polars::prelude::*;

use super::columns::{dates, numbers};
use crate::chronology::Anchor;
use crate::identity::Rendering;
use crate::pipeline::facts_of;
use crate::tables::{Chunk, Day, Facts, IssueFacts, Known, Settled};

/// A column of strings that are copied.
fn texts<S: AsRef<str>>(name: &str, values: impl Iterator<Item = Option<S>>) -> Column {
    let mut column: StringChunked = values.collect();
    column.rename(name.into());
    column.into_series().into()
}

fn counts(name: &str, values: impl Iterator<Item = usize>) -> Column {
    numbers::<UInt32Type>(name, values.map(|value| Some(u32::try_from(value).unwrap_or(u32::MAX))))
}

/// One row of facts per issue. With `series`, `path`, and `entry`: which one of the input its document comes from.
pub(crate) fn facts_frame(chunks: &[Chunk]) -> PolarsResult<DataFrame> {
    let facts = facts_of(chunks);
    let found = facts.issues();
    let places = || chunks.iter().flat_map(|chunk| chunk.issues.iter().map(move |issue| (chunk, issue)));
    let documents = || places().map(|(chunk, issue)| (chunk, &chunk.documents[issue.document as usize]));
    let number = |name, of: fn(&IssueFacts) -> Option<u32>| numbers::<UInt32Type>(name, found.iter().map(of));
    let columns = vec![
        counts("entry", documents().map(|(_, document)| document.entry)),
        texts("document", documents().map(|(chunk, document)| Some(chunk.text(document.name)))),
        texts(
            "path",
            documents().map(|(chunk, document)| Some(chunk.text(document.path)).filter(|path| !path.is_empty())),
        ),
        number("nth", |fact| Some(fact.nth)),
        texts("series", places().map(|(chunk, issue)| issue.series.map(|series| chunk.text(series)))),
        texts("slug", found.iter().map(|fact| facts.slug(fact.series))),
        number("number", |fact| fact.number),
        texts("volume", found.iter().map(|fact| facts.slug(fact.volume))),
        texts("part", found.iter().map(|fact| facts.slug(fact.part))),
        dates("printed", found.iter().map(|fact| fact.printed))?,
        texts("content_hash", found.iter().map(|fact| Some(format!("{:016x}", fact.content_hash)))),
        number("headlines", |fact| Some(fact.fullness[0])),
        number("items", |fact| Some(fact.fullness[1])),
        number("labels", |fact| Some(fact.fullness[2])),
        number("item_bytes", |fact| Some(fact.fullness[3])),
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

/// Appends the facts of a frame with the columns `nth`, `slug`, `number`, `volume`, `part`, `printed`, `content_hash`,
/// `headlines`, `items`, `labels`, `item_bytes`, `published` and `cited`.
fn take_facts(facts: &mut Facts, frame: &DataFrame) -> PolarsResult<()> {
    let number = |name: &str| frame.column(name)?.u32();
    let text = |name: &str| frame.column(name)?.str();
    let (nth, numbers, hashes) = (number("nth")?, number("number")?, text("content_hash")?);
    let (slugs, volumes, parts) = (text("slug")?, text("volume")?, text("part")?);
    let fullness = [number("headlines")?, number("items")?, number("labels")?, number("item_bytes")?];
    let (printed, published, cited) = (frame.column("printed")?, frame.column("published")?, frame.column("cited")?);
    for row in 0..frame.height() {
        let mut slug = |column: &StringChunked| column.get(row).map(|slug| facts.slug_of(slug));
        let (series, volume, part) = (slug(slugs), slug(volumes), slug(parts));
        facts.push(IssueFacts {
            series,
            volume,
            part,
            number: numbers.get(row),
            printed: day(printed, row)?,
            published: day(published, row)?,
            cited: day(cited, row)?,
            nth: nth.get(row).unwrap_or(0),
            content_hash: hash(hashes.get(row))?,
            fullness: fullness.map(|column| column.get(row).unwrap_or(0)),
        });
    }
    Ok(())
}

/// Settles the issues of an archive, one row of facts for each, in the order of the archive. Needs the columns of
/// [`take_facts`], and `document`.
pub(crate) fn settle(frame: &DataFrame) -> PolarsResult<DataFrame> {
    let mut facts = Facts::default();
    take_facts(&mut facts, frame)?;
    let mut changed = Vec::new();
    facts.each_known(|row, known| changed.push((row, facts.settle(row, Some(known)))));
    changed.sort_unstable_by_key(|(row, _)| *row);
    let documents = frame.column("document")?.str()?;
    let each = || changed.iter().map(|(_, settled)| settled);
    let columns = vec![
        texts("document", changed.iter().map(|&(row, _)| documents.get(row))),
        numbers::<UInt32Type>("nth", changed.iter().map(|&(row, _)| Some(facts.issues()[row].nth))),
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

/// Where an issue stands, in which document and which issue of it: a hash, long enough that no two of a billion share it.
type Place = [u8; 12];

fn place(document: &str, nth: u32) -> Place {
    let hash = blake3::Hasher::new().update(document.as_bytes()).update(&nth.to_le_bytes()).finalize();
    let mut place = [0; 12];
    place.copy_from_slice(&hash.as_bytes()[..12]);
    place
}

/// Facts of an archive that are gathered part by part: some 90 bytes for each issue.
#[derive(Default)]
pub(crate) struct Survey {
    facts: Facts,
    /// Of each issue, which one of the input it comes from, and its place.
    places: Vec<(u32, Place)>,
}

impl Survey {
    /// Adds the facts of a part of the archive, a frame as [`facts_frame`] makes it.
    pub(crate) fn add(&mut self, frame: &DataFrame) -> PolarsResult<()> {
        take_facts(&mut self.facts, frame)?;
        let (entries, documents) = (frame.column("entry")?.u32()?, frame.column("document")?.str()?);
        let nth = frame.column("nth")?.u32()?;
        let missing = || polars_err!(ComputeError: "entry, document, nth: expected values, found null");
        for row in 0..frame.height() {
            let found = entries.get(row).zip(documents.get(row)).zip(nth.get(row)).ok_or_else(missing)?;
            let ((entry, document), nth) = found;
            self.places.push((entry, place(document, nth)));
        }
        Ok(())
    }

    /// Lets go of the issues of which the mastheads alone say too little: those that may share their id with another, and,
    /// where dates are wanted, those without one. Gives which of the input they come from, whose other issues go with them.
    pub(crate) fn take_unsure(&mut self, dates: bool) -> Vec<u32> {
        let sharing = self.facts.sharing_ids();
        let mut entries: Vec<u32> = sharing.into_iter().map(|(_, index)| self.places[index as usize].0).collect();
        if dates {
            let issues = self.facts.issues().iter().zip(&self.places);
            entries.extend(issues.filter(|(facts, _)| facts.published.is_none()).map(|(_, (entry, _))| *entry));
        }
        entries.sort_unstable();
        entries.dedup();
        let sure = |(entry, _): &(u32, Place)| entries.binary_search(entry).is_err();
        let mut each = self.places.iter().map(sure);
        self.facts.retain(|| each.next().unwrap_or(true));
        self.places.retain(sure);
        entries
    }

    /// What the archive knows of its issues.
    pub(crate) fn settled(&self) -> KnownIssues {
        let mut issues = Vec::with_capacity(self.places.len());
        self.facts.each_known(|index, known| issues.push((self.places[index].1, KnownIssue::of(known))));
        issues.sort_unstable_by_key(|(place, _)| *place);
        issues.shrink_to_fit();
        KnownIssues { issues }
    }
}

/// What the archive knows of issues: 36 bytes for each of which it knows more than it says itself.
#[derive(Default)]
pub(crate) struct KnownIssues {
    /// In the order of their places.
    issues: Vec<(Place, KnownIssue)>,
}

/// [`Known`] in fewer bytes.
struct KnownIssue {
    rendering: Rendering,
    published: Day,
    cited: Day,
    earliest: Day,
    latest: Day,
    out_of_order: Day,
}

impl KnownIssue {
    fn of(Known { rendering, anchor }: Known) -> Self {
        Self {
            rendering,
            published: anchor.published.into(),
            cited: anchor.cited.into(),
            earliest: anchor.earliest.into(),
            latest: anchor.latest.into(),
            out_of_order: anchor.out_of_order.into(),
        }
    }

    fn known(&self) -> Known {
        let anchor = Anchor {
            published: self.published.into(),
            cited: self.cited.into(),
            earliest: self.earliest.into(),
            latest: self.latest.into(),
            out_of_order: self.out_of_order.into(),
        };
        Known { rendering: self.rendering, anchor }
    }
}

impl KnownIssues {
    /// From a frame that [`settle`] made.
    pub(crate) fn of(frame: &DataFrame) -> PolarsResult<Self> {
        let text = |name: &str| frame.column(name)?.str();
        let (documents, nths) = (text("document")?, frame.column("nth")?.u32()?);
        let (ids, duplicates) = (text("issue_id")?, text("duplicate_of")?);
        let known = |row: usize| {
            let at = |name: &str| -> PolarsResult<Option<Date>> { day(frame.column(name)?, row) };
            let anchor = Anchor {
                published: at("published")?,
                cited: at("cited")?,
                earliest: at("earliest")?,
                latest: at("latest")?,
                out_of_order: at("out_of_order")?,
            };
            let id = ids.get(row).unwrap_or_default();
            let rendering = Rendering::of(id, duplicates.get(row));
            let rendering = rendering
                .ok_or_else(|| polars_err!(ComputeError: "issue_id: expected what settle gave, found {id}"))?;
            let place = place(documents.get(row).unwrap_or_default(), nths.get(row).unwrap_or(0));
            Ok((place, KnownIssue::of(Known { rendering, anchor })))
        };
        let mut issues = (0..frame.height()).map(known).collect::<PolarsResult<Vec<_>>>()?;
        issues.sort_by_key(|(place, _)| *place);
        Ok(Self { issues })
    }

    fn get(&self, place: Place) -> Option<Known> {
        // The last, should a frame tell of a place twice.
        let behind = self.issues.partition_point(|(other, _)| *other <= place);
        let (found, known) = self.issues[..behind].last()?;
        (*found == place).then(|| known.known())
    }

    /// What is settled of each issue of some chunks.
    pub(super) fn settle(&self, chunks: &[Chunk]) -> Vec<Settled> {
        let facts = facts_of(chunks);
        let places = chunks.iter().flat_map(|chunk| {
            let name = |issue: &crate::tables::IssueRow| chunk.text(chunk.documents[issue.document as usize].name);
            chunk.issues.iter().map(move |issue| place(name(issue), issue.nth))
        });
        places.enumerate().map(|(index, place)| facts.settle(index, self.get(place))).collect()
    }
}
