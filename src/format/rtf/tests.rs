use super::*;

fn rtf(source: &str) -> Rendered {
    render(source.as_bytes(), &Limits::default())
}

#[test]
fn paragraphs_and_characters_come_out_and_the_rest_does_not() {
    for (body, text) in [
        ("One\\par\r\nTwo\\par\\par Three\\line four", "One\n\nTwo\n\nThree\nfour"),
        ("caf\\'e9 \\u8217?s \\ldblquote x\\rdblquote\\emdash", "café ’s “x”—"),
        ("\\u-10179?\\u-8704?", "\u{1f600}"),
        ("\\uc2\\u233\\'3f\\'3fx{\\uc0\\u233 y}\\u233??z", "éxéyéz"),
        ("{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset204 Cyr;}}a{\\f1 \\'cf\\'f3}\\f0 \\'e9", "aПуé"),
        ("{\\*\\unknown gone}{\\pict 0102}{\\header gone}{\\colortbl;\\red0;}kept{\\v gone}", "kept"),
        ("{\\b bold}{\\i , italic} in~word\\~x", "bold, italic in~word x"),
        ("a{\\footnote See b.}c", "a [See b.] c"),
        ("\\trowd a\\cell b\\cell\\row\\trowd c\\cell d\\cell\\row\\pard after", "a\tb\nc\td\n\nafter"),
    ] {
        let rendered = rtf(&format!("{{\\rtf1\\ansi\\ansicpg1252 {body}}}"));
        assert_eq!((rendered.text.as_str(), rendered.diagnostics.len()), (text, 0), "{body}");
    }
}

#[test]
fn the_code_page_of_the_file_holds_where_no_font_brings_one() {
    let rendered = rtf("{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f3}");
    assert_eq!((rendered.text.as_str(), rendered.encoding), ("Пу", "windows-1251"));
    assert_eq!(rtf("{\\rtf1\\ansi\\ansicpg932 \\'83\\'65}").text, "テ");
}

#[test]
fn links_and_title_are_kept() {
    let rendered = rtf(
        "{\\rtf1{\\info{\\title A  title}{\\author Gone}}says the{\\field{\\*\\fldinst{HYPERLINK \"http://r.org\" }}{\\fldrslt{\\ul Daily}}}, today}",
    );
    assert_eq!((rendered.text.as_str(), rendered.title.as_deref()), ("says the Daily, today", Some("A title")));
    assert_eq!(rendered.links.len(), 1);
    assert_eq!((rendered.links[0].span.of(&rendered.text), rendered.links[0].url.as_str()), ("Daily", "http://r.org"));
}

#[test]
fn groups_without_end_are_read_and_said() {
    let rendered = rtf(&format!("{{\\rtf1 {}deep", "{".repeat(1_000_000)));
    assert_eq!(rendered.text, "deep");
    let codes: Vec<_> = rendered.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!(codes, ["damaged-document", "nesting-too-deep"]);
}
