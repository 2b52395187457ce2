//! One decoded text with one origin.
//!
//! In: [`Raw`] bytes, or a string. Out: [`Document`], whose `text` is never rewritten afterwards: all spans index into it. It
//! does not look at what the text says.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Format, Limits, Link};
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
            let message = format!("expected at most {limit} bytes, found more; the document is left out: raise limits.document_bytes to read it");
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

/// Documents longer than this are refused: spans are 32-bit and leave room for arithmetic.
const LONGEST: usize = u32::MAX as usize / 2;

impl Document {
    /// A document from its bytes. Bytes that hold no text give an empty text and a diagnostic.
    #[must_use]
    pub fn of(raw: Raw, _limits: &Limits) -> Self {
        let Raw { origin, bytes, stated, notes, .. } = raw;
        let content_hash = blake3::hash(&bytes).to_hex().to_string();
        let length = bytes.len() as u64;
        let noted = !notes.is_empty();
        let mut diagnostics = notes;
        let (text, encoding) = if bytes.is_empty() && noted {
            (String::new(), UTF_8)
        } else if bytes.len() > LONGEST {
            let found = format!("{length} bytes");
            diagnostics.push(Diagnostic::whole(
                Code::DocumentTooLong,
                format!("expected at most {LONGEST} bytes, found {found}"),
            ));
            (String::new(), UTF_8)
        } else if let Some(reason) = binary(&bytes) {
            let message = format!("expected text, found {reason}; the document is left out");
            diagnostics.push(Diagnostic::whole(Code::BinaryDocument, message));
            (String::new(), UTF_8)
        } else {
            text_of(bytes, &mut diagnostics)
        };
        let mut document = Self {
            origin,
            text,
            format: Format::Text,
            encoding: encoding.name(),
            content_hash,
            bytes: length,
            links: Vec::new(),
            boilerplate: Vec::new(),
            stated,
            declared: None,
            title: None,
            diagnostics,
        };
        if let Some(format) = markup(&document.text) {
            let message = format!("expected plain text, found {format}; the document is left out");
            document.diagnostics.push(Diagnostic::whole(Code::UnsupportedFormat, message));
            document.text.clear();
        }
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
        let mut document = Self::decode(origin, Vec::new());
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

/// Why bytes cannot be text: a known file signature, or NUL bytes outside UTF-16.
fn binary(bytes: &[u8]) -> Option<String> {
    const SIGNATURES: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a ZIP container"),
        (b"\x1f\x8b", "a gzip file"),
        (b"\x89PNG", "a PNG picture"),
    ];
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Some((*what).to_owned());
    }
    if Encoding::for_bom(bytes).is_some() {
        return None;
    }
    let at = memchr::memchr(0, bytes)?;
    Some(format!("a NUL byte at offset {at}"))
}

/// A format that is text but not a digest's: told by how the file begins.
fn markup(text: &str) -> Option<&'static str> {
    let start = text.trim_start();
    let head: String = start.chars().take(16).collect::<String>().to_ascii_lowercase();
    let json = |open: &str| start.strip_prefix(open).is_some_and(|rest| rest.trim_start().starts_with(['"', '{', '}']));
    if head.starts_with("<!doctype") || head.starts_with("<html") || head.starts_with("<?xml") {
        Some("an HTML or XML page")
    } else if json("{") || json("[{") || json("[\n") || json("[\r\n") {
        Some("JSON data")
    } else if head.starts_with("{\\rtf") {
        Some("an RTF file")
    } else {
        None
    }
}

fn text_of(bytes: Vec<u8>, diagnostics: &mut Vec<Diagnostic>) -> (String, &'static Encoding) {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        if encoding == UTF_16LE || encoding == UTF_16BE {
            return decoded(encoding, &bytes[mark..], diagnostics);
        }
        return utf8(bytes[mark..].to_vec(), diagnostics);
    }
    utf8(bytes, diagnostics)
}

fn utf8(bytes: Vec<u8>, diagnostics: &mut Vec<Diagnostic>) -> (String, &'static Encoding) {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return (text, UTF_8),
        Err(error) => error,
    };
    let at = error.utf8_error().valid_up_to();
    let bytes = error.into_bytes();
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let mut encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    if encoding == UTF_8 {
        encoding = WINDOWS_1252;
    }
    let (text, encoding) = decoded(encoding, &bytes, diagnostics);
    let message =
        format!("expected UTF-8, found other bytes at offset {at}; decoded as {} by detection", encoding.name());
    diagnostics.push(Diagnostic::at(Code::EncodingDetected, Span::new(0, 0), message));
    (text, encoding)
}

fn decoded(
    encoding: &'static Encoding,
    bytes: &[u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> (String, &'static Encoding) {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    if lossy {
        let at = text.find('\u{fffd}').unwrap_or(0);
        let message = format!("expected {} throughout, found bytes that are not; shown as U+FFFD", encoding.name());
        diagnostics.push(Diagnostic::at(Code::BytesLost, Span::new(at, at), message));
    }
    (text.into_owned(), encoding)
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
            (b"<!DOCTYPE html><p>x", "", "UTF-8", vec![Code::UnsupportedFormat]),
            (b"[Editor's Note: x]", "[Editor's Note: x]", "UTF-8", vec![]),
        ] {
            assert_eq!(decode(bytes), (text.to_owned(), encoding, codes));
        }
    }
}
