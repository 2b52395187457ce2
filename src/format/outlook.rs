//! Messages that Outlook saved (`.msg`): a compound file whose streams hold one property of MAPI each.
//!
//! Names of streams and layouts of properties are those of [MS-OXMSG]. Of the plain and the HTML body the fuller is taken, as
//! in mail. A body in RTF alone is read too; attached files are named and not read.

use std::io::{Cursor, Read};

use cfb::CompoundFile;
use encoding_rs::{Encoding, UTF_16LE, WINDOWS_1252};
use jiff::civil::Date;

use super::package::damaged;
use super::{Limits, Rendered, html, mail, text};
use crate::diagnostic::{Code, Diagnostic};

/// Properties by their tag: the text of the message, and what it says of itself.
const SUBJECT: u16 = 0x0037;
const BODY: u16 = 0x1000;
const HTML: u16 = 0x1013;
const HEADERS: u16 = 0x007d;
const SUBMITTED: u16 = 0x0039;
const DELIVERED: u16 = 0x0e06;
const CODE_PAGE: u16 = 0x3ffd;

pub(super) fn render(bytes: &[u8], limits: &Limits) -> Rendered {
    let mut message = match Message::open(bytes) {
        Ok(message) => message,
        Err(diagnostic) => return Rendered { encoding: "UTF-8", diagnostics: vec![diagnostic], ..Rendered::default() },
    };
    let mut diagnostics = Vec::new();
    let plain = message.text(BODY).unwrap_or_default().replace("\r\n", "\n");
    let plain = Rendered { text: plain, encoding: "UTF-8", ..Rendered::default() };
    let page = message.page().map(|page| html::render(&page, limits)).unwrap_or_default();
    let mut rendered = mail::fuller(plain, page);
    rendered.title =
        message.text(SUBJECT).map(|subject| subject.trim().to_owned()).filter(|subject| !subject.is_empty());
    rendered.published = message.published(&mut diagnostics);
    if rendered.text.trim().is_empty() && message.has(0x1009, "0102") {
        let message =
            "expected a plain or HTML body, found one in compressed RTF alone; save the message as .eml or .txt";
        diagnostics.push(Diagnostic::whole(Code::UnsupportedFormat, message.to_owned()));
    }
    let attached = message.attachments();
    if attached > 0 {
        let message =
            format!("{attached} attached files are not read with the mail; save them beside it to have them read");
        diagnostics.push(Diagnostic::whole(Code::AttachmentLeftOut, message));
    }
    rendered.diagnostics.extend(diagnostics);
    mail::finished(rendered)
}

struct Message<'b> {
    file: CompoundFile<Cursor<&'b [u8]>>,
    /// The fixed properties of the message, 16 bytes each.
    properties: Vec<u8>,
    encoding: &'static Encoding,
    length: u64,
}

impl<'b> Message<'b> {
    fn open(bytes: &'b [u8]) -> Result<Self, Diagnostic> {
        let file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
        let mut message = Self { file, properties: Vec::new(), encoding: WINDOWS_1252, length: bytes.len() as u64 };
        let Some(properties) = message.stream("/__properties_version1.0") else {
            let message = "expected a message of Outlook, found another compound file, such as an old Word file; save it as .docx";
            return Err(Diagnostic::whole(Code::UnsupportedFormat, message.to_owned()));
        };
        // The header of the message itself has 32 bytes.
        message.properties = properties.get(32..).unwrap_or_default().to_vec();
        if let Some(page) = message.number(CODE_PAGE) {
            message.encoding = Encoding::for_label(format!("windows-{page}").as_bytes()).unwrap_or(WINDOWS_1252);
        }
        Ok(message)
    }

