//! The bytes of one document of any format to text, with what the format says of it.
//!
//! In: bytes and a [`Format`], told by their content. Out: [`Rendered`], whose text is what all later stages see. It opens
//! no files and follows no references; containers (archives, mailboxes, tables of texts) belong to `source`.

mod compose;
mod detect;
mod docx;
mod html;
mod mail;
mod mojibake;
mod odt;
mod outlook;
mod package;
mod pdf;
mod rtf;
mod text;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::diagnostic::{Code, Diagnostic};
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
            document_bytes: 1 << 28,
            expansion: 1_000,
            nesting: 8,
            depth: 512,
            mail_parts: 1_000,
            members: 10_000_000,
        }
    }
}

/// Documents longer than this are refused: spans are 32-bit and leave room for arithmetic.
pub const LONGEST: usize = u32::MAX as usize / 2;

/// The text of a document, and what its format declares. Bytes that are unfit give an empty text and a diagnostic.
#[must_use]
pub fn render(format: Format, bytes: &[u8], limits: &Limits) -> Rendered {
    let longest = limits.document_bytes.min(LONGEST as u64);
    if bytes.len() as u64 > longest {
        return too_long(longest, bytes.len());
    }
    // Libraries promise not to panic; where one does, a single file is lost and not the archive.
    let rendered = catch_unwind(AssertUnwindSafe(|| match format {
        Format::Text => text::render(bytes),
        Format::Html => html::render(bytes, limits),
        Format::Mail => mail::render(bytes, limits),
        Format::Outlook => outlook::render(bytes, limits),
        Format::Rtf => rtf::render(bytes, limits),
        Format::Docx => docx::render(bytes, limits),
        Format::Odt => odt::render(bytes, limits),
        Format::Pdf => pdf::render(bytes, limits),
    }))
    .unwrap_or_else(|_| {
        let message =
            format!("the reader of {} failed on this file, which is left out; please report it", format.as_str());
        Rendered::unfit(Code::ReaderFailed, message)
    });
    if rendered.text.len() as u64 > longest { too_long(longest, rendered.text.len()) } else { rendered }
}

fn too_long(longest: u64, found: usize) -> Rendered {
    Rendered::unfit(Code::DocumentTooLong, format!("expected at most {longest} bytes, found {found}; left out"))
}

impl Format {
    /// The name that the column `format` has.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Mail => "mail",
            Self::Outlook => "outlook",
            Self::Rtf => "rtf",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Pdf => "pdf",
        }
    }
}

impl Rendered {
    /// No text, and why.
    fn unfit(code: Code, message: String) -> Self {
        Self { encoding: "UTF-8", diagnostics: vec![Diagnostic::whole(code, message)], ..Self::default() }
    }

    /// What follows, behind a blank line. It gives the title and date where nothing stands before it.
    fn append(&mut self, next: Self) {
        if self.text.trim().is_empty() {
            self.published = self.published.or(next.published);
            self.title = self.title.take().or(next.title);
        }
        if !self.text.is_empty() && !next.text.is_empty() {
            self.text.truncate(self.text.trim_end_matches('\n').len());
            self.text.push_str("\n\n");
        }
        let by = self.text.len();
        self.text.push_str(&next.text);
        self.links.extend(next.links.into_iter().map(|link| Link { span: link.span.shifted(by), ..link }));
        self.boilerplate.extend(next.boilerplate.into_iter().map(|span| span.shifted(by)));
        self.diagnostics
            .extend(next.diagnostics.into_iter().map(|found| Diagnostic { span: found.span.shifted(by), ..found }));
        if self.encoding.is_empty() {
            self.encoding = next.encoding;
        }
    }
}

#[cfg(test)]
mod tests;
