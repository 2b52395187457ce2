//! Brackets: `outlet|date|via` per citation, joined by ` + `, then `closes` and `unclosed`.

use crate::citation::{Bracket, Form, brackets};
use crate::date::NumericOrder::{self, DayFirst, MonthFirst};
use crate::date::{PartialDate, PrintedDate};

fn show_date(date: PrintedDate) -> String {
    let part = |date: PartialDate| {
        let two = |value: Option<u8>| value.map_or("?".to_owned(), |value| format!("{value:02}"));
        format!("{}-{}-{}", date.year.map_or("?".to_owned(), |year| year.to_string()), two(date.month), two(date.day))
    };
    date.end.map_or(part(date.start), |end| format!("{}..{}", part(date.start), part(end)))
}

fn show(paragraph: &str, bracket: &Bracket) -> String {
    let one = |citation: &crate::citation::PrintedCitation| {
        let date = citation.date.map_or("-".to_owned(), |(date, _)| show_date(date));
        let via = citation.via.map_or(String::new(), |via| format!("|{}", via.of(paragraph)));
        format!("{}|{date}{via}", citation.outlet.of(paragraph))
    };
    bracket.citations.iter().map(one).collect::<Vec<_>>().join(" + ")
}

fn read(paragraph: &str, order: NumericOrder) -> Vec<String> {
    brackets(paragraph, order).iter().map(|bracket| show(paragraph, bracket)).collect()
}

/// The single bracket behind an invented sentence.
fn at_end(bracket: &str) -> String {
    let paragraph = format!("The ferry sank. {bracket}");
    let found = brackets(&paragraph, MonthFirst);
    assert!(found.len() == 1, "{bracket:?} gives {found:?}");
    assert!(found[0].closes, "{bracket:?} does not close");
    show(&paragraph, &found[0])
}

#[test]
fn one_source_and_one_date() {
    for (bracket, expected) in [
        ("(Reuters, May 14, 2020)", "Reuters|2020-05-14"),
        ("(Reuters, May 14, 2020).", "Reuters|2020-05-14"),
        ("(Reuters, May 14, 2020.)", "Reuters|2020-05-14"),
        ("(Reuters, May 14, 2020) \n", "Reuters|2020-05-14"),
        ("( Reuters, May 14, 2020 )", "Reuters|2020-05-14"),
        ("(\nReuters, May 14, 2020)", "Reuters|2020-05-14"),
        ("(Reuters,\r\nMay 14, 2020)", "Reuters|2020-05-14"),
        ("(The Moscow\nTimes, May\u{a0}14, 2020)", "The Moscow\nTimes|2020-05-14"),
        ("(Reuters May 14, 2020)", "Reuters|2020-05-14"),
        ("(Reuters. May 14, 2020)", "Reuters|2020-05-14"),
        ("(Reuters; May 14, 2020)", "Reuters|2020-05-14"),
        ("(MOFA, May 14)", "MOFA|?-05-14"),
        ("(The Australian, 14 May 2020)", "The Australian|2020-05-14"),
        ("(Sputnik, 03.23.16)", "Sputnik|2016-03-23"),
        ("(NYT, 03/23/2016)", "NYT|2016-03-23"),
        ("(TASS, 2016-03-23)", "TASS|2016-03-23"),
        ("(Radio Free Europe/Radio Liberty, May 3, 2022)", "Radio Free Europe/Radio Liberty|2022-05-03"),
        ("(World.kbs.co.kr, 03.16.16)", "World.kbs.co.kr|2016-03-16"),
        ("(lenta.ru, May 3, 2022)", "lenta.ru|2022-05-03"),
        ("(eKathimerini, May 3, 2022)", "eKathimerini|2022-05-03"),
        ("(France 24, May 3, 2022)", "France 24|2022-05-03"),
        ("(France 24 May 3, 2022)", "France 24|2022-05-03"),
        ("(Doha al Jazeera, May 3, 2022)", "Doha al Jazeera|2022-05-03"),
        ("(Voice of America, Feb. 3-4, 2022)", "Voice of America|2022-02-03..2022-02-04"),
        ("(Foreign Affairs, May/June 2020)", "Foreign Affairs|2020-05-?..2020-06-?"),
        ("(U.S. Department of Defense, May 3, 2022)", "U.S. Department of Defense|2022-05-03"),
        ("(Kyodo news, May 3, 2022)", "Kyodo news|2022-05-03"),
        ("(新华社, May 3, 2022)", "新华社|2022-05-03"),
        ("(Reuters, February 30, 2022)", "Reuters|2022-02-30"),
    ] {
        assert_eq!(at_end(bracket), expected, "{bracket:?}");
    }
}

