//! A document as issues and items: spans and printed values, nothing resolved.
//!
//! In: a document's text, a profile, and the vocabulary whose outlet names mark sources in prose. Out: [`Parsed`]: its
//! issues, each with masthead and items; the role of every byte; the vocabulary's hits, found once for all later stages.
//! Which outlet a form names, which year a date lacks and what an item is about are decided later.

mod items;
mod listing;
mod roles;
mod sources;
mod standing;
mod walk;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::masthead::{
    FromName, Masthead, from_name, from_title, parse_masthead, parse_printed, parse_title, printed_title,
};
use crate::matcher::Hit;
use crate::profile::Profile;
use crate::segment::{Laid, Line, blocks, lay_out, lines, outside};
use crate::span::Span;
use crate::value::Markup;
use crate::vocabulary::Vocabulary;

pub(crate) use roles::{Role, RoleSpan};
pub(crate) use sources::outlet_hits;
pub(crate) use walk::Item;

/// What is wanted of a document beside its mastheads; what is not wanted does not run, and leaves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stages {
    /// Items with their citations, the roles of bytes, and everything below.
    pub items: bool,
    /// Mentions, and the countries of items.
    pub countries: bool,
    /// Terms of the lexicon, and the categories of items.
    pub categories: bool,
}

impl Default for Stages {
    fn default() -> Self {
        Self::ALL
    }
}

impl Stages {
    pub const ALL: Self = Self { items: true, countries: true, categories: true };
    /// Mastheads alone.
    pub const MASTHEADS: Self = Self { items: false, countries: false, categories: false };
}

pub(crate) struct Parsed {
    pub stages: Stages,
    /// The profile that the document was read by.
    pub profile: String,
    /// What is left out of values.
    pub markup: Markup,
    pub issues: Vec<Issue>,
    /// Tiles the document: every byte has exactly one role.
    pub roles: Vec<RoleSpan>,
    /// What the vocabulary found in the bodies, in order.
    pub hits: Vec<Hit>,
    pub diagnostics: Vec<Diagnostic>,
}

