//! The table of diagnostics: those of a chunk and those that only the whole archive showed, in one order.

use polars::prelude::*;

use super::builder::{Builder, offsets};
use super::columns::{Dictionary, labels, numbers};
use crate::diagnostic::Code;
use crate::span::Span;
use crate::tables::Position;

/// One diagnostic of either kind.
struct Said<'s> {
    document: u32,
    issue: Option<u32>,
    item: Option<u32>,
    code: Code,
    message: &'s str,
    span: Span,
    position: Position,
}

impl Builder<'_> {
    /// By document, then by place.
    fn said(&self) -> Vec<Said<'_>> {
        let own = self.chunk.diagnostics.iter().map(|row| Said {
            document: row.document,
            issue: row.issue,
            item: row.item,
            code: row.code,
            message: self.arena.get(row.message),
            span: row.span,
            position: row.position,
        });
        let of_dates = self.resolved.diagnostics.iter().map(|row| Said {
            document: row.document,
            issue: Some(row.issue),
            item: row.item,
            code: row.code,
            message: &row.message,
            span: row.span,
            position: row.position,
        });
        let mut said: Vec<Said> = own.chain(of_dates).collect();
        said.sort_by_key(|one| (one.document, one.position.line, one.position.column, one.code));
        said
    }

    pub(super) fn diagnostics(&self) -> PolarsResult<DataFrame> {
        let said = self.said();
        let rows = || said.iter();
        let path = |one: &Said| Some(self.chunk.documents[one.document as usize].path).filter(|path| path.len > 0);
        let place = |index: Option<u32>| index.map(|index| index as usize);
        let messages = Dictionary::new(rows().map(|one| one.message));
        let columns = vec![
            self.documents(rows().map(|one| one.document))?,
            self.strings("path", rows().map(path))?,
            self.issue_ids.column("issue_id", rows().map(|one| place(one.issue)))?,
            self.item_ids.column("item_id", rows().map(|one| place(one.item)))?,
            labels("code", rows().map(|one| Some(one.code.as_str())))?,
            labels("severity", rows().map(|one| Some(one.code.severity().as_str())))?,
            messages.column("message", (0..said.len()).map(Some))?,
            offsets("byte_start", rows().map(|one| Some(one.span.start()))),
            offsets("byte_end", rows().map(|one| Some(one.span.end()))),
            numbers::<UInt32Type>("line", rows().map(|one| Some(one.position.line))),
            numbers::<UInt32Type>("column", rows().map(|one| Some(one.position.column))),
        ];
        DataFrame::new(said.len(), columns)
    }
}
