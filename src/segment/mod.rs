//! A text cut into lines, issues and blocks: spans and kinds only, no strings.
//!
//! In: the text of a document. Out: its non-blank lines; for the body of an issue, its blocks (date heading, headline,
//! note, paragraph). Which blocks make an item is decided in `parse`.

mod blocks;
mod line;

pub(crate) use blocks::{Block, BlockKind, blocks};
pub(crate) use line::{Line, is_headline, lines, opens_note, outside};