#[test]
fn several_sources_and_several_dates() {
    for (bracket, expected) in [
        ("(Reuters, May 1, 2020; AP, May 2, 2020)", "Reuters|2020-05-01 + AP|2020-05-02"),
        ("(\nReuters, May 1, 2020;\nAP, May 2, 2020)", "Reuters|2020-05-01 + AP|2020-05-02"),
        ("(Reuters, May 1, 2020, AP, May 2, 2020)", "Reuters|2020-05-01 + AP|2020-05-02"),
        ("(Reuters, May 1, 2020 and AP, May 2, 2020)", "Reuters|2020-05-01 + AP|2020-05-02"),
        ("(Arirang.co.kr, 03.16.16, Sputnik, 03.23.16)", "Arirang.co.kr|2016-03-16 + Sputnik|2016-03-23"),
        ("(Reuters, May 4 and May 6, 2020)", "Reuters|2020-05-04 + Reuters|2020-05-06"),
        ("(Reuters, May 4 and 6, 2020)", "Reuters|2020-05-04 + Reuters|2020-05-06"),
        ("(Reuters, May 4, 6 and 8, 2020)", "Reuters|2020-05-04 + Reuters|2020-05-06 + Reuters|2020-05-08"),
        ("(Reuters, May 4, 6, and 8, 2020)", "Reuters|2020-05-04 + Reuters|2020-05-06 + Reuters|2020-05-08"),
        ("(Reuters, 4 and 6 May 2020)", "Reuters|2020-05-04 + Reuters|2020-05-06"),
        ("(Reuters, Dec. 30 and Jan. 2, 2020)", "Reuters|2019-12-30 + Reuters|2020-01-02"),
        ("(Reuters, May 4, 2020, May 6, 2020)", "Reuters|2020-05-04 + Reuters|2020-05-06"),
        ("(Reuters, May 4, 2020; May 6, 2020)", "Reuters|2020-05-04 + Reuters|2020-05-06"),
        ("(Reuters, AP, May 5, 2020)", "Reuters|2020-05-05 + AP|2020-05-05"),
        ("(Reuters, AP and TASS, May 5, 2020)", "Reuters|2020-05-05 + AP|2020-05-05 + TASS|2020-05-05"),
        ("(Reuters; AP, May 5, 2020)", "Reuters|2020-05-05 + AP|2020-05-05"),
        ("(Reuters, May 5, 2020; AP)", "Reuters|2020-05-05 + AP|-"),
        ("(Trade and Finance Daily, May 5, 2020)", "Trade and Finance Daily|2020-05-05"),
    ] {
        assert_eq!(at_end(bracket), expected, "{bracket:?}");
    }
}

