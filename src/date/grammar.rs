//! The elements of a printed date, in the order in which they are read. Each takes what it is named for or nothing.

use super::names::{is_weekday, leading_month, may_start_weekday};
use super::{Cursor, NumericOrder, PartialDate, Precision, PrintedDate};

/// `Monday, ` or `Mon. ` ahead of a date.
pub(super) fn weekday(cursor: &mut Cursor) {
    if !may_start_weekday(cursor.rest().as_bytes()) {
        return;
    }
    let mut ahead = *cursor;
    if is_weekday(ahead.word()) {
        ahead.eat('.');
        ahead.eat(',');
        if ahead.space() {
            *cursor = ahead;
        }
    }
}

pub(super) fn single(cursor: &mut Cursor, order: NumericOrder) -> Option<PrintedDate> {
    if cursor.peek()?.is_ascii_digit() {
        numeric(cursor, order).map(lone).or_else(|| day_first(cursor)).or_else(|| bare_year(cursor).map(lone))
    } else {
        month_first(cursor)
    }
}

fn lone(start: PartialDate) -> PrintedDate {
    PrintedDate { start, end: None }
}

/// `2023-02-14`, `02.14.23`, `02/14/2023`, `14/02/2023`.
fn numeric(cursor: &mut Cursor, order: NumericOrder) -> Option<PartialDate> {
    let mut ahead = *cursor;
    let first = ahead.digits()?;
    let separator = ahead.eat_if(|c| matches!(c, '.' | '/' | '-'))?;
    let (second, second_width) = ahead.digits()?;
    if !ahead.eat(separator) {
        return None;
    }
    let third = ahead.digits()?;
    if second_width > 2 || !ahead.at_word_end() {
        return None;
    }
    let (year, month, day) = match (first, third) {
        ((year, 4), (day, 1 | 2)) => (year, second, day),
        ((first, 1 | 2), (year, 2 | 4)) => {
            let day_is_first = first > 12 || (second <= 12 && order == NumericOrder::DayFirst);
            let (month, day) = if day_is_first { (second, first) } else { (first, second) };
            (if third.1 == 2 { full_year(year) } else { year }, month, day)
        }
        _ => return None,
    };
    let month = u8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    let date = PartialDate { year: i16::try_from(year).ok(), month: Some(month), day: Some(in_a_month(day)?) };
    *cursor = ahead;
    Some(date)
}

fn full_year(two_digits: u16) -> u16 {
    if two_digits < 69 { 2000 + two_digits } else { 1900 + two_digits }
}

/// `February 14, 2023`, `Feb. 14-15`, `Sept 2023`, `May/June 2020`.
fn month_first(cursor: &mut Cursor) -> Option<PrintedDate> {
    let mut ahead = *cursor;
    let month = Some(month(&mut ahead)?);
    let mut days = ahead;
    days.space();
    if let Some(first) = day(&mut days) {
        let last = last_day_of_month(&mut days, first);
        let year = year(&mut days);
        *cursor = days;
        let of = |day| PartialDate { year, month, day: Some(day) };
        return Some(PrintedDate { start: of(first), end: last.map(of) });
    }
    let last = last_month(&mut ahead);
    let year = Some(year(&mut ahead)?);
    *cursor = ahead;
    let of = |month| PartialDate { year, month, day: None };
    Some(PrintedDate { start: of(month), end: last.map(|month| of(Some(month))) })
}

/// `14 February 2023`, `14th of February`, `22-23 February 2023`.
fn day_first(cursor: &mut Cursor) -> Option<PrintedDate> {
    let mut ahead = *cursor;
    let first = day(&mut ahead)?;
    let last = last_day(&mut ahead, first);
    if !ahead.space() {
        ahead.dash();
    }
    let mut of = ahead;
    if of.word() == "of" && of.space() {
        ahead = of;
    }
    let month = Some(month(&mut ahead)?);
    let year = hyphenated_year(&mut ahead).or_else(|| year(&mut ahead));
    *cursor = ahead;
    let of = |day| PartialDate { year, month, day: Some(day) };
    Some(PrintedDate { start: of(first), end: last.map(of) })
}

/// A year alone, as of a quarterly; not the first half of `2021-25` nor `2,000`.
fn bare_year(cursor: &mut Cursor) -> Option<PartialDate> {
    let mut ahead = *cursor;
    let year = four_digits(&mut ahead)?;
    let mut beyond = ahead;
    let joined = beyond.dash() || beyond.eat('/') || beyond.eat('.') || beyond.eat(',');
    if !(1900..2100).contains(&year) || (joined && beyond.peek().is_some_and(|c| c.is_ascii_digit())) {
        return None;
    }
    *cursor = ahead;
    Some(PartialDate { year: Some(year), month: None, day: None })
}

