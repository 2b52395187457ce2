//! The bytes of a leaf of a message to text: transfer encoding, character set, flowed lines.

use std::borrow::Cow;

use encoding_rs::Encoding;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use quoted_printable::ParseMode;

use crate::diagnostic::Diagnostic;
use crate::format::text::decoded_source;

/// Bytes without their transfer encoding. What is damaged is read as far as it can be.
pub(super) fn transferred<'b>(bytes: &'b [u8], encoding: Option<&str>) -> Cow<'b, [u8]> {
    let encoding = encoding.unwrap_or_default().trim();
    if encoding.eq_ignore_ascii_case("base64") {
        let digits: Vec<u8> =
            bytes.iter().copied().filter(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte)).collect();
        base64_decode(&digits).map_or(Cow::Borrowed(bytes), Cow::Owned)
    } else if encoding.eq_ignore_ascii_case("quoted-printable") {
        quoted_printable::decode(bytes, ParseMode::Robust).map_or(Cow::Borrowed(bytes), Cow::Owned)
    } else {
        Cow::Borrowed(bytes)
    }
}

/// Bytes in the declared character set, else by what they look like. Line breaks are LF.
pub(super) fn text(
    bytes: &[u8],
    charset: Option<&str>,
    inner: Option<&'static Encoding>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (String, &'static str) {
    let declared = charset.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let (text, encoding) = match (charset, declared) {
        // UTF-7 and other sets of mail that pages never had.
        (Some(label), None) if charset_decoder(label.trim().as_bytes()).is_some() && !bytes.is_empty() => {
            let decode = charset_decoder(label.trim().as_bytes()).expect("a decoder for this label");
            (decode(bytes), "UTF-8")
        }
        _ => {
            let (text, encoding) = decoded_source(bytes, declared.or(inner), diagnostics);
            (text, encoding.name())
        }
    };
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    (if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }, encoding)
}

/// Lines of `format=flowed` (RFC 3676) joined to the paragraphs they were broken from.
pub(super) fn unflowed(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // Depth of quoting of the line before, where that flows on.
    let mut flowing: Option<usize> = None;
    for line in text.split('\n') {
        let unquoted = line.trim_start_matches('>');
        let depth = line.len() - unquoted.len();
        let content = unquoted.strip_prefix(' ').unwrap_or(unquoted);
        if flowing != Some(depth) {
            if !out.is_empty() || flowing.is_some() {
                out.push('\n');
            }
            out.push_str(&line[..depth]);
            if depth > 0 {
                out.push(' ');
            }
        }
        let flows = content.ends_with(' ') && content != "-- ";
        out.push_str(if flows && delete_space { &content[..content.len() - 1] } else { content });
        flowing = flows.then_some(depth);
        if !flows {
            // The next line begins anew.
            flowing = None;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_transfer_encodings_give_what_is_left() {
        for (encoding, bytes, text) in [
            (Some("base64"), "aGVs\r\nbG8=", "hello"),
            (Some("Base64"), "aGVsbG8", "hello"),
            (Some("base64"), "aGV*sbG8=", "hello"),
            (Some("quoted-printable"), "caf=E9 =\r\nau lait", "caf\u{fffd} au lait"),
            (Some("quoted-printable"), "a = b =ZZ", "a = b =ZZ"),
            (Some("8bit"), "plain", "plain"),
            (None, "plain", "plain"),
        ] {
            assert_eq!(String::from_utf8_lossy(&transferred(bytes.as_bytes(), encoding)), text, "{bytes}");
        }
    }

    #[test]
    fn flowed_lines_become_paragraphs_and_quoting_stays() {
        let text = "One two \nthree.\n\n> quoted \n> on\nback\n From here\n-- \nsig";
        assert_eq!(unflowed(text, false), "One two three.\n\n> quoted on\nback\nFrom here\n-- \nsig");
        assert_eq!(unflowed("ab \ncd", true), "abcd");
    }
}
