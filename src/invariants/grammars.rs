//! Printed dates and citations: a value says no more than the text under its span.

use super::{in_order, inside};
use crate::citation::{self, Bracket, PrintedCitation};
use crate::date::{NumericOrder, PartialDate, Precision, PrintedDate, parse_date, parse_heading};
use crate::pipeline::recognise::{find_citations, find_mentions, find_terms};
use crate::span::Span;
use crate::vocabulary::Vocabulary;

const ORDERS: [NumericOrder; 2] = [NumericOrder::MonthFirst, NumericOrder::DayFirst];

/// A date at every character of a text, and every line as a date heading.
///
/// # Panics
/// When a date takes nothing or a part of a character, holds a day or year that is not printed, or is another one where the
/// text ends behind it.
pub fn dates(text: &str) {
    for (at, _) in text.char_indices() {
        for order in ORDERS {
            let Some(found) = parse_date(&text[at..], order) else { continue };
            let span = Span::new(at, at + found.len);
            inside(text, span, Span::new(at, text.len()));
            assert!(found.len > 0, "a date of no length at {at} in {text:?}");
            printed(found.value, span.of(text));
            let alone = parse_date(span.of(text), order);
            assert_eq!(alone, Some(found), "the date at {at} rests on what follows it in {text:?}");
        }
    }
    for line in text.lines() {
        if let Some(date) = parse_heading(line, true) {
            printed(date, line);
            assert!(date.start.day.is_some(), "a heading without a day: {line:?}");
        }
    }
}

/// Citations of a text, read as one paragraph and line by line.
///
/// # Panics
/// When brackets overlap or are none, a part lies outside its whole, or a date holds what its bracket does not print.
pub fn citations(text: &str) {
    for paragraph in std::iter::once(text).chain(text.lines()) {
        for order in ORDERS {
            let brackets = citation::brackets(paragraph, order);
            bracketed(paragraph, &brackets);
            for bracket in &brackets {
                let closed = if bracket.unclosed { '(' } else { ')' };
                let printed = bracket.span.of(paragraph);
                assert!(printed.starts_with('('), "{printed:?} is no bracket of {paragraph:?}");
                assert!(printed.ends_with(closed) || bracket.unclosed, "{printed:?} is not closed in {paragraph:?}");
            }
            let links = citation::links(paragraph);
            bracketed(paragraph, &links);
            bracketed(paragraph, &citation::merged(brackets, links));
            bracketed(paragraph, citation::bare(paragraph, order).as_slice());
            cited(paragraph, citation::dateline(paragraph, order).as_slice());
        }
        cited(paragraph, citation::document(paragraph).as_slice());
    }
    recognised(text);
}

fn bracketed(paragraph: &str, brackets: &[Bracket]) {
    in_order(paragraph, brackets.iter().map(|bracket| bracket.span));
    for bracket in brackets {
        assert!(!bracket.citations.is_empty(), "{bracket:?} cites nothing in {paragraph:?}");
        cited(paragraph, &bracket.citations);
        for citation in &bracket.citations {
            inside(paragraph, citation.span, bracket.span);
            if let Some((date, _)) = citation.date {
                printed(date, bracket.span.of(paragraph));
            }
        }
    }
}

fn cited(paragraph: &str, citations: &[PrintedCitation]) {
    for citation in citations {
        inside(paragraph, citation.span, Span::new(0, paragraph.len()));
        inside(paragraph, citation.outlet, citation.span);
        assert!(!citation.outlet.of(paragraph).trim().is_empty(), "an outlet without a name in {paragraph:?}");
        for part in citation.date.map(|(_, span)| span).into_iter().chain(citation.via) {
            inside(paragraph, part, citation.span);
        }
    }
}

/// What the vocabulary finds in loose strings.
fn recognised(text: &str) {
    let (vocabulary, whole) = (Vocabulary::shipped().unwrap(), Span::new(0, text.len()));
    for found in find_citations(&[text], None, &vocabulary).unwrap().into_iter().flatten() {
        cited(text, &[found.printed]);
    }
    for found in find_mentions(&[text], None, &vocabulary).unwrap().into_iter().flatten() {
        inside(text, found.span, whole);
    }
    for found in find_terms(&[text], None, &vocabulary).unwrap().into_iter().flatten() {
        inside(text, found.span, whole);
    }
}

/// Days and years are numbers of the text; a range across New Year may print one year for both its ends.
fn printed(date: PrintedDate, text: &str) {
    let digits = |c: char| !c.is_ascii_digit();
    let numbers: Vec<i32> = text.split(digits).filter_map(|number| number.parse().ok()).collect();
    let slack = i32::from(date.end.is_some());
    for PartialDate { year, month, day } in std::iter::once(date.start).chain(date.end) {
        assert!(month.is_none_or(|month| (1..=12).contains(&month)), "month {month:?} in {text:?}");
        assert!(day.is_none_or(|day| (1..=31).contains(&day)), "day {day:?} in {text:?}");
        assert!(day.is_none_or(|day| numbers.contains(&i32::from(day))), "day {day:?} is not printed in {text:?}");
        let is_year = |year: i32| numbers.contains(&year) || numbers.contains(&(year % 100));
        let found = year.is_none_or(|year| (-slack..=slack).any(|by| is_year(i32::from(year) + by)));
        assert!(found, "year {year:?} is not printed in {text:?}");
    }
    let precision = date.start.precision();
    assert!(date.end.is_none_or(|end| end.precision() == precision), "the ends of {date:?} differ in kind in {text:?}");
    assert!(precision == Precision::Year || date.start.month.is_some(), "a day without a month in {text:?}");
    let _ = date.start.to_civil();
}