/// A month's name with the full stop of its short form. `may` and `march` in lower case are other words.
fn month(cursor: &mut Cursor) -> Option<u8> {
    let mut ahead = *cursor;
    let (month, len) = leading_month(ahead.rest())?;
    let word = ahead.take(len);
    if matches!(word, "may" | "march" | "mar") {
        return None;
    }
    if word.len() < 5 {
        ahead.eat('.');
    }
    *cursor = ahead;
    Some(month)
}

/// A day of the month with or without its ordinal ending: `5`, `05`, `5th`.
fn day(cursor: &mut Cursor) -> Option<u8> {
    let mut ahead = *cursor;
    let (day, width) = ahead.digits()?;
    let day = in_a_month(day).filter(|_| width <= 2)?;
    if !ahead.at_word_end() {
        let ordinal = matches!(ahead.word(), "st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH");
        if !ordinal || !ahead.at_word_end() {
            return None;
        }
    }
    *cursor = ahead;
    Some(day)
}

fn in_a_month(day: u16) -> Option<u8> {
    u8::try_from(day).ok().filter(|day| (1..=31).contains(day))
}

/// The `-23` of `February 22-23`: a later day of the same month.
fn last_day(cursor: &mut Cursor, first: u8) -> Option<u8> {
    let mut ahead = *cursor;
    to(&mut ahead)?;
    let last = day(&mut ahead).filter(|&last| last > first)?;
    *cursor = ahead;
    Some(last)
}

/// The same after `February 22`, where the number of `Feb. 2 - 5 March` belongs to the month behind it.
fn last_day_of_month(cursor: &mut Cursor, first: u8) -> Option<u8> {
    let mut ahead = *cursor;
    let last = last_day(&mut ahead, first)?;
    let mut behind = ahead;
    behind.space();
    if month(&mut behind).is_some() {
        return None;
    }
    *cursor = ahead;
    Some(last)
}

/// The `/June` of `May/June 2020`.
fn last_month(cursor: &mut Cursor) -> Option<u8> {
    let mut ahead = *cursor;
    to(&mut ahead)?;
    let last = month(&mut ahead)?;
    *cursor = ahead;
    Some(last)
}

/// What stands between the ends of a range: a dash, a slash, `to` or `through`, and the blanks around it.
fn to(cursor: &mut Cursor) -> Option<()> {
    // Most dates are followed by a comma or a bracket.
    if cursor.rest().bytes().next().is_none_or(|next| next.is_ascii_graphic() && !matches!(next, b'-' | b'/')) {
        return None;
    }
    let mut ahead = *cursor;
    let spaced = ahead.space();
    let found = if ahead.dash() || ahead.eat('/') {
        ahead.space();
        true
    } else {
        spaced && matches!(ahead.word(), "to" | "through") && ahead.space()
    };
    *cursor = if found { ahead } else { *cursor };
    found.then_some(())
}

/// The far end of `Feb. 28 - March 2, 2023`: a second date that names its own month.
pub(super) fn range_end(cursor: &mut Cursor, start: PartialDate, order: NumericOrder) -> Option<PartialDate> {
    let mut ahead = *cursor;
    to(&mut ahead)?;
    weekday(&mut ahead);
    let end =
        single(&mut ahead, order).filter(|date| date.end.is_none() && date.start.precision() == start.precision())?;
    if start.precision() == Precision::Year {
        return None;
    }
    *cursor = ahead;
    Some(end.start)
}

/// Gives each end the year that only the other prints: `Dec. 30 - Jan. 2, 2023` begins in 2022.
pub(super) fn shared(start: PartialDate, end: PartialDate) -> PrintedDate {
    let turns = i16::from(start.month > end.month);
    let first = start.year.or(end.year.map(|year| year - turns));
    let last = end.year.or(start.year.map(|year| year + turns));
    PrintedDate { start: PartialDate { year: first, ..start }, end: Some(PartialDate { year: last, ..end }) }
}

/// `, 2023` or ` 2023` after a month or a day; a full stop may stand for the comma (`May 5. 2023`).
fn year(cursor: &mut Cursor) -> Option<i16> {
    let mut ahead = *cursor;
    let spaced = ahead.space();
    let marked = ahead.eat(',') || ahead.eat('.');
    if !ahead.space() && !spaced && !marked {
        return None;
    }
    let year = four_digits(&mut ahead).filter(|year| (1800..2200).contains(year))?;
    *cursor = ahead;
    Some(year)
}

/// The `-2023` of `14-Feb-2023`.
fn hyphenated_year(cursor: &mut Cursor) -> Option<i16> {
    let mut ahead = *cursor;
    let year = if ahead.eat('-') { four_digits(&mut ahead) } else { None }?;
    *cursor = ahead;
    Some(year)
}

fn four_digits(cursor: &mut Cursor) -> Option<i16> {
    let mut ahead = *cursor;
    let (year, width) = ahead.digits()?;
    if width != 4 || !ahead.at_word_end() {
        return None;
    }
    *cursor = ahead;
    i16::try_from(year).ok()
}
