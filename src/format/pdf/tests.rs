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

#[test]
fn forms_that_draw_one_another_again_and_again_are_cut() {
    let stream = |number: usize, dictionary: &str, data: &str| {
        format!("{number} 0 obj <<{dictionary} /Length {}>> stream\n{data}\nendstream endobj\n", data.len())
    };
    let mut file = "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n\
        3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources <</XObject <</F 5 0 R>>>> /Contents 4 0 R>> endobj\n"
        .to_owned();
    file += &stream(4, "", "/F Do");
    for number in 5..40 {
        let next =
            format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</F {} 0 R>>>>", number + 1);
        file += &stream(number, &next, "/F Do /F Do");
    }
    file += "trailer <</Root 1 0 R>>\n%%EOF";
    let found = codes(&pages::render(file.as_bytes(), &Limits::default()));
    assert_eq!(found, ["expansion-limit"]);
}
