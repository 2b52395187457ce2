//! Printed forms and what they say, as tables: one row per form seen in a digest.

use super::NumericOrder::{DayFirst, MonthFirst};
use super::{NumericOrder, PartialDate, Precision, parse_date, parse_heading};
use crate::date::month_named;

/// `2023-02-14`, with `?` for what is not printed, and `..` between the ends of a range, then what is left unread.
fn read(text: &str, order: NumericOrder) -> Option<String> {
    let date = parse_date(text, order)?;
    let end = date.value.end.map(|end| format!("..{}", show(end))).unwrap_or_default();
    Some(format!("{}{end}|{}", show(date.value.start), &text[date.len..]))
}

fn show(date: PartialDate) -> String {
    let part = |value: Option<u8>| value.map_or("?".to_owned(), |value| format!("{value:02}"));
    let year = date.year.map_or("?".to_owned(), |year| year.to_string());
    format!("{year}-{}-{}", part(date.month), part(date.day))
}

#[test]
fn single_dates_are_read_in_every_printed_form() {
    for (text, expected) in [
        ("February 14, 2023", "2023-02-14|"),
        ("February 14, 2023)", "2023-02-14|)"),
        ("FEBRUARY 14, 2023", "2023-02-14|"),
        ("Feb. 14, 2023", "2023-02-14|"),
        ("Feb 14, 2023", "2023-02-14|"),
        ("Feb\u{ad}ruary 14, 2023", "2023-02-14|"),
        ("Septem\u{ad}ber 14, 2023", "2023-09-14|"),
        ("February\u{a0}14,\r\n2023", "2023-02-14|"),
        ("Sept 14", "?-09-14|"),
        ("Sept. 14; ", "?-09-14|; "),
        ("May 14.", "?-05-14|."),
        ("May 5 2023", "2023-05-05|"),
        ("May 5. 2023", "2023-05-05|"),
        ("May 5,2023", "2023-05-05|"),
        ("May 5th, 2023", "2023-05-05|"),
        ("May 05, 2023", "2023-05-05|"),
        ("Monday, May 5", "?-05-05|"),
        ("Mon. May 5, 2023", "2023-05-05|"),
        ("14 February 2023", "2023-02-14|"),
        ("14 February, 2023", "2023-02-14|"),
        ("14 February", "?-02-14|"),
        ("14th of February 2023", "2023-02-14|"),
        ("3rd May 2023", "2023-05-03|"),
        ("14-Feb-2023", "2023-02-14|"),
        ("Wednesday, 14 Dec. 2022", "2022-12-14|"),
        ("February 2023", "2023-02-?|"),
        ("February, 2023", "2023-02-?|"),
        ("2023", "2023-?-?|"),
        ("2023-02-14", "2023-02-14|"),
        ("2023/02/14", "2023-02-14|"),
        ("02.14.23", "2023-02-14|"),
        ("03.25.16, ", "2016-03-25|, "),
        ("01/31/22", "2022-01-31|"),
        ("08/04/02", "2002-08-04|"),
        ("05/06/69", "1969-05-06|"),
        ("05/06/68", "2068-05-06|"),
        ("14/02/2023", "2023-02-14|"),
        ("14.02.2023", "2023-02-14|"),
        ("March 7 reports", "?-03-07| reports"),
        ("February 30, 2023", "2023-02-30|"),
        ("May 5, 10,000 men", "?-05-05|, 10,000 men"),
    ] {
        assert_eq!(read(text, MonthFirst).as_deref(), Some(expected), "{text:?}");
    }
}

#[test]
fn a_series_may_say_that_the_day_comes_first() {
    for (text, month_first, day_first) in [
        ("03/04/2016", "2016-03-04|", "2016-04-03|"),
        ("03.04.16", "2016-03-04|", "2016-04-03|"),
        ("24/10/2005", "2005-10-24|", "2005-10-24|"),
        ("10/24/2005", "2005-10-24|", "2005-10-24|"),
        ("2016-03-04", "2016-03-04|", "2016-03-04|"),
    ] {
        assert_eq!(read(text, MonthFirst).as_deref(), Some(month_first), "{text:?}");
        assert_eq!(read(text, DayFirst).as_deref(), Some(day_first), "{text:?}");
    }
}

