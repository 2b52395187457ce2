//! The reference tables: countries, outlets, categories.

use polars::prelude::*;

use super::columns::{Dictionary, numbers};
use crate::vocabulary::{Country, LabelKind, Outlet, Vocabulary};

/// A string column; empty strings are null.
fn texts<'s>(name: &str, values: impl Iterator<Item = &'s str>) -> Column {
    let mut column: StringChunked = values.map(|value| Some(value).filter(|value| !value.is_empty())).collect();
    column.rename(name.into());
    column.into_series().into()
}

/// A column of lists from `;`-separated cells.
fn lists<'s>(name: &str, cells: impl Iterator<Item = &'s str> + Clone) -> PolarsResult<Column> {
    let parts = |cell: &'s str| cell.split(';').map(str::trim).filter(|part| !part.is_empty());
    let dictionary = Dictionary::new(cells.clone().flat_map(parts));
    let mut next = 0;
    let rows: Vec<_> = cells
        .map(|cell| {
            let first = next;
            next += parts(cell).count();
            Some(first..next)
        })
        .collect();
    dictionary.lists(name, rows.into_iter())
}

pub(crate) fn countries(vocabulary: &Vocabulary) -> PolarsResult<DataFrame> {
    let each = || vocabulary.countries.iter();
    let text = |name: &str, cell: fn(&Country) -> &String| texts(name, each().map(|row| cell(row).as_str()));
    let columns = vec![
        text("iso3", |row| &row.iso3),
        text("iso2", |row| &row.iso2),
        text("name", |row| &row.name),
        text("official_name", |row| &row.official_name),
        text("region", |row| &row.region),
        text("subregion", |row| &row.subregion),
        text("status", |row| &row.status),
        numbers::<Int32Type>("from", each().map(|row| row.from.map(i32::from))),
        numbers::<Int32Type>("to", each().map(|row| row.to.map(i32::from))),
        lists("successors", each().map(|row| row.successors.as_str()).collect::<Vec<_>>().into_iter())?,
    ];
    DataFrame::new(each().count(), columns)
}

pub(crate) fn outlets(vocabulary: &Vocabulary) -> PolarsResult<DataFrame> {
    let each = || vocabulary.outlets.iter();
    let text = |name: &str, cell: fn(&Outlet) -> &String| texts(name, each().map(|row| cell(row).as_str()));
    let list = |name: &str, cell: fn(&Outlet) -> &String| {
        lists(name, each().map(|row| cell(row).as_str()).collect::<Vec<_>>().into_iter())
    };
    let mut controlled: BooleanChunked = each()
        .map(|row| match row.state_controlled.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })
        .collect();
    controlled.rename("state_controlled".into());
    let columns = vec![
        text("name", |row| &row.name),
        list("variants", |row| &row.variants)?,
        list("former", |row| &row.former)?,
        text("country", |row| &row.country),
        text("language", |row| &row.language),
        text("kind", |row| &row.kind),
        controlled.into_series().into(),
        text("ground", |row| &row.ground),
        list("domains", |row| &row.domain)?,
        list("bracket_only", |row| &row.bracket_only)?,
    ];
    DataFrame::new(each().count(), columns)
}

pub(crate) fn categories(vocabulary: &Vocabulary) -> PolarsResult<DataFrame> {
    let each = || vocabulary.categories.iter();
    let iso3 = Dictionary::new(vocabulary.countries.iter().map(|country| country.iso3.as_str()));
    let kind = |kind: LabelKind| if kind == LabelKind::Topic { "topic" } else { "region" };
    let columns = vec![
        texts("label", each().map(|row| row.label.as_str())),
        texts("kind", each().map(|row| kind(row.kind))),
        iso3.lists("countries", each().map(|row| Some(row.countries.iter().map(|id| id.index()))))?,
    ];
    DataFrame::new(each().count(), columns)
}
