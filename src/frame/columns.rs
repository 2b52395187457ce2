//! Plain values to Polars columns. What repeats is gathered from a dictionary; long strings are not copied: a column's
//! views point into the arena of its chunk.

use std::sync::Arc;

use arrow::array::{ListArray, MutableBinaryViewArray, Utf8ViewArray, View};
use arrow::bitmap::Bitmap;
use arrow::datatypes::ArrowDataType;
use arrow::offset::{Offsets, OffsetsBuffer};
use jiff::civil::Date;
use polars::prelude::*;
use polars_buffer::Buffer;

use crate::tables::Text;

/// The arena of a chunk, as text and as the buffer of string columns.
pub(super) struct Arena {
    text: Arc<String>,
    buffers: Buffer<Buffer<u8>>,
}

/// The text of an arena as the owner of its bytes.
struct Owner(Arc<String>);

impl AsRef<[u8]> for Owner {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl Arena {
    pub(super) fn new(text: String) -> Self {
        let text = Arc::new(text);
        let buffers = Buffer::from(vec![Buffer::from_owner(Owner(Arc::clone(&text)))]);
        Self { text, buffers }
    }

    pub(super) fn get(&self, text: Text) -> &str {
        &self.text[text.start as usize..][..text.len as usize]
    }

    /// A string column that shares its bytes with the arena.
    pub(super) fn strings(&self, name: &str, texts: impl Iterator<Item = Option<Text>>) -> PolarsResult<Column> {
        let (lower, _) = texts.size_hint();
        let (mut views, mut valid) = (Vec::with_capacity(lower), Vec::with_capacity(lower));
        let view = |text: Text| View::new_from_bytes(self.get(text).as_bytes(), 0, text.start);
        texts.for_each(|text| {
            valid.push(text.is_some());
            views.push(text.map_or_else(View::default, view));
        });
        let dtype = ArrowDataType::Utf8View;
        let array = Utf8ViewArray::try_new(dtype, Buffer::from(views), self.buffers.clone(), validity(&valid))?;
        Ok(StringChunked::with_chunk(name.into(), array).into_series().into())
    }

    /// The same copied, for texts of a few words: most fit their views whole, and the column keeps no arena.
    pub(super) fn short_strings(&self, name: &str, texts: impl Iterator<Item = Option<Text>>) -> Column {
        let mut strings = MutableBinaryViewArray::<str>::with_capacity(texts.size_hint().0);
        texts.for_each(|text| strings.push(text.map(|text| self.get(text))));
        StringChunked::with_chunk(name.into(), strings.freeze()).into_series().into()
    }

    /// A column of lists of strings.
    pub(super) fn lists<'t>(&self, name: &str, lists: impl Iterator<Item = &'t [Text]>) -> PolarsResult<Column> {
        let (mut strings, mut lengths) = (MutableBinaryViewArray::<str>::new(), Vec::new());
        lists.for_each(|texts| {
            for &text in texts {
                strings.push_value(self.get(text));
            }
            lengths.push(texts.len());
        });
        list_column(name, strings.freeze(), lengths, None)
    }
}

/// A fixed set of strings that columns repeat.
pub(super) struct Dictionary {
    strings: StringChunked,
}

impl Dictionary {
    pub(super) fn new<'s>(strings: impl IntoIterator<Item = &'s str>) -> Self {
        let strings: MutableBinaryViewArray<str> = MutableBinaryViewArray::from_values_iter(strings.into_iter());
        Self { strings: StringChunked::with_chunk(PlSmallStr::EMPTY, strings.freeze()) }
    }

    /// A string column from indices into the dictionary.
    pub(super) fn column(&self, name: &str, indices: impl Iterator<Item = Option<usize>>) -> PolarsResult<Column> {
        let (lower, _) = indices.size_hint();
        let (mut rows, mut valid) = (Vec::with_capacity(lower), Vec::with_capacity(lower));
        indices.for_each(|index| {
            valid.push(index.is_some());
            rows.push(narrow(index.unwrap_or(0)));
        });
        let column = match validity(&valid) {
            None => self.strings.take(&rows)?,
            // An empty dictionary has nothing to gather, not even behind a null.
            Some(_) if self.strings.is_empty() => StringChunked::full_null(name.into(), rows.len()),
            Some(valid) => self.strings.take(&rows)?.with_validity(Some(valid)),
        };
        Ok(column.with_name(name.into()).into_series().into())
    }

    /// A column of lists of strings from indices; a row can be null as a whole.
    pub(super) fn lists<I: IntoIterator<Item = usize>>(
        &self,
        name: &str,
        rows: impl Iterator<Item = Option<I>>,
    ) -> PolarsResult<Column> {
        let (mut indices, mut lengths, mut valid) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            let before = indices.len();
            valid.push(row.is_some());
            indices.extend(row.into_iter().flatten().map(narrow));
            lengths.push(indices.len() - before);
        }
        let values = self.strings.take(&indices)?;
        list_column(name, values.rechunk().downcast_as_array().clone(), lengths, validity(&valid))
    }
}

fn narrow(index: usize) -> IdxSize {
    IdxSize::try_from(index).expect("fewer than 4 billion rows")
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

fn list_column(
    name: &str,
    values: Utf8ViewArray,
    lengths: Vec<usize>,
    validity: Option<Bitmap>,
) -> PolarsResult<Column> {
    let offsets = OffsetsBuffer::from(Offsets::<i64>::try_from_lengths(lengths.into_iter())?);
    let dtype = ListArray::<i64>::default_datatype(ArrowDataType::Utf8View);
    let array = ListArray::try_new(dtype, offsets, values.boxed(), validity)?;
    Ok(ListChunked::with_chunk(name.into(), array).into_series().into())
}

fn validity(valid: &[bool]) -> Option<Bitmap> {
    valid.contains(&false).then(|| Bitmap::from(valid))
}

/// A column of calendar days.
pub(super) fn dates(name: &str, dates: impl Iterator<Item = Option<Date>>) -> PolarsResult<Column> {
    const HOURS: i64 = 24;
    let epoch = Date::constant(1970, 1, 1);
    let days = |date: Date| i32::try_from(date.duration_since(epoch).as_hours() / HOURS).ok();
    let days = numbers::<Int32Type>(name, dates.map(|date| date.and_then(days)));
    days.cast(&DataType::Date)
}

/// A column of whole numbers (offsets, counts, sizes).
pub(super) fn numbers<T>(name: &str, numbers: impl Iterator<Item = Option<T::Native>>) -> Column
where
    T: PolarsNumericType,
    ChunkedArray<T>: IntoSeries,
{
    let (lower, _) = numbers.size_hint();
    let (mut values, mut valid) = (Vec::with_capacity(lower), Vec::with_capacity(lower));
    numbers.for_each(|number| {
        valid.push(number.is_some());
        values.push(number.unwrap_or_default());
    });
    let column = ChunkedArray::<T>::from_vec_validity(name.into(), values, validity(&valid));
    column.into_series().into()
}
