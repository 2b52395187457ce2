//! Tables of texts: CSV and JSON lines, row after row.

use std::cell::Cell;
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use encoding_rs_io::DecodeReaderBytes;
use jiff::civil::Date;
use serde_json::Value;

use super::gauge::Gate;
use super::walk::{Members, Step, Walker};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Origin;

/// One row: its text, and facts that other columns give.
#[derive(Default)]
pub(super) struct Row {
    pub text: Option<Vec<u8>>,
    pub name: Option<String>,
    pub series: Option<String>,
    pub published: Option<String>,
}

/// Columns that give facts, beside that of the texts.
pub(super) const FACTS: [&str; 3] = ["name", "series", "published"];

impl Row {
    /// Takes a cell by the name of its column.
    pub(super) fn set(&mut self, column: &str, text_column: &str, cell: Vec<u8>) {
        if column == text_column {
            self.text = Some(cell);
            return;
        }
        let cell = String::from_utf8_lossy(&cell).trim().to_owned();
        let cell = (!cell.is_empty()).then_some(cell);
        match column {
            "name" => self.name = cell,
            "series" => self.series = cell,
            "published" => self.published = cell,
            _ => {}
        }
    }

    /// Gives the row as a document; a row without a text is none.
    pub(super) fn give(self, walker: &mut Walker, at: &Origin, members: &mut Members) -> Step {
        let mut raw = match members.row(walker, at, self.name.as_deref()) {
            ControlFlow::Continue(raw) => raw,
            ControlFlow::Break(step) => return step,
        };
        let Some(text) = self.text else { return Step::Continue(()) };
        raw.bytes = text;
        raw.stated.series = self.series;
        if let Some(printed) = self.published {
            // A time of day may stand behind the day.
            raw.stated.published = printed.get(..10).and_then(|day| day.parse::<Date>().ok());
            if raw.stated.published.is_none() {
                let message =
                    format!("expected a date such as 2023-02-28 in the column \"published\", found {printed:?}");
                raw.notes.push(Diagnostic::whole(Code::FactNotUsed, message));
            }
        }
        raw.refuse_longer_than(walker.settings.limits.document_bytes);
        walker.give(raw)
    }
}

/// A table without the column of texts.
pub(super) fn no_column(walker: &mut Walker, at: &Origin, columns: &[String]) -> Step {
    let text_column = &walker.settings.text_column;
    let found = if columns.is_empty() { "none".to_owned() } else { columns.join(", ") };
    let message =
        format!("expected a column {text_column:?}, found {found}; name the column of texts with text_column=");
    walker.report(at, Diagnostic::whole(Code::NoTextColumn, message))
}

/// Room for one row beside its text.
const BESIDE: u64 = 16 << 20;

pub(super) fn csv(walker: &mut Walker, at: &Origin, delimiter: u8, stream: &mut dyn Read) -> Step {
    let room = walker.settings.limits.document_bytes.saturating_add(BESIDE);
    let allowed = Rc::new(Cell::new(room));
    let gate = Gate { inner: DecodeReaderBytes::new(stream), allowed: Rc::clone(&allowed) };
    let mut table =
        csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).buffer_capacity(64 << 10).from_reader(gate);
    let columns: Vec<String> = match table.byte_headers() {
        Ok(columns) => columns.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect(),
        Err(error) => return walker.damaged(at, &std::io::Error::other(error.to_string())),
    };
    let text_column = walker.settings.text_column.clone();
    if !columns.contains(&text_column) {
        return no_column(walker, at, &columns);
    }
    let mut members = Members::default();
    let mut record = csv::ByteRecord::new();
    loop {
        allowed.set(room);
        match table.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Step::Continue(()),
            Err(error) => return walker.damaged(at, &std::io::Error::other(error.to_string())),
        }
        let mut row = Row::default();
        for (column, cell) in columns.iter().zip(&record) {
            if *column == text_column || FACTS.contains(&column.as_str()) {
                row.set(column, &text_column, cell.to_owned());
            }
        }
        row.give(walker, at, &mut members)?;
    }
}

pub(super) fn ndjson(walker: &mut Walker, at: &Origin, stream: &mut dyn Read) -> Step {
    let room = walker.settings.limits.document_bytes.saturating_add(BESIDE);
    let text_column = walker.settings.text_column.clone();
    let mut lines = BufReader::with_capacity(64 << 10, DecodeReaderBytes::new(stream));
    let mut members = Members::default();
    let mut line = Vec::new();
    let mut any = false;
    loop {
        line.clear();
        if let Err(error) = Read::by_ref(&mut lines).take(room).read_until(b'\n', &mut line) {
            return walker.damaged(at, &error);
        }
        if line.is_empty() {
            return Step::Continue(());
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let object = match serde_json::from_slice(&line) {
            Ok(Value::Object(object)) => object,
            Ok(_) => return bad_line(walker, at, &mut members, "a value of another kind"),
            Err(error) => return bad_line(walker, at, &mut members, &error.to_string()),
        };
        if !any && !object.contains_key(&text_column) {
            let columns: Vec<String> = object.keys().cloned().collect();
            return no_column(walker, at, &columns);
        }
        any = true;
        let mut row = Row::default();
        for (column, cell) in object {
            if let Value::String(cell) = cell {
                row.set(&column, &text_column, cell.into_bytes());
            }
        }
        row.give(walker, at, &mut members)?;
    }
}

/// A line that is no object ends the table: what follows it is not to be trusted to be one.
fn bad_line(walker: &mut Walker, at: &Origin, members: &mut Members, found: &str) -> Step {
    match members.numbered(walker, at) {
        ControlFlow::Continue(raw) => {
            let message =
                format!("expected a JSON object on each line, found {found}; the rest of the file is left out");
            walker.report(&raw.origin, Diagnostic::whole(Code::ContainerDamaged, message))
        }
        ControlFlow::Break(step) => step,
    }
}
