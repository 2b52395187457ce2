//! The table of diagnostics: those of the chunks and those that only the whole archive showed, in one order.

use polars::prelude::*;

use super::builder::{Builder, offsets};
use super::columns::{Dictionary, labels, numbers};
use crate::diagnostic::Code;
use crate::span::Span;
use crate::tables::{Chunk, DateDiagnostic, Position, Resolved};

/// Diagnostics of the chunks and of the dates in one order: by document, then by place.
pub(super) struct DiagnosticColumns {
    rows: Vec<DiagnosticRowAt>,
}

struct DiagnosticRowAt {
    chunk: usize,
    document: u32,
    issue: Option<usize>,
    item: Option<usize>,
    code: Code,
    message: String,
    span: Span,
    position: Position,
}

impl DiagnosticColumns {
    pub(super) fn collect(chunks: &[Chunk], resolved: &Resolved) -> Self {
        let (mut issues, mut items) = (0, 0);
        let mut rows = Vec::new();
        for (index, chunk) in chunks.iter().enumerate() {
            rows.extend(chunk.diagnostics.iter().map(|row| DiagnosticRowAt {
                chunk: index,
                document: row.document,
                issue: row.issue.map(|issue| issues + issue as usize),
                item: row.item.map(|item| items + item as usize),
                code: row.code,
                message: chunk.text(row.message).to_owned(),
                span: row.span,
                position: row.position,
            }));
            issues += chunk.issues.len();
            items += chunk.items.len();
        }
        rows.extend(resolved.diagnostics.iter().map(
            |DateDiagnostic { chunk, document, issue, item, code, message, span, position }| DiagnosticRowAt {
                chunk: *chunk,
                document: *document,
                issue: Some(*issue),
                item: *item,
                code: *code,
                message: message.clone(),
                span: *span,
                position: *position,
            },
        ));
        rows.sort_by_key(|row| (row.chunk, row.document, row.position.line, row.position.column, row.code));
        Self { rows }
    }
}

impl Builder<'_> {
    pub(super) fn diagnostics(&self, rows: &DiagnosticColumns) -> PolarsResult<DataFrame> {
        let each = || rows.rows.iter();
        let document = |row: &DiagnosticRowAt| self.chunks[row.chunk].documents[row.document as usize].clone();
        let messages = Dictionary::new(each().map(|row| row.message.as_str()));
        let columns = vec![
            self.documents(each().map(|row| (row.chunk, row.document)))?,
            self.arenas
                .strings("path", each().map(|row| (row.chunk, Some(document(row).path).filter(|path| path.len > 0))))?,
            self.context.issue_ids.column("issue_id", each().map(|row| row.issue))?,
            self.context.item_ids.column("item_id", each().map(|row| row.item))?,
            labels("code", each().map(|row| Some(row.code.as_str())))?,
            labels("severity", each().map(|row| Some(row.code.severity().as_str())))?,
            messages.column("message", (0..rows.rows.len()).map(Some))?,
            offsets("byte_start", each().map(|row| Some(row.span.start()))),
            offsets("byte_end", each().map(|row| Some(row.span.end()))),
            numbers::<UInt32Type>("line", each().map(|row| Some(row.position.line))),
            numbers::<UInt32Type>("column", each().map(|row| Some(row.position.column))),
        ];
        DataFrame::new(rows.rows.len(), columns)
    }
}
