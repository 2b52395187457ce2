//! Citations as external links of wikitext: `[https://example.org (Reuters)]`, and `([https://example.org Reuters])` of old.

use super::Form;
use super::bracket::{Bracket, Brackets};
use super::entry::entries;
use crate::date::{NumericOrder, is_blank};
use crate::span::Span;

/// Longest link that is read, in bytes.
const LONGEST: usize = 1200;

/// The links of a paragraph whose label is a source, in order. The address is no part of the outlet's span.
#[must_use]
pub fn links(paragraph: &str) -> Brackets {
    let mut found = Brackets::new();
    for open in memchr::memchr_iter(b'[', paragraph.as_bytes()) {
        let inner = &paragraph[open + 1..paragraph.floor_char_boundary(open + LONGEST)];
        let address = ["https://", "http://", "//"].iter().any(|scheme| inner.starts_with(scheme));
        if !address || found.last().is_some_and(|last| open < last.span.end()) {
            continue;
        }
        let Some(close) = inner.find(']') else { continue };
        let Some(blank) = inner[..close].find(is_blank) else { continue };
        let label = Span::new(open + 1 + blank, open + 1 + close).trimmed(paragraph);
        let printed = label.of(paragraph);
        let bare = printed.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let name = bare.map_or(label, |_| Span::new(label.start() + 1, label.end() - 1));
        let content = entries(paragraph, name, NumericOrder::default());
        let mut span = Span::new(open, open + close + 2);
        let enclosed = paragraph[..open].ends_with('(') && paragraph[span.end()..].starts_with(')');
        if content.citations.is_empty() || !content.clean || bare.is_none() && !enclosed {
            continue;
        }
        if enclosed {
            span = Span::new(open - 1, span.end() + 1);
        }
        let whole = content.citations.len() == 1;
        let citation = |c: super::PrintedCitation| super::PrintedCitation {
            form: if c.date.is_some() { c.form } else { Form::Trailing },
            span: if whole { span } else { c.span },
            ..c
        };
        let citations = content.citations.into_iter().map(citation).collect();
        found.push(Bracket { span, citations, closes: false, unclosed: false, certain: true });
    }
    mark_closing(paragraph, &mut found);
    found
}

/// Brackets and links of one paragraph, in order and apart; what is both is a link.
#[must_use]
pub fn merged(brackets: Brackets, links: Brackets) -> Brackets {
    if links.is_empty() {
        return brackets;
    }
    let overlaps = |one: Span| {
        let next = links.partition_point(|link| link.span.end() <= one.start());
        links.get(next).is_some_and(|link| link.span.start() < one.end())
    };
    let mut found: Brackets = brackets.into_iter().filter(|bracket| !overlaps(bracket.span)).collect();
    found.extend(links);
    found.sort_by_key(|bracket| bracket.span);
    found
}

/// Links with nothing but blanks and stops behind them end the item.
fn mark_closing(paragraph: &str, found: &mut [Bracket]) {
    let mut next = paragraph.len();
    for bracket in found.iter_mut().rev() {
        bracket.closes = paragraph[bracket.span.end()..next].chars().all(|c| is_blank(c) || c == '.');
        if !bracket.closes {
            break;
        }
        next = bracket.span.start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_with_a_source_as_their_label_are_citations() {
        for (paragraph, expected) in [
            (
                "It rained. [https://a.example/b (BBC News)] [https://c.example (AP)]",
                vec![("BBC News", true), ("AP", true)],
            ),
            ("It rained. ([http://a.example Reuters])", vec![("Reuters", true)]),
            ("[https://a.example (AP)] says that it rained.", vec![("AP", false)]),
            ("A [https://a.example ministry] said so.", vec![]),
            ("The [[Reuters]] agency.", vec![]),
            ("[https://a.example (AP)", vec![]),
        ] {
            let found = links(paragraph);
            let read = found.iter().flat_map(|b| b.citations.iter().map(|c| (c.outlet.of(paragraph), b.closes)));
            assert_eq!(read.collect::<Vec<_>>(), expected, "{paragraph}");
        }
    }
}
