//! The body of an issue as blocks: lines joined to the paragraphs they were broken from.
//!
//! Sites and mailers break lines in three ways, and which one is in use shows in the whole body, not in a line:
//! blank lines part paragraphs and a line break means nothing; or each line is a paragraph; or lines are hard-wrapped.
//! In all three, a line that stops in mid-sentence goes on in the next (links were printed on lines of their own).

use super::line::{APART, Line, is_headline, opens_note};
use crate::citation::{CLOSING_WINDOW, brackets};
use crate::date::{PrintedDate, parse_heading};
use crate::profile::{Boundary, Lines, Profile};
use crate::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Heading(PrintedDate),
    Headline,
    Note,
    Paragraph,
    /// Navigation, addresses and the like: no part of any item.
    Boilerplate,
    /// A heading that items stand under, by its place in [`super::Laid::headings`].
    Section(u32),
    /// A number or bullet: an item starts behind it.
    Mark,
    /// A source printed before the text, by its place in [`super::Laid::sources`].
    Source(u32),
    /// Who wrote the item.
    Byline,
    /// The author's initials behind the text.
    Initials,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub kind: BlockKind,
    pub span: Span,
}

/// The blocks of a body, in order.
pub(crate) fn blocks(text: &str, lines: &[Line], profile: &Profile) -> Vec<Block> {
    let kinds: Vec<BlockKind> = lines.iter().map(|line| kind(line.span.of(text), profile)).collect();
    joined(text, lines, &kinds, profile)
}

/// Lines of known kinds as blocks.
pub(super) fn joined(text: &str, lines: &[Line], kinds: &[BlockKind], profile: &Profile) -> Vec<Block> {
    let breaks = match profile.items.lines {
        Lines::Auto => Breaks::of(text, lines, kinds),
        Lines::Paragraphs => Breaks::Line,
    };
    let mut blocks: Vec<Block> = Vec::with_capacity(lines.len());
    for (line, &kind) in lines.iter().zip(kinds) {
        if let Some(last) = blocks.last_mut()
            && breaks.joins(text, last, line, kind, profile)
        {
            last.span = last.span.cover(line.span);
        } else {
            blocks.push(Block { kind, span: line.span });
        }
    }
    let mut parted = Vec::with_capacity(blocks.len());
    for block in blocks {
        split_at_note(text, block, profile, &mut parted);
    }
    parted
}

/// A note printed behind the text of its item, on the same line, is a block of its own.
fn split_at_note(text: &str, block: Block, profile: &Profile, parted: &mut Vec<Block>) {
    let printed = block.span.of(text);
    let note =
        || memchr::memchr_iter(b'[', printed.as_bytes()).find(|&at| at > 0 && opens_note(&printed[at..], profile));
    let at = if block.kind == BlockKind::Paragraph { note() } else { None };
    let (start, end) = (block.span.start(), block.span.end());
    let note_start = at.map_or(end, |at| start + at);
    parted.push(Block { span: Span::new(start, note_start).trimmed(text), ..block });
    if at.is_some() {
        parted.push(Block { kind: BlockKind::Note, span: Span::new(note_start, end) });
    }
}

pub(super) fn kind(line: &str, profile: &Profile) -> BlockKind {
    if let Some(date) = parse_heading(line, profile.date.bare_headings) {
        BlockKind::Heading(date)
    } else if opens_note(line, profile) {
        BlockKind::Note
    } else if profile.masthead.navigation.iter().chain(&profile.masthead.organisation).any(|label| label == line) {
        BlockKind::Boilerplate
    } else if is_headline(line) {
        BlockKind::Headline
    } else {
        BlockKind::Paragraph
    }
}

/// How this body uses line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Breaks {
    /// Blank lines part paragraphs.
    Blank,
    /// Each line is a paragraph.
    Line,
}

impl Breaks {
    /// Counts the boundaries between neighbouring lines of text: by blank line, by line break after a sentence, by line
    /// break within a sentence after a line short enough to be wrapped.
    fn of(text: &str, lines: &[Line], kinds: &[BlockKind]) -> Self {
        const WIDEST_WRAP: usize = 100;
        let (mut by_blank, mut by_line, mut wrapped) = (0, 0, 0);
        for (pair, kinds) in lines.windows(2).zip(kinds.windows(2)) {
            let before = pair[0].span;
            if pair[1].blank_before > 0 && (kinds[0] == BlockKind::Paragraph || kinds[1] == BlockKind::Paragraph) {
                by_blank += 1;
            } else if pair[1].blank_before == 0 && kinds == [BlockKind::Paragraph, BlockKind::Paragraph] {
                by_line += usize::from(ends_sentence(before.of(text)));
                wrapped += usize::from(!ends_sentence(before.of(text)) && before.len() <= WIDEST_WRAP);
            }
        }
        let hard_wrapped = wrapped >= 3 && wrapped > 2 * by_line;
        if hard_wrapped || by_blank > by_line { Self::Blank } else { Self::Line }
    }

