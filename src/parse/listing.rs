//! Listing and search pages: the titles and headlines of issues, without the issues.

use crate::citation::brackets;
use crate::date::parse_heading;
use crate::diagnostic::{Code, Diagnostic};
use crate::masthead::parse_date_line;
use crate::profile::Profile;
use crate::segment::Line;

/// Longest line of a listing: headlines and blurbs, no paragraphs.
const LONGEST: usize = 300;

/// A diagnostic when the lines are a listing: short throughout, a third of them (and three at least) ending in `;` as
/// teasers do, and nothing in them that only an issue has: no date line, no date heading, no citation.
pub(super) fn recognise(text: &str, lines: &[Line], profile: &Profile) -> Option<Diagnostic> {
    let mut teasers = 0;
    for line in lines {
        let printed = line.span.of(text);
        if line.span.len() > LONGEST
            || parse_heading(printed, profile.date.bare_headings).is_some()
            || parse_date_line(text, line.span, profile).is_some()
        {
            return None;
        }
        teasers += usize::from(printed.ends_with(';'));
    }
    if teasers < 3 || teasers * 3 < lines.len() {
        return None;
    }
    let order = profile.date.numeric;
    if lines.iter().any(|line| brackets(line.span.of(text), order).iter().any(|b| b.citations.iter().any(|c| c.date.is_some()))) {
        return None;
    }
    let span = lines[0].span.cover(lines[lines.len() - 1].span);
    let message = format!(
        "expected an issue, found a listing of headlines ({} lines, {teasers} of them teasers); it gives no items; pass headlines= to use them",
        lines.len()
    );
    Some(Diagnostic::at(Code::ListingPage, span, message))
}
