//! The masthead by the templates of a profile.

use super::{Masthead, imprint};
use crate::date::{PartialDate, PrintedDate};
use crate::profile::{Captured, Profile, Slot};
use crate::segment::{Line, first_line_of_body, is_rule};
use crate::span::Span;
use crate::vocabulary::Vocabulary;

/// A title line that a profile's template took apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PrintedTitle {
    pub series: Option<Span>,
    pub number: Option<u32>,
    pub volume: Option<Span>,
    pub part: Option<Span>,
    pub published: Option<(PrintedDate, Span)>,
}

/// The title that a line prints, by the profile's templates.
pub(crate) fn printed_title(text: &str, line: Span, profile: &Profile) -> Option<PrintedTitle> {
    let found = profile.masthead.titles.iter().find_map(|form| form.captures(text, line, profile.date.numeric))?;
    let title = PrintedTitle {
        series: found.get(Slot::Series),
        number: found.get(Slot::Number).and_then(|number| number.of(text).parse().ok()),
        volume: found.get(Slot::Volume),
        part: found.get(Slot::Part),
        published: published(text, &found),
    };
    // Any words before a day without a year make no title.
    let yearless = title.published.is_some_and(|(date, _)| date.start.year.is_none());
    (title.number.is_some() || !yearless).then_some(title)
}

/// How far down the title can stand where nothing ends the masthead, in lines.
const FARTHEST_TITLE: usize = 12;

/// Parses the masthead at the start of `lines`; the second value is the number of lines it took.
pub(crate) fn parse_printed(
    text: &str,
    lines: &[Line],
    profile: &Profile,
    vocabulary: &Vocabulary,
) -> (Masthead, usize) {
    let mut masthead = Masthead { known_as: profile.masthead.series.clone(), ..Masthead::default() };
    let title = lines.iter().take(FARTHEST_TITLE).position(|line| printed_title(text, line.span, profile).is_some());
    // What stands directly under the title belongs to it, even where it looks like the number of an item.
    let imprint = |line: &&Line| {
        profile.masthead.imprint.iter().any(|form| form.captures(text, line.span, profile.date.numeric).is_some())
    };
    let below = title.map_or(0, |title| title + 1 + lines[title + 1..].iter().take_while(imprint).count());
    let end = first_line_of_body(text, &lines[below..], profile, vocabulary);
    let region = end.map(|end| below + end);
    let mut at = 0;
    while at < region.unwrap_or(lines.len()) {
        let line = lines[at];
        let known = masthead.read_line(text, line, profile) || at < below;
        if !known && region.is_none() {
            break;
        }
        if !known && masthead.goes_on(text, line) {
            masthead.lines.push(line.span);
        } else if !known {
            masthead.boilerplate.push(line.span);
        }
        at += 1;
    }
    (masthead, at)
}

impl Masthead {
    /// Reads one line of the masthead; false where it is none by any template.
    fn read_line(&mut self, text: &str, line: Line, profile: &Profile) -> bool {
        let (span, printed, order) = (line.span, line.span.of(text), profile.date.numeric);
        let is = |labels: &[String]| labels.iter().any(|label| label == printed);
        if let Some(title) = printed_title(text, span, profile) {
            self.read_printed(text, title, span, profile);
        } else if let Some(found) = profile.masthead.imprint.iter().find_map(|form| form.captures(text, span, order)) {
            self.number = self.number.or(found.get(Slot::Number).and_then(|number| number.of(text).parse().ok()));
            self.volume = self.volume.or(found.get(Slot::Volume));
            self.published = self.published.or(published(text, &found));
            if let Some(names) = found.get(Slot::Author) {
                self.editors.extend(imprint::names(text, names));
            }
        } else if let Some(found) = profile.masthead.contents.iter().find_map(|form| form.captures(text, span, order)) {
            let title = found.get(Slot::Title).or(found.get(Slot::Text)).unwrap_or(span);
            // The bracket that closes a note around the whole list.
            let stray = title.of(text).ends_with(']') && !title.of(text).contains('[');
            self.teasers.push(Span::new(title.start(), title.end() - usize::from(stray)));
        } else if let Some(names) = imprint::labels_after(printed, &profile.masthead.editors) {
            self.editors.extend(imprint::names(text, Span::new(span.end() - names.len(), span.end())));
        } else if let Some(labels) = imprint::labels_after(printed, &profile.masthead.categories) {
            self.labels = super::split(text, Span::new(span.end() - labels.len(), span.end()), b';');
        } else if is(&profile.masthead.navigation)
            || is(&profile.masthead.organisation)
            || is_rule(printed, profile)
            || profile.boilerplate.lines.iter().any(|form| form.captures(text, span, order).is_some())
        {
            self.boilerplate.push(span);
            return true;
        } else {
            return false;
        }
        self.lines.push(span);
        true
    }

    fn read_printed(&mut self, text: &str, title: PrintedTitle, line: Span, profile: &Profile) {
        self.title = self.title.or(Some(line));
        if let Some(series) = title.series.filter(|_| self.series.is_none()) {
            self.series = Some(series);
            self.known_as = Some(crate::value::unwrapped(profile.series_named(series.of(text))));
        }
        self.number = self.number.or(title.number);
        self.volume = self.volume.or(title.volume);
        self.part = self.part.or(title.part);
        self.published = self.published.or(title.published);
    }

    /// Whether a line is the rest of the headline above it in the contents; it then belongs to that.
    fn goes_on(&mut self, text: &str, line: Line) -> bool {
        let (Some(last), Some(teaser)) = (self.lines.last(), self.teasers.last_mut()) else { return false };
        let wrapped =
            line.blank_before == 0 && last.end() == teaser.end() && !teaser.of(text).ends_with(['.', '?', '!']);
        if wrapped {
            *teaser = teaser.cover(line.span);
        }
        wrapped
    }
}

/// The day an issue declares: of a range the last, of a month its last day.
fn published(text: &str, found: &Captured) -> Option<(PrintedDate, Span)> {
    let part = |slot| found.get(slot).and_then(|span| Some((span.of(text).parse::<i16>().ok()?, span)));
    let (date, span) = if let (Some(date), Some(span)) = (found.date, found.get(Slot::Date)) {
        (date.end.unwrap_or(date.start), span)
    } else {
        let ((year, first), (month, _), (day, last)) = (part(Slot::Year)?, part(Slot::Month)?, part(Slot::Day)?);
        let narrow = |n: i16| u8::try_from(n).ok();
        let date = PartialDate { year: Some(year), month: narrow(month), day: narrow(day) };
        (date, first.cover(last))
    };
    let first = || PartialDate { day: Some(1), ..date }.to_civil();
    let day = date.day.or_else(|| u8::try_from(first()?.days_in_month()).ok());
    Some((PrintedDate { start: PartialDate { day, ..date }, end: None }, span))
}
