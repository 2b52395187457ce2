//! Lines of a mail that are no part of what it says: forwarding headers, keys and signatures, the footers of lists.
//!
//! The lines are known by `data/mail.toml`. They stay in the text; where they are is what comes out.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::span::Span;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wording {
    forwarding: Vec<String>,
    fields: Vec<String>,
    phrases: Vec<String>,
    longest: usize,
}

static WORDING: LazyLock<Wording> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/mail.toml")).expect("data/mail.toml is held by a test"));

/// Header fields in a row that are a header where nothing announces one.
const FIELDS_OF_A_HEADER: usize = 3;

/// The stretches of lines that are boilerplate, in order.
pub(super) fn marked(text: &str) -> Vec<Span> {
    let lines = Lines::of(text);
    let mut spans: Vec<Span> = Vec::new();
    let (mut at, mut joined) = (0, false);
    while let Some(line) = lines.get(at) {
        let Some(length) = length(&lines, at, &line) else {
            joined = joined && line.is_blank();
            at += 1;
            continue;
        };
        let span = lines.spans[at].cover(lines.spans[at + length - 1]);
        match spans.last_mut() {
            Some(last) if joined => *last = last.cover(span),
            _ => spans.push(span),
        }
        (at, joined) = (at + length, true);
    }
    spans
}

/// How many lines from this one on are boilerplate.
fn length(lines: &Lines, at: usize, line: &Line) -> Option<usize> {
    if line.long || line.is_blank() {
        return None;
    }
    armour(lines, at, line).or_else(|| forwarding(lines, at, line)).or_else(|| standing(lines, at, line))
}

/// The stretches of both lists, in order and joined where they overlap.
pub(super) fn union(mut spans: Vec<Span>, more: Vec<Span>) -> Vec<Span> {
    spans.extend(more);
    spans.sort_unstable();
    spans.into_iter().fold(Vec::new(), |mut out: Vec<Span>, span| {
        match out.last_mut() {
            Some(last) if span.start() <= last.end() => *last = last.cover(span),
            _ => out.push(span),
        }
        out
    })
}

/// The lines of a text, folded when they are looked at.
struct Lines<'t> {
    text: &'t str,
    /// Without white space at either end.
    spans: Vec<Span>,
}

struct Line {
    /// The line as it is compared; empty for a blank line.
    folded: String,
    long: bool,
}

impl Line {
    fn is_blank(&self) -> bool {
        self.folded.is_empty()
    }
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let mut start = 0;
        let spans = text.split('\n').map(|line| {
            let span = Span::new(start, start + line.len()).trimmed(text);
            start += line.len() + 1;
            span
        });
        Self { text, spans: spans.collect() }
    }

    fn get(&self, at: usize) -> Option<Line> {
        let line = self.spans.get(at)?.of(self.text);
        let bare = line.trim_start_matches(|c: char| matches!(c, '>' | '|' | '*') || c.is_whitespace());
        let end = bare.char_indices().nth(WORDING.longest).map(|(end, _)| end);
        let head = &bare[..end.unwrap_or(bare.len())];
        let folded = head.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('’', "'");
        Some(Line { folded, long: end.is_some() })
    }

    /// The lines behind one.
    fn behind(&self, at: usize) -> impl Iterator<Item = Line> + '_ {
        (at + 1..).map_while(|at| self.get(at))
    }
}

/// A key, signature or other block in the armour of PGP; of a signed text only what surrounds the text.
fn armour(lines: &Lines, at: usize, first: &Line) -> Option<usize> {
    let label = first.folded.trim_start_matches("- ").strip_prefix("-----begin pgp ")?;
    if label.starts_with("signed message") {
        return Some(1 + lines.behind(at).take_while(|line| line.folded.starts_with("hash:")).count());
    }
    let mut length = 1;
    for (line, count) in lines.behind(at).zip(2..) {
        let folded = &line.folded;
        if folded.starts_with("-----end pgp") {
            return Some(count);
        }
        let inside = !folded.contains(' ') || folded.starts_with("version:") || folded.starts_with("comment:");
        if line.long || folded.len() > 80 || !inside {
            break;
        }
        if !line.is_blank() {
            length = count;
        }
    }
    Some(length)
}

