//! The lines before the first item: title, number, date, editors, category labels, teasers.
//!
//! In: the lines of one issue. Out: [`Masthead`] with the span of every value, and how many lines it took. Leaf parsers
//! for its lines are in `title` and `imprint`.

mod imprint;
mod name;
mod printed;
mod teasers;
mod title;

use crate::date::PrintedDate;
use crate::profile::Profile;
use crate::segment::{Line, is_headline, opens_note};
use crate::span::Span;

pub(crate) use imprint::parse_date_line;
pub(crate) use name::{FromName, from_name, from_title};
pub(crate) use printed::{parse_printed, printed_title};
pub(crate) use title::{Title, parse_title};

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Masthead {
    pub series: Option<Span>,
    /// The name of the series by the profile, where the title prints it in another form or not at all.
    pub known_as: Option<String>,
    pub number: Option<u32>,
    /// The volume that numbers count in, and the part of an issue that is sent in several.
    pub volume: Option<Span>,
    pub part: Option<Span>,
    pub title: Option<Span>,
    pub published: Option<(PrintedDate, Span)>,
    pub editors: Vec<Span>,
    pub labels: Vec<Span>,
    pub teasers: Vec<Span>,
    /// Site navigation and the like among the masthead's lines.
    pub boilerplate: Vec<Span>,
    /// All lines that are the masthead proper.
    pub lines: Vec<Span>,
}

/// How far down the lines between title and date can be teasers.
const FARTHEST_IMPRINT: usize = 40;

/// Parses the masthead at the start of `lines`; the second value is the number of lines it took.
pub(crate) fn parse_masthead(text: &str, lines: &[Line], profile: &Profile) -> (Masthead, usize) {
    let mut masthead = Masthead::default();
    let mut at = lines_above_title(text, lines, profile);
    masthead.boilerplate.extend(lines[..at].iter().map(|line| line.span));
    while let Some(line) = lines.get(at) {
        let printed = line.span.of(text);
        let is = |labels: &[String]| labels.iter().any(|label| label == printed);
        if is(&profile.masthead.navigation) || is(&profile.masthead.organisation) {
            masthead.boilerplate.push(line.span);
            at += 1;
        } else if masthead.title.is_none()
            && let Some(title) = parse_title(text, line.span, profile)
        {
            masthead.read_title(title, line.span);
            at += 1;
        } else if masthead.labels.is_empty()
            && let Some(labels) = imprint::labels_after(printed, &profile.masthead.categories)
        {
            at += masthead.read_labels(text, &lines[at..], labels);
        } else if masthead.editors.is_empty()
            && let Some(names) = imprint::labels_after(printed, &profile.masthead.editors)
        {
            masthead.editors = imprint::names(text, Span::new(line.span.end() - names.len(), line.span.end()));
            masthead.lines.push(line.span);
            at += 1;
        } else if masthead.published.is_none()
            && let Some((published, names)) = parse_date_line(text, line.span, profile)
        {
            masthead.published = Some(published);
            if masthead.editors.is_empty() {
                masthead.editors = names;
            }
            masthead.lines.push(line.span);
            at += 1;
        } else if let Some(count) = masthead.imprint_below(text, &lines[at..], profile) {
            let block = &lines[at..at + count];
            masthead.teasers = teasers::teasers(text, block);
            masthead.lines.extend(block.iter().map(|line| line.span));
            at += count;
        } else {
            break;
        }
    }
    (masthead, at)
}

/// How far down the title can stand, in lines.
const FARTHEST_TITLE: usize = 12;

/// The number of lines above the title: navigation, the publisher's name. None are taken where there is no title, or where
/// one of them is a paragraph.
fn lines_above_title(text: &str, lines: &[Line], profile: &Profile) -> usize {
    const LONGEST_LABEL: usize = 120;
    let page_head = lines.iter().take(FARTHEST_TITLE).take_while(|line| line.span.len() <= LONGEST_LABEL);
    let labels = page_head.take_while(|line| crate::date::parse_heading(line.span.of(text), false).is_none());
    labels.into_iter().position(|line| parse_title(text, line.span, profile).is_some()).unwrap_or(0)
}

impl Masthead {
    /// The name of the series.
    pub(crate) fn series<'m>(&'m self, text: &'m str) -> Option<&'m str> {
        self.known_as.as_deref().or(self.series.map(|series| series.of(text)))
    }

    fn read_title(&mut self, title: Title, line: Span) {
        self.series = Some(title.series);
        self.number = title.number;
        self.published = title.published;
        self.title = Some(title.span);
        self.lines.push(line);
    }

    /// Labels may run on over wrapped lines.
    fn read_labels(&mut self, text: &str, lines: &[Line], first: &str) -> usize {
        let mut span = Span::new(lines[0].span.end() - first.len(), lines[0].span.end());
        let mut count = 1;
        while let Some(next) = lines.get(count)
            && next.blank_before == 0
            && (span.of(text).trim_end().ends_with(';') || is_rest_of_labels(next.span.of(text)))
        {
            span = span.cover(next.span);
            count += 1;
        }
        self.labels = split(text, span, b';');
        self.lines.extend(lines[..count].iter().map(|line| line.span));
        count
    }

    /// How many lines stand between here and the line of editors or date below them, when they can be teasers.
    fn imprint_below(&self, text: &str, lines: &[Line], profile: &Profile) -> Option<usize> {
        if self.title.is_none() || !self.teasers.is_empty() || self.published.is_some() || !self.editors.is_empty() {
            return None;
        }
        for (count, line) in lines.iter().enumerate().take(FARTHEST_IMPRINT) {
            let printed = line.span.of(text);
            let editors = imprint::labels_after(printed, &profile.masthead.editors).is_some();
            if editors || parse_date_line(text, line.span, profile).is_some() {
                return Some(count);
            }
            let body = printed.len() > 300
                || printed.ends_with(')') && printed.len() > 160
                || opens_note(printed, profile)
                || crate::date::parse_heading(printed, false).is_some()
                || is_headline(printed) && !printed.ends_with(';');
            if body {
                return None;
            }
        }
        None
    }
}

/// A short line that is no sentence, headline or heading: what a wrapped list of labels goes on with.
fn is_rest_of_labels(line: &str) -> bool {
    const WIDEST_WRAP: usize = 100;
    let body = is_headline(line) || crate::date::parse_heading(line, false).is_some() || line.starts_with('[');
    line.len() <= WIDEST_WRAP && !body && !line.ends_with(['.', '?', '!', ')', '”', '"', ':'])
}

/// The trimmed parts of a span between separators, empty ones left out.
pub(crate) fn split(text: &str, span: Span, separator: u8) -> Vec<Span> {
    let printed = span.of(text).as_bytes();
    let mut parts = Vec::with_capacity(1 + memchr::memchr_iter(separator, printed).count());
    let mut start = span.start();
    for end in memchr::memchr_iter(separator, printed).chain([printed.len()]) {
        let end = span.start() + end;
        let part = Span::new(start, end).trimmed(text);
        if !part.is_empty() {
            parts.push(part);
        }
        start = end + 1;
    }
    parts
}
