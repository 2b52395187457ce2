//! Several dates of one source: `May 4 and May 6, 2020`, `May 4, 6 and 8, 2020`, `4 and 6 May 2020`.

use smallvec::SmallVec;

use crate::date::{Cursor, NumericOrder, PartialDate, PrintedDate, may_start_date, parse_date, trimmed_start};
use crate::span::Span;

/// Few entries have more than two.
type Dates = SmallVec<[(PrintedDate, Span); 2]>;

/// Dates of one entry in print order, and the offset behind the last.
pub(super) struct DateList {
    pub(super) dates: Dates,
    pub(super) end: usize,
}

/// Half a year, in months: a list that steps back further than this has crossed a new year.
const TURN_OF_YEAR: u8 = 6;

/// Reads a list that starts at `at`; none unless the last date ends where an entry may go on or end.
///
/// ```text
/// list := ( day and )* date ( and ( date | day [ [","] YYYY ] ) )*
/// and  := "," | [","] ( "and" | "&" )
/// ```
#[inline]
pub(super) fn date_list(text: &str, at: usize, order: NumericOrder) -> Option<DateList> {
    // A bare day starts as a date does, with a digit.
    if may_start_date(&text.as_bytes()[at..]) { read_list(text, at, order) } else { None }
}

fn read_list(text: &str, at: usize, order: NumericOrder) -> Option<DateList> {
    let mut dates = Dates::new();
    let mut end = first_dates(text, at, order, &mut dates)?;
    while let Some(next) = joined(text, end) {
        let last = dates
            .last()
            .map_or(PartialDate::default(), |(date, _): &(PrintedDate, Span)| date.end.unwrap_or(date.start));
        let Some((date, len)) = next_date(&text[next..], last, order) else { break };
        if !ends(&text[next + len..]) {
            break;
        }
        dates.push((date, Span::new(next, next + len)));
        end = next + len;
    }
    if !ends(&text[end..]) {
        return None;
    }
    share_year(&mut dates);
    Some(DateList { dates, end })
}

/// The first date, or the bare days of `4, 5 and 6 May 2020` and the date that completes them.
fn first_dates(text: &str, at: usize, order: NumericOrder, dates: &mut Dates) -> Option<usize> {
    const MOST_DAYS: usize = 8;
    let mut days: SmallVec<[(u8, Span); MOST_DAYS]> = SmallVec::new();
    let mut at = at;
    loop {
        if let Some(date) = parse_date(&text[at..], order) {
            // Days ahead of `May 4` or of a year alone would be page numbers.
            if !days.is_empty()
                && (date.value.start.day.is_none() || !text[at..].starts_with(|c: char| c.is_ascii_digit()))
            {
                return None;
            }
            let of = |day| PrintedDate { start: PartialDate { day: Some(day), ..date.value.start }, end: None };
            for (day, span) in days {
                dates.push((of(day), span));
            }
            dates.push((date.value, Span::new(at, at + date.len)));
            return Some(at + date.len);
        }
        let (day, len) = bare_day(&text[at..])?;
        if days.len() == MOST_DAYS {
            return None;
        }
        days.push((day, Span::new(at, at + len)));
        at = joined(text, at + len)?;
    }
}

/// A further date, or a further day of the month before it as long as that has no year.
fn next_date(text: &str, last: PartialDate, order: NumericOrder) -> Option<(PrintedDate, usize)> {
    // `2020` after `May 4, 2020` or in `(2019, 2020)` is no date of its own: a list goes on with days.
    if let Some(date) = parse_date(text, order).filter(|date| date.value.start.month.is_some()) {
        return Some((date.value, date.len));
    }
    last.day.filter(|_| last.year.is_none())?;
    let (day, mut len) = bare_day(text)?;
    let mut start = PartialDate { day: Some(day), ..last };
    let mut cursor = Cursor::new(&text[len..]);
    cursor.eat(',');
    if cursor.space()
        && let Some((year @ 1800..2200, 4)) = cursor.digits()
    {
        start.year = i16::try_from(year).ok();
        len += cursor.at();
    }
    Some((PrintedDate { start, end: None }, len))
}

fn bare_day(text: &str) -> Option<(u8, usize)> {
    let mut cursor = Cursor::new(text);
    let (day, _) = cursor.digits().filter(|&(day, width)| width <= 2 && (1..=31).contains(&day))?;
    cursor.at_word_end().then_some((u8::try_from(day).ok()?, cursor.at()))
}

/// The offset behind `,`, `and` or both, where there is one.
fn joined(text: &str, at: usize) -> Option<usize> {
    let mut cursor = Cursor::new(&text[at..]);
    let mut spaced = cursor.space();
    let comma = cursor.eat(',');
    spaced |= cursor.space() || comma;
    let mut word = cursor;
    if spaced && (word.eat('&') || word.word() == "and") && word.space() {
        return Some(at + word.at());
    }
    comma.then_some(at + cursor.at())
}

/// Whether an entry may end here or go on with something that is no date: a mark, a relay, the next entry.
fn ends(rest: &str) -> bool {
    let ahead = trimmed_start(rest);
    match ahead.chars().next() {
        None
        | Some(',' | ';' | '.' | ':' | '(' | '[' | '&' | '"' | '\u{201c}' | '\u{201d}' | '\u{2013}' | '\u{2014}') => {
            true
        }
        Some('-') => ahead.len() < rest.len(),
        Some(_) => matches!(
            Cursor::new(ahead).word(),
            "and" | "via" | "in" | "p" | "pp" | "page" | "pages" | "no" | "at" | "as" | "cited" | "quoted"
        ),
    }
}

/// An earlier date takes the year that a later one prints; one year less when the list has crossed a new year.
fn share_year(dates: &mut [(PrintedDate, Span)]) {
    let mut later: Option<PartialDate> = None;
    for (date, _) in dates.iter_mut().rev() {
        if let Some(PartialDate { year: Some(year), month, .. }) = later
            && date.start.year.is_none()
        {
            let turned = match (date.start.month, month) {
                (Some(own), Some(next)) => own > next + TURN_OF_YEAR,
                _ => false,
            };
            let year = year - i16::from(turned);
            date.start.year = Some(year);
            if let Some(end) = &mut date.end {
                end.year.get_or_insert(year);
            }
        }
        later = Some(date.start);
    }
}
