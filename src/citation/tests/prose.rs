//! Attributions in prose. The names that an authority file would know are marked `{so}`, those it takes in brackets only
//! `<so>`; a source that is found is shown with its date.

use crate::citation::{Form, OutletHit, PrintedCitation, attributions, definitions, unknown_sources};
use crate::date::NumericOrder::{DayFirst, MonthFirst};
use crate::span::Span;

/// The text without the marks, and the hits.
fn marked(text: &str) -> (String, Vec<OutletHit>) {
    let (mut plain, mut hits, mut start) = (String::new(), Vec::new(), 0);
    for c in text.chars() {
        match c {
            '{' | '<' => start = plain.len(),
            '}' | '>' => hits.push(OutletHit { span: Span::new(start, plain.len()), bracket_only: c == '>' }),
            _ => plain.push(c),
        }
    }
    (plain, hits)
}

fn show(text: &str, found: &[PrintedCitation]) -> Vec<String> {
    let one = |citation: &PrintedCitation| {
        assert!(citation.span.contains(citation.outlet), "{text:?}: {citation:?}");
        assert_eq!(citation.date.is_some(), citation.form == Form::ProseDated, "{text:?}");
        let date = citation.date.map_or(String::new(), |(_, span)| format!("|{}", span.of(text)));
        format!("{}{date}", citation.outlet.of(text))
    };
    found.iter().map(one).collect()
}

fn read(text: &str) -> Vec<String> {
    let (plain, hits) = marked(text);
    show(&plain, &attributions(&plain, &hits, MonthFirst))
}

#[test]
fn a_source_is_told_by_the_words_around_its_name() {
    for (text, expected) in [
        ("Rents are up, {Kommersant} reports.", "Kommersant"),
        ("Rents are up, the {Daily Mail} reports.", "Daily Mail"),
        ("Rents are up, {Kommersant} reports that much.", "Kommersant"),
        ("{Kommersant} reportsthat rents are up.", "Kommersant"),
        ("The {BBC} citesNATO's chief as saying so.", "BBC"),
        ("The {BBC} cites a clerk as saying so.", "BBC"),
        ("Rents are up, reports {Kommersant}.", "Kommersant"),
        ("In response, reports {Kommersant}, rents went up.", "Kommersant"),
        ("Rents are up, reports Germany’s {DPA} news agency.", "DPA"),
        ("“Rents are up,” says {Kommersant}", "Kommersant"),
        ("According to {Reuters}, rents are up.", "Reuters"),
        ("Rents are up, according to\nthe {Voice of America}.", "Voice of America"),
        ("According to a {Reuters} report, rents are up.", "Reuters"),
        ("London's {Daily Mail} writes that rents are up.", "Daily Mail"),
        ("The official {China Daily} has reported as much.", "China Daily"),
        ("{Xinhua} has published a list of rents.", "Xinhua"),
        ("{Xinhua} also notes a fall.", "Xinhua"),
        ("{Xinhua}, meanwhile, says that rents fell.", "Xinhua"),
        ("{Interfax} news agency has since added a name.", "Interfax"),
        ("The mayor told {Agence France-Presse}.", "Agence France-Presse"),
        ("The mayor has told the state-run {IRNA} news agency that it rains.", "IRNA"),
        ("The mayor told the newspaper “{Kommersant}” that it rains.", "Kommersant"),
        ("In a speech carried by {CCTV} he resigned.", "CCTV"),
        ("The mayor, quoted by Russian news agency {Interfax}, resigned.", "Interfax"),
        ("He resigned, citing the {Korea Times}.", "Korea Times"),
        ("He looks, in the view of {NEWSru.com}, like an heir.", "NEWSru.com"),
        ("It is so, he said, in words relayed through Russia’s {Interfax-AVN} agency.", "Interfax-AVN"),
        ("He said so in an interview with the {Washington Post}.", "Washington Post"),
        ("He said so in an interview with Taiwan's {Liberty Times}.", "Liberty Times"),
        ("In an op-ed in the {New York Times}, he disagreed.", "New York Times"),
        ("The {South China Morning Post} (SCMP) reports a fall.", "South China Morning Post"),
        ("A {Reuters} report says that rents fell.", "Reuters"),
    ] {
        assert_eq!(read(text), [expected], "{text:?}");
    }
}

#[test]
fn a_date_beside_the_name_is_the_date_of_the_report() {
    for (text, expected) in [
        ("The {Associated Press} (April 7) reports that it rains.", "Associated Press|April 7"),
        ("{Yonhap} (\"IT RAINS, AGAIN,\" 08/04/02) reported that it rains.", "Yonhap|08/04/02"),
        ("{Izvestia} (24/10/2005)", "Izvestia|24/10/2005"),
        ("{Interfax} reported on 6 November that it rains.", "Interfax|6 November"),
        ("{Interfax} on November 6 reported that it rains.", "Interfax|November 6"),
        ("He told {Interfax} on 6 November that it rains.", "Interfax|6 November"),
        ("According to {Reuters} (May 5, 2020), it rains.", "Reuters|May 5, 2020"),
        ("{Reuters} reported on the rain.", "Reuters"),
    ] {
        assert_eq!(read(text), [expected], "{text:?}");
    }
    let (text, hits) = marked("{Izvestia} (03/04/2005) reports rain.");
    let found = attributions(&text, &hits, DayFirst);
    assert_eq!(found[0].date.and_then(|(date, _)| date.start.to_civil()), Some(jiff::civil::date(2005, 4, 3)));
    assert_eq!(found[0].span.of(&text), "Izvestia (03/04/2005) reports");
}

