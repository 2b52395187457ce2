//! Counted phrases, and words in their context, as columns.

use polars::prelude::*;

use super::columns::numbers;
use crate::terms::{Context, Counts, LONGEST};

/// One row per group and phrase: what `python/dateline/phrases.py` scores.
pub(crate) fn counts(counts: Counts, places: bool) -> PolarsResult<DataFrame> {
    let height = counts.occurrences.len();
    let mut features = StringChunkedBuilder::new("feature".into(), height);
    counts.each_feature(|feature| features.append_value(feature));
    let margin = |of: fn((u64, u64)) -> u64| counts.margins.iter().map(move |margins| margins.map(of));
    let mut columns = vec![
        features.finish().into_series().into(),
        numbers::<UInt64Type>("opening", margin(|(opening, _)| opening)),
        numbers::<UInt64Type>("closing", margin(|(_, closing)| closing)),
        numbers::<Float64Type>("expected", counts.expected.iter().copied()),
    ];
    if places {
        let mut lists = ListPrimitiveChunkedBuilder::<UInt32Type>::new("rows".into(), height, height, DataType::UInt32);
        for texts in &counts.places {
            lists.append_slice(texts);
        }
        columns.push(lists.finish().into_series().into());
    }
    columns.extend([
        Column::new("group".into(), counts.groups),
        Column::new("n".into(), counts.lengths),
        Column::new("frequency".into(), counts.occurrences),
        Column::new("rank".into(), counts.ranks),
        Column::new("docfreq".into(), counts.texts),
        Column::new("total".into(), counts.totals),
    ]);
    DataFrame::new(height, columns)
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
