//! Frames that let go of the texts they no longer show.
//!
//! String columns point into the arenas of their batch. A frame of a few filtered rows would keep whole batches in memory
//! that way; here its strings are copied once they are the smaller part of what they hold.

use std::collections::HashMap;

use arrow::array::{Array, ListArray, Utf8ViewArray};
use polars::prelude::*;

/// Buffers smaller than this together are not worth a copy.
const SMALL: usize = 1 << 16;

/// The same rows, holding at most about twice the bytes of their strings.
pub(crate) fn compact(frame: DataFrame) -> PolarsResult<DataFrame> {
    let (mut buffers, mut shown) = (HashMap::new(), 0);
    for array in frame.columns().iter().flat_map(views) {
        shown += array.total_bytes_len();
        buffers.extend(array.data_buffers().iter().map(|buffer| (buffer.as_ptr(), buffer.len())));
    }
    let held: usize = buffers.values().sum();
    if held <= 2 * shown + SMALL {
        return Ok(frame);
    }
    let columns = frame.columns().iter().map(copied).collect::<PolarsResult<Vec<_>>>()?;
    DataFrame::new(frame.height(), columns)
}

/// The arrays of strings in a column, alone or in lists.
fn views(column: &Column) -> Vec<Utf8ViewArray> {
    let series = column.as_materialized_series();
    if let Ok(strings) = series.str() {
        return strings.downcast_iter().cloned().collect();
    }
    let Ok(lists) = series.list() else { return Vec::new() };
    lists.downcast_iter().filter_map(strings_of).collect()
}

fn strings_of(lists: &ListArray<i64>) -> Option<Utf8ViewArray> {
    lists.values().as_any().downcast_ref::<Utf8ViewArray>().cloned()
}

fn copied(column: &Column) -> PolarsResult<Column> {
    let series = column.as_materialized_series();
    let name = series.name().clone();
    if let Ok(strings) = series.str() {
        let arrays = strings.downcast_iter().map(|array| array.clone().gc());
        return Ok(StringChunked::from_chunk_iter(name, arrays).into_series().into());
    }
    let Ok(lists) = series.list() else { return Ok(column.clone()) };
    let arrays = lists.downcast_iter().map(|list| match strings_of(list) {
        Some(strings) => {
            let values = strings.gc().boxed();
            ListArray::try_new(list.dtype().clone(), list.offsets().clone(), values, list.validity().cloned())
        }
        None => Ok(list.clone()),
    });
    let arrays = arrays.collect::<PolarsResult<Vec<_>>>()?;
    Ok(ListChunked::from_chunk_iter(name, arrays).into_series().into())
}
