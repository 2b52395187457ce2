//! One decoded text with one origin.
//!
//! In: [`Raw`] bytes, or a string. Out: [`Document`], whose `text` is never rewritten afterwards: all spans index into it. It
//! does not look at what the text says.

use encoding_rs::UTF_8;
use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Format, LONGEST, Limits, Link, Rendered, render};
use crate::span::Span;

/// Where a document came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Short stable name: the path below the folder that was read, with `/` between parts, and the way in from there.
    pub name: String,
    /// The way to the document: the file as given by the user, and the steps into it; empty for strings.
    pub path: String,
}

impl Origin {
    /// Of a member with a name.
    #[must_use]
    pub fn member(&self, name: &str) -> Self {
        Self { name: format!("{}!/{name}", self.name), path: format!("{}!/{name}", self.path) }
    }

    /// Of a member with a number, from 1.
    #[must_use]
    pub fn record(&self, number: u64) -> Self {
        Self { name: format!("{}#{number}", self.name), path: format!("{}#{number}", self.path) }
    }
}

/// Facts that a table states of its texts in columns of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    pub published: Option<Date>,
    pub series: Option<String>,
}

/// One document as its file or container has it.
#[derive(Clone, Debug, Default)]
pub struct Raw {
    pub origin: Origin,
    pub bytes: Vec<u8>,
    /// Where it is known without a look at the bytes.
    pub format: Option<Format>,
    pub stated: Stated,
    /// What was odd on the way to the document.
    pub notes: Vec<Diagnostic>,
}

impl Raw {
    #[must_use]
    pub fn new(origin: Origin) -> Self {
        Self { origin, ..Self::default() }
    }

    /// Leaves out a document of more bytes than `limit`.
    pub fn refuse_longer_than(&mut self, limit: u64) {
        if self.bytes.len() as u64 > limit {
            self.bytes = Vec::new();
            let message = format!(
                "expected at most {limit} bytes, found more; the document is left out: raise limits.document_bytes to read it"
            );
            self.notes.push(Diagnostic::whole(Code::DocumentTooLong, message));
        }
    }

    /// Drops the remains of a character at the end of a text that was cut.
    pub fn drop_cut_character(&mut self) {
        let cut = std::str::from_utf8(&self.bytes).err().filter(|error| error.error_len().is_none());
        if let Some(error) = cut {
            self.bytes.truncate(error.valid_up_to());
        }
    }
}

#[derive(Clone, Debug)]
pub struct Document {
    pub origin: Origin,
    pub text: String,
    pub format: Format,
    /// Name of the encoding the bytes were in, as the WHATWG registry spells it.
    pub encoding: &'static str,
    /// BLAKE3 of the bytes, first 16 hexadecimal digits of it in ids.
    pub content_hash: String,
    /// Length of the undecoded document in bytes.
    pub bytes: u64,
    /// Addresses behind stretches of the text, in order.
    pub links: Vec<Link>,
    /// What the format marks as no part of the text, in order.
    pub boilerplate: Vec<Span>,
    pub stated: Stated,
    /// Day of publication and title as the format declares them, such as the `Date:` of a mail.
    pub declared: Option<Date>,
    pub title: Option<String>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// A document from its bytes. Bytes that hold no text give an empty text and a diagnostic.
    #[must_use]
    pub fn of(raw: Raw, limits: &Limits) -> Self {
        let Raw { origin, bytes, format, stated, notes } = raw;
        let format = format.unwrap_or_else(|| Format::detect(&bytes, uncompressed(&origin.name)));
        let missing = bytes.is_empty() && !notes.is_empty();
        let rendered = if missing { Rendered::default() } else { render(format, &bytes, limits) };
        let mut document = Self {
            origin,
            text: rendered.text,
            format,
            encoding: if rendered.encoding.is_empty() { UTF_8.name() } else { rendered.encoding },
            content_hash: blake3::hash(&bytes).to_hex().to_string(),
            bytes: bytes.len() as u64,
            links: rendered.links,
            boilerplate: rendered.boilerplate,
            stated,
            declared: rendered.published,
            title: rendered.title,
            diagnostics: notes,
        };
        document.diagnostics.extend(rendered.diagnostics);
        document.noting_emptiness()
    }

    /// A document from bytes of which nothing else is known.
    #[must_use]
    pub fn decode(origin: Origin, bytes: Vec<u8>) -> Self {
        Self::of(Raw { origin, bytes, ..Raw::default() }, &Limits::default())
    }

    /// A document from text that is decoded already.
    #[must_use]
    pub fn from_text(origin: Origin, text: &str) -> Self {
        let mut document = Self::of(Raw { origin, format: Some(Format::Text), ..Raw::default() }, &Limits::default());
        document.diagnostics.clear();
        document.content_hash = blake3::hash(text.as_bytes()).to_hex().to_string();
        document.bytes = text.len() as u64;
        if text.len() > LONGEST {
            let message = format!("expected at most {LONGEST} bytes, found {} bytes", text.len());
            document.diagnostics.push(Diagnostic::whole(Code::DocumentTooLong, message));
        } else {
            text.clone_into(&mut document.text);
        }
        document.noting_emptiness()
    }

    fn noting_emptiness(mut self) -> Self {
        if self.text.trim().is_empty() && self.diagnostics.is_empty() {
            let message = "expected the text of an issue, found nothing but white space".to_owned();
            self.diagnostics.push(Diagnostic::whole(Code::EmptyDocument, message));
        }
        self
    }
}

/// A file name without the endings of compression, which is undone before a document is read.
#[must_use]
pub fn uncompressed(name: &str) -> &str {
    [".gz", ".zst", ".xz", ".bz2"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> (String, &'static str, Vec<Code>) {
        let document = Document::decode(Origin::default(), bytes.to_vec());
        (document.text, document.encoding, document.diagnostics.iter().map(|d| d.code).collect())
    }

    #[test]
    fn bytes_are_decoded_by_mark_then_utf8_then_detection() {
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("Né".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for (bytes, text, encoding, codes) in [
            (&b"plain"[..], "plain", "UTF-8", vec![]),
            (b"\xef\xbb\xbfmark", "mark", "UTF-8", vec![]),
            (&utf16, "Né", "UTF-16LE", vec![]),
            (b"caf\xe9 au lait \x96 1999", "café au lait – 1999", "windows-1252", vec![Code::EncodingDetected]),
            (b"", "", "UTF-8", vec![Code::EmptyDocument]),
            (b" \r\n\x0c", " \r\n\x0c", "UTF-8", vec![Code::EmptyDocument]),
            (b"\x7fELF\0\0", "", "UTF-8", vec![Code::BinaryDocument]),
            (b"{\n \"series\": 1}", "", "UTF-8", vec![Code::UnsupportedFormat]),
            (b"<?xml version='1.0'?><rss/>", "", "UTF-8", vec![Code::UnsupportedFormat]),
            (b"[Editor's Note: x]", "[Editor's Note: x]", "UTF-8", vec![]),
        ] {
            assert_eq!(decode(bytes), (text.to_owned(), encoding, codes));
        }
    }
}
