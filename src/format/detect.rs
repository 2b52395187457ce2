//! The format of a document by its content; its name decides only where the content does not.

use std::borrow::Cow;

use encoding_rs::Encoding;
use memchr::memmem;

use super::Format;

/// As much of a document as is looked at.
const HEAD: usize = 64 * 1024;

impl Format {
    /// The format of `bytes`, of which the first 64 KiB are enough. `name` is the file's, or empty.
    ///
    /// Whatever is none of the others is [`Format::Text`]; whether it is text at all, `render` finds out.
    #[must_use]
    pub fn detect(bytes: &[u8], name: &str) -> Self {
        let head = &bytes[..bytes.len().min(HEAD)];
        if let Some(format) = by_signature(head) {
            return format;
        }
        let text = head_text(head);
        let start = text.trim_start();
        if start.starts_with("{\\rtf") {
            Self::Rtf
        } else if is_page(start) {
            Self::Html
        } else if is_mail(&text) {
            Self::Mail
        } else {
            by_name(&text, name)
        }
    }
}

fn by_signature(head: &[u8]) -> Option<Format> {
    const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    const OPEN_DOCUMENT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.text";
    if head.starts_with(COMPOUND_FILE) {
        return Some(Format::Outlook);
    }
    if head.starts_with(b"PK\x03\x04") {
        let first = head.get(30..).unwrap_or_default();
        if first.starts_with(OPEN_DOCUMENT) {
            return Some(Format::Odt);
        }
        let office = [&b"[Content_Types].xml"[..], b"_rels/", b"word/", b"docProps/", b"customXml/", b"mimetype"]
            .iter()
            .any(|name| first.starts_with(name));
        return (office && memmem::find(head, b"word/").is_some()).then_some(Format::Docx);
    }
    // Readers take a PDF whose signature stands within the first 1,024 bytes; only junk without words may precede it.
    let at = memmem::find(&head[..head.len().min(1024)], b"%PDF-")?;
    (at == 0 || !head[..at].iter().any(u8::is_ascii_alphabetic)).then_some(Format::Pdf)
}

/// The head as far as ASCII goes, which is all that is compared; UTF-16 by its mark.
fn head_text(head: &[u8]) -> Cow<'_, str> {
    match Encoding::for_bom(head) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&head[mark..]).0,
        None => std::str::from_utf8(head).map_or_else(|_| String::from_utf8_lossy(head), Cow::Borrowed),
    }
}

/// Begins as a page does: a document type, or a tag that opens one, behind comments and an XML declaration.
fn is_page(start: &str) -> bool {
    const OPENING: &[&str] = &[
        "!doctype html",
        "html",
        "head",
        "body",
        "title",
        "meta",
        "link",
        "style",
        "script",
        "table",
        "div",
        "p",
        "center",
        "font",
        "h1",
        "h2",
        "h3",
        "span",
        "b",
        "br",
        "hr",
        "ul",
        "ol",
        "article",
        "main",
        "section",
        "header",
        "nav",
        "base",
        "a",
        "pre",
        "blockquote",
        "frameset",
        "strong",
        "em",
        "i",
        "img",
    ];
    let mut rest = start;
    loop {
        let skipped = if rest.starts_with("<!--") {
            rest.split_once("-->").map(|(_, rest)| rest)
        } else if rest.starts_with("<?") {
            rest.split_once('>').map(|(_, rest)| rest)
        } else {
            None
        };
        let Some(next) = skipped else { break };
        rest = next.trim_start();
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    let tag: String = tag.chars().take(16).collect::<String>().to_ascii_lowercase();
    OPENING
        .iter()
        .any(|name| tag.strip_prefix(name).is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric())))
}