/// The line that opens a forwarded message with the header fields behind it, or enough header fields alone.
fn forwarding(lines: &Lines, at: usize, first: &Line) -> Option<usize> {
    if WORDING.forwarding.iter().any(|opening| first.folded.starts_with(opening.as_str())) {
        let blank = lines.behind(at).take(2).take_while(Line::is_blank).count();
        let fields = fields(lines, at + 1 + blank);
        return Some(if fields > 0 { 1 + blank + fields } else { 1 });
    }
    if first.folded.starts_with("on ") && first.folded.ends_with(" wrote:") {
        return Some(1);
    }
    let fields = if is_field(first) { fields(lines, at) } else { 0 };
    (fields >= FIELDS_OF_A_HEADER).then_some(fields)
}

/// How many lines from `at` on are header fields.
fn fields(lines: &Lines, at: usize) -> usize {
    /// A header has no more fields than this, so that a line is looked at a bounded number of times.
    const MOST: usize = 16;
    (at..at + MOST).map_while(|at| lines.get(at)).take_while(is_field).count()
}

fn is_field(line: &Line) -> bool {
    let name = line.folded.split_once(':').map(|(name, _)| name.trim_end_matches(['*', ' ']));
    name.is_some_and(|name| WORDING.fields.iter().any(|field| field == name))
}

/// A line with a standing phrase, or the rule above the footer of a list.
fn standing(lines: &Lines, at: usize, first: &Line) -> Option<usize> {
    let rule = first.folded.len() >= 20 && first.folded.bytes().all(|byte| b"_-=".contains(&byte));
    if rule && lines.get(at + 1).is_some_and(|next| !next.long && next.folded.contains("mailing list")) {
        return Some(1 + lines.behind(at).take(8).take_while(|line| !line.is_blank() && !line.long).count());
    }
    let known = |phrase: &String| first.folded.contains(phrase.as_str());
    (first.folded.starts_with("-----end pgp") || WORDING.phrases.iter().any(known)).then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        marked(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn what_surrounds_a_text_is_marked_and_the_text_is_not() {
        for (text, expected) in [
            (
                "Having trouble viewing this email? Click here\n\nTitle\n",
                vec!["Having trouble viewing this email? Click here"],
            ),
            (
                "> -----Original Message-----\n> From: A\n> Sent: Monday\n> To: B\n> Subject: C\n>\n> Text",
                vec!["> -----Original Message-----\n> From: A\n> Sent: Monday\n> To: B\n> Subject: C"],
            ),
            ("Hello\n\n*From:* A\n*Date:* x\n*Subject:* y\n\nText", vec!["*From:* A\n*Date:* x\n*Subject:* y"]),
            ("From: Reuters\nText", vec![]),
            ("On Monday, A. Writer wrote:\n> Text", vec!["On Monday, A. Writer wrote:"]),
            (
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\nVersion: 1\n\nmQENBE\n=abc\n-----END PGP PUBLIC KEY BLOCK-----\nText here.",
                vec![
                    "-----BEGIN PGP PUBLIC KEY BLOCK-----\nVersion: 1\n\nmQENBE\n=abc\n-----END PGP PUBLIC KEY BLOCK-----",
                ],
            ),
            (
                "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nThe text.\n-----BEGIN PGP SIGNATURE-----\n\niQE\n-----END PGP SIGNATURE-----",
                vec![
                    "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1",
                    "-----BEGIN PGP SIGNATURE-----\n\niQE\n-----END PGP SIGNATURE-----",
                ],
            ),
            ("-----BEGIN PGP MESSAGE-----\nabc\n\nA text that goes on.", vec!["-----BEGIN PGP MESSAGE-----\nabc"]),
            (
                "Text.\n____________________\nlist mailing list\nhttp://x\n",
                vec!["____________________\nlist mailing list\nhttp://x"],
            ),
            ("[for personal use only]\n\n#1\nText", vec!["[for personal use only]"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_line_is_prose_whatever_is_said_in_it() {
        let text = format!("Users may unsubscribe, says Reuters. {}", "More of it. ".repeat(30));
        assert_eq!(shown(&text), Vec::<&str>::new());
    }
}
