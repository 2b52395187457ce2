//! Containers made in the test, read to the end.

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;

use super::{Opened, Progress, Settings, SourceFile, again, expand};
use crate::diagnostic::Code;
use crate::document::Raw;
use crate::format::{Format, Limits};

/// A folder of the test's own, gone at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("dateline-containers-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path.to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn tarred(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        // Names are set as they are: the library would refuse those that escape.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        archive.append(&header, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn read(file: &SourceFile, settings: &Settings) -> Vec<Raw> {
    let mut found = Vec::new();
    match file.open(settings).unwrap() {
        Opened::Document(raw) => found.push(raw),
        Opened::Container(container) => container.documents(settings, &Progress::default(), &mut |raw| {
            found.push(raw);
            ControlFlow::Continue(())
        }),
    }
    found
}

/// Name below the folder, text and codes of every document of a file.
fn documents(bytes: &[u8], name: &str, limits: Limits) -> Vec<(String, String, Vec<Code>)> {
    let folder = Folder::new(&format!("{name}-{}", blake3::hash(bytes).to_hex()));
    let path = folder.write(name, bytes);
    let settings = Settings { limits, ..Settings::default() };
    let files = expand(&[path]).unwrap();
    let raws = files.iter().flat_map(|file| read(&file, &settings));
    raws.map(|raw| {
        let text = String::from_utf8_lossy(&raw.bytes).into_owned();
        (raw.origin.name, text, raw.notes.iter().map(|note| note.code).collect())
    })
    .collect()
}

