//! Rows of all chunks to four of the tables, and bytes per role to the coverage table.

use polars::prelude::*;

use super::builder::{Builder, country_index, end, offsets, rows, start};
use super::columns::{Dictionary, dates, labels, numbers};
use crate::chronology::YearBasis;
use crate::parse::Role;

impl Builder<'_> {
    pub(super) fn issues(&self) -> PolarsResult<DataFrame> {
        let resolved = &self.resolved.issues;
        let duplicates = Dictionary::new(resolved.iter().map(|issue| issue.id.duplicate_of.as_deref().unwrap_or("")));
        let columns = vec![
            self.context.issue_ids.column("issue_id", (0..resolved.len()).map(Some))?,
            self.documents(rows!(self, issues).map(|(i, _, row)| (i, row.document)))?,
            self.strings("series", rows!(self, issues), |row, _| row.series)?,
            numbers::<UInt32Type>("number", rows!(self, issues).map(|(_, _, row)| row.number)),
            self.strings("volume", rows!(self, issues), |row, _| row.volume)?,
            self.strings("part", rows!(self, issues), |row, _| row.part)?,
            self.strings("title", rows!(self, issues), |row, _| row.title)?,
            dates("published", resolved.iter().map(|issue| issue.published))?,
            labels("published_basis", resolved.iter().map(|issue| issue.published_basis))?,
            dates("published_earliest", resolved.iter().map(|issue| issue.earliest))?,
            dates("published_latest", resolved.iter().map(|issue| issue.latest))?,
            self.arenas.lists("editors", rows!(self, issues).map(|(i, chunk, row)| (i, chunk, row.editors)))?,
            self.arenas.lists("categories", rows!(self, issues).map(|(i, chunk, row)| (i, chunk, row.categories)))?,
            self.arenas.lists("regions", rows!(self, issues).map(|(i, chunk, row)| (i, chunk, row.regions)))?,
            self.arenas.lists("headlines", rows!(self, issues).map(|(i, chunk, row)| (i, chunk, row.headlines)))?,
            self.strings("note", rows!(self, issues), |row, _| row.note)?,
            numbers::<UInt32Type>("items", rows!(self, issues).map(|(_, _, row)| Some(row.items.1 - row.items.0))),
            duplicates.column(
                "duplicate_of",
                resolved.iter().enumerate().map(|(at, issue)| issue.id.duplicate_of.as_ref().map(|_| at)),
            )?,
            self.strings("path", rows!(self, issues), |row, chunk| {
                Some(chunk.documents[row.document as usize].path).filter(|path| path.len > 0)
            })?,
            self.strings("profile", rows!(self, issues), |row, _| Some(row.profile))?,
            labels(
                "format",
                rows!(self, issues).map(|(_, chunk, row)| Some(chunk.documents[row.document as usize].format)),
            )?,
            labels(
                "encoding",
                rows!(self, issues).map(|(_, chunk, row)| Some(chunk.documents[row.document as usize].encoding)),
            )?,
            self.strings("content_hash", rows!(self, issues), |row, chunk| {
                Some(chunk.documents[row.document as usize].content_hash)
            })?,
            numbers::<UInt64Type>(
                "bytes",
                rows!(self, issues).map(|(_, chunk, row)| Some(chunk.documents[row.document as usize].bytes)),
            ),
            offsets("byte_start", rows!(self, issues).map(|(_, _, row)| Some(row.span.start()))),
            offsets("byte_end", rows!(self, issues).map(|(_, _, row)| Some(row.span.end()))),
        ];
        DataFrame::new(resolved.len(), columns)
    }

    fn issue_of(&self, chunk: usize, issue: u32) -> usize {
        self.context.issues_before[chunk] + issue as usize
    }

    pub(super) fn items(&self) -> PolarsResult<DataFrame> {
        let items = &self.resolved.items;
        let context = &self.context;
        let issues = || rows!(self, items).map(|(index, _, row)| self.issue_of(index, row.issue));
        let principal = |index: usize, row: &crate::tables::ItemRow| {
            let first = row.citations.0;
            (first < row.citations.1).then(|| &self.chunks[index].citations[first as usize])
        };
        let sources = |index: usize, row: &crate::tables::ItemRow| {
            let mut found: Vec<usize> = Vec::new();
            for citation in &self.chunks[index].citations[row.citations.0 as usize..row.citations.1 as usize] {
                if let Some(outlet) = citation.outlet.map(crate::vocabulary::OutletId::index)
                    && !found.contains(&outlet)
                {
                    found.push(outlet);
                }
            }
            Some(found)
        };
        let columns = vec![
            context.item_ids.column("item_id", (0..items.len()).map(Some))?,
            context.issue_ids.column("issue_id", issues().map(Some))?,
            self.documents(rows!(self, items).map(|(i, chunk, row)| (i, chunk.issues[row.issue as usize].document)))?,
            context.series.column(
                "series",
                rows!(self, items).map(|(i, chunk, row)| {
                    chunk.issues[row.issue as usize].series.map(|_| self.issue_of(i, row.issue))
                }),
            )?,
            numbers::<UInt32Type>(
                "number",
                rows!(self, items).map(|(_, chunk, row)| chunk.issues[row.issue as usize].number),
            ),
            numbers::<UInt32Type>("item", rows!(self, items).map(|(_, _, row)| Some(row.item))),
            self.strings("headline", rows!(self, items), |row, _| row.headline.map(|(text, _)| text))?,
            labels(
                "headline_basis",
                rows!(self, items).map(|(_, _, row)| row.headline.map(|(_, source)| source.as_str())),
            )?,
            self.strings("text", rows!(self, items), |row, _| row.text)?,
            numbers::<UInt32Type>("paragraphs", rows!(self, items).map(|(_, _, row)| Some(row.paragraphs))),
            self.strings("note", rows!(self, items), |row, _| row.note)?,
            self.arenas.lists("sections", rows!(self, items).map(|(i, chunk, row)| (i, chunk, row.sections)))?,
            context.labels.column(
                "category",
                rows!(self, items).map(|(_, _, row)| row.category.map(|(id, _)| usize::from(id))),
            )?,
            context.labels.lists(
                "categories",
                rows!(self, items).map(|(_, chunk, row)| {
                    Some(
                        chunk.category_lists[row.categories.0 as usize..row.categories.1 as usize]
                            .iter()
                            .map(|&id| usize::from(id)),
                    )
                }),
            )?,
            labels("category_basis", rows!(self, items).map(|(_, _, row)| row.category_basis))?,
            numbers::<Float32Type>(
                "category_score",
                rows!(self, items).map(|(_, _, row)| row.category.map(|(_, score)| score)),
            ),
            context.iso3.column(
                "country",
                rows!(self, items).map(|(_, chunk, row)| {
                    (row.countries.0 < row.countries.1)
                        .then(|| country_index(chunk.country_lists[row.countries.0 as usize]))
                }),
            )?,
            context.iso3.lists(
                "countries",
                rows!(self, items).map(|(_, chunk, row)| {
                    Some(
                        chunk.country_lists[row.countries.0 as usize..row.countries.1 as usize]
                            .iter()
                            .map(|&id| country_index(id)),
                    )
                }),
            )?,
            labels("country_basis", rows!(self, items).map(|(_, _, row)| row.country_basis))?,
            context.outlets.column(
                "source",
                rows!(self, items).map(|(i, _, row)| principal(i, row)?.outlet.map(crate::vocabulary::OutletId::index)),
            )?,
            self.arenas.short_strings(
                "source_raw",
                rows!(self, items).map(|(i, _, row)| (i, principal(i, row).map(|c| c.raw))),
            )?,
            context.outlets.lists("sources", rows!(self, items).map(|(i, _, row)| sources(i, row)))?,
            dates("date", items.iter().map(|item| item.when.date))?,
            dates("date_end", items.iter().map(|item| item.when.end))?,
            self.arenas.short_strings(
                "date_raw",
                rows!(self, items).zip(items).map(|((i, chunk, row), item)| {
                    let own = || {
                        chunk.citations[row.citations.0 as usize..row.citations.1 as usize].iter().find_map(|c| c.date)
                    };
                    let heading = row.heading.map(|date| date.raw);
                    let raw = if item.date_basis == Some("citation") {
                        own().map(|date| date.raw)
                    } else {
                        heading.or_else(|| own().map(|d| d.raw))
                    };
                    (i, raw)
                }),
            )?,
            labels("date_basis", items.iter().map(|item| item.date_basis))?,
            labels("year_basis", items.iter().map(|item| item.when.year_basis.map(YearBasis::as_str)))?,
            dates("published", issues().map(|issue| self.resolved.issues[issue].published))?,
            context.item_ids.column(
                "continues",
                rows!(self, items).enumerate().map(|(at, (_, _, row))| row.continues.then(|| at - 1)),
            )?,
            offsets("byte_start", rows!(self, items).map(|(_, _, row)| Some(row.span.start()))),
            offsets("byte_end", rows!(self, items).map(|(_, _, row)| Some(row.span.end()))),
            offsets("headline_start", rows!(self, items).map(|(_, _, row)| start(row.headline_span))),
            offsets("headline_end", rows!(self, items).map(|(_, _, row)| end(row.headline_span))),
            offsets("note_start", rows!(self, items).map(|(_, _, row)| start(row.note_span))),
            offsets("note_end", rows!(self, items).map(|(_, _, row)| end(row.note_span))),
        ];
        DataFrame::new(items.len(), columns)
    }

    fn item_of(&self, chunk: usize, item: u32) -> Option<usize> {
        Some(self.context.items_before[chunk] + item as usize)
    }

    pub(super) fn citations(&self) -> PolarsResult<DataFrame> {
        let found = &self.resolved.citations;
        let outlets = &self.vocabulary.outlets;
        let kinds = Dictionary::new(outlets.iter().map(|outlet| outlet.kind.as_str()));
        let outlet = |row: &crate::tables::CitationRow| row.outlet.map(crate::vocabulary::OutletId::index);
        let columns = vec![
            self.context
                .item_ids
                .column("item_id", rows!(self, citations).map(|(i, _, row)| self.item_of(i, row.item)))?,
            numbers::<UInt32Type>("citation", rows!(self, citations).map(|(_, _, row)| Some(row.citation))),
            self.documents(rows!(self, citations).map(|(i, chunk, row)| (i, chunk.document_of(row.item))))?,
            self.context.outlets.column("outlet", rows!(self, citations).map(|(_, _, row)| outlet(row)))?,
            self.short_strings("outlet_raw", rows!(self, citations), |row| Some(row.raw))?,
            self.context.iso3.column(
                "outlet_country",
                rows!(self, citations).map(|(_, _, row)| outlets.country(row.outlet?).map(country_index)),
            )?,
            kinds.column(
                "outlet_kind",
                rows!(self, citations).map(|(_, _, row)| outlet(row).filter(|&id| !outlets.nth(id).kind.is_empty())),
            )?,
            labels("outlet_basis", rows!(self, citations).map(|(_, _, row)| row.outlet_basis))?,
            self.context.outlets.lists(
                "candidates",
                rows!(self, citations).map(|(_, chunk, row)| {
                    let candidates = &chunk.outlet_lists[row.candidates.0 as usize..row.candidates.1 as usize];
                    (!candidates.is_empty()).then(|| candidates.iter().map(|id| id.index()))
                }),
            )?,
            dates("date", found.iter().map(|citation| citation.when.date))?,
            dates("date_end", found.iter().map(|citation| citation.when.end))?,
            self.short_strings("date_raw", rows!(self, citations), |row| row.date.map(|date| date.raw))?,
            labels(
                "date_precision",
                found.iter().map(|citation| citation.precision.map(crate::date::Precision::as_str)),
            )?,
            labels("date_basis", found.iter().map(|citation| citation.date_basis))?,
            labels("year_basis", found.iter().map(|citation| citation.when.year_basis.map(YearBasis::as_str)))?,
            self.short_strings("via", rows!(self, citations), |row| row.via)?,
            self.strings("url", rows!(self, citations), |row, _| row.url)?,
            labels("form", rows!(self, citations).map(|(_, _, row)| Some(row.form)))?,
            offsets("byte_start", rows!(self, citations).map(|(_, _, row)| Some(row.span.start()))),
            offsets("byte_end", rows!(self, citations).map(|(_, _, row)| Some(row.span.end()))),
            offsets("outlet_start", rows!(self, citations).map(|(_, _, row)| Some(row.outlet_span.start()))),
            offsets("outlet_end", rows!(self, citations).map(|(_, _, row)| Some(row.outlet_span.end()))),
            offsets("date_start", rows!(self, citations).map(|(_, _, row)| start(row.date.map(|date| date.span)))),
            offsets("date_stop", rows!(self, citations).map(|(_, _, row)| end(row.date.map(|date| date.span)))),
        ];
        DataFrame::new(found.len(), columns)
    }

    pub(super) fn mentions(&self) -> PolarsResult<DataFrame> {
        let height = self.chunks.iter().map(|chunk| chunk.mentions.len()).sum();
        let columns = vec![
            self.context
                .item_ids
                .column("item_id", rows!(self, mentions).map(|(i, _, row)| self.item_of(i, row.item)))?,
            numbers::<UInt32Type>("mention", rows!(self, mentions).map(|(_, _, row)| Some(row.mention))),
            self.documents(rows!(self, mentions).map(|(i, chunk, row)| (i, chunk.document_of(row.item))))?,
            labels("kind", rows!(self, mentions).map(|(_, _, row)| Some(row.kind.as_str())))?,
            self.short_strings("surface", rows!(self, mentions), |row| Some(row.surface))?,
            self.context
                .iso3
                .column("country", rows!(self, mentions).map(|(_, _, row)| row.country.map(country_index)))?,
            self.context.iso3.lists(
                "candidates",
                rows!(self, mentions).map(|(_, chunk, row)| {
                    let candidates = &chunk.country_lists[row.candidates.0 as usize..row.candidates.1 as usize];
                    (!candidates.is_empty()).then(|| candidates.iter().map(|&id| country_index(id)))
                }),
            )?,
            labels("rule", rows!(self, mentions).map(|(_, _, row)| Some(row.rule)))?,
            labels("field", rows!(self, mentions).map(|(_, _, row)| Some(row.field)))?,
            offsets("byte_start", rows!(self, mentions).map(|(_, _, row)| Some(row.span.start()))),
            offsets("byte_end", rows!(self, mentions).map(|(_, _, row)| Some(row.span.end()))),
        ];
        DataFrame::new(height, columns)
    }

    pub(super) fn coverage(&self) -> PolarsResult<DataFrame> {
        let height = self.chunks.iter().map(|chunk| chunk.documents.len() * Role::ALL.len()).sum();
        let columns = vec![
            self.context.documents.column("document", (0..height).map(|row| Some(row / Role::ALL.len())))?,
            labels("role", rows!(self, documents).flat_map(|_| Role::ALL.iter().map(|role| Some(role.as_str()))))?,
            numbers::<UInt64Type>(
                "bytes",
                rows!(self, documents).flat_map(|(_, _, row)| row.roles.iter().map(|&bytes| Some(bytes))),
            ),
        ];
        DataFrame::new(height, columns)
    }
}
