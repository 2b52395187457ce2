//! Text laid out from what a format marks up: words and breaks go in, [`Rendered`] comes out.
//!
//! Blocks stand on a line each with a blank line between them, white space inside a line is one space, and the cells of a
//! table stand side by side or below one another, by what the table holds.

#[cfg(test)]
mod tests;

use std::mem;

use super::{Link, Rendered};
use crate::span::Span;

/// What parts the last words from the next; of several breaks in a row the widest holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Blank,
    /// Between cells or rows of the innermost table.
    Cell,
    Row,
}

#[derive(Debug, Default)]
pub(super) struct Composer {
    text: String,
    gap: Gap,
    /// No break until something is printed.
    stays: bool,
    links: Vec<Link>,
    link: Option<Opened>,
    /// A link began or ended behind the last word.
    edge: Edge,
    boilerplate: Vec<Span>,
    /// How many stretches of boilerplate are open inside one another, and where the outermost began.
    regions: (u32, Option<usize>),
    tables: Vec<Table>,
    open_tables: Vec<usize>,
    seams: Vec<Seam>,
}

#[derive(Debug)]
struct Opened {
    url: String,
    start: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Edge {
    #[default]
    None,
    Start,
    End,
}

/// What is known of a table while it is written.
#[derive(Debug, Default)]
struct Table {
    /// Places its cells on the page and not values in columns.
    layout: bool,
    /// Has headings or a caption.
    headed: bool,
    cells: u32,
    columns: u32,
    rows: u32,
    /// Where the open cell begins, once it has words.
    cell_start: Option<usize>,
}

/// A place between two cells, or two rows, which becomes a blank line if the table turns out to be a layout.
#[derive(Debug)]
struct Seam {
    at: usize,
    table: usize,
}

/// Values in columns are short: a longer cell holds prose.
const LONGEST_VALUE: usize = 160;

/// Endings that a word gets behind a link: `<a>NATO</a>s`, `<a>Iran</a>ian`. None of them is a word of its own.
const SUFFIXES: &[&str] = &[
    "s", "es", "n", "ns", "d", "ed", "i", "ans", "ian", "ians", "ish", "ese", "er", "ers", "ing", "th", "st", "nd",
    "rd",
];

impl Composer {
    /// Words; white space in them, and at their ends, is one space.
    pub(super) fn words(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| !c.is_whitespace()) {
            if at > 0 {
                self.space();
            }
            rest = &rest[at..];
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            self.put(&rest[..end]);
            rest = &rest[end..];
        }
        if !rest.is_empty() {
            self.space();
        }
    }

