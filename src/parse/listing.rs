//! Listing and search pages: the titles and headlines of issues, without the issues.

use crate::citation::brackets;
use crate::date::parse_heading;
use crate::diagnostic::{Code, Diagnostic};
use crate::masthead::{parse_date_line, parse_title};
use crate::profile::Profile;
use crate::segment::Line;

/// Longest line of a listing: headlines and blurbs, no paragraphs.
const LONGEST: usize = 300;

/// A diagnostic when the lines are a listing: short throughout, two of them and a third at least ending in `;` as teasers
/// do, none a paragraph, and nothing in them that only the body of an issue has: no date heading, no citation.
pub(super) fn recognise(text: &str, lines: &[Line], profile: &Profile) -> Option<Diagnostic> {
    if lines.iter().any(|line| line.span.len() > LONGEST) {
        return None;
    }
    let (mut teasers, mut others) = (0, 0);
    for line in lines {
        let printed = line.span.of(text);
        if parse_heading(printed, profile.date.bare_headings).is_some() {
            return None;
        }
        let imprint =
            parse_title(text, line.span, profile).is_some() || parse_date_line(text, line.span, profile).is_some();
        let labels = profile.masthead.categories.iter().any(|label| printed.starts_with(label.as_str()));
        let teaser = printed.ends_with(';') && !labels;
        teasers += usize::from(teaser);
        others += usize::from(!teaser && !imprint);
    }
    if teasers < 2 || others > 2 * teasers || has_paragraphs(text, lines) {
        return None;
    }
    let order = profile.date.numeric;
    if lines
        .iter()
        .any(|line| brackets(line.span.of(text), order).iter().any(|b| b.citations.iter().any(|c| c.date.is_some())))
    {
        return None;
    }
    let span = lines[0].span.cover(lines[lines.len() - 1].span);
    let message =
        "expected an issue, found a listing of headlines; it gives no items; pass headlines= to use them".to_owned();
    Some(Diagnostic::at(Code::ListingPage, span, message))
}

/// Whether sentences make up a good part of the lines: more than a blurb or two behind the headlines.
fn has_paragraphs(text: &str, lines: &[Line]) -> bool {
    let sentences =
        lines.iter().filter(|line| line.span.len() > 60 && line.span.of(text).ends_with(['.', '”', '"', ')'])).count();
    sentences > 2 && sentences * 4 > lines.len()
}
