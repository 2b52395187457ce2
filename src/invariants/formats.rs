//! Bytes to text: bounded, the same every time, with links and boilerplate that lie in it.

use std::io::{Cursor, Write};

use cfb::CompoundFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{in_order, inside, pages};
use crate::document::{Document, Origin, Raw};
use crate::format::{Format, Limits};
use crate::profile::Choice;
use crate::span::Span;

/// Bytes of any kind as a document, through to its rows.
///
/// # Panics
/// As [`rendered`].
pub fn decoded(bytes: &[u8]) {
    whole_way(None, bytes);
}

/// Bytes as a document of one format, through to its rows.
///
/// # Panics
/// When the text is longer than the limit or than such bytes can mean, a span lies outside it, the reader failed, a second
/// reading differs, or as [`pages::text`].
pub fn rendered(format: Format, bytes: &[u8]) {
    whole_way(Some(format), bytes);
}

/// Files of office programs. A byte says which: `R`TF and `P`DF come as they are; the XML of a `W`ord or `O`penDocument file and the
/// page of an Outlook `M`essage are packed here, for a fuzzer gets through no checksum.
///
/// # Panics
/// As [`rendered`].
pub fn office(bytes: &[u8]) {
    match bytes {
        [b'R', rtf @ ..] => rendered(Format::Rtf, rtf),
        [b'P', pdf @ ..] => rendered(Format::Pdf, pdf),
        [b'W', xml @ ..] => rendered(Format::Docx, &zipped("word/document.xml", xml)),
        [b'O', xml @ ..] => rendered(Format::Odt, &zipped("content.xml", xml)),
        [b'M', page @ ..] => rendered(Format::Outlook, &message(page)),
        _ => {}
    }
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    archive.start_file(name, stored).unwrap();
    archive.write_all(bytes).unwrap();
    archive.finish().unwrap().into_inner()
}

fn message(page: &[u8]) -> Vec<u8> {
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in [("/__properties_version1.0", &[0; 48][..]), ("/__substg1.0_10130102", page)] {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A page or mail of a kilobyte prints at most some kilobytes; what office files are packed with has a limit of its own.
const LONGEST: u64 = 1 << 22;
const TIMES: usize = 8;

fn whole_way(format: Option<Format>, bytes: &[u8]) {
    let limits = Limits { document_bytes: LONGEST, ..Limits::default() };
    let read = || {
        let raw = Raw { bytes: bytes.to_vec(), format, ..Raw::new(Origin { name: "a".into(), path: "a".into() }) };
        Document::of(raw, &limits)
    };
    let document = read();
    let text = document.text.as_str();
    let packed = matches!(document.format, Format::Docx | Format::Odt | Format::Pdf | Format::Outlook);
    let most = if packed { LONGEST as usize } else { bytes.len() * TIMES + 1000 };
    assert!(text.len() <= most, "{} bytes of {:?} became {} of text", bytes.len(), document.format, text.len());
    assert_eq!(document.bytes, bytes.len() as u64);
    in_order(text, document.links.iter().map(|link| link.span));
    in_order(text, document.boilerplate.iter().copied());
    for diagnostic in &document.diagnostics {
        inside(text, diagnostic.span, Span::new(0, text.len()));
        assert_ne!(diagnostic.code.as_str(), "reader-failed", "{}", diagnostic.message);
    }
    assert_eq!(format!("{document:?}"), format!("{:?}", read()), "a second reading differs");
    let auto = Choice::of("auto").unwrap();
    pages::by(auto.for_text(text, &document.origin.name).profile, &document);
}
