//! Rows of a frame as lists of structs: what one text gives, in one cell.

use arrow::array::ListArray;
use arrow::bitmap::Bitmap;
use arrow::offset::{Offsets, OffsetsBuffer};
use polars::prelude::*;

/// The rows in lists of the given lengths, in order; no length is a null.
pub(crate) fn nested(name: &str, rows: DataFrame, lengths: &[Option<usize>]) -> PolarsResult<Series> {
    let rows = rows.into_struct(PlSmallStr::EMPTY).into_series().rechunk();
    let values = rows.to_arrow(0, CompatLevel::newest());
    let offsets = Offsets::<i64>::try_from_lengths(lengths.iter().map(|length| length.unwrap_or(0)))?;
    let validity = lengths.contains(&None).then(|| lengths.iter().map(Option::is_some).collect::<Bitmap>());
    let dtype = ListArray::<i64>::default_datatype(values.dtype().clone());
    let lists = ListArray::try_new(dtype, OffsetsBuffer::from(offsets), values, validity)?;
    Series::try_from((PlSmallStr::from(name), lists.boxed()))
}
