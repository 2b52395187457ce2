//! Printed citations and what they say, as tables.

mod bracket;
mod prose;
