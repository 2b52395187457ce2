//! What a date looks like in print: text goes in, the printed parts come out.
//!
//! Nothing here knows an issue, a neighbouring issue or a clock, so a year that is not printed stays unknown, and a date
//! that no calendar has (`February 30`) is a value like any other: the stage above says that it cannot be.

mod cursor;
mod grammar;
mod names;
#[cfg(test)]
mod tests;

pub(crate) use cursor::{Cursor, is_blank, trimmed_end, trimmed_start};
use grammar::{range_end, shared, single, weekday};
pub use names::month_named;
pub(crate) use names::{is_weekday, may_start_date};

/// The parts of a date that are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartialDate {
    pub year: Option<i16>,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl PartialDate {
    /// The day of the calendar, when year, month and day are known and there is such a day.
    #[must_use]
    pub fn to_civil(self) -> Option<jiff::civil::Date> {
        let (month, day) = (i8::try_from(self.month?).ok()?, i8::try_from(self.day?).ok()?);
        jiff::civil::Date::new(self.year?, month, day).ok()
    }

    /// The smallest part that is printed.
    #[must_use]
    pub fn precision(self) -> Precision {
        match (self.day, self.month) {
            (Some(_), _) => Precision::Day,
            (None, Some(_)) => Precision::Month,
            (None, None) => Precision::Year,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    Day,
    Month,
    Year,
}

impl Precision {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// A date or a range of dates. Ends of a range share what only one of them prints: `February 22-23, 2023`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedDate {
    pub start: PartialDate,
    pub end: Option<PartialDate>,
}

/// A value and the number of bytes it took from the start of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed<T> {
    pub value: T,
    pub len: usize,
}

/// How a series prints `03/04/2016`. A number over 12 is a day whatever the series does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumericOrder {
    #[default]
    MonthFirst,
    DayFirst,
}

/// One date at the very start of `text`.
///
/// ```text
/// date     := [ weekday [","] ] single [ dash single ]
/// single   := numeric | day-first | month-first | year
/// numeric  := YYYY-MM-DD | N sep N sep ( YY | YYYY )             sep: one of . / -, the same twice
/// month-first := Month [ day [ dash day ] ] [ [","] YYYY ]       a day or a year must be there
/// day-first   := day [ dash day ] ["of"] Month [ [","] YYYY ]
/// ```
///
/// A two-digit year 00 to 68 is in the 2000s, 69 to 99 in the 1900s.
#[must_use]
pub fn parse_date(text: &str, order: NumericOrder) -> Option<Parsed<PrintedDate>> {
    if !may_start_date(text.as_bytes()) {
        return None;
    }
    let mut cursor = Cursor::new(text);
    weekday(&mut cursor);
    let mut value = single(&mut cursor, order)?;
    if value.end.is_none()
        && let Some(end) = range_end(&mut cursor, value.start, order)
    {
        value = shared(value.start, end);
    }
    Some(Parsed { value, len: cursor.at() })
}

/// A line that is a date heading: `February 20:`, or `March 1` without the colon where the layout prints them `bare`.
/// The whole line, white space aside, must be the date, and the day must be printed.
#[must_use]
pub fn parse_heading(line: &str, bare: bool) -> Option<PrintedDate> {
    const LONGEST: usize = 64;
    let line = trimmed_end(line);
    if !bare && !line.ends_with(':') {
        return None;
    }
    let line = trimmed_start(line);
    if line.len() > LONGEST {
        return None;
    }
    let line = line.strip_suffix(':').map_or(line, trimmed_end);
    let date = parse_date(line, NumericOrder::MonthFirst)?;
    (date.len == line.len() && date.value.start.day.is_some()).then_some(date.value)
}
