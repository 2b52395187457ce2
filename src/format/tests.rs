//! What must hold for every format and all bytes: places are valid and in order, and no reader fails.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const FORMATS: [Format; 8] =
    [Format::Text, Format::Html, Format::Mail, Format::Outlook, Format::Rtf, Format::Docx, Format::Odt, Format::Pdf];

/// Asserts what holds of every rendering.
fn check(rendered: &Rendered, what: &str) {
    let text = &rendered.text;
    let whole = |span: Span| text.is_char_boundary(span.start()) && text.is_char_boundary(span.end());
    let links: Vec<Span> = rendered.links.iter().map(|link| link.span).collect();
    for spans in [&links, &rendered.boilerplate] {
        assert!(
            spans.iter().all(|span| span.end() <= text.len() && whole(*span) && !span.is_empty()),
            "{what}: {spans:?}"
        );
        assert!(spans.windows(2).all(|pair| pair[0].end() <= pair[1].start()), "{what}: {spans:?}");
    }
    for found in &rendered.diagnostics {
        assert!(found.span.end() <= text.len() && whole(found.span), "{what}: {found:?}");
        assert_ne!(found.code, Code::ReaderFailed, "{what}: {}", found.message);
    }
    assert!(!rendered.encoding.is_empty(), "{what} has no encoding");
}

pub(super) fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        let stored = zip::CompressionMethod::Stored;
        let options = SimpleFileOptions::default();
        archive
            .start_file(*name, if *name == "mimetype" { options.compression_method(stored) } else { options })
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A small whole document of each format.
fn samples() -> Vec<(Format, Vec<u8>)> {
    let page = "<title>T</title><nav>Menu</nav><table><tr><td>a<td>b<tr><td>c<td>d</table><p>The<a href='http://r'>Reuters</a>, \
        caf\u{e9}&eacute; &#x2019;<br><ol><li>x</ol><pre> y\n\nz</pre><footer>End</footer>";
    let mail = format!(
        "From: a@b\r\nSubject: =?utf-8?q?S?=\r\nDate: Fri, 1 Jun 2007 10:00:00 +0000\r\nContent-Type: multipart/alternative; \
         boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         Some =C3=A9 text \r\nunsubscribe\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n--b--\r\n"
    );
    let rtf = "{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\fcharset204 A;}}\\f0 \\'cf{\\field{\\*\\fldinst HYPERLINK \"http://r\"}\
        {\\fldrslt R}}\\u8217?\\par\\trowd a\\cell b\\cell\\row}";
    let docx = zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "word/document.xml",
            "<w:document><w:body><w:p><w:r><w:t>One &amp; </w:t></w:r><w:hyperlink r:id='r1'><w:r><w:t>two</w:t></w:r></w:hyperlink></w:p></w:body></w:document>",
        ),
        ("word/_rels/document.xml.rels", "<R><Relationship Id='r1' TargetMode='External' Target='http://r'/></R>"),
    ]);
    let odt = zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "<o:d><text:p>One <text:a xlink:href='http://r'>two</text:a></text:p></o:d>"),
    ]);
    vec![
        (Format::Text, "caf\u{e9} â€™s ".repeat(3).into_bytes()),
        (Format::Html, page.as_bytes().to_vec()),
        (Format::Mail, mail.into_bytes()),
        (Format::Rtf, rtf.as_bytes().to_vec()),
        (Format::Docx, docx),
        (Format::Odt, odt),
    ]
}

#[test]
fn samples_are_told_by_their_content_and_read() {
    for (format, bytes) in samples() {
        assert_eq!(Format::detect(&bytes, ""), format);
        let rendered = render(format, &bytes, &Limits::default());
        check(&rendered, format.as_str());
        assert!(!rendered.text.is_empty(), "{}", format.as_str());
        assert_eq!(rendered.links.is_empty(), format == Format::Text, "{}", format.as_str());
    }
}

#[test]
fn a_file_cut_at_any_byte_is_read_as_far_as_it_goes() {
    for (format, bytes) in samples() {
        for end in 0..bytes.len() {
            check(&render(format, &bytes[..end], &Limits::default()), &format!("{} cut at {end}", format.as_str()));
        }
    }
}

#[test]
fn odd_characters_are_text_like_any_other() {
    let odd = "\u{202e}RTL \u{200b}\u{feff}zero\u{200d} \u{fffd} \u{1f600} \u{0}nul \u{85}\u{2028} &#xD800; &#0; &#x110000; e\u{301}";
    for format in FORMATS {
        check(&render(format, odd.as_bytes(), &Limits::default()), format.as_str());
    }
    let page = render(Format::Html, format!("<p>{odd}").as_bytes(), &Limits::default());
    assert!(page.text.contains('\u{202e}') && page.text.contains("\u{fffd} \u{fffd} \u{fffd}"), "{:?}", page.text);
    // A half of UTF-16 alone, as bytes.
    check(&render(Format::Text, b"\xff\xfe\x00\xd8a\0", &Limits::default()), "UTF-16");
}

