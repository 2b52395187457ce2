use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::*;
use crate::format::{Limits, Rendered};

macro_rules! sample {
    ($name:literal) => {
        pages::render(include_bytes!(concat!("../../../tests/corpus/formats/", $name)), &Limits::default())
    };
}

fn codes(rendered: &Rendered) -> Vec<&'static str> {
    rendered.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

fn boilerplate(rendered: &Rendered) -> Vec<&str> {
    rendered.boilerplate.iter().map(|span| span.of(&rendered.text)).collect()
}

const GAZETTE: &str = "MINISTRY ANNOUNCES NEW EXERCISES\n\nThe defense ministry in Varland has announced a second round of \
    naval exercises off the northern coast. Officers told the press that eleven vessels would take part, among them two \
    submarines that were commissioned last year, and that neighbouring governments had been informed. (The Varland Gazette, \
    March 4, 2011)";

#[test]
fn headlines_and_paragraphs_are_lines_and_the_margins_are_marked() {
    let rendered = sample!("one-column.pdf");
    assert!(rendered.text.contains(GAZETTE), "{}", rendered.text);
    assert_eq!(rendered.text.matches(GAZETTE).count(), 3, "{}", rendered.text);
    let marked = boilerplate(&rendered);
    assert_eq!(marked.iter().filter(|line| **line == "Northern Affairs Monitor - No. 12").count(), 2, "{marked:?}");
    assert_eq!(marked.iter().filter(|line| line.starts_with("Page ")).count(), 2, "{marked:?}");
    assert_eq!((rendered.title.as_deref(), codes(&rendered)), (Some("Northern Affairs Monitor: No. 12"), vec![]));
}

#[test]
fn links_are_at_the_names_they_stand_behind() {
    let rendered = sample!("one-column.pdf");
    let links: Vec<_> =
        rendered.links.iter().take(3).map(|link| (link.span.of(&rendered.text), link.url.as_str())).collect();
    assert_eq!(
        links,
        [
            ("The Varland Gazette", "https://example.org/gazette"),
            ("Harbor Times", "https://example.org/times"),
            ("Evening Courier", "https://example.org/courier"),
        ]
    );
}

#[test]
fn columns_are_read_one_after_the_other_and_broken_words_are_whole() {
    for rendered in [sample!("two-columns.pdf"), sample!("across-columns.pdf"), sample!("web-browser.pdf")] {
        let text = &rendered.text;
        for words in [
            "The defense ministry in Varland has announced",
            "off the northern coast.",
            "left the capital without an agreement on transit fees",
        ] {
            assert!(text.contains(words), "{words} in {text}");
        }
        let order =
            [text.find("has announced"), text.find("neighbouring governments had been"), text.find("left the capital")];
        assert!(order.is_sorted() && order.iter().all(Option::is_some), "{text}");
        assert_eq!(codes(&rendered), Vec::<&str>::new());
    }
}

#[test]
fn files_that_cannot_be_read_say_why() {
    assert_eq!(codes(&sample!("scan.pdf")), ["no-text-layer"]);
    assert_eq!(codes(&sample!("locked.pdf")), ["encrypted-document"]);
    assert_eq!(codes(&pages::render(b"%PDF-1.4\nnothing", &Limits::default())), ["damaged-document"]);
}

#[test]
fn a_file_that_is_cut_or_changed_is_read_as_far_as_it_goes() {
    let whole = include_bytes!("../../../tests/corpus/formats/one-column.pdf");
    let mut state = 1_u64;
    for round in 0..200 {
        let mut bytes = whole.to_vec();
        if round < 100 {
            bytes.truncate(whole.len() * round / 100);
        } else {
            for _ in 0..8 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = (state >> 33) as usize % bytes.len();
                bytes[at] = (state >> 20) as u8;
            }
        }
        let found = codes(&pages::render(&bytes, &Limits::default()));
        assert!(!found.contains(&"reader-failed"), "round {round}: {found:?}");
    }
}

#[test]
fn a_file_that_holds_more_than_its_length_allows_is_left_out() {
    let limits = Limits { document_bytes: 1 << 10, ..Limits::default() };
    let bytes = include_bytes!("../../../tests/corpus/formats/one-column.pdf");
    let bomb = [&bytes[..], b"9 0 obj <</Filter [/FlateDecode /FlateDecode]>> stream\nx\nendstream"].concat();
    assert_eq!(codes(&pages::render(&bomb, &Limits::default())), ["expansion-limit"]);
    assert_eq!(codes(&crate::format::render(crate::format::Format::Pdf, bytes, &limits)), ["document-too-long"]);
}

