//! Issues printed in the layout of each profile from random facts, and read again: what comes out is what went in.

use std::fmt::Write;

use proptest::prelude::*;

use super::rows;
use crate::tables::{Chunk, ItemRow};

/// What an item says.
#[derive(Clone, Debug)]
struct Fact {
    headline: String,
    sentences: Vec<String>,
    outlet: &'static str,
    day: u8,
    section: usize,
}

const OUTLETS: [&str; 5] = ["Reuters", "Interfax", "Kommersant", "Le Monde", "Xinhua"];
const COUNTRIES: [&str; 5] = ["Chad", "Liberia", "Mongolia", "Nepal", "Sudan"];
const WORDS: [&str; 12] = [
    "harbours", "miners", "lamps", "roads", "grain", "letters", "bridges", "weavers", "ferries", "stamps", "wells",
    "kilns",
];

fn words(least: usize, most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), least..most).prop_map(|words| words.join(" "))
}

fn sentence() -> impl Strategy<Value = String> {
    words(3, 9).prop_map(|words| format!("Old {words} were counted again."))
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let fact = (
        words(2, 5),
        prop::collection::vec(sentence(), 1..4),
        prop::sample::select(&OUTLETS[..]),
        1..28_u8,
        0..3_usize,
    )
        .prop_map(|(headline, sentences, outlet, day, section)| Fact { headline, sentences, outlet, day, section });
    prop::collection::vec(fact, 1..6).prop_map(|mut facts| {
        facts.sort_by_key(|fact| fact.section);
        facts
    })
}

/// What is compared: headline, text, headings, sources with the days they print.
type Row = (String, String, Vec<String>, Vec<(String, String)>);

fn found(chunk: &Chunk, item: &ItemRow) -> Row {
    let text = |text: Option<crate::tables::Text>| text.map(|text| chunk.text(text).to_owned()).unwrap_or_default();
    let sections = &chunk.lists[item.sections.start as usize..item.sections.end as usize];
    let citations = &chunk.citations[item.citations.0 as usize..item.citations.1 as usize];
    let day =
        |row: &crate::tables::CitationRow| row.date.map(|date| chunk.text(date.raw).to_owned()).unwrap_or_default();
    (
        text(item.headline.map(|(headline, _)| headline)),
        text(item.text),
        sections.iter().map(|&label| chunk.text(label).to_owned()).collect(),
        citations.iter().map(|row| (chunk.text(row.raw).to_owned(), day(row))).collect(),
    )
}

/// A printer of one layout: the page, and the rows it should give.
type Printer = fn(&[Fact]) -> (String, Vec<Row>);

/// The facts by section, each section with its number.
fn by_section(facts: &[Fact]) -> impl Iterator<Item = (usize, &[Fact])> {
    facts.chunk_by(|a, b| a.section == b.section).map(|run| (run[0].section, run))
}

fn row(fact: &Fact, headline: &str, sections: &[&str], day: &str) -> Row {
    let sections = sections.iter().map(|&label| label.to_owned()).collect();
    (headline.to_owned(), fact.sentences.join(" "), sections, vec![(fact.outlet.to_owned(), day.to_owned())])
}

fn afpc(facts: &[Fact]) -> (String, Vec<Row>) {
    let mut page = "Russia Reform Monitor: No. 7\n\nRelated Categories: Terrorism\n\n".to_owned();
    let rows = facts.iter().map(|fact| {
        let (headline, day) = (fact.headline.to_uppercase(), format!("May {}, 2011", fact.day));
        let _ = writeln!(page, "{headline}\n{} ({}, {day})\n", fact.sentences.join(" "), fact.outlet);
        row(fact, &headline, &[], &day)
    });
    let rows = rows.collect();
    (page, rows)
}

fn current_events(facts: &[Fact]) -> (String, Vec<Row>) {
    const HEADINGS: [&str; 3] = ["Disasters and accidents", "Law and crime", "Sports"];
    let mut page = "{{Current events|year=2025|month=05|day=28|content=\n".to_owned();
    let mut rows = Vec::new();
    for (section, facts) in by_section(facts) {
        let _ = write!(page, "'''{}'''\n*[[A topic of its own|Topic]]\n", HEADINGS[section]);
        for fact in facts {
            let _ = writeln!(page, "**{} [https://example.org/x ({})]", fact.sentences.join(" "), fact.outlet);
            rows.push(row(fact, "", &[HEADINGS[section], "Topic"], ""));
        }
    }
    (page + "|}}\n", rows)
}

fn newsline(facts: &[Fact]) -> (String, Vec<Row>) {
    const REGIONS: [&str; 3] = ["RUSSIA", "TRANSCAUCASIA", "EASTERN EUROPE"];
    let mut page = "RFE/RL NEWSLINE Vol. 3, No. 217, Part I, 28 May 1999\n\n________________\n\n".to_owned();
    let mut rows = Vec::new();
    for (section, facts) in by_section(facts) {
        let _ = write!(page, "{}\n\n", REGIONS[section]);
        for fact in facts {
            let headline = fact.headline.to_uppercase();
            let text = format!("{} {} reported so.", fact.sentences.join(" "), fact.outlet);
            let _ = write!(page, "{headline}. {text} PM\n\n");
            rows.push((
                headline,
                text,
                vec![REGIONS[section].to_owned()],
                vec![(fact.outlet.to_owned(), String::new())],
            ));
        }
    }
    (page + "________________\nCopyright (c) 1999\n", rows)
}

