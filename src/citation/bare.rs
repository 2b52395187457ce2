//! Citations behind the last sentence without brackets: `... at sea. Reuters, 17 December; The Times, 16 December`.

use super::bracket::Bracket;
use super::entry::entries;
use super::{CLOSING_WINDOW, Form};
use crate::date::{NumericOrder, is_blank};
use crate::span::Span;

/// The dated sources that a paragraph ends with: `bare := entry ( ";" entry )*`, each with a date, behind the end of a sentence.
/// The longest such ending counts, so that `U.S. News, 17 December` is one name.
#[must_use]
pub fn bare(paragraph: &str, order: NumericOrder) -> Option<Bracket> {
    let end = paragraph.trim_end_matches(|c| is_blank(c) || c == '.').len();
    let from = paragraph.floor_char_boundary(end.saturating_sub(CLOSING_WINDOW / 2));
    // Every printed date has a digit, and no bracket stands around these.
    if !paragraph[from..end].contains(|c: char| c.is_ascii_digit()) || paragraph[..end].ends_with([')', ']']) {
        return None;
    }
    starts(paragraph, from, end).find_map(|start| {
        let span = Span::new(start, end);
        let content = entries(paragraph, span, order);
        let dated = content.clean && content.has_date() && content.citations.iter().all(|c| c.date.is_some());
        dated.then(|| {
            let citations = content.citations.into_iter().map(|c| super::PrintedCitation { form: Form::Bare, ..c });
            Bracket { span, citations: citations.collect(), closes: true, unclosed: false, certain: true }
        })
    })
}

/// Offsets behind the ends of sentences, the farthest from the end first.
fn starts(paragraph: &str, from: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
    let tail = &paragraph[from..end];
    tail.char_indices().filter_map(move |(at, c)| {
        let before = tail[..at].trim_end_matches(['"', '\u{201d}', '\u{2019}', '\'', ')', ']']);
        let opens = is_blank(c) && before.ends_with(['.', '?', '!', '\u{2026}']);
        opens.then(|| from + at + c.len_utf8())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dated_sources_behind_the_last_sentence_are_citations() {
        for (paragraph, expected) in [
            ("Grain fell. Reuters, 17 December", vec![("Reuters", "17 December")]),
            (
                "Grain fell by 4.5 per cent. Reuters, 17 December; Financial Times, 16 December.",
                vec![("Reuters", "17 December"), ("Financial Times", "16 December")],
            ),
            ("“It rained.” U.S. News, 17 December", vec![("U.S. News", "17 December")]),
            ("He said so. Xinhua, Global Times, 3 May", vec![("Xinhua", "3 May"), ("Global Times", "3 May")]),
            ("It rained on 17 December", vec![]),
            ("It rained. The minister left on 17 December", vec![]),
            ("It rained. (Reuters, 17 December)", vec![]),
            ("Reuters, 17 December", vec![]),
            ("", vec![]),
        ] {
            let found = bare(paragraph, NumericOrder::DayFirst);
            let citations = found.iter().flat_map(|bracket| &bracket.citations);
            let pairs: Vec<_> = citations.map(|c| (c.outlet.of(paragraph), c.date.unwrap().1.of(paragraph))).collect();
            assert_eq!(pairs, expected, "{paragraph}");
        }
    }
}
