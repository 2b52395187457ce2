//! Lines, and what a single line can be told to be by its looks.

use memchr::{memchr, memchr_iter};

use crate::profile::Profile;
use crate::span::Span;

/// A line that is not blank, without the white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub span: Span,
    /// Number of blank lines since the line before (or the start of the text), or [`APART`].
    pub blank_before: u32,
}

/// Stands for the blank lines of a line that goes on with nothing before it.
pub(crate) const APART: u32 = u32::MAX;

/// The lines, without those parts of them that lie in `left_out`, whose spans are in order. What stands behind such a part
/// is apart from what stands before it.
pub(crate) fn outside(text: &str, lines: Vec<Line>, left_out: &[Span]) -> Vec<Line> {
    if left_out.is_empty() {
        return lines;
    }
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut apart = false;
    for line in lines {
        let mut at = line.span.start();
        let first = left_out.partition_point(|part| part.end() <= at);
        let parts = left_out[first..].iter().take_while(|part| part.start() < line.span.end());
        let ends = [Span::new(line.span.end(), line.span.end())];
        for part in parts.chain(&ends) {
            let span = Span::new(at, part.start().max(at)).trimmed(text);
            if !span.is_empty() {
                kept.push(Line { span, blank_before: if apart { APART } else { line.blank_before } });
                apart = false;
            }
            apart |= !part.is_empty();
            at = part.end().max(at);
        }
    }
    kept
}

/// The non-blank lines of a text. Lines end in LF or CRLF; in a text without LF, in CR.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let end_mark = if memchr(b'\n', bytes).is_none() { b'\r' } else { b'\n' };
    let mut lines = Vec::with_capacity(bytes.len() / 120);
    let (mut start, mut blank) = (0, 0);
    for end in memchr_iter(end_mark, bytes).chain([bytes.len()]) {
        let span = Span::new(start, end);
        let span = if span.is_empty() { span } else { span.trimmed(text) };
        if span.is_empty() {
            blank += 1;
        } else {
            lines.push(Line { span, blank_before: blank });
            blank = 0;
        }
        start = end + 1;
        if start > bytes.len() {
            break;
        }
    }
    lines
}

/// Longest line that can be a headline, in characters.
const LONGEST_HEADLINE: usize = 120;

/// A headline is a line in capitals: at least three letters of five are upper case, and it does not end as a sentence.
pub(crate) fn is_headline(line: &str) -> bool {
    // Two letters of five in the longest headline; the first bytes of a paragraph have more of them.
    const MOST_SMALL_LETTERS: usize = LONGEST_HEADLINE * 2 / 5;
    const FIRST_BYTES: usize = 2 * MOST_SMALL_LETTERS;
    let first = &line.as_bytes()[..line.len().min(FIRST_BYTES)];
    if line.len() > MOST_SMALL_LETTERS && count(first, u8::is_ascii_lowercase) > MOST_SMALL_LETTERS {
        return false;
    }
    let longer =
        line.len() > LONGEST_HEADLINE && (line.len() > LONGEST_HEADLINE * 3 || line.chars().count() > LONGEST_HEADLINE);
    if longer || line.starts_with(['[', '(']) {
        return false;
    }
    let (upper, letters) = capitals(line);
    if upper < 3 || upper * 5 < letters * 3 {
        return false;
    }
    let bare = line.trim_end_matches(['"', '”', '’', '\'', ' ']);
    !bare.ends_with('.') || bare.ends_with("...") || ends_in_abbreviation(bare)
}

/// How many letters of a line are upper case, and how many it has.
fn capitals(line: &str) -> (usize, usize) {
    if line.is_ascii() {
        return (count(line.as_bytes(), u8::is_ascii_uppercase), count(line.as_bytes(), u8::is_ascii_alphabetic));
    }
    let count = |is: fn(char) -> bool| line.chars().filter(|&ch| is(ch)).count();
    (count(char::is_uppercase), count(char::is_alphabetic))
}

/// How many bytes are of a kind. A sum that fits a byte is one that the compiler takes of 16 bytes at once.
fn count(bytes: &[u8], is: impl Fn(&u8) -> bool) -> usize {
    bytes.chunks(255).map(|chunk| usize::from(chunk.iter().map(|byte| u8::from(is(byte))).sum::<u8>())).sum()
}

/// `... MEETS THE U.S.`: single capitals between full stops.
fn ends_in_abbreviation(line: &str) -> bool {
    let last = line.rsplit(char::is_whitespace).next().unwrap_or(line);
    last.len() >= 4 && last.split_terminator('.').all(|part| part.chars().count() == 1)
}

/// Whether a line opens an editors' note. Lower-cased, with straight apostrophes, it starts as the profile says.
pub(crate) fn opens_note(line: &str, profile: &Profile) -> bool {
    if !line.starts_with('[') {
        return false;
    }
    profile.note.openings.iter().any(|opening| {
        let mut head = line.chars().take(24).flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c });
        opening.chars().all(|wanted| head.next() == Some(wanted))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_skip_blanks_and_count_them() {
        let text = "\u{c}\r\n one \r\n\r\n\u{a0}\r\ntwo\nthree";
        let found: Vec<_> = lines(text).iter().map(|l| (l.span.of(text), l.blank_before)).collect();
        assert_eq!(found, [("one", 1), ("two", 2), ("three", 0)]);
        assert_eq!(lines("a\rb").len(), 2);
        assert!(lines("").is_empty());
        assert!(lines(&"\n".repeat(1000)).is_empty());
    }

    #[test]
    fn what_is_left_out_parts_the_lines_around_it() {
        let text = "one\npage 2\ntwo -- three\nfour";
        let at = |part: &str| text.find(part).map(|at| Span::new(at, at + part.len())).unwrap();
        let kept = outside(text, lines(text), &[at("page 2\n"), at("--")]);
        let kept: Vec<_> = kept.iter().map(|line| (line.span.of(text), line.blank_before)).collect();
        assert_eq!(kept, [("one", 0), ("two", APART), ("three", APART), ("four", 0)]);
        assert_eq!(outside(text, lines(text), &[]), lines(text));
        assert!(outside(text, lines(text), &[Span::new(0, text.len())]).is_empty());
    }

    #[test]
    fn headlines_are_lines_in_capitals() {
        for (line, expected) in [
            ("TEHRAN ANSWERS SANCTIONS WITH HANDOUTS...", true),
            ("...BUT THE PUBLIC STAYS ANGRY", true),
            ("YEMEN’S AL-QAEDA IS BACK", true),
            ("XI GIVEN OFFICIAL STYLE OF \"PEOPLE'S LEADER\"", true),
            ("RUSSIA VOWS REPLY TO ANY STEP BY THE U.S.", true),
            ("SHENZHEN NAMED “\"MODEL SOCIALIST ZONE\"", true),
            ("NATO and the EU met.", false),
            ("ISIS, AQAP AND THE PKK MET.", false),
            ("March 5:", false),
            ("Russia", false),
            ("2019", false),
            ("EU", false),
            ("[EDITORS' NOTE: UPDATE]", false),
        ] {
            assert_eq!(is_headline(line), expected, "{line}");
        }
    }
}