fn jrl(facts: &[Fact]) -> (String, Vec<Row>) {
    let mut page = "JRL 2014-#91 :: Monday 28 April 2014\n\n".to_owned();
    let rows = (1..).zip(facts).map(|(number, fact)| {
        let day = format!("April {}, 2014", fact.day);
        let headline = format!("Of {}", fact.headline);
        let _ = write!(
            page,
            "*******\n\n#{number}\n{}\n{day}\n{headline}\nBy An Author\n\n{}\n\n",
            fact.outlet,
            fact.sentences.join("\n\n")
        );
        let (_, _, sections, cited) = row(fact, &headline, &[], &day);
        (headline, fact.sentences.join("\n\n"), sections, cited)
    });
    let rows = rows.collect();
    (page, rows)
}

fn russia_in_review(facts: &[Fact]) -> (String, Vec<Row>) {
    const TOPICS: [&str; 3] = ["Nuclear security", "Missile defense", "Other bilateral issues"];
    let mut page =
        "Russia in Review, May 21-28, 2016\n\nI. U.S. and Russian priorities for the bilateral agenda.\n\n".to_owned();
    let mut rows = Vec::new();
    for (section, facts) in by_section(facts) {
        let _ = write!(page, "{}:\n\n", TOPICS[section]);
        for fact in facts {
            let day = format!("05.{:02}.16", fact.day);
            let _ = writeln!(page, "• {} ({}, {day})", fact.sentences.join(" "), fact.outlet);
            rows.push(row(fact, "", &["U.S. and Russian priorities for the bilateral agenda", TOPICS[section]], &day));
        }
        page.push('\n');
    }
    (page, rows)
}

fn jamestown(facts: &[Fact]) -> (String, Vec<Row>) {
    let mut page = "The Jamestown Foundation\n28 May 1998 - Vol. IV, No. 98\n\n".to_owned();
    let rows = facts.iter().map(|fact| {
        let (headline, day) = (fact.headline.to_uppercase(), format!("May {}", fact.day));
        let _ = write!(page, "{headline}\n\n{} ({}, {day}).\n\n", fact.sentences.join(" "), fact.outlet);
        row(fact, &headline, &[], &day)
    });
    let rows = rows.collect();
    (page, rows)
}

fn press_digest(facts: &[Fact]) -> (String, Vec<Row>) {
    let mut page = "What the Papers Say: May 28, 2003\n\n".to_owned();
    let rows = facts.iter().map(|fact| {
        let (headline, day) = (fact.headline.to_uppercase(), format!("May {}, 2003", fact.day));
        let _ = write!(page, "{headline}\n{}, {day}, p. 3\n{}\n\n", fact.outlet, fact.sentences.join(" "));
        row(fact, &headline, &[], &day)
    });
    let rows = rows.collect();
    (page, rows)
}

fn country_watch(facts: &[Fact]) -> (String, Vec<Row>) {
    let mut page = "CrisisWatch No. 12, 28 May 2004\n\n".to_owned();
    let rows = facts.iter().zip(COUNTRIES).map(|(fact, country)| {
        let _ = write!(page, "{country}\n{} ({}, {} May)\n\n", fact.sentences.join(" "), fact.outlet, fact.day);
        row(fact, "", &[country], &format!("{} May", fact.day))
    });
    let rows = rows.collect();
    (page, rows)
}

fn trailing_source(facts: &[Fact]) -> (String, Vec<Row>) {
    const TOPICS: [&str; 3] = ["Economy", "Foreign policy", "Society"];
    let mut page = "China News - 28 May 2021\n\n".to_owned();
    let mut rows = Vec::new();
    for (section, facts) in by_section(facts) {
        let _ = write!(page, "{}\n\n", TOPICS[section]);
        for fact in facts {
            let _ = write!(page, "{} {}, {} May\n\n", fact.sentences.join(" "), fact.outlet, fact.day);
            rows.push(row(fact, "", &[TOPICS[section]], &format!("{} May", fact.day)));
        }
    }
    (page, rows)
}

fn any(facts: &[Fact]) -> (String, Vec<Row>) {
    let mut page = "__________\n\n".to_owned();
    let rows = facts.iter().map(|fact| {
        let day = format!("May {}, 2011", fact.day);
        let _ = write!(page, "• {} ({}, {day})\n\n", fact.sentences.join(" "), fact.outlet);
        row(fact, "", &[], &day)
    });
    let rows = rows.collect();
    (page, rows)
}

const PRINTERS: [(&str, Printer); 10] = [
    ("afpc", afpc),
    ("current-events", current_events),
    ("newsline", newsline),
    ("jrl", jrl),
    ("russia-in-review", russia_in_review),
    ("jamestown", jamestown),
    ("press-digest", press_digest),
    ("country-watch", country_watch),
    ("trailing-source", trailing_source),
    ("any", any),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_in_a_layout_is_read_again(facts in facts()) {
        for (profile, print) in PRINTERS {
            let (page, expected) = print(&facts);
            let chunk = &rows(&[("page", &page)], None)[0];
            let read_by: Vec<&str> = chunk.issues.iter().map(|issue| chunk.text(issue.profile)).collect();
            prop_assert_eq!(read_by, vec![profile], "{}", page);
            let read: Vec<Row> = chunk.items.iter().map(|item| found(chunk, item)).collect();
            prop_assert_eq!(read, expected, "{}\n{}", profile, page);
        }
    }
}

#[test]
fn every_profile_has_a_printer() {
    let shipped: Vec<&str> =
        crate::profile::Profile::shipped().unwrap().iter().map(|profile| profile.name.as_str()).collect();
    assert_eq!(PRINTERS.map(|(profile, _)| profile).to_vec(), shipped);
}