#[test]
fn ends_of_a_range_share_what_one_of_them_prints() {
    for (text, expected) in [
        ("February 22-23, 2023", "2023-02-22..2023-02-23|"),
        ("February 22–23", "?-02-22..?-02-23|"),
        ("February 22 - 23, 2023", "2023-02-22..2023-02-23|"),
        ("February 22 to 23, 2023", "2023-02-22..2023-02-23|"),
        ("Feb. 28 - March 2, 2023", "2023-02-28..2023-03-02|"),
        ("Feb. 28–March 2, 2023", "2023-02-28..2023-03-02|"),
        ("Dec. 30, 2022 - Jan. 2, 2023", "2022-12-30..2023-01-02|"),
        ("Dec. 30 - Jan. 2, 2023", "2022-12-30..2023-01-02|"),
        ("Dec. 30, 2022 - Jan. 2", "2022-12-30..2023-01-02|"),
        ("22-23 February 2023", "2023-02-22..2023-02-23|"),
        ("22 - 23 February 2023", "2023-02-22..2023-02-23|"),
        ("28 February - 2 March 2023", "2023-02-28..2023-03-02|"),
        ("May/June 2020", "2020-05-?..2020-06-?|"),
        ("May 2020 - June 2020", "2020-05-?..2020-06-?|"),
        ("03.16.16-03.18.16", "2016-03-16..2016-03-18|"),
        ("May 5, 2020 - the day", "2020-05-05| - the day"),
        ("May 5 - page", "?-05-05| - page"),
        ("Feb. 2 - 5 March", "?-02-02..?-03-05|"),
    ] {
        assert_eq!(read(text, MonthFirst).as_deref(), Some(expected), "{text:?}");
    }
}

#[test]
fn other_numbers_and_words_are_not_dates() {
    for text in [
        "",
        "May",
        "may 5",
        "march 3",
        "Mayor 5",
        "May 45",
        "May 2020s",
        "2021-25",
        "2,000",
        "2007/08",
        "1385",
        "$16",
        "21.3%",
        "13/13/2013",
        "00/10/2010",
        "1.2.3.4",
        "11, 12",
        "15.4 billion",
        "5",
        "Friday",
        "Thursday evening",
        "5,May",
        "\u{ad}",
    ] {
        assert_eq!(read(text, MonthFirst), None, "{text:?}");
    }
}

#[test]
fn a_heading_is_a_date_and_nothing_else() {
    for (line, bare, expected) in [
        ("February 20:", false, Some("?-02-20")),
        ("March 13: ", false, Some("?-03-13")),
        ("\u{a0}March 13 :\r\n", false, Some("?-03-13")),
        ("Sept. 3:", false, Some("?-09-03")),
        ("20 February 2007:", false, Some("2007-02-20")),
        ("March 1", false, None),
        ("March 1", true, Some("?-03-01")),
        ("March 1: the army moved", true, None),
        ("March 1 the army moved:", true, None),
        ("March 2007", true, None),
        ("2007", true, None),
        ("", true, None),
        (":", true, None),
    ] {
        assert_eq!(parse_heading(line, bare).map(|date| show(date.start)).as_deref(), expected, "{line:?}");
    }
}

#[test]
fn only_days_of_the_calendar_become_civil_dates() {
    for (text, expected, precision) in [
        ("February 28, 2023", Some(jiff::civil::date(2023, 2, 28)), Precision::Day),
        ("February 29, 2024", Some(jiff::civil::date(2024, 2, 29)), Precision::Day),
        ("February 29, 2023", None, Precision::Day),
        ("February 28", None, Precision::Day),
        ("February 2023", None, Precision::Month),
        ("2023", None, Precision::Year),
    ] {
        let date = parse_date(text, MonthFirst).expect(text).value.start;
        assert_eq!((date.to_civil(), date.precision()), (expected, precision), "{text:?}");
    }
}

#[test]
fn months_are_whole_words_in_any_case() {
    for (word, expected) in [
        ("February", Some(2)),
        ("FEB.", Some(2)),
        ("sept", Some(9)),
        ("Sep.", Some(9)),
        ("May", Some(5)),
        ("Mayor", None),
        ("Febru", None),
        ("", None),
        (".", None),
        ("Decembers", None),
        ("März", None),
        ("June ", None),
    ] {
        assert_eq!(month_named(word), expected, "{word:?}");
    }
}
