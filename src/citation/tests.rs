//! Printed citations and what they say, as tables.

mod bracket;
mod document;
mod prose;
