//! Dates of an archive: which year a printed date without one means, and between which days an issue came out.
//!
//! In: for each issue of a series its number and the dates it prints. Out: an [`Anchor`] for each. No clock is read: what
//! neither the issue nor its neighbours decide stays unknown.

use jiff::civil::Date;

use crate::date::PartialDate;

/// What one issue says of its own date.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct IssueDates {
    /// In its series; an issue without a number has no neighbours.
    pub number: Option<u32>,
    /// The date printed in the masthead or given by the user.
    pub published: Option<Date>,
    /// Of the dates that its citations print in full, the latest that is credible: see [`latest_cited`].
    pub cited: Option<Date>,
}

/// How the year of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum YearBasis {
    /// Printed with the date.
    Printed,
    /// From the date of the issue.
    Issue,
    /// From the dates that other citations of the issue print in full.
    Cited,
    /// From the issues before and after it in the series.
    Neighbours,
}

impl YearBasis {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::Issue => "issue",
            Self::Cited => "cited",
            Self::Neighbours => "neighbours",
        }
    }
}

/// The days an issue came out between, and what that rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub published: Option<Date>,
    pub cited: Option<Date>,
    /// Not before this day: an issue with a lower number, or its own citations, are dated so.
    pub earliest: Option<Date>,
    /// Not after this day: an issue with a higher number came out then.
    pub latest: Option<Date>,
    /// The issue with the next lower number that prints its date came out later than this one says of itself.
    pub out_of_order: Option<Date>,
}

/// A citation may be dated a little after the issue that prints it: time zones, and issues dated before they are sent.
const DAYS_AFTER: i32 = 7;
/// An issue cites what was printed in the weeks before it; older than this, another year is likelier.
const DAYS_BEFORE: i32 = 120;
/// A cited date this many days before the issue is worth a look.
const LONG_BEFORE: i32 = 366;
/// An issue comes out within this many days of the last thing it cites.
const DAYS_TO_PRINT: i32 = 60;

impl IssueDates {
    /// The anchor of an issue without neighbours.
    pub(crate) fn alone(&self) -> Anchor {
        let Self { published, cited, .. } = *self;
        Anchor { published, cited, earliest: published.or(cited), latest: published, out_of_order: None }
    }
}

/// The anchors of the issues of one series, in the order given.
pub(crate) fn anchors(issues: &[IssueDates]) -> Vec<Anchor> {
    let mut anchors: Vec<Anchor> = issues.iter().map(IssueDates::alone).collect();
    let mut run: Vec<(u32, usize)> =
        issues.iter().enumerate().filter_map(|(index, issue)| Some((issue.number?, index))).collect();
    run.sort_unstable();
    share_dates(&run, issues, &mut anchors);
    bound_by_neighbours(&run, &mut anchors);
    anchors
}

/// Renderings of one issue were published on one day: what only one of them prints holds for the others.
fn share_dates(run: &[(u32, usize)], issues: &[IssueDates], anchors: &mut [Anchor]) {
    for renderings in run.chunk_by(|a, b| a.0 == b.0) {
        let printed = renderings.iter().find_map(|&(_, index)| issues[index].published);
        let cited = renderings.iter().filter_map(|&(_, index)| anchors[index].cited).max();
        for &(_, index) in renderings {
            let anchor = &mut anchors[index];
            anchor.published = anchor.published.or(printed);
            anchor.cited = anchor.cited.or(cited);
            anchor.earliest = anchor.published.or(anchor.cited);
            anchor.latest = anchor.published;
        }
    }
}

/// Numbers rise with dates: walks a series upwards for lower bounds and downwards for upper ones.
fn bound_by_neighbours(run: &[(u32, usize)], anchors: &mut [Anchor]) {
    let mut floor: Option<(u32, Date)> = None;
    for &(number, index) in run {
        let anchor = &mut anchors[index];
        if let Some((below, date)) = floor
            && below < number
        {
            match anchor.published {
                Some(published) if published < date => anchor.out_of_order = Some(date),
                Some(_) => {}
                None => anchor.earliest = anchor.earliest.max(Some(date)),
            }
        }
        if let Some(own) = anchor.published.or(anchor.cited) {
            floor = Some((number, own));
        }
    }
    let mut ceiling: Option<(u32, Date)> = None;
    for &(number, index) in run.iter().rev() {
        let anchor = &mut anchors[index];
        if let (Some((above, date)), None) = (ceiling, anchor.published)
            && above > number
        {
            anchor.latest = Some(date);
        }
        if let Some(own) = anchor.published.or_else(|| anchor.cited.map(|cited| shifted(cited, DAYS_TO_PRINT))) {
            ceiling = Some((number, own));
        }
    }
}

/// The latest of an issue's full dates, leaving out those far behind the middle one: a mistyped year must not date the issue.
pub(crate) fn latest_cited(dates: impl Iterator<Item = Date>) -> Option<Date> {
    let mut sorted: Vec<Date> = dates.collect();
    sorted.sort_unstable();
    let last = shifted(*sorted.get(sorted.len().saturating_sub(1) / 2)?, DAYS_TO_PRINT);
    sorted.into_iter().rev().find(|&date| date <= last)
}

fn shifted(date: Date, days: i32) -> Date {
    date.saturating_add(jiff::Span::new().days(days))
}

