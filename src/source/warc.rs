//! Web archives: the pages that a crawler saved, record after record.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::gauge::{Exactly, Output};
use super::walk::{Members, Step, Walker};
use crate::document::Origin;
use crate::format::Format;

/// A header that is longer is none.
const LONGEST_HEADER: u64 = 1 << 20;

/// `record := "WARC/1.x" header* empty-line block empty-line empty-line`. Records of the types `response` (a server's whole
/// answer) and `resource` (a page alone) are documents where their block is a text of any kind or a PDF.
pub(super) fn documents(walker: &mut Walker, at: &Origin, stream: &mut dyn Read, depth: u32) -> Step {
    let mut stream = BufReader::with_capacity(64 << 10, stream);
    let mut members = Members::default();
    loop {
        let header = match record_header(&mut stream) {
            Ok(Some(header)) => header,
            Ok(None) => return Step::Continue(()),
            Err(error) => return walker.damaged(at, &error),
        };
        let raw = match members.numbered(walker, at) {
            ControlFlow::Continue(raw) => raw,
            ControlFlow::Break(step) => return step,
        };
        let mut block = Exactly { inner: &mut stream, left: header.length };
        if walker.wants(&raw.origin) && header.is_page {
            let mut raw = raw;
            if header.is_answer {
                let mut block = BufReader::new(&mut block);
                match answer(&mut block) {
                    Ok(Some(answer)) => {
                        raw.format = answer.format;
                        let mut body = Output { inner: answer.decoded(&mut block), gauge: Rc::clone(&walker.gauge) };
                        walker.enter(raw, &mut body, depth)?;
                    }
                    Ok(None) => {}
                    Err(error) => walker.cut(raw, &error)?,
                }
            } else {
                raw.format = format_of(&header.media_type);
                walker.enter(raw, &mut block, depth)?;
            }
        }
        // A record that ends early said so where its text was cut.
        if io::copy(&mut block, &mut io::sink()).is_err() {
            return Step::Continue(());
        }
    }
}

struct RecordHeader {
    length: u64,
    is_page: bool,
    is_answer: bool,
    media_type: String,
}

fn record_header(stream: &mut impl BufRead) -> io::Result<Option<RecordHeader>> {
    let mut line = String::new();
    loop {
        line.clear();
        if bounded_line(stream, &mut line)? == 0 {
            return Ok(None);
        }
        if !line.trim().is_empty() {
            break;
        }
    }
    if !line.starts_with("WARC/") {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "no record where one should start"));
    }
    let mut header = RecordHeader { length: 0, is_page: false, is_answer: false, media_type: String::new() };
    let mut taken = 0;
    loop {
        line.clear();
        taken += bounded_line(stream, &mut line)? as u64;
        if line.trim().is_empty() || taken > LONGEST_HEADER {
            break;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-length" => {
                let bad = |_| io::Error::new(io::ErrorKind::InvalidData, format!("a record of {value:?} bytes"));
                header.length = value.parse().map_err(bad)?;
            }
            "warc-type" => {
                header.is_answer = value.eq_ignore_ascii_case("response");
                header.is_page = header.is_answer || value.eq_ignore_ascii_case("resource");
            }
            "content-type" => header.media_type = value.to_ascii_lowercase(),
            _ => {}
        }
    }
    // Of answers, those by HTTP are pages; of resources, those that can be read as text.
    header.is_page &=
        if header.is_answer { header.media_type.contains("http") } else { is_readable(&header.media_type) };
    Ok(Some(header))
}

fn bounded_line(stream: &mut impl BufRead, line: &mut String) -> io::Result<usize> {
    let mut bytes = Vec::new();
    let read = stream.by_ref().take(LONGEST_HEADER).read_until(b'\n', &mut bytes)?;
    line.push_str(&String::from_utf8_lossy(&bytes));
    Ok(read)
}

fn is_readable(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || ["html", "xml", "pdf", "rtf", "msword", "message/rfc822"].iter().any(|part| media_type.contains(part))
}

