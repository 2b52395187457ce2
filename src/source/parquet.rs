//! Parquet files: the column of texts and those that give facts, row after row.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result as Parquet};
use parquet::file::reader::{ChunkReader, FileReader, Length};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::record::Field;
use parquet::schema::types::{Type, TypePtr};

use super::rows::{FACTS, Row, no_column};
use super::walk::{Members, Step, Walker};
use crate::document::Origin;

pub(super) fn documents(walker: &mut Walker, at: &Origin, file: File) -> Step {
    let reader = file.metadata().map_err(ParquetError::from).and_then(|metadata| {
        guarded(|| SerializedFileReader::new(Chunks { file: Arc::new(file), length: metadata.len() }))
    });
    let reader = match reader {
        Ok(reader) => reader,
        Err(error) => return walker.damaged(at, &io::Error::other(error)),
    };
    let schema = reader.metadata().file_metadata().schema().clone();
    let text_column = walker.settings.text_column.clone();
    let (columns, wanted) = columns(&schema, &text_column);
    if !columns.contains(&text_column) {
        return no_column(walker, at, &columns);
    }
    let rows = Type::group_type_builder(schema.name())
        .with_fields(wanted)
        .build()
        .and_then(|projection| guarded(|| reader.get_row_iter(Some(projection))));
    let mut rows = match rows {
        Ok(rows) => rows,
        Err(error) => return walker.damaged(at, &io::Error::other(error)),
    };
    let mut members = Members::default();
    loop {
        let cells = match guarded(|| rows.next().transpose()) {
            Ok(None) => return Step::Continue(()),
            Ok(Some(cells)) => cells,
            Err(error) => return walker.damaged(at, &io::Error::other(error)),
        };
        let mut row = Row::default();
        for (column, cell) in cells.into_columns() {
            if let Some(cell) = printed(cell) {
                row.set(&column, &text_column, cell);
            }
        }
        if let Err(error) = walker.gauge.came_out(row.text.as_ref().map_or(0, Vec::len)) {
            return walker.damaged(at, &error);
        }
        row.give(walker, at, &mut members)?;
    }
}

/// Names of all columns, and those of them that are read.
fn columns(schema: &Type, text_column: &str) -> (Vec<String>, Vec<TypePtr>) {
    let fields = schema.get_fields();
    let wanted =
        |field: &&TypePtr| field.is_primitive() && (field.name() == text_column || FACTS.contains(&field.name()));
    (fields.iter().map(|field| field.name().to_owned()).collect(), fields.iter().filter(wanted).cloned().collect())
}

fn printed(cell: Field) -> Option<Vec<u8>> {
    match cell {
        Field::Null => None,
        Field::Str(text) => Some(text.into_bytes()),
        Field::Bytes(bytes) => Some(bytes.data().to_vec()),
        other => Some(other.to_string().into_bytes()),
    }
}

/// The reader of a library that trusts what a file says of itself: its panics are errors of the file.
fn guarded<T>(read: impl FnOnce() -> Parquet<T>) -> Parquet<T> {
    let panicked = |_| Err(ParquetError::General("the file contradicts itself".to_owned()));
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(panicked)
}

/// A file of which no more is asked for than it has.
struct Chunks {
    file: Arc<File>,
    length: u64,
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Chunks {
    type T = BufReader<File>;

    fn get_read(&self, start: u64) -> Parquet<Self::T> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(BufReader::new(file))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Parquet<Bytes> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF(format!("{length} bytes at {start} in a file of {}", self.length)));
        }
        let mut bytes = Vec::with_capacity(length);
        self.get_read(start)?.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }
}