    /// A whole stream; never more than the file is long, whatever the file says.
    fn stream(&mut self, path: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let stream = self.file.open_stream(path).ok()?;
        stream.take(self.length).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    fn has(&self, tag: u16, kind: &str) -> bool {
        self.file.is_stream(format!("/__substg1.0_{tag:04X}{kind}"))
    }

    /// A property that is text, in UTF-16 or the code page of the message.
    fn text(&mut self, tag: u16) -> Option<String> {
        if let Some(wide) = self.stream(&format!("/__substg1.0_{tag:04X}001F")) {
            return Some(UTF_16LE.decode_without_bom_handling(&wide).0.into_owned());
        }
        let narrow = self.stream(&format!("/__substg1.0_{tag:04X}001E"))?;
        Some(text::decoded_source(&narrow, Some(self.encoding), &mut Vec::new()).0)
    }

    /// The HTML body, whose encoding the page itself declares.
    fn page(&mut self) -> Option<Vec<u8>> {
        self.stream(&format!("/__substg1.0_{HTML:04X}0102")).or_else(|| self.text(HTML).map(String::into_bytes))
    }

    /// The eight bytes of a fixed property.
    fn fixed(&self, tag: u16) -> Option<[u8; 8]> {
        let entry = self.properties.chunks_exact(16).find(|entry| entry[2..4] == tag.to_le_bytes())?;
        entry[8..16].try_into().ok()
    }

    fn number(&self, tag: u16) -> Option<u32> {
        self.fixed(tag).map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    /// The day of the `Date:` field as its sender had it; else of submission or delivery, in UTC.
    fn published(&mut self, diagnostics: &mut Vec<Diagnostic>) -> Option<Date> {
        let headers = self.text(HEADERS).unwrap_or_default();
        let fields = mail::header(mail::parted(headers.as_bytes()).0);
        let printed = fields.and_then(|fields| fields.date().and_then(|date| mail::day(date, diagnostics)));
        let stamped =
            || [SUBMITTED, DELIVERED].into_iter().find_map(|tag| day_of_filetime(u64::from_le_bytes(self.fixed(tag)?)));
        printed.or_else(stamped)
    }

    fn attachments(&mut self) -> usize {
        let Ok(storages) = self.file.read_storage("/") else { return 0 };
        storages.filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0")).count()
    }
}

/// A count of 100 nanoseconds since 1601.
fn day_of_filetime(count: u64) -> Option<Date> {
    const DAY: u64 = 24 * 60 * 60 * 10_000_000;
    let days = i64::try_from(count / DAY).ok().filter(|days| *days > 0)?;
    jiff::civil::date(1601, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn file(streams: &[(&str, &[u8])]) -> Vec<u8> {
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for (name, bytes) in streams {
            file.create_stream(name).unwrap().write_all(bytes).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn properties(fixed: &[(u16, u64)]) -> Vec<u8> {
        let entries = fixed
            .iter()
            .flat_map(|(tag, value)| [&[0x40, 0][..], &tag.to_le_bytes(), &[0; 4], &value.to_le_bytes()].concat());
        [0; 32].into_iter().chain(entries).collect()
    }

    #[test]
    fn a_message_is_its_fuller_body_its_subject_and_its_day() {
        // 1 June 2007, 12:00 UTC.
        let stamp = (149_020_u64 * 24 + 12) * 3600 * 10_000_000 - 582 * 24 * 3600 * 10_000_000;
        let day = day_of_filetime(stamp);
        let bytes = file(&[
            ("/__properties_version1.0", &properties(&[(SUBMITTED, stamp)])),
            ("/__substg1.0_0037001F", &wide("Monitor No. 5 ")),
            ("/__substg1.0_1000001F", &wide("See the page.")),
            (
                "/__substg1.0_10130102",
                b"<meta charset=windows-1252><p>The caf\xe9, says <a href='http://r'>Reuters</a>.",
            ),
        ]);
        let rendered = render(&bytes, &Limits::default());
        assert_eq!(rendered.text, "The café, says Reuters.");
        assert_eq!((rendered.title.as_deref(), rendered.links.len()), (Some("Monitor No. 5"), 1));
        assert_eq!((rendered.published, rendered.diagnostics.len()), (day, 0));
        assert!(day.is_some());
    }

    #[test]
    fn the_days_of_the_clock_of_windows_are_those_of_the_calendar() {
        // The Unix epoch in this count, by the documentation of the format.
        assert_eq!(day_of_filetime(116_444_736_000_000_000), Some(jiff::civil::date(1970, 1, 1)));
        assert_eq!(day_of_filetime(0), None);
        assert_eq!(day_of_filetime(u64::MAX), None);
    }

    #[test]
    fn another_compound_file_is_told_from_a_message() {
        let rendered = render(&file(&[("/WordDocument", b"x")]), &Limits::default());
        assert_eq!(rendered.diagnostics[0].code, Code::UnsupportedFormat);
        assert_eq!(rendered.text, "");
    }
}
