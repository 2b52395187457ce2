use super::*;
use crate::date::NumericOrder;
use crate::span::Span;

fn read(template: &str, line: &str) -> Option<Vec<(&'static str, String)>> {
    let template = Template::try_from(template.to_owned()).unwrap();
    let captured = template.captures(line, Span::new(0, line.len()), NumericOrder::MonthFirst)?;
    let slots = Slot::ALL.iter().filter_map(|&slot| Some((slot.name(), captured.get(slot)?.of(line).to_owned())));
    Some(slots.collect())
}

#[expect(clippy::unnecessary_wraps, reason = "as a line that is read")]
fn pairs(pairs: &[(&'static str, &str)]) -> Option<Vec<(&'static str, String)>> {
    Some(pairs.iter().map(|(slot, text)| (*slot, (*text).to_owned())).collect())
}

#[test]
fn templates_take_a_line_apart() {
    for (template, line, expected) in [
        (
            "{series} Vol. {volume}, No. {number}[, Part {part}], {date}",
            "EASTERN NEWSLINE Vol. 3, No. 217, Part I, 8 November 1999",
            pairs(&[
                ("series", "EASTERN NEWSLINE"),
                ("number", "217"),
                ("volume", "3"),
                ("part", "I"),
                ("date", "8 November 1999"),
            ]),
        ),
        (
            "{series} Vol. {volume}, No. {number}[, Part {part}], {date}",
            "Eastern Newsline vol. 4,  no. 28, 22 July 2004",
            pairs(&[("series", "Eastern Newsline"), ("number", "28"), ("volume", "4"), ("date", "22 July 2004")]),
        ),
        ("#{item}", "#12", pairs(&[("item", "12")])),
        ("#{item}", "# 12", None),
        (
            "{outlet}, {date}[, p. {pages}]",
            "Kommersant, May 4, 2003, p. 1, 5",
            pairs(&[("date", "May 4, 2003"), ("pages", "1, 5"), ("outlet", "Kommersant")]),
        ),
        ("{outlet}, {date}[, p. {pages}]", "Kommersant, said the minister, is late", None),
        ("{outlet} ({date})", "IZVESTIA (24/10/2005)", pairs(&[("date", "24/10/2005"), ("outlet", "IZVESTIA")])),
        ("'''{label}'''", "'''Law and crime'''", pairs(&[("label", "Law and crime")])),
        (
            "\\{\\{Events|year={year}|month={month}|{any}",
            "{{Events|year=2025|month=09|day=1",
            pairs(&[("year", "2025"), ("month", "09"), ("any", "day=1")]),
        ),
        (
            "{bullet} {text}",
            "• It rained. (CNN, 03.25.16)",
            pairs(&[("bullet", "•"), ("text", "It rained. (CNN, 03.25.16)")]),
        ),
        ("{bullet}{text}", "**It rained.", pairs(&[("bullet", "**"), ("text", "It rained.")])),
        ("{bullet}{text}", "-5 degrees", None),
        ("editor's pick", "Editor’s  pick", pairs(&[])),
    ] {
        assert_eq!(read(template, line), expected, "{template} on {line}");
    }
}

#[test]
fn a_template_takes_bounded_time() {
    let template = Template::try_from("{any}a{any}b{any}c{any}d".to_owned()).unwrap();
    let line = "ab".repeat(150);
    assert_eq!(template.captures(&line, Span::new(0, line.len()), NumericOrder::MonthFirst), None);
}

#[test]
fn mistakes_in_a_template_say_what_was_expected() {
    for (template, expected) in [
        ("{nope}", "{series}"),
        ("{text} behind", "{text} at the end"),
        ("[open", "`]`"),
        ("shut]", "`[`"),
        ("", "found nothing"),
        ("{outlet}{title}", "words between {outlet} and {title}"),
    ] {
        let message = Template::try_from(template.to_owned()).unwrap_err();
        assert!(message.contains(expected), "{template}: {message}");
    }
}

#[test]
fn shipped_profiles_parse_and_unknown_names_are_answered_with_the_known() {
    assert_eq!(Profile::named("auto").unwrap().name, "afpc");
    assert_eq!(Profile::shipped().unwrap().last().unwrap().name, "any");
    let message = Profile::named("nope").unwrap_err().to_string();
    assert!(message.contains("afpc"), "{message}");
}

#[test]
fn mistakes_in_a_profile_name_line_and_key() {
    for (text, line, key) in [
        ("name = \"x\"\n[masthead]\nlabels = []\n", "line 3", "labels"),
        ("name = \"x\"\n[items]\nmarks = [\"{nope}\"]\n", "line 3", "marks"),
        ("name = \"x\"\n[items]\nboundaries = [\"marks\"]\n", "line 3", "boundaries"),
        ("name = \"x\"\n[items]\nboundaries = [\"mark\"]\n", "line 3", "boundaries"),
        ("name = \"x\"\n[items]\nmarks = [\n    \"{item}\",\n    \"{nope}\",\n]\n", "line 3", "marks"),
        ("about = \"x\"\n", "line 1", "name"),
        ("name = \"auto\"\n", "line 1", "name"),
        ("name = \"x\"\nname = \"y\"\n", "line 2", "name"),
        ("name = [\n", "line 1", "name"),
    ] {
        let message = Profile::parse("my.toml", text).unwrap_err().to_string();
        assert!(message.contains("my.toml") && message.contains(line) && message.contains(key), "{text}: {message}");
    }
}

#[test]
fn a_text_is_read_by_the_profile_whose_signs_it_shows() {
    let Choice::Auto(detector) = Choice::of("auto").unwrap() else { panic!("one profile for all") };
    for (text, name, expected) in [
        ("Northern Brief: No. 4\n\nMarch 5:\n\nIt rained.\n", "a.txt", "afpc"),
        ("It rained.\n", "rrm-no-1501.txt", "afpc"),
        ("It rained.\n", "a.txt", "any"),
        ("", "a.txt", "any"),
    ] {
        assert_eq!(detector.choose(text, name).profile.name, expected, "{text:?} in {name}");
    }
}
