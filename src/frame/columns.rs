//! Plain values to Polars columns. Strings are not copied: a column's views point into the arenas of the chunks.

use arrow::array::{ListArray, Utf8ViewArray, View};
use arrow::bitmap::Bitmap;
use arrow::datatypes::ArrowDataType;
use arrow::offset::{Offsets, OffsetsBuffer};
use jiff::civil::Date;
use polars::prelude::*;
use polars_buffer::Buffer;

use crate::tables::{Chunk, Text, TextList};

/// The arenas of all chunks, as the buffers of string columns.
pub(super) struct Arenas {
    buffers: Buffer<Buffer<u8>>,
}

impl Arenas {
    /// Takes the arenas out of the chunks.
    pub(super) fn take(chunks: &mut [Chunk]) -> Self {
        let arenas = chunks.iter_mut().map(|chunk| Buffer::from(std::mem::take(&mut chunk.arena).into_bytes()));
        Self { buffers: Buffer::from(arenas.collect::<Vec<_>>()) }
    }

    fn view(&self, chunk: usize, text: Text) -> View {
        let start = text.start as usize;
        let bytes = &self.buffers[chunk][start..start + text.len as usize];
        View::new_from_bytes(bytes, u32::try_from(chunk).expect("fewer than 4 billion chunks"), text.start)
    }

    /// A string column from texts with the number of their chunk.
    pub(super) fn strings(
        &self,
        name: &str,
        texts: impl Iterator<Item = (usize, Option<Text>)>,
    ) -> PolarsResult<Column> {
        let (lower, _) = texts.size_hint();
        let (mut views, mut valid) = (Vec::with_capacity(lower), Vec::with_capacity(lower));
        for (chunk, text) in texts {
            valid.push(text.is_some());
            views.push(text.map_or_else(View::default, |text| self.view(chunk, text)));
        }
        string_column(name, views, self.buffers.clone(), Some(&valid))
    }

    /// A column of lists of strings.
    pub(super) fn lists<'c>(
        &self,
        name: &str,
        lists: impl Iterator<Item = (usize, &'c Chunk, TextList)>,
    ) -> PolarsResult<Column> {
        let (mut views, mut lengths) = (Vec::new(), Vec::new());
        for (chunk, rows, list) in lists {
            let texts = &rows.lists[list.start as usize..list.end as usize];
            views.extend(texts.iter().map(|&text| self.view(chunk, text)));
            lengths.push(texts.len());
        }
        list_column(name, string_array(views, self.buffers.clone(), None)?, lengths, None)
    }
}

/// A fixed set of strings, whose views are repeated in columns.
pub(super) struct Dictionary {
    views: Vec<View>,
    buffers: Buffer<Buffer<u8>>,
}

impl Dictionary {
    pub(super) fn new<'s>(strings: impl IntoIterator<Item = &'s str>) -> Self {
        /// Offsets of views are 32-bit: a buffer is closed well before.
        const FULL: usize = 1 << 30;
        let (mut views, mut buffers, mut bytes) = (Vec::new(), Vec::new(), Vec::new());
        for string in strings {
            if bytes.len() > FULL {
                buffers.push(Buffer::from(std::mem::take(&mut bytes)));
            }
            let narrow = |n: usize| u32::try_from(n).expect("buffers of dictionaries are below 4 GiB");
            views.push(View::new_from_bytes(string.as_bytes(), narrow(buffers.len()), narrow(bytes.len())));
            bytes.extend_from_slice(string.as_bytes());
        }
        buffers.push(Buffer::from(bytes));
        Self { views, buffers: Buffer::from(buffers) }
    }

    /// A string column from indices into the dictionary.
    pub(super) fn column(&self, name: &str, indices: impl Iterator<Item = Option<usize>>) -> PolarsResult<Column> {
        let (lower, _) = indices.size_hint();
        let (mut views, mut valid) = (Vec::with_capacity(lower), Vec::with_capacity(lower));
        for index in indices {
            valid.push(index.is_some());
            views.push(index.map_or_else(View::default, |index| self.views[index]));
        }
        string_column(name, views, self.buffers.clone(), Some(&valid))
    }

    /// A column of lists of strings from indices; a row can be null as a whole.
    pub(super) fn lists<I: IntoIterator<Item = usize>>(
        &self,
        name: &str,
        rows: impl Iterator<Item = Option<I>>,
    ) -> PolarsResult<Column> {
        let (mut views, mut lengths, mut valid) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            let before = views.len();
            valid.push(row.is_some());
            views.extend(row.into_iter().flatten().map(|index| self.views[index]));
            lengths.push(views.len() - before);
        }
        list_column(name, string_array(views, self.buffers.clone(), None)?, lengths, Some(&valid))
    }
}

/// A column of strings of a small fixed set, told apart by their address.
pub(super) fn labels(name: &str, values: impl Iterator<Item = Option<&'static str>>) -> PolarsResult<Column> {
    let mut known: Vec<&'static str> = Vec::new();
    let indices: Vec<Option<usize>> = values
        .map(|value| {
            let value = value?;
            let found = known.iter().position(|label| std::ptr::eq(*label, value));
            Some(found.unwrap_or_else(|| {
                known.push(value);
                known.len() - 1
            }))
        })
        .collect();
    Dictionary::new(known).column(name, indices.into_iter())
}

fn string_array(
    views: Vec<View>,
    buffers: Buffer<Buffer<u8>>,
    validity: Option<Bitmap>,
) -> PolarsResult<Utf8ViewArray> {
    Utf8ViewArray::try_new(ArrowDataType::Utf8View, Buffer::from(views), buffers, validity)
}

fn string_column(
    name: &str,
    views: Vec<View>,
    buffers: Buffer<Buffer<u8>>,
    valid: Option<&[bool]>,
) -> PolarsResult<Column> {
    let array = string_array(views, buffers, validity(valid))?;
    Ok(StringChunked::with_chunk(name.into(), array).into_series().into())
}

fn list_column(name: &str, values: Utf8ViewArray, lengths: Vec<usize>, valid: Option<&[bool]>) -> PolarsResult<Column> {
    let offsets = OffsetsBuffer::from(Offsets::<i64>::try_from_lengths(lengths.into_iter())?);
    let dtype = ListArray::<i64>::default_datatype(ArrowDataType::Utf8View);
    let array = ListArray::try_new(dtype, offsets, values.boxed(), validity(valid))?;
    Ok(ListChunked::with_chunk(name.into(), array).into_series().into())
}

fn validity(valid: Option<&[bool]>) -> Option<Bitmap> {
    valid.filter(|valid| valid.contains(&false)).map(Bitmap::from)
}

/// A column of calendar days.
pub(super) fn dates(name: &str, dates: impl Iterator<Item = Option<Date>>) -> PolarsResult<Column> {
    let epoch = Date::constant(1970, 1, 1);
    let days = dates.map(|date| date.and_then(|date| epoch.until(date).ok()).map(|span| span.get_days()));
    let days: Int32Chunked = days.collect_ca(name.into());
    Ok(days.into_series().cast(&DataType::Date)?.into())
}

/// A column of whole numbers (offsets, counts, sizes).
pub(super) fn numbers<T>(name: &str, numbers: impl Iterator<Item = Option<T::Native>>) -> Column
where
    T: PolarsNumericType,
    ChunkedArray<T>: IntoSeries + FromIterator<Option<T::Native>>,
{
    let mut column: ChunkedArray<T> = numbers.collect();
    column.rename(name.into());
    column.into_series().into()
}
