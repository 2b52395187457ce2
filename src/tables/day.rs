//! Days of which millions are kept.

use jiff::civil::Date;

/// A date or none in four bytes: the year above four bits of the month and five of the day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day(i32);

impl From<Option<Date>> for Day {
    fn from(date: Option<Date>) -> Self {
        let bits = |date: Date| i32::from(date.year()) << 9 | i32::from(date.month()) << 5 | i32::from(date.day());
        Self(date.map_or(0, bits))
    }
}

impl From<Day> for Option<Date> {
    fn from(Day(bits): Day) -> Self {
        Date::new((bits >> 9) as i16, (bits >> 5 & 0xf) as i8, (bits & 0x1f) as i8).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_given_back_as_it_was() {
        for day in [None, Some(date(2024, 2, 29)), Some(date(-44, 3, 15)), Some(Date::MIN), Some(Date::MAX)] {
            assert_eq!(Option::<Date>::from(Day::from(day)), day);
        }
    }
}