fn format_of(media_type: &str) -> Option<Format> {
    if media_type.contains("html") {
        return Some(Format::Html);
    }
    media_type.starts_with("text/plain").then_some(Format::Text)
}

/// The header of a server's answer: how its body is coded, and what it is.
struct Answer {
    format: Option<Format>,
    chunked: bool,
    coding: String,
}

/// Reads the header; nothing for answers that are no page (redirections, errors, pictures).
fn answer(block: &mut impl BufRead) -> io::Result<Option<Answer>> {
    let mut head = Vec::new();
    loop {
        let start = head.len();
        block.by_ref().take(LONGEST_HEADER).read_until(b'\n', &mut head)?;
        let blank = head[start..].iter().all(u8::is_ascii_whitespace);
        if blank || head.len() as u64 > LONGEST_HEADER {
            break;
        }
    }
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut parsed = httparse::Response::new(&mut headers);
    if parsed.parse(&head).is_err() || parsed.code.is_none_or(|code| !(200..300).contains(&code)) {
        return Ok(None);
    }
    let value = |name: &str| {
        let header = parsed.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        header.map(|header| String::from_utf8_lossy(header.value).trim().to_ascii_lowercase()).unwrap_or_default()
    };
    let media_type = value("content-type");
    if !media_type.is_empty() && !is_readable(&media_type) {
        return Ok(None);
    }
    Ok(Some(Answer {
        format: format_of(&media_type),
        chunked: value("transfer-encoding").contains("chunked"),
        coding: value("content-encoding"),
    }))
}

impl Answer {
    fn decoded<'b>(&self, block: &'b mut impl BufRead) -> Box<dyn Read + 'b> {
        // Some crawlers store the body decoded and keep the header: what is stored counts.
        let chunked = self.chunked && block.fill_buf().is_ok_and(starts_chunk);
        let mut body = BufReader::new(if chunked {
            Box::new(Chunked { inner: block, left: 0, ended: false }) as Box<dyn Read>
        } else {
            Box::new(block)
        });
        let start = body.fill_buf().unwrap_or_default().get(..2).map(<[u8]>::to_vec);
        match (self.coding.as_str(), start.as_deref()) {
            ("gzip" | "x-gzip", Some(b"\x1f\x8b")) => Box::new(MultiGzDecoder::new(body)),
            ("deflate", Some([first, second])) if (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0 => {
                Box::new(ZlibDecoder::new(body))
            }
            _ => Box::new(body),
        }
    }
}

/// `1a2b\r\n`: a line of a length in hexadecimal digits.
fn starts_chunk(buffer: &[u8]) -> bool {
    let digits = buffer.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    (1..=8).contains(&digits) && matches!(buffer.get(digits), Some(b'\r' | b'\n' | b';' | b' '))
}

/// A body in chunks: `length CRLF bytes CRLF`, the last of length 0.
struct Chunked<R> {
    inner: R,
    left: u64,
    ended: bool,
}

impl<R: BufRead> Read for Chunked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.left == 0 && !self.ended {
            let mut line = Vec::new();
            self.inner.by_ref().take(1 << 10).read_until(b'\n', &mut line)?;
            if line.is_empty() {
                self.ended = true;
            }
            let digits: String =
                line.iter().take_while(|byte| byte.is_ascii_hexdigit()).map(|&byte| char::from(byte)).collect();
            // The end of a chunk is an empty line.
            if !digits.is_empty() {
                self.left = u64::from_str_radix(&digits, 16).unwrap_or(0);
                self.ended = self.left == 0;
            }
        }
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let bytes = if self.ended { 0 } else { self.inner.read(&mut buffer[..most])? };
        self.left -= bytes as u64;
        self.ended |= bytes == 0;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_in_chunks_are_joined() {
        let mut text = String::new();
        let body = &b"5\r\nHello\r\n7;x=y\r\n, world\r\n0\r\n\r\nrest"[..];
        Chunked { inner: body, left: 0, ended: false }.read_to_string(&mut text).unwrap();
        assert_eq!(text, "Hello, world");
        assert!(starts_chunk(b"1a\r\n"));
        assert!(!starts_chunk(b"<html>"));
    }
}