#[test]
fn titles_pages_languages_authors_and_relays_are_no_sources() {
    for (bracket, expected) in [
        ("(Izvestia, May 4, 2020, p. 1)", "Izvestia|2020-05-04"),
        ("(Izvestia, May 4, 2020, pp 1, 5)", "Izvestia|2020-05-04"),
        ("(Izvestia, p. 1, May 4, 2020)", "Izvestia|2020-05-04"),
        ("(Izvestia p. 1, May 4, 2020)", "Izvestia|2020-05-04"),
        ("(New York Times, May 4, 2020, A12)", "New York Times|2020-05-04"),
        ("(Izvestia, No. 34, May 4, 2020)", "Izvestia|2020-05-04"),
        ("(Interfax, 1230 GMT, May 4, 2020)", "Interfax|2020-05-04"),
        ("(Kommersant, May 4, 2020, in Russian)", "Kommersant|2020-05-04"),
        ("(Kommersant, May 4, 2020 (in Russian))", "Kommersant|2020-05-04"),
        ("(Kommersant (E), May 4, 2020)", "Kommersant|2020-05-04"),
        ("(Kommersant [E], May 4, 2020)", "Kommersant|2020-05-04"),
        ("(The Standard (Hong Kong), May 4, 2020)", "The Standard|2020-05-04"),
        ("(Foreign Ministry (MOFA), May 4, 2020)", "Foreign Ministry|2020-05-04"),
        ("(“Ships, and Steel,” Caixin, 20 March 2024)", "Caixin|2024-03-20"),
        ("(\"Ships\" Caixin, 20 March 2024)", "Caixin|2024-03-20"),
        ("(Caixin, “Ships,” 20 March 2024)", "Caixin|2024-03-20"),
        ("(“Ships,\" Caixin, 20 March 2024)", "Caixin|2024-03-20"),
        ("(Caixin, 01/31/22, Jane Roe)", "Caixin|2022-01-31"),
        ("(Caixin, 01/31/22, Jane Roe; AP, 02/01/22, John Doe)", "Caixin|2022-01-31 + AP|2022-02-01"),
        ("(AFP via Yahoo, May 4, 2020)", "AFP|2020-05-04|Yahoo"),
        ("(AFP, May 4, 2020, via Yahoo News)", "AFP|2020-05-04|Yahoo News"),
        ("(AFP, May 4, 2020 via Yahoo)", "AFP|2020-05-04|Yahoo"),
        ("(the minister, quoted by Interfax, May 4, 2020)", "Interfax|2020-05-04"),
        ("(Sergei Roe, as cited by Interfax, May 4, 2020)", "Interfax|2020-05-04"),
        ("(Sergei Roe cited in Interfax, May 4, 2020)", "Interfax|2020-05-04"),
        ("(Interfax citing Kommersant, May 4, 2020)", "Interfax|2020-05-04"),
        ("(Washington Post, op-ed, May 4, 2020)", "Washington Post|2020-05-04"),
    ] {
        assert_eq!(at_end(bracket), expected, "{bracket:?}");
    }
}

