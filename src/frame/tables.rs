//! Rows of a chunk to four of the tables, and bytes per role to the coverage table.

use polars::prelude::*;

use super::builder::{Builder, country_index, end, offsets, start};
use super::columns::{Dictionary, dates, labels, numbers};
use crate::chronology::YearBasis;
use crate::parse::Role;
use crate::tables::{CitationRow, DocumentRow, IssueRow, ItemRow, MentionRow};
use crate::vocabulary::OutletId;

impl Builder<'_> {
    pub(super) fn issues(&self) -> PolarsResult<DataFrame> {
        let resolved = &self.resolved.issues;
        let rows = || self.chunk.issues.iter();
        let document = |row: &IssueRow| -> &DocumentRow { &self.chunk.documents[row.document as usize] };
        let duplicates = Dictionary::new(resolved.iter().map(|issue| issue.id.duplicate_of.as_deref().unwrap_or("")));
        let duplicate =
            |(at, issue): (usize, &crate::tables::IssueResolved)| issue.id.duplicate_of.as_ref().map(|_| at);
        let columns = vec![
            self.issue_ids.column("issue_id", (0..resolved.len()).map(Some))?,
            self.documents(rows().map(|row| row.document))?,
            self.strings("series", rows().map(|row| row.series))?,
            numbers::<UInt32Type>("number", rows().map(|row| row.number)),
            self.strings("volume", rows().map(|row| row.volume))?,
            self.strings("part", rows().map(|row| row.part))?,
            self.strings("title", rows().map(|row| row.title))?,
            dates("published", resolved.iter().map(|issue| issue.published))?,
            labels("published_basis", resolved.iter().map(|issue| issue.published_basis))?,
            dates("published_earliest", resolved.iter().map(|issue| issue.earliest))?,
            dates("published_latest", resolved.iter().map(|issue| issue.latest))?,
            self.lists("editors", rows().map(|row| row.editors))?,
            self.lists("categories", rows().map(|row| row.categories))?,
            self.lists("regions", rows().map(|row| row.regions))?,
            self.lists("headlines", rows().map(|row| row.headlines))?,
            self.strings("note", rows().map(|row| row.note))?,
            numbers::<UInt32Type>("items", rows().map(|row| Some(row.items.1 - row.items.0))),
            duplicates.column("duplicate_of", resolved.iter().enumerate().map(duplicate))?,
            self.strings("path", rows().map(|row| Some(document(row).path).filter(|path| path.len > 0)))?,
            self.strings("profile", rows().map(|row| Some(row.profile)))?,
            labels("format", rows().map(|row| Some(document(row).format)))?,
            labels("encoding", rows().map(|row| Some(document(row).encoding)))?,
            self.strings("content_hash", rows().map(|row| Some(document(row).content_hash)))?,
            numbers::<UInt64Type>("bytes", rows().map(|row| Some(document(row).bytes))),
            offsets("byte_start", rows().map(|row| Some(row.span.start()))),
            offsets("byte_end", rows().map(|row| Some(row.span.end()))),
        ];
        DataFrame::new(resolved.len(), columns)
    }

    pub(super) fn items(&self) -> PolarsResult<DataFrame> {
        let (chunk, names, items) = (self.chunk, self.names, &self.resolved.items);
        let rows = || chunk.items.iter();
        let issue = |row: &ItemRow| -> &IssueRow { &chunk.issues[row.issue as usize] };
        let series = Dictionary::new(chunk.issues.iter().map(|row| row.series.map_or("", |text| self.arena.get(text))));
        let citations = |row: &ItemRow| &chunk.citations[row.citations.0 as usize..row.citations.1 as usize];
        let principal = |row: &ItemRow| -> Option<&CitationRow> { citations(row).first() };
        let sources = |row: &ItemRow| {
            let mut found: Vec<usize> = Vec::new();
            for outlet in citations(row).iter().filter_map(|citation| citation.outlet).map(OutletId::index) {
                if !found.contains(&outlet) {
                    found.push(outlet);
                }
            }
            Some(found)
        };
        let categories = |row: &ItemRow| {
            let ids = &chunk.category_lists[row.categories.0 as usize..row.categories.1 as usize];
            Some(ids.iter().map(|&id| usize::from(id)))
        };
        let countries = |row: &ItemRow| &chunk.country_lists[row.countries.0 as usize..row.countries.1 as usize];
        let date_raw = |(row, item): (&ItemRow, &crate::tables::ItemResolved)| {
            let own = || citations(row).iter().find_map(|citation| citation.date).map(|date| date.raw);
            let heading = row.heading.map(|date| date.raw);
            if item.date_basis == Some("citation") { own() } else { heading.or_else(own) }
        };
        let columns = vec![
            self.item_ids.column("item_id", (0..items.len()).map(Some))?,
            self.issue_ids.column("issue_id", rows().map(|row| Some(row.issue as usize)))?,
            self.documents(rows().map(|row| issue(row).document))?,
            series.column("series", rows().map(|row| issue(row).series.map(|_| row.issue as usize)))?,
            numbers::<UInt32Type>("number", rows().map(|row| issue(row).number)),
            numbers::<UInt32Type>("item", rows().map(|row| Some(row.item))),
            self.strings("headline", rows().map(|row| row.headline.map(|(text, _)| text)))?,
            labels("headline_basis", rows().map(|row| row.headline.map(|(_, source)| source.as_str())))?,
            self.strings("text", rows().map(|row| row.text))?,
            numbers::<UInt32Type>("paragraphs", rows().map(|row| Some(row.paragraphs))),
            self.strings("note", rows().map(|row| row.note))?,
            self.lists("sections", rows().map(|row| row.sections))?,
            names.labels.column("category", rows().map(|row| row.category.map(|(id, _)| usize::from(id))))?,
            names.labels.lists("categories", rows().map(categories))?,
            labels("category_basis", rows().map(|row| row.category_basis))?,
            numbers::<Float32Type>("category_score", rows().map(|row| row.category.map(|(_, score)| score))),
            names.iso3.column("country", rows().map(|row| countries(row).first().copied().map(country_index)))?,
            names
                .iso3
                .lists("countries", rows().map(|row| Some(countries(row).iter().map(|&id| country_index(id)))))?,
            labels("country_basis", rows().map(|row| row.country_basis))?,
            names.outlets.column("source", rows().map(|row| principal(row)?.outlet.map(OutletId::index)))?,
            self.short_strings("source_raw", rows().map(|row| principal(row).map(|citation| citation.raw))),
            names.outlets.lists("sources", rows().map(sources))?,
            dates("date", items.iter().map(|item| item.when.date))?,
            dates("date_end", items.iter().map(|item| item.when.end))?,
            self.short_strings("date_raw", rows().zip(items).map(date_raw)),
            labels("date_basis", items.iter().map(|item| item.date_basis))?,
            labels("year_basis", items.iter().map(|item| item.when.year_basis.map(YearBasis::as_str)))?,
            dates("published", rows().map(|row| self.resolved.issues[row.issue as usize].published))?,
            self.item_ids.column("continues", rows().enumerate().map(|(at, row)| row.continues.then(|| at - 1)))?,
            offsets("byte_start", rows().map(|row| Some(row.span.start()))),
            offsets("byte_end", rows().map(|row| Some(row.span.end()))),
            offsets("headline_start", rows().map(|row| start(row.headline_span))),
            offsets("headline_end", rows().map(|row| end(row.headline_span))),
            offsets("note_start", rows().map(|row| start(row.note_span))),
            offsets("note_end", rows().map(|row| end(row.note_span))),
        ];
        DataFrame::new(items.len(), columns)
    }

    pub(super) fn citations(&self) -> PolarsResult<DataFrame> {
        let (chunk, names, found) = (self.chunk, self.names, &self.resolved.citations);
        let outlets = &self.vocabulary.outlets;
        let rows = || chunk.citations.iter();
        let outlet = |row: &CitationRow| row.outlet.map(OutletId::index);
        let candidates = |row: &CitationRow| {
            let candidates = &chunk.outlet_lists[row.candidates.0 as usize..row.candidates.1 as usize];
            (!candidates.is_empty()).then(|| candidates.iter().map(|id| id.index()))
        };
        let kind = |row: &CitationRow| outlet(row).filter(|&id| !outlets.nth(id).kind.is_empty());
        let date_span = |row: &CitationRow| row.date.map(|date| date.span);
        let columns = vec![
            self.item_ids.column("item_id", rows().map(|row| Some(row.item as usize)))?,
            numbers::<UInt32Type>("citation", rows().map(|row| Some(row.citation))),
            self.documents(rows().map(|row| chunk.document_of(row.item)))?,
            names.outlets.column("outlet", rows().map(outlet))?,
            self.short_strings("outlet_raw", rows().map(|row| Some(row.raw))),
            names.iso3.column("outlet_country", rows().map(|row| outlets.country(row.outlet?).map(country_index)))?,
            names.kinds.column("outlet_kind", rows().map(kind))?,
            labels("outlet_basis", rows().map(|row| row.outlet_basis))?,
            names.outlets.lists("candidates", rows().map(candidates))?,
            dates("date", found.iter().map(|citation| citation.when.date))?,
            dates("date_end", found.iter().map(|citation| citation.when.end))?,
            self.short_strings("date_raw", rows().map(|row| row.date.map(|date| date.raw))),
            labels(
                "date_precision",
                found.iter().map(|citation| citation.precision.map(crate::date::Precision::as_str)),
            )?,
            labels("date_basis", found.iter().map(|citation| citation.date_basis))?,
            labels("year_basis", found.iter().map(|citation| citation.when.year_basis.map(YearBasis::as_str)))?,
            self.short_strings("via", rows().map(|row| row.via)),
            self.strings("url", rows().map(|row| row.url))?,
            labels("form", rows().map(|row| Some(row.form)))?,
            offsets("byte_start", rows().map(|row| Some(row.span.start()))),
            offsets("byte_end", rows().map(|row| Some(row.span.end()))),
            offsets("outlet_start", rows().map(|row| Some(row.outlet_span.start()))),
            offsets("outlet_end", rows().map(|row| Some(row.outlet_span.end()))),
            offsets("date_start", rows().map(|row| start(date_span(row)))),
            offsets("date_stop", rows().map(|row| end(date_span(row)))),
        ];
        DataFrame::new(found.len(), columns)
    }

    pub(super) fn mentions(&self) -> PolarsResult<DataFrame> {
        let (chunk, names) = (self.chunk, self.names);
        let rows = || chunk.mentions.iter();
        let candidates = |row: &MentionRow| {
            let candidates = &chunk.country_lists[row.candidates.0 as usize..row.candidates.1 as usize];
            (!candidates.is_empty()).then(|| candidates.iter().map(|&id| country_index(id)))
        };
        let columns = vec![
            self.item_ids.column("item_id", rows().map(|row| Some(row.item as usize)))?,
            numbers::<UInt32Type>("mention", rows().map(|row| Some(row.mention))),
            self.documents(rows().map(|row| chunk.document_of(row.item)))?,
            labels("kind", rows().map(|row| Some(row.kind.as_str())))?,
            self.short_strings("surface", rows().map(|row| Some(row.surface))),
            names.iso3.column("country", rows().map(|row| row.country.map(country_index)))?,
            names.iso3.lists("candidates", rows().map(candidates))?,
            labels("rule", rows().map(|row| Some(row.rule)))?,
            labels("field", rows().map(|row| Some(row.field)))?,
            offsets("byte_start", rows().map(|row| Some(row.span.start()))),
            offsets("byte_end", rows().map(|row| Some(row.span.end()))),
        ];
        DataFrame::new(chunk.mentions.len(), columns)
    }

    pub(super) fn coverage(&self) -> PolarsResult<DataFrame> {
        let rows = || (0..).zip(&self.chunk.documents);
        let roles =
            || rows().flat_map(|(document, row)| Role::ALL.iter().zip(row.roles).map(move |role| (document, role)));
        let columns = vec![
            self.documents(roles().map(|(document, _)| document))?,
            labels("role", roles().map(|(_, (role, _))| Some(role.as_str())))?,
            numbers::<UInt64Type>("bytes", roles().map(|(_, (_, bytes))| Some(bytes))),
        ];
        DataFrame::new(self.chunk.documents.len() * Role::ALL.len(), columns)
    }
}