#[test]
fn a_document_longer_than_the_limit_is_left_out() {
    let limits = Limits { document_bytes: 10, ..Limits::default() };
    for format in FORMATS {
        let rendered = render(format, b"more than ten bytes", &limits);
        assert_eq!((rendered.text.as_str(), rendered.diagnostics[0].code), ("", Code::DocumentTooLong));
    }
}

#[test]
fn a_package_that_expands_beyond_the_limit_is_left_out() {
    let body = format!("<w:document><w:p><w:t>{}</w:t></w:p></w:document>", "a".repeat(1 << 20));
    let bytes = zipped(&[("word/document.xml", &body)]);
    let rendered = render(Format::Docx, &bytes, &Limits { expansion: 10, ..Limits::default() });
    assert_eq!((rendered.text.as_str(), rendered.diagnostics[0].code), ("", Code::ExpansionLimit));
    assert_eq!(render(Format::Docx, &bytes, &Limits::default()).text.len(), 1 << 20);
}

#[test]
fn tags_inside_one_another_by_the_hundred_thousand_are_read() {
    for (name, open) in [
        ("div", "<div>"),
        ("td", "<table><tr><td>"),
        ("li", "<ul><li>"),
        ("b", "<b>"),
        ("x", "<x-y>"),
        ("a", "<a href=u>"),
    ] {
        let source = open.repeat(100_000);
        let rendered = render(Format::Html, format!("{source}end").as_bytes(), &Limits::default());
        check(&rendered, name);
        assert_eq!(rendered.text, "end", "{name}");
    }
    let stray = format!("{}{}end", "<div><table><tr><td>".repeat(100), "</div></p></li>".repeat(50_000));
    assert_eq!(render(Format::Html, stray.as_bytes(), &Limits::default()).text, "end");
    let attributes = format!("<p {}>end", "a=1 href=2 ".repeat(100_000));
    assert_eq!(render(Format::Html, attributes.as_bytes(), &Limits::default()).text, "end");
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<a href=http://x>",
        "</a>",
        "<nav>",
        "</nav>",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
        "<title>",
        "<ol><li>",
        "<header><h1>",
        "</h1></header>",
        "&eacute;",
        "&#",
        "<!--",
        "-->",
        "<q>",
        "<br>",
        "word",
        " ",
        "\n",
        "\n\n",
        "caf\u{e9}",
        "â€™",
        "Ã©",
        "\u{0}",
        "\u{202e}",
        "{",
        "}",
        "\\par ",
        "\\'e9",
        "\\u8217?",
        "\\field",
        "\\*\\fldinst HYPERLINK \"u\"",
        "\\fldrslt ",
        "\\trowd ",
        "\\cell ",
        "\\row ",
        "\\bin9 ",
        "--b\n",
        "--b--\n",
        "Content-Type: multipart/mixed; boundary=b\n\n",
        "Content-Type: message/rfc822\n\n",
        "Content-Type: text/html\n\n",
        "Content-Transfer-Encoding: base64\n",
        "Subject: x\n",
        "Date: Mon, 1 Jan 2001 00:00:00 +0000\n",
        "> ",
        "unsubscribe\n",
        "-----BEGIN PGP SIGNATURE-----\n",
        "From: a\nTo: b\nSubject: c\n",
        "{\\rtf1 ",
        "<text:p>",
        "<w:p><w:t>",
        "</w:t></w:p>",
    ]);
    prop::collection::vec(prop_oneof![9 => piece.prop_map(|text| text.as_bytes().to_vec()), 1 => prop::collection::vec(any::<u8>(), 1..4)], 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn places_are_valid_whatever_the_bytes_are(bytes in pieces()) {
        for format in FORMATS {
            check(&render(format, &bytes, &Limits::default()), format.as_str());
        }
        let text = String::from_utf8_lossy(&bytes);
        let office = [
            (Format::Docx, zipped(&[("word/document.xml", &text), ("word/footnotes.xml", &text)])),
            (Format::Odt, zipped(&[("content.xml", &text), ("meta.xml", &text)])),
        ];
        for (format, bytes) in office {
            check(&render(format, &bytes, &Limits::default()), format.as_str());
        }
        let _ = Format::detect(&bytes, "a.html");
    }

    #[test]
    fn a_sample_with_bytes_changed_is_read(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        for (format, mut bytes) in samples() {
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            check(&render(format, &bytes, &Limits::default()), format.as_str());
        }
    }
}
