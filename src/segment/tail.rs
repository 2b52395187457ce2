//! What a paragraph opens and closes with besides its text: a headline in capitals, the initials of its author.

use super::blocks::{Block, BlockKind, ends_sentence};
use crate::profile::{Headline, Profile};
use crate::span::Span;

/// A paragraph that opens with a headline, `HEADLINE. Text`, as two blocks.
pub(super) fn split_run_in(text: &str, block: Block, profile: &Profile) -> impl Iterator<Item = Block> {
    let applies = profile.items.headline == Headline::RunIn && block.kind == BlockKind::Paragraph;
    let end = if applies { run_in_end(block.span.of(text)) } else { None };
    let at = block.span.start() + end.unwrap_or(0);
    let headline =
        end.map(|_| Block { kind: BlockKind::Headline, span: Span::new(block.span.start(), at).trimmed(text) });
    let rest = Block { span: Span::new(at, block.span.end()).trimmed(text), ..block };
    headline.into_iter().chain((!rest.span.is_empty()).then_some(rest))
}

/// Where a headline in capitals ends that opens a paragraph: behind the last stop among its words in capitals. None unless
/// it has two words at least.
pub(crate) fn run_in_end(paragraph: &str) -> Option<usize> {
    const LONGEST: usize = 300;
    let (mut end, mut words, mut at) = (None, 0, 0);
    for word in paragraph[..paragraph.floor_char_boundary(LONGEST)].split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if bare.chars().filter(|c| c.is_lowercase()).count() > 1 || bare.starts_with('(') && bare.ends_with(')') {
            break;
        }
        at += word.len();
        let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
        words += usize::from(letters > 1);
        let stop = bare.trim_end_matches(['"', '”', '’', '\'']).ends_with(['.', '?', '!', '…']);
        // `U.S.` and `J.` are no end, unless what follows is text.
        if stop && words > 1 && (letters > 1 || end.is_none()) {
            end = Some(at - (word.len() - bare.len()));
        }
    }
    end.filter(|&end| end < paragraph.len() || words > 1)
}

/// A paragraph without the initials behind its last sentence, and those.
pub(super) fn split_initials(text: &str, block: Block, profile: &Profile) -> impl Iterator<Item = Block> {
    let applies = profile.items.initials && block.kind == BlockKind::Paragraph;
    let start = if applies { initials(block.span.of(text)) } else { None };
    let at = start.map_or(block.span.end(), |start| block.span.start() + start);
    let rest = Block { span: Span::new(block.span.start(), at).trimmed(text), ..block };
    let behind = start.map(|_| Block { kind: BlockKind::Initials, span: Span::new(at, block.span.end()) });
    std::iter::once(rest).chain(behind)
}

/// Where the `PM` or `VY/JAC` starts that a paragraph ends with.
pub(crate) fn initials(paragraph: &str) -> Option<usize> {
    let start = paragraph.rfind(char::is_whitespace)? + 1;
    let bare = paragraph.get(start..)?.trim_matches(['(', ')', '[', ']']);
    let names =
        bare.split('/').all(|name| (2..=4).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase()));
    (names && ends_sentence(&paragraph[..start])).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_run_into_the_text_end_at_the_last_stop_in_capitals() {
        for (paragraph, expected) in [
            ("MINISTERS MEET IN RIGA. The ministers of three", Some("MINISTERS MEET IN RIGA.")),
            ("WHO PAYS? A spokesman said", Some("WHO PAYS?")),
            ("U.S. TROOPS LEAVE. NATO said that", Some("U.S. TROOPS LEAVE.")),
            ("...AS TALKS GO ON IN THE U.S. The envoy", Some("...AS TALKS GO ON IN THE U.S.")),
            ("PORT \"TO REOPEN.\" The port", Some("PORT \"TO REOPEN.\"")),
            ("NATO said. It was", None),
            ("The ministers met.", None),
            ("", None),
        ] {
            assert_eq!(run_in_end(paragraph).map(|end| &paragraph[..end]), expected, "{paragraph}");
        }
    }

    #[test]
    fn initials_stand_behind_the_last_sentence() {
        for (paragraph, expected) in [
            ("He left on 6 November. PM", Some("PM")),
            ("He left.\" VY/JAC", Some("VY/JAC")),
            ("He joined NATO", None),
            ("He left.", None),
            ("PM", None),
        ] {
            assert_eq!(initials(paragraph).map(|start| &paragraph[start..]), expected, "{paragraph}");
        }
    }
}
