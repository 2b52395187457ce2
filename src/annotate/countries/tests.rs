//! One table per subject: a text, and for each mention its surface, its country and the rule that decided.

use super::{Context, Field, Mention, Passage, focus, mentions};
use crate::span::Span;
use crate::vocabulary::Vocabulary;

type Expected<'t> = &'t [(&'t str, &'t str, &'t str)];

fn mentioned(text: &str, year: Option<i16>, vocabulary: &Vocabulary) -> Vec<Mention> {
    let mut hits = Vec::new();
    vocabulary.scan(text, 0, &mut hits);
    let passage = Passage { field: Field::Text, span: Span::new(0, text.len()) };
    let context = Context { year, ..Context::default() };
    mentions(text, &[passage], &[], &hits, &context, vocabulary)
}

fn found(text: &str, year: Option<i16>) -> Vec<(String, String, String)> {
    let vocabulary = Vocabulary::shipped().unwrap();
    mentioned(text, year, &vocabulary)
        .into_iter()
        .map(|mention| {
            let country = mention.country.map_or("", |country| vocabulary.countries.get(country).iso3.as_str());
            (mention.span.of(text).to_owned(), country.to_owned(), mention.rule.as_str().to_owned())
        })
        .collect()
}

fn check(table: &[(&str, Expected)]) {
    for (text, expected) in table {
        let expected: Vec<_> = expected.iter().map(|&(s, c, r)| (s.to_owned(), c.to_owned(), r.to_owned())).collect();
        assert_eq!(found(text, None), expected, "{text}");
    }
}

#[test]
fn whole_words_in_their_case() {
    check(&[
        (
            "Niger and Nigeria, Mali and Somalia.",
            &[
                ("Niger", "NER", "only"),
                ("Nigeria", "NGA", "only"),
                ("Mali", "MLI", "only"),
                ("Somalia", "SOM", "only"),
            ],
        ),
        ("They ate turkey and sold shoe polish.", &[]),
        ("CHAD SENDS TROOPS", &[("CHAD", "TCD", "only")]),
        ("The voting machine left a hanging CHAD on every third ballot paper.", &[]),
        ("A Sino-Russian pact.", &[("Sino-", "CHN", "only"), ("Russian", "RUS", "only")]),
        ("The U.S.-led force and Russia's army.", &[("U.S.", "USA", "only"), ("Russia", "RUS", "only")]),
        ("Franco-German talks.", &[("Franco-", "FRA", "only"), ("German", "DEU", "only")]),
    ]);
}

#[test]
fn longer_phrases_hide_the_names_in_them() {
    check(&[
        ("A guinea pig, then a Guinea pig, was stolen.", &[]),
        ("Ministers of Southern Africa met.", &[]),
        ("Fires spread in New Mexico.", &[("New Mexico", "USA", "only")]),
        ("China Daily printed the figures.", &[]),
        ("South Korea and North Korea talked.", &[("South Korea", "KOR", "only"), ("North Korea", "PRK", "only")]),
    ]);
}

#[test]
fn people_named_after_places_are_no_mentions() {
    check(&[
        ("Michael Jordan met Chad Bramley.", &[]),
        ("Mr. Jordan met A. Jordan.", &[]),
        ("Jordan Monday recalled its envoy to Chad.", &[("Jordan", "JOR", "only"), ("Chad", "TCD", "only")]),
        ("Denzel Washington spoke.", &[]),
        ("Washington denied it.", &[("Washington", "USA", "only")]),
        ("Fires in Washington state.", &[("Washington state", "USA", "only")]),
        ("It was said by Wexley Bilbao.", &[]),
        (
            "Bilbao is in Spain, said Wexley Bilbao.",
            &[("Bilbao", "ESP", "only"), ("Spain", "ESP", "only"), ("Bilbao", "ESP", "only")],
        ),
        ("The spokesman Xerxo-Valls resigned.", &[]),
    ]);
}

#[test]
fn companies_agreements_currencies_and_streets_are_weak() {
    check(&[
        ("Toulouse Packaging Corp sold its shares.", &[]),
        (
            "Toulouse Packaging Corp of France sold its shares.",
            &[("Toulouse", "FRA", "only"), ("France", "FRA", "only")],
        ),
        ("They signed the Astana accords.", &[]),
        ("It sold bonds for 10 mln Swiss francs.", &[]),
        ("It paid US$10 for it.", &[]),
        ("The Swiss cabinet met.", &[("Swiss", "CHE", "only")]),
        ("The house stands on Nairobi Road.", &[]),
        ("A Geneva-based firm built it.", &[("Geneva", "CHE", "only")]),
    ]);
}

#[test]
fn a_dateline_counts_and_a_stock_symbol_does_not() {
    check(&[
        ("NAIROBI, Feb 26 - Shares fell.", &[("NAIROBI", "KEN", "only")]),
        ("LOS ANGELES (Agency) — Shares fell.", &[("LOS ANGELES", "USA", "only")]),
        ("AVON, Mass., March 23 - Profits rose.", &[("Mass.", "USA", "only")]),
        ("Acme Corp <CHAD.O> said profits rose.", &[]),
        ("ACME CORP <CHAD> PROFITS RISE", &[]),
        ("Mass was said for Ill. and Ind. as usual.", &[]),
        ("Rep. Ann Doe (D-Okla.) agreed.", &[("Okla.", "USA", "only")]),
    ]);
}

#[test]
fn the_larger_place_behind_a_comma_decides() {
    check(&[
        ("He lives in Marseille, Ill., now.", &[("Marseille", "USA", "container"), ("Ill.", "USA", "only")]),
        ("He lives in Nepal, Minn., now.", &[("Nepal", "USA", "container"), ("Minn.", "USA", "only")]),
        (
            "Valencia, Venezuela, and Valencia, Spain.",
            &[
                ("Valencia", "VEN", "container"),
                ("Venezuela", "VEN", "only"),
                ("Valencia", "ESP", "container"),
                ("Spain", "ESP", "only"),
            ],
        ),
        ("Tokyo, China and Iran.", &[("Tokyo", "JPN", "only"), ("China", "CHN", "only"), ("Iran", "IRN", "only")]),
        (
            "Mexico, Texas and California.",
            &[("Mexico", "MEX", "only"), ("Texas", "USA", "only"), ("California", "USA", "only")],
        ),
    ]);
    for (text, country) in
        [("Paris, Texas", "USA"), ("Moscow, Idaho", "USA"), ("Lebanon, Pa.", "USA"), ("Paris, Moscow", "FRA")]
    {
        assert_eq!(found(text, None)[0].1, country, "{text}");
    }
}

#[test]
fn other_evidence_in_the_text_decides() {
    check(&[
        ("Georgia welcomed it.", &[("Georgia", "GEO", "first")]),
        ("Georgia welcomed the U.S. statement.", &[("Georgia", "GEO", "first"), ("U.S.", "USA", "only")]),
        ("Georgia voted, as did people in Atlanta.", &[("Georgia", "USA", "cue"), ("Atlanta", "USA", "only")]),
        ("Rebels left Brazzaville as Congo agreed.", &[("Brazzaville", "COG", "only"), ("Congo", "COG", "cue")]),
        ("Congo voted.", &[("Congo", "COD", "first")]),
        ("Pyongyang said Korea was one.", &[("Pyongyang", "PRK", "only"), ("Korea", "PRK", "cue")]),
        ("The Treasury said it would pay.", &[("Treasury", "USA", "first")]),
        ("The Treasury of Lesotho would pay.", &[("Treasury", "", "ambiguous"), ("Lesotho", "LSO", "only")]),
    ]);
}

#[test]
fn the_year_of_the_issue_chooses_between_leaders() {
    let country =
        |text: &str, year| found(text, Some(year)).into_iter().map(|(_, country, rule)| (country, rule)).next();
    let term = |country: &str| Some((country.to_owned(), "term".to_owned()));
    assert_eq!(country("President Morales resigned.", 2012), term("BOL"));
    assert_eq!(country("President Morales resigned.", 2017).map(|(_, rule)| rule), Some("ambiguous".to_owned()));
    assert_eq!(country("President Morales resigned.", 2020), term("GTM"));
}

#[test]
fn the_focus_leaves_out_countries_with_a_small_share_of_the_highest_score() {
    let vocabulary = Vocabulary::shipped().unwrap();
    let text = format!("Oman and Oman and Oman and Iran. {}Iran spoke to Oman and to Iraq.", "Rain fell. ".repeat(20));
    let mentions = mentioned(&text, None, &vocabulary);
    let about = |least| -> Vec<&str> {
        focus(&mentions, Some(0), least).into_iter().map(|id| vocabulary.countries.get(id).iso3.as_str()).collect()
    };
    // Oman 3 x 2 + 1, Iran 2 + 1, Iraq 1.
    assert_eq!(about(0.0), ["OMN", "IRN", "IRQ"]);
    assert_eq!(about(0.25), ["OMN", "IRN"]);
    assert_eq!(about(1.0), ["OMN"]);
    assert_eq!(focus(&[], Some(0), 0.25), []);
}