/// Begins with header fields as RFC 5322 has them: one that only mail has, or two of those that open a letter.
fn is_mail(text: &str) -> bool {
    const ONLY_MAIL: &[&str] = &[
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
        "x-mailer",
        "dkim-signature",
        "content-transfer-encoding",
        "x-mozilla-status",
        "x-gmail-labels",
        "x-gm-thrid",
        "list-id",
        "envelope-to",
        "arc-seal",
        "authentication-results",
        "x-original-to",
        "x-received",
        "x-apparently-to",
        "content-type",
    ];
    const LETTER: &[&str] = &["from", "to", "subject", "date", "cc", "sender", "reply-to"];
    let text = text.trim_start_matches(['\r', '\n']);
    let mut lines = text.lines().skip(usize::from(text.starts_with("From ") || text.starts_with(">From "))).peekable();
    let (mut letter, mut only_mail, mut first) = (0, false, true);
    while let Some(line) = lines.next() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && !first {
            continue;
        }
        first = false;
        let Some((name, _)) = line.split_once(':') else {
            // The last line of a head may be cut.
            if lines.peek().is_none() && only_mail {
                break;
            }
            return false;
        };
        let name = name.trim_end().to_ascii_lowercase();
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
            return false;
        }
        only_mail |= ONLY_MAIL.contains(&name.as_str());
        letter += usize::from(LETTER.contains(&name.as_str()));
    }
    only_mail || letter >= 2
}

/// Text whose beginning could be anything.
fn by_name(text: &str, name: &str) -> Format {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" | "xhtml" | "shtml" | "asp" | "aspx" | "php" if text.contains("</") => Format::Html,
        "eml" | "emlx" | "mht" | "mhtml" if text.contains(':') => Format::Mail,
        _ => Format::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_tells_the_format_and_the_name_only_where_it_does_not() {
        for (bytes, name, format) in [
            (&b"Russia Reform Monitor: No. 1\n"[..], "a.txt", Format::Text),
            (b"", "a.html", Format::Text),
            (b"# Title\n\nFrom: here\n", "a.md", Format::Text),
            (b"<!DOCTYPE html><p>x", "a.txt", Format::Html),
            (b"\xef\xbb\xbf \n<HTML><head>", "", Format::Html),
            (b"\xff\xfe<\0h\0t\0m\0l\0>\0", "", Format::Html),
            (b"<?xml version=\"1.0\"?>\n<!-- saved --><html xmlns='x'>", "", Format::Html),
            (b"<?xml version=\"1.0\"?><rss>", "", Format::Text),
            (b"<p>One", "page", Format::Html),
            (b"<Reuters> says", "", Format::Text),
            (b"words <b>bold</b>", "a.htm", Format::Html),
            (b"words <b>bold</b>", "a.txt", Format::Text),
            (b"From: a@b\nSubject: No. 1\n\nText", "x", Format::Mail),
            (b"From a@b Mon Jan  1 00:00:00 2001\nFrom: a@b\nDate: x\n\n", "x", Format::Mail),
            (b"Received: from x\n\tby y\nX-A: 1\n\n", "", Format::Mail),
            (b"From: Reuters\nA paragraph.\n", "", Format::Text),
            (b"Note: this\n\nText", "", Format::Text),
            (b"Note: this\n\nText", "a.eml", Format::Mail),
            (b"{\\rtf1\\ansi x}", "a.doc", Format::Rtf),
            (b"%PDF-1.4\n", "a.txt", Format::Pdf),
            (b"About %PDF-1.4 files", "", Format::Text),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "a.msg", Format::Outlook),
        ] {
            assert_eq!(Format::detect(bytes, name), format, "{:?} {name}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn office_files_are_told_from_other_zips_by_their_first_members() {
        let zip = |names: &[&str]| -> Vec<u8> {
            names.iter().flat_map(|name| [&b"PK\x03\x04"[..], &[0; 26], name.as_bytes()].concat()).collect()
        };
        for (names, format) in [
            (&["[Content_Types].xml", "word/document.xml"][..], Format::Docx),
            (&["_rels/.rels", "word/document.xml"], Format::Docx),
            (&["[Content_Types].xml", "xl/workbook.xml"], Format::Text),
            (&["a.txt", "word/document.xml"], Format::Text),
            (&["mimetypeapplication/vnd.oasis.opendocument.text", "content.xml"], Format::Odt),
            (&["mimetypeapplication/epub+zip"], Format::Text),
        ] {
            assert_eq!(Format::detect(&zip(names), "a.zip"), format, "{names:?}");
        }
    }
}
