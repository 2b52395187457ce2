//! The agency in the line that opens a report: `VLADIVOSTOK, Sept 21 (Reuters) - The ferry ...`.

use super::name::is_name;
use super::{Form, PrintedCitation};
use crate::date::{NumericOrder, is_blank, parse_date};
use crate::span::Span;

/// Longest opening that is read, in bytes.
const LONGEST: usize = 120;

/// The agency that a paragraph opens with, behind place and date.
///
/// ```text
/// dateline := place [ "," date ] "(" agency ")" dash        place: words in capitals
/// ```
#[must_use]
pub fn dateline(paragraph: &str, order: NumericOrder) -> Option<PrintedCitation> {
    let head = &paragraph[..paragraph.floor_char_boundary(LONGEST)];
    let open = head.find('(')?;
    let close = open + head[open..].find(')')?;
    let behind = head[close + 1..].trim_start_matches(is_blank);
    let (outlet, before) = (Span::new(open + 1, close), head[..open].trim_end_matches(is_blank));
    if !behind.starts_with(['-', '\u{2013}', '\u{2014}']) || !is_name(outlet.of(paragraph)) {
        return None;
    }
    let place = before.split(',').next().unwrap_or(before);
    let capitals = place.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !place.contains(char::is_lowercase);
    let rest = before[place.len()..].trim_start_matches([',', ' ']);
    let at = before.len() - rest.len();
    let date = parse_date(rest, order).filter(|date| date.len == rest.len());
    let date = date.map(|date| (date.value, Span::new(at, at + date.len)));
    let whole = rest.is_empty() || date.is_some();
    (capitals && whole).then_some(PrintedCitation {
        span: Span::new(0, close + 1),
        outlet,
        date,
        via: None,
        form: Form::Dateline,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agency_of_a_dateline_is_a_citation() {
        for (paragraph, expected) in [
            ("VLADIVOSTOK, Sept 21 (Reuters) - The ferry left.", Some(("Reuters", Some("Sept 21")))),
            ("NEW DELHI (AFP) \u{2014} It rained.", Some(("AFP", None))),
            ("The union (PSV) - an old one - met.", None),
            ("NATO (the alliance) - met.", None),
            ("TBILISI (Reuters) The ferry left.", None),
            ("", None),
        ] {
            let found = dateline(paragraph, NumericOrder::MonthFirst);
            let read = found.map(|c| (c.outlet.of(paragraph), c.date.map(|(_, span)| span.of(paragraph))));
            assert_eq!(read, expected, "{paragraph}");
        }
    }
}
