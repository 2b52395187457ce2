//! Line and column of what diagnostics may point at.

use super::{Chunk, Position};

impl Chunk {
    /// Fills in line and column of everything of this document that a diagnostic may point at, in one pass.
    pub(super) fn place(&mut self, text: &str, document: u32, first_diagnostic: usize) {
        let first_issue = self.issues.partition_point(|issue| issue.document < document);
        let first_item = self.issues.get(first_issue).map_or(self.items.len(), |issue| issue.items.0 as usize);
        let first_citation = self.items.get(first_item).map_or(self.citations.len(), |item| item.citations.0 as usize);
        let rows = self.diagnostics.len() - first_diagnostic + self.citations.len() - first_citation;
        let mut places: Vec<(usize, &mut Position)> = Vec::with_capacity(rows + 16);
        for row in &mut self.diagnostics[first_diagnostic..] {
            places.push((row.span.start(), &mut row.position));
        }
        for row in &mut self.issues[first_issue..] {
            places.push((row.span.start(), &mut row.position));
            places.extend(row.printed.iter_mut().map(|date| (date.span.start(), &mut date.position)));
        }
        for row in &mut self.items[first_item..] {
            places.extend(row.heading.iter_mut().map(|date| (date.span.start(), &mut date.position)));
        }
        for row in &mut self.citations[first_citation..] {
            places.extend(row.date.iter_mut().map(|date| (date.span.start(), &mut date.position)));
        }
        places.sort_unstable_by_key(|(at, _)| *at);
        locate(text, places);
    }
}

/// Writes line and column of each offset, counted on from the one before; offsets must rise.
fn locate(text: &str, places: Vec<(usize, &mut Position)>) {
    let (mut at, mut line, mut column) = (0, 1, 1);
    for (offset, position) in places {
        let passed = &text.as_bytes()[at..offset];
        if let Some(newline) = memchr::memrchr(b'\n', passed) {
            line += occurrences(passed, |byte| byte == b'\n');
            (at, column) = (at + newline + 1, 1);
        }
        // Every character has one byte that does not continue it.
        column += occurrences(&text.as_bytes()[at..offset], |byte| byte & 0xc0 != 0x80);
        at = offset;
        *position = Position { line, column };
    }
}

/// How many bytes pass a test; few enough at once for counts of one byte, which the compiler adds up 16 at a time.
fn occurrences(bytes: &[u8], test: impl Fn(u8) -> bool) -> u32 {
    bytes.chunks(255).map(|part| u32::from(part.iter().map(|&byte| u8::from(test(byte))).sum::<u8>())).sum()
}