#[test]
fn whoever_reports_is_the_source_of_text_without_another() {
    for (text, expected) in [
        ("Trade fell by a tenth, Sankei Shimbun reports.", vec!["Sankei Shimbun"]),
        ("Nezavisimoye Voyennoye Obozreniye reports that the tank is late.", vec!["Nezavisimoye Voyennoye Obozreniye"]),
        ("Two men were held, reports Zerkalo.", vec!["Zerkalo"]),
        ("Reports say that trade fell.", vec![]),
        ("The ministry reports that trade fell.", vec![]),
    ] {
        let found = crate::citation::reporting_names(text, &[], crate::date::NumericOrder::default());
        let names: Vec<&str> = found.iter().map(|citation| citation.outlet.of(text)).collect();
        assert_eq!(names, expected, "{text}");
    }
}

#[test]
fn an_outlet_that_acts_in_the_story_is_no_source() {
    for text in [
        "{Xinhua} transmitted an interview with the mayor.",
        "{Xinhua} ran an uncut talk with the mayor.",
        "The {BBC} was fined. The {BBC} said it would appeal.",
        "A fund bought shares of {CNN}.",
        "He said {Reuters} was fined.",
        "The {Reuters} reports were wrong.",
        "He read the {Daily Mail}.",
        "Two {BBC} reporters were expelled.",
        "{RT}'s licence has been withdrawn.",
        "<The Hill> passes it. <Time> says little, and <Post> tells more.",
        "{Kommersant}",
        "",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn names_joined_by_and_share_the_attribution() {
    for (text, expected) in [
        ("{Reuters} and the {BBC} report that it rains.", &["Reuters", "BBC"][..]),
        ("According to {Reuters} and {AP}, it rains.", &["Reuters", "AP"]),
        ("{Reuters}, {AP}, and {AFP} reported rain.", &["Reuters", "AP", "AFP"]),
        ("According to {Reuters}, {AP} was fined.", &["Reuters"]),
        ("{Kommersant} was fined, {Vedomosti} reports; {RBC} says so too.", &["Vedomosti", "RBC"]),
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn unknown_media_in_the_place_of_a_source_are_found() {
    for (text, expected) in [
        ("Rents are up, Polit.ru reports.", &["Polit.ru"][..]),
        ("According to gazeta.ru, rents are up.", &["gazeta.ru"]),
        ("Rents are up, the Gorky Evening News reports.", &["Gorky Evening News"]),
        ("Rents are up, Thomson\nFinancial News reported.", &["Thomson\nFinancial News"]),
        ("Rents are up, reports the Tver Courier.", &["Tver Courier"]),
        ("According to Estonia's Postimees Daily, rents are up.", &["Postimees Daily"]),
        ("On Monday Radio Tver reported rain.", &["Radio Tver"]),
        ("Mali's “Sahel Times” reports rain.", &["Sahel Times"]),
        ("The International Energy Agency reports a glut.", &[]),
        ("The World Bank reports growth. According to Jane Roe, all is well.", &[]),
        ("News reports say so. State media report it. According to press reports, it rains.", &[]),
        ("He filed a report. The report was late.", &[]),
        ("According to {Radio Tver}, and {Radio Orel} reports.", &[]),
        (" report", &[]),
        ("ccording to ", &[]),
    ] {
        let (plain, hits) = marked(text);
        assert_eq!(show(&plain, &unknown_sources(&plain, &hits, MonthFirst)), expected, "{text:?}");
    }
}

#[test]
fn abbreviations_are_defined_behind_the_name_they_shorten() {
    for (text, expected) in [
        ("{Reuters} and the {South China Morning Post} (SCMP) report.", Some((1, "SCMP"))),
        ("{Deutsche Presse-Agentur} (\"DPA\") reports.", Some((0, "DPA"))),
        ("{Deutsche Presse-Agentur} (“DPA”) reports.", Some((0, "DPA"))),
        ("{Radio Free Europe/Radio Liberty} (RFE/RL) reports.", Some((0, "RFE/RL"))),
        ("{Fars} (IRGC) reports.", None),
        ("{Reuters} (May 5) reports.", None),
        ("{Reuters} (", None),
    ] {
        let (plain, hits) = marked(text);
        let found = definitions(&plain, &hits);
        assert_eq!(found.first().map(|&(index, span)| (index, span.of(&plain))), expected, "{text:?}");
    }
}

#[test]
fn long_words_and_many_hits_stay_linear() {
    let (plain, hits) = marked(&"{AP}".repeat(20_000));
    assert_eq!(attributions(&plain, &hits, MonthFirst), []);
    let text = format!("{}{}", "x".repeat(200_000), " report report".repeat(10_000));
    assert_eq!(unknown_sources(&text, &[], MonthFirst), []);
    let (plain, hits) = marked(&"{AP}, ".repeat(20_000));
    assert_eq!(attributions(&plain, &hits, MonthFirst), []);
}
