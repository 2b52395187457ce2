//! Counted phrases, and words in their context, as columns.

use polars::prelude::*;

use super::columns::numbers;
use crate::terms::{Context, Counted, Counts, LONGEST};

/// One row per group and phrase: what `python/dateline/terms.py` counts with.
pub(crate) fn counts(counts: &Counts, places: bool) -> PolarsResult<DataFrame> {
    let rows = &counts.rows;
    let (mut features, mut feature) = (StringChunkedBuilder::new("feature".into(), rows.len()), String::new());
    for row in rows {
        feature.clear();
        for word in counts.words(row) {
            if !feature.is_empty() {
                feature.push(' ');
            }
            feature.push_str(word);
        }
        features.append_value(&feature);
    }
    let margin = |of: fn((u64, u64)) -> u64| rows.iter().map(move |row| row.margins.map(of));
    let mut columns = vec![
        numbers::<UInt32Type>("group", rows.iter().map(|row| Some(row.group))),
        length(rows.iter().map(|row| row.length)),
        features.finish().into_series().into(),
        numbers::<UInt64Type>("frequency", rows.iter().map(|row| Some(row.count))),
        numbers::<UInt32Type>("rank", ranks(rows).map(Some)),
        numbers::<UInt32Type>("docfreq", rows.iter().map(|row| Some(row.texts))),
        numbers::<UInt64Type>("total", rows.iter().map(|row| Some(row.total))),
        numbers::<UInt64Type>("opening", margin(|(opening, _)| opening)),
        numbers::<UInt64Type>("closing", margin(|(_, closing)| closing)),
        numbers::<Float64Type>("expected", rows.iter().map(|row| row.expected)),
    ];
    if places {
        let mut lists =
            ListPrimitiveChunkedBuilder::<UInt32Type>::new("rows".into(), rows.len(), rows.len(), DataType::UInt32);
        for row in rows {
            lists.append_slice(counts.places(row));
        }
        columns.push(lists.finish().into_series().into());
    }
    DataFrame::new(rows.len(), columns)
}

/// Within group and length; equal ones share the best. Rows come sorted.
fn ranks(rows: &[Counted]) -> impl Iterator<Item = u32> {
    let parts = rows.chunk_by(|one, other| (one.group, one.length) == (other.group, other.length));
    parts.flat_map(|part| {
        let mut rank = 0;
        (1..).zip(part).map(move |(place, row)| {
            if place == 1 || part[place - 2].count != row.count {
                rank = u32::try_from(place).unwrap_or(u32::MAX);
            }
            rank
        })
    })
}

/// One row per group and length: how many phrases there are, counted or not.
pub(crate) fn sections(counts: &Counts) -> PolarsResult<DataFrame> {
    let rows = || counts.sections.iter().flat_map(|section| (1..).zip(section.totals).map(move |n| (section.group, n)));
    let columns = vec![
        numbers::<UInt32Type>("group", rows().map(|(group, _)| Some(group))),
        length(rows().map(|(_, (length, _))| length)),
        numbers::<UInt64Type>("total", rows().map(|(_, (_, total))| Some(total))),
    ];
    DataFrame::new(LONGEST * counts.sections.len(), columns)
}

fn length(lengths: impl Iterator<Item = usize>) -> Column {
    numbers::<UInt32Type>("n", lengths.map(|length| u32::try_from(length).ok()))
}

/// One row per place of a pattern; line breaks and runs of blanks in the printed text become one blank.
pub(crate) fn contexts(texts: &[&str], found: &[(usize, Context)]) -> PolarsResult<DataFrame> {
    let number = |name: &str, of: fn(&(usize, Context)) -> usize| {
        numbers::<UInt32Type>(name, found.iter().map(|row| u32::try_from(of(row)).ok()))
    };
    let printed = |name: &str, of: fn(&Context) -> std::ops::Range<usize>| -> Column {
        let mut column = StringChunkedBuilder::new(name.into(), found.len());
        for (text, context) in found {
            let words: Vec<&str> = texts[*text][of(context)].split_whitespace().collect();
            column.append_value(words.join(" "));
        }
        column.finish().into_series().into()
    };
    let columns = vec![
        number("row", |(text, _)| *text),
        number("pattern", |(_, context)| context.pattern),
        number("from", |(_, context)| context.from),
        number("to", |(_, context)| context.to),
        printed("pre", |context| context.pre.clone()),
        printed("keyword", |context| context.keyword.clone()),
        printed("post", |context| context.post.clone()),
    ];
    DataFrame::new(found.len(), columns)
}
