//! A text cut into lines, issues and blocks: spans and kinds only, no strings.
//!
//! In: the text of a document. Out: its non-blank lines; for the body of an issue, its blocks (date heading, headline,
//! note, paragraph; by the templates of a profile also section headings, marks and sources). Which blocks make an item is
//! decided in `parse`.

mod blocks;
mod head;
mod layout;
mod line;
mod tail;

pub(crate) use blocks::{Block, BlockKind, blocks};
pub(crate) use layout::{Laid, first_line_of_body, is_rule, lay_out};
pub(crate) use line::{Line, is_headline, lines, opens_note, outside};
pub(crate) use tail::{initials, run_in_end};