/// A file of objects, the first of which is the catalogue and the second the list of pages.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    for (number, object) in (1..).zip(objects) {
        file.extend([format!("{number} 0 obj ").as_bytes(), object, b" endobj\n"].concat());
    }
    [&file[..], b"trailer <</Root 1 0 R>>\n%%EOF"].concat()
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary} /Length {}>> stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// Pages of one content, which may draw the form `F`; objects from 4 on are the content and forms.
fn pages_of(count: usize, content: Vec<u8>, forms: Vec<Vec<u8>>) -> Vec<u8> {
    let page = "<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources <</XObject <</F 4 0 R>>>> /Contents 3 0 R>>";
    let first = 4 + forms.len();
    let kids = (first..first + count).map(|number| format!("{number} 0 R")).collect::<Vec<_>>().join(" ");
    let tree = format!("<</Type /Pages /Kids [{kids}] /Count {count}>>");
    let mut objects = vec![b"<</Type /Catalog /Pages 2 0 R>>".to_vec(), tree.into_bytes(), content];
    objects.extend(forms);
    objects.extend(vec![page.as_bytes().to_vec(); count]);
    file(&objects)
}

fn form(next: usize, more: &str, data: &[u8]) -> Vec<u8> {
    let names = format!("/Resources <</XObject <</F {next} 0 R>>>>");
    stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] {names} {more}"), data)
}

#[test]
fn forms_that_draw_one_another_again_and_again_are_cut() {
    let chain = (5..40).map(|next| form(next, "", b"/F Do /F Do")).collect();
    let bytes = pages_of(1, stream("", b"/F Do"), chain);
    assert_eq!(codes(&pages::render(&bytes, &Limits::default())), ["expansion-limit"]);
    let itself = stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"/F Do /F Do");
    let itself = pages_of(1, stream("", b"/F Do"), vec![itself]);
    assert_eq!(codes(&pages::render(&itself, &Limits::default())), ["expansion-limit"]);
}

#[test]
fn long_content_that_many_ask_for_is_cut_before_it_is_decoded() {
    let long = deflated(&vec![b' '; 1 << 20]);
    let content = stream("/Filter /FlateDecode", &long);
    let began = std::time::Instant::now();
    for bytes in [
        pages_of(20_000, content, Vec::new()),
        pages_of(1, stream("", &b"/F Do ".repeat(20_000)), vec![form(9, "/Filter /FlateDecode", &long)]),
    ] {
        assert_eq!(codes(&pages::render(&bytes, &Limits::default())), ["expansion-limit"]);
    }
    assert!(began.elapsed().as_secs() < 60, "took {:?}", began.elapsed());
    // Few that ask for it are drawn.
    let few = pages_of(2, stream("", b"/F Do"), vec![form(9, "/Filter /FlateDecode", &long)]);
    assert_eq!(codes(&pages::render(&few, &Limits::default())), ["no-text-layer"]);
}

#[test]
fn filters_that_make_much_of_little_are_looked_into() {
    let limits = Limits { document_bytes: 1 << 20, ..Limits::default() };
    let long = vec![b' '; 2 << 20];
    let bare = deflated(&long)[2..].to_vec();
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap() as u8;
    let hex: Vec<u8> = deflated(&long).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    for (filters, data, expected) in [
        ("/FlateDecode", deflated(&long), "expansion-limit"),
        ("/FlateDecode", bare, "expansion-limit"),
        ("[/AHx /Fl]", hex, "expansion-limit"),
        ("/RunLengthDecode", [129, b' '].repeat(20_000), "expansion-limit"),
        ("[/Fl /LZW]", deflated(b" "), "expansion-limit"),
        ("/FlateDecode", deflated(&long[..1000]), "no-text-layer"),
        ("/RunLengthDecode", [129, b' '].repeat(20), "no-text-layer"),
    ] {
        let bytes = pages_of(1, stream(&format!("/Filter {filters}"), &data), Vec::new());
        assert_eq!(codes(&pages::render(&bytes, &limits)), [expected], "{filters}");
    }
}

#[test]
fn streams_of_an_encrypted_file_are_looked_into_once_they_can_be() {
    let bytes = include_bytes!("../../../tests/corpus/formats/sealed.pdf");
    let limits = Limits { document_bytes: 1 << 20, ..Limits::default() };
    assert!(expansion::bounded(bytes, 1 << 20));
    assert_eq!(codes(&pages::render(bytes, &limits)), ["expansion-limit"]);
    assert!(sample!("sealed.pdf").text.contains("Varland"));
}

#[test]
fn a_row_wider_than_memory_is_refused() {
    let row = "/Filter /FlateDecode /DecodeParms <</Predictor 2 /BitsPerComponent 4 /Columns 4000000000000>>";
    let bytes = pages_of(1, stream(row, &deflated(b"BT ET")), Vec::new());
    assert_eq!(codes(&pages::render(&bytes, &Limits::default())), ["expansion-limit"]);
}
