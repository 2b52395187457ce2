//! The zip container of an office file: its members by name, within the limits of expansion.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::text::decoded_source;
use super::{LONGEST, Limits};
use crate::diagnostic::{Code, Diagnostic};

pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that may still come out.
    left: u64,
    limits: Limits,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Diagnostic> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
        let left = (bytes.len() as u64).saturating_mul(limits.expansion).min(limits.document_bytes).min(LONGEST as u64);
        Ok(Self { archive, left, limits: *limits })
    }

    /// The text of a member, or `None` if there is no such member.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Diagnostic> {
        let member = match self.archive.by_name(name) {
            Ok(member) => member,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                let message = "expected a file that is open to read, found one with a password; save it without";
                return Err(Diagnostic::whole(Code::EncryptedDocument, message.to_owned()));
            }
            Err(error) => return Err(damaged(&format!("{name}: {error}"))),
        };
        let mut bytes = Vec::new();
        let read = member.take(self.left + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > self.left {
            let Limits { expansion, document_bytes, .. } = self.limits;
            let message = format!(
                "expected at most {expansion} times the bytes of the file and {document_bytes} in all, found more in {name}; left out"
            );
            return Err(Diagnostic::whole(Code::ExpansionLimit, message));
        }
        self.left -= bytes.len() as u64;
        read.map_err(|error| damaged(&format!("{name}: {error}")))?;
        Ok(Some(decoded_source(&bytes, None, &mut Vec::new()).0))
    }
}

/// The diagnostic of a file whose structure is broken.
pub(super) fn damaged(what: &str) -> Diagnostic {
    let message = format!("expected a whole file, found it damaged: {what}; what could be read is kept");
    Diagnostic::whole(Code::DamagedDocument, message)
}
