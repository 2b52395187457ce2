//! What the recognisers find in loose strings: `dateline.mentions`, `dateline.citations`, and the terms of the lexicon.

use polars::prelude::*;

use super::columns::{Dictionary, dates, labels, numbers};
use crate::annotate::TermHit;
use crate::pipeline::recognise::{FoundCitation, FoundMention};
use crate::vocabulary::{CountryId, OutletId, Vocabulary};

/// Strings that are copied.
fn printed<'s>(name: &str, values: impl Iterator<Item = Option<&'s str>>) -> Column {
    let mut column: StringChunked = values.collect();
    column.rename(name.into());
    column.into_series().into()
}

fn offsets(name: &str, values: impl Iterator<Item = Option<usize>>) -> Column {
    numbers::<UInt32Type>(name, values.map(|value| value.and_then(|value| u32::try_from(value).ok())))
}

/// Mentions per text, in the order of the texts.
pub(crate) fn mentions_in<T: AsRef<str>>(
    texts: &[T],
    found: &[Vec<FoundMention>],
    vocabulary: &Vocabulary,
) -> PolarsResult<DataFrame> {
    let iso3 = Dictionary::new(vocabulary.countries.iter().map(|country| country.iso3.as_str()));
    let rows =
        || found.iter().enumerate().flat_map(|(text, found)| (0..).zip(found).map(move |(nth, row)| (text, nth, row)));
    let columns = vec![
        offsets("text", rows().map(|(text, _, _)| Some(text))),
        offsets("mention", rows().map(|(_, nth, _)| Some(nth + 1))),
        labels("kind", rows().map(|(_, _, row)| Some(row.kind.as_str())))?,
        printed("surface", rows().map(|(text, _, row)| Some(row.span.of(texts[text].as_ref())))),
        iso3.column("country", rows().map(|(_, _, row)| row.country.map(CountryId::index)))?,
        iso3.lists(
            "candidates",
            rows().map(|(_, _, row)| (row.candidates.len() > 1).then(|| row.candidates.iter().map(|id| id.index()))),
        )?,
        labels("rule", rows().map(|(_, _, row)| Some(row.rule.as_str())))?,
        offsets("byte_start", rows().map(|(_, _, row)| Some(row.span.start()))),
        offsets("byte_end", rows().map(|(_, _, row)| Some(row.span.end()))),
    ];
    DataFrame::new(rows().count(), columns)
}

/// Citations per text, in the order of the texts. A date without a year stays null: a loose string has no issue.
pub(crate) fn citations_in<T: AsRef<str>>(
    texts: &[T],
    found: &[Vec<FoundCitation>],
    vocabulary: &Vocabulary,
) -> PolarsResult<DataFrame> {
    let outlets = &vocabulary.outlets;
    let names = Dictionary::new(outlets.iter().map(|outlet| outlet.name.as_str()));
    let kinds = Dictionary::new(outlets.iter().map(|outlet| outlet.kind.as_str()));
    let iso3 = Dictionary::new(vocabulary.countries.iter().map(|country| country.iso3.as_str()));
    let rows =
        || found.iter().enumerate().flat_map(|(text, found)| (0..).zip(found).map(move |(nth, row)| (text, nth, row)));
    let under = |text: usize, span: crate::span::Span| span.of(texts[text].as_ref());
    let columns = vec![
        offsets("text", rows().map(|(text, _, _)| Some(text))),
        offsets("citation", rows().map(|(_, nth, _)| Some(nth + 1))),
        names.column("outlet", rows().map(|(_, _, row)| row.outlet.map(OutletId::index)))?,
        printed("outlet_raw", rows().map(|(text, _, row)| Some(under(text, row.printed.outlet)))),
        iso3.column("outlet_country", rows().map(|(_, _, row)| outlets.country(row.outlet?).map(CountryId::index)))?,
        kinds.column("outlet_kind", rows().map(|(_, _, row)| row.outlet.map(OutletId::index)))?,
        names.lists(
            "candidates",
            rows().map(|(_, _, row)| (!row.candidates.is_empty()).then(|| row.candidates.iter().map(|id| id.index()))),
        )?,
        dates("date", rows().map(|(_, _, row)| row.printed.date.and_then(|(date, _)| date.start.to_civil())))?,
        dates("date_end", rows().map(|(_, _, row)| row.printed.date.and_then(|(date, _)| date.end?.to_civil())))?,
        printed("date_raw", rows().map(|(text, _, row)| row.printed.date.map(|(_, span)| under(text, span)))),
        labels(
            "date_precision",
            rows().map(|(_, _, row)| row.printed.date.map(|(date, _)| date.start.precision().as_str())),
        )?,
        labels("form", rows().map(|(_, _, row)| Some(row.printed.form.as_str())))?,
        offsets("byte_start", rows().map(|(_, _, row)| Some(row.printed.span.start()))),
        offsets("byte_end", rows().map(|(_, _, row)| Some(row.printed.span.end()))),
        offsets("outlet_start", rows().map(|(_, _, row)| Some(row.printed.outlet.start()))),
        offsets("outlet_end", rows().map(|(_, _, row)| Some(row.printed.outlet.end()))),
    ];
    DataFrame::new(rows().count(), columns)
}

/// Terms per text, in the order of the texts; a term that stands under several categories has a row for each.
pub(crate) fn terms_in(found: &[Vec<TermHit>], vocabulary: &Vocabulary) -> PolarsResult<DataFrame> {
    let categories = Dictionary::new(vocabulary.categories.iter().map(|category| category.label.as_str()));
    let rows = || found.iter().enumerate().flat_map(|(text, found)| found.iter().map(move |row| (text, row)));
    let term = |index: u32| vocabulary.lexicon.get(index);
    let columns = vec![
        offsets("text", rows().map(|(text, _)| Some(text))),
        categories.column("category", rows().map(|(_, row)| Some(term(row.term).category)))?,
        printed("term", rows().map(|(_, row)| Some(term(row.term).text.as_str()))),
        numbers::<Float32Type>("weight", rows().map(|(_, row)| Some(term(row.term).weight))),
        offsets("byte_start", rows().map(|(_, row)| Some(row.span.start()))),
        offsets("byte_end", rows().map(|(_, row)| Some(row.span.end()))),
    ];
    DataFrame::new(rows().count(), columns)
}

/// Countries of texts as lists of codes, null where there is no text.
pub(crate) fn countries_of(found: &[Option<Vec<CountryId>>], vocabulary: &Vocabulary) -> PolarsResult<Column> {
    let iso3 = Dictionary::new(vocabulary.countries.iter().map(|country| country.iso3.as_str()));
    iso3.lists("countries", found.iter().map(|row| Some(row.as_ref()?.iter().map(|id| id.index()))))
}

/// Categories of texts as lists of labels, null where there is no text.
pub(crate) fn categories_of(found: &[Option<Vec<usize>>], vocabulary: &Vocabulary) -> PolarsResult<Column> {
    let labels = Dictionary::new(vocabulary.categories.iter().map(|category| category.label.as_str()));
    labels.lists("categories", found.iter().map(|row| Some(row.as_ref()?.iter().copied())))
}