    /// Whether `line` goes on with the block before it.
    fn joins(self, text: &str, last: &Block, line: &Line, kind: BlockKind, profile: &Profile) -> bool {
        if line.blank_before == APART {
            return false;
        }
        let adjacent = line.blank_before == 0;
        match (last.kind, kind) {
            (BlockKind::Paragraph, BlockKind::Paragraph) => {
                let (before, after) = (last.span.of(text), line.span.of(text));
                if adjacent {
                    (self == Self::Blank || goes_on(before, after))
                        && !(before.ends_with(')') && closes(before, profile))
                } else {
                    starts_inside_sentence(after) && !ends_sentence(before)
                }
            }
            // A line in capitals within a wrapped sentence.
            (BlockKind::Paragraph, BlockKind::Headline) => {
                adjacent && self == Self::Blank && !ends_sentence(last.span.of(text))
            }
            (BlockKind::Note, BlockKind::Paragraph) => {
                let before = last.span.of(text);
                adjacent && !before.ends_with(']') && (self == Self::Blank || !ends_sentence(before))
            }
            (BlockKind::Headline, BlockKind::Headline) => adjacent && !ends_sentence(last.span.of(text)),
            _ => false,
        }
    }
}

/// Whether the line can be the end of a sentence. Closing quotes and brackets do not count, except that a bracket
/// itself ends what it closes.
pub(super) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(|ch: char| ch.is_whitespace() || matches!(ch, '"' | '”' | '’' | '\'' | '»'));
    bare.ends_with(['.', '?', '!', '…', ')', ']', ':'])
}

/// Whether a line goes on with an unfinished one, where lines are paragraphs. A paragraph may lack its last full stop, so a
/// long line that starts with a capital is one of its own, unless the words before it ask for more.
fn goes_on(before: &str, after: &str) -> bool {
    const LONGEST_LINK: usize = 80;
    const OPEN_WORDS: &[&str] = &[
        "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "but", "that", "as",
        "its", "their", "his", "her", "says", "said", "told", "reports", "is", "are", "was", "were", "has", "have",
        "between", "against", "than", "into", "over",
    ];
    if ends_sentence(before) {
        return false;
    }
    let last = before.rsplit(|ch: char| ch.is_whitespace()).next().unwrap_or(before);
    let open = !last.ends_with(char::is_alphanumeric) || OPEN_WORDS.contains(&last);
    open || !after.starts_with(char::is_uppercase) || after.len() <= LONGEST_LINK
}

/// Whether the text ends in a dated citation bracket, which ends an item whatever the lines do. Only its last bytes are
/// read: a bracket is shorter.
fn closes(text: &str, profile: &Profile) -> bool {
    if !profile.parts_by(Boundary::Citation) {
        return false;
    }
    let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(CLOSING_WINDOW))..];
    brackets(tail, profile.date.numeric)
        .iter()
        .any(|bracket| bracket.closes && bracket.citations.iter().any(|c| c.date.is_some()))
}

/// `. The rest`, `, said the minister`, `of the treaty`: no paragraph starts like this.
fn starts_inside_sentence(line: &str) -> bool {
    line.starts_with(['.', ',', ';', ')', '?', '!']) && !line.starts_with("..") || line.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    fn printed(text: &str) -> Vec<(&'static str, String)> {
        let profile = Profile::named("auto").unwrap();
        let name = |kind| match kind {
            BlockKind::Heading(_) => "heading",
            BlockKind::Headline => "headline",
            BlockKind::Note => "note",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Boilerplate => "boilerplate",
            _ => "of a layout",
        };
        blocks(text, &lines(text), profile).iter().map(|b| (name(b.kind), b.span.of(text).replace('\n', "|"))).collect()
    }

    fn paragraphs(text: &str) -> Vec<String> {
        printed(text).into_iter().filter(|(kind, _)| *kind == "paragraph").map(|(_, text)| text).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs_where_they_are_the_rule() {
        let text = "Will the ban end?\nA paper says so.\n\nAnother story. It has\na link inside.\n\nA third one.";
        assert_eq!(
            paragraphs(text),
            ["Will the ban end?|A paper says so.", "Another story. It has|a link inside.", "A third one."]
        );
    }

    #[test]
    fn lines_are_paragraphs_where_no_blank_line_parts_them() {
        let text = "March 5:\nFirst story.\nSecond story broken at a\nlink. (\nReuters, May 4, 2020)\nThird story.\n[Editor’s Note: Seen.]\nFourth.";
        assert_eq!(
            paragraphs(text),
            ["First story.", "Second story broken at a|link. (|Reuters, May 4, 2020)", "Third story.", "Fourth."]
        );
        assert_eq!(printed(text)[0].0, "heading");
        assert_eq!(printed(text)[4], ("note", "[Editor’s Note: Seen.]".to_owned()));
    }

    #[test]
    fn a_paragraph_may_lack_its_last_full_stop() {
        let story = "The ministers met in the capital to talk of trade, of ports and of the price of gas this winter.";
        let text = format!(
            "March 5:\nA study found the same phrases on many accounts\n{story}\nThe study was made by the\n{story}"
        );
        assert_eq!(paragraphs(&text).len(), 3);
    }

    #[test]
    fn a_note_behind_the_text_is_a_block_of_its_own() {
        let found = printed("It was so. (Reuters, May 4, 2020) [EDITORS' NOTE: With [t]his.]");
        assert_eq!(found[0], ("paragraph", "It was so. (Reuters, May 4, 2020)".to_owned()));
        assert_eq!(found[1], ("note", "[EDITORS' NOTE: With [t]his.]".to_owned()));
    }

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let text = "The ministers met in\nthe capital to talk of\ntrade and of ports. No\npaper was signed.\n\nA second story that\nruns over lines.";
        assert_eq!(paragraphs(text).len(), 2);
    }

    #[test]
    fn a_paragraph_split_inside_a_sentence_is_whole_again() {
        let text = "They met in Riga\n\n. No paper was signed.\n\nNext story here.\n\nAnd one more.";
        assert_eq!(paragraphs(text), ["They met in Riga||. No paper was signed.", "Next story here.", "And one more."]);
    }
}
