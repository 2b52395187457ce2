//! The title line: `Series: No. N`, `Series - No. N`, `Series No. N`, and `Series N` for a series known by name.

use smallvec::SmallVec;

use crate::date::{PrintedDate, parse_date};
use crate::profile::Profile;
use crate::span::Span;
use crate::words::first_digit;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Title {
    pub span: Span,
    pub series: Span,
    pub number: Option<u32>,
    /// A date printed behind the number.
    pub published: Option<(PrintedDate, Span)>,
}

const LONGEST_TITLE: usize = 140;
const SEPARATORS: [char; 7] = [':', '-', '–', '—', ',', '|', ' '];

/// `title := series [":" | "-" | "–" | ","] ["Vol. N,"] ("No." | "Number" | ...) N [sep date]`
pub(crate) fn parse_title(text: &str, span: Span, profile: &Profile) -> Option<Title> {
    let line = span.of(text);
    if line.len() > LONGEST_TITLE || !line.starts_with(char::is_uppercase) {
        return None;
    }
    let numbers = numbers(line);
    for word in &profile.masthead.number {
        for &(before, at) in &numbers {
            let Some(before) = line[..before].strip_suffix(word.as_str()) else { continue };
            if !before.ends_with(|ch: char| ch.is_whitespace() || SEPARATORS.contains(&ch)) {
                continue;
            }
            let Some((number, rest)) = leading_number(&line[at..]) else { continue };
            let series = series_name(before)?;
            let rest_start = span.end() - rest.len();
            let published = published(rest, rest_start, profile)?;
            return Some(Title { span, series: relative(span, series.len()), number: Some(number), published });
        }
    }
    without_number_word(text, span, profile)
}

/// Where the runs of digits start, each behind the end of what stands before it.
fn numbers(line: &str) -> SmallVec<[(usize, usize); 4]> {
    let bytes = line.as_bytes();
    let mut starts = SmallVec::new();
    let mut at = 0;
    while let Some(start) = first_digit(&bytes[at..]) {
        at += start;
        starts.push((line[..at].trim_end().len(), at));
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    }
    starts
}

fn relative(line: Span, series_length: usize) -> Span {
    Span::new(line.start(), line.start() + series_length)
}

/// `Russia Policy Monitor 2727`, only for series known by name: a number behind words is no title in general.
fn without_number_word(text: &str, span: Span, profile: &Profile) -> Option<Title> {
    let line = span.of(text);
    if !line.ends_with(|ch: char| ch.is_ascii_digit()) {
        return None;
    }
    let series = line.trim_end_matches(|ch: char| ch.is_ascii_digit());
    let (number, _) = leading_number(&line[series.len()..])?;
    let name = series.trim_end();
    let known = name.len() < series.len() && profile.series.keys().any(|known| known == name);
    known.then(|| Title { span, series: relative(span, name.len()), number: Some(number), published: None })
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let digits = text.len() - text.trim_start_matches(|ch: char| ch.is_ascii_digit()).len();
    let number = text[..digits].parse().ok()?;
    (digits <= 6).then_some((number, &text[digits..]))
}

/// What stands before `No.`, without separators and volume; one to ten words that start as names do.
fn series_name(before: &str) -> Option<&str> {
    let mut name = before.trim_end_matches(SEPARATORS).trim_end();
    if let Some(at) = name.as_bytes().windows(4).rposition(|part| part == b"Vol.") {
        name = name[..at].trim_end_matches(SEPARATORS).trim_end();
    }
    let small =
        |word: &str| matches!(word, "of" | "and" | "the" | "in" | "on" | "for" | "&" | "to" | "from" | "-" | "–");
    let mut words = 0;
    let named = name.split_whitespace().all(|word| {
        words += 1;
        small(word) || word.starts_with(|ch: char| ch.is_uppercase() || ch.is_ascii_digit())
    });
    (named && (1..=10).contains(&words) && name.len() >= 4).then_some(name)
}

/// What may stand behind the number: nothing, punctuation, or a date. The outer `None` means something else does.
#[expect(clippy::option_option, reason = "no title / title without date / title with date")]
fn published(rest: &str, start: usize, profile: &Profile) -> Option<Option<(PrintedDate, Span)>> {
    let bare = rest.trim_start_matches(|ch: char| SEPARATORS.contains(&ch) || matches!(ch, '.' | '(' | '\u{a0}'));
    if bare.is_empty() {
        return Some(None);
    }
    let order = profile.date.numeric;
    let parsed = parse_date(bare, order)?;
    let behind = bare[parsed.len..].trim_matches(|ch: char| ch.is_whitespace() || matches!(ch, ')' | '.'));
    let at = start + rest.len() - bare.len();
    behind.is_empty().then_some(Some((parsed.value, Span::new(at, at + parsed.len))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_in_all_printed_forms() {
        let profile = Profile::named("auto").unwrap();
        for (line, expected) in [
            ("Russia Reform Monitor No. 2567", Some(("Russia Reform Monitor", 2567))),
            ("Russia Reform Monitor: No. 1501", Some(("Russia Reform Monitor", 1501))),
            ("Iran Democracy Monitor - No. 131", Some(("Iran Democracy Monitor", 131))),
            ("Russia Policy Monitor 2727", Some(("Russia Policy Monitor", 2727))),
            ("Digest of the North, Vol. 3, No. 217", Some(("Digest of the North", 217))),
            ("Weekly Brief No. 5 (May 4, 2020)", Some(("Weekly Brief", 5))),
            ("Unknown Digest 2727", None),
            ("The Council adopted Resolution No. 2231", None),
            ("Russia Reform Monitor", None),
            ("No. 12", None),
            ("Russia Reform Monitor No. 12 was late", None),
        ] {
            let title = parse_title(line, Span::new(0, line.len()), profile);
            assert_eq!(title.map(|t| (t.series.of(line), t.number.unwrap())), expected, "{line}");
        }
    }
}
