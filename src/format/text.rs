//! Plain text and Markdown: bytes decoded, nothing else. The other formats decode their bytes here too.
//!
//! An encoding is known by its mark, because the bytes are UTF-8, because the format declares it, or by detection, which a
//! diagnostic reports; in this order.

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Rendered, mojibake};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// The text of a file. Bytes that are no text, and data in a format that has no reader, give an empty text.
pub(super) fn render(bytes: &[u8]) -> Rendered {
    if let Some(reason) = binary(bytes) {
        let message = format!("expected text, found {reason}; the document is left out");
        return Rendered::unfit(Code::BinaryDocument, message);
    }
    let mut diagnostics = Vec::new();
    let (text, encoding) = decoded(bytes, None, &mut diagnostics);
    if let Some(format) = data(&text) {
        let message = format!("expected plain text, found {format}; the document is left out");
        return Rendered::unfit(Code::UnsupportedFormat, message);
    }
    Rendered { text, encoding: encoding.name(), diagnostics, ..Rendered::default() }
}

/// Bytes as text, with what was decoded twice put right. `declared` is what the format says of its encoding.
pub(super) fn decoded(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (String, &'static Encoding) {
    let (text, encoding) = unmended(bytes, declared, diagnostics);
    let (text, mended) = mojibake::mended(text);
    if let Some(mended) = mended {
        // What was lost stands at another place now.
        if let Some(lost) = diagnostics.iter_mut().find(|found| found.code == Code::BytesLost) {
            let at = text.find('\u{fffd}').unwrap_or(0);
            lost.span = Span::new(at, at);
        }
        let count = mended.count;
        let message =
            format!("expected text decoded once, found characters decoded twice in {count} places; put right");
        diagnostics.push(Diagnostic::at(Code::MojibakeRepaired, Span::new(mended.first, mended.first), message));
    }
    (text, encoding)
}

/// The same of a source whose text is still to be made, so that places in it mean nothing to a reader.
pub(super) fn decoded_source(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (String, &'static Encoding) {
    let mut found = Vec::new();
    let decoded = decoded(bytes, declared, &mut found);
    diagnostics.extend(found.into_iter().map(|found| Diagnostic::whole(found.code, found.message)));
    decoded
}

fn unmended(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (String, &'static Encoding) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return if encoding == UTF_8 {
            unmarked(&bytes[mark..], None, diagnostics)
        } else {
            (exactly(encoding, &bytes[mark..], diagnostics), encoding)
        };
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return (exactly(encoding, bytes, diagnostics), encoding);
    }
    unmarked(bytes, declared, diagnostics)
}

fn unmarked(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (String, &'static Encoding) {
    // Its bytes are all ASCII, hence UTF-8 too.
    if declared == Some(ISO_2022_JP) {
        return (exactly(ISO_2022_JP, bytes, diagnostics), ISO_2022_JP);
    }
    let at = match std::str::from_utf8(bytes) {
        Ok(text) => return (text.to_owned(), UTF_8),
        Err(error) => error.valid_up_to(),
    };
    if mostly_utf8(bytes) {
        return (exactly(UTF_8, bytes, diagnostics), UTF_8);
    }
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible())
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return (text.into_owned(), encoding);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let mut encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    if encoding == UTF_8 {
        encoding = WINDOWS_1252;
    }
    let text = exactly(encoding, bytes, diagnostics);
    let expected = declared.unwrap_or(UTF_8).name();
    let message =
        format!("expected {expected}, found other bytes at offset {at}; decoded as {} by detection", encoding.name());
    diagnostics.push(Diagnostic::at(Code::EncodingDetected, Span::new(0, 0), message));
    (text, encoding)
}

fn exactly(encoding: &'static Encoding, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> String {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    if lossy {
        let at = text.find('\u{fffd}').unwrap_or(0);
        let message = format!("expected {} throughout, found bytes that are not; shown as U+FFFD", encoding.name());
        diagnostics.push(Diagnostic::at(Code::BytesLost, Span::new(at, at), message));
    }
    text.into_owned()
}

/// UTF-8 with a flaw: cut in a character, or one wrong byte in many. Other encodings rarely have a single sequence that
/// is UTF-8 by chance.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut wide, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    wide >= 4 && wide >= wrong * 4
}

/// UTF-16 whose mark is missing: of English text every second byte is zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024) & !1];
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, most) = (zeros(0), zeros(1), head.len() * 2 / 5);
    match head.len() {
        0..8 => None,
        _ if odd > most && even == 0 => Some(UTF_16LE),
        _ if even > most && odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Why bytes cannot be text: a known file signature, or NUL bytes outside UTF-16.
fn binary(bytes: &[u8]) -> Option<String> {
    const SIGNATURES: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "a ZIP container"),
        (b"\x1f\x8b", "a gzip file"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
    ];
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Some((*what).to_owned());
    }
    if Encoding::for_bom(bytes).is_some() || utf16_without_mark(bytes).is_some() {
        return None;
    }
    let at = memchr::memchr(0, bytes)?;
    Some(format!("a NUL byte at offset {at}"))
}

/// A format that is text but no prose: told by how the file begins.
fn data(text: &str) -> Option<&'static str> {
    let start = text.trim_start();
    let json = |open: &str| start.strip_prefix(open).is_some_and(|rest| rest.trim_start().starts_with(['"', '{', '}']));
    if start.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("<?xml")) {
        Some("XML data")
    } else if json("{") && !start.starts_with("{{") || json("[{") || json("[\n") || json("[\r\n") {
        Some("JSON data")
    } else {
        None
    }
}