impl Anchor {
    /// The first and last day that the issue can sensibly cite, where anything is known of its own date.
    pub(crate) fn plausible(&self) -> Option<(Date, Date)> {
        let last = self.published.or_else(|| self.cited.map(|cited| shifted(cited, DAYS_TO_PRINT)))?;
        Some((shifted(last, -LONG_BEFORE), last))
    }

    /// The day a printed date means, and how its year is known. None where the day does not exist, or where nothing
    /// decides the year.
    pub(crate) fn resolve(&self, printed: PartialDate) -> Option<(Date, YearBasis)> {
        let full = |year: i16| {
            PartialDate { year: Some(year), month: printed.month.or(Some(1)), day: printed.day.or(Some(1)) }.to_civil()
        };
        if let Some(year) = printed.year {
            return full(year).map(|date| (date, YearBasis::Printed));
        }
        if let Some(published) = self.published {
            let last = shifted(published, DAYS_AFTER);
            return latest_not_after(last, &full).map(|date| (date, YearBasis::Issue));
        }
        if let Some(cited) = self.cited {
            let (first, last) = (shifted(cited, -DAYS_BEFORE), shifted(cited, DAYS_TO_PRINT));
            return only_between(first, last, &full).map(|date| (date, YearBasis::Cited));
        }
        let (earliest, latest) = (self.earliest?, self.latest?);
        let first = shifted(earliest, -DAYS_TO_PRINT);
        only_between(first, shifted(latest, DAYS_AFTER), &full).map(|date| (date, YearBasis::Neighbours))
    }
}

fn latest_not_after(last: Date, full: &impl Fn(i16) -> Option<Date>) -> Option<Date> {
    // 29 February may be eight years back, across a century that has none.
    (0..=8).filter_map(|back| full(last.year() - back)).find(|&date| date <= last)
}

/// The date of the only year that puts it between two days.
fn only_between(first: Date, last: Date, full: &impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let mut fitting = (first.year()..=last.year()).filter_map(full).filter(|date| (first..=last).contains(date));
    fitting.next().filter(|_| fitting.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn issue(number: u32, published: Option<Date>, cited: Option<Date>) -> IssueDates {
        IssueDates { number: Some(number), published, cited }
    }

    fn day(month: u8, day: u8) -> PartialDate {
        PartialDate { year: None, month: Some(month), day: Some(day) }
    }

    #[test]
    fn december_headings_in_a_january_issue_are_of_the_year_before() {
        let anchor = anchors(&[issue(1, Some(date(2016, 1, 8)), None)])[0];
        assert_eq!(anchor.resolve(day(12, 19)), Some((date(2015, 12, 19), YearBasis::Issue)));
        assert_eq!(anchor.resolve(day(1, 5)), Some((date(2016, 1, 5), YearBasis::Issue)));
        assert_eq!(anchor.resolve(day(2, 30)), None);
    }

    #[test]
    fn a_citation_a_day_after_the_issue_is_of_its_year() {
        let anchor = anchors(&[issue(240, Some(date(2008, 4, 6)), None)])[0];
        assert_eq!(anchor.resolve(day(4, 7)), Some((date(2008, 4, 7), YearBasis::Issue)));
    }

    #[test]
    fn neighbours_decide_the_year_only_when_one_year_fits() {
        let dated = |number, year, month| issue(number, Some(date(year, month, 10)), None);
        let close = anchors(&[dated(3, 2008, 6), issue(2, None, None), dated(1, 2008, 4)])[1];
        assert_eq!(close.resolve(day(5, 2)), Some((date(2008, 5, 2), YearBasis::Neighbours)));
        assert_eq!(close.resolve(day(11, 2)), None);
        let far = anchors(&[dated(1, 2008, 4), issue(2, None, None), dated(3, 2010, 6)])[1];
        assert_eq!(far.resolve(day(5, 2)), None);
        let open = anchors(&[dated(1, 2008, 4), issue(2, None, None)])[1];
        assert_eq!(open.resolve(day(5, 2)), None);
    }

    #[test]
    fn full_citations_decide_the_year_of_the_others() {
        let anchor = anchors(&[issue(1, None, Some(date(2015, 3, 4)))])[0];
        assert_eq!(anchor.resolve(day(12, 30)), Some((date(2014, 12, 30), YearBasis::Cited)));
        assert_eq!(anchor.resolve(day(3, 6)), Some((date(2015, 3, 6), YearBasis::Cited)));
    }

    #[test]
    fn renderings_of_an_issue_share_its_date() {
        let found = anchors(&[issue(426, None, None), issue(426, Some(date(2007, 4, 2)), None)]);
        assert_eq!(found[0].resolve(day(3, 12)), Some((date(2007, 3, 12), YearBasis::Issue)));
    }

    #[test]
    fn a_mistyped_year_does_not_date_the_issue() {
        let cited = [date(2099, 5, 4), date(2020, 5, 4), date(2020, 5, 9), date(1990, 5, 4)];
        assert_eq!(latest_cited(cited.into_iter()), Some(date(2020, 5, 9)));
    }

    #[test]
    fn an_issue_dated_before_a_lower_number_is_out_of_order() {
        let found = anchors(&[issue(1, Some(date(2010, 5, 1)), None), issue(2, Some(date(2001, 5, 8)), None)]);
        assert_eq!(found[1].out_of_order, Some(date(2010, 5, 1)));
        assert_eq!(found[0].out_of_order, None);
    }
}