    /// Lines as they are, without white space at their ends.
    pub(super) fn lines(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.line_break();
            }
            let shown = line.trim_end();
            if !shown.is_empty() {
                self.put(shown);
            }
            if shown.len() < line.len() {
                self.space();
            }
        }
    }

    pub(super) fn space(&mut self) {
        self.widen(Gap::Space);
    }

    /// What follows stands on a new line.
    pub(super) fn line(&mut self) {
        self.widen(Gap::Line);
    }

    /// A line break that is printed: two of them leave a line blank.
    pub(super) fn line_break(&mut self) {
        if self.gap >= Gap::Line { self.block() } else { self.line() }
    }

    /// What follows is a block of its own, with a blank line before it.
    pub(super) fn block(&mut self) {
        self.widen(Gap::Blank);
    }

    /// What follows stands on the same line, whatever block it is in.
    pub(super) fn stay(&mut self) {
        self.stays = true;
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(if self.stays { gap.min(Gap::Space) } else { gap });
    }

    /// What follows stands behind an address until [`Composer::end_link`]. Links are never inside one another.
    pub(super) fn start_link(&mut self, url: &str) {
        self.end_link();
        self.link = Some(Opened { url: url.to_owned(), start: None });
        self.edge = Edge::Start;
    }

    pub(super) fn end_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        if let Some(start) = link.start {
            self.links.push(Link { span: Span::new(start, self.text.len()), url: link.url });
            self.edge = Edge::End;
        }
    }

    /// What follows is no part of the text proper until the matching [`Composer::end_boilerplate`].
    pub(super) fn start_boilerplate(&mut self) {
        self.regions.0 += 1;
    }

    pub(super) fn end_boilerplate(&mut self) {
        self.regions.0 = self.regions.0.saturating_sub(1);
        if self.regions.0 == 0 {
            self.close_region();
        }
    }

    /// Words that are part of the text though a stretch of boilerplate is open, such as the heading in the head of a page.
    pub(super) fn suspend_boilerplate(&mut self) -> u32 {
        self.close_region();
        mem::take(&mut self.regions.0)
    }

    pub(super) fn resume_boilerplate(&mut self, regions: u32) {
        self.regions.0 = regions;
    }

    fn close_region(&mut self) {
        if let Some(start) = self.regions.1.take() {
            self.boilerplate.push(Span::new(start, self.text.len()));
        }
    }

    pub(super) fn start_table(&mut self, layout: bool) {
        if let Some(&outer) = self.open_tables.last() {
            self.tables[outer].layout = true;
        }
        self.gap = Gap::Blank;
        self.open_tables.push(self.tables.len());
        self.tables.push(Table { layout, ..Table::default() });
    }

    pub(super) fn start_row(&mut self) {
        self.end_cell();
        let Some(table) = self.open_table() else { return };
        table.rows += u32::from(table.cells > 0 || table.rows == 0);
        let first = table.columns == 0 && table.cells == 0;
        table.columns = table.columns.max(table.cells);
        table.cells = 0;
        if !first {
            self.gap = Gap::Row;
        }
    }

    pub(super) fn start_cell(&mut self, heading: bool) {
        self.end_cell();
        let first_of_row = self.gap == Gap::Row;
        let Some(table) = self.open_table() else { return };
        table.headed |= heading;
        table.cells += 1;
        if table.cells > 1 && !first_of_row {
            self.gap = Gap::Cell;
        }
    }

    /// What has a caption has columns.
    pub(super) fn start_caption(&mut self) {
        if let Some(table) = self.open_table() {
            table.headed = true;
        }
    }

    pub(super) fn end_cell(&mut self) {
        let length = self.text.len();
        let Some(table) = self.open_table() else { return };
        if let Some(start) = table.cell_start.take() {
            table.layout |= length - start > LONGEST_VALUE && !table.headed;
        }
    }

    pub(super) fn end_table(&mut self) {
        self.end_cell();
        let Some(id) = self.open_tables.pop() else { return };
        let table = &mut self.tables[id];
        table.columns = table.columns.max(table.cells);
        table.layout |= table.columns < 2 || (table.rows < 2 && !table.headed);
        self.gap = Gap::Blank;
    }

    fn open_table(&mut self) -> Option<&mut Table> {
        self.open_tables.last().map(|&id| &mut self.tables[id])
    }

    /// Something visible, without white space around it.
    fn put(&mut self, visible: &str) {
        let gap = mem::take(&mut self.gap);
        self.put_gap(gap, visible);
        (self.edge, self.stays) = (Edge::None, false);
        let at = self.text.len();
        if let Some(start) = self.link.as_mut().map(|link| &mut link.start) {
            start.get_or_insert(at);
        }
        if self.regions.0 > 0 {
            self.regions.1.get_or_insert(at);
        }
        if let Some(table) = self.open_table() {
            table.cell_start.get_or_insert(at);
        }
        self.text.push_str(visible);
    }

    fn put_gap(&mut self, gap: Gap, next: &str) {
        if self.text.is_empty() {
            return;
        }
        if let Some(table) = self.open_table() {
            // Lines inside a cell: columns of values have none.
            table.layout |= gap >= Gap::Line && table.cell_start.is_some() && !table.headed;
        }
        match gap {
            Gap::None if self.glued(next) => self.text.push(' '),
            Gap::None => {}
            Gap::Space => self.text.push(' '),
            Gap::Line => self.text.push('\n'),
            Gap::Blank => self.text.push_str("\n\n"),
            Gap::Cell | Gap::Row => {
                if let Some(&table) = self.open_tables.last() {
                    self.seams.push(Seam { at: self.text.len(), table });
                }
                self.text.push(if gap == Gap::Cell { '\t' } else { '\n' });
            }
        }
    }

    /// Letters on both sides of the edge of a link, where the space was lost.
    fn glued(&self, next: &str) -> bool {
        if self.edge == Edge::None
            || !self.text.ends_with(char::is_alphabetic)
            || !next.starts_with(char::is_alphabetic)
        {
            return false;
        }
        let word = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        self.edge == Edge::Start || !SUFFIXES.contains(&word)
    }

    /// The whole. Boilerplate that leaves nothing of the text is not believed.
    pub(super) fn finish(mut self) -> Rendered {
        self.end_link();
        self.close_region();
        while !self.open_tables.is_empty() {
            self.end_table();
        }
        let marked: usize = self.boilerplate.iter().map(|span| span.len()).sum();
        if marked + self.boilerplate.len() * 2 >= self.text.len() {
            self.boilerplate.clear();
        }
        let tables = &self.tables;
        let opened: Vec<usize> =
            self.seams.iter().filter(|seam| tables[seam.table].layout).map(|seam| seam.at).collect();
        let rendered = Rendered {
            text: self.text,
            encoding: "UTF-8",
            links: self.links,
            boilerplate: self.boilerplate,
            ..Rendered::default()
        };
        if opened.is_empty() { rendered } else { with_blank_lines(rendered, &opened) }
    }
}

/// The same with a blank line in place of the one character at each of `places`, which are in order.
fn with_blank_lines(rendered: Rendered, places: &[usize]) -> Rendered {
    let mut text = String::with_capacity(rendered.text.len() + places.len());
    let mut done = 0;
    for &at in places {
        text.push_str(&rendered.text[done..at]);
        text.push_str("\n\n");
        done = at + 1;
    }
    text.push_str(&rendered.text[done..]);
    let moved = |offset: usize| offset + places.partition_point(|&at| at < offset);
    let shifted = |span: Span| Span::new(moved(span.start()), moved(span.end()));
    Rendered {
        text,
        links: rendered.links.into_iter().map(|link| Link { span: shifted(link.span), ..link }).collect(),
        boilerplate: rendered.boilerplate.into_iter().map(shifted).collect(),
        ..rendered
    }
}
