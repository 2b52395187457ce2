//! What no chunk can know alone: ids, years, dates, duplicates. Computed at the end of a reading.
//!
//! In: a chunk, and what is settled of each of its issues. Out: [`Resolved`], parallel to its rows, and the diagnostics that
//! dates give rise to.

use jiff::civil::Date;

use crate::chronology::{Anchor, YearBasis};
use crate::date::{PartialDate, Precision};
use crate::diagnostic::Code;
use crate::identity::IssueId;

use super::{Chunk, IssueRow, PlacedDate, Position, Settled};
use crate::span::Span;

pub(crate) struct Resolved {
    pub issues: Vec<IssueResolved>,
    pub items: Vec<ItemResolved>,
    pub citations: Vec<CitationResolved>,
    pub diagnostics: Vec<DateDiagnostic>,
}

#[derive(Clone, Debug)]
pub(crate) struct IssueResolved {
    pub id: IssueId,
    pub published: Option<Date>,
    pub published_basis: Option<&'static str>,
    pub earliest: Option<Date>,
    pub latest: Option<Date>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ItemResolved {
    pub id: String,
    pub when: When,
    pub date_basis: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CitationResolved {
    pub when: When,
    pub precision: Option<Precision>,
    pub date_basis: Option<&'static str>,
}

/// A resolved date, or first and last day of a range, and how its year is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct When {
    pub date: Option<Date>,
    pub end: Option<Date>,
    pub year_basis: Option<YearBasis>,
}

/// A diagnostic that only the whole archive could show; indices are those of the chunk.
#[derive(Clone, Debug)]
pub(crate) struct DateDiagnostic {
    pub document: u32,
    pub issue: u32,
    pub item: Option<u32>,
    pub code: Code,
    pub message: String,
    pub span: Span,
    pub position: Position,
}

/// Resolves a chunk; `settled` has one entry for each of its issues.
pub(crate) fn resolve(chunk: &Chunk, settled: Vec<Settled>) -> Resolved {
    let mut resolved = Resolved {
        issues: Vec::with_capacity(chunk.issues.len()),
        items: Vec::with_capacity(chunk.items.len()),
        citations: Vec::with_capacity(chunk.citations.len()),
        diagnostics: Vec::new(),
    };
    for (issue, settled) in (0..).zip(settled) {
        let mut one = Resolver { chunk, issue, anchor: settled.anchor, out: &mut resolved };
        one.issue(settled.id);
    }
    resolved
}

struct Resolver<'r> {
    chunk: &'r Chunk,
    issue: u32,
    anchor: Anchor,
    out: &'r mut Resolved,
}

