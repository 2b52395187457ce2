//! The parts of a message, by RFC 2045 and 2046, to one text.
//!
//! Parts are found by the lines of their boundary. Depth and number of parts are bounded, so that time is linear in the length
//! of the message and a message of messages of messages ends.

use mail_parser::{Message, MimeHeaders};
use memchr::memmem;

use super::body::{text, transferred, unflowed};
use super::{day, header, parted};
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Limits, Rendered, html};

/// Parts inside one another that are followed: three for each time that a message was forwarded whole.
const DEEPEST: u32 = 32;

/// The text of an entity, and whether it came from HTML.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub rendered: Rendered,
    html: bool,
}

pub(super) struct Reader<'l> {
    limits: &'l Limits,
    parts: u32,
    parts_left_out: u64,
    too_deep: u32,
    attachments: Vec<String>,
}

impl<'l> Reader<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self { limits, parts: 0, parts_left_out: 0, too_deep: 0, attachments: Vec::new() }
    }

    /// What was left out, once everything is read.
    pub(super) fn diagnostics(self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if self.parts_left_out > 0 {
            let message = format!(
                "expected at most {} parts, found {} more, which are left out",
                self.limits.mail_parts, self.parts_left_out
            );
            found.push(Diagnostic::whole(Code::TooManyParts, message));
        }
        if self.too_deep > 0 {
            let message =
                format!("expected parts at most {DEEPEST} deep, found {} beyond that; left out", self.too_deep);
            found.push(Diagnostic::whole(Code::NestingTooDeep, message));
        }
        if !self.attachments.is_empty() {
            let names = self.attachments.join(", ");
            let message =
                format!("attached files are not read with the mail: {names}; save them beside it to have them read");
            found.push(Diagnostic::whole(Code::AttachmentLeftOut, message));
        }
        found
    }

    /// A whole message: its subject and date with its body.
    pub(super) fn message(&mut self, bytes: &[u8], depth: u32) -> Part {
        let (head, _) = parted(bytes);
        let mut part = self.entity(bytes, false, depth);
        let Some(fields) = header(head) else { return part };
        let subject = fields.subject().map(|subject| subject.split_whitespace().collect::<Vec<_>>().join(" "));
        // A message that only carries another one is the other one.
        let carried = part.rendered.title.take();
        part.rendered.title = carried.or(subject.filter(|subject| !subject.is_empty()));
        if part.rendered.published.is_none() {
            part.rendered.published = fields.date().and_then(|date| day(date, &mut part.rendered.diagnostics));
        }
        part
    }

    fn entity(&mut self, bytes: &[u8], digest: bool, depth: u32) -> Part {
        let (head, body) = parted(bytes);
        let fields = header(head);
        let content = fields.as_ref().and_then(MimeHeaders::content_type);
        let (kind, subtype) = content.map_or_else(
            || {
                if digest {
                    ("message".to_owned(), "rfc822".to_owned())
                } else {
                    ("text".to_owned(), "plain".to_owned())
                }
            },
            |content| {
                (content.ctype().to_ascii_lowercase(), content.subtype().unwrap_or_default().to_ascii_lowercase())
            },
        );
        let attribute = |name: &str| content.and_then(|content| content.attribute(name));
        let encoding = fields.as_ref().and_then(MimeHeaders::content_transfer_encoding);
        match (kind.as_str(), subtype.as_str()) {
            ("multipart", _) => {
                let parts = attribute("boundary").map_or_else(Vec::new, |boundary| self.split(body, boundary));
                if parts.is_empty() {
                    self.leaf(body, encoding, None, false)
                } else {
                    self.multipart(&parts, &subtype, depth)
                }
            }
            ("message", "rfc822" | "global") => self.carried(&transferred(body, encoding), depth),
            ("text", "plain" | "html" | "markdown" | "") if !attached(fields.as_ref()) => {
                let mut part = self.leaf(body, encoding, attribute("charset"), subtype == "html");
                let flowed = attribute("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
                if flowed && !part.html {
                    let delete_space = attribute("delsp").is_some_and(|delete| delete.eq_ignore_ascii_case("yes"));
                    part.rendered.text = unflowed(&part.rendered.text, delete_space);
                }
                part
            }
            _ => {
                let name = fields.as_ref().and_then(MimeHeaders::attachment_name);
                // Pictures in a page need no word.
                if name.is_some() || !matches!(kind.as_str(), "image" | "audio" | "video") {
                    self.attachments.push(format!("{} ({kind}/{subtype})", name.unwrap_or("without a name")));
                }
                Part::default()
            }
        }
    }

    fn multipart(&mut self, parts: &[&[u8]], subtype: &str, depth: u32) -> Part {
        if depth >= DEEPEST {
            self.too_deep += 1;
            return Part::default();
        }
        let digest = subtype == "digest";
        let parts = parts.iter().map(|part| self.entity(part, digest, depth + 1));
        match subtype {
            "alternative" => fullest(parts),
            // Each message of a list's digest under its subject; none of them names the whole.
            "digest" => joined(parts.map(|part| {
                let mut titled =
                    Rendered { text: part.rendered.title.clone().unwrap_or_default(), ..Rendered::default() };
                titled.append(Rendered { title: None, published: None, ..part.rendered });
                Part { rendered: titled, html: part.html }
            })),
            _ => joined(parts),
        }
    }

    /// A message inside the message.
    fn carried(&mut self, bytes: &[u8], depth: u32) -> Part {
        if depth >= DEEPEST {
            self.too_deep += 1;
            return Part::default();
        }
        self.message(bytes, depth + 1)
    }

    /// A part that is text.
    fn leaf(&mut self, body: &[u8], encoding: Option<&str>, charset: Option<&str>, is_html: bool) -> Part {
        let mut diagnostics = Vec::new();
        let bytes = transferred(body, encoding);
        let inner = if is_html { html::declared_encoding(&bytes) } else { None };
        let (source, encoding) = text(&bytes, charset, inner, &mut diagnostics);
        let mut rendered = if is_html {
            html::from_text(&source, self.limits)
        } else {
            Rendered { text: source, ..Rendered::default() }
        };
        // A page inside a mail is titled and dated by the mail.
        (rendered.title, rendered.published, rendered.encoding) = (None, None, encoding);
        rendered.diagnostics.extend(diagnostics);
        Part { rendered, html: is_html }
    }

    /// The parts between the lines of a boundary, as many as the limit still allows.
    fn split<'b>(&mut self, body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
        let delimiter = [b"--", boundary.as_bytes()].concat();
        let (mut parts, mut start) = (Vec::new(), None);
        for at in memmem::find_iter(body, &delimiter) {
            if boundary.is_empty() || (at > 0 && body[at - 1] != b'\n') {
                continue;
            }
            let rest = &body[at + delimiter.len()..];
            let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let closes = rest.starts_with(b"--");
            if !closes && !rest[..end].trim_ascii().is_empty() {
                continue; // A longer boundary that begins alike.
            }
            if let Some(start) = start {
                self.part(&body[start..at], &mut parts);
            }
            start = (!closes).then_some(at + delimiter.len() + end);
            if closes {
                break;
            }
        }
        if let Some(start) = start {
            self.part(&body[start..], &mut parts);
        }
        parts
    }

    fn part<'b>(&mut self, part: &'b [u8], parts: &mut Vec<&'b [u8]>) {
        if self.parts >= self.limits.mail_parts {
            self.parts_left_out += 1;
        } else {
            self.parts += 1;
            parts.push(part);
        }
    }
}

