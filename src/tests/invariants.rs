//! What holds for any text: every byte has one role, spans lie where they should, and threads change nothing.

use proptest::prelude::*;

use super::rows;
use crate::citation::{Form, PrintedCitation};
use crate::document::{Document, Origin};
use crate::parse::parse;
use crate::profile::Profile;
use crate::span::Span;
use crate::tables::{Chunk, resolve, settle_all};
use crate::vocabulary::Vocabulary;

fn check_roles(text: &str) {
    let document = Document::from_text(Origin::default(), text);
    for profile in Profile::shipped().unwrap() {
        check_roles_by(profile, &document);
    }
}

fn check_roles_by(profile: &Profile, document: &Document) {
    let text = document.text.as_str();
    let parsed = parse(document, profile, &Vocabulary::shipped().unwrap(), crate::parse::Stages::ALL);
    for issue in &parsed.issues {
        let mut last = 0;
        for item in &issue.items {
            assert!(issue.span.contains(item.span) && item.span.start() >= last, "{}: {text:?}", profile.name);
            last = item.span.end();
            for span in item.headline.iter().chain(&item.paragraphs).chain(&item.note) {
                assert!(item.span.contains(*span), "{}: {text:?}", profile.name);
            }
            // A source printed before several items stands above the later ones.
            let own = |citation: &&PrintedCitation| citation.form != Form::Before;
            assert!(item.citations().filter(own).all(|citation| item.span.contains(citation.span)), "{text:?}");
        }
    }
    let mut at = 0;
    for tile in &parsed.roles {
        assert_eq!(tile.span.start(), at, "roles leave a gap or overlap in {text:?}");
        assert!(document.text.is_char_boundary(tile.span.end()));
        at = tile.span.end();
    }
    assert_eq!(at, document.text.len(), "roles end early in {text:?}");
}

fn check_spans(text: &str, chunk: &Chunk) {
    let inside = |span: Span, outer: Span| {
        assert!(outer.contains(span), "{span:?} outside {outer:?} in {text:?}");
        assert!(text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()));
    };
    let whole = Span::new(0, text.len());
    for issue in &chunk.issues {
        inside(issue.span, whole);
    }
    let mut last = 0;
    for item in &chunk.items {
        inside(item.span, chunk.issues[item.issue as usize].span);
        assert!(item.span.start() >= last, "items overlap in {text:?}");
        last = item.span.end();
        item.headline_span.into_iter().chain(item.note_span).for_each(|span| inside(span, item.span));
    }
    for citation in &chunk.citations {
        // A source printed before several items stands above the later ones.
        let item = chunk.items[citation.item as usize].span;
        inside(citation.span, if citation.form == Form::Before.as_str() { whole } else { item });
        inside(citation.outlet_span, citation.span);
        citation.date.into_iter().for_each(|date| inside(date.span, citation.span));
    }
    for mention in &chunk.mentions {
        inside(mention.span, chunk.items[mention.item as usize].span);
    }
    for diagnostic in &chunk.diagnostics {
        inside(diagnostic.span, whole);
    }
}

fn check(text: &str) {
    check_roles(text);
    for chunk in rows(&[("a", text)], None) {
        check_spans(text, &chunk);
        let resolved = resolve(std::slice::from_ref(&chunk), settle_all(std::slice::from_ref(&chunk)));
        assert_eq!(resolved.items.len(), chunk.items.len());
        assert_eq!(resolved.citations.len(), chunk.citations.len());
    }
}

/// Pieces of bulletins, well-formed and damaged, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Russia Reform Monitor: No. 1501\n"),
        Just("Publications By Category\n"),
        Just("Related Categories: Terrorism; Russia;\n"),
        Just("Edited by A. Editor and B. Writer\n"),
        Just("February 6, 2013\n"),
        Just("February 30:\n"),
        Just("March 5: \n"),
        Just("TALKS IN MOSCOW...\n"),
        Just("...AND IN CHAD\n"),
        Just("Parties met in Paris, Texas. (Reuters, May 4, 2020; AP, May 5, 2020)\n"),
        Just("The BBC citesNATO’s chief; the South China Morning Post (SCMP) reports"),
        Just(" (\nXinhua,\nMay 4"),
        Just("[Editor’s Note: It was so."),
        Just("]"),
        Just(")"),
        Just("\r\n"),
        Just("\n\n"),
        Just("\u{a0}"),
        Just("\u{ad}"),
        Just("\u{c}"),
        Just("Erdoğan’s Türkiye – “ü” 北京 "),
        Just(";\n"),
        Just("..."),
        Just("{{Current events|year=2025|month=09|day=12\n"),
        Just("'''Law and crime'''\n*[[A|B]]\n"),
        Just("**It rained. [https://example.org (BBC News)]\n"),
        Just("RUSSIA\n\n"),
        Just("IT RAINED. Police said so on 4 May. PM\n"),
        Just("#1\nMoscow Times\nApril 21, 2014\nRain\nBy A Writer\n"),
        Just("IZVESTIA (24/10/2005)\n"),
        Just("Chad: It rained.\n"),
        Just("• It rained. Reuters, 17 December\n"),
        Just("*******\n"),
        Just("Copyright (c) 1999\n"),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_of_bulletins_keep_every_byte_and_span(text in pieces()) {
        check(&text);
    }

    #[test]
    fn any_text_keeps_every_byte_and_span(text in "\\PC{0,300}") {
        check(&text);
    }
}

#[test]
fn threads_change_nothing() {
    let text = "Russia Reform Monitor: No. 7\n\nMarch 5:\n\nMoscow met Kyiv, Reuters reports.\n".repeat(40);
    let names: Vec<String> = (0..200).map(|number| format!("rrm-{number}")).collect();
    let texts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text.as_str())).collect();
    let dump = |threads| {
        format!(
            "{:?}",
            rows(&texts, Some(threads)).iter().map(|c| (&c.arena, &c.items, &c.mentions)).collect::<Vec<_>>()
        )
    };
    assert!(dump(1) == dump(4));
}
