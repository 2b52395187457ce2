//! The encoding that a page declares in its first bytes: `<meta charset>`, `http-equiv`, or the XML declaration.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

/// Pages declare their encoding within the first 1,024 bytes; many do so later, behind scripts.
const HEAD: usize = 8 * 1024;

/// What stands behind the first `charset=` (or, in an XML declaration, `encoding=`) of the head.
pub(in crate::format) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let xml = head.trim_ascii_start().starts_with(b"<?xml").then(|| labelled(&head, b"encoding")).flatten();
    let meta = || {
        memmem::find_iter(&head, b"<meta").find_map(|at| {
            let tag = &head[at..];
            let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
            labelled(&tag[..end], b"charset")
        })
    };
    let encoding = xml.or_else(meta)?;
    // A declaration that could be read is not in UTF-16, whatever it says.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn labelled(bytes: &[u8], name: &[u8]) -> Option<&'static Encoding> {
    let at = memmem::find(bytes, name)? + name.len();
    let value = bytes[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|byte| !byte.is_ascii_graphic() || b"\"';,>/".contains(byte));
    Encoding::for_label(&value[..end.unwrap_or(value.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declaration_is_found_wherever_pages_put_it() {
        for (page, name) in [
            ("<meta charset=\"ISO-8859-2\">", Some("ISO-8859-2")),
            ("<META content='text/html; charset=windows-1251' http-equiv=Content-Type>", Some("windows-1251")),
            ("<meta name=viewport content=x><meta charset = koi8-r />", Some("KOI8-R")),
            ("<?xml version='1.0' encoding='iso-8859-1'?><html>", Some("windows-1252")),
            ("<meta charset=utf-16>", Some("UTF-8")),
            ("<meta charset=nonsense>", None),
            ("<p>charset=koi8-r", None),
            ("", None),
        ] {
            assert_eq!(declared(page.as_bytes()).map(Encoding::name), name, "{page}");
        }
    }
}
