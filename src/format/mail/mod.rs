//! One message of mail (RFC 5322, MIME): its body as text, its subject and its date.
//!
//! Of parts that say the same (`multipart/alternative`) the fuller one is taken, and the HTML one where both are as full,
//! since it has links. Parts that follow one another are joined, messages inside the message as well. What mail programs and
//! lists put around the text is marked as boilerplate and stays where it is.

mod body;
mod boilerplate;
mod entity;

use jiff::civil::Date;
use mail_parser::{DateTime, Message, MessageParser};

use super::{Limits, Rendered};
use crate::diagnostic::{Code, Diagnostic};
use entity::Reader;
pub(super) use entity::fuller;

/// The text of a message. A line `From ...` that a mailbox put before it does not count.
pub(super) fn render(bytes: &[u8], limits: &Limits) -> Rendered {
    let bytes = without_mailbox_line(bytes);
    let mut reader = Reader::new(limits);
    let mut rendered = reader.message(bytes, 0).rendered;
    rendered.diagnostics.extend(reader.diagnostics());
    finished(rendered)
}

/// A body with what surrounds it marked.
pub(super) fn finished(mut rendered: Rendered) -> Rendered {
    let found = boilerplate::marked(&rendered.text);
    rendered.boilerplate = boilerplate::union(std::mem::take(&mut rendered.boilerplate), found);
    if rendered.encoding.is_empty() {
        rendered.encoding = "UTF-8";
    }
    rendered
}

fn without_mailbox_line(bytes: &[u8]) -> &[u8] {
    let start = bytes.strip_prefix(b">").unwrap_or(bytes);
    if !start.starts_with(b"From ") {
        return bytes;
    }
    memchr::memchr(b'\n', bytes).map_or(&[][..], |at| &bytes[at + 1..])
}

/// Header and body of an entity: they are parted by the first empty line.
pub(super) fn parted(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', bytes) {
        if matches!(&bytes[start..end], b"" | b"\r") {
            return (&bytes[..start], &bytes[end + 1..]);
        }
        start = end + 1;
    }
    (bytes, &[])
}

/// The fields of a header.
pub(super) fn header(bytes: &[u8]) -> Option<Message<'_>> {
    MessageParser::new().parse_headers(bytes)
}

/// The day of a `Date:` field as its sender had it.
pub(super) fn day(date: &DateTime, diagnostics: &mut Vec<Diagnostic>) -> Option<Date> {
    let narrow = |value: u8| i8::try_from(value).ok();
    let day = || {
        Date::new(i16::try_from(date.year).ok()?, narrow(date.month)?, narrow(date.day)?)
            .ok()
            .filter(|day| day.year() > 1900)
    };
    let found = day();
    if found.is_none() {
        let message = format!(
            "expected a day of the calendar in the Date field, found {}-{:02}-{:02}; left out",
            date.year, date.month, date.day
        );
        diagnostics.push(Diagnostic::whole(Code::ImpossibleDate, message));
    }
    found
}

#[cfg(test)]
mod tests;
