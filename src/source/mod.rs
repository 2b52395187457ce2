//! What the user points at, as undecoded documents: files, folders, globs, and what containers among them hold.
//!
//! In: paths as given. Out: [`Raw`] documents. A container (an archive, a compressed file, a mailbox, a table of texts, a web
//! archive) is told by its content and read as a stream: of its members one at a time is in memory, and nothing is written
//! where a member's name says. The way to a document names every step: `archive.zip!/2004/mail.mbox#17`, where `!/` leads
//! to a member with a name and `#` to one with a number; compression alone is no step.
//!
//! | module | subject |
//! |---|---|
//! | `files` | paths to files |
//! | `ahead` | files one after the other, those that come next asked for ahead |
//! | `packed` | a list of files in few bytes |
//! | `container` | which container a file is, by its first bytes |
//! | `walk` | down into containers, within the limits |
//! | `gauge` | how much was read, and when to stop |
//! | `names` | safe and unique names of members |
//! | `archive`, `zip`, `tar`... | one module for each kind of container |
//! | `again` | the way back to a document |

mod again;
mod ahead;
mod compressed;
mod container;
mod files;
mod gauge;
mod mbox;
mod names;
mod packed;
#[cfg(feature = "parquet")]
mod parquet;
mod rows;
mod seekable;
mod tar;
mod walk;
mod warc;
mod zip;

#[cfg(test)]
mod tests;

pub use again::again;
pub use ahead::Ahead;
pub use files::expand;
pub use gauge::Progress;
pub use packed::{Files, SourceFile};
pub use walk::{Container, Opened};

use crate::format::Limits;

/// What the user says of containers.
#[derive(Clone, Debug)]
pub struct Settings {
    pub limits: Limits,
    /// Column of tables that holds the texts.
    pub text_column: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { limits: Limits::default(), text_column: "text".to_owned() }
    }
}
