//! What must hold for any text, held against pieces of bulletins in any order and any characters at all; threads change nothing.

use proptest::prelude::*;

use super::rows;
use crate::document::{Document, Origin};
use crate::invariants;
use crate::profile::Profile;

fn check(text: &str) {
    let document = Document::from_text(Origin::default(), text);
    Profile::shipped().unwrap().iter().for_each(|profile| invariants::by(profile, &document));
    invariants::segments(text);
    invariants::text(text);
    invariants::dates(text);
    invariants::citations(text);
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