fn names_and_texts(bytes: &[u8], name: &str) -> Vec<(String, String)> {
    documents(bytes, name, Limits::default())
        .into_iter()
        .map(|(name, text, codes)| {
            assert!(codes.is_empty(), "{name}: {codes:?}");
            (name, text)
        })
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn files_asked_for_ahead_are_read_in_their_turn() {
    let folder = Folder::new("ahead");
    let names: Vec<String> = (10..60).map(|number| format!("{number}.txt")).collect();
    for name in &names {
        folder.write(name, name.as_bytes());
    }
    let files = expand(&[folder.0.to_string_lossy().into_owned()]).unwrap();
    std::fs::remove_file(folder.0.join("41.txt")).unwrap();
    let numbers: Vec<usize> = (0..names.len()).rev().step_by(3).collect();
    let mut ahead = files.ahead(&numbers);
    for &number in &numbers {
        match ahead.open_next(&Settings::default()) {
            Ok(Opened::Document(raw)) => {
                assert_eq!((&raw.origin.name, &raw.bytes[..]), (&names[number], names[number].as_bytes()));
            }
            Ok(Opened::Container(_)) => panic!("{number}"),
            Err(error) => {
                assert_eq!(names[number], "41.txt");
                assert!(error.to_string().contains("41.txt"), "{error}");
            }
        }
    }
    assert!(numbers.iter().any(|&number| names[number] == "41.txt"));
}

#[test]
fn containers_inside_one_another_are_read() {
    let inner = zipped(&[("b.txt", b"two"), ("c.txt.gz", &gzipped(b"three"))]);
    let outer = tarred(&[("2004/a.txt", b"one"), ("2005/x.zip", &inner), ("2005/.hidden", b"no")]);
    let expected =
        [("o.tar!/2004/a.txt", "one"), ("o.tar!/2005/x.zip!/b.txt", "two"), ("o.tar!/2005/x.zip!/c.txt.gz", "three")];
    assert_eq!(names_and_texts(&outer, "o.tar"), pairs(&expected));
    let named = expected.map(|(name, text)| (name.replace("o.tar", "o.tar.gz"), text.to_owned()));
    assert_eq!(names_and_texts(&gzipped(&outer), "o.tar.gz"), named);
    let zst = zstd::encode_all(&outer[..], 1).unwrap();
    let named = expected.map(|(name, text)| (name.replace("o.tar", "o.tar.zst"), text.to_owned()));
    assert_eq!(names_and_texts(&zst, "o.tar.zst"), named);
}

#[test]
fn a_document_is_found_again_by_its_way() {
    let folder = Folder::new("again");
    let mbox = b"From a@b Mon Jan  5 10:00:00 2004\nSubject: 1\n\none\n\nFrom a@b Mon Jan  5 10:00:00 2004\nSubject: 2\n\ntwo\n";
    let inner = zipped(&[("x.mbox", mbox), ("y.txt", b"three"), ("z.txt", b"four")]);
    let path = folder.write("a.zip", &zipped(&[("in.zip", &gzipped(&inner))]));
    let way = format!("{path}!/in.zip!/x.mbox#2");
    let found = again(&way, 1 << 20, &Settings::default()).unwrap();
    let ways: Vec<&str> = found.iter().map(|document| &document.origin.path[path.len()..]).collect();
    assert_eq!(ways, ["!/in.zip!/x.mbox#2", "!/in.zip!/y.txt", "!/in.zip!/z.txt"]);
    assert!(found[0].text.ends_with("two\n"));
    assert_eq!(again(&way, 0, &Settings::default()).unwrap().len(), 1);
    assert!(again(&format!("{path}!/gone.txt"), 0, &Settings::default()).unwrap().is_empty());
    assert!(again(&format!("{path}.gone"), 0, &Settings::default()).is_err());
}

#[test]
fn messages_of_a_mailbox_are_documents() {
    let mbox = "From a@b Mon Jan  5 10:00:00 2004\nSubject: 1\n\n>From here on\n>>From there\nFrom the middle of 10:00 2004\n\n\
                From c@d Tue Jan  6 10:00:00 2004\r\nSubject: 2\r\n\r\ntwo\r\n";
    let folder = Folder::new("mbox");
    let files = expand(&[folder.write("m.mbox", mbox.as_bytes())]).unwrap();
    let found = read(&files.get(0), &Settings::default());
    assert!(found.iter().all(|raw| raw.format == Some(Format::Mail)));
    let texts: Vec<&[u8]> = found.iter().map(|raw| &raw.bytes[..]).collect();
    assert_eq!(texts[0], b"Subject: 1\n\nFrom here on\n>From there\nFrom the middle of 10:00 2004\n\n");
    assert_eq!(texts[1], b"Subject: 2\r\n\r\ntwo\r\n");
    assert_eq!(found[1].origin.name, "m.mbox#2");
}

#[test]
fn rows_of_tables_are_documents_with_facts() {
    let csv = "name,published,text,other\nrrm-no-7,2004-05-06,\"a, \"\"b\"\"\nc\",x\n,,d,y\n,bad,e,\n";
    let json = "{\"name\": \"rrm-no-7\", \"published\": \"2004-05-06T10:00\", \"text\": \"a, \\\"b\\\"\\nc\"}\n\n{\"text\": \"d\"}\n{\"published\": \"bad\", \"text\": \"e\"}\n";
    for (bytes, name) in [(csv, "t.csv"), (json, "t.ndjson"), (csv, "t.dat"), (json, "t.json")] {
        let folder = Folder::new(name);
        let files = expand(&[folder.write(name, bytes.as_bytes())]).unwrap();
        let found = read(&files.get(0), &Settings::default());
        let named: Vec<&str> = found.iter().map(|raw| &raw.origin.name[name.len()..]).collect();
        assert_eq!(named, ["!/rrm-no-7", "#2", "#3"]);
        assert!(found[0].origin.path.ends_with("#1"));
        assert_eq!(found[0].bytes, b"a, \"b\"\nc");
        assert_eq!(found[0].stated.published.unwrap().to_string(), "2004-05-06");
        assert_eq!(found[1].stated.published, None);
        assert_eq!(found[2].notes[0].code, Code::FactNotUsed);
    }
    let found = documents(b"id,body\n1,x\n", "t.csv", Limits::default());
    assert_eq!(found, [("t.csv".to_owned(), String::new(), vec![Code::NoTextColumn])]);
}

#[test]
fn pages_of_a_web_archive_are_documents() {
    let record = |kind: &str, media: &str, block: &[u8]| {
        let header = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [header.as_bytes(), block, b"\r\n\r\n"].concat()
    };
    let http = "application/http; msgtype=response";
    let coded =
        [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"[..], &gzipped(b"<p>two")]
            .concat();
    let records = [
        record("warcinfo", "application/warc-fields", b"software: x\r\n"),
        record(
            "response",
            http,
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<p>one\r\n0\r\n\r\n",
        ),
        record("response", http, b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\ngone"),
        record("response", http, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        record("response", http, &coded),
        record("resource", "text/plain", b"three"),
    ];
    let gz: Vec<u8> = records.iter().flat_map(|record| gzipped(record)).collect();
    for (bytes, name) in [(records.concat(), "w.warc"), (gz, "w.warc.gz")] {
        let expected = [("#2", "<p>one"), ("#5", "<p>two"), ("#6", "three")];
        let expected = expected.map(|(number, text)| (format!("{name}{number}"), text.to_owned()));
        assert_eq!(names_and_texts(&bytes, name), expected);
    }
}

#[test]
fn what_stands_before_a_cut_is_kept() {
    let long = "A sentence that was printed. ".repeat(4000);
    let tar = tarred(&[("a.txt", b"one"), ("b.txt", long.as_bytes())]);
    let zip = zipped(&[("a.txt", b"one"), ("b.txt", long.as_bytes())]);
    let noise: Vec<u8> =
        (0..50_000_u32).flat_map(|n| format!("{:x} ", n.wrapping_mul(2_654_435_761)).into_bytes()).collect();
    for (bytes, name) in
        [(&tar[..tar.len() / 2], "x.tar"), (&zip[..zip.len() - 60], "x.zip"), (&gzipped(&noise)[..100_000], "x.gz")]
    {
        let found = documents(bytes, name, Limits::default());
        assert!(found.iter().any(|(_, _, codes)| codes.contains(&Code::ContainerDamaged)), "{name}: {found:?}");
        let kept: usize = found.iter().map(|(_, text, _)| text.len()).sum();
        assert!(kept > 10_000, "{name}: {kept} bytes");
    }
}

#[test]
fn limits_stop_what_would_not_end() {
    let strict = Limits { expansion: 10, nesting: 3, members: 5, document_bytes: 1000, ..Limits::default() };
    let codes = |bytes: &[u8], name: &str, limits| -> Vec<Code> {
        documents(bytes, name, limits).into_iter().flat_map(|(_, _, codes)| codes).collect()
    };
    let bomb = gzipped(&vec![b' '; 4 << 20]);
    assert_eq!(codes(&bomb, "bomb.gz", Limits { document_bytes: 1 << 30, ..strict }), [Code::ExpansionLimit]);
    assert_eq!(codes(&bomb, "bomb.gz", Limits { expansion: 10_000, ..strict }), [Code::DocumentTooLong]);
    let nested = (0..9).fold(b"text".to_vec(), |inner, _| zipped(&[("in.zip", &inner)]));
    assert_eq!(codes(&nested, "deep.zip", strict), [Code::NestingLimit]);
    assert_eq!(codes(&nested, "deep.zip", Limits { nesting: 9, ..strict }), []);
    let names: Vec<String> = (0..9).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    assert_eq!(codes(&zipped(&many), "many.zip", strict), [Code::MemberLimit]);
    assert_eq!(codes(&tarred(&many), "many.tar", strict), [Code::MemberLimit]);
    // The member that is too long costs only itself.
    let found = documents(&tarred(&[("a", &[b'x'; 2000]), ("b", b"y")]), "long.tar", strict);
    assert_eq!(found[0].2, [Code::DocumentTooLong]);
    assert_eq!(found[1].1, "y");
}

#[test]
fn names_in_a_tar_do_not_escape() {
    let tar = tarred(&[("../../up.txt", b"1"), ("/etc/passwd", b"2"), ("a.txt", b"3"), ("a.txt", b"4")]);
    let found = documents(&tar, "x.tar", Limits::default());
    let names: Vec<&str> = found.iter().map(|(name, _, _)| name.as_str()).collect();
    assert_eq!(names, ["x.tar!/up.txt", "x.tar!/etc/passwd", "x.tar!/a.txt", "x.tar!/a.txt~2"]);
    let codes: Vec<Option<Code>> = found.iter().map(|(_, _, codes)| codes.first().copied()).collect();
    assert_eq!(codes, [Some(Code::UnsafeName), Some(Code::UnsafeName), None, Some(Code::DuplicateName)]);
}

#[test]
fn a_maildir_gives_its_messages() {
    let folder = Folder::new("maildir");
    for name in ["cur/1:2,S", "new/2", "tmp/3", ".Sent/cur/4:2,S", ".Sent/new/.x", ".Sent/tmp/5", ".other/6"] {
        folder.write(&format!("mail/{name}"), b"Subject: x\n\nx\n");
    }
    let files = expand(&[folder.0.to_string_lossy().into_owned()]).unwrap();
    let names: Vec<String> = files.iter().map(|file| file.origin.name).collect();
    assert_eq!(names, ["mail/.Sent/cur/4:2,S", "mail/cur/1:2,S", "mail/new/2"]);
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_said_and_not_followed() {
    let folder = Folder::new("loop");
    folder.write("a/x.txt", b"x");
    std::os::unix::fs::symlink(&folder.0, folder.0.join("a/back")).unwrap();
    let files = expand(&[folder.0.to_string_lossy().into_owned()]).unwrap();
    let found: Vec<Vec<Raw>> = files.iter().map(|file| read(&file, &Settings::default())).collect();
    assert_eq!(files.get(0).origin.name, "a/back");
    assert_eq!(found[0][0].notes[0].code, Code::LinkLoop);
    assert_eq!(found[1][0].bytes, b"x");
}

/// Counts what was asked of it.
struct Endless(u64);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0 += buffer.len() as u64;
        buffer.fill(b'a');
        Ok(buffer.len())
    }
}

#[test]
fn a_name_without_end_is_not_gathered_in_memory() {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNULongName);
    header.set_path("long").unwrap();
    header.set_size(1 << 40);
    header.set_cksum();
    let allowed = std::rc::Rc::new(std::cell::Cell::new(1 << 20));
    let mut endless = Endless(0);
    let whole = Cursor::new(header.as_bytes().to_vec()).chain(&mut endless);
    let mut archive = tar::Archive::new(super::gauge::Gate { inner: whole, allowed });
    assert!(archive.entries().unwrap().next().unwrap().is_err());
    drop(archive);
    assert!(endless.0 < 4 << 20);
}