impl Resolver<'_> {
    fn row(&self) -> &IssueRow {
        &self.chunk.issues[self.issue as usize]
    }

    fn issue(&mut self, id: IssueId) {
        let chunk = self.chunk;
        let items = self.row().items;
        let mut latest_named: Option<Date> = None;
        let mut heading: Option<Span> = None;
        for index in items.0..items.1 {
            let item = &chunk.items[index as usize];
            // Items share a heading: what is wrong with it is said once.
            let fresh = item.heading.map(|date| date.span) != heading;
            heading = item.heading.map(|date| date.span);
            let under = item.heading.map(|date| self.date(&date, index, fresh, "heading"));
            let mut own: Option<CitationResolved> = None;
            for citation in item.citations.0..item.citations.1 {
                let found = self.citation(citation, index, under);
                if found.date_basis == Some("citation") && own.is_none() {
                    own = Some(found);
                }
                latest_named = latest_named.max(self.plausible(found.when.end.or(found.when.date)));
                self.out.citations.push(found);
            }
            latest_named = latest_named.max(self.plausible(under.and_then(|under| under.date)));
            let (when, basis) = self.item_date(own, under);
            self.out.items.push(ItemResolved { id: format!("{}/{}", id.id, item.item), when, date_basis: basis });
        }
        self.report_issue(&id);
        let (published, basis) = self.published(latest_named);
        let anchor = self.anchor;
        self.out.issues.push(IssueResolved {
            id,
            published,
            published_basis: basis,
            earliest: anchor.published.or(anchor.earliest.max(latest_named)),
            latest: anchor.latest,
        });
    }

    /// A date, unless it lies after anything the issue can sensibly cite.
    fn plausible(&self, date: Option<Date>) -> Option<Date> {
        date.filter(|&date| self.anchor.plausible().is_none_or(|(_, last)| date <= last))
    }

    /// The date of an item is that of its principal citation, else its heading's, else the issue's own.
    fn item_date(&self, own: Option<CitationResolved>, under: Option<When>) -> (When, Option<&'static str>) {
        if let Some(own) = own.filter(|own| own.when.date.is_some()) {
            return (own.when, Some("citation"));
        }
        if let Some(under) = under {
            return (under, under.date.map(|_| "heading"));
        }
        let issue = When {
            date: self.anchor.published,
            end: None,
            year_basis: self.anchor.published.map(|_| YearBasis::Issue),
        };
        (issue, issue.date.map(|_| "issue"))
    }

    fn published(&self, latest_named: Option<Date>) -> (Option<Date>, Option<&'static str>) {
        let row = self.row();
        if row.given.is_some() {
            return (row.given, Some("given"));
        }
        if let Some(declared) = row.printed.and_then(|date| date.printed.start.to_civil()) {
            return (Some(declared), Some("declared"));
        }
        if row.declared.is_some() {
            return (row.declared, Some("declared"));
        }
        if self.anchor.published.is_some() {
            return (self.anchor.published, Some("rendering"));
        }
        (latest_named, latest_named.map(|_| "cited"))
    }

    fn citation(&mut self, index: u32, item: u32, under: Option<When>) -> CitationResolved {
        let Some(date) = self.chunk.citations[index as usize].date else {
            let when = under.unwrap_or_default();
            return CitationResolved { when, precision: None, date_basis: when.date.map(|_| "heading") };
        };
        let when = self.date(&date, item, true, "citation");
        CitationResolved { when, precision: Some(date.printed.start.precision()), date_basis: Some("citation") }
    }

    /// Resolves a printed date and reports what is odd about it.
    fn date(&mut self, date: &PlacedDate, item: u32, report: bool, what: &str) -> When {
        let printed = date.printed;
        let Some((start, basis)) = self.anchor.resolve(printed.start) else {
            if report {
                self.report_unresolved(date, item, what);
            }
            return When::default();
        };
        // The end of a range is in the year of its start, or in the next.
        let end = printed.end.map(|end| PartialDate { year: end.year.or(Some(start.year())), ..end });
        let end = end.and_then(PartialDate::to_civil).or_else(|| last_day(printed.start, start));
        let end = end.filter(|end| *end > start);
        if report {
            self.report_distance(date, start, item, what);
        }
        When { date: Some(start), end, year_basis: Some(basis) }
    }

    fn report_unresolved(&mut self, date: &PlacedDate, item: u32, what: &str) {
        let raw = self.chunk.text(date.raw).to_owned();
        if exists_in_some_year(date.printed.start) {
            let message = format!(
                "expected a year for {raw:?}, found none in the issue or its neighbours; pass published= to give the issue's date"
            );
            self.report(Code::YearUnknown, message, date, item);
        } else {
            let message = format!("expected a day of the calendar, found {raw:?} as the date of a {what}");
            self.report(Code::ImpossibleDate, message, date, item);
        }
    }

    fn report_distance(&mut self, date: &PlacedDate, start: Date, item: u32, what: &str) {
        let Some((first, last)) = self.anchor.plausible() else { return };
        if (first..=last).contains(&start) {
            return;
        }
        let raw = self.chunk.text(date.raw).to_owned();
        let issue = if self.anchor.published.is_some() {
            "the date of the issue"
        } else {
            "as the issue's other dates suggest"
        };
        if start > last {
            let message = format!("expected a {what} dated {last} or before ({issue}), found {raw:?}");
            self.report(Code::DateAfterIssue, message, date, item);
        } else {
            let message =
                format!("expected a {what} dated {first} or later (a year before {last}, {issue}), found {raw:?}");
            self.report(Code::DateLongBefore, message, date, item);
        }
    }

    fn report(&mut self, code: Code, message: String, date: &PlacedDate, item: u32) {
        self.out.diagnostics.push(DateDiagnostic {
            document: self.row().document,
            issue: self.issue,
            item: Some(item),
            code,
            message,
            span: date.span,
            position: date.position,
        });
    }

    fn report_issue(&mut self, id: &IssueId) {
        let row = &self.chunk.issues[self.issue as usize];
        let (mut span, mut position) = (Span::new(row.span.start(), row.span.start()), row.position);
        let mut problems = Vec::new();
        if let Some(original) = &id.duplicate_of {
            problems.push((
                Code::DuplicateIssue,
                format!(
                    "expected {original} once, found another rendering of it; Archive.deduplicate() keeps the fuller"
                ),
            ));
        }
        if let Some(date) = row.printed {
            (span, position) = (date.span, date.position);
            let raw = self.chunk.text(date.raw);
            if date.printed.start.to_civil().is_none() {
                problems.push((
                    Code::ImpossibleDate,
                    format!("expected a day of the calendar, found {raw:?} as the date of the issue"),
                ));
            }
        }
        if let (Some(floor), Some(published)) = (self.anchor.out_of_order, self.anchor.published) {
            let message =
                format!("expected {floor} or later, the date of an issue with a lower number, found {published}");
            problems.push((Code::DateOutOfOrder, message));
        }
        for (code, message) in problems {
            self.out.diagnostics.push(DateDiagnostic {
                document: row.document,
                issue: self.issue,
                item: None,
                code,
                message,
                span,
                position,
            });
        }
    }
}

/// The last day of a month or year that is printed without a day.
fn last_day(printed: PartialDate, start: Date) -> Option<Date> {
    match printed.precision() {
        Precision::Day => None,
        Precision::Month => Some(start.last_of_month()),
        Precision::Year => Some(start.last_of_year()),
    }
}

fn exists_in_some_year(printed: PartialDate) -> bool {
    let leap = PartialDate {
        year: printed.year.or(Some(2000)),
        month: printed.month.or(Some(1)),
        day: printed.day.or(Some(1)),
    };
    leap.to_civil().is_some()
}
