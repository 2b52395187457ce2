//! The golden pages in other clothes: as a saved web page, a mail, and office files, they give the same items.

use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::path::Path;

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::golden::check;
use super::rows_of;
use crate::document::{Document, Origin};
use crate::format::Format;

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The blocks of a page, each as its lines.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.split(|line| line.is_empty()).filter(|block| !block.is_empty()).map(<[&str]>::to_vec).collect()
}

fn page(text: &str) -> Vec<u8> {
    let mut body = String::new();
    for block in blocks(text) {
        let lines: Vec<String> = block.iter().map(|line| escaped(line)).collect();
        write!(body, "<p>\n  {}\n</p>\n", lines.join("<br>")).unwrap();
    }
    format!(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>Saved page</title><style>p {{}}</style></head><body>\
         <nav><ul><li><a href=/>Home</a><li><a href=/about>About the Council</a></ul></nav>\
         <table><tr><td><div class=sidebar>Recent issues</div></td><td><main>{body}</main></td></tr></table>\
         <footer>Copyright, all rights reserved.</footer></body></html>"
    )
    .into_bytes()
}

fn mail(text: &str) -> Vec<u8> {
    let page: String = page(text).iter().fold(String::new(), |mut out, byte| {
        // Quoted-printable in its plainest form: all but letters, digits and spaces by number, in lines of one length.
        if byte.is_ascii_alphanumeric() || *byte == b' ' {
            out.push(char::from(*byte));
        } else {
            write!(out, "={byte:02X}").unwrap();
        }
        if out.len() - out.rfind('\n').unwrap_or(0) > 70 {
            out.push_str("=\r\n");
        }
        out
    });
    format!(
        "From: list@example.org\r\nSubject: New issue\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=xyz\r\n\r\n\
         --xyz\r\nContent-Type: text/plain\r\n\r\nSee the web page.\r\n--xyz\r\nContent-Type: text/html; charset=utf-8\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{page}\r\n--xyz--\r\n"
    )
    .into_bytes()
}

fn docx(text: &str) -> Vec<u8> {
    let mut body = String::new();
    for block in blocks(text) {
        let lines: Vec<String> = block.iter().map(|line| format!("<w:t>{}</w:t>", escaped(line))).collect();
        write!(body, "<w:p><w:r>{}</w:r></w:p>", lines.join("<w:br/>")).unwrap();
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("word/document.xml", format!("<w:document>{body}</w:document>")),
    ] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn rtf(text: &str) -> Vec<u8> {
    let mut body = String::new();
    for block in blocks(text) {
        for (at, line) in block.iter().enumerate() {
            if at > 0 {
                body.push_str("\\line ");
            }
            for c in line.chars() {
                match c {
                    '\\' | '{' | '}' => body.extend(['\\', c]),
                    c if c.is_ascii() => body.push(c),
                    c => c
                        .encode_utf16(&mut [0; 2])
                        .iter()
                        .for_each(|half| write!(body, "\\u{}?", half.cast_signed()).unwrap()),
                }
            }
        }
        body.push_str("\\par\r\n");
    }
    format!("{{\\rtf1\\ansi\\ansicpg1252 {body}}}").into_bytes()
}

#[test]
fn golden_pages_give_the_same_items_in_every_format() {
    type Dress = fn(&str) -> Vec<u8>;
    let dresses: [(Format, Dress); 4] =
        [(Format::Html, page), (Format::Mail, mail), (Format::Docx, docx), (Format::Rtf, rtf)];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let (mut wrong, mut pages) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let facts: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let text = std::fs::read_to_string(path.with_extension("txt")).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        for (format, dress) in dresses {
            let document = Document::decode(Origin { name: name.clone(), ..Origin::default() }, dress(&text));
            assert_eq!(document.format, format, "{name}");
            let before = wrong.len();
            check(&facts, &rows_of(&document), &mut wrong);
            for message in &mut wrong[before..] {
                message.insert_str(0, &format!("{} ", format.as_str()));
            }
        }
        pages += 1;
    }
    assert!(pages >= 23, "only {pages} pages");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
