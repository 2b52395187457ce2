//! (text, hits) pairs over a small vocabulary.

use super::*;

fn surface(text: &str, case: Case, layer: Layer) -> Surface<&str> {
    Surface { text: text.into(), case, layer, meaning: text }
}

fn found<'m>(matcher: &Matcher<&'m str>, text: &str) -> Vec<(&'m str, String, bool)> {
    let mut hits = Vec::new();
    matcher.scan(text, 0, &mut hits);
    hits.iter().map(|&hit| (matcher.meanings(hit)[0], text[hit.start..hit.end].to_owned(), hit.capitals)).collect()
}

/// What a hit means, its text, and whether it is in capitals.
type Found = (&'static str, &'static str, bool);

#[test]
fn the_longest_whole_words_win() {
    use Case::{Any, Exact, Printed};
    let matcher = Matcher::new(vec![
        surface("Niger", Printed, Layer::Name),
        surface("Moscow", Printed, Layer::Name),
        surface("Moscow Times", Printed, Layer::Name),
        surface("Russian", Printed, Layer::Name),
        surface("Russians", Printed, Layer::Name),
        surface("Turkey", Printed, Layer::Name),
        surface("U.S.", Printed, Layer::Name),
        surface("U.S.A.", Printed, Layer::Name),
        surface("US", Exact, Layer::Name),
        surface("People's Daily", Printed, Layer::Name),
        surface("Sino-", Printed, Layer::Name),
        surface("missile test", Any, Layer::Term),
        surface("Daily", Printed, Layer::Name),
    ]);
    let table: &[(&str, &[Found])] = &[
        ("Nigeria and Niger", &[("Niger", "Niger", false)]),
        ("The Moscow\nTimes in Moscow", &[("Moscow Times", "Moscow\nTimes", false), ("Moscow", "Moscow", false)]),
        ("Russians' turkey; TURKEY'S", &[("Russians", "Russians", false), ("Turkey", "TURKEY", true)]),
        ("the U.S.-led, U.S and us, US", &[("U.S.", "U.S.", false), ("U.S.", "U.S", false), ("US", "US", false)]),
        ("the U.S.A. and U.S.A too", &[("U.S.A.", "U.S.A.", false), ("U.S.A.", "U.S.A", false)]),
        ("the U.S.And Moscow", &[("U.S.", "U.S.", false), ("Moscow", "Moscow", false)]),
        ("People’s Daily", &[("People's Daily", "People’s Daily", false)]),
        ("Sino-Russian", &[("Sino-", "Sino-", false), ("Russian", "Russian", false)]),
        ("a Missile Test of Russian make", &[("missile test", "Missile Test", false), ("Russian", "Russian", false)]),
        ("theDaily reports", &[("Daily", "Daily", false)]),
        ("RuSSian", &[]),
        ("Moscow\n\nTimes", &[("Moscow", "Moscow", false)]),
    ];
    for (text, expected) in table {
        let expected: Vec<_> = expected.iter().map(|&(m, s, c)| (m, s.to_owned(), c)).collect();
        assert_eq!(found(&matcher, text), expected, "{text}");
    }
}
