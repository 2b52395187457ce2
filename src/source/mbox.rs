//! Mailboxes of one file: messages, each under a line `From sender date`.
//!
//! Of the dialects, `mboxrd` is read: a line of `>` and `From ` has lost one `>`. In the older `mboxo` only `From ` itself was
//! quoted, which reads alike. A line in a message that was not quoted starts a message only if it has the form of a
//! separator and stands under an empty line.

use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;

use super::walk::{Members, Step, Walker};
use crate::document::{Origin, Raw};
use crate::format::Format;

/// Whether a file is a mailbox: a separator, and a header below it.
pub(super) fn starts(head: &[u8]) -> bool {
    if !head.starts_with(b"From ") {
        return false;
    }
    let mut lines = head.split(|&byte| byte == b'\n');
    let header = |line: &[u8]| {
        let name = line.iter().take_while(|byte| byte.is_ascii_graphic() && **byte != b':').count();
        name > 0 && line.get(name) == Some(&b':')
    };
    lines.next().is_some_and(is_separator)
        && lines.next().is_some_and(|line| header(line) || line.starts_with(b">From "))
}

/// `From ` with a time of day and a year behind it.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    if rest.len() > 1000 {
        return false;
    }
    let digits = |word: &[u8]| word.iter().all(u8::is_ascii_digit);
    let words = || rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let year =
        words().any(|word| word.len() == 4 && digits(word) && (word.starts_with(b"19") || word.starts_with(b"20")));
    let time = words().any(|word| {
        let mut parts = word.split(|&byte| byte == b':');
        word.contains(&b':') && parts.all(|part| (1..=2).contains(&part.len()) && digits(part))
    });
    year && time
}

pub(super) fn documents(walker: &mut Walker, at: &Origin, stream: &mut dyn Read) -> Step {
    let limit = walker.settings.limits.document_bytes;
    let mut lines = BufReader::with_capacity(64 << 10, stream);
    let mut members = Members::default();
    let mut message: Option<Raw> = None;
    let (mut line, mut below_blank) = (Vec::new(), true);
    loop {
        line.clear();
        // A line is cut where a document would be too long; its rest is read as lines of their own.
        let read = Read::by_ref(&mut lines).take(limit.max(1 << 10)).read_until(b'\n', &mut line);
        if let Err(error) = read {
            return match message {
                Some(message) => walker.cut(message, &error),
                None => walker.damaged(at, &error),
            };
        }
        if line.is_empty() || (below_blank && is_separator(&line)) {
            if let Some(done) = message.take() {
                whole(walker, done, limit)?;
            }
            if line.is_empty() {
                return Step::Continue(());
            }
            match members.numbered(walker, at) {
                ControlFlow::Continue(raw) => message = Some(raw),
                ControlFlow::Break(step) => return step,
            }
        } else if let Some(message) = &mut message
            && message.bytes.len() as u64 <= limit
        {
            message.bytes.extend_from_slice(unquoted(&line));
        }
        below_blank = line.iter().all(u8::is_ascii_whitespace);
    }
}

fn whole(walker: &mut Walker, mut message: Raw, limit: u64) -> Step {
    message.format = Some(Format::Mail);
    message.refuse_longer_than(limit);
    walker.give(message)
}

fn unquoted(line: &[u8]) -> &[u8] {
    let quotes = line.iter().take_while(|&&byte| byte == b'>').count();
    if quotes > 0 && line[quotes..].starts_with(b"From ") { &line[1..] } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_have_a_time_and_a_year() {
        for (line, expected) in [
            ("From a@b.org Mon Jan  5 10:00:00 2004", true),
            ("From MAILER-DAEMON Fri Jul  8 12:08:34 2011 +0200", true),
            ("From - Tue Mar 01 9:05:00 2005\r", true),
            ("From now on, talks are at 10:00.", false),
            ("From 2004 to 2006 the embassy was shut.", false),
            ("from a@b.org Mon Jan  5 10:00:00 2004", false),
        ] {
            assert_eq!(is_separator(line.as_bytes()), expected, "{line}");
        }
        assert_eq!(unquoted(b">>From x"), b">From x");
        assert_eq!(unquoted(b"> From x"), b"> From x");
    }
}