pub(crate) struct Issue {
    pub span: Span,
    pub masthead: Masthead,
    /// Series and number by the title that the format declares or by the document's name, where the masthead prints none.
    pub from_name: Option<FromName>,
    /// Editors' updates that belong to no item.
    pub note: Option<Span>,
    pub items: Vec<Item>,
    /// Abbreviations defined for outlets, each with the name it stands for.
    pub aliases: Vec<(Span, Span)>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses one document.
pub(crate) fn parse(document: &Document, profile: &Profile, vocabulary: &Vocabulary, stages: Stages) -> Parsed {
    let text = document.text.as_str();
    let lines = outside(text, lines(text), &document.boilerplate);
    let mut parsed = Parsed {
        stages,
        profile: profile.name.clone(),
        markup: profile.markup,
        issues: Vec::new(),
        roles: Vec::new(),
        hits: Vec::with_capacity(if stages.items { text.len() / 24 } else { 0 }),
        diagnostics: document.diagnostics.clone(),
    };
    let mut marked = Vec::with_capacity(lines.len() * 2);
    marked.extend(document.boilerplate.iter().map(|&span| RoleSpan { role: Role::Boilerplate, span }));
    for (start, end) in issue_bounds(text, &lines, profile) {
        let part = &lines[start..end];
        if let Some(diagnostic) = listing::recognise(text, part, profile) {
            parsed.note_listing(diagnostic);
            marked.extend(part.iter().map(|line| RoleSpan { role: Role::Boilerplate, span: line.span }));
            continue;
        }
        let issue = parse_issue(text, part, document, profile, vocabulary, &mut parsed, &mut marked);
        parsed.issues.push(issue);
    }
    if !stages.items {
        return parsed;
    }
    parsed.roles = roles::tile(text, marked);
    for unparsed in parsed.roles.iter().filter(|r| r.role == Role::Unparsed) {
        let message = "expected a part of an issue, found text that fits none; it is kept as unparsed".to_owned();
        parsed.diagnostics.push(Diagnostic::at(Code::UnparsedText, unparsed.span, message));
    }
    parsed
}

impl Parsed {
    /// A page that lists several issues is one listing.
    fn note_listing(&mut self, diagnostic: Diagnostic) {
        match self.diagnostics.last_mut() {
            Some(last) if last.code == Code::ListingPage => last.span = last.span.cover(diagnostic.span),
            _ => self.diagnostics.push(diagnostic),
        }
    }
}

/// How far down the first title can stand, in lines.
const FARTHEST_TITLE: usize = 12;

/// The issues of a document, as ranges of lines. A title far below the first counts when its series is known by name
/// or is the series of the first: a resolution cited by number is no title.
fn issue_bounds(text: &str, lines: &[Line], profile: &Profile) -> Vec<(usize, usize)> {
    if lines.is_empty() {
        return Vec::new();
    }
    if !profile.masthead.titles.is_empty() {
        return printed_bounds(text, lines, profile);
    }
    let mut starts = Vec::new();
    let mut series: Option<&str> = None;
    for (index, line) in lines.iter().enumerate() {
        if index > FARTHEST_TITLE && series.is_none() {
            break;
        }
        let Some(title) = parse_title(text, line.span, profile) else { continue };
        let name = title.series.of(text);
        if series.is_none() || series == Some(name) || profile.series.contains_key(name) {
            series = series.or(Some(name));
            starts.push(first_line_of_page(text, lines, index, starts.last().copied().unwrap_or(0), profile));
        }
    }
    match starts.first_mut() {
        Some(first) => *first = 0,
        None => starts.push(0),
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().copied().zip(ends).filter(|(start, end)| start < end).collect()
}

/// The issues of a document whose title lines the profile prints: a title that is printed again starts no new one.
fn printed_bounds(text: &str, lines: &[Line], profile: &Profile) -> Vec<(usize, usize)> {
    let mut starts: Vec<usize> = Vec::new();
    let mut last = None;
    for (index, line) in lines.iter().enumerate() {
        let Some(title) = printed_title(text, line.span, profile) else { continue };
        let identity = (
            title.volume.map(|span| span.of(text)),
            title.number,
            title.part.map(|span| span.of(text)),
            title.published.map(|(date, _)| date),
        );
        let says_which = identity != (None, None, None, None);
        if starts.is_empty() || says_which && last.is_some_and(|last| last != identity) {
            starts.push(if starts.is_empty() { 0 } else { index });
        }
        if says_which {
            last = Some(identity);
        }
    }
    if starts.is_empty() {
        starts.push(0);
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().copied().zip(ends).collect()
}

/// Navigation and the publisher's name above a title belong to its page.
fn first_line_of_page(text: &str, lines: &[Line], title: usize, floor: usize, profile: &Profile) -> usize {
    let labels = &profile.masthead;
    let above =
        |line: &Line| labels.navigation.iter().chain(&labels.organisation).any(|label| label == line.span.of(text));
    let mut first = title;
    while first > floor && above(&lines[first - 1]) {
        first -= 1;
    }
    first
}

fn parse_issue(
    text: &str,
    lines: &[Line],
    document: &Document,
    profile: &Profile,
    vocabulary: &Vocabulary,
    parsed: &mut Parsed,
    marked: &mut Vec<RoleSpan>,
) -> Issue {
    let printed = !profile.masthead.titles.is_empty() || !profile.masthead.until.is_empty();
    let (masthead, taken) =
        if printed { parse_printed(text, lines, profile, vocabulary) } else { parse_masthead(text, lines, profile) };
    let whole = lines[0].span.cover(lines[lines.len() - 1].span);
    marked.extend(masthead.lines.iter().map(|&span| RoleSpan { role: Role::Masthead, span }));
    marked.extend(masthead.boilerplate.iter().map(|&span| RoleSpan { role: Role::Boilerplate, span }));
    let declared = || document.title.as_deref().and_then(|title| from_title(title, profile));
    let named = || declared().or_else(|| from_name(&document.origin.name, profile));
    let named = if masthead.series.is_none() && masthead.known_as.is_none() { named() } else { None };
    let series = masthead.series(text).or(named.as_ref().map(|named| named.series.as_str()));
    let order = profile.numeric_order(series);
    let collected = if parsed.stages.items {
        let laid = if profile.has_layout() {
            lay_out(text, &lines[taken..], profile, vocabulary)
        } else {
            Laid { blocks: blocks(text, &lines[taken..], profile), ..Laid::default() }
        };
        let first_hit = parsed.hits.len();
        for block in &laid.blocks {
            let (printed, base) = (block.span.of(text), block.span.start());
            if parsed.stages.categories {
                vocabulary.scan(printed, base, &mut parsed.hits);
            } else {
                vocabulary.scan_names(printed, base, &mut parsed.hits);
            }
        }
        let hits = &parsed.hits[first_hit..];
        items::collect(items::Body { text, laid: &laid, profile, order, vocabulary, hits }, marked)
    } else {
        walk::Collected::default()
    };
    let mut issue = Issue {
        span: whole,
        masthead,
        from_name: named,
        note: collected.note,
        items: collected.items,
        aliases: collected.aliases,
        diagnostics: collected.diagnostics,
    };
    issue.note_identity(lines[0].span);
    if parsed.stages.items && issue.items.is_empty() {
        let message = "expected at least one item, found none".to_owned();
        issue.diagnostics.push(Diagnostic::at(Code::NoItems, issue.span, message));
    }
    issue
}

impl Issue {
    fn note_identity(&mut self, at: Span) {
        if self.masthead.known_as.is_some() {
            return;
        }
        let diagnostic = match (&self.masthead.series, &self.from_name) {
            (Some(_), _) => return,
            (None, Some(FromName { series, number, title })) => {
                let number = number.map_or("no number".to_owned(), |n| format!("number {n}"));
                let from = if title.is_some() { "title or subject" } else { "name" };
                let message = format!(
                    "expected a title line, found none; {series:?} and {number} are taken from the document's {from}"
                );
                Diagnostic::at(Code::SeriesFromName, at, message)
            }
            (None, None) => {
                let message =
                    "expected a title line such as `Series No. 12`, found none; pass series= to name it".to_owned();
                Diagnostic::at(Code::SeriesUnknown, at, message)
            }
        };
        self.diagnostics.push(diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Origin;

    #[test]
    fn a_series_may_print_the_day_first() {
        for (series, month) in [("Moscow Times Press Review", 4), ("Northern Brief", 3)] {
            let text = format!("{series} No. 3\n\nA story. (Izvestia, 03/04/2005)\n");
            let document = Document::from_text(Origin::default(), &text);
            let parsed =
                parse(&document, Profile::named("auto").unwrap(), &Vocabulary::shipped().unwrap(), Stages::ALL);
            let (date, _) = parsed.issues[0].items[0].cited[0].date.unwrap();
            assert_eq!(date.start.month, Some(month), "{series}");
        }
    }
}
