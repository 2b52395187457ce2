//! The bytes of one document of any format to text, with what the format says of it.
//!
//! In: bytes and a [`Format`], told by their content. Out: [`Rendered`], whose text is what all later stages see. It opens
//! no files and follows no references; containers (archives, mailboxes, tables of texts) belong to `source`.

use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// How the bytes of one document hold its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Text,
    Html,
    Mail,
    Outlook,
    Rtf,
    Docx,
    Odt,
    Pdf,
}

/// An address behind a stretch of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub span: Span,
    pub url: String,
}

/// What a format gives: the text, and what it declares beside it.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    pub text: String,
    /// Name of the encoding the bytes were in, as the WHATWG registry spells it.
    pub encoding: &'static str,
    /// In the order of their places, never overlapping.
    pub links: Vec<Link>,
    /// Stretches that the format itself marks as no part of the text: forwarding headers, list footers, navigation.
    pub boilerplate: Vec<Span>,
    /// Day of publication as declared by the format, such as the `Date:` of a mail.
    pub published: Option<jiff::civil::Date>,
    pub title: Option<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What a document may cost; past a bound the document is cut or left out, with a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one document, decoded.
    pub document_bytes: u64,
    /// Bytes that come out of a container for each byte that goes in.
    pub expansion: u64,
    /// Containers inside one another.
    pub nesting: u32,
    /// Open elements of a page inside one another.
    pub depth: u32,
    /// Parts of one mail.
    pub mail_parts: u32,
    /// Documents in one container.
    pub members: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 1 << 30,
            expansion: 1_000,
            nesting: 8,
            depth: 512,
            mail_parts: 1_000,
            members: 10_000_000,
        }
    }
}