fn attached(fields: Option<&Message<'_>>) -> bool {
    fields.and_then(MimeHeaders::content_disposition).is_some_and(mail_parser::ContentType::is_attachment)
}

/// Parts that follow one another.
fn joined(parts: impl Iterator<Item = Part>) -> Part {
    let join = |mut whole: Part, next: Part| {
        whole.html |= next.html;
        whole.rendered.append(next.rendered);
        whole
    };
    parts.reduce(join).unwrap_or_default()
}

/// The plain or the HTML body of one message, by the same rule.
pub(in crate::format) fn fuller(plain: Rendered, page: Rendered) -> Rendered {
    let part = |rendered, html| Part { rendered, html };
    fullest([part(plain, false), part(page, true)].into_iter()).rendered
}

/// Of parts that say the same the one with most letters; one in HTML also where it has nearly as many.
fn fullest(parts: impl Iterator<Item = Part>) -> Part {
    let letters = |part: &Part| {
        let kept =
            |span: &crate::span::Span| span.of(&part.rendered.text).chars().filter(|c| c.is_alphabetic()).count();
        let marked: usize = part.rendered.boilerplate.iter().map(kept).sum();
        let all = part.rendered.text.chars().filter(|c| c.is_alphabetic()).count();
        (all - marked) * if part.html { 10 } else { 9 }
    };
    parts.reduce(|best, next| if letters(&next) > letters(&best) { next } else { best }).unwrap_or_default()
}