#[test]
fn other_brackets_are_left_alone() {
    for text in [
        "the army (PLA) moved. It stopped.",
        "cost ($16 billion) and rose (21.3%), a plan (2021-25) for all.",
        "a river (aka the Jinsha River) and a town (formerly Port May 5) grew.",
        "(see \"Old News,\" May 5, 2004)",
        "He agreed (see EDM, March 28).",
        "Sen. Roe (R-Texas) and Jane Roe (born May 5, 1950) met.",
        "John Roe, 56 (May 5, 1950), spoke.",
        "At the summit (Bucharest, April 2008), leaders met.",
        "Thousands (some 2,000 men, in May 2020) left.",
        "He left (it was May 5, 2020, a Tuesday).",
        "It ended (in Minsk, May 5, 2020).",
        "Dozens died (on May 5, 2020).",
        "The firm grew (to $5, May 2020).",
        "NATO (as of May 5, 2020) agreed.",
        "() and (()) and ( , ; ) and (.)",
        "The sea rose. (It was late.)",
        "The sea rose. (2019)",
        "The sea rose (Reuters)",
        "The army moved (PLA).",
        "The sea rose. (jk)",
        "no brackets, May 5, 2020",
        "",
    ] {
        assert_eq!(read(text, MonthFirst), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn names_behind_the_last_sentence_are_citations_without_a_date() {
    for (text, expected) in [
        ("A ferry sank. (Reuters)", &["Reuters|-"][..]),
        ("A ferry sank. (BBC News) (Reuters)\n", &["BBC News|-", "Reuters|-"]),
        ("A \"ferry\" sank.” (AFP via France 24)", &["AFP|-|France 24"]),
        ("Did it sink? (News.Az).", &["News.Az|-"]),
        ("A ferry (the Mira) sank. (El Heraldo)", &["El Heraldo|-"]),
        ("A ferry sank. (Reuters) (G1)", &["Reuters|-", "G1|-"]),
        ("A ferry sank. (Izvestia, May 5, 2020) (AP)", &["Izvestia|2020-05-05", "AP|-"]),
        ("A ferry sank. (1, 4, Kommersant, 1, 5, Gazeta, 6)", &["Kommersant|- + Gazeta|-"]),
    ] {
        assert_eq!(read(text, MonthFirst), expected, "{text:?}");
    }
    let found = brackets("A ferry sank. (Reuters)", MonthFirst);
    assert_eq!((found[0].citations[0].form, found[0].closes), (Form::Trailing, true));
}

#[test]
fn a_series_may_print_the_day_first() {
    let text = "A ferry sank. (Izvestia, 03/04/2005)";
    assert_eq!(read(text, MonthFirst), ["Izvestia|2005-03-04"]);
    assert_eq!(read(text, DayFirst), ["Izvestia|2005-04-03"]);
    assert_eq!(
        read("Ships. (Izvestia, 11, 12, 13/3/2005)", DayFirst),
        ["Izvestia|2005-03-11 + Izvestia|2005-03-12 + Izvestia|2005-03-13"]
    );
}

#[test]
fn only_the_last_brackets_close_an_item() {
    let text = "One (Reuters, May 1, 2020) and two. (AP, May 2, 2020) (TASS, May 3, 2020).\"";
    let found: Vec<_> = brackets(text, MonthFirst).iter().map(|bracket| bracket.closes).collect();
    assert_eq!(found, [false, true, true]);
}

#[test]
fn a_missing_bracket_is_tolerated_at_the_end_only() {
    for (text, expected) in [
        ("A ferry sank. (Reuters, May 1, 2020", Some("Reuters|2020-05-01")),
        ("A ferry sank. (Reuters, May 1, 2020.\n", Some("Reuters|2020-05-01")),
        ("Ships (old (and new) sank. (Reuters, May 1, 2020", Some("Reuters|2020-05-01")),
        ("A ferry (Reuters, May 1, 2020 and all who were on it sank.", None),
        ("A ferry (Reuters", None),
        ("A ferry (", None),
    ] {
        let found = brackets(text, MonthFirst);
        assert_eq!(found.first().map(|bracket| show(text, bracket)).as_deref(), expected, "{text:?}");
        assert!(found.iter().all(|bracket| bracket.unclosed && bracket.closes), "{text:?}");
    }
    for (text, expected) in [
        ("Ships (5 ([Reuters, May 1, 2020)", &["Reuters|2020-05-01"][..]),
        ("Ships ([ (Reuters, May 1, 2020) on", &["Reuters|2020-05-01"]),
        ("Ships (to cite (AP, May 1, 2020) TASS, May 2, 2020", &["AP|2020-05-01"]),
        ("Ships. (TASS (AP, May 1, 2020))", &["AP|2020-05-01"]),
    ] {
        assert_eq!(read(text, MonthFirst), expected, "{text:?}");
    }
    let inner = "He said (as usual (Reuters, May 1, 2020) and left.";
    assert_eq!(read(inner, MonthFirst), ["Reuters|2020-05-01"]);
}

#[test]
fn spans_are_those_of_the_print() {
    let text = "It sank. (Reuters, May 1, 2020; The Moscow Times, May 2, 2020, p. 4)";
    let found = brackets(text, MonthFirst);
    let printed: Vec<_> = found[0]
        .citations
        .iter()
        .map(|c| (c.span.of(text), c.outlet.of(text), c.date.map(|(_, span)| span.of(text))))
        .collect();
    assert_eq!(found[0].span.of(text), &text[9..]);
    assert_eq!(
        printed,
        [
            ("Reuters, May 1, 2020", "Reuters", Some("May 1, 2020")),
            ("The Moscow Times, May 2, 2020, p. 4", "The Moscow Times", Some("May 2, 2020")),
        ]
    );
    let single = "It sank. (Reuters, May 1 and 2, 2020).";
    let found = brackets(single, MonthFirst);
    assert!(found[0].citations.iter().all(|citation| citation.span.of(single) == "(Reuters, May 1 and 2, 2020)"));
}

#[test]
fn brackets_by_the_thousand_are_no_trouble() {
    for text in [
        "(".repeat(50_000),
        ")".repeat(50_000),
        "()".repeat(50_000),
        "(".repeat(50_000) + &")".repeat(50_000),
        "(Reuters, May 1, 2020".repeat(5_000),
        "(A, ".repeat(20_000),
        "(1, 2, ".repeat(20_000) + "\u{201c}",
    ] {
        assert!(brackets(&text, MonthFirst).len() <= 1);
    }
    assert_eq!(brackets(&"Ships. (Reuters, May 1, 2020) ".repeat(1_000), MonthFirst).len(), 1_000);
}
