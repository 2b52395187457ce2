//! The lines of an imprint: editors, date, category labels.

use crate::date::{PrintedDate, parse_date};
use crate::profile::Profile;
use crate::span::Span;

use super::split;

/// What follows one of the `openings` (`Related Categories:`, `Edited by`) on its line.
pub(super) fn labels_after<'l>(line: &'l str, openings: &[String]) -> Option<&'l str> {
    openings.iter().find_map(|opening| {
        let rest = line.strip_prefix(opening.as_str())?;
        (opening.ends_with(':') || rest.starts_with(char::is_whitespace)).then(|| rest.trim_start())
    })
}

/// `A and B`, `A, B, C`, `A, B and C`: the spans of the names.
pub(super) fn names(text: &str, span: Span) -> Vec<Span> {
    let mut names = Vec::new();
    for part in split(text, span, b',') {
        let mut start = part.start();
        let printed = part.of(text);
        for (at, joint) in printed.match_indices(" and ") {
            names.push(Span::new(start, part.start() + at).trimmed(text));
            start = part.start() + at + joint.len();
        }
        let last = Span::new(start, part.end()).trimmed(text);
        let stripped = last.of(text).strip_prefix("and ").map_or(0, |_| 4);
        names.push(Span::new(last.start() + stripped, last.end()));
    }
    names.retain(|name| !name.is_empty());
    names
}

/// `Month D, YYYY` alone on its line, or with the names of the editors behind it.
pub(crate) fn parse_date_line(text: &str, line: Span, profile: &Profile) -> Option<((PrintedDate, Span), Vec<Span>)> {
    let printed = line.of(text);
    if printed.len() > 160 {
        return None;
    }
    let parsed = parse_date(printed, profile.date.numeric)?;
    let date = parsed.value;
    if date.end.is_some() || date.start.year.is_none() || date.start.day.is_none() {
        return None;
    }
    let rest = Span::new(line.start() + parsed.len, line.end()).trimmed(text);
    let names = names(text, rest);
    let all_names = names.iter().all(|name| is_name(name.of(text)));
    all_names.then_some(((date, Span::new(line.start(), line.start() + parsed.len)), names))
}

/// Two to five words that start with capitals.
fn is_name(printed: &str) -> bool {
    let words: Vec<&str> = printed.split_whitespace().collect();
    let particle = |word: &str| matches!(word, "van" | "von" | "de" | "der" | "di" | "la" | "al");
    (2..=5).contains(&words.len())
        && words
            .iter()
            .all(|word| particle(word) || word.starts_with(char::is_uppercase) && !word.ends_with([':', ';', ')']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_lines_with_and_without_names() {
        let profile = Profile::named("auto").unwrap();
        for (line, expected) in [
            ("February 6, 2013", Some(vec![])),
            ("April 6, 2008 Ilan I. Berman", Some(vec!["Ilan I. Berman"])),
            (
                "May 2, 2018 A. Berman, Margot Van Loon, and Rebekah Burg",
                Some(vec!["A. Berman", "Margot Van Loon", "Rebekah Burg"]),
            ),
            ("February 6:", None),
            ("February 6, 2013, he said, was too late", None),
            ("In 2013", None),
        ] {
            let found = parse_date_line(line, Span::new(0, line.len()), profile);
            let names = found.map(|(_, names)| names.iter().map(|n| n.of(line)).collect::<Vec<_>>());
            assert_eq!(names, expected, "{line}");
        }
    }

    #[test]
    fn editors_are_split_at_commas_and_and() {
        let line = "Ilan Berman and Margot Van Loon";
        let found: Vec<_> = names(line, Span::new(0, line.len())).iter().map(|n| n.of(line)).collect();
        assert_eq!(found, ["Ilan Berman", "Margot Van Loon"]);
    }
}
